"""The one SQLite file of a device: opened privately, changed only in transactions that are on disk when they end."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from counterfoil.sqlite import NewerDatabaseError, migrate, migrations, user_version

from .errors import ClientError
from .folder import DATABASE, Lock, make_folder

_SETTINGS: Final = ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "temp_store=MEMORY")


class Store:
    """`write` takes the folder's lock; `make` makes what is missing; without `write` everything stays as it is."""

    def __init__(self, folder: Path, *, write: bool = True, make: bool = True) -> None:
        if not (write and make) and not (folder / DATABASE).exists():
            raise ClientError(f"there is no history in {folder}; start one with 'counterfoil init' or 'counterfoil pair CODE'")
        if write:
            make_folder(folder)
        self.folder: Final = folder
        self.writes: Final = write
        self.is_closed = False
        self._lock = Lock(folder) if write else None
        self._database: Final = sqlite3.connect(folder / DATABASE, isolation_level=None)
        try:
            self._prepare(write=write)
        except sqlite3.Error as error:
            self.close()
            raise ClientError(f"cannot read {folder / DATABASE}: {error}; put back a copy or choose another --data") from error

    def _prepare(self, *, write: bool) -> None:
        for setting in _SETTINGS if write else ("query_only=ON", "temp_store=MEMORY"):
            self._database.execute(f"PRAGMA {setting}")
        scripts = migrations(__package__)
        if not write and user_version(self._database) < len(scripts):
            self.close()
            raise ClientError(f"{self.folder} is not ready to be read; run 'counterfoil sync' or 'counterfoil init' first")
        try:
            migrate(self._database, scripts)
        except NewerDatabaseError as error:
            self.close()
            raise ClientError(f"{self.folder} was written by a newer counterfoil; install that one") from error

    def close(self) -> None:
        self.is_closed = True
        self._database.close()
        if self._lock:
            self._lock.close()

    @property
    def is_changing(self) -> bool:
        """Whether a transaction is under way."""
        return self._database.in_transaction

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of what happens inside, durably, or nothing; one inside another is part of it."""
        if self._database.in_transaction:
            yield
            return
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._database.execute("COMMIT")
        except BaseException:
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")
            raise

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Reads that all see one state."""
        if self._database.in_transaction:
            yield
            return
        self._database.execute("BEGIN")
        try:
            yield
        finally:
            self._database.execute("ROLLBACK")

    def run(self, statement: str, *values: Any) -> None:
        self._database.execute(statement, values)

    def run_all(self, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
        self._database.executemany(statement, rows)

    def row(self, statement: str, *values: Any) -> tuple[Any, ...] | None:
        found: tuple[Any, ...] | None = self._database.execute(statement, values).fetchone()
        return found

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        return self._database.execute(statement, values).fetchall()

    def clear(self) -> None:
        """Empties every table."""
        for (table,) in self.rows("SELECT name FROM sqlite_schema WHERE type = 'table'"):
            self.run(f"DELETE FROM {table}")  # noqa: S608 # the names of our own migrations

    def erase_freed(self) -> None:
        """Empties the write-ahead log, where a seed that is no longer in the database may still lie."""
        self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
