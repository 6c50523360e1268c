"""A token in a log, on the wire, after removal: it is nowhere, it can do little, and it ends with its device."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from counterfoil import wire
from counterfoil.relay.app import ROUTES
from counterfoil_crypto.device import Device
from counterfoil_crypto.encoding import from_base64url, to_base64url
from counterfoil_crypto.statement import Close
from tests.e2e.relay import Relay as RelayProcess
from tests.e2e.test_first_light import coats
from tests.server.helpers import Player, Relay, draft, envelope, running_on_disk


@pytest.fixture
async def honest(tmp_path: Path) -> AsyncIterator[Relay]:
    async with running_on_disk(tmp_path / "data") as one:
        yield one


async def test_a_token_is_in_no_log_and_no_file(tmp_path: Path) -> None:
    process = RelayProcess(tmp_path / "relay")
    await asyncio.to_thread(process.start)
    async with aiohttp.ClientSession() as http:
        player = await Player.begin(Relay(process.url, http))
        await player.append(draft(envelope(player.account)))
        await player.read()
        await listen(player)
        # A clumsy client's: in an address, where no Counterfoil puts it.
        await player.relay.send("GET", f"/v1/log?after=0&token={player.token}", token=player.token)
        await player.relay.send("GET", f"/v1/{player.token}")
        tokens = [player.token, *(await more_tokens(player))]
        await asyncio.to_thread(process.stop, signal.SIGKILL)
    files = {path.name: path.read_bytes() for path in process.files}
    assert files.keys() >= {"relay.sqlite3", "relay.sqlite3-wal", "relay.log"}
    assert b"GET /v1/log " in files["relay.log"]
    found = [
        (name, coat) for token in tokens for coat, spelling in worn(token) for name, data in files.items() if spelling in data
    ]
    assert found == []


def worn(token: str) -> list[tuple[str, bytes]]:
    """The ways in which a file could have a token: the text, in any coat, and the bytes that it spells."""
    secret = from_base64url(token)
    return [*coats(token), ("bytes", secret), ("hex of the bytes", secret.hex().encode())]


async def more_tokens(player: Player) -> list[str]:
    tokens = []
    for _ in range(3):
        await player.sign_in()
        tokens.append(player.token)
    return tokens


async def test_a_bearer_token_alone_deletes_nothing(honest: Relay) -> None:
    """Only a statement that a member signed closes an account or changes who belongs to it."""
    player, stranger = await Player.begin(honest), Device.new()
    phone = await player.pair()
    assert not [route for route in ROUTES if route.method == "DELETE" and "pairings" not in route.path]
    forged = [
        await player.sign(Close(), signer=stranger),
        await player.sign((await player.revoke(phone.device.keys.id)).act, signer=stranger),
    ]
    mine = (await player.sign(Close())).signed
    unsigned = [mine[:-64], mine[:-64] + bytes(64), mine[:-1] + bytes([mine[-1] ^ 1])]
    for statement in [*(one.signed for one in forged), *unsigned]:
        reply = await player.append_statement(statement)
        assert reply.problem == "refused"
    assert (await player.relay.send("POST", "/v1/log/statements", {"statement": to_base64url(mine)})).problem == "unauthorized"
    assert await phone.write() == 3
    assert len((await player.read()).entries) == 3


async def test_a_removed_devices_socket_and_token_end_in_that_moment(honest: Relay) -> None:
    player = await Player.begin(honest)
    phone = await player.pair()
    socket, old = await listen(phone), phone.token
    reply = await player.act(await player.revoke(phone.device.keys.id))
    assert reply.status == 200
    async with asyncio.timeout(5):
        while (await socket.receive()).type is aiohttp.WSMsgType.TEXT:
            pass
    assert socket.close_code == wire.DEVICE_REMOVED
    assert (await honest.send("GET", "/v1/log?after=0", token=old)).problem == "unauthorized"
    await phone.sign_in()
    assert (await phone.append(draft(envelope(player.account, epoch=1)))).problem == "unknown-device"
    assert (await phone.send("POST", "/v1/pairings", {"mailbox": to_base64url(os.urandom(32))})).problem == "unknown-device"
    again = await honest.http.ws_connect(honest.url + "/v1/stream")
    await again.send_json({"token": phone.token})
    async with asyncio.timeout(5):
        while (await again.receive()).type is aiohttp.WSMsgType.TEXT:
            raise AssertionError("a removed device is told of heads")
    assert again.close_code == wire.DEVICE_REMOVED


async def listen(player: Player) -> aiohttp.ClientWebSocketResponse:
    socket = await player.relay.http.ws_connect(player.relay.url + "/v1/stream")
    await socket.send_json({"token": player.token})
    assert "head" in await socket.receive_json()
    return socket
