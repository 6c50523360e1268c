"""What a newcomer reads who starts from a checkpoint, in SQLite."""

import sqlite3
from collections.abc import Iterator

from counterfoil.relay.problem import ProblemError
from counterfoil.wire import ProblemCode
from counterfoil_crypto.chain import Entry, EntryKind
from counterfoil_crypto.statement import Checkpoint as CheckpointAct
from counterfoil_crypto.statement import Placed, parse

from .base import Checkpoint
from .sqlite_log import head_at, read_account, restored_entries, within


def newest_checkpoint(database: sqlite3.Connection, account: bytes) -> Checkpoint:
    """`no-checkpoint`, `unknown-account`, `closed`."""
    database.execute("BEGIN")
    try:
        read_account(database, account)
        (sequence,) = database.execute("SELECT checkpoint FROM accounts WHERE account = ?", (account,)).fetchone()
        if sequence is None:
            raise ProblemError(ProblemCode.NO_CHECKPOINT, "the log has no checkpoint; read it from the start")
        rows = database.execute(
            "SELECT sequence, kind, record, digest, body FROM entries"
            " WHERE account = ? AND record IS NULL AND sequence <= ? ORDER BY sequence",
            (account, sequence),
        )
        entries = within(2**63, rows)
        return Checkpoint(head_at(database, account, sequence, restored_entries(database, account)), entries)
    finally:
        database.execute("COMMIT")


def read_live(
    database: sqlite3.Connection, account: bytes, checkpoint: int, after: bytes, *, entries: int, size: int
) -> tuple[list[Entry], bool]:
    """The newest revision before `checkpoint` of each record whose id comes after `after`, and whether there are more."""
    database.execute("BEGIN")
    try:
        read_account(database, account)
        _require_checkpoint(database, account, checkpoint)
        query = (
            "SELECT record, max(sequence) FROM entries WHERE account = ? AND record > ? AND sequence < ?"
            " GROUP BY record ORDER BY record LIMIT ?"
        )
        names = database.execute(query, (account, after, checkpoint, entries + 1)).fetchall()
        page = within(size, _revisions(database, account, [sequence for _, sequence in names[:entries]]))
        return page, len(page) < len(names)
    finally:
        database.execute("COMMIT")


def _revisions(
    database: sqlite3.Connection, account: bytes, sequences: list[int]
) -> Iterator[tuple[int, int, bytes | None, bytes, bytes | None]]:
    query = "SELECT sequence, kind, record, digest, body FROM entries WHERE account = ? AND sequence = ?"
    for sequence in sequences:
        yield database.execute(query, (account, sequence)).fetchone()


def _require_checkpoint(database: sqlite3.Connection, account: bytes, sequence: int) -> None:
    found = database.execute(
        "SELECT body FROM entries WHERE account = ? AND sequence = ? AND kind = ?", (account, sequence, EntryKind.STATEMENT)
    ).fetchone()
    statement = None if found is None else parse(found[0])
    if not isinstance(statement, Placed) or not isinstance(statement.act, CheckpointAct):
        raise ProblemError(ProblemCode.NO_CHECKPOINT, "no checkpoint stands there; ask for the newest")
