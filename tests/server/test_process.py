"""`counterfoil-relay` as a process: it says where it is, survives a kill, ends cleanly and logs nobody."""

import asyncio
import os
import signal
import sqlite3
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from counterfoil.relay.store.database import FILE, LOCK
from counterfoil_crypto.encoding import to_base64url
from counterfoil_crypto.header import blob_id
from tests.e2e.relay import Relay as RelayProcess
from tests.e2e.relay import RelayError
from tests.server.helpers import Player, Relay, draft, envelope, until, verified


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def process(tmp_path: Path) -> AsyncIterator[RelayProcess]:
    one = RelayProcess(tmp_path / "relay")
    await asyncio.to_thread(one.start)
    yield one
    await kill(one)


async def kill(process: RelayProcess) -> None:
    """As a power cut would, as far as a process can tell."""
    await asyncio.to_thread(process.stop, signal.SIGKILL)


async def test_what_was_acknowledged_survives_a_kill(process: RelayProcess, http: aiohttp.ClientSession) -> None:
    player = await Player.begin(Relay(process.url, http))
    sealed = envelope(player.account)
    acknowledged = await player.append(draft(sealed))
    await kill(process)
    await asyncio.to_thread(process.start)
    page = await player.read()
    assert page.entries[-1].body == sealed
    assert page.head.model_dump(mode="json") == acknowledged.json["head"]
    verified(player.account, page)


async def test_a_kill_in_the_middle_of_many_writes_leaves_a_whole_log(process: RelayProcess, http: aiohttp.ClientSession) -> None:
    player = await Player.begin(Relay(process.url, http))
    acknowledged: list[int] = []

    async def write() -> None:
        while True:
            reply = await player.append(*(draft(envelope(player.account)) for _ in range(5)))
            acknowledged.extend(one["sequence"] for one in reply.json["results"])

    writers = [asyncio.create_task(write()) for _ in range(8)]
    await until(lambda: len(acknowledged) > 100)
    await kill(process)
    results = await asyncio.gather(*writers, return_exceptions=True)
    assert all(isinstance(one, aiohttp.ClientError) for one in results)
    await asyncio.to_thread(process.start)
    page = await player.read()
    head = verified(player.account, page)
    while page.entries:
        page = await player.read(head.sequence)
        head = verified(player.account, page, head)
    assert max(acknowledged) <= head.sequence
    assert (head.sequence - 1) % 5 == 0


async def test_a_removal_and_a_blob_that_were_acknowledged_survive_a_kill(
    process: RelayProcess, http: aiohttp.ClientSession
) -> None:
    player = await Player.begin(Relay(process.url, http))
    phone, blob = await player.pair(), os.urandom(100_000)
    path = f"/v1/blobs/{to_base64url(blob_id(blob))}"
    put = await player.send("PUT", path, blob, headers={"Content-Type": "application/octet-stream"})
    assert put.status == 201
    removal = await player.act(await player.revoke(phone.device.keys.id))
    await kill(process)
    await asyncio.to_thread(process.start)
    assert (await phone.send("GET", "/v1/usage")).problem == "unauthorized"
    await phone.sign_in()
    assert (await phone.append(draft(envelope(player.account)))).problem == "unknown-device"
    assert (await phone.read()).head.model_dump(mode="json") == removal.json["head"]
    assert (await player.send("PUT", path, blob, headers={"Content-Type": "application/octet-stream"})).status == 200
    async with http.get(process.url + path, headers={"Authorization": f"Bearer {player.token}"}) as answer:
        assert await answer.read() == blob


async def test_it_logs_nobody(process: RelayProcess, http: aiohttp.ClientSession) -> None:
    player = await Player.begin(Relay(process.url, http))
    record, mailbox = os.urandom(16), os.urandom(32)
    sealed = envelope(player.account, record)
    await player.append(draft(sealed))
    await player.read()
    await player.send("POST", "/v1/pairings", {"mailbox": to_base64url(mailbox)})
    await player.send("GET", f"/v1/pairings/{to_base64url(mailbox)}")
    await player.send("GET", f"/v1/blobs/{to_base64url(mailbox)}")
    await player.relay.send("GET", "/nowhere-to-be-found?query=word")
    await player.relay.send("POST", "/v1/accounts", b"unreadable-body")
    async with http.ws_connect(process.url + "/v1/stream") as socket:
        await socket.send_json({"token": player.token})
        await socket.receive_json()
    reader, writer = await asyncio.open_connection("127.0.0.1", process.port)
    writer.write(b"hardly-http at all\r\n\r\n")
    await reader.read()
    writer.close()
    assert await asyncio.to_thread(process.stop) == 0
    first, _, log = process.log.partition("\n")
    assert first == f"listening on {process.url}"
    secrets = [player.account, player.device.keys.id, player.device.keys.sign, record, mailbox, sealed[60:100]]
    for secret in secrets:
        assert secret.hex() not in log
        assert to_base64url(secret) not in log
    for word in (player.token, "nowhere", "query", "after=", "unreadable", "hardly", "127.0.0.1", "Traceback"):
        assert word not in log
    for line in (
        "GET /v1/blobs/{blob} 404",
        "POST /v1/log/records 200",
        "GET /v1/pairings/{mailbox} 200",
        "GET - 404",
        "POST /v1/accounts 400",
    ):
        assert line in log
    assert "GET /v1/stream 101" in log


async def test_its_files_hold_no_token_and_are_private(process: RelayProcess, http: aiohttp.ClientSession) -> None:
    player = await Player.begin(Relay(process.url, http))
    for one in process.data.iterdir():
        assert stat.S_IMODE(one.stat().st_mode) == 0o600
        assert player.token.encode() not in one.read_bytes()
    assert stat.S_IMODE(process.data.stat().st_mode) == 0o700


async def test_it_ends_cleanly_with_listeners(process: RelayProcess, http: aiohttp.ClientSession) -> None:
    player = await Player.begin(Relay(process.url, http))
    async with http.ws_connect(process.url + "/v1/stream") as socket:
        await socket.send_json({"token": player.token})
        await socket.receive_json()
        stopping = asyncio.create_task(asyncio.to_thread(process.stop))
        assert (await socket.receive()).data == 1001
        async with asyncio.timeout(5):
            assert await stopping == 0
    assert sorted(one.name for one in process.data.iterdir()) == [LOCK, FILE]


async def test_a_taken_port_a_bad_folder_and_a_newer_or_damaged_database_are_named(process: RelayProcess, tmp_path: Path) -> None:
    taken, bad, newer, damaged = (RelayProcess(tmp_path / name) for name in ("taken", "bad", "newer", "damaged"))
    taken.port = process.port
    bad.data.parent.mkdir()
    bad.data.write_text("not a folder")
    newer.data.mkdir(parents=True)
    database = sqlite3.connect(newer.data / FILE)
    database.execute("PRAGMA user_version = 99")
    database.close()
    damaged.data.mkdir(parents=True)
    (damaged.data / FILE).write_bytes(b"no database" * 1_000)
    for one, said in (
        (taken, f"port {process.port}"),
        (bad, "choose another folder with --data"),
        (newer, "the database has version 99, this relay knows up to 1: start the newer relay"),
        (damaged, "cannot use the database in"),
    ):
        with pytest.raises(RelayError) as failed:
            await asyncio.to_thread(one.start)
        assert str(failed.value).startswith("counterfoil-relay: ")
        assert said in str(failed.value)
        assert "Traceback" not in str(failed.value)
