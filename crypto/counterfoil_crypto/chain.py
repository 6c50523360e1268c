"""The hash chain of a log's entries, which relay and devices compute alike (SPEC.md, *log*)."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from . import labels
from .encoding import digest
from .statement import Genesis, Head, statement_digest

FIRST_GENERATION: Final = bytes(32)
NO_RECORD: Final = bytes(16)


class EntryKind(IntEnum):
    STATEMENT = 1
    RECORD = 2


@dataclass(frozen=True)
class Entry:
    """One line of a log. `record` [16] is zeros for a statement; `body` is None once a newer revision superseded it."""

    sequence: int
    kind: EntryKind
    record: bytes
    digest: bytes
    body: bytes | None


@dataclass(frozen=True)
class Revision:
    """A revision of a record as the log knows it: sequence and envelope digest [32]."""

    sequence: int
    digest: bytes


def start(account: bytes) -> bytes:
    """H(0) of an account."""
    return digest(labels.LOG_START, account)


def extend(before: bytes, sequence: int, kind: EntryKind, record: bytes, entry_digest: bytes) -> bytes:
    """H(n) from H(n-1)."""
    return digest(labels.LOG, before, sequence.to_bytes(8), bytes([kind]), record, entry_digest)


def extend_head(head: Head, kind: EntryKind, record: bytes, entry_digest: bytes) -> Head:
    sequence = head.sequence + 1
    return Head(head.generation, sequence, extend(head.hash, sequence, kind, record, entry_digest))


def start_head(account: bytes) -> Head:
    return Head(FIRST_GENERATION, 0, start(account))


def first_head(genesis: Genesis) -> Head:
    """The head right after the genesis."""
    return extend_head(start_head(genesis.account), EntryKind.STATEMENT, NO_RECORD, statement_digest(genesis.signed))
