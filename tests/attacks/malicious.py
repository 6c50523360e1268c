"""A relay that lies: the real application over a real file, with one switch for each attack of the list (`lies`).

Whatever it says about a log is a chain that fits: who has the relay has the account's id and all that the chain is made of.
"""

from __future__ import annotations

import json
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from aiohttp import web

from counterfoil import wire
from counterfoil.relay.app import create_app
from counterfoil.relay.serving import bind, serve
from counterfoil.relay.sessions import authenticate
from counterfoil.relay.settings import Settings
from counterfoil.relay.store.sqlite import SqliteStore
from counterfoil_crypto import chain
from counterfoil_crypto.chain import Entry, EntryKind
from counterfoil_crypto.encoding import to_base64url
from counterfoil_crypto.header import envelope_digest
from counterfoil_crypto.statement import Head, statement_digest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from aiohttp.typedefs import Handler

EVERYTHING: Final = 1 << 40


@dataclass(frozen=True)
class Asked:
    """Who reads a log, and after which sequence."""

    account: bytes
    device: bytes
    after: int


class Lie:
    """One attack. What it does not touch is answered truthfully. `victim`: the one device that is lied to; None: everybody."""

    def __init__(self, relay: MaliciousRelay, victim: bytes | None = None) -> None:
        self.relay: Final = relay
        self.victim: Final = victim
        self.loot: dict[str, Any] = {}
        """What the attacker has got out of it, as JSON."""

    async def begin(self) -> None:
        """Called when the switch is turned on."""

    async def act(self, what: str) -> None:
        """The next step of an attack that has several."""
        raise ValueError(what)

    async def instead(self, request: web.Request) -> web.StreamResponse | None:  # noqa: ARG002 # for those that answer themselves
        """An answer in place of the relay's."""
        return None

    def changed(self, request: web.Request, answer: Any) -> Any:  # noqa: ARG002 # for those that change an answer
        """The JSON of an answer that is not about the log's entries."""
        return answer

    async def log(self, asked: Asked, entries: list[Entry]) -> list[Entry]:
        """The whole log as `asked` is to see it; sequences, digests and chain are made to fit afterwards."""
        return self.told(asked, entries) if self.victim in (None, asked.device) else entries

    def told(self, asked: Asked, entries: list[Entry]) -> list[Entry]:  # noqa: ARG002 # for those that lie about it
        """The whole log as the victim is to see it."""
        return entries


@dataclass
class MaliciousRelay:
    store: SqliteStore
    url: str = ""
    lie: Lie | None = None
    seen: list[str] = field(default_factory=list)
    """Method, path and status of each request."""

    async def turn_on(self, lie: Lie) -> None:
        await lie.begin()
        self.lie = lie

    def turn_off(self) -> None:
        self.lie = None

    async def entries(self, account: bytes) -> list[Entry]:
        """The true log."""
        return (await self.store.read_log(account, 0, entries=EVERYTHING, size=EVERYTHING)).entries

    async def append(self, account: bytes, device: bytes, envelope: bytes, base: int | None = None) -> None:
        """By the relay itself, under a chain that fits; `device` is whom it pretends to have it from."""
        head, now = await self.store.head(account), int(time.time() * 1_000)
        revision = wire.NewRevision(base=base, envelope=envelope)
        _, (result,) = await self.store.append_records(account, device, head.generation, [revision], now=now)
        assert isinstance(result, wire.Appended), result

    async def serve(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        response: web.StreamResponse | None = None
        try:
            response = await self._answer(request, handler)
        finally:
            self.seen.append(f"{request.method} {request.path} {response.status if response else 'refused'}")
        return response

    async def _answer(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        lie = self.lie
        if lie is None:
            return await handler(request)
        answer = await lie.instead(request)
        if answer is not None:
            return answer
        if (request.method, request.path) == ("GET", "/v1/log"):
            session = await authenticate(request)
            asked = Asked(session.account, session.device, int(request.query["after"]))
            told = fitted(await lie.log(asked, await self.entries(asked.account)))
            return web.json_response(page_of(asked.account, told, asked.after))
        response = await handler(request)
        if (
            isinstance(response, web.Response)
            and isinstance(response.body, bytes)
            and response.content_type == "application/json"
        ):
            return web.json_response(lie.changed(request, json.loads(response.body)), status=response.status)
        return response


def fitted(entries: Sequence[Entry]) -> list[Entry]:
    """With sequences that have no gap; digests are those of the bytes where there are bytes."""
    return [replace(one, sequence=at, digest=_digest(one)) for at, one in enumerate(entries, start=1)]


def _digest(entry: Entry) -> bytes:
    if entry.body is None:
        return entry.digest
    match entry.kind:
        case EntryKind.RECORD:
            return envelope_digest(entry.body)
        case EntryKind.STATEMENT:
            return statement_digest(entry.body)
        case _:
            return chain.parse_restored(entry.body).generation


def heads_of(account: bytes, entries: Sequence[Entry]) -> list[Head]:
    """The head before each entry, and the last."""
    heads = [chain.start_head(account)]
    for one in entries:
        heads.append(chain.extend_head(heads[-1], one.kind, one.record, one.digest))
    return heads


def page_of(account: bytes, entries: Sequence[Entry], after: int) -> dict[str, Any]:
    """The answer to a read of a log that consists of `entries`."""
    heads = heads_of(account, entries)
    some = entries[after : after + wire.LARGEST_PAGE]
    through = heads[after + len(some)] if after < len(heads) else heads[-1]
    return {
        "head": head_json(heads[-1]),
        "through": head_json(through),
        "restores": [one.sequence for one in entries if one.kind.name == "RESTORED"],
        "entries": [entry_json(one) for one in some],
    }


def head_json(head: Head) -> dict[str, Any]:
    return {"generation": to_base64url(head.generation), "sequence": head.sequence, "hash": to_base64url(head.hash)}


def entry_json(entry: Entry) -> dict[str, Any]:
    is_record = entry.kind is EntryKind.RECORD
    return {
        "sequence": entry.sequence,
        "kind": entry.kind.name.lower(),
        "record": to_base64url(entry.record) if is_record else None,
        "digest": to_base64url(entry.digest),
        "body": None if entry.body is None else to_base64url(entry.body),
    }


def problem(code: wire.ProblemCode, **more: Any) -> web.Response:
    """An answer as the relay gives it when it refuses."""
    body = {"type": wire.PROBLEM_TYPE + code, "title": code.heading, "status": code.status, "detail": "so says the relay", **more}
    return web.json_response(body, status=code.status, content_type=wire.PROBLEM_MEDIA_TYPE)


@asynccontextmanager
async def running_malicious(folder: Path, port: int = 0) -> AsyncIterator[MaliciousRelay]:
    """Honest until a switch is turned on."""
    store = await SqliteStore.open(folder)
    relay = MaliciousRelay(store)

    @web.middleware
    async def lie(request: web.Request, handler: Handler) -> web.StreamResponse:
        return await relay.serve(request, handler)

    listening = bind("127.0.0.1", port)
    port = listening.getsockname()[1]
    app = create_app(store, Settings(port=port, accounts="open"))
    app.middlewares.append(lie)
    runner = await serve(app, listening)
    relay.url = f"http://127.0.0.1:{port}"
    try:
        yield relay
    finally:
        await runner.cleanup()
        await store.close()
