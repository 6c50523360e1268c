"""Log lines that hold no address, path, query, token or id: method, route pattern, status, milliseconds, bytes."""

from typing import Final

from aiohttp import hdrs, web
from aiohttp.abc import AbstractAccessLogger

NOTHING: Final = "-"


class AccessLogger(AbstractAccessLogger):
    """Writes one line for each answer, once it is sent."""

    def log(self, request: web.BaseRequest, response: web.StreamResponse, time: float) -> None:
        method = request.method if request.method in hdrs.METH_ALL else NOTHING
        self.logger.info("%s %s %d %d ms %d bytes", method, pattern(request), response.status, time * 1000, response.body_length)


def pattern(request: web.BaseRequest) -> str:
    """The route as PROTOCOL.md writes it, whatever path was asked for."""
    match = getattr(request, "_match_info", None)  # the public property fails for a request that reached no router
    resource = match.route.resource if match is not None else None
    return resource.canonical if resource is not None else NOTHING
