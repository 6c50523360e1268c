"""The reader of a log: believes only what it verified, entry by entry, from the genesis on (SPEC.md, *log*)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from . import chain
from .chain import Entry, EntryKind, Revision
from .device import DeviceKeys
from .document import Document, decode
from .encoding import Reader
from .envelope import Inner, Opened
from .errors import CopiedProfileError, RefusedError, RelayInconsistentError
from .header import envelope_digest, take_header
from .statement import Add, Genesis, Head, Role, Statement, check_statement, parse, statement_digest


@dataclass(frozen=True)
class Member:
    keys: DeviceKeys
    role: Role


@dataclass(frozen=True)
class Merged:
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


Read = Merged | SetAside | Superseded | Admitted
Opener = Callable[[bytes], Opened]
"""Opens an envelope of the current epoch or raises RefusedError."""


@dataclass
class Log:
    """What a reader has verified so far. After an exception the object is spent: load it again from what was stored."""

    account: bytes
    hashes: list[bytes]
    statement: bytes = bytes(32)
    members: dict[bytes, Member] = field(default_factory=dict)
    epoch: int = 0
    commitment: bytes = bytes(32)
    newest: dict[bytes, Revision] = field(default_factory=dict)
    counts: dict[bytes, int] = field(default_factory=dict)
    withheld: dict[bytes, int] = field(default_factory=dict)
    """Records whose newest revision had no bytes, and the relay's head at that time: by then a newer one must have come."""
    generation: bytes = chain.FIRST_GENERATION

    @classmethod
    def empty(cls, account: bytes) -> "Log":
        return cls(account, [chain.start(account)])

    @property
    def head(self) -> Head:
        return Head(self.generation, len(self.hashes) - 1, self.hashes[-1])

    def read(self, entries: Iterable[Entry], through: Head, head: Head, open_envelope: Opener) -> list[Read]:
        """Verifies an answer of the relay: `entries`, whose last head it says is `through`, of a log that ends at `head`."""
        read = [self._read_one(entry, head, open_envelope) for entry in entries]
        reached = self.head
        if through != reached:
            raise RelayInconsistentError("chain", reached.sequence, "the relay's chain is not the one its entries give")
        if head.sequence < reached.sequence or (head.sequence == reached.sequence and head != reached):
            raise RelayInconsistentError("chain", reached.sequence, "the relay names two heads for one log")
        for record, until in self.withheld.items():
            if until <= reached.sequence:
                sequence = self.newest[record].sequence
                raise RelayInconsistentError("withheld", sequence, f"the relay withholds entry {sequence}")
        return read

    def is_behind(self, head: Head) -> bool:
        """Whether the relay's `head` is an earlier one of this log; a `fork` if it is neither that nor ahead."""
        if head.sequence > self.head.sequence:
            return False
        if head.generation != self.generation or self.hashes[head.sequence] != head.hash:
            raise RelayInconsistentError("fork", head.sequence, f"entry {head.sequence} is not the one read before")
        return head.sequence < self.head.sequence

    def _read_one(self, entry: Entry, relay: Head, open_envelope: Opener) -> Read:
        at = self.head.sequence + 1
        if entry.sequence != at:
            raise RelayInconsistentError("sequence", at, f"entry {at} is missing; the relay sent {entry.sequence}")
        if entry.kind is EntryKind.STATEMENT:
            return self._read_statement(entry)
        if at == 1:
            raise RelayInconsistentError("kind", at, "an account begins with its genesis, not with a record")
        return self._read_record(entry, relay, open_envelope)

    def _advance(self, kind: EntryKind, record: bytes, entry_digest: bytes) -> None:
        self.hashes.append(chain.extend(self.hashes[-1], len(self.hashes), kind, record, entry_digest))

    def _read_statement(self, entry: Entry) -> Admitted:
        if entry.body is None or entry.record != chain.NO_RECORD:
            raise RelayInconsistentError("withheld", entry.sequence, f"the relay withholds statement {entry.sequence}")
        try:
            statement = parse(entry.body)
            check_statement(
                statement,
                account=self.account,
                previous=self.statement,
                head=self.head,
                members={device: member.keys for device, member in self.members.items()},
                epoch=self.epoch,
            )
        except RefusedError as error:
            raise RelayInconsistentError(error.code, entry.sequence, f"statement {entry.sequence}: {error}") from error
        if isinstance(statement, Genesis):
            self.commitment = statement.commitment
        self.statement = statement_digest(entry.body)
        role = statement.role if isinstance(statement, Add) else Role.DEVICE
        self.members[statement.keys.id] = Member(statement.keys, role)
        self._advance(EntryKind.STATEMENT, chain.NO_RECORD, self.statement)
        return Admitted(entry.sequence, statement)

    def _read_record(self, entry: Entry, relay: Head, open_envelope: Opener) -> Read:
        before = self.newest.get(entry.record)
        found = entry.digest if entry.body is None else envelope_digest(entry.body)
        revision = Revision(entry.sequence, found)
        read = self._open_record(entry, revision, before, open_envelope)
        self.newest[entry.record] = revision
        if isinstance(read, Superseded):
            self.withheld[entry.record] = relay.sequence
        else:
            self.withheld.pop(entry.record, None)
        self._advance(EntryKind.RECORD, entry.record, found)
        return read

    def _open_record(self, entry: Entry, revision: Revision, before: Revision | None, open_envelope: Opener) -> Read:
        if entry.body is None:
            return Superseded(entry.record, revision)
        try:
            self._check_header(entry.record, entry.body)
            inner = open_envelope(entry.body).inner
        except RefusedError as error:
            code = "epoch" if error.code == "epoch" else "damaged"
            return SetAside(entry.record, revision, code, None)
        self._check_place(inner, entry.sequence, before)
        if inner.writer not in self.members:
            return SetAside(entry.record, revision, "writer", inner.writer)
        if inner.count <= self.counts.get(inner.writer, 0):
            raise CopiedProfileError(inner.writer, entry.sequence)
        self.counts[inner.writer] = inner.count
        try:
            document = decode(inner.document)
        except RefusedError:
            return SetAside(entry.record, revision, "document", inner.writer)
        return Merged(entry.record, revision, inner, document, entry.body)

    def _check_header(self, record: bytes, envelope: bytes) -> None:
        """Before it is opened: what is another account's or record's is `damaged`, whatever its epoch."""
        header = take_header(Reader(envelope))
        if header.account != self.account or header.record != record:
            raise RefusedError("damaged", "an envelope of another account or record")
        if header.epoch != self.epoch:
            raise RefusedError("epoch", f"sealed under epoch {header.epoch}, the current one is {self.epoch}")

    def _check_place(self, inner: Inner, sequence: int, before: Revision | None) -> None:
        witness = inner.witness
        if witness.generation != self.generation or witness.sequence >= sequence or self.hashes[witness.sequence] != witness.hash:
            detail = f"the writer of entry {sequence} was shown another history up to entry {witness.sequence}"
            raise RelayInconsistentError("witness", sequence, detail)
        if inner.base != before:
            detail = f"entry {sequence} was not built on the revision before it"
            raise RelayInconsistentError("base", sequence, detail)
