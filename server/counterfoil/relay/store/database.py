"""The relay's SQLite file: made privately, brought up to date, opened with full durability, and its one writer.

Whatever waits when the writer is free shares one transaction and one synchronisation of the disk, each job in a savepoint of its
own; nobody hears back before the commit. A job that has begun runs to its end in the connection's thread, whoever still waits.
"""

import asyncio
import fcntl
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, Generic, TypeVar, cast

import aiosqlite

from counterfoil import sqlite

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]

FILE: Final = "relay.sqlite3"
LOCK: Final = "relay.lock"
MOST_TOGETHER: Final = 64
BUSY_SECONDS: Final = 10
EMPTYING_MS: Final = 500


class StoreError(Exception):
    """The data folder can't be used; the text says why and what to do."""


class Connection(aiosqlite.Connection):
    """One SQLite connection and its thread, in which a whole transaction runs as one function."""

    async def run(self, work: Work[T]) -> T:
        return cast("T", await self._execute(work, self._conn))  # type: ignore[no-untyped-call] # aiosqlite leaves it untyped


def open_database(path: Path) -> sqlite3.Connection:
    """With full durability, what is deleted overwritten, and no transactions but those that are begun."""
    database = sqlite3.connect(path, isolation_level=None, timeout=BUSY_SECONDS)
    for setting in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        database.execute(f"PRAGMA {setting}")
    return database


def empty_log(database: sqlite3.Connection) -> None:
    """Empties the write-ahead log, or leaves it to the next time: writers wait for it, and who makes a copy reads for minutes."""
    database.execute(f"PRAGMA busy_timeout = {EMPTYING_MS}")
    try:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        database.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")


async def connect(path: Path) -> Connection:
    """Opens `path` with full durability."""
    connection = Connection(partial(open_database, path), iter_chunk_size=64)
    await connection
    return connection


@contextmanager
def usable(folder: Path) -> Iterator[None]:
    """`StoreError` where the database in `folder` turns out to be none, or damaged."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(f"cannot use the database in {folder}: {error}; put a copy back, or choose another folder") from error


def make_private(path: Path) -> None:
    """Makes the folder and the database file of `path`; `StoreError` if that can't be."""
    try:
        sqlite.make_private(path.parent, path.name)
    except OSError as error:
        raise StoreError(f"cannot write to {path}: {error.strerror}; choose another folder with --data") from error


@contextmanager
def sole_use(folder: Path) -> Iterator[None]:
    """No other relay, and none of its commands that change the data, uses `folder` meanwhile; `StoreError`."""
    make_private(folder / LOCK)
    with (folder / LOCK).open("rb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StoreError(f"a relay uses {folder}; stop it first, or choose another folder with --data") from error
        yield


def migrations() -> list[str]:
    """The relay's."""
    return sqlite.migrations(__package__)


def migrate(database: sqlite3.Connection, scripts: Sequence[str]) -> None:
    """Brings `database` up to date; `StoreError` if it is newer than `scripts`."""
    try:
        sqlite.migrate(database, scripts)
    except sqlite.NewerDatabaseError as error:
        raise StoreError(f"{error}, this relay knows up to {len(scripts)}: start the newer relay that wrote it") from error


@dataclass(frozen=True)
class _Job(Generic[T]):
    work: Work[T]
    after: Callable[[T], None] | None
    future: "asyncio.Future[T]"

    def finish(self, outcome: T | Exception) -> None:
        """Runs `after` even if nobody waits any more: the commit happened."""
        if self.after is not None and not isinstance(outcome, Exception):
            self.after(outcome)
        if self.future.done():
            return
        if isinstance(outcome, Exception):
            self.future.set_exception(outcome)
        else:
            self.future.set_result(outcome)


class Writer:
    """The only one that writes through `connection`."""

    def __init__(self, connection: Connection) -> None:
        self._connection: Final = connection
        self._waiting: list[_Job[Any]] = []
        self._wake: Final = asyncio.Event()
        self._closing = False
        self._task: Final = asyncio.create_task(self._run())

    async def write(self, work: Work[T], after: Callable[[T], None] | None = None) -> T:
        """Runs `work` in a transaction, and `after` with its result in the event loop once that is committed."""
        if self._closing:
            raise StoreError("the store is closed")
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Job(work, after, future))
        self._wake.set()
        return await future

    async def close(self) -> None:
        """Finishes what waits."""
        self._closing = True
        self._wake.set()
        await self._task

    async def _run(self) -> None:
        while self._waiting or not self._closing:
            await self._wake.wait()
            self._wake.clear()
            while self._waiting:
                jobs, self._waiting = self._waiting[:MOST_TOGETHER], self._waiting[MOST_TOGETHER:]
                jobs = [job for job in jobs if not job.future.done()]
                outcomes: Sequence[Any]
                try:
                    outcomes = await self._connection.run(partial(_together, works=[job.work for job in jobs]))
                except Exception as error:  # noqa: BLE001 # whatever stopped the commit is what each of them hears
                    outcomes = [error] * len(jobs)
                for job, outcome in zip(jobs, outcomes, strict=True):
                    job.finish(outcome)


def _together(database: sqlite3.Connection, works: Sequence[Work[Any]]) -> list[Any]:
    """The result of each of `works`, or the exception that it ended with and was undone for."""
    outcomes: list[Any] = []
    database.execute("BEGIN IMMEDIATE")
    try:
        for work in works:
            database.execute("SAVEPOINT job")
            try:
                outcomes.append(work(database))
            except Exception as error:  # noqa: BLE001 # handed to whoever asked for this work
                outcomes.append(error)
                database.execute("ROLLBACK TO job")
            database.execute("RELEASE job")
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise
    return outcomes
