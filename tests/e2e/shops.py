"""Small invented shops on loopback, each with a habit of its own that makes a purchase hard to follow."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Self

from aiohttp import web

from . import patience
from .shops_pages import PAGES, PORT, confirmation

if TYPE_CHECKING:
    from collections.abc import Sequence


class Shops:
    """Serves all of them from one port; `asked` has what was fetched, as (host, path)."""

    names: Sequence[str] = sorted({host for host, _ in PAGES})

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._started = threading.Event()
        self._closing = asyncio.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def hosts(self) -> dict[str, int]:
        return dict.fromkeys(self.names, self.port)

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._started.wait(patience.SECONDS):
            raise RuntimeError("the shops did not open")
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._closing.set)
        self._thread.join(10)

    def _serve(self) -> None:
        self._loop.run_until_complete(self._open())
        self._loop.close()

    async def _open(self) -> None:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        # Some answers have no end.
        runner = web.AppRunner(app, shutdown_timeout=1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.port = runner.addresses[0][1]
        self._started.set()
        await self._closing.wait()
        await runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        host, colon, port = request.headers["Host"].partition(":")
        self.asked.append((host, request.path))
        page = PAGES.get((host, request.path))
        if page is None and request.path.startswith("/order/confirmed/"):
            page = confirmation(host, number=request.path.rsplit("/", 1)[1])
        if page is None:
            return web.Response(status=404, text="none")
        return web.Response(text=page.replace(PORT, colon + port), content_type="text/html", charset="utf-8")
