"""The embedded store: one SQLite file, one connection that writes and one that reads beside it, and a folder of blobs."""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Final, Self

from counterfoil.relay.problem import ProblemError
from counterfoil.wire import NewRevision, ProblemCode, Result, Usage
from counterfoil_crypto.chain import Entry
from counterfoil_crypto.device import DeviceKeys
from counterfoil_crypto.statement import Genesis, Head, Statement

from . import sqlite_blobs as blobs
from . import sqlite_checkpoint as checkpoints
from . import sqlite_log as log
from . import sqlite_sessions as sessions
from . import sqlite_statements as statements_
from .append import Decision, Room, check_room
from .base import Announce, Checkpoint, Dismiss, Mailbox, Opening, Page, Session, Store
from .blob_files import BlobFiles
from .database import (
    FILE,
    Connection,
    Writer,
    connect,
    empty_log,
    make_private,
    migrate,
    migrations,
    open_database,
    usable,
)
from .sqlite_statements import Change
from .sqlite_upload import SqliteUpload, read_chunks

WITHOUT_LIMIT: Final = Room()


class SqliteStore(Store):
    """Made by `open`; `close` it."""

    def __init__(self, writing: Connection, reading: Connection, files: BlobFiles) -> None:
        self.announce: Announce = lambda _account, _head: None
        self.dismiss: Dismiss = lambda _account, _device: None
        self._writing: Final = writing
        self._reading: Final = reading
        self._writer: Final = Writer(writing)
        self._files: Final = files
        self._naming: Final = asyncio.Lock()
        """Held while a blob's file and its row change together."""

    @classmethod
    async def open(cls, folder: Path) -> Self:
        """The store in `folder`, made or brought up to date; `StoreError` if that can't be."""
        files = await asyncio.to_thread(_prepare, folder)
        writing = await connect(folder / FILE)
        try:
            reading = await connect(folder / FILE)
        except BaseException:
            await writing.close()
            raise
        return cls(writing, reading, files)

    async def ready(self) -> None:
        await self._reading.run(lambda database: database.execute("SELECT 1 FROM accounts LIMIT 1").fetchone())

    async def close(self) -> None:
        await self._writer.close()
        await self._reading.close()
        await self._writing.close()

    async def purge(self, now: int) -> None:
        """Also empties the write-ahead log, where erased bytes would outlive their erasure."""
        try:
            await self._writer.write(partial(sessions.purge, now=now))
            await self._writer.write(partial(blobs.drop, now=now))
            async with self._naming:
                names = await self._reading.run(blobs.to_erase)
                if names:
                    await asyncio.to_thread(self._files.erase, names)
                    await self._writer.write(partial(blobs.erased, names=names))
        finally:  # a file that cannot be erased is no reason to keep what can be
            await self._writing.run(empty_log)

    async def declare_restore(self, now: int, of: int | None = None) -> int:
        return await self._writer.write(partial(statements_.declare_restore, now=now, of=of))

    async def open_account(
        self, genesis: Genesis, statements: Sequence[Statement] = (), *, now: int, allowed: bool, again: bool = False
    ) -> Opening:
        def work(database: sqlite3.Connection) -> tuple[Opening, Change]:
            return statements_.open_account(database, genesis, statements, now=now, allowed=allowed, again=again)

        opening, _ = await self._writer.write(work, lambda result: self._tell(genesis.account, result[1]))
        return opening

    async def find_account(self, device: bytes, start: bytes) -> bytes:
        found = await self._reading.run(partial(statements_.find_account, device=device, start=start))
        if found is None:
            raise ProblemError(ProblemCode.UNKNOWN_ACCOUNT, "this relay has no account of that device")
        return found

    async def closed_statements(self, account: bytes) -> list[bytes]:
        return await self._reading.run(partial(statements_.closed_statements, account=account))

    async def add_challenge(self, nonce: bytes, account: bytes, device: bytes, expires: int) -> None:
        await self._writer.write(partial(sessions.add_challenge, nonce=nonce, account=account, device=device, expires=expires))

    async def take_challenge(self, nonce: bytes, account: bytes, device: bytes, now: int) -> DeviceKeys:
        keys = await self._writer.write(partial(sessions.take_challenge, nonce=nonce, account=account, device=device, now=now))
        if keys is None:
            raise ProblemError(ProblemCode.BAD_SESSION, "the nonce is unknown, used or too old; ask for a new challenge")
        return keys

    async def add_token(self, token: bytes, session: Session) -> None:
        await self._writer.write(partial(sessions.add_token, token=token, session=session))

    async def session(self, token: bytes, now: int) -> Session | None:
        return await self._reading.run(partial(sessions.read_session, token=token, now=now))

    async def head(self, account: bytes) -> Head:
        return (await self._reading.run(partial(log.read_account, account=account))).head

    async def read_log(self, account: bytes, after: int, *, entries: int, size: int, removed: int | None = None) -> Page:
        return await self._reading.run(
            partial(log.read_log, account=account, after=after, entries=entries, size=size, removed=removed)
        )

    async def append_records(
        self,
        account: bytes,
        device: bytes,
        generation: bytes,
        revisions: Sequence[NewRevision],
        *,
        now: int,
        room: Room = WITHOUT_LIMIT,
    ) -> tuple[Head, list[Result]]:
        def work(database: sqlite3.Connection) -> Decision:
            return log.append_records(database, account, device, generation, revisions, now=now, room=room)

        def after(decision: Decision) -> None:
            if decision.written:
                self.announce(account, decision.head)

        decision = await self._writer.write(work, after)
        return decision.head, decision.results

    async def append_statement(self, account: bytes, device: bytes, statement: Statement, *, now: int) -> Head:
        def work(database: sqlite3.Connection) -> Change:
            return statements_.append_statement(database, account, device, statement, now=now)

        change = await self._writer.write(work, lambda change: self._tell(account, change))
        return change.head

    async def checkpoint(self, account: bytes) -> Checkpoint:
        return await self._reading.run(partial(checkpoints.newest_checkpoint, account=account))

    async def live(self, account: bytes, checkpoint: int, after: bytes, *, entries: int, size: int) -> tuple[list[Entry], bool]:
        return await self._reading.run(
            partial(checkpoints.read_live, account=account, checkpoint=checkpoint, after=after, entries=entries, size=size)
        )

    async def usage(self, account: bytes, limit: int | None) -> Usage:
        def work(database: sqlite3.Connection) -> Usage:
            log.read_account(database, account)
            return blobs.usage(database, account, limit)

        return await self._reading.run(work)

    async def wants_blob(self, account: bytes, device: bytes, blob: bytes, size: int, *, now: int, room: Room) -> bool:
        def work(database: sqlite3.Connection) -> bool:
            at = log.require_device(database, account, device)
            if blobs.has(database, account, blob) is None:
                check_room(at.used, size, room)
                return True
            blobs.refresh(database, account, blob, now)
            return False

        return await self._writer.write(work) or await asyncio.to_thread(self._files.size, (account, blob)) != size

    def upload(self, account: bytes, device: bytes, blob: bytes, size: int) -> SqliteUpload:
        return SqliteUpload(self._files, self._writer, self._naming, device=device, name=(account, blob), size=size)

    async def read_blob(self, account: bytes, blob: bytes) -> tuple[int, AsyncGenerator[bytes, None]]:
        size = await self._reading.run(partial(blobs.has, account=account, blob=blob))
        file = None if size is None else await asyncio.to_thread(self._files.open, (account, blob), size)
        if size is None or file is None:
            raise ProblemError(ProblemCode.NO_BLOB, "this relay does not have that blob; a device that has it may send it again")
        return size, read_chunks(file)

    async def open_pairing(self, mailbox: bytes, account: bytes, device: bytes, *, now: int, expires: int) -> tuple[int, bool]:
        return await self._writer.write(
            partial(sessions.open_pairing, mailbox=mailbox, account=account, device=device, now=now, expires=expires)
        )

    async def pairing(self, mailbox: bytes, now: int, opener: tuple[bytes, bytes] | None = None) -> Mailbox:
        return await self._reading.run(partial(sessions.read_pairing, mailbox=mailbox, now=now, opener=opener))

    async def claim_pairing(self, mailbox: bytes, message: bytes, now: int) -> None:
        await self._writer.write(partial(sessions.claim_pairing, mailbox=mailbox, message=message, now=now))

    async def answer_pairing(self, mailbox: bytes, message: bytes, now: int, opener: tuple[bytes, bytes]) -> None:
        await self._writer.write(partial(sessions.answer_pairing, mailbox=mailbox, message=message, now=now, opener=opener))

    async def close_pairing(self, mailbox: bytes, now: int, opener: tuple[bytes, bytes]) -> None:
        await self._writer.write(partial(sessions.close_pairing, mailbox=mailbox, now=now, opener=opener))

    def _tell(self, account: bytes, change: Change) -> None:
        if change.moved:
            self.announce(account, change.head)
        for device in change.removed:
            self.dismiss(account, device)
        if change.closed:
            self.dismiss(account, None)


def _prepare(folder: Path) -> BlobFiles:
    """Makes the database or brings it up to date, and leaves no file of a blob that it does not know."""
    make_private(folder / FILE)
    files = BlobFiles(folder)
    with usable(folder), closing(open_database(folder / FILE)) as database:
        migrate(database, migrations())
        files.sweep(set(blobs.kept(database)))
    return files
