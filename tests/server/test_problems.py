"""Every problem of PROTOCOL.md's table happens, under its code and status, and there are no others."""

import os
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Literal

import pytest

from counterfoil.relay.store.sqlite import SqliteStore
from counterfoil.wire import LARGEST_BODY, LARGEST_SMALL_BODY, ProblemCode
from counterfoil_crypto import statement
from counterfoil_crypto.encoding import to_base64url
from tests.server.helpers import ROOT, Player, Relay, Reply, draft, envelope, running_on_disk

MAILBOX = to_base64url(bytes(32))


async def _stale_statement(player: Player) -> Reply:
    late = await player.add()
    await player.write()
    return await player.append_statement(late.signed)


async def _second_claim(player: Player) -> Reply:
    await player.send("POST", "/v1/pairings", {"mailbox": MAILBOX})
    await player.relay.send("PUT", f"/v1/pairings/{MAILBOX}/claim", {"message": "AAAA"})
    return await player.relay.send("PUT", f"/v1/pairings/{MAILBOX}/claim", {"message": "BBBB"})


async def _early_answer(player: Player) -> Reply:
    await player.send("POST", "/v1/pairings", {"mailbox": MAILBOX})
    return await player.send("PUT", f"/v1/pairings/{MAILBOX}/answer", {"message": "AAAA"})


async def _closed(player: Player) -> Reply:
    await player.act(await player.sign(statement.Close()))
    return await player.ask_challenge()


async def _too_often(player: Player) -> Reply:
    for _ in range(40):
        reply = await player.send("GET", "/v1/usage")
    assert reply.json["retry"] >= 1
    return reply


PRODUCERS: dict[ProblemCode, Callable[[Player], Awaitable[Reply]]] = {
    ProblemCode.MALFORMED: lambda one: one.relay.send("POST", "/v1/accounts", {"genesis": "=", "more": 1}),
    ProblemCode.TOO_LARGE: lambda one: one.append(*[draft(b"\x01")] * 101),
    ProblemCode.REFUSED: lambda one: one.append(draft(b"\x01")),
    ProblemCode.NOT_FOUND: lambda one: one.relay.send("GET", "/v2/log"),
    ProblemCode.METHOD_NOT_ALLOWED: lambda one: one.relay.send("PATCH", "/v1/log"),
    ProblemCode.UNSUPPORTED_MEDIA_TYPE: lambda one: one.relay.send("POST", "/v1/accounts", data=b"{}"),
    ProblemCode.UNAUTHORIZED: lambda one: one.relay.send("GET", "/v1/log?after=0"),
    ProblemCode.UNKNOWN_ACCOUNT: lambda one: Player(one.relay, account=bytes(32)).ask_challenge(),
    ProblemCode.UNKNOWN_DEVICE: lambda one: Player(one.relay, account=one.account).ask_challenge(),
    ProblemCode.BAD_SESSION: lambda one: one.ask_token(to_base64url(bytes(32))),
    ProblemCode.WRONG_ORIGIN: lambda one: one.ask_token(to_base64url(bytes(32)), origin="https://relay.example"),
    ProblemCode.ACCOUNTS_CLOSED: lambda one: _stranger(one.relay).open_account(),
    ProblemCode.STALE_GENERATION: lambda one: one.append(draft(envelope(one.account)), generation=b"\x01" * 32),
    ProblemCode.STALE_EPOCH: lambda one: one.append(draft(envelope(one.account, epoch=1))),
    ProblemCode.CONFLICT: _stale_statement,
    ProblemCode.NO_MAILBOX: lambda one: one.send("GET", f"/v1/pairings/{MAILBOX}"),
    ProblemCode.CLAIMED: _second_claim,
    ProblemCode.OUT_OF_TURN: _early_answer,
    ProblemCode.CLOSED: _closed,
    ProblemCode.NO_CHECKPOINT: lambda one: one.send("GET", "/v1/checkpoint"),
    ProblemCode.NO_BLOB: lambda one: one.send("GET", f"/v1/blobs/{MAILBOX}"),
    ProblemCode.FULL: lambda one: one.append(draft(envelope(one.account, size=2_000))),
    ProblemCode.TOO_MANY_REQUESTS: _too_often,
}


@pytest.mark.parametrize("code", ProblemCode, ids=str)
async def test_each_problem_happens(code: ProblemCode, tmp_path: Path) -> None:
    async with running_on_disk(tmp_path) as relay:
        player = await Player.begin(relay)
    accounts: Literal["open", "closed"] = "closed" if code is ProblemCode.ACCOUNTS_CLOSED else "open"
    rate = 1 if code is ProblemCode.TOO_MANY_REQUESTS else None
    async with running_on_disk(tmp_path, accounts, relay.clock, quota=2_000, rate=rate) as relay:
        player.relay = relay
        reply = await PRODUCERS[code](player)
    assert reply.problem == code
    if code not in (ProblemCode.STALE_EPOCH, ProblemCode.FULL):  # said of one record in a batch
        assert (reply.status, reply.json["title"]) == (code.status, code.heading)


def test_the_table_of_the_protocol_is_the_table_of_the_models() -> None:
    text = (ROOT / "server" / "PROTOCOL.md").read_text("utf-8")
    table = re.findall(r"^\| `([a-z-]+)` \| (\d{3}) \|", text, re.MULTILINE)
    assert [(code, int(status)) for code, status in table] == [(one.value, one.status) for one in ProblemCode]
    assert list(PRODUCERS) == list(ProblemCode)


async def test_a_closed_relay_still_knows_the_accounts_it_has(tmp_path: Path) -> None:
    async with running_on_disk(tmp_path) as relay:
        player = await Player.begin(relay)
    async with running_on_disk(tmp_path, "closed", relay.clock) as relay:
        player.relay = relay
        assert (await player.open_account()).status == 200
        assert (await relay.send("GET", "/v1/info")).json["accounts"] == "closed"


async def test_malformed_says_where_and_what_and_not_what_was_sent(player: Player) -> None:
    reply = await player.append(draft(envelope(player.account)), {"base": -1, "envelope": "secret!", "more": 1})
    assert [one["where"] for one in reply.json["errors"]] == [
        "records.1.base",
        "records.1.envelope",
        "records.1.more",
    ]
    assert "secret" not in str(reply.json)


LIMITED = [("/v1/challenges", LARGEST_SMALL_BODY), ("/v1/accounts", LARGEST_BODY), ("/v1/log/records", LARGEST_BODY)]


@pytest.mark.parametrize(("path", "most"), LIMITED, ids=str)
async def test_bodies_have_limits(player: Player, path: str, most: int) -> None:
    within = await player.send("POST", path, b" " * (most - 2) + b"{}")
    assert (within.status, within.problem) == (400, "malformed")
    over = await player.send("POST", path, b" " * (most - 1) + b"{}")
    assert (over.status, over.problem, over.json["limit"]) == (413, "too-large", most)


async def test_a_body_without_a_length_has_the_same_limit(relay: Relay) -> None:
    async def endless() -> object:
        for _ in range(100):
            yield bytes(65_536)

    reply = await relay.send("POST", "/v1/tokens", data=endless(), headers={"Content-Type": "application/json"})
    assert (reply.status, reply.problem) == (413, "too-large")


async def test_a_compressed_body_is_not_read(relay: Relay) -> None:
    reply = await relay.send("POST", "/v1/accounts", b"{}", headers={"Content-Encoding": "gzip"})
    assert (reply.status, reply.problem) == (415, "unsupported-media-type")


async def test_a_page_may_ask_before_it_asks(relay: Relay) -> None:
    headers = {"Origin": "moz-extension://x", "Access-Control-Request-Method": "PUT"}
    reply = await relay.send("OPTIONS", f"/v1/pairings/{MAILBOX}/answer", headers=headers)
    assert reply.status == 204
    assert reply.headers["Access-Control-Allow-Methods"] == "GET, PUT"
    assert reply.headers["Access-Control-Allow-Headers"] == "Authorization, Content-Type"
    assert int(reply.headers["Access-Control-Max-Age"]) > 0
    assert (await relay.send("OPTIONS", "/v1/nothing", headers=headers)).problem == "not-found"


async def test_a_fault_of_the_relay_is_logged_and_not_told(
    relay: Relay, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(_store: SqliteStore) -> None:
        raise ZeroDivisionError("a detail")

    monkeypatch.setattr(SqliteStore, "ready", fail)
    async with relay.http.get(relay.url + "/v1/health") as answer:
        assert answer.status == 500
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert await answer.json(content_type="application/problem+json") == {
            "type": "about:blank",
            "title": "A fault of the relay",
            "status": 500,
            "detail": "",
        }
    assert "ZeroDivisionError: a detail" in caplog.text


async def test_health_and_info(relay: Relay) -> None:
    assert (await relay.send("GET", "/v1/health")).json == {"status": "ok"}
    info = (await relay.send("GET", "/v1/info")).json
    assert info["limits"] == {"body": 8_388_608, "envelope": 1_048_576, "batch": 100, "page": 1_000, "blob": 67_126_296}
    assert info["accounts"] == "open"


def _stranger(relay: Relay) -> Player:
    player = Player(relay)
    player.genesis = statement.genesis(player.device, os.urandom(32), os.urandom(80))
    return player
