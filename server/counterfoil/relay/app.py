"""The application: which route is whose, and what lives as long as it does."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from typing import Final

from aiohttp import web

from .accounts import closed_statements, find_account, open_account
from .blobs import get_blob, put_blob, usage
from .checkpoint import read_checkpoint, read_live
from .cors import add_headers
from .errors import problems
from .heads import Heads
from .health import health, info
from .log import append_records, append_statement, read_log
from .pairings import claim, close_pairing, open_pairing, put_answer, read_answer, read_claim
from .rates import Rates
from .sessions import ask_challenge, ask_token
from .settings import Settings
from .state import HEADS, MEMBERS, NOW, RATES, SETTINGS, STORE, STRANGERS, UPLOADS, milliseconds
from .store.base import Store
from .stream import SOCKETS, close_sockets, stream
from .turns import Turns

PURGE_SECONDS: Final = 60

ROUTES: Final = (
    web.get("/v1/health", health, allow_head=False),
    web.get("/v1/info", info, allow_head=False),
    web.post("/v1/accounts", open_account),
    web.post("/v1/accounts/find", find_account),
    web.get("/v1/accounts/{account}/statements", closed_statements, allow_head=False),
    web.post("/v1/challenges", ask_challenge),
    web.post("/v1/tokens", ask_token),
    web.get("/v1/log", read_log, allow_head=False),
    web.post("/v1/log/records", append_records),
    web.post("/v1/log/statements", append_statement),
    web.get("/v1/checkpoint", read_checkpoint, allow_head=False),
    web.get("/v1/checkpoint/live", read_live, allow_head=False),
    web.put("/v1/blobs/{blob}", put_blob),
    web.get("/v1/blobs/{blob}", get_blob, allow_head=False),
    web.get("/v1/usage", usage, allow_head=False),
    web.get("/v1/stream", stream, allow_head=False),
    web.post("/v1/pairings", open_pairing),
    web.get("/v1/pairings/{mailbox}", read_claim, allow_head=False),
    web.delete("/v1/pairings/{mailbox}", close_pairing),
    web.put("/v1/pairings/{mailbox}/claim", claim),
    web.put("/v1/pairings/{mailbox}/answer", put_answer),
    web.get("/v1/pairings/{mailbox}/answer", read_answer, allow_head=False),
)

log: Final = logging.getLogger(__name__)


def create_app(store: Store, settings: Settings, now: Callable[[], float] = time.time) -> web.Application:
    """A relay over an open `store`, which stays its owner's to close. `now` is the time in seconds since 1970.

    `settings.port` is the port that was bound, for the origins that this relay answers to when none are set.
    """
    app = web.Application(middlewares=[problems])
    app[STORE] = store
    app[SETTINGS] = settings
    app[NOW] = now
    app[HEADS] = Heads()
    app[SOCKETS] = set()
    app[RATES] = Rates(settings.rate, now)
    app[MEMBERS], app[STRANGERS], app[UPLOADS] = Turns(8, 4), Turns(2, 1), Turns(16, 4)
    store.announce, store.dismiss = app[HEADS].publish, app[HEADS].dismiss
    app.add_routes(ROUTES)
    app.on_response_prepare.append(add_headers)
    app.on_shutdown.append(close_sockets)
    app.cleanup_ctx.append(_purging)
    return app


async def _purging(app: web.Application) -> AsyncIterator[None]:
    """Erases what ran out, at the start and every minute."""

    async def purge() -> None:
        while True:
            try:
                await app[STORE].purge(milliseconds(app))
            except Exception:
                log.exception("could not erase what ran out")
            await asyncio.sleep(PURGE_SECONDS)

    task = asyncio.create_task(purge())
    yield
    task.cancel()
    await asyncio.wait([task])
