"""Sync: read and verify to the relay's head, then send what waits, then read it back; until nothing can be sent.

A change counts as written only when its digest was read in the verified log, whatever the relay acknowledged. Nothing is sent
before the log was read; nothing at all is sent to a relay that is behind, or after a verdict.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final

from counterfoil import wire
from counterfoil_crypto.chain import Restored, Revision, parse_restored
from counterfoil_crypto.errors import CopiedProfileError, RefusedError, RelayInconsistentError
from counterfoil_crypto.statement import Head

from . import anchor, blobs, closing, conditions, duties, outbox, restore, verdict
from .conditions import Code
from .errors import BehindError, ClientError, RelayProblemError, RelayUnavailableError, StoppedError
from .fresh import read_fresh
from .membership import check_member
from .putting_back import genesis_of
from .reading import Taken, take
from .relay import Relay, connect, to_entries
from .sealing import Sent
from .vault import Vault

DAY_MS: Final = 24 * 60 * 60 * 1000
MOST_ATTEMPTS: Final = 12
SLOWEST_SECONDS: Final = 5.0


@dataclass(frozen=True)
class Synced:
    """Entries read, changes written, changes that still wait although the relay answers."""

    read: int
    written: int
    waiting: int


class Engine:
    """One run of sync. `now` gives ms since 1970; `sleep` is another in tests."""

    def __init__(
        self,
        vault: Vault,
        now: Callable[[], int],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.vault: Final = vault
        self.now: Final = now
        self.sleep: Final = sleep
        self.taken = Taken()
        """What this run has read so far, duties included."""
        self.expects_restore = False
        """The person has just put the account back themselves."""
        self._most = wire.LARGEST_BATCH
        self._refused: set[bytes] = set()
        """Records that the relay has no room for, alone or in its account."""

    async def sync(self) -> Synced:
        """`ClientError` says in words why it ended early; what was read and written until then stays."""
        self.check()
        if self.vault.relay is None:
            raise ClientError("this history has no relay yet; give it one with 'counterfoil init --relay URL'")
        async with connect(self.vault.relay) as relay:
            relay.log_in(self.vault.device, self.vault.membership.account)
            await self.run(relay)
        return Synced(self.taken.read, self.taken.written, len(self.vault.drafts))

    def check(self) -> None:
        """Raises what stands in the way of any sync: `StoppedError`, `RemovedError`, `ClosedError`."""
        found = verdict.load(self.vault.store)
        if found:
            raise StoppedError(found)
        check_member(self.vault)

    async def run(self, relay: Relay) -> None:
        """All of a sync but the connection."""
        try:
            await self._run(relay)
        except RelayUnavailableError:
            conditions.begin(self.vault.store, Code.UNREACHABLE, self.now())
            raise
        except RelayProblemError as error:
            self._note_problem(error)
            raise
        conditions.end(self.vault.store, Code.BEHIND, Code.UNREACHABLE, Code.UNKNOWN_ACCOUNT, Code.UNKNOWN_DEVICE)

    async def _run(self, relay: Relay) -> None:
        attempt = 0
        while True:
            new = await self.read(relay)
            attempt = 0 if new.written else attempt
            await duties.before_sending(self, relay)
            batch = outbox.under_way(self.vault) or outbox.seal_batch(self.vault, self.now(), self._most, self._refused)
            if not batch:
                break
            await self.pause(attempt)
            attempt += 1
            await self._send(relay, batch)
        await duties.after_sending(self, relay)
        if not self._refused:
            conditions.end(self.vault.store, Code.FULL)
        refused = await blobs.send_again(self.vault, relay, self.now())
        if refused:
            self._note_problem(refused)
        blobs.sweep(self.vault, self.now())

    async def settle_epoch(self, relay: Relay) -> None:
        """Before a statement that hands out a key: lost statements are back, and who left has none of the current epoch."""
        await self.read(relay)
        await duties.before_sending(self, relay)

    async def pause(self, attempt: int) -> None:
        """Jitter before another try, so that two devices don't meet again."""
        if attempt >= MOST_ATTEMPTS:
            raise RelayUnavailableError("the relay does not show what it took, or other devices keep writing; sync again later")
        if attempt:
            await self.sleep(random.uniform(0, min(SLOWEST_SECONDS, 0.05 * 2**attempt)))  # noqa: S311 # not a secret

    async def read(self, relay: Relay) -> Taken:
        """Reads on to the relay's head. Raises what `check` does as soon as the log says so."""
        taken = Taken()
        if self.vault.log.sequence == 0:
            if self.vault.membership.genesis:
                await relay.open_account(self.vault.membership.genesis)
            taken += await self._judged(read_fresh(self, relay))
        while True:
            page = await self._page(relay)
            if restore.loses_a_part(self.vault.log, page):
                restore.check_confirmed(self, page.head.generation)
                await self._judged(restore.live_through(self, relay), page)
                check_member(self.vault)
                continue
            restored = self._restored_ahead(page)
            if restored:
                restore.check_confirmed(self, restored.generation)
            taken += await self._judged(self._take(page), page)
            if restored:
                restore.note(self.vault, self.now(), restored)
            check_member(self.vault)
            if self.vault.log.sequence == page.head.sequence:
                break
        self._check_admitted(page)
        self._check_anchor(page)
        if self.vault.behind_since is not None:
            with self.vault.changing():
                self.vault.put_behind(None)
        self.taken += taken
        return taken

    def take_page(self, page: wire.LogPage) -> Taken:
        """Verifies and merges one answer of the relay."""
        return take(self.vault, to_entries(page.entries), page.through.value(), page.head.value(), self.now())

    async def _judged(self, reading: Awaitable[Taken | None], page: wire.LogPage | None = None) -> Taken:
        """A lie that a reading finds becomes the verdict."""
        try:
            return await reading or Taken()
        except (RelayInconsistentError, CopiedProfileError) as error:
            raise self.stop(error, page) from error

    async def _page(self, relay: Relay) -> wire.LogPage:
        """What comes after what was read. A relay that was restored to before this device came gets its statements back first."""
        try:
            return await relay.read_log(self.vault.log.sequence)
        except RelayProblemError as error:
            if error.code == wire.ProblemCode.CLOSED:
                await closing.verify(self, relay)
            if error.code != wire.ProblemCode.UNKNOWN_DEVICE or not self.vault.statements:
                raise
        statements = [one.statement.signed for one in self.vault.statements[1:]]
        await relay.open_account(genesis_of(self.vault), statements)
        return await relay.read_log(self.vault.log.sequence)

    async def _take(self, page: wire.LogPage) -> Taken:
        log, head = self.vault.log, page.head.value()
        if log.sequence and log.is_behind(head):
            self._note_behind(log.sequence - head.sequence)
        if not page.entries and head.sequence > log.sequence:
            at = log.sequence + 1
            raise RelayInconsistentError("withheld", at, f"the relay names {head.sequence} entries and withholds entry {at}")
        return self.take_page(page)

    def _restored_ahead(self, page: wire.LogPage) -> Restored | None:
        """A `restored` entry among what comes next: nothing that this device has was lost."""
        if self.vault.log.sequence == 0:
            return None
        floor = anchor.floor(self.vault.store)
        for entry in reversed(page.entries):
            if entry.kind == "restored" and entry.body is not None:
                try:
                    restored = parse_restored(entry.body)
                except RefusedError:
                    return None  # the log names it when it is read
                lived_through = floor is not None and (entry.sequence, restored.generation) in floor.restores
                return None if lived_through else restored
        return None

    def _check_admitted(self, page: wire.LogPage) -> None:
        if self.vault.me in self.vault.log.roster.members:
            return
        at = self.vault.log.sequence
        error = RelayInconsistentError("withheld", at, "the relay withholds the statement that let this device in")
        raise self.stop(error, page) from error

    def _check_anchor(self, page: wire.LogPage) -> None:
        """After the local copy was lost: no log below, or beside, what this device had once verified, but by a restore since."""
        floor, log = anchor.floor(self.vault.store), self.vault.log
        if floor is None:
            return
        parted = floor.parting(log.restores)
        if parted is not None:
            restore.note_below(self.vault, self.now(), floor, parted)
            return
        at, here = floor.head.sequence, log.hash_at(floor.head.sequence)
        if here is not None and here != floor.head.hash:
            error = RelayInconsistentError("fork", at, f"entry {at} is not the one read before")
            raise self.stop(error, page, ours=floor.head)
        if at > log.sequence:
            try:
                self._note_behind(at - log.sequence)
            except RelayInconsistentError as error:
                raise self.stop(error, page, ours=floor.head) from error

    def _note_behind(self, missing: int) -> None:
        """Waits a day before it calls that an attack."""
        now, since = self.now(), self.vault.behind_since
        conditions.put(self.vault.store, Code.BEHIND, now, {"missing": missing})
        if since is None or since > now:
            with self.vault.changing():
                self.vault.put_behind(now)
        elif now - since > DAY_MS:
            at = self.vault.log.sequence
            raise RelayInconsistentError("behind", at, f"the relay has been missing its newest {missing} entries for over a day")
        raise BehindError(missing)

    def stop(
        self, error: RelayInconsistentError | CopiedProfileError, page: wire.LogPage | None, ours: Head | None = None
    ) -> StoppedError:
        """Keeps the verdict and what shows it. `ours`: what the relay contradicts, if that is not the log's head."""
        entries = page.entries if page else []
        entry = next((one.model_dump_json().encode() for one in entries if one.sequence == error.sequence), None)
        ours = ours or self.vault.log.head
        theirs = page.head.value() if page else ours
        found = verdict.judge(error, me=self.vault.me, ours=ours, theirs=theirs, entry=entry, at=self.now())
        verdict.save(self.vault.store, found)
        return StoppedError(found)

    def _note_problem(self, error: RelayProblemError) -> None:
        """What goes on until the person, or the operator, does something about it."""
        codes = {"unknown-account": Code.UNKNOWN_ACCOUNT, "unknown-device": Code.UNKNOWN_DEVICE}
        if error.code in codes:
            conditions.begin(self.vault.store, codes[error.code], self.now())
        elif error.code == wire.ProblemCode.FULL:
            self._note_full(error.problem.used, error.problem.limit)

    def _note_full(self, used: int | None, limit: int | None) -> None:
        conditions.begin(self.vault.store, Code.FULL, self.now(), {"used": used, "limit": limit})

    async def _send(self, relay: Relay, batch: Sequence[Sent]) -> None:
        """Appends `batch`; what the relay said no to is withdrawn, the rest waits to be read back."""
        batch = await self._with_blobs(relay, batch)
        if not batch:
            return
        newest = self.vault.log.newest
        revisions = [wire.NewRevision(base=_sequence(newest.get(one.record)), envelope=one.envelope or b"") for one in batch]
        try:
            answer = await relay.append(self.vault.log.generation, revisions)
        except RelayProblemError as error:
            outbox.withdraw(self.vault, batch)
            if error.code == wire.ProblemCode.STALE_GENERATION:
                return  # reading on shows what happened
            if error.code != wire.ProblemCode.TOO_LARGE:
                raise
            if len(batch) == 1:
                self._refused.add(batch[0].record)
            self._most = 1
            return
        self._settle_answers(batch, answer.results)

    def _settle_answers(self, batch: Sequence[Sent], results: Sequence[wire.Result]) -> None:
        refused = [one for one, result in zip(batch, results, strict=True) if not isinstance(result, wire.Appended)]
        if refused:
            outbox.withdraw(self.vault, refused)
        for one, result in zip(batch, results, strict=True):
            if isinstance(result, wire.NoRoom):
                self._refused.add(one.record)
                self._note_full(result.used, result.limit)

    async def _with_blobs(self, relay: Relay, batch: Sequence[Sent]) -> list[Sent]:
        """What is listed must be there before the revision that lists it; where there is no room for it, the revision waits."""
        ready: list[Sent] = []
        for one in batch:
            try:
                await blobs.upload(self.vault, relay, one.envelope or b"", self.now())
            except RelayProblemError as error:
                outbox.withdraw(self.vault, batch[len(ready) :])
                if error.code not in {wire.ProblemCode.FULL, wire.ProblemCode.TOO_LARGE}:
                    raise
                self._note_problem(error)
                self._refused.add(one.record)
                break
            ready.append(one)
        return ready


def _sequence(revision: Revision | None) -> int | None:
    return revision.sequence if revision else None
