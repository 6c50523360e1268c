"""The reader of a log: believes only what it verified, entry by entry, from the genesis on (SPEC.md, *log*)."""

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from . import chain
from .chain import Entry, EntryKind, Restored, Revision
from .checkpoint import live_digest
from .device import Device
from .document import Document, decode
from .envelope import Inner, NoKeyError, open_record
from .errors import CopiedProfileError, RefusedError, RelayInconsistentError
from .header import envelope_digest
from .keyring import Keyring
from .roster import Roster
from .statement import Checkpoint, Head, Placed, Statement, parse, statement_digest


class Merged(NamedTuple):
    """A record's revision that passed every check."""

    record: bytes
    revision: Revision
    inner: Inner
    document: Document
    envelope: bytes


@dataclass(frozen=True)
class SetAside:
    """A revision that is in the chain and cannot be merged. `writer` is known only if it opened."""

    record: bytes
    revision: Revision
    code: str
    writer: bytes | None


@dataclass(frozen=True)
class Superseded:
    record: bytes
    revision: Revision


@dataclass(frozen=True)
class Admitted:
    sequence: int
    statement: Statement


@dataclass(frozen=True)
class RestoredRead:
    sequence: int
    restored: Restored


def parted_at(before: Iterable[tuple[int, bytes]], now: Iterable[tuple[int, bytes]]) -> int | None:
    """Where two logs, by their `restored` entries, parted: at the first that only one of both has.

    Each entry is its sequence and its generation. None: `now` has none that `before` lacks. One that only `before` has may be
    the first even so: a state that was put back may be of before an earlier restore.
    """
    there, here = set(before), set(now)
    if not here - there:
        return None
    return min(sequence for sequence, _ in here ^ there)


Read = Merged | SetAside | Superseded | Admitted | RestoredRead


@dataclass
class Log:
    """What a reader has verified so far. After an exception it and the keyring are spent: load both from what was stored."""

    account: bytes
    roster: Roster
    hashes: list[bytes]
    """From H(`first`) on."""
    first: int = 0
    """The sequence that this log starts from: 0, or that of the head which the checkpoint names."""
    restores: list[tuple[int, bytes]] = field(default_factory=list)
    """Sequence and generation of each `restored` entry."""
    newest: dict[bytes, Revision] = field(default_factory=dict)
    counts: dict[bytes, int] = field(default_factory=dict)
    withheld: dict[bytes, int] = field(default_factory=dict)
    """Records whose newest revision had no bytes, and the relay's head at that time: by then a newer one must have come."""
    superseded: int = 0
    """How many entries were superseded since the last checkpoint."""
    outcasts: Mapping[bytes, frozenset[bytes]] = field(default_factory=dict)
    """Who was removed in a lost part, and the generations that the log had up to there: elsewhere they are no members."""
    verified: frozenset[bytes] = frozenset()
    """Digests of statements that were verified before a restore: of an outcast no other is taken."""
    copied: frozenset[bytes] = frozenset()
    """Devices that the person knows to be copied: a repeated count of theirs is set aside."""

    @classmethod
    def empty(
        cls,
        account: bytes,
        outcasts: Mapping[bytes, frozenset[bytes]] | None = None,
        verified: frozenset[bytes] = frozenset(),
        copied: frozenset[bytes] = frozenset(),
    ) -> "Log":
        return cls(account, Roster(account), [chain.start(account)], outcasts=outcasts or {}, verified=verified, copied=copied)

    @property
    def generation(self) -> bytes:
        return self.restores[-1][1] if self.restores else chain.FIRST_GENERATION

    @property
    def sequence(self) -> int:
        return self.first + len(self.hashes) - 1

    @property
    def head(self) -> Head:
        return Head(self.generation, self.sequence, self.hashes[-1])

    def generation_at(self, sequence: int) -> bytes:
        """The generation of the head at `sequence`."""
        begun = (generation for at, generation in reversed(self.restores) if at <= sequence)
        return next(begun, chain.FIRST_GENERATION)

    def hash_at(self, sequence: int) -> bytes | None:
        """H(`sequence`); None for what lies before the checkpoint that this log started from, or after its head."""
        at = sequence - self.first
        return self.hashes[at] if 0 <= at < len(self.hashes) else None

    def live_digest(self) -> bytes:
        """What a `checkpoint` signs: the newest revision of every record."""
        return live_digest(self.newest)

    def is_behind(self, head: Head) -> bool:
        """Whether the relay's `head` is an earlier one of this log; a `fork` if it is neither that nor ahead.

        Only of a relay that was not restored (`was_restored`).
        """
        if head.sequence > self.sequence:
            return False
        if head.generation != self.generation_at(head.sequence) or self.hash_at(head.sequence) not in {head.hash, None}:
            raise RelayInconsistentError("fork", head.sequence, f"entry {head.sequence} is not the one read before")
        return head.sequence < self.sequence

    def was_restored(self, head: Head, restores: Iterable[int]) -> bool:
        """Whether the relay's log at `head`, with `restored` entries at `restores`, was restored since: it is to be read anew."""
        known, here = {sequence for sequence, _ in self.restores}, {chain.FIRST_GENERATION, *(one for _, one in self.restores)}
        return head.generation not in here or any(sequence not in known for sequence in restores)

    def lost_from(self, other: "Log") -> int:
        """Where this log's lost part begins, which is where it and `other` parted. Above this log's head: nothing was lost.

        `other` was read since. If no restore explains that it is another log, or they part earlier, `fork`.
        """
        parted = parted_at(self.restores, other.restores)
        here = {generation: sequence for sequence, generation in self.restores}
        if parted is None or any(here.get(generation, sequence) != sequence for sequence, generation in other.restores):
            raise RelayInconsistentError("fork", other.sequence, "the relay's log is another one, and no restore explains it")
        end = min(parted - 1, self.sequence)
        own, theirs = self.hash_at(end), other.hash_at(end)
        if own is not None and theirs is not None and own != theirs:
            raise RelayInconsistentError("fork", end, f"entry {end} is not the one read before")
        return parted

    def read(self, entries: Iterable[Entry], through: Head, head: Head, device: Device, keyring: Keyring) -> list[Read]:
        """Verifies an answer of the relay: `entries`, whose last head it says is `through`, of a log that ends at `head`.

        `keyring` has the keys that the reader was given so far, a newcomer's also those of statements still to be read; it takes
        what the statements among `entries` bring.
        """
        with _uncollected():
            read = [self._read_one(entry, head, device, keyring) for entry in entries]
        reached = self.head
        if through != reached:
            raise RelayInconsistentError("chain", reached.sequence, "the relay's chain is not the one its entries give")
        if head.sequence < reached.sequence or (head.sequence == reached.sequence and head != reached):
            raise RelayInconsistentError("chain", reached.sequence, "the relay names two heads for one log")
        # Nothing more comes for a reader that is gone, or of an account that ended.
        if not self.roster.closed and device.keys.id not in self.roster.gone:
            self._check_withheld(reached.sequence)
        return read

    def read_checkpoint(
        self, entries: Sequence[Entry], live: Sequence[Entry], head: Head, *, device: Device, keyring: Keyring
    ) -> list[Read]:
        """Starts an empty log at the newest checkpoint (SPEC.md, *Starting from a checkpoint*).

        `entries`: all statements and `restored` entries up to it. `live`: the newest revision of every record before it,
        ascending by id. `head`: one that the relay named after it gave these.
        """
        _check_lists(entries, live)
        in_order = sorted([*entries, *live], key=lambda one: one.sequence)
        with _uncollected():
            read = [self._read_early(entry, head, device, keyring) for entry in in_order]
        match read[-1] if read else None:
            case Admitted(sequence, Placed(place, Checkpoint(signed))) if place.head[:2] == (self.generation, sequence - 1):
                ascending = all(one.record < other.record for one, other in pairwise(live))
                if not ascending or self.live_digest() != signed:
                    raise RelayInconsistentError("checkpoint", sequence, "the live set is not the one that was signed")
                self.first, self.hashes, self.superseded = place.head.sequence, [place.head.hash], 0
                self._advance(EntryKind.STATEMENT, chain.NO_RECORD, self.roster.statement)
                return read
        raise RelayInconsistentError("checkpoint", 0, "what the relay sent does not end with a checkpoint of its log")

    def _check_withheld(self, reached: int) -> None:
        for record, until in self.withheld.items():
            if until <= reached:
                sequence = self.newest[record].sequence
                raise RelayInconsistentError("withheld", sequence, f"the relay withholds entry {sequence}")

    def _read_one(self, entry: Entry, relay: Head, device: Device, keyring: Keyring) -> Read:
        at = self.first + len(self.hashes)
        if entry.sequence != at:
            raise RelayInconsistentError("sequence", at, f"entry {at} is missing; the relay sent {entry.sequence}")
        if self.roster.closed:
            raise RelayInconsistentError("closed", at, "something follows the end of the account")
        if entry.kind is EntryKind.RECORD and at > 1:
            return self._read_record(entry, relay, device, keyring)
        if entry.kind is EntryKind.STATEMENT:
            read: Read = self._read_statement(entry, device, keyring, early=False)
        elif entry.kind is EntryKind.RESTORED and at > 1:
            read = self._read_restored(entry)
        else:
            raise RelayInconsistentError("kind", at, f"entry {at} is of a kind that has no place there")
        self._advance(entry.kind, chain.NO_RECORD, self.roster.statement if isinstance(read, Admitted) else self.generation)
        return read

    def _read_early(self, entry: Entry, relay: Head, device: Device, keyring: Keyring) -> Read:
        """One of the entries before a checkpoint: without a chain around it."""
        if self.roster.closed:
            raise RelayInconsistentError("closed", entry.sequence, "something follows the end of the account")
        if entry.kind is EntryKind.STATEMENT:
            return self._read_statement(entry, device, keyring, early=True)
        if not self.roster.members:
            raise RelayInconsistentError("kind", entry.sequence, "an account begins with its genesis")
        return self._read_restored(entry) if entry.kind is EntryKind.RESTORED else self._read_row(entry, relay, device, keyring)

    def _advance(self, kind: EntryKind, record: bytes, entry_digest: bytes) -> None:
        self.hashes.append(chain.extend(self.hashes[-1], self.first + len(self.hashes), kind, record, entry_digest))

    def _read_restored(self, entry: Entry) -> RestoredRead:
        body = _there(entry)
        try:
            restored = chain.parse_restored(body)
        except RefusedError as error:
            raise RelayInconsistentError(error.code, entry.sequence, f"entry {entry.sequence}: {error}") from error
        if any(restored.generation == generation for _, generation in self.restores):
            raise RelayInconsistentError("restored", entry.sequence, f"entry {entry.sequence} is an earlier one again")
        self.restores.append((entry.sequence, restored.generation))
        return RestoredRead(entry.sequence, restored)

    def _read_statement(self, entry: Entry, device: Device, keyring: Keyring, *, early: bool) -> Admitted:
        body = _there(entry)
        try:
            statement = parse(body)
            self.roster.check_order(statement)
            if isinstance(statement, Placed):
                self._check_signed_place(statement, entry.sequence, early=early)
            else:
                self.roster.check_act(statement)
            _take_keys(keyring, device, statement)
        except RefusedError as error:
            raise RelayInconsistentError(error.code, entry.sequence, f"statement {entry.sequence}: {error}") from error
        self.roster.apply(statement)
        return Admitted(entry.sequence, statement)

    def _check_signed_place(self, statement: Placed, sequence: int, *, early: bool) -> None:
        """The rules on its head, its signer, and what it says of the log before it."""
        named = statement.place.head
        direct = named.generation == self.generation and named.sequence + 1 == sequence
        direct = direct and (early or named.hash == self.hashes[-1])
        if not direct and not chain.is_put_back(named, self.generation, self._ends()):
            raise RefusedError("head", "does not follow the newest entry")
        if statement.place.signer in self.outcasts and statement_digest(statement.signed) not in self.verified:
            raise RefusedError("signer", "signed by a device that was removed before the relay was restored")
        self.roster.check_act(statement)
        if direct and not early and isinstance(statement.act, Checkpoint):
            if statement.act.live != self.live_digest():
                raise RefusedError("checkpoint", "signed for other records than those of this log")
            self.superseded = 0

    def _ends(self) -> list[Head]:
        """The last head of each generation but the current one."""
        begun = [chain.FIRST_GENERATION, *(generation for _, generation in self.restores)]
        return [
            Head(generation, sequence - 1, self.hash_at(sequence - 1) or b"")
            for generation, (sequence, _) in zip(begun, self.restores, strict=False)
        ]

    def _read_record(self, entry: Entry, relay: Head, device: Device, keyring: Keyring) -> Read:
        before = self.newest.get(entry.record)
        read = self._open_record(entry, device, keyring, before, early=False)
        self._note(entry.record, read, relay)
        if before is not None:
            self.superseded += 1
        self._advance(EntryKind.RECORD, entry.record, read.revision.digest)
        return read

    def _read_row(self, entry: Entry, relay: Head, device: Device, keyring: Keyring) -> Read:
        read = self._open_record(entry, device, keyring, None, early=True)
        self._note(entry.record, read, relay)
        return read

    def _note(self, record: bytes, read: Merged | SetAside | Superseded, relay: Head) -> None:
        self.newest[record] = read.revision
        if isinstance(read, Superseded):
            self.withheld[record] = relay.sequence
        elif self.withheld:
            self.withheld.pop(record, None)

    def _open_record(
        self, entry: Entry, device: Device, keyring: Keyring, before: Revision | None, *, early: bool
    ) -> Merged | SetAside | Superseded:
        record, envelope = entry.record, entry.body
        if envelope is None:
            return Superseded(record, Revision(entry.sequence, entry.digest))
        revision = Revision(entry.sequence, envelope_digest(envelope))
        try:
            inner = open_record(keyring.epoch, self.account, record, self.roster.epoch, envelope)
        except NoKeyError as error:
            if device.keys.id not in self.roster.gone:
                raise RelayInconsistentError("epoch", entry.sequence, f"entry {entry.sequence}: {error}") from error
            return SetAside(record, revision, "epoch", None)
        except RefusedError as error:
            return SetAside(record, revision, "epoch" if error.code == "epoch" else "damaged", None)
        if not early:
            self._check_place(inner, entry.sequence, before)
        code = self._judge_writer(inner, entry.sequence, early=early)
        if code:
            return SetAside(record, revision, code, inner.writer)
        try:
            document = decode(inner.document)
        except RefusedError:
            return SetAside(record, revision, "document", inner.writer)
        return Merged(record, revision, inner, document, envelope)

    def _judge_writer(self, inner: Inner, sequence: int, *, early: bool) -> str | None:
        """The code for what is set aside on account of who wrote it."""
        writer = inner.writer
        if writer not in self.roster.members or (writer in self.outcasts and self.generation not in self.outcasts[writer]):
            return "writer"
        count = self.counts.get(writer, 0)
        if inner.count > count:
            self.counts[writer] = inner.count
        elif not early:
            if writer not in self.copied:
                raise CopiedProfileError(writer, sequence)
            return "count"
        return None

    def _check_place(self, inner: Inner, sequence: int, before: Revision | None) -> None:
        witness = inner.witness
        if witness.sequence >= self.first and (
            witness.sequence >= sequence
            or self.hashes[witness.sequence - self.first] != witness.hash
            or witness.generation != self.generation_at(witness.sequence)
        ):
            detail = f"the writer of entry {sequence} was shown another history up to entry {witness.sequence}"
            raise RelayInconsistentError("witness", sequence, detail)
        if inner.base != before:
            detail = f"entry {sequence} was not built on the revision before it"
            raise RelayInconsistentError("base", sequence, detail)


@contextmanager
def _uncollected() -> Iterator[None]:
    """All that a page brings is kept and holds no cycles; the collector would go through it again and again, and free nothing."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _check_lists(entries: Sequence[Entry], live: Sequence[Entry]) -> None:
    """What a newcomer starts from: entry 1 and no sequence twice among the one, records alone in the other."""
    for at, one in enumerate(entries):
        if one.kind not in {EntryKind.STATEMENT, EntryKind.RESTORED}:
            raise RelayInconsistentError("kind", one.sequence, "a record among the statements")
        if one.sequence <= entries[at - 1].sequence if at else one.sequence != 1:
            raise RelayInconsistentError("sequence", one.sequence, f"entry {one.sequence} has no place there")
    for one in live:
        if one.kind is not EntryKind.RECORD:
            raise RelayInconsistentError("kind", one.sequence, "what is no record in the live set")


def _there(entry: Entry) -> bytes:
    if entry.body is None or entry.record != chain.NO_RECORD:
        raise RelayInconsistentError("withheld", entry.sequence, f"the relay withholds entry {entry.sequence}")
    return entry.body


def _take_keys(keyring: Keyring, device: Device, statement: Statement) -> None:
    try:
        keyring.take(device, statement)
    except RefusedError as error:
        raise RefusedError("commitment", str(error)) from error
