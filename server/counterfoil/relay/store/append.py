"""What an append decides, apart from any database: a backend fetches what this asks for and writes what it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from counterfoil.relay.problem import ProblemError
from counterfoil.wire import Appended, NewRevision, NotAppended, ProblemCode, Result
from counterfoil_crypto.chain import EntryKind, Revision, extend_head
from counterfoil_crypto.device import DeviceKeys
from counterfoil_crypto.encoding import Reader
from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.header import envelope_digest, take_header
from counterfoil_crypto.statement import Genesis, Head, Statement, check_statement

NONCE_AND_TAG: Final = 24 + 16


@dataclass(frozen=True)
class Sealed:
    """A revision with what its header shows: record id [16], epoch; and its digest [32]."""

    revision: NewRevision
    record: bytes
    epoch: int
    digest: bytes


@dataclass(frozen=True)
class Written:
    """An entry to write and the head after it."""

    head: Head
    record: bytes
    digest: bytes
    body: bytes


@dataclass
class Decision:
    """What a batch comes to: entries to write, sequences whose bytes to drop after that, one result for each revision."""

    head: Head
    written: list[Written] = field(default_factory=list)
    superseded: list[int] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)


def read_headers(account: bytes, revisions: Sequence[NewRevision]) -> list[Sealed]:
    """All of `revisions`, or `RefusedError` for the first that does not parse (`header`, `length`) or names another `account`."""
    return [_read_header(account, revision) for revision in revisions]


def decide(head: Head, epoch: int, newest: Mapping[bytes, Revision], batch: Sequence[Sealed]) -> Decision:
    """The checks of PROTOCOL.md, *The log*, for each of `batch` in turn."""
    known = dict(newest)
    decision = Decision(head)
    for sealed in batch:
        before = known.get(sealed.record)
        sequence = before.sequence if before else None
        if before and before.digest == sealed.digest:
            decision.results.append(Appended(sequence=before.sequence))
        elif sealed.epoch != epoch:
            decision.results.append(NotAppended(problem="stale-epoch", newest=sequence))
        elif sealed.revision.base != sequence:
            decision.results.append(NotAppended(problem="conflict", newest=sequence))
        else:
            decision.head = extend_head(decision.head, EntryKind.RECORD, sealed.record, sealed.digest)
            decision.written.append(Written(decision.head, sealed.record, sealed.digest, sealed.revision.envelope))
            decision.results.append(Appended(sequence=decision.head.sequence))
            known[sealed.record] = Revision(decision.head.sequence, sealed.digest)
            if sequence is not None:
                decision.superseded.append(sequence)
    return decision


def check_generation(head: Head, generation: bytes) -> None:
    """`stale-generation` unless the log is still in it."""
    if generation != head.generation:
        raise ProblemError(ProblemCode.STALE_GENERATION, "the log was restored; read on and seal anew", head=head)


def check_in_place(
    statement: Statement, *, account: bytes, previous: bytes, head: Head, members: dict[bytes, DeviceKeys], epoch: int
) -> None:
    """`stale-generation` or `conflict` for a statement made for an earlier head, `RefusedError` for one valid nowhere."""
    if not isinstance(statement, Genesis) and statement.account == account:
        check_generation(head, statement.head.generation)
        if statement.head != head:
            raise ProblemError(ProblemCode.CONFLICT, "the log moved on; read on and sign anew", head=head)
    check_statement(statement, account=account, previous=previous, head=head, members=members, epoch=epoch)


def _read_header(account: bytes, revision: NewRevision) -> Sealed:
    reader = Reader(revision.envelope)
    header = take_header(reader)
    if len(reader.rest()) < NONCE_AND_TAG:
        raise RefusedError("length", "an envelope shorter than its parts")
    if header.account != account:
        raise RefusedError("account", "an envelope of another account")
    return Sealed(revision, header.record, header.epoch, envelope_digest(revision.envelope))
