"""The SQLite file itself: private, migrated step by step, erased for good, whole after any fault."""

import asyncio
import os
import sqlite3
import stat
from functools import partial
from pathlib import Path

import pytest

from counterfoil.relay.store.database import FILE, StoreError, Writer, connect, make_private, migrate, migrations
from counterfoil.relay.store.sqlite import SqliteStore
from counterfoil.wire import Appended, NewRevision
from counterfoil_crypto import statement
from counterfoil_crypto.chain import FIRST_GENERATION
from counterfoil_crypto.device import Device
from tests.server.helpers import envelope


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _all_bytes(folder: Path) -> bytes:
    return b"".join(one.read_bytes() for one in folder.iterdir())


async def test_folder_and_files_are_the_operators_alone(tmp_path: Path) -> None:
    store = await SqliteStore.open(tmp_path / "new" / "data")
    files = sorted((tmp_path / "new" / "data").iterdir())
    assert [one.name for one in files] == [FILE, f"{FILE}-shm", f"{FILE}-wal"]
    assert {_mode(one) for one in files} == {0o600}
    assert _mode(tmp_path / "new" / "data") == 0o700
    await store.close()


async def test_it_waits_for_the_disk(tmp_path: Path) -> None:
    connection = await connect(tmp_path / FILE)

    def read(database: sqlite3.Connection) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
        return [database.execute(f"PRAGMA {name}").fetchone()[0] for name in names]

    assert await connection.run(read) == ["wal", 2, 1, 1, 10_000]
    await connection.close()


async def test_a_newer_database_is_left_alone(tmp_path: Path) -> None:
    await (await SqliteStore.open(tmp_path)).close()
    database = sqlite3.connect(tmp_path / FILE)
    database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(StoreError, match="version 99"):
        await SqliteStore.open(tmp_path)


def test_a_migration_that_fails_leaves_nothing_behind() -> None:
    database = sqlite3.connect(":memory:", isolation_level=None)
    migrate(database, ["CREATE TABLE one (a);"])
    with pytest.raises(sqlite3.OperationalError):
        migrate(database, ["CREATE TABLE one (a);", "CREATE TABLE two (a); CREATE TABLE one (a);"])
    assert database.execute("PRAGMA user_version").fetchone() == (1,)
    assert database.execute("SELECT name FROM sqlite_schema").fetchall() == [("one",)]
    migrate(database, ["CREATE TABLE one (a);", "CREATE TABLE two (a);", "CREATE TABLE three (a);"])
    assert database.execute("PRAGMA user_version").fetchone() == (3,)
    database.close()


def test_migrations_are_numbered_without_a_gap() -> None:
    folder = Path(__file__).parents[2] / "server" / "counterfoil" / "relay" / "store" / "migrations"
    names = sorted(one.name for one in folder.glob("*.sql"))
    assert [int(one.partition("_")[0]) for one in names] == list(range(1, len(names) + 1))
    assert len(migrations()) == len(names)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="choose another folder with --data"):
        make_private(tmp_path / "file" / FILE)


async def test_jobs_share_a_commit_and_fail_alone(tmp_path: Path) -> None:
    connection = await connect(tmp_path / FILE)
    await connection.run(lambda database: database.execute("CREATE TABLE numbers (value UNIQUE)"))
    writer = Writer(connection)

    def insert(database: sqlite3.Connection, value: int) -> int:
        database.execute("INSERT INTO numbers VALUES (?)", (value,))
        if value % 3 == 0:
            raise ValueError(value)
        return value

    jobs = [writer.write(partial(insert, value=value)) for value in [*range(200), 1]]
    results = await asyncio.gather(*jobs, return_exceptions=True)
    assert [one for one in results if isinstance(one, int)] == [one for one in range(200) if one % 3]
    assert isinstance(results[-1], sqlite3.IntegrityError)
    rows = await connection.run(lambda database: database.execute("SELECT value FROM numbers").fetchall())
    assert [value for (value,) in rows] == [one for one in range(200) if one % 3]
    await writer.close()
    with pytest.raises(StoreError, match="closed"):
        await writer.write(partial(insert, value=1))
    await connection.close()


async def test_a_commit_that_fails_is_every_waiting_jobs_failure_and_the_next_goes_on(tmp_path: Path) -> None:
    connection = await connect(tmp_path / FILE)
    await connection.run(lambda database: database.execute("CREATE TABLE numbers (value)"))
    writer = Writer(connection)

    def insert(database: sqlite3.Connection) -> None:
        database.execute("INSERT INTO numbers VALUES (1)")

    def break_it(database: sqlite3.Connection) -> None:
        database.execute("ROLLBACK")  # as SQLite itself does when the disk is full

    results = await asyncio.gather(writer.write(insert), writer.write(break_it), return_exceptions=True)
    assert [type(one) for one in results] == [sqlite3.OperationalError] * 2
    await writer.write(insert)
    rows = await connection.run(lambda database: database.execute("SELECT count(*) FROM numbers").fetchone())
    assert rows == (1,)
    await writer.close()
    await connection.close()


async def test_nobody_waits_for_a_purge_while_a_copy_is_made(tmp_path: Path) -> None:
    store = await SqliteStore.open(tmp_path)

    async def begin() -> None:
        genesis = statement.genesis(Device.new(), os.urandom(32), os.urandom(80))
        await store.open_account(genesis, now=0, allowed=True)

    await begin()
    copying = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    copying.execute("BEGIN")
    copying.execute("SELECT count(*) FROM accounts").fetchone()
    await begin()
    async with asyncio.timeout(5):
        await asyncio.gather(store.purge(0), begin())
    assert (tmp_path / f"{FILE}-wal").stat().st_size > 0
    copying.close()
    await store.purge(0)
    assert (tmp_path / f"{FILE}-wal").stat().st_size == 0
    await store.close()


async def test_superseded_bytes_are_in_no_file_after_a_purge(tmp_path: Path) -> None:
    store = await SqliteStore.open(tmp_path)
    device = Device.new()
    genesis = statement.genesis(device, os.urandom(32), os.urandom(80))
    await store.open_account(genesis, now=0, allowed=True)
    record, base = os.urandom(16), None
    first = envelope(genesis.account, record, size=8_192)
    for sealed in (first, envelope(genesis.account, record, size=8_192)):
        _, (result,) = await store.append_records(
            genesis.account, device.keys.id, FIRST_GENERATION, [NewRevision(base=base, envelope=sealed)], now=0
        )
        assert isinstance(result, Appended)
        base = result.sequence
    await store.purge(0)
    kept = _all_bytes(tmp_path)
    pieces = [first[at : at + 64] for at in range(100, len(first) - 64, 64)]
    assert not any(piece in kept for piece in pieces)
    await store.close()
