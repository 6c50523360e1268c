"""What an append of records decides, apart from any database: a backend fetches what this asks for and writes what it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from counterfoil.relay.problem import ProblemError
from counterfoil.wire import Appended, NewRevision, NoRoom, NotAppended, ProblemCode, Result
from counterfoil_crypto.chain import EntryKind, extend_head
from counterfoil_crypto.encoding import Reader
from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.header import envelope_digest, take_header
from counterfoil_crypto.statement import Head

NONCE_AND_TAG: Final = 24 + 16


@dataclass(frozen=True)
class Room:
    """What an append may grow an account to, in bytes (None: whatever), and whether it may grow it at all just now."""

    limit: int | None = None
    growing: bool = True


@dataclass(frozen=True)
class Account:
    """`used` bytes."""

    head: Head
    epoch: int
    used: int


@dataclass(frozen=True)
class Newest:
    """The newest revision of a record: sequence, digest [32], and how many bytes are kept of it."""

    sequence: int
    digest: bytes
    size: int


@dataclass(frozen=True)
class Sealed:
    """A revision with what its header shows: record id [16], epoch, ids of blobs; and its digest [32]."""

    revision: NewRevision
    record: bytes
    epoch: int
    blobs: tuple[bytes, ...]
    digest: bytes


@dataclass(frozen=True)
class Written:
    """An entry to write and the head after it."""

    head: Head
    sealed: Sealed


@dataclass
class Decision:
    """What a batch comes to: entries to write, sequences whose bytes to drop after that, one result for each revision."""

    head: Head
    used: int
    written: list[Written] = field(default_factory=list)
    superseded: list[int] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)


def read_headers(account: bytes, revisions: Sequence[NewRevision]) -> list[Sealed]:
    """All of `revisions`, or `RefusedError` for the first that does not parse (`header`, `length`) or names another `account`."""
    return [_read_header(account, revision) for revision in revisions]


def decide(at: Account, newest: Mapping[bytes, Newest], batch: Sequence[Sealed], room: Room) -> Decision:
    """The checks of PROTOCOL.md, *The log*, for each of `batch` in turn; `too-many-requests` if one grows and none may."""
    known = dict(newest)
    decision = Decision(at.head, at.used)
    for sealed in batch:
        before = known.get(sealed.record)
        sequence, size = (before.sequence, before.size) if before else (None, 0)
        growth = len(sealed.revision.envelope) - size
        if before and before.digest == sealed.digest:
            decision.results.append(Appended(sequence=before.sequence))
        elif sealed.epoch != at.epoch:
            decision.results.append(NotAppended(problem="stale-epoch", newest=sequence))
        elif sealed.revision.base != sequence:
            decision.results.append(NotAppended(problem="conflict", newest=sequence))
        elif growth > 0 and not room.growing:
            raise ProblemError(ProblemCode.TOO_MANY_REQUESTS, "only what does not grow the account is taken just now", retry=1)
        elif growth > 0 and room.limit is not None and decision.used + growth > room.limit:
            decision.results.append(NoRoom(problem="full", newest=sequence, used=decision.used, limit=room.limit))
        else:
            decision.head = extend_head(decision.head, EntryKind.RECORD, sealed.record, sealed.digest)
            decision.used += growth
            decision.written.append(Written(decision.head, sealed))
            decision.results.append(Appended(sequence=decision.head.sequence))
            known[sealed.record] = Newest(decision.head.sequence, sealed.digest, len(sealed.revision.envelope))
            if sequence is not None:
                decision.superseded.append(sequence)
    return decision


def check_room(used: int, size: int, room: Room) -> None:
    """`full` unless a blob of `size` bytes fits."""
    if room.limit is not None and used + size > room.limit:
        raise ProblemError(
            ProblemCode.FULL, f"the account has {used} of {room.limit} bytes; this blob has {size}", used=used, limit=room.limit
        )


def check_generation(head: Head, generation: bytes) -> None:
    """`stale-generation` unless the log is still in it."""
    if generation != head.generation:
        raise ProblemError(ProblemCode.STALE_GENERATION, "the log was restored; read on and seal anew", head=head)


def _read_header(account: bytes, revision: NewRevision) -> Sealed:
    reader = Reader(revision.envelope)
    header = take_header(reader)
    if len(reader.rest()) < NONCE_AND_TAG:
        raise RefusedError("length", "an envelope shorter than its parts")
    if header.account != account:
        raise RefusedError("account", "an envelope of another account")
    return Sealed(revision, header.record, header.epoch, header.blobs, envelope_digest(revision.envelope))
