"""Files that a relay no longer has, or says that it has not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterfoil import wire
from tests.attacks.lies.registry import switch
from tests.attacks.malicious import Lie, problem

if TYPE_CHECKING:
    from aiohttp import web


@switch("42-no-blob")
class NoBlob(Lie):
    """Not one of the files that were uploaded is there."""

    async def instead(self, request: web.Request) -> web.StreamResponse | None:
        is_asked_for = request.path.startswith("/v1/blobs/") and request.method in ("GET", "HEAD")
        return problem(wire.ProblemCode.NO_BLOB) if is_asked_for else None


@switch("42-later")
class Later(Lie):
    """No lie: `act` has the relay tidy up as it will at a time, in ms since 1970."""

    async def act(self, what: str) -> None:
        await self.relay.store.purge(int(what))
