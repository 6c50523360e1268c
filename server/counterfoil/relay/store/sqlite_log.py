"""Accounts, devices and logs in SQLite. Each function that writes runs inside a transaction of the writer."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from counterfoil.relay.problem import ProblemError
from counterfoil.wire import NewRevision, ProblemCode
from counterfoil_crypto.chain import NO_RECORD, Entry, EntryKind, Revision, extend_head, first_head, start_head
from counterfoil_crypto.device import DeviceKeys
from counterfoil_crypto.statement import Genesis, Head, Statement, statement_digest

from .append import (
    Decision,
    Sealed,
    check_generation,
    check_in_place,
    decide,
    read_headers,
)
from .base import Page


@dataclass(frozen=True)
class _Account:
    head: Head
    epoch: int
    statement: int


def open_account(database: sqlite3.Connection, genesis: Genesis, *, allowed: bool) -> bool:
    account = genesis.account
    if database.execute("SELECT 1 FROM accounts WHERE account = ?", (account,)).fetchone():
        return False
    if not allowed:
        raise ProblemError(ProblemCode.ACCOUNTS_CLOSED, "the operator of this relay opens no new accounts")
    head = first_head(genesis)
    database.execute(
        "INSERT INTO accounts (account, generation, sequence, hash, epoch, statement) VALUES (?, ?, ?, ?, 0, ?)",
        (account, head.generation, head.sequence, head.hash, head.sequence),
    )
    _write_statement(database, account, head, genesis)
    return True


def read_head(database: sqlite3.Connection, account: bytes) -> Head:
    return _account(database, account).head


def require_device(database: sqlite3.Connection, account: bytes, device: bytes) -> DeviceKeys:
    """The keys of a current device; `unknown-account`, `unknown-device`."""
    found = database.execute("SELECT sign, box FROM devices WHERE account = ? AND device = ?", (account, device)).fetchone()
    if found is None:
        _account(database, account)
        raise ProblemError(ProblemCode.UNKNOWN_DEVICE, "the account has no such current device")
    return DeviceKeys(*found)


def read_log(database: sqlite3.Connection, account: bytes, after: int, *, entries: int, size: int) -> Page:
    database.execute("BEGIN")
    try:
        head = _account(database, account).head
        rows = database.execute(
            "SELECT sequence, kind, record, digest, body, hash FROM entries WHERE account = ? AND sequence > ?"
            " ORDER BY sequence LIMIT ?",
            (account, after, entries),
        )
        page, through, taken = [], None, 0
        for sequence, kind, record, digest, body, reached in rows:
            page.append(Entry(sequence, EntryKind(kind), record or NO_RECORD, digest, body))
            through = Head(head.generation, sequence, reached)
            taken += len(body or b"")
            if taken >= size:
                break
        if through is None:
            through = head if after >= head.sequence else _head_at(database, account, head, after)
        return Page(head, through, page)
    finally:
        database.execute("COMMIT")


def append_records(
    database: sqlite3.Connection, account: bytes, device: bytes, generation: bytes, revisions: Sequence[NewRevision]
) -> Decision:
    require_device(database, account, device)
    at = _account(database, account)
    check_generation(at.head, generation)
    batch = read_headers(account, revisions)
    decision = decide(at.head, at.epoch, _newest(database, account, batch), batch)
    if decision.written:
        _insert(
            database,
            [
                (account, one.head.sequence, EntryKind.RECORD, one.record, one.digest, one.head.hash, one.body)
                for one in decision.written
            ],
        )
        _move(database, account, decision.head)
    if decision.superseded:
        database.execute(
            f"UPDATE entries SET body = NULL WHERE account = ? AND sequence IN ({_marks(decision.superseded)})",  # noqa: S608 # question marks only
            (account, *decision.superseded),
        )
    return decision


def append_statement(database: sqlite3.Connection, account: bytes, device: bytes, statement: Statement) -> tuple[Head, bool]:
    """The head right after `statement`, and whether it was written now rather than before."""
    require_device(database, account, device)
    at = _account(database, account)
    (previous,) = database.execute(
        "SELECT digest FROM entries WHERE account = ? AND sequence = ?", (account, at.statement)
    ).fetchone()
    digest = statement_digest(statement.signed)
    if digest == previous:
        return _head_at(database, account, at.head, at.statement), False
    members = {
        one: DeviceKeys(sign, box)
        for one, sign, box in database.execute("SELECT device, sign, box FROM devices WHERE account = ?", (account,))
    }
    check_in_place(statement, account=account, previous=previous, head=at.head, members=members, epoch=at.epoch)
    head = extend_head(at.head, EntryKind.STATEMENT, NO_RECORD, digest)
    _write_statement(database, account, head, statement)
    _move(database, account, head)
    database.execute("UPDATE accounts SET statement = ? WHERE account = ?", (head.sequence, account))
    return head, True


def _account(database: sqlite3.Connection, account: bytes) -> _Account:
    found = database.execute(
        "SELECT generation, sequence, hash, epoch, statement FROM accounts WHERE account = ?", (account,)
    ).fetchone()
    if found is None:
        raise ProblemError(ProblemCode.UNKNOWN_ACCOUNT, "this relay has no such account")
    generation, sequence, reached, epoch, statement = found
    return _Account(Head(generation, sequence, reached), epoch, statement)


def _head_at(database: sqlite3.Connection, account: bytes, head: Head, sequence: int) -> Head:
    if sequence == 0:
        return start_head(account)
    (reached,) = database.execute("SELECT hash FROM entries WHERE account = ? AND sequence = ?", (account, sequence)).fetchone()
    return Head(head.generation, sequence, reached)


def _newest(database: sqlite3.Connection, account: bytes, batch: Iterable[Sealed]) -> dict[bytes, Revision]:
    """One query for the whole batch: each step of a statement gives up the interpreter's lock and waits to have it back."""
    records = list({one.record for one in batch})
    rows = database.execute(
        f"WITH wanted(record) AS (VALUES {', '.join(['(?)'] * len(records))})"  # noqa: S608 # question marks only
        " SELECT entries.record, entries.sequence, entries.digest FROM wanted JOIN entries"
        " ON entries.account = ? AND entries.sequence ="
        " (SELECT max(sequence) FROM entries WHERE account = ? AND record = wanted.record)",
        (*records, account, account),
    )
    return {record: Revision(sequence, digest) for record, sequence, digest in rows}


def _write_statement(database: sqlite3.Connection, account: bytes, head: Head, statement: Statement) -> None:
    row = (account, head.sequence, EntryKind.STATEMENT, None, statement_digest(statement.signed), head.hash, statement.signed)
    _insert(database, [row])
    keys = statement.keys
    database.execute(
        "INSERT INTO devices (account, device, sign, box) VALUES (?, ?, ?, ?)", (account, keys.id, keys.sign, keys.box)
    )


def _insert(database: sqlite3.Connection, rows: Sequence[tuple[object, ...]]) -> None:
    places = ", ".join(["(?, ?, ?, ?, ?, ?, ?)"] * len(rows))
    database.execute(
        f"INSERT INTO entries (account, sequence, kind, record, digest, hash, body) VALUES {places}",  # noqa: S608 # question marks only
        [value for row in rows for value in row],
    )


def _move(database: sqlite3.Connection, account: bytes, head: Head) -> None:
    database.execute(
        "UPDATE accounts SET generation = ?, sequence = ?, hash = ? WHERE account = ?",
        (head.generation, head.sequence, head.hash, account),
    )


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
