"""Whatever is thrown at it, the relay answers with a 4xx that names the fault, and its database stays as it was."""

import asyncio
import json
import random
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterfoil.relay.app import ROUTES
from counterfoil.relay.store.database import FILE
from counterfoil_crypto.encoding import to_base64url
from tests.server.helpers import Player, Relay, check_headers, draft, envelope

FUZZ = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

UNREADABLE = [
    b"",
    b"\xff\xfe{",
    b"\xef\xbb\xbf{}",
    b"{",
    b"[" * 60_000,
    b'{"genesis":' * 5_000,
    b'{"genesis": "\\ud800"}',
    b'{"genesis": NaN}',
    b'{"generation": Infinity, "records": []}',
    b'{"genesis": ' + b"9" * 10_000 + b"}",
    b'{"genesis": "' + b"A" * 60_000 + b'"}',
    b'{"account": true, "device": 1e400}',
    b"null",
    b'"text"',
    b"{} {}",
    b"{" + b", ".join(b'"%d": 0' % one for one in range(5_000)) + b"}",
]

METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "PROPFIND"]
PATHS = sorted({route.path for route in ROUTES})
MAILBOXES = st.one_of(st.just(to_base64url(bytes(32))), st.text(min_size=1, max_size=60))
IN_PATH = re.compile(r"\{\w+\}")
NESTED = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=80),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=20), inner, max_size=4),
    max_leaves=12,
)
ASKED = ("genesis", "account", "device", "origin", "nonce", "signature", "generation", "records")
NAMES = (*ASKED, "statement", "mailbox", "message", "base", "envelope", "statements", "again", "start")
LIKELY = st.sampled_from([to_base64url(bytes(size)) for size in (0, 1, 15, 16, 17, 32, 33, 64, 258)])
BODIES = st.one_of(
    st.binary(max_size=200),
    st.sampled_from(UNREADABLE),
    NESTED.map(lambda value: json.dumps(value).encode()),
    st.dictionaries(st.sampled_from(NAMES), LIKELY | NESTED, max_size=6).map(lambda value: json.dumps(value).encode()),
)


def _rows(folder: Path) -> dict[str, list[Any]]:
    with sqlite3.connect(folder / "data" / FILE) as database:
        found = {
            table: database.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()  # noqa: S608 # our own names
            for table in (
                "accounts",
                "devices",
                "entries",
                "challenges",
                "tokens",
                "pairings",
                "blobs",
                "listings",
                "erased_blobs",
            )
        }
    database.close()
    return found


@FUZZ
@given(
    method=st.sampled_from(METHODS),
    path=st.sampled_from(PATHS) | st.text(max_size=30).map(lambda text: "/" + quote(text)),
    mailbox=MAILBOXES,
    query=st.one_of(st.just(""), st.text(max_size=30), st.integers().map(lambda one: f"after={one}")),
    body=BODIES,
    content_type=st.sampled_from(["application/json", "application/json; charset=latin-1", "text/plain", ";;", ""]),
    signed_in=st.booleans(),
)
async def test_no_request_harms(  # noqa: PLR0917 # drawn by name
    tmp_path: Path,
    player: Player,
    method: str,
    path: str,
    mailbox: str,
    query: str,
    body: bytes,
    content_type: str,
    signed_in: bool,  # noqa: FBT001 # likewise
) -> None:
    before = _rows(tmp_path)
    where = IN_PATH.sub(quote(mailbox, safe=""), path) + ("?" + quote(query, safe="=") if query else "")
    headers = {"Content-Type": content_type}
    token = player.token if signed_in else None
    reply = await player.relay.send(method, where, body, token=token, headers=headers)
    if reply.status < 400:
        assert method == "GET" or (method, path) == ("POST", "/v1/pairings")
    if method != "POST" or path != "/v1/pairings" or reply.status >= 400:
        assert _rows(tmp_path) == before
    assert (await player.relay.send("GET", "/v1/health")).status == 200


@pytest.mark.parametrize("body", UNREADABLE, ids=lambda body: repr(body[:20]))
async def test_an_unreadable_body_changes_nothing_on_any_route(tmp_path: Path, player: Player, body: bytes) -> None:
    before = _rows(tmp_path)
    for route in ROUTES:
        if route.method in ("POST", "PUT"):
            kind = "application/octet-stream" if "blob" in route.path else "application/json"
            where = IN_PATH.sub(to_base64url(bytes(32)), route.path)
            reply = await player.send(route.method, where, body, headers={"Content-Type": kind})
            assert reply.status in (400, 413, 422), route
    assert _rows(tmp_path) == before


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?after=",
        "?after=-1",
        "?after=1.0",
        "?after=٣",
        "?after=%00",
        "?after=%FF",
        "?after=1&after=1",
        "?after=0&x=1",
        "?after=9007199254740992",
        "?after=" + "9" * 5000,
        "?After=0",
        "?after=0x1",
        "?after=+1",
    ],  # one line is too long
)
async def test_after_is_a_sequence(player: Player, query: str) -> None:
    reply = await player.send("GET", "/v1/log" + query)
    assert (reply.status, reply.problem) == (400, "malformed")


def _mangled(seed: int, account: bytes) -> Iterator[Any]:
    """A well-formed batch with one thing wrong somewhere."""
    chance = random.Random(seed)  # noqa: S311 # a test's luck, not a secret
    for _ in range(60):
        body: Any = {"generation": to_base64url(bytes(32)), "records": [draft(envelope(account)) for _ in range(3)]}
        wrong: Any = chance.choice([None, -1, 0, 2**53, 1.5, True, "", "=", "AB", [], {}, [[]], "A" * 100, "é", "\ud800"])
        match chance.randrange(4):
            case 0:
                body[chance.choice(["generation", "records", "more"])] = wrong
            case 1:
                body["records"][chance.randrange(3)] = wrong
            case 2:
                body["records"][chance.randrange(3)]["envelope"] = wrong
            case _:
                body["records"][chance.randrange(3)][chance.choice(["more", "Base"])] = wrong
        yield body


@pytest.mark.parametrize("seed", range(5))
async def test_a_batch_with_one_thing_wrong_is_not_written_at_all(tmp_path: Path, player: Player, seed: int) -> None:
    before = _rows(tmp_path)
    for body in _mangled(seed, player.account):
        reply = await player.send("POST", "/v1/log/records", body)
        assert reply.status in (400, 422), body
    assert _rows(tmp_path) == before


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"GET / HTTP/9.9\r\n\r\n",
        b"G\x00T /v1/health HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /v1/health HTTP/1.1\r\nBad header\r\n\r\n",
        b"GET /" + b"x" * 20_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /v1/health HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 20_000 + b"\r\n\r\n",
        b"GET /v1/health HTTP/1.1\r\n" + b"X: y\r\n" * 500 + b"\r\n",
        b"POST /v1/accounts HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /v1/accounts HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        (
            b"POST /v1/accounts HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n"
        ),
        b"POST /v1/log/records HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\nzz\r\n",
        (
            b"POST /v1/accounts HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nExpect: a miracle\r\n"
            b"Content-Length: 2\r\nConnection: close\r\n\r\n{}"
        ),
        b"GET /nothing HTTP/1.1\r\nHost: x\r\nExpect: a miracle\r\nConnection: close\r\n\r\n",
        (
            b"POST /v1/accounts HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n"
            b"Content-Length: 9\r\nConnection: close\r\n\r\nnot a zip"
        ),
        b"GET /v1/stream HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Version: 99\r\n\r\n",
        (
            b"GET /v1/stream HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: upgrade\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: short\r\n\r\n"
        ),
        b"OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"GET http://elsewhere.example/v1/nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"CONNECT elsewhere.example:443 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"GET //[::1/v1 HTTP/1.1\r\nHost: [\r\nConnection: close\r\n\r\n",
    ],
    ids=lambda sent: repr(sent[:40]),
)
async def test_what_is_hardly_http_gets_a_problem_too(relay: Relay, sent: bytes, caplog: pytest.LogCaptureFixture) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(relay.url.rpartition(":")[2]))
    writer.write(sent)
    async with asyncio.timeout(5):
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().strip().split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines)
        body = await reader.readexactly(int(headers["Content-Length"]))
    writer.close()
    assert int(first.split()[1]) >= 400
    check_headers(int(first.split()[1]), headers, body.decode())
    assert "Traceback" not in caplog.text
    assert "127.0.0.1" not in caplog.text


async def test_a_client_that_hangs_up_is_no_fault(relay: Relay, player: Player, caplog: pytest.LogCaptureFixture) -> None:
    port = int(relay.url.rpartition(":")[2])
    body = json.dumps({"generation": to_base64url(bytes(32)), "records": [draft(envelope(player.account))]}).encode()
    head = (
        f"POST /v1/log/records HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {player.token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode()
    for length in (len(head) - 4, len(head), len(head) + 10, len(head) + len(body)):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write((head + body)[:length])
        await writer.drain()
        writer.transport.abort()
    await asyncio.sleep(0.1)
    assert (await player.read()).head.sequence in (1, 2)
    assert await player.write() in (2, 3)
    assert "Traceback" not in caplog.text
