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
from counterfoil_crypto.chain import Revision
from counterfoil_crypto.errors import CopiedProfileError, RelayInconsistentError
from counterfoil_crypto.statement import Head

from . import outbox, verdict
from .errors import BehindError, ClientError, RelayProblemError, RelayUnavailableError, StoppedError
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
        self._most = wire.LARGEST_BATCH
        self._too_large: set[bytes] = set()

    async def sync(self) -> Synced:
        """`ClientError` says in words why it ended early; what was read and written until then stays."""
        self.check()
        if self.vault.relay is None:
            raise ClientError("this history has no relay yet; give it one with 'counterfoil init --relay URL'")
        async with connect(self.vault.relay) as relay:
            relay.log_in(self.vault.device, self.vault.membership.account)
            taken = await self._sync(relay)
        return Synced(taken.read, taken.written, len(self.vault.drafts))

    def check(self) -> None:
        """`StoppedError` while there is a verdict."""
        found = verdict.load(self.vault.store)
        if found:
            raise StoppedError(found)

    async def _sync(self, relay: Relay) -> Taken:
        taken, attempt = Taken(), 0
        while True:
            new = await self.read(relay)
            taken += new
            attempt = 0 if new.written else attempt
            batch = outbox.under_way(self.vault) or outbox.seal_batch(self.vault, self.now(), self._most, self._too_large)
            if not batch:
                return taken
            await self.pause(attempt)
            attempt += 1
            await self._send(relay, batch)

    async def pause(self, attempt: int) -> None:
        """Jitter before another try, so that two devices don't meet again."""
        if attempt >= MOST_ATTEMPTS:
            raise RelayUnavailableError("the relay does not show what it took, or other devices keep writing; sync again later")
        if attempt:
            await self.sleep(random.uniform(0, min(SLOWEST_SECONDS, 0.05 * 2**attempt)))  # noqa: S311 # not a secret

    async def read(self, relay: Relay) -> Taken:
        """Reads on to the relay's head."""
        if self.vault.log.head.sequence == 0 and self.vault.membership.genesis:
            await relay.open_account(self.vault.membership.genesis)
        taken = Taken()
        while True:
            page = await relay.read_log(self.vault.log.head.sequence)
            through, head = page.through.value(), page.head.value()
            try:
                taken += self._take(page, through, head)
            except (RelayInconsistentError, CopiedProfileError) as error:
                raise self._stop(error, page, head) from error
            if self.vault.log.head.sequence == head.sequence:
                return taken

    def _take(self, page: wire.LogPage, through: Head, head: Head) -> Taken:
        log = self.vault.log
        if log.is_behind(head):
            self._note_behind(log.head.sequence - head.sequence)
        if not page.entries and head.sequence > log.head.sequence:
            at = log.head.sequence + 1
            raise RelayInconsistentError("withheld", at, f"the relay names {head.sequence} entries and withholds entry {at}")
        taken = take(self.vault, to_entries(page), through, head, self.now())
        if self.vault.log.head.sequence == head.sequence and self.vault.me not in self.vault.log.members:
            raise RelayInconsistentError("withheld", head.sequence, "the relay withholds the statement that let this device in")
        return taken

    def _note_behind(self, missing: int) -> None:
        """Waits a day before it calls that an attack."""
        now, since = self.now(), self.vault.behind_since
        if since is None or since > now:
            with self.vault.changing():
                self.vault.put_behind(now)
        elif now - since > DAY_MS:
            at = self.vault.log.head.sequence
            raise RelayInconsistentError("behind", at, f"the relay has been missing its newest {missing} entries for over a day")
        raise BehindError(missing)

    def _stop(self, error: RelayInconsistentError | CopiedProfileError, page: wire.LogPage, head: Head) -> StoppedError:
        entry = next((one.model_dump_json().encode() for one in page.entries if one.sequence == error.sequence), None)
        found = verdict.judge(error, me=self.vault.me, ours=self.vault.log.head, theirs=head, entry=entry, at=self.now())
        verdict.save(self.vault.store, found)
        return StoppedError(found)

    async def _send(self, relay: Relay, batch: Sequence[Sent]) -> None:
        """Appends `batch`; what the relay said no to is withdrawn, the rest waits to be read back."""
        newest = self.vault.log.newest
        revisions = [wire.NewRevision(base=_sequence(newest.get(one.record)), envelope=one.envelope or b"") for one in batch]
        try:
            answer = await relay.append(self.vault.log.generation, revisions)
        except RelayProblemError as error:
            outbox.withdraw(self.vault, batch)
            if error.code != wire.ProblemCode.TOO_LARGE:
                raise
            if len(batch) == 1:
                self._too_large.add(batch[0].record)
            self._most = 1
            return
        refused = [
            (one, result.problem)
            for one, result in zip(batch, answer.results, strict=True)
            if isinstance(result, wire.NotAppended)
        ]
        if refused:
            outbox.withdraw(self.vault, [one for one, _ in refused])
        if any(problem == "stale-epoch" for _, problem in refused):
            raise ClientError("this history's epoch has ended in a way that needs a newer counterfoil; update it")


def _sequence(revision: Revision | None) -> int | None:
    return revision.sequence if revision else None
