"""The data folder: where it is, who may read it, and that one process at a time changes it."""

import sqlite3
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from counterfoil.sqlite import make_private

from .errors import ClientError

DATABASE: Final = "counterfoil.sqlite3"
LOCK: Final = "lock"
LOCK_SECONDS: Final = 5


def default_folder(environment: Mapping[str, str]) -> Path:
    """COUNTERFOIL_DATA, else the platform's folder for a program's data."""
    if chosen := environment.get("COUNTERFOIL_DATA"):
        return Path(chosen)
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "counterfoil"
    if sys.platform == "win32":
        return Path(environment.get("APPDATA") or Path.home() / "AppData" / "Roaming") / "counterfoil"
    return Path(environment.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "counterfoil"


def make_folder(folder: Path) -> None:
    """Makes the folder and its files where they are missing, for their owner alone."""
    try:
        make_private(folder, DATABASE, LOCK)
    except OSError as error:
        raise ClientError(f"cannot write to {folder}: {error.strerror}; choose another folder with --data") from error


class Lock:
    """Held by the one process that changes the folder. SQLite's lock ends with its process on every platform."""

    def __init__(self, folder: Path) -> None:
        self._database: Final = sqlite3.connect(folder / LOCK, isolation_level=None, timeout=LOCK_SECONDS)
        try:
            self._database.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            self._database.close()
            raise ClientError(f"another counterfoil command is using {folder}; wait until it has ended") from error

    def close(self) -> None:
        self._database.close()
