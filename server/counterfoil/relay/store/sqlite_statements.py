"""Accounts and what their statements do to them, in SQLite. What writes runs inside a transaction of the writer."""

import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from nacl.utils import random

from counterfoil.relay.problem import ProblemError
from counterfoil.wire import ProblemCode
from counterfoil_crypto.chain import NO_RECORD, EntryKind, Restored, extend_head, first_head, parse_restored
from counterfoil_crypto.device import DeviceKeys
from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.roster import Roster
from counterfoil_crypto.statement import (
    Add,
    Checkpoint,
    Close,
    Genesis,
    Head,
    Leave,
    Placed,
    Revoke,
    Statement,
    parse,
    statement_digest,
)

from . import sqlite_blobs as blobs
from .admit import Membership, Restore, check_place, when_lost
from .base import Opening
from .sqlite_log import COLUMNS, head_at, move, read_account, require_device, restored_entries

ENDING = ("tokens", "challenges", "pairings")
"""What a device that is removed loses at once."""


@dataclass
class Change:
    """A log that statements were appended to: its head, and who has to be told that they are out."""

    head: Head
    moved: bool = False
    removed: list[bytes] = field(default_factory=list)
    closed: bool = False


def open_account(
    database: sqlite3.Connection, genesis: Genesis, statements: Sequence[Statement], *, now: int, allowed: bool, again: bool
) -> tuple[Opening, Change]:
    account = genesis.account
    known = database.execute("SELECT 1 FROM accounts WHERE account = ?", (account,)).fetchone()
    if known:
        return _put_back(database, genesis, statements, now, again=again)
    if statements and not again:
        raise ProblemError(ProblemCode.UNKNOWN_ACCOUNT, "this relay has no such account to put anything back into")
    if not allowed:
        raise ProblemError(ProblemCode.ACCOUNTS_CLOSED, "the operator of this relay opens no new accounts")
    change = _begin(database, genesis, now)
    if again:
        change.head = restore_account(database, account, now, of=0)
        _append_all(database, account, statements, change, now)
    return Opening(new=True, head=change.head), change


def append_statement(database: sqlite3.Connection, account: bytes, device: bytes, statement: Statement, *, now: int) -> Change:
    """Moved unless it is the newest statement already."""
    head = require_device(database, account, device).head
    (newest,) = database.execute("SELECT statement FROM accounts WHERE account = ?", (account,)).fetchone()
    query = "SELECT digest FROM entries WHERE account = ? AND sequence = ?"
    (digest,) = database.execute(query, (account, newest)).fetchone()
    if digest == statement_digest(statement.signed):
        return Change(head_at(database, account, newest, restored_entries(database, account)))
    change = Change(head)
    _append(database, _membership(database, account), statement, change, now=now)
    return change


def find_account(database: sqlite3.Connection, device: bytes, start: bytes) -> bytes | None:
    first, last = start.ljust(32, b"\x00"), start.ljust(32, b"\xff")
    query = "SELECT account FROM devices WHERE account BETWEEN ? AND ? AND device = ?"
    found = database.execute(query, (first, last, device)).fetchone()
    return None if found is None else bytes(found[0])


def closed_statements(database: sqlite3.Connection, account: bytes) -> list[bytes]:
    try:
        read_account(database, account)
    except ProblemError as error:
        if error.code is not ProblemCode.CLOSED:
            raise
        return [signed for signed, *_ in _statements(database, account)]
    raise ProblemError(ProblemCode.UNAUTHORIZED, "the account is not closed; its log is for its devices")


def declare_restore(database: sqlite3.Connection, now: int, of: int | None) -> int:
    """Every log that goes on begins a new generation, and every device signs in anew: how many logs."""
    accounts = database.execute("SELECT account, taken FROM accounts WHERE closed = 0").fetchall()
    for account, taken in accounts:
        restore_account(database, account, now, taken if of is None else of)
    for table in ENDING:
        database.execute(f"DELETE FROM {table}")  # noqa: S608 # our own names
    return len(accounts)


def restore_account(database: sqlite3.Connection, account: bytes, now: int, of: int) -> Head:
    """The head right after a new `restored` entry."""
    at = read_account(database, account)
    restored = Restored(random(16), now, of)
    head = extend_head(at.head, EntryKind.RESTORED, NO_RECORD, restored.generation)
    row = (account, head.sequence, EntryKind.RESTORED, None, restored.generation, head.hash, restored.encode())
    database.execute(f"INSERT INTO entries ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)", row)  # noqa: S608 # names only
    move(database, account, head, at.used, now)
    return head


def _begin(database: sqlite3.Connection, genesis: Genesis, now: int) -> Change:
    account, head = genesis.account, first_head(genesis)
    database.execute(
        "INSERT INTO accounts (account, generation, sequence, hash, epoch, statement, bytes, taken)"
        " VALUES (?, ?, ?, ?, 0, ?, 0, ?)",
        (account, head.generation, head.sequence, head.hash, head.sequence, now),
    )
    _insert(database, account, head, genesis.signed, taken=now)
    _let_in(database, account, genesis.keys)
    return Change(head)


def _put_back(
    database: sqlite3.Connection, genesis: Genesis, statements: Sequence[Statement], now: int, *, again: bool
) -> tuple[Opening, Change]:
    """Until the first that fits nowhere. Only what is put back: whoever sends it may be anyone, a removed device too.

    So the head that is told is the one after the last statement that was sent and is there, and no newer one.
    """
    account = genesis.account
    change = Change(read_account(database, account).head)
    there = {statement_digest(signed) for signed, *_ in _statements(database, account)}
    lost = [one for one in statements if statement_digest(one.signed) not in there]
    if again and lost and change.head == first_head(genesis):
        _begin_anew(database, account, lost, change, now)
    else:
        with suppress(RefusedError):
            _append_all(database, account, lost, change, now)
    names = {statement_digest(one.signed) for one in statements}
    if change.closed:
        return Opening(new=False, head=change.head), change
    shown = [at for at, name in _named(database, account) if name in names]
    return Opening(new=False, head=head_at(database, account, max(shown, default=1), restored_entries(database, account))), change


def _begin_anew(database: sqlite3.Connection, account: bytes, lost: Sequence[Statement], change: Change, now: int) -> None:
    """Of a log that is its genesis alone, which whoever read it elsewhere can have sent: that must not keep the rest out.

    But whoever has nothing to put back must not be able to declare a restore either.
    """
    before = change.head
    database.execute("SAVEPOINT anew")
    change.head = restore_account(database, account, now, of=0)
    with suppress(RefusedError):
        _append_all(database, account, lost, change, now)
    if not change.moved:
        database.execute("ROLLBACK TO anew")
        change.head = before
    database.execute("RELEASE anew")


def _append_all(database: sqlite3.Connection, account: bytes, statements: Sequence[Statement], change: Change, now: int) -> None:
    """Each as one that is put back, or `RefusedError` for the first that is not; those before it are written."""
    membership = _membership(database, account) if statements else None
    for statement in statements:
        assert membership is not None
        if change.closed:
            raise RefusedError("closed", "the account is closed")
        try:
            _append(database, membership, statement, change, now=now, lost=True)
        except ProblemError as error:
            raise RefusedError("head", f"cannot be put back: {error}") from error


def _append(
    database: sqlite3.Connection, membership: Membership, statement: Statement, change: Change, *, now: int, lost: bool = False
) -> None:
    """Writes `statement` as the next entry and does what it says; with `lost` it must be put back (else `head`)."""
    account = membership.roster.account
    restore = check_place(statement, account, change.head, _restores(database, account))
    membership.roster.check(statement)
    assert isinstance(statement, Placed)  # a genesis is refused once there is one
    if lost and restore is None:
        raise RefusedError("head", "was not lost in a restore")
    membership.check_term(statement, restore, now)
    membership.check_room(statement)
    counts = None if restore is None else when_lost(statement, restore)
    membership.apply(statement, now, counts)
    head = extend_head(change.head, EntryKind.STATEMENT, NO_RECORD, statement_digest(statement.signed))
    _insert(database, account, head, statement.signed, taken=now, lost=counts)
    move(database, account, head, read_account(database, account).used, now)
    database.execute(
        "UPDATE accounts SET statement = ?, epoch = ? WHERE account = ?", (head.sequence, membership.roster.epoch, account)
    )
    change.head, change.moved = head, True
    _act(database, account, statement, change)
    if isinstance(statement.act, Checkpoint) and restore is None:  # nothing starts from one that was put back
        database.execute("UPDATE accounts SET checkpoint = ? WHERE account = ?", (head.sequence, account))


def _act(database: sqlite3.Connection, account: bytes, statement: Placed, change: Change) -> None:
    sequence = change.head.sequence
    match statement.act:
        case Add(keys=keys):
            _let_in(database, account, keys)
        case Revoke(device=device):
            _remove(database, account, device, sequence)
            change.removed.append(device)
        case Leave():
            _remove(database, account, statement.place.signer, sequence)
            change.removed.append(statement.place.signer)
        case Close():
            _close(database, account)
            change.closed = True


def _let_in(database: sqlite3.Connection, account: bytes, keys: DeviceKeys) -> None:
    row = (account, keys.id, keys.sign, keys.box)
    database.execute("INSERT INTO devices (account, device, sign, box) VALUES (?, ?, ?, ?)", row)


def _remove(database: sqlite3.Connection, account: bytes, device: bytes, sequence: int) -> None:
    database.execute("UPDATE devices SET removed = ? WHERE account = ? AND device = ?", (sequence, account, device))
    for table in ENDING:
        database.execute(f"DELETE FROM {table} WHERE account = ? AND device = ?", (account, device))  # noqa: S608 # our own names


def _close(database: sqlite3.Connection, account: bytes) -> None:
    """Of the account its statements stay, and what they say of its devices."""
    for table in ENDING:
        database.execute(f"DELETE FROM {table} WHERE account = ?", (account,))  # noqa: S608 # our own names
    blobs.erase_all(database, account)
    database.execute("DELETE FROM entries WHERE account = ? AND kind <> ?", (account, EntryKind.STATEMENT))
    database.execute("UPDATE accounts SET closed = 1, bytes = 0 WHERE account = ?", (account,))


def _membership(database: sqlite3.Connection, account: bytes) -> Membership:
    membership = Membership(Roster(account))
    for signed, taken, lost in _statements(database, account):
        membership.apply(parse(signed), taken, lost)
    return membership


def _named(database: sqlite3.Connection, account: bytes) -> list[tuple[int, bytes]]:
    return database.execute(
        "SELECT sequence, digest FROM entries WHERE account = ? AND record IS NULL AND kind = ?", (account, EntryKind.STATEMENT)
    ).fetchall()


def _statements(database: sqlite3.Connection, account: bytes) -> list[tuple[bytes, int, int | None]]:
    return database.execute(
        "SELECT body, taken, lost FROM entries WHERE account = ? AND record IS NULL AND kind = ? ORDER BY sequence",
        (account, EntryKind.STATEMENT),
    ).fetchall()


def _restores(database: sqlite3.Connection, account: bytes) -> list[Restore]:
    rows = restored_entries(database, account)
    query = "SELECT body FROM entries WHERE account = ? AND sequence = ?"
    return [
        Restore(
            head_at(database, account, sequence - 1, rows),
            parse_restored(database.execute(query, (account, sequence)).fetchone()[0]),
        )
        for sequence, _ in rows
    ]


def _insert(
    database: sqlite3.Connection, account: bytes, head: Head, signed: bytes, *, taken: int, lost: int | None = None
) -> None:
    row = (account, head.sequence, EntryKind.STATEMENT, None, statement_digest(signed), head.hash, signed, taken, lost)
    database.execute(f"INSERT INTO entries ({COLUMNS}, taken, lost) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)  # noqa: S608 # names only
