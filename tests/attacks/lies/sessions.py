"""Answers without a log: it knows nobody, and it passes signatures on to another relay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aiohttp
from aiohttp import web

from counterfoil import wire
from tests.attacks.lies.registry import switch
from tests.attacks.malicious import Asked, Lie, problem

if TYPE_CHECKING:
    from counterfoil_crypto.chain import Entry


@switch("18-unknown-account")
class UnknownAccount(Lie):
    """It has never heard of the account."""

    async def instead(self, request: web.Request) -> web.StreamResponse | None:
        if request.path == "/v1/health" or (request.method, request.path) == ("POST", "/v1/accounts"):
            return None
        return problem(wire.ProblemCode.UNKNOWN_ACCOUNT)


@switch("18-empty")
class Empty(Lie):
    """The account is there, and nothing was ever written."""

    def told(self, asked: Asked, entries: list[Entry]) -> list[Entry]:  # noqa: ARG002 # none of it
        return []


@switch("30-said")
class Said(Lie):
    """It says that the device is no member, and shows no statement for it."""

    async def instead(self, request: web.Request) -> web.StreamResponse | None:
        if request.path in ("/v1/challenges", "/v1/tokens") or request.path.startswith("/v1/log"):
            return problem(wire.ProblemCode.UNKNOWN_DEVICE)
        return None


@switch("16-passed-on")
class PassedOn(Lie):
    """Has the victim sign a challenge of another relay, and tries its signature there. `act`: that relay's address."""

    _other = ""

    async def act(self, what: str) -> None:
        self._other = what

    async def instead(self, request: web.Request) -> web.StreamResponse | None:
        if request.path == "/v1/challenges":
            return web.json_response((await self._ask("challenges", await request.json()))[1])
        if request.path == "/v1/tokens":
            said = await request.json()
            for origin in (said["origin"], self._other):
                status, answer = await self._ask("tokens", {**said, "origin": origin})
                self.loot.setdefault("answers", []).append([status, answer.get("type", "").rpartition(":")[2]])
            return problem(wire.ProblemCode.BAD_SESSION)
        return None

    async def _ask(self, path: str, body: Any) -> tuple[int, Any]:
        async with aiohttp.ClientSession() as http, http.post(f"{self._other}/v1/{path}", json=body) as answer:
            return answer.status, await answer.json(content_type=None)
