"""A blob on its way into the store, and out of it: the file first on the disk, then its row, then its name."""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator
from typing import BinaryIO, Final, Self

from . import sqlite_blobs as blobs
from . import sqlite_log as log
from .append import Room
from .base import Upload
from .blob_files import CHUNK, BlobFiles, Part
from .database import Writer


class SqliteUpload(Upload):
    """A file of another name until it is kept. `naming` is held while a file's name and its row change together."""

    def __init__(
        self, files: BlobFiles, writer: Writer, naming: asyncio.Lock, *, device: bytes, name: blobs.Name, size: int
    ) -> None:
        self._files: Final = files
        self._writer: Final = writer
        self._naming: Final = naming
        self._device: Final = device
        self._name: Final = name
        self._size: Final = size
        self._part: Part | None = None

    async def __aenter__(self) -> Self:
        self._part = await asyncio.to_thread(self._files.begin, self._name)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._part is not None
        await asyncio.to_thread(self._part.discard)

    async def write(self, chunk: bytes) -> None:
        assert self._part is not None
        await asyncio.to_thread(self._part.write, chunk)

    async def keep(self, *, now: int, room: Room) -> None:
        """A crash between row and name leaves a row without a file, which counts as a blob that is not there."""
        assert self._part is not None
        account, blob = self._name

        def work(database: sqlite3.Connection) -> None:
            log.require_device(database, account, self._device)
            blobs.keep(database, account, blob, self._size, now=now, room=room)

        await asyncio.to_thread(self._part.sync)
        async with self._naming:
            await self._writer.write(work)
            await asyncio.to_thread(self._part.name)


async def read_chunks(file: BinaryIO) -> AsyncGenerator[bytes, None]:
    """What is in `file`, which is closed at the end."""
    try:
        while chunk := await asyncio.to_thread(file.read, CHUNK):
            yield chunk
    finally:
        file.close()
