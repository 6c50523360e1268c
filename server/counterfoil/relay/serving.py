"""Serving an application so that even what is not HTTP is answered with a problem, and logged without what was sent."""

import asyncio
import logging
import socket
from collections.abc import Iterable
from functools import partial
from typing import Any, Final

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from .access import AccessLogger
from .bodies import malformed
from .cors import HEADERS
from .errors import internal_fault, problems, to_response
from .rates import network

SHUTDOWN_SECONDS: Final = 5
LINGERING_SECONDS: Final = 2
"""How long a client that was refused may go on sending its body, before the connection ends under it."""

IDLE_SECONDS: Final = 75
"""How long a connection may say nothing, or not yet a whole request; longer than a proxy keeps one for its next request."""
SENDING_SECONDS: Final = 120
"""How long a client may take to read an answer that is in memory whole."""
READ_AHEAD: Final = 64 * 1024
"""How much of a body is taken off the wire before somebody asks for it, in bytes; twice that at most."""
MOST_CONNECTIONS: Final = 800
"""Each has a file descriptor, of which a process has 1,024 as a rule, and up to 200 KiB of buffers."""
MOST_OF_ONE: Final = 200
"""Of them, from one address; a proxy on this machine counts for itself."""

log: Final = logging.getLogger(__name__)


class _Connection(RequestHandler):
    __slots__ = ("where",)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        peer = transport.get_extra_info("peername")
        self.where = network(peer[0]) if peer else None
        if self._manager is None:
            return
        others = self._manager.connections
        if len(others) > MOST_CONNECTIONS or (self.where and self._of_one(others) > MOST_OF_ONE):
            self.force_close()

    def _of_one(self, others: Iterable[RequestHandler]) -> int:
        return sum(1 for one in others if isinstance(one, _Connection) and one.where == self.where)

    async def finish_response(
        self, request: web.BaseRequest, resp: web.StreamResponse, start_time: float | None
    ) -> tuple[web.StreamResponse, bool]:
        """Gives up on a client that does not read."""
        try:
            async with asyncio.timeout(SENDING_SECONDS):
                return await super().finish_response(request, resp, start_time)
        except TimeoutError:
            if self.transport is not None:
                self.transport.abort()  # a mere close would wait for the client to read
            return resp, True

    def handle_error(
        self,
        request: web.BaseRequest,  # noqa: ARG002 # aiohttp's signature
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,  # noqa: ARG002 # quotes what was sent
    ) -> web.StreamResponse:
        """What never reached the application; aiohttp's own would log the client's address and bytes."""
        if isinstance(exc, ConnectionError):
            raise exc  # the client is gone, nobody reads an answer
        if status < 500:  # the border between the client's faults and ours
            response = to_response(malformed("request", "not readable as HTTP"))
        else:
            log.error("a fault outside the application", exc_info=exc)
            response = internal_fault()
        response.headers.update(HEADERS)
        response.force_close()
        return response

    def log_exception(self, *args: Any, **kw: Any) -> None:
        """Without the client's own faults, whose text quotes what was sent."""
        if not isinstance(kw.get("exc_info"), web.RequestPayloadError):
            super().log_exception(*args, **kw)


class _Server(web.Server):
    def __call__(self) -> RequestHandler:
        return _Connection(self, loop=self._loop, **self._kwargs)


class Runner(web.AppRunner):
    """`AppRunner` whose connections answer in problems throughout."""

    def __init__(self, app: web.Application) -> None:
        super().__init__(
            app,
            access_log_class=AccessLogger,
            access_log=logging.getLogger("counterfoil.access"),
            shutdown_timeout=SHUTDOWN_SECONDS,
            lingering_time=LINGERING_SECONDS,
            auto_decompress=False,
            keepalive_timeout=IDLE_SECONDS,
            read_bufsize=READ_AHEAD,
        )

    async def _make_server(self) -> web.Server:
        made = await super()._make_server()
        return _Server(
            partial(problems, handler=made.request_handler),
            request_factory=made.request_factory,
            loop=asyncio.get_running_loop(),
            **made._kwargs,  # noqa: SLF001 # aiohttp has no other way to another protocol class
        )


def bind(host: str, port: int) -> socket.socket:
    """A listening socket on the first address of `host`; `OSError` if the port is taken."""
    family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    return socket.create_server(address[:2], family=family)


async def serve(app: web.Application, listening: socket.socket) -> Runner:
    """Starts to answer on `listening`; `cleanup()` of the runner ends it."""
    runner = Runner(app)
    await runner.setup()
    await web.SockSite(runner, listening).start()
    return runner
