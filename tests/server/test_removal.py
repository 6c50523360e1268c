"""Who is removed is out at once, everywhere, and may still read that it was; a closed account leaves its statements alone."""

import asyncio
import os
from pathlib import Path

import pytest
from aiohttp import ClientWebSocketResponse, WSMsgType

from counterfoil import wire
from counterfoil_crypto.chain import FIRST_GENERATION
from counterfoil_crypto.encoding import to_base64url
from counterfoil_crypto.header import blob_id
from counterfoil_crypto.statement import Close, Leave, Rotate
from tests.server.helpers import Player, Reply, draft, envelope, running_on_disk, verified


async def _listen(player: Player) -> ClientWebSocketResponse:
    socket = await player.relay.http.ws_connect(player.relay.url + "/v1/stream")
    await socket.send_json({"token": player.token})
    await socket.receive_json()
    return socket


async def _closed(socket: ClientWebSocketResponse) -> int | None:
    async with asyncio.timeout(5):
        while (await socket.receive()).type is WSMsgType.TEXT:
            pass
    return socket.close_code


async def test_a_revoke_ends_tokens_challenges_pairings_and_sockets_of_that_device_alone(player: Player) -> None:
    phone, mailbox = await player.pair(), to_base64url(os.urandom(32))
    nonce = (await phone.ask_challenge()).json["nonce"]
    await phone.send("POST", "/v1/pairings", {"mailbox": mailbox})
    out, stays = await _listen(phone), await _listen(player)
    await player.act(await player.revoke(phone.device.keys.id))
    assert await _closed(out) == wire.DEVICE_REMOVED
    assert (await stays.receive_json())["head"]["sequence"] == 3
    await stays.close()
    assert (await phone.send("GET", "/v1/log?after=0")).problem == "unauthorized"
    assert (await phone.ask_token(nonce)).problem == "bad-session"
    assert (await player.relay.send("GET", f"/v1/pairings/{mailbox}/answer")).problem == "no-mailbox"
    assert await player.write(epoch=1) == 4


async def test_a_removed_device_may_read_up_to_its_removal_and_nothing_else(player: Player) -> None:
    phone, record = await player.pair(), os.urandom(16)
    await player.write(record)
    removal = (await player.act(await player.revoke(phone.device.keys.id))).json["head"]
    await player.write(epoch=1)
    await phone.sign_in()
    page = await phone.read()
    assert [(one.kind, one.body is None) for one in page.entries] == [
        ("statement", False),
        ("statement", False),
        ("record", True),
        ("statement", False),
    ]
    assert page.head.model_dump(mode="json") == page.through.model_dump(mode="json") == removal
    assert verified(player.account, page).sequence == 4
    for after in (4, 5, 2**53 - 1):
        rest = await phone.read(after)
        assert (rest.entries, rest.through, rest.head) == ([], page.head, page.head)
    for method, path, body in (
        ("POST", "/v1/log/records", {"generation": to_base64url(FIRST_GENERATION), "records": [draft(envelope(player.account))]}),
        ("POST", "/v1/log/statements", {"statement": to_base64url((await player.add()).signed)}),
        ("POST", "/v1/pairings", {"mailbox": to_base64url(bytes(32))}),
        ("GET", "/v1/usage", None),
        ("GET", "/v1/checkpoint", None),
        ("GET", "/v1/checkpoint/live?sequence=1&after=", None),
        ("GET", f"/v1/blobs/{to_base64url(bytes(32))}", None),
    ):
        assert (await phone.send(method, path, body)).problem == "unknown-device", path
    socket = await player.relay.http.ws_connect(player.relay.url + "/v1/stream")
    await socket.send_json({"token": phone.token})
    assert await _closed(socket) == wire.DEVICE_REMOVED


async def test_who_leaves_is_out_and_no_epoch_starts(player: Player) -> None:
    phone = await player.pair()
    socket = await _listen(phone)
    await phone.act(await phone.sign(Leave()))
    assert await _closed(socket) == wire.DEVICE_REMOVED
    assert (await phone.send("GET", "/v1/usage")).problem == "unauthorized"
    assert await player.write() == 4
    assert (await player.roster()).rotation_due
    await player.act(await player.sign(Rotate(await player.start())))
    assert (await player.append(draft(envelope(player.account)))).problem == "stale-epoch"
    assert await player.write(epoch=1) == 6


async def test_the_only_member_cannot_leave(player: Player) -> None:
    reply = await player.append_statement((await player.sign(Leave())).signed)
    assert (reply.problem, reply.json["code"]) == ("refused", "device")


async def test_of_two_that_revoke_each_other_the_first_wins(player: Player) -> None:
    phone = await player.pair()
    mine, theirs = await player.revoke(phone.device.keys.id), await phone.revoke(player.device.keys.id)
    await player.act(mine)
    assert (await player.append_statement(theirs.signed)).problem == "conflict"
    again = await player.sign(theirs.act, signer=phone.device)
    reply = await player.append_statement(again.signed)
    assert (reply.problem, reply.json["code"]) == ("refused", "signer")


async def test_no_write_of_a_removed_device_comes_after_its_removal(player: Player) -> None:
    phone = await player.pair()

    async def remove() -> Reply:
        while True:
            reply = await player.append_statement((await player.revoke(phone.device.keys.id)).signed)
            if reply.problem != "conflict":
                return reply

    writes = [phone.append(draft(envelope(player.account))) for _ in range(12)]
    removed, *late = await asyncio.gather(remove(), *writes)
    assert removed.status == 200
    assert (await player.read()).entries[-1].sequence == removed.json["sequence"]
    assert {one.problem for one in late} <= {None, "unknown-device", "unauthorized"}


async def test_a_closed_account_shows_its_statements_to_everyone_and_nothing_else(player: Player) -> None:
    phone, blob = await player.pair(), os.urandom(2_000)
    name = to_base64url(blob_id(blob))
    await player.write()
    put = await player.send("PUT", f"/v1/blobs/{name}", blob, headers={"Content-Type": "application/octet-stream"})
    assert put.status == 201
    path = f"/v1/accounts/{to_base64url(player.account)}/statements"
    assert (await player.relay.send("GET", path)).problem == "unauthorized"
    sockets = [await _listen(player), await _listen(phone)]
    signed = [one.signed for one in await player.statements()]
    close = await phone.sign(Close())
    await phone.act(close)
    assert [await _closed(one) for one in sockets] == [wire.ACCOUNT_CLOSED] * 2
    found = (await player.relay.send("GET", path)).json["statements"]
    assert found == [to_base64url(one) for one in (*signed, close.signed)]
    assert (await player.send("GET", "/v1/log?after=0")).problem == "unauthorized"
    assert (await player.ask_challenge()).problem == "closed"
    assert (await player.open_account()).problem == "closed"
    assert (await player.open_account(signed, again=True)).problem == "closed"
    find = {"device": to_base64url(player.device.keys.id), "start": to_base64url(player.account[:16])}
    assert (await player.relay.send("POST", "/v1/accounts/find", find)).json == {"account": to_base64url(player.account)}
    assert (await player.relay.send("GET", f"/v1/accounts/{to_base64url(bytes(32))}/statements")).problem == "unknown-account"


async def test_nothing_of_a_closed_account_but_its_statements_is_in_any_file(tmp_path: Path) -> None:
    async with running_on_disk(tmp_path / "data") as relay:
        player = await Player.begin(relay)
        sealed, blob = envelope(player.account, size=8_192), os.urandom(20_000)
        name = to_base64url(blob_id(blob))
        await player.append(draft(sealed))
        await player.send("PUT", f"/v1/blobs/{name}", blob, headers={"Content-Type": "application/octet-stream"})
        pieces = _pieces(sealed) + _pieces(blob)
        assert _found(pieces, tmp_path) > len(pieces) / 2
        await player.act(await player.sign(Close()))
        assert relay.store is not None
        await relay.store.purge(0)
        assert _found(pieces, tmp_path) == 0
        assert not [one for one in (tmp_path / "data" / "blobs").rglob("*") if one.is_file()]


async def test_a_file_that_cannot_be_erased_keeps_nothing_else(tmp_path: Path) -> None:
    async with running_on_disk(tmp_path / "data") as relay:
        player = await Player.begin(relay)
        sealed, blob = envelope(player.account, size=8_192), os.urandom(20_000)
        name = blob_id(blob)
        await player.append(draft(sealed))
        await player.send("PUT", f"/v1/blobs/{to_base64url(name)}", blob, headers={"Content-Type": "application/octet-stream"})
        await player.act(await player.sign(Close()))
        file = tmp_path / "data" / "blobs" / player.account.hex() / name.hex()
        file.unlink()
        file.mkdir()
        assert relay.store is not None
        with pytest.raises(OSError, match=name.hex()):
            await relay.store.purge(0)
        assert _found(_pieces(sealed), tmp_path) == 0
        file.rmdir()
        await relay.store.purge(0)


def _pieces(data: bytes) -> list[bytes]:
    return [data[at : at + 64] for at in range(128, len(data) - 64, 64)]


def _found(pieces: list[bytes], folder: Path) -> int:
    """How many of `pieces` are in the files of `folder`."""
    kept = b"".join(one.read_bytes() for one in folder.rglob("*") if one.is_file())
    return sum(piece in kept for piece in pieces)


@pytest.mark.parametrize("times", range(3))
async def test_a_stream_that_begins_while_its_device_is_removed_ends(player: Player, times: int) -> None:
    phone = await player.pair()
    revoke = await player.revoke(phone.device.keys.id)
    socket = await player.relay.http.ws_connect(player.relay.url + "/v1/stream")
    asking = asyncio.create_task(socket.send_json({"token": phone.token}))
    await asyncio.sleep(times * 0.002)
    await player.act(revoke)
    await asking
    assert await _closed(socket) in (wire.DEVICE_REMOVED, wire.WRONG_TOKEN)
