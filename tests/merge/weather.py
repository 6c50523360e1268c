"""What lies between a device and an honest relay: connections are cut, requests come twice, late, and in another order."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import aiohttp
from aiohttp import web
from aiohttp.streams import StreamReader

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from random import Random

    from aiohttp.typedefs import Handler

    from tests.merge.turns import Turns

PASSED: Final = "X-Passed-The-Weather"
MOST_LATE: Final = 20


@dataclass(frozen=True)
class Sent:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Weather:
    """`fair` lets everything through. `late` holds what is still under way."""

    chance: Random
    fair: bool = True
    turns: Turns | None = None
    names: Callable[[web.Request], Awaitable[str | None]] | None = None
    """Whose request it is, for `turns`."""
    late: list[Sent] = field(default_factory=list)
    met: Counter[str] = field(default_factory=Counter)

    async def serve(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if PASSED in request.headers:
            return await handler(request)
        if self.turns and self.names:
            await self.turns.mine(await self.names(request))
        if self.fair:
            return await handler(request)
        match self.chance.choices(("calm", "cut", "cut-after", "twice", "late"), (90, 3, 3, 2, 2))[0]:
            case "cut":
                self.met["connections cut before the relay heard"] += 1
                return self._cut(request)
            case "cut-after":
                await handler(request)
                self.met["answers lost"] += 1
                return self._cut(request)
            case "twice" if request.method != "GET":
                self._keep(await self._sent(request))
                self.met["requests doubled"] += 1
            case "late" if request.method != "GET":
                self._keep(await self._sent(request))
                self.met["requests late"] += 1
                return self._cut(request)
        return await handler(request)

    async def arrive(self, url: str) -> None:
        """One of those under way, in any order, reaches the relay; nobody hears the answer."""
        sent = self.late.pop(self.chance.randrange(len(self.late)))
        async with (
            aiohttp.ClientSession() as http,
            http.request(sent.method, url + sent.path, headers={**sent.headers, PASSED: "1"}, data=sent.body) as answer,
        ):
            await answer.read()

    def _keep(self, sent: Sent) -> None:
        self.late.append(sent)
        del self.late[:-MOST_LATE]

    async def _sent(self, request: web.Request) -> Sent:
        """The body is read here and put back for the relay."""
        body = await peek(request)
        kept = {name: request.headers[name] for name in ("Authorization", "Content-Type") if name in request.headers}
        return Sent(request.method, request.path_qs, kept, body)

    def _cut(self, request: web.Request) -> web.StreamResponse:
        if request.transport:
            request.transport.abort()
        return web.Response(status=504)


async def peek(request: web.Request) -> bytes:
    """The body, which is put back for the relay."""
    body = await request._payload.read()
    again = StreamReader(request.protocol, 1 << 16, loop=asyncio.get_running_loop())
    again.feed_data(body)
    again.feed_eof()
    request._payload = request._cache["content"] = again
    return body
