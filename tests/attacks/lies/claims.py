"""A mailbox that takes every claim, shows the newest, and does not end."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any

from aiohttp import web

from counterfoil.relay.problem import ProblemError
from counterfoil_crypto.encoding import from_base64url
from tests.attacks.lies.registry import switch
from tests.attacks.malicious import Lie, MaliciousRelay


@switch("20-every-claim")
@switch("35-every-claim")
class EveryClaim(Lie):
    """Nobody hears that somebody else was faster, and no wrong digits end it: a relay that helps whoever saw the code."""

    def __init__(self, relay: MaliciousRelay, victim: bytes | None = None) -> None:
        super().__init__(relay, victim)
        self._claims: dict[str, str] = {}

    async def instead(self, request: web.Request) -> web.StreamResponse | None:
        mailbox = request.match_info.get("mailbox")
        if mailbox and (request.method, request.path) == ("PUT", f"/v1/pairings/{mailbox}/claim"):
            self._claims[mailbox] = message = (await request.json())["message"]
            with suppress(ProblemError):
                now = int(time.time() * 1_000)
                await self.relay.store.claim_pairing(from_base64url(mailbox), from_base64url(message), now)
            return web.Response(status=204)
        if mailbox and request.method == "DELETE":
            return web.Response(status=204)
        return None

    def changed(self, request: web.Request, answer: Any) -> Any:
        mailbox = request.match_info.get("mailbox")
        if request.method == "GET" and "claim" in answer and mailbox in self._claims:
            return {**answer, "claim": self._claims[mailbox]}
        return answer
