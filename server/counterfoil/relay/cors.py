"""Headers of every answer. Any page may ask, and none is ever sent with a person's credentials: what opens a log is the token."""

from collections.abc import Iterable
from typing import Final

from aiohttp import hdrs, web

HEADERS: Final = {
    hdrs.ACCESS_CONTROL_ALLOW_ORIGIN: "*",
    hdrs.CACHE_CONTROL: "no-store",
    hdrs.SERVER: "Counterfoil",
    "X-Content-Type-Options": "nosniff",
}


async def add_headers(_request: web.BaseRequest, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)


def preflight(methods: Iterable[str]) -> web.Response:
    """The answer to `OPTIONS` on a route with these methods."""
    allowed = ", ".join(sorted(methods))
    return web.Response(
        status=204,
        headers={
            hdrs.ALLOW: allowed,
            hdrs.ACCESS_CONTROL_ALLOW_METHODS: allowed,
            hdrs.ACCESS_CONTROL_ALLOW_HEADERS: "Authorization, Content-Type",
            hdrs.ACCESS_CONTROL_MAX_AGE: "86400",
        },
    )
