"""Room and rate end what grows, never what a person needs to get out: statements, and writes that do not grow the account."""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from counterfoil.relay import bodies, serving, sessions
from counterfoil.relay.problem import ProblemError
from counterfoil.relay.rates import Rates, network
from counterfoil.relay.store import admit
from counterfoil.relay.turns import Turns
from counterfoil_crypto.encoding import to_base64url
from counterfoil_crypto.header import blob_id
from counterfoil_crypto.statement import Cancel, Checkpoint, Close, Leave, Notice, Role, Rotate
from tests.server.helpers import Clock, Player, Relay, draft, envelope, running_on_disk

BINARY = {"Content-Type": "application/octet-stream"}
SIZE = len(envelope(bytes(32)))


@pytest.fixture
async def small(tmp_path: Path) -> AsyncIterator[Player]:
    """An account that has room for two small records."""
    async with running_on_disk(tmp_path / "small", quota=2 * SIZE) as relay:
        yield await Player.begin(relay)


async def test_a_full_account_takes_what_does_not_grow_it_and_nothing_else(small: Player) -> None:
    record = os.urandom(16)
    await small.write(record)
    await small.write()
    assert (await small.send("GET", "/v1/usage")).json["bytes"] == 2 * SIZE
    reply = await small.append(
        draft(envelope(small.account)),
        draft(envelope(small.account, record, size=1_025), 2),
        draft(envelope(small.account, record, size=1_024), 2),
        draft(envelope(small.account, record, size=500), 4),
    )
    full = {"problem": "full", "used": 2 * SIZE, "limit": 2 * SIZE}
    assert reply.json["results"] == [{**full, "newest": None}, {**full, "newest": 2}, {"sequence": 4}, {"sequence": 5}]
    assert (await small.send("GET", "/v1/usage")).json["bytes"] == 2 * SIZE - 524
    blob = os.urandom(525)
    put = await small.send("PUT", f"/v1/blobs/{to_base64url(blob_id(blob))}", blob, headers=BINARY)
    assert (put.status, put.problem, put.json["used"], put.json["limit"]) == (507, "full", 2 * SIZE - 524, 2 * SIZE)
    blob = blob[:524]
    path = f"/v1/blobs/{to_base64url(blob_id(blob))}"
    assert (await small.send("PUT", path, blob, headers=BINARY)).status == 201
    assert (await small.send("PUT", path, blob, headers=BINARY)).status == 200


async def test_a_full_account_takes_every_statement(small: Player) -> None:
    await small.append(*(draft(envelope(small.account)) for _ in range(3)))
    phone = await small.pair()
    await small.act(await small.revoke(phone.device.keys.id))
    assert (await small.append(draft(envelope(small.account, epoch=1)))).problem == "full"
    await small.act(await small.sign(Close()))


async def test_room_that_becomes_free_can_be_used(small: Player) -> None:
    record = os.urandom(16)
    await small.write(record, size=2 * SIZE - 96)
    assert (await small.append(draft(envelope(small.account)))).problem == "full"
    await small.write(record, 2, size=1_024)
    assert await small.write() == 4


async def test_an_account_that_asks_too_often_can_still_do_what_must_be_done(tmp_path: Path) -> None:
    async with running_on_disk(tmp_path, rate=1) as relay:
        player = await Player.begin(relay)
        phone, record = await player.pair(), os.urandom(16)
        at = await player.write(record)
        revoke, generation = await player.revoke(phone.device.keys.id), player.generation
        while (reply := await phone.send("GET", "/v1/usage")).status == 200:
            pass
        assert (reply.status, reply.problem, reply.json["retry"]) == (429, "too-many-requests", 1)
        grown = [await player.append(draft(envelope(player.account)), generation=generation) for _ in range(2)]
        assert {one.problem for one in grown} == {"too-many-requests"}
        for _ in range(40):  # a thief uses up its own share, and no other's
            reply = await phone.append_statement(b"no statement")
        assert reply.problem == "too-many-requests"
        assert (await player.append(draft(envelope(player.account, record), at))).json["results"] == [{"sequence": 4}]
        assert (await player.append_statement(revoke.signed)).problem == "conflict"
        relay.clock.seconds += 3
        again = await player.revoke(phone.device.keys.id)
        assert (await player.append_statement(again.signed)).status == 200
        relay.clock.seconds += 60
        assert await player.write(epoch=1) == 6


async def test_a_removed_device_uses_up_no_share_but_its_own(tmp_path: Path) -> None:
    async with running_on_disk(tmp_path, rate=1) as relay:
        player = await Player.begin(relay)
        phone = await player.pair()
        await player.act(await player.revoke(phone.device.keys.id))
        relay.clock.seconds += 60
        await phone.sign_in()
        while (reply := await phone.send("GET", "/v1/log?after=0")).status == 200:
            pass
        assert reply.problem == "too-many-requests"
        assert (await phone.send("GET", "/v1/usage")).problem == "too-many-requests"  # what it is refused counts too
        assert (await player.send("GET", "/v1/usage")).status == 200
        assert await player.write(epoch=1) == 4


async def test_a_stream_counts_for_the_address_that_opens_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "network", lambda _address: "192.0.2.7")
    async with running_on_disk(tmp_path, rate=1) as relay:
        for _ in range(31):
            async with relay.http.ws_connect(relay.url + "/v1/stream"):
                pass
        assert (await relay.send("GET", "/v1/stream")).problem == "too-many-requests"


async def test_an_account_has_no_more_members_than_a_removal_can_name(player: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    """The largest statement must fit into what is taken of one."""
    assert 162 + 16 + 110 + 96 * (admit.MOST_MEMBERS - 1) + 64 <= 32_768
    monkeypatch.setattr(admit, "MOST_MEMBERS", 3)
    phones = [await player.pair() for _ in range(2)]
    reply = await player.append_statement((await player.add()).signed)
    assert (reply.problem, reply.json["limit"]) == ("too-large", 3)
    await player.act(await player.revoke(phones[0].device.keys.id))
    await player.pair()


async def test_statements_end_where_they_are_too_many_but_whoever_sent_them_can_be_removed(
    player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone, other, kit = await player.pair(), await player.pair(), await player.pair(Role.KIT)
    await phone.act(await phone.sign(Notice(kit.device.keys.id)))
    monkeypatch.setattr(admit, "MOST_BYTES", sum(len(one.signed) for one in await player.statements()) + 300)
    await phone.act(await phone.sign(Checkpoint(bytes(32))))
    for signed in (
        await phone.sign(Checkpoint(bytes(32))),
        await phone.sign(Rotate(await phone.start())),
        await phone.add(),
    ):
        assert (await phone.append_statement(signed.signed)).problem == "too-large"
    await player.act(await player.sign(Cancel(kit.device.keys.id)))
    assert (await phone.append_statement((await phone.sign(Notice(kit.device.keys.id))).signed)).problem == "too-large"
    await player.act(await player.revoke(phone.device.keys.id))
    await other.act(await other.sign(Leave()))
    await player.act(await player.sign(Rotate(await player.start())))
    assert (await player.append_statement((await player.sign(Rotate(await player.start()))).signed)).problem == "too-large"
    await player.act(await player.sign(Close()))


def test_rates_let_half_a_minute_through_at_once_and_then_the_average() -> None:
    clock = Clock(1_000.0)
    rates = Rates(2, clock)

    def count(key: str) -> int:
        for taken in range(1_000):
            try:
                rates.take(key)
            except ProblemError:
                return taken
        raise AssertionError

    assert count("one") == 61
    assert count("one") == 0
    assert count("two") == 61
    clock.seconds += 5
    assert count("one") == 10
    assert rates.take("one", "three") == 1
    clock.seconds -= 500  # a clock that was put back locks nobody out
    assert count("one") == 61
    clock.seconds += 10_000
    assert count("one") == 61
    Rates(None, clock).take("one")


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        (None, None),
        ("127.0.0.1", None),
        ("127.9.9.9", None),
        ("::1", None),
        ("::ffff:127.0.0.1", None),
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
    ],
)
def test_an_address_is_counted_as_its_network(address: str | None, counted: str | None) -> None:
    assert network(address) == counted


async def test_turns_are_so_many_in_all_and_so_many_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("counterfoil.relay.turns.WAIT_SECONDS", 1)
    turns = Turns(3, 2)
    async with turns.take("a"), turns.take("a"):
        with pytest.raises(ProblemError, match="too much is being sent"):
            await turns.take("a").__aenter__()
        async with turns.take("b"):
            with pytest.raises(ProblemError):
                await turns.take("c").__aenter__()
            waiting = asyncio.create_task(turns.take("c").__aenter__())
            await asyncio.sleep(0)
        await waiting


async def test_a_body_that_stands_still_is_ended(relay: Relay, player: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (bodies.STANDSTILL_SECONDS, bodies.BODY_SECONDS) == (10, 60)
    monkeypatch.setattr(bodies, "STANDSTILL_SECONDS", 0.1)
    for path, body in (("/v1/log/records", 200_000), ("/v1/tokens", 20)):
        reader, writer = await asyncio.open_connection("127.0.0.1", int(relay.url.rpartition(":")[2]))
        head = f"POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {player.token}\r\n"
        head += "Content-Type: application/json\r\nContent-Length: 1000000\r\n\r\n"
        writer.write((head if body > 1_000 else head.replace("1000000", "1000")).encode() + b" " * body)
        async with asyncio.timeout(5):
            assert b" 400 " in await reader.readline()
        writer.close()


async def test_stalled_bodies_leave_turns_for_others(relay: Relay, player: Player) -> None:
    """As many as one account may have stand still; another account's goes through."""
    stalled = []
    head = f"POST /v1/log/records HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {player.token}\r\n"
    head += "Content-Type: application/json\r\nContent-Length: 8000000\r\n\r\n"
    for _ in range(20):
        _, writer = await asyncio.open_connection("127.0.0.1", int(relay.url.rpartition(":")[2]))
        writer.write(head.encode() + b" " * 100_000)
        await writer.drain()
        stalled.append(writer)
    other = await Player.begin(relay)
    async with asyncio.timeout(5):
        assert await other.write(size=500_000) == 2
        assert await player.write() == 2
    for writer in stalled:
        writer.transport.abort()


async def test_a_connection_that_says_nothing_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert serving.IDLE_SECONDS == 75
    monkeypatch.setattr(serving, "IDLE_SECONDS", 0.1)
    async with running_on_disk(tmp_path) as relay:
        for sent in (b"", b"GET /v1/health HTTP/1.1\r\nHos"):
            reader, writer = await asyncio.open_connection("127.0.0.1", int(relay.url.rpartition(":")[2]))
            writer.write(sent)
            async with asyncio.timeout(5):
                assert await reader.read() == b""
            writer.close()


async def test_there_are_so_many_connections_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "MOST_CONNECTIONS", 3)
    async with running_on_disk(tmp_path) as relay:
        port = int(relay.url.rpartition(":")[2])
        held = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]
        await asyncio.sleep(0.05)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        async with asyncio.timeout(5):
            assert await reader.read() == b""
        for one in (*held, (reader, writer)):
            one[1].close()
        await asyncio.sleep(0.05)
        assert (await relay.send("GET", "/v1/health")).status == 200


async def test_one_address_does_not_have_all_connections(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert serving.MOST_OF_ONE < serving.MOST_CONNECTIONS
    monkeypatch.setattr(serving, "MOST_OF_ONE", 3)
    peers = iter(["a", "a", "a", "a", "b", None, None, None, None, None])
    monkeypatch.setattr(serving, "network", lambda _address: next(peers))
    async with running_on_disk(tmp_path) as relay:
        port = int(relay.url.rpartition(":")[2])
        held = [await asyncio.open_connection("127.0.0.1", port) for _ in range(10)]
        await asyncio.sleep(0.1)
        ended = [reader.at_eof() for reader, _ in held]
        assert ended == [at == 3 for at in range(10)]
        for _, writer in held:
            writer.close()


async def test_who_does_not_read_a_large_answer_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert serving.SENDING_SECONDS == 120
    async with running_on_disk(tmp_path) as relay:
        player = await Player.begin(relay)
        for _ in range(4):
            await player.write(size=1024 * 1024 - 1024)
        monkeypatch.setattr(serving, "SENDING_SECONDS", 0.2)
        reader, writer = await asyncio.open_connection("127.0.0.1", int(relay.url.rpartition(":")[2]), limit=1024)
        writer.write(f"GET /v1/log?after=0 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {player.token}\r\n\r\n".encode())
        await asyncio.sleep(0.6)
        with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
            await reader.readexactly(5_000_000)
        writer.close()


async def test_what_is_put_back_may_be_large_and_strangers_take_turns(relay: Relay) -> None:
    player = await Player.begin(relay)
    many = ["A" * 20_000] * 50
    assert player.genesis is not None
    reply = await relay.send("POST", "/v1/accounts", {"genesis": to_base64url(player.genesis.signed), "statements": many})
    assert (reply.status, reply.json["code"]) == (422, "version")
    assert len(json.dumps(many)) > 64 * 1024
