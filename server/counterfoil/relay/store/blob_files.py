"""Blobs as files of the data folder: `blobs/<account>/<blob>`, both in hex. Which of them count is the database's to say.

A file appears whole, under its name, once it is on the disk; until then it has another one. All calls block: for a thread.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO, Final

from counterfoil.sqlite import sync_folder

from .sqlite_blobs import Name

FOLDER: Final = "blobs"
UNFINISHED: Final = ".part"
CHUNK: Final = 256 * 1024


class Part:
    """A file that is being written."""

    def __init__(self, target: Path) -> None:
        self._target: Final = target
        target.parent.parent.mkdir(mode=0o700, exist_ok=True)
        target.parent.mkdir(mode=0o700, exist_ok=True)
        self._path: Final = target.with_name(f"{target.name}.{token_hex(8)}{UNFINISHED}")
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        self._file: Final[BinaryIO] = os.fdopen(descriptor, "wb", buffering=0)

    def write(self, chunk: bytes) -> None:
        view = memoryview(chunk)
        while view:
            view = view[self._file.write(view) :]

    def sync(self) -> None:
        """On the disk once this returns."""
        os.fsync(self._file.fileno())

    def name(self) -> None:
        """Under its own name once this returns, on the disk too."""
        self._path.rename(self._target)
        for folder in (self._target.parent, self._target.parent.parent, self._target.parent.parent.parent):
            sync_folder(folder)

    def discard(self) -> None:
        """Nothing stays of it, unless it has its name."""
        self._file.close()
        self._path.unlink(missing_ok=True)


class BlobFiles:
    """The files of the data folder `folder`."""

    def __init__(self, folder: Path) -> None:
        self.root: Final = folder / FOLDER

    def path(self, name: Name) -> Path:
        account, blob = name
        return self.root / account.hex() / blob.hex()

    def begin(self, name: Name) -> Part:
        return Part(self.path(name))

    def size(self, name: Name) -> int | None:
        """None if there is no such file."""
        try:
            return self.path(name).stat().st_size
        except FileNotFoundError:
            return None

    def open(self, name: Name, size: int) -> BinaryIO | None:
        """None if there is no such file of that size. What is erased meanwhile can be read to its end."""
        try:
            file = self.path(name).open("rb", 0)
        except FileNotFoundError:
            return None
        if os.fstat(file.fileno()).st_size == size:
            return file
        file.close()
        return None

    def erase(self, names: Iterable[Name]) -> None:
        """Gone for good once this returns, as far as the file system is asked."""
        for name in names:
            path = self.path(name)
            path.unlink(missing_ok=True)
            if path.parent.is_dir():
                sync_folder(path.parent)

    def sweep(self, kept: set[Name]) -> None:
        """Erases all but `kept`: what was unfinished, or is of a later state than the database's."""
        if not self.root.is_dir():
            return
        paths = {self.path(name) for name in kept}
        for path in self._files():
            if path not in paths:
                path.unlink()

    def _files(self) -> Iterator[Path]:
        for folder in self.root.iterdir():
            if folder.is_dir():
                yield from folder.iterdir()
