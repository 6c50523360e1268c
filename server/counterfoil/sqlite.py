"""What the relay's SQLite file and a device's have in common: files that only their owner reads, and numbered migrations."""

import os
import sqlite3
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Final


class NewerDatabaseError(Exception):
    """The database has seen more migrations, `version` of them, than there are here."""

    def __init__(self, version: int) -> None:
        super().__init__(f"the database has version {version}")
        self.version: Final = version


def make_private(folder: Path, *names: str) -> None:
    """Makes the folder (0700) where it is missing, and its files (0600); SQLite gives its own files the same mode. `OSError`."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in names:
        os.close(os.open(folder / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        (folder / name).chmod(0o600)


def migrations(package: str) -> list[str]:
    """The scripts of `package` in their order; a database that has seen n of them has the user_version n."""
    folder = resources.files(package) / "migrations"
    return [one.read_text("utf-8") for one in sorted(folder.iterdir(), key=lambda one: one.name) if one.name.endswith(".sql")]


def user_version(database: sqlite3.Connection) -> int:
    (version,) = database.execute("PRAGMA user_version").fetchone()
    return int(version)


def migrate(database: sqlite3.Connection, scripts: Sequence[str]) -> None:
    """Brings `database` up to date, each step in a transaction; `NewerDatabaseError` if it is newer than `scripts`."""
    version = user_version(database)
    if version > len(scripts):
        raise NewerDatabaseError(version)
    for number, script in enumerate(scripts[version:], start=version + 1):
        try:
            database.executescript(f"BEGIN IMMEDIATE;\n{script}\nPRAGMA user_version = {number};\nCOMMIT;")
        except sqlite3.Error:
            if database.in_transaction:
                database.execute("ROLLBACK")
            raise


def sync_folder(folder: Path) -> None:
    """Returns once the names in `folder` are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
