"""The stream announces what is committed, to whom it may concern, and no longer than the token lasts."""

import asyncio
import os
from pathlib import Path

import pytest
from aiohttp import ClientWebSocketResponse, WSMsgType

from counterfoil.relay import stream
from counterfoil.relay.store.sqlite import SqliteStore
from counterfoil_crypto.encoding import to_base64url
from tests.server.helpers import Player, Relay, running_on_disk, until


async def _closed(socket: ClientWebSocketResponse) -> int | None:
    """The code it was closed with, past whatever was sent before."""
    async with asyncio.timeout(5):
        while (await socket.receive()).type is WSMsgType.TEXT:
            pass
    return socket.close_code


async def test_every_listener_of_the_account_hears_of_a_commit_and_nobody_else(relay: Relay, player: Player) -> None:
    stranger = await Player.begin(relay)
    url = relay.url + "/v1/stream"
    async with relay.http.ws_connect(url) as one, relay.http.ws_connect(url) as two, relay.http.ws_connect(url) as other:
        for socket, listener in ((one, player), (two, player), (other, stranger)):
            await socket.send_json({"token": listener.token})
            assert (await socket.receive_json())["head"]["sequence"] == 1
        await player.write()
        for socket in (one, two):
            assert await socket.receive_json() == {"head": (await player.read()).head.model_dump(mode="json")}
        with pytest.raises(TimeoutError):
            await other.receive(timeout=0.1)


async def test_a_slow_listener_hears_the_newest(relay: Relay, player: Player) -> None:
    async with relay.http.ws_connect(relay.url + "/v1/stream") as socket:
        await socket.send_json({"token": player.token})
        await asyncio.gather(*(player.write() for _ in range(50)))
        heard = [(await socket.receive_json())["head"]["sequence"]]
        while heard[-1] < 51:
            heard.append((await socket.receive_json())["head"]["sequence"])
    assert heard == sorted(set(heard))


async def test_a_conflict_is_not_announced(relay: Relay, player: Player) -> None:
    async with relay.http.ws_connect(relay.url + "/v1/stream") as socket:
        await socket.send_json({"token": player.token})
        await socket.receive_json()
        await player.append_statement((await player.add(previous=os.urandom(32))).signed)
        with pytest.raises(TimeoutError):
            await socket.receive(timeout=0.1)


@pytest.mark.parametrize(
    "frame", ["", "{}", "[" * 2_000, '{"token": 7}', '{"token": "AA"}', '{"token": "' + to_base64url(bytes(32)) + '"}']
)
async def test_a_wrong_first_frame_ends_it(relay: Relay, frame: str) -> None:
    async with relay.http.ws_connect(relay.url + "/v1/stream") as socket:
        await socket.send_str(frame)
        assert await _closed(socket) == 4401


async def test_a_first_frame_of_bytes_ends_it(relay: Relay) -> None:
    async with relay.http.ws_connect(relay.url + "/v1/stream") as socket:
        await socket.send_bytes(b"\xff\xfe")
        assert await _closed(socket) == 4401


async def test_a_frame_over_its_size_ends_it(relay: Relay, player: Player) -> None:
    async with relay.http.ws_connect(relay.url + "/v1/stream") as socket:
        await socket.send_json({"token": player.token})
        await socket.send_str("x" * 5_000)
        assert await _closed(socket) == 1009


async def test_no_first_frame_in_time_ends_it(relay: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    assert stream.FIRST_FRAME_SECONDS == 10
    monkeypatch.setattr(stream, "FIRST_FRAME_SECONDS", 0.1)
    async with relay.http.ws_connect(relay.url + "/v1/stream") as socket:
        assert await _closed(socket) == 4401


async def test_it_ends_with_the_token(relay: Relay, player: Player) -> None:
    relay.clock.seconds += 3_599.7
    async with relay.http.ws_connect(relay.url + "/v1/stream") as socket:
        await socket.send_json({"token": player.token})
        await socket.send_str("whatever a later version says")
        assert await _closed(socket) == 4408


async def test_a_listener_that_went_away_is_forgotten(relay: Relay, player: Player) -> None:
    subscriptions = relay.heads._subscriptions
    for _ in range(3):
        async with relay.http.ws_connect(relay.url + "/v1/stream") as socket:
            await socket.send_json({"token": player.token})
            await socket.receive_json()
            assert list(subscriptions) == [player.account]
    await until(lambda: not subscriptions)
    assert await player.write() == 2


async def test_listeners_are_told_when_the_relay_stops(tmp_path: Path) -> None:
    async with running_on_disk(tmp_path) as relay:
        player = await Player.begin(relay)
        socket = await relay.http.ws_connect(relay.url + "/v1/stream")
        await socket.send_json({"token": player.token})
        await socket.receive_json()
        closing = asyncio.create_task(_closed(socket))
    assert await closing == 1001


async def test_a_fault_of_the_relay_ends_it(
    relay: Relay, player: Player, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(_store: SqliteStore, _account: bytes) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(SqliteStore, "head", fail)
    async with relay.http.ws_connect(relay.url + "/v1/stream") as socket:
        await socket.send_json({"token": player.token})
        assert await _closed(socket) == 1011
    assert "ZeroDivisionError" in caplog.text


async def test_without_an_upgrade_it_is_malformed(relay: Relay) -> None:
    reply = await relay.send("GET", "/v1/stream")
    assert (reply.status, reply.problem) == (400, "malformed")
