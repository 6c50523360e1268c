"""The hash chain of a log's entries, which relay and devices compute alike (SPEC.md, *log*)."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, NamedTuple

from . import labels
from .encoding import Reader, digest, frame
from .errors import RefusedError
from .statement import Genesis, Head, statement_digest

FIRST_GENERATION: Final = bytes(32)
NO_RECORD: Final = bytes(16)


class EntryKind(IntEnum):
    STATEMENT = 1
    RECORD = 2
    RESTORED = 3


@dataclass(frozen=True)
class Entry:
    """One line of a log. `record` [16] is zeros unless it is one; `body` is None once a newer revision superseded it."""

    sequence: int
    kind: EntryKind
    record: bytes
    digest: bytes
    body: bytes | None


class Revision(NamedTuple):
    """A revision of a record as the log knows it: sequence and envelope digest [32]."""

    sequence: int
    digest: bytes


RESTORED_VERSION: Final = 1


@dataclass(frozen=True)
class Restored:
    """The relay's own word that its log goes on from an earlier state, which was the newest at `of` (ms; 0: not known)."""

    random: bytes
    at: int
    of: int

    def encode(self) -> bytes:
        return bytes([RESTORED_VERSION]) + self.random + self.at.to_bytes(8) + self.of.to_bytes(8)

    @property
    def generation(self) -> bytes:
        """The digest [32] of the entry, and the generation that it begins."""
        return digest(labels.RESTORED, self.encode())


def parse_restored(body: bytes) -> Restored:
    """Refused with `restored`."""
    reader = Reader(body, "restored")
    version = reader.number(1)
    if version != RESTORED_VERSION:
        raise RefusedError("restored", f"version {version} of a restored entry is not known here")
    restored = Restored(reader.take(16), reader.number(8), reader.number(8))
    reader.end()
    return restored


def start(account: bytes) -> bytes:
    """H(0) of an account."""
    return digest(labels.LOG_START, account)


def extend(before: bytes, sequence: int, kind: EntryKind, record: bytes, entry_digest: bytes) -> bytes:
    """H(n) from H(n-1)."""
    parts = (_BEFORE, before, _SEQUENCE, sequence.to_bytes(8), _KIND[kind], record, _DIGEST, entry_digest)
    return hashlib.blake2b(b"".join(parts), digest_size=32).digest()


# The frame around H(n)'s parts, whose lengths never change: a first sync makes it once for each entry.
_BEFORE: Final = frame(labels.LOG) + (32).to_bytes(4)
_SEQUENCE: Final = (8).to_bytes(4)
_KIND: Final = {kind: (1).to_bytes(4) + bytes([kind]) + (16).to_bytes(4) for kind in EntryKind}
_DIGEST: Final = (32).to_bytes(4)


def extend_head(head: Head, kind: EntryKind, record: bytes, entry_digest: bytes) -> Head:
    """The head after one more entry; a `restored` one begins the generation that its digest is."""
    sequence = head.sequence + 1
    generation = entry_digest if kind is EntryKind.RESTORED else head.generation
    return Head(generation, sequence, extend(head.hash, sequence, kind, record, entry_digest))


def is_put_back(named: Head, generation: bytes, ends: Iterable[Head]) -> bool:
    """Whether a statement that names this head may stand elsewhere: it was lost in a restore (SPEC.md, *Put back*).

    `generation` is the log's current one; `ends` has the last head of each earlier one, r-1 for each `restored` entry r. An
    empty hash there: not known.
    """
    ended = {head.generation: head for head in ends}
    if not ended or named.generation == generation:
        return False
    end = ended.get(named.generation)
    if end is None or named.sequence > end.sequence:
        return True
    return named.sequence == end.sequence and (not end.hash or named.hash == end.hash)


def start_head(account: bytes) -> Head:
    return Head(FIRST_GENERATION, 0, start(account))


def first_head(genesis: Genesis) -> Head:
    """The head right after the genesis."""
    return extend_head(start_head(genesis.account), EntryKind.STATEMENT, NO_RECORD, statement_digest(genesis.signed))
