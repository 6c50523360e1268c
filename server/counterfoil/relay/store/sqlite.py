"""The embedded store: one SQLite file, one connection that writes and one that reads beside it."""

import sqlite3
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final, Self

from counterfoil.relay.problem import ProblemError
from counterfoil.wire import NewRevision, ProblemCode, Result
from counterfoil_crypto.device import DeviceKeys
from counterfoil_crypto.statement import Genesis, Head, Statement

from . import sqlite_log as log
from . import sqlite_sessions as sessions
from .append import Decision
from .base import Announce, Mailbox, Page, Session, Store
from .database import Connection, Writer, connect, make_private, migrate, migrations

FILE: Final = "relay.sqlite3"


class SqliteStore(Store):
    """Made by `open`; `close` it."""

    def __init__(self, writing: Connection, reading: Connection) -> None:
        self.announce: Announce = lambda _account, _head: None
        self._writing: Final = writing
        self._reading: Final = reading
        self._writer: Final = Writer(writing)

    @classmethod
    async def open(cls, folder: Path) -> Self:
        """The store in `folder`, made or brought up to date; `StoreError` if that can't be."""
        path = folder / FILE
        make_private(path)
        writing = await connect(path)
        try:
            await writing.run(partial(migrate, scripts=migrations()))
            reading = await connect(path)
        except BaseException:
            await writing.close()
            raise
        return cls(writing, reading)

    async def ready(self) -> None:
        await self._reading.run(lambda database: database.execute("SELECT 1 FROM accounts LIMIT 1").fetchone())

    async def close(self) -> None:
        await self._writer.close()
        await self._reading.close()
        await self._writing.close()

    async def purge(self, now: int) -> None:
        """Also empties the write-ahead log, where erased bytes would outlive their erasure."""
        await self._writer.write(partial(sessions.purge, now=now))
        await self._writing.run(lambda database: database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone())

    async def open_account(self, genesis: Genesis, *, allowed: bool) -> bool:
        return await self._writer.write(partial(log.open_account, genesis=genesis, allowed=allowed))

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
        return await self._reading.run(partial(log.read_head, account=account))

    async def read_log(self, account: bytes, after: int, *, entries: int, size: int) -> Page:
        return await self._reading.run(partial(log.read_log, account=account, after=after, entries=entries, size=size))

    async def append_records(
        self, account: bytes, device: bytes, generation: bytes, revisions: Sequence[NewRevision]
    ) -> tuple[Head, list[Result]]:
        def work(database: sqlite3.Connection) -> Decision:
            return log.append_records(database, account, device, generation, revisions)

        def after(decision: Decision) -> None:
            if decision.written:
                self.announce(account, decision.head)

        decision = await self._writer.write(work, after)
        return decision.head, decision.results

    async def append_statement(self, account: bytes, device: bytes, statement: Statement) -> Head:
        def work(database: sqlite3.Connection) -> tuple[Head, bool]:
            return log.append_statement(database, account, device, statement)

        def after(result: tuple[Head, bool]) -> None:
            if result[1]:
                self.announce(account, result[0])

        head, _ = await self._writer.write(work, after)
        return head

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
