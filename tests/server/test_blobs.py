"""Blobs go through the relay in a stream, are what their ids say, and stay as long as a revision needs them."""

import asyncio
import os
from pathlib import Path

import pytest

from counterfoil.relay.problem import ProblemError
from counterfoil.relay.store.append import Room
from counterfoil.relay.store.blob_files import UNFINISHED
from counterfoil.wire import LARGEST_BLOB
from counterfoil_crypto.encoding import to_base64url
from counterfoil_crypto.header import blob_id
from tests.server.helpers import Player, Relay, Reply, draft, envelope, running_on_disk, until

BINARY = {"Content-Type": "application/octet-stream"}
DAY = 86_400


def _path(blob: bytes) -> str:
    return f"/v1/blobs/{to_base64url(blob_id(blob))}"


async def _put(player: Player, blob: bytes, path: str | None = None) -> Reply:
    return await player.send("PUT", path or _path(blob), blob, headers=BINARY)


async def _get(player: Player, blob: bytes) -> bytes | None:
    headers = {"Authorization": f"Bearer {player.token}"}
    async with player.relay.http.get(player.relay.url + _path(blob), headers=headers) as answer:
        if answer.status == 404:
            assert (await answer.json(content_type=None))["type"].endswith("no-blob")
            return None
        assert answer.status == 200
        assert answer.headers["Content-Type"] == "application/octet-stream"
        return await answer.read()


def _files(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.rglob("*") if one.is_file() and one.parent.name != "data")


async def test_a_blob_comes_back_as_it_was(tmp_path: Path, player: Player) -> None:
    blobs = [os.urandom(size) for size in (1, 1_065, 256 * 1024, 3_000_000)]
    for one in blobs:
        assert await _get(player, one) is None
        assert (await _put(player, one)).status == 201
        assert (await _put(player, one)).status == 200
        assert await _get(player, one) == one
    assert _files(tmp_path) == sorted(blob_id(one).hex() for one in blobs)
    usage = (await player.send("GET", "/v1/usage")).json
    assert usage == {"bytes": sum(map(len, blobs)), "limit": None, "records": 0, "entries": 1, "blobs": 4}


async def test_what_is_not_the_blob_that_its_id_names_is_refused(tmp_path: Path, player: Player) -> None:
    blob = os.urandom(500_000)
    for wrong in (blob[:-1], blob + b"\x00", blob[:-1] + bytes([blob[-1] ^ 1])):
        reply = await _put(player, wrong, _path(blob))
        assert (reply.status, reply.problem, reply.json["code"]) == (422, "refused", "blob")
    assert _files(tmp_path) == []
    assert (await player.send("GET", "/v1/usage")).json["blobs"] == 0


async def test_a_blob_is_its_accounts_alone(relay: Relay, player: Player) -> None:
    blob, stranger = os.urandom(2_000), await Player.begin(relay)
    await _put(player, blob)
    assert await _get(stranger, blob) is None
    assert (await _put(stranger, blob)).status == 201


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({"Content-Type": "application/json"}, b"x", 415),
        ({**BINARY, "Content-Encoding": "gzip"}, b"x", 415),
        (BINARY, b"", 400),
        ({**BINARY, "Content-Length": str(LARGEST_BLOB + 1)}, None, 413),
    ],
)
async def test_an_upload_says_what_it_is(player: Player, headers: dict[str, str], body: bytes | None, status: int) -> None:
    if body is None:
        port = int(player.relay.url.rpartition(":")[2])
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        lines = [f"PUT {_path(b'')} HTTP/1.1", "Host: x", f"Authorization: Bearer {player.token}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        writer.write("\r\n".join([*lines, "", ""]).encode())
        assert f" {status} ".encode() in await reader.readline()
        writer.close()
    else:
        assert (await player.send("PUT", _path(b"x"), body, headers=headers)).status == status


async def test_an_upload_without_a_length_is_malformed(player: Player) -> None:
    async def chunks() -> object:
        yield b"x" * 2_000

    reply = await player.send("PUT", _path(b"x" * 2_000), data=chunks(), headers=BINARY)
    assert (reply.status, reply.problem) == (400, "malformed")


async def test_an_upload_that_breaks_off_leaves_nothing(tmp_path: Path, player: Player) -> None:
    blob = os.urandom(1_000_000)
    _, writer = await asyncio.open_connection("127.0.0.1", int(player.relay.url.rpartition(":")[2]))
    head = f"PUT {_path(blob)} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {player.token}\r\n"
    head += f"Content-Type: application/octet-stream\r\nContent-Length: {len(blob)}\r\n\r\n"
    writer.write(head.encode() + blob[:700_000])
    await writer.drain()
    await until(lambda: [one for one in _files(tmp_path) if one.endswith(UNFINISHED)])
    writer.transport.abort()
    await until(lambda: not _files(tmp_path))
    assert await _get(player, blob) is None


async def test_what_a_crash_left_is_gone_at_the_next_start(tmp_path: Path) -> None:
    async with running_on_disk(tmp_path / "data") as relay:
        player = await Player.begin(relay)
        blob, other = os.urandom(2_000), os.urandom(2_000)
        for one in (blob, other):
            await _put(player, one)
    folder = tmp_path / "data" / "blobs" / player.account.hex()
    (folder / ("0" * 64 + ".0123" + UNFINISHED)).write_bytes(b"half")
    (folder / ("1" * 64)).write_bytes(b"of a later state")
    (folder / blob_id(other).hex()).unlink()  # the row was committed, the name not yet
    async with running_on_disk(tmp_path / "data", clock=relay.clock) as again:
        player.relay = again
        assert _files(tmp_path) == [blob_id(blob).hex()]
        assert await _get(player, blob) == blob
        assert await _get(player, other) is None
        assert (await _put(player, other)).status == 201
        assert await _get(player, other) == other
        assert (await player.send("GET", "/v1/usage")).json["bytes"] == 4_000


async def _purge(player: Player, days: float) -> None:
    player.relay.clock.seconds += days * DAY
    assert player.relay.store is not None
    await player.relay.store.purge(int(player.relay.clock() * 1000))
    await player.sign_in()


async def test_an_unlisted_upload_ends_after_seven_days_from_the_last_time(tmp_path: Path, player: Player) -> None:
    blob, again = os.urandom(2_000), os.urandom(2_000)
    for one in (blob, again):
        await _put(player, one)
    await _purge(player, 6.9)
    assert (await _put(player, again)).status == 200
    await _purge(player, 0.2)
    assert [await _get(player, one) for one in (blob, again)] == [None, again]
    await _purge(player, 6.9)
    assert _files(tmp_path) == []
    assert (await player.send("GET", "/v1/usage")).json["bytes"] == 0


async def test_a_listed_blob_stays_and_for_thirty_days_after_the_last_revision_that_lists_it(player: Player) -> None:
    blob, record = os.urandom(2_000), os.urandom(16)
    await _put(player, blob)
    first = await player.write(record, blobs=[blob_id(blob)])
    await _purge(player, 400)
    second = await player.write(record, first, blobs=[blob_id(blob), os.urandom(32)])
    await _purge(player, 31)
    assert await _get(player, blob) == blob
    third = await player.write(record, second)
    await _purge(player, 29.9)
    assert await _get(player, blob) == blob
    fourth = await player.write(record, third, blobs=[blob_id(blob)])
    await _purge(player, 0.2)
    assert await _get(player, blob) == blob
    await player.write(record, fourth)
    await _purge(player, 30)
    assert await _get(player, blob) is None


async def test_a_blob_of_two_records_stays_for_the_other(player: Player) -> None:
    blob, record = os.urandom(2_000), os.urandom(16)
    await _put(player, blob)
    for one in (record, None):
        first = await player.write(one, blobs=[blob_id(blob)])
    await player.write(record, first - 1)
    await _purge(player, 60)
    assert await _get(player, blob) == blob


async def test_one_that_was_listed_and_dropped_within_a_batch_counts_too(player: Player) -> None:
    blob, record = os.urandom(2_000), os.urandom(16)
    await _put(player, blob)
    await player.append(
        draft(envelope(player.account, record, blobs=[blob_id(blob)])), draft(envelope(player.account, record), 2)
    )
    await _purge(player, 29)
    assert await _get(player, blob) == blob
    await _purge(player, 2)
    assert await _get(player, blob) is None


async def test_a_removed_devices_upload_is_not_kept(player: Player) -> None:
    phone, blob = await player.pair(), os.urandom(2_000)
    assert player.relay.store is not None
    name = (phone.account, phone.device.keys.id, blob_id(blob))
    async with player.relay.store.upload(*name, len(blob)) as upload:
        await upload.write(blob)
        await player.act(await player.revoke(phone.device.keys.id))
        with pytest.raises(ProblemError, match="was removed"):
            await upload.keep(now=0, room=Room())
    assert await _get(player, blob) is None
