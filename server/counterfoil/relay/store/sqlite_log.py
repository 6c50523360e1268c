"""Reading an account's log in SQLite and appending records to it. What writes runs inside a transaction of the writer."""

import sqlite3
from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Any

from counterfoil.relay.problem import ProblemError
from counterfoil.wire import NewRevision, ProblemCode
from counterfoil_crypto.chain import FIRST_GENERATION, NO_RECORD, Entry, EntryKind, start
from counterfoil_crypto.device import DeviceKeys
from counterfoil_crypto.statement import Head

from . import sqlite_blobs as blobs
from .append import Account, Decision, Newest, Room, Sealed, Written, check_generation, decide, read_headers
from .base import Page

COLUMNS = "account, sequence, kind, record, digest, hash, body"


def read_account(database: sqlite3.Connection, account: bytes) -> Account:
    """`unknown-account`, `closed`."""
    found = database.execute(
        "SELECT generation, sequence, hash, epoch, bytes, closed FROM accounts WHERE account = ?", (account,)
    ).fetchone()
    return _account(found)


def known_device(database: sqlite3.Connection, account: bytes, device: bytes) -> tuple[Account, DeviceKeys, int | None]:
    """Keys and, of a removed device, the sequence of its removal; `unknown-account`, `closed`, `unknown-device`."""
    found = database.execute(
        "SELECT generation, sequence, hash, epoch, bytes, closed, sign, box, removed FROM accounts LEFT JOIN devices"
        " ON devices.account = accounts.account AND device = ? WHERE accounts.account = ?",
        (device, account),
    ).fetchone()
    at = _account(found and found[:6])
    sign, box, removed = found[6:]
    if sign is None:
        raise ProblemError(ProblemCode.UNKNOWN_DEVICE, "the account has no such device")
    return at, DeviceKeys(sign, box), removed


def require_device(database: sqlite3.Connection, account: bytes, device: bytes) -> Account:
    """The account of a current one; `unknown-account`, `closed`, `unknown-device`."""
    at, _, removed = known_device(database, account, device)
    if removed is not None:
        raise ProblemError(ProblemCode.UNKNOWN_DEVICE, "the device was removed from its account")
    return at


def restored_entries(database: sqlite3.Connection, account: bytes) -> list[tuple[int, bytes]]:
    """Sequence and digest of each, which is the generation that it begins, ascending."""
    return database.execute(
        "SELECT sequence, digest FROM entries WHERE account = ? AND record IS NULL AND kind = ? ORDER BY sequence",
        (account, EntryKind.RESTORED),
    ).fetchall()


def head_at(database: sqlite3.Connection, account: bytes, sequence: int, restores: Sequence[tuple[int, bytes]]) -> Head:
    """The head after the entry with that sequence, which is there or 0."""
    generation = ([FIRST_GENERATION] + [begun for at, begun in restores if at <= sequence])[-1]
    if sequence == 0:
        return Head(generation, 0, start(account))
    (reached,) = database.execute("SELECT hash FROM entries WHERE account = ? AND sequence = ?", (account, sequence)).fetchone()
    return Head(generation, sequence, reached)


def read_log(database: sqlite3.Connection, account: bytes, after: int, *, entries: int, size: int, removed: int | None) -> Page:
    database.execute("BEGIN")
    try:
        restores = restored_entries(database, account)
        head = read_account(database, account).head
        if removed is not None:
            restores = list(takewhile(lambda one: one[0] < removed, restores))
            head = head_at(database, account, removed, restores)
        body = "body" if removed is None else "iif(record IS NULL, body, NULL)"
        rows = database.execute(
            f"SELECT sequence, kind, record, digest, {body} FROM entries WHERE account = ? AND sequence > ? AND sequence <= ?"  # noqa: S608 # one of two, above
            " ORDER BY sequence LIMIT ?",
            (account, after, head.sequence, entries),
        )
        page = within(size, rows)
        last = page[-1].sequence if page else after
        through = head if last >= head.sequence else head_at(database, account, last, restores)
        return Page(head, through, [sequence for sequence, _ in restores], page)
    finally:
        database.execute("COMMIT")


def within(size: int, rows: Iterable[tuple[int, int, bytes | None, bytes, bytes | None]]) -> list[Entry]:
    """As many of `rows` as bring their bodies to `size` bytes."""
    page, taken = [], 0
    for sequence, kind, record, digest, body in rows:
        page.append(Entry(sequence, EntryKind(kind), record or NO_RECORD, digest, body))
        taken += len(body or b"")
        if taken >= size:
            break
    return page


def append_records(
    database: sqlite3.Connection,
    account: bytes,
    device: bytes,
    generation: bytes,
    revisions: Sequence[NewRevision],
    *,
    now: int,
    room: Room,
) -> Decision:
    at = require_device(database, account, device)
    check_generation(at.head, generation)
    batch = read_headers(account, revisions)
    decision = decide(at, _newest(database, account, batch), batch, room)
    if decision.written:
        _insert(database, account, decision.written)
        move(database, account, decision.head, decision.used, now)
        blobs.list_blobs(database, account, decision.written)
    if decision.superseded:
        database.execute(
            f"UPDATE entries SET body = NULL WHERE account = ? AND sequence IN ({_marks(decision.superseded)})",  # noqa: S608 # question marks only
            (account, *decision.superseded),
        )
        blobs.unlist_blobs(database, account, decision.superseded, now)
    return decision


def move(database: sqlite3.Connection, account: bytes, head: Head, used: int, now: int) -> None:
    """The account's log ends at `head` from now on."""
    database.execute(
        "UPDATE accounts SET generation = ?, sequence = ?, hash = ?, bytes = ?, taken = ? WHERE account = ?",
        (head.generation, head.sequence, head.hash, used, now, account),
    )


def _account(found: tuple[Any, ...] | None) -> Account:
    if found is None:
        raise ProblemError(ProblemCode.UNKNOWN_ACCOUNT, "this relay has no such account")
    generation, sequence, reached, epoch, used, closed = found
    if closed:
        raise ProblemError(ProblemCode.CLOSED, "the account was closed; its statements say by whom")
    return Account(Head(generation, sequence, reached), epoch, used)


def _newest(database: sqlite3.Connection, account: bytes, batch: Iterable[Sealed]) -> dict[bytes, Newest]:
    """One query for the whole batch: each step of a statement gives up the interpreter's lock and waits to have it back."""
    records = list({one.record for one in batch})
    rows = database.execute(
        f"WITH wanted(record) AS (VALUES {', '.join(['(?)'] * len(records))})"  # noqa: S608 # question marks only
        " SELECT entries.record, entries.sequence, entries.digest, ifnull(length(entries.body), 0) FROM wanted JOIN entries"
        " ON entries.account = ? AND entries.sequence ="
        " (SELECT max(sequence) FROM entries WHERE account = ? AND record = wanted.record)",
        (*records, account, account),
    )
    return {record: Newest(sequence, digest, size) for record, sequence, digest, size in rows}


def _insert(database: sqlite3.Connection, account: bytes, written: Sequence[Written]) -> None:
    values: list[object] = []
    for one in written:
        values += (account, one.head.sequence, EntryKind.RECORD, one.sealed.record, one.sealed.digest)
        values += (one.head.hash, one.sealed.revision.envelope)
    places = ", ".join(["(?, ?, ?, ?, ?, ?, ?)"] * len(written))
    database.execute(f"INSERT INTO entries ({COLUMNS}) VALUES {places}", values)  # noqa: S608 # question marks only


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
