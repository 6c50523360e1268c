"""Which blobs an account has and which revisions list them, in SQLite. What writes runs inside a transaction of the writer."""

import sqlite3
from collections.abc import Sequence
from typing import Final

from counterfoil.wire import BLOB_SUPERSEDED_SECONDS, BLOB_UNLISTED_SECONDS, Usage

from .append import Room, Written, check_room

Name = tuple[bytes, bytes]
"""Account [32] and blob id [32]."""

GONE: Final = (
    "uploaded <= ? AND NOT EXISTS (SELECT 1 FROM listings WHERE listings.account = blobs.account AND listings.blob = blobs.blob)"
)


def list_blobs(database: sqlite3.Connection, account: bytes, written: Sequence[Written]) -> None:
    rows = [(account, blob, one.head.sequence) for one in written for blob in one.sealed.blobs]
    if rows:
        database.executemany("INSERT INTO listings (account, blob, sequence) VALUES (?, ?, ?)", rows)


def unlist_blobs(database: sqlite3.Connection, account: bytes, superseded: Sequence[int], now: int) -> None:
    """What these revisions list counts for 30 days more."""
    marks = ", ".join("?" * len(superseded))
    database.execute(
        f"UPDATE listings SET expires = ? WHERE account = ? AND sequence IN ({marks})",  # noqa: S608 # question marks only
        (now + BLOB_SUPERSEDED_SECONDS * 1000, account, *superseded),
    )


def has(database: sqlite3.Connection, account: bytes, blob: bytes) -> int | None:
    """The size of the blob, None if there is no such one."""
    query = "SELECT size FROM blobs WHERE account = ? AND blob = ?"
    found = database.execute(query, (account, blob)).fetchone()
    return None if found is None else int(found[0])


def refresh(database: sqlite3.Connection, account: bytes, blob: bytes, now: int) -> None:
    database.execute("UPDATE blobs SET uploaded = max(uploaded, ?) WHERE account = ? AND blob = ?", (now, account, blob))


def keep(database: sqlite3.Connection, account: bytes, blob: bytes, size: int, *, now: int, room: Room) -> None:
    """The file is there; it will stay."""
    if has(database, account, blob) is None:
        (used,) = database.execute("SELECT bytes FROM accounts WHERE account = ?", (account,)).fetchone()
        check_room(used, size, room)
        row = (account, blob, size, now)
        database.execute("INSERT INTO blobs (account, blob, size, uploaded) VALUES (?, ?, ?, ?)", row)
        database.execute("UPDATE accounts SET bytes = bytes + ? WHERE account = ?", (size, account))
    else:
        refresh(database, account, blob, now)
    database.execute("DELETE FROM erased_blobs WHERE account = ? AND blob = ?", (account, blob))


def drop(database: sqlite3.Connection, now: int) -> None:
    """Forgets the blobs that nothing needs any more; their files are to be erased."""
    database.execute("DELETE FROM listings WHERE expires <= ?", (now,))
    old = (now - BLOB_UNLISTED_SECONDS * 1000,)
    gone = database.execute(f"SELECT account, blob, size FROM blobs WHERE {GONE}", old).fetchall()  # noqa: S608 # a constant
    for account, blob, size in gone:
        database.execute("INSERT OR IGNORE INTO erased_blobs (account, blob) VALUES (?, ?)", (account, blob))
        database.execute("DELETE FROM blobs WHERE account = ? AND blob = ?", (account, blob))
        database.execute("UPDATE accounts SET bytes = bytes - ? WHERE account = ?", (size, account))


def erase_all(database: sqlite3.Connection, account: bytes) -> None:
    """Of an account that was closed."""
    database.execute(
        "INSERT OR IGNORE INTO erased_blobs (account, blob) SELECT account, blob FROM blobs WHERE account = ?", (account,)
    )
    for table in ("blobs", "listings"):
        database.execute(f"DELETE FROM {table} WHERE account = ?", (account,))  # noqa: S608 # two names, above


def to_erase(database: sqlite3.Connection) -> list[Name]:
    return database.execute("SELECT account, blob FROM erased_blobs").fetchall()


def erased(database: sqlite3.Connection, names: Sequence[Name]) -> None:
    database.executemany("DELETE FROM erased_blobs WHERE account = ? AND blob = ?", names)


def kept(database: sqlite3.Connection) -> list[Name]:
    """All blobs of all accounts."""
    return database.execute("SELECT account, blob FROM blobs").fetchall()


def usage(database: sqlite3.Connection, account: bytes, limit: int | None) -> Usage:
    used, entries = database.execute("SELECT bytes, sequence FROM accounts WHERE account = ?", (account,)).fetchone()
    query = "SELECT count(DISTINCT record) FROM entries WHERE account = ? AND record IS NOT NULL"
    (records,) = database.execute(query, (account,)).fetchone()
    (blobs,) = database.execute("SELECT count(*) FROM blobs WHERE account = ?", (account,)).fetchone()
    return Usage(bytes=used, limit=limit, records=records, entries=entries, blobs=blobs)
