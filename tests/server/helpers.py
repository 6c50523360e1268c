"""A device played with raw signing, and a relay to play it against: random bytes stand for what is sealed."""

import asyncio
import io
import json
import os
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp.typedefs import Middleware

from counterfoil import wire
from counterfoil.relay.app import create_app
from counterfoil.relay.heads import Heads
from counterfoil.relay.serving import bind, serve
from counterfoil.relay.settings import Accounts, Settings
from counterfoil.relay.state import HEADS
from counterfoil.relay.store.base import Store
from counterfoil.relay.store.sqlite import SqliteStore
from counterfoil_crypto import chain, statement
from counterfoil_crypto.device import Device
from counterfoil_crypto.encoding import from_base64url, to_base64url
from counterfoil_crypto.header import Header
from counterfoil_crypto.roster import Roster
from counterfoil_crypto.session import session_message
from counterfoil_crypto.statement import EpochStart, Role

ROOT = Path(__file__).resolve().parents[2]
START = 1_795_300_000.0


@dataclass
class Clock:
    """A relay's time, moved by hand."""

    seconds: float = START

    def __call__(self) -> float:
        return self.seconds


@dataclass
class Reply:
    status: int
    json: Any
    headers: dict[str, str]

    @property
    def problem(self) -> str | None:
        """The code of a problem, or of the first record that was not appended."""
        if self.status >= 400:
            return wire.Problem.model_validate_json(json.dumps(self.json)).problem
        refused = [one["problem"] for one in (self.json or {}).get("results", []) if "problem" in one]
        return refused[0] if refused else None


@dataclass
class Relay:
    """A relay on a real port of this machine."""

    url: str
    http: aiohttp.ClientSession
    clock: Clock = field(default_factory=Clock)
    heads: Heads = field(default_factory=Heads)
    store: Store | None = None

    async def send(self, method: str, path: str, body: Any = None, *, token: str | None = None, **more: Any) -> Reply:
        """Any request. Whatever the answer, it is JSON as PROTOCOL.md has it and any page may read it."""
        headers = {**more.pop("headers", {})}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        if body is not None:
            more["data"] = io.BytesIO(body if isinstance(body, bytes) else json.dumps(body).encode())
            headers.setdefault("Content-Type", "application/json")
        async with self.http.request(method, self.url + path, headers=headers, **more) as answer:
            text = await answer.text()
            check_headers(answer.status, answer.headers, text)
            return Reply(answer.status, json.loads(text) if text else None, dict(answer.headers))


def check_headers(status: int, headers: Any, text: str) -> None:
    assert status < 500 or status == wire.ProblemCode.FULL.status, text
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in headers
    if status >= 400 and text:
        assert headers["Content-Type"] == "application/problem+json"
        found = json.loads(text)
        assert found["status"] == status
        code = next(one for one in wire.ProblemCode if wire.PROBLEM_TYPE + one == found["type"])
        assert (code.status, code.heading) == (status, found["title"])


@asynccontextmanager
async def running(
    store: Store,
    accounts: Accounts = "open",
    clock: Clock | None = None,
    middleware: Middleware | None = None,
    *,
    quota: int | None = None,
    rate: int | None = None,
) -> AsyncIterator[Relay]:
    """A relay over `store` in this process; `middleware` stands between what it says and who asked."""
    clock = clock or Clock()
    listening = bind("127.0.0.1", 0)
    port = listening.getsockname()[1]
    app = create_app(store, Settings(port=port, accounts=accounts, quota=quota, rate=rate), clock)
    if middleware is not None:
        app.middlewares.append(middleware)
    runner = await serve(app, listening)
    async with aiohttp.ClientSession() as http:
        try:
            yield Relay(f"http://127.0.0.1:{port}", http, clock, app[HEADS])
        finally:
            await runner.cleanup()


@asynccontextmanager
async def running_on_disk(
    folder: Path, accounts: Accounts = "open", clock: Clock | None = None, *, quota: int | None = None, rate: int | None = None
) -> AsyncIterator[Relay]:
    store = await SqliteStore.open(folder)
    try:
        async with running(store, accounts, clock, quota=quota, rate=rate) as relay:
            relay.store = store
            yield relay
    finally:
        await store.close()


async def until(condition: Callable[[], object], seconds: float = 10) -> None:
    """Returns once `condition` holds."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 # what is waited for announces nothing
            await asyncio.sleep(0.01)


def envelope(
    account: bytes, record: bytes | None = None, *, epoch: int = 0, size: int = 1_024, blobs: Sequence[bytes] = ()
) -> bytes:
    """A real header before random bytes."""
    header = Header(account, record or os.urandom(16), epoch, tuple(sorted(blobs)))
    return header.encode() + os.urandom(24 + size + 16)


def draft(sealed: bytes, base: int | None = None) -> dict[str, Any]:
    return {"base": base, "envelope": to_base64url(sealed)}


@dataclass
class Player:
    """A device of an account, and the token it has."""

    relay: Relay
    device: Device = field(default_factory=Device.new)
    genesis: statement.Genesis | None = None
    account: bytes = b""
    token: str = ""
    generation: bytes = chain.FIRST_GENERATION

    @classmethod
    async def begin(cls, relay: Relay) -> "Player":
        """A new account with one device that is signed in."""
        player = cls(relay)
        player.genesis = statement.genesis(player.device, os.urandom(32), os.urandom(80))
        player.account = player.genesis.account
        assert (await player.open_account()).status == 201
        await player.sign_in()
        return player

    async def open_account(self, statements: Sequence[bytes] | None = None, *, again: bool | None = None) -> Reply:
        """With `statements`, or `again`: puts them back."""
        assert self.genesis is not None
        body: dict[str, Any] = {"genesis": to_base64url(self.genesis.signed)}
        if statements is not None:
            body["statements"] = [to_base64url(one) for one in statements]
        if again is not None:
            body["again"] = again
        return await self.relay.send("POST", "/v1/accounts", body)

    async def ask_challenge(self) -> Reply:
        return await self.relay.send("POST", "/v1/challenges", self._names())

    async def ask_token(self, nonce: str, origin: str | None = None, signer: Device | None = None) -> Reply:
        origin = origin or self.relay.url
        signature = (signer or self.device).sign(session_message(origin, self.account, from_base64url(nonce)))
        body = {**self._names(), "origin": origin, "nonce": nonce, "signature": to_base64url(signature)}
        return await self.relay.send("POST", "/v1/tokens", body)

    async def sign_in(self) -> None:
        reply = await self.ask_token((await self.ask_challenge()).json["nonce"])
        self.token = reply.json["token"]

    async def send(self, method: str, path: str, body: Any = None, **more: Any) -> Reply:
        return await self.relay.send(method, path, body, token=self.token, **more)

    async def append(self, *drafts: dict[str, Any], generation: bytes | None = None) -> Reply:
        """Under the generation that the log is in, unless another one is given."""
        if generation is None:
            generation = self.generation
        body = {"generation": to_base64url(generation), "records": list(drafts)}
        return await self.send("POST", "/v1/log/records", body)

    async def write(self, record: bytes | None = None, base: int | None = None, size: int = 1_024, **header: Any) -> int:
        """Appends one revision: its sequence."""
        reply = await self.append(draft(envelope(self.account, record, size=size, **header), base))
        return int(reply.json["results"][0]["sequence"])

    async def read(self, after: int = 0) -> wire.LogPage:
        reply = await self.send("GET", f"/v1/log?after={after}")
        assert reply.status == 200, reply
        page = wire.LogPage.model_validate_json(json.dumps(reply.json))
        self.generation = page.head.generation
        return page

    async def head(self) -> statement.Head:
        return (await self.read(2**53 - 1)).head.value()

    async def statements(self) -> list[statement.Statement]:
        """All of the log, by any number of pages."""
        found, page = [], await self.read()
        while page.entries:
            found += [statement.parse(one.body or b"") for one in page.entries if one.kind == "statement"]
            page = await self.read(page.through.sequence)
        return found

    async def roster(self) -> Roster:
        roster = Roster(self.account)
        for one in await self.statements():
            roster.admit(one)
        return roster

    async def sign(self, act: statement.Act, **other: Any) -> statement.Placed:
        """A statement of this device as the next entry; `other` puts something wrong in its place, or another `signer`."""
        signer = other.pop("signer", self.device)
        place = {
            "account": self.account,
            "previous": (await self.roster()).statement,
            "head": await self.head(),
            "date": int(self.relay.clock() * 1000),
        }
        return statement.sign(signer, act, **{**place, **other})

    async def add(self, newcomer: Device | None = None, **other: Any) -> statement.Placed:
        """The statement that lets `newcomer` in."""
        keys, role = (newcomer or Device.new()).keys, other.pop("role", Role.DEVICE)
        epoch = other.pop("epoch", None)
        if epoch is None:
            epoch = (await self.roster()).epoch
        return await self.sign(statement.Add(role, keys, epoch, os.urandom(80)), **other)

    async def start(self, without: bytes | None = None) -> EpochStart:
        """The next epoch, sealed to all that stay."""
        roster = await self.roster()
        sealed = tuple((one, os.urandom(80)) for one in sorted(set(roster.members) - {without}))
        return EpochStart(roster.epoch + 1, os.urandom(32), os.urandom(72), sealed)

    async def revoke(self, device: bytes, **other: Any) -> statement.Placed:
        return await self.sign(statement.Revoke(device, await self.start(device)), **other)

    async def act(self, signed: statement.Placed) -> Reply:
        """Appends it, and the relay takes it."""
        reply = await self.append_statement(signed.signed)
        assert reply.status == 200, reply
        return reply

    async def append_statement(self, signed: bytes) -> Reply:
        return await self.send("POST", "/v1/log/statements", {"statement": to_base64url(signed)})

    async def pair(self, role: Role = Role.DEVICE) -> "Player":
        """Another device of this account, signed in."""
        other = Player(self.relay, account=self.account, genesis=self.genesis, generation=self.generation)
        await self.act(await self.add(other.device, role=role))
        await other.sign_in()
        return other

    def _names(self) -> dict[str, str]:
        return {"account": to_base64url(self.account), "device": to_base64url(self.device.keys.id)}


def verified(account: bytes, page: wire.LogPage, before: statement.Head | None = None) -> statement.Head:
    """Follows the chain through a page as a device does, and is where the relay says it is."""
    head = before or chain.start_head(account)
    for entry in page.entries:
        kind = chain.EntryKind[entry.kind.upper()]
        head = chain.extend_head(head, kind, entry.record or chain.NO_RECORD, entry.digest)
        assert head.sequence == entry.sequence
    assert head == page.through.value()
    return head
