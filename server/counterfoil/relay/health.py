"""Whether the relay works, and what it is."""

from importlib.metadata import version
from typing import Final

from aiohttp import web

from counterfoil.wire import (
    LARGEST_BATCH,
    LARGEST_BLOB,
    LARGEST_BODY,
    LARGEST_ENVELOPE,
    LARGEST_PAGE,
    Health,
    Info,
    Limits,
)

from .bodies import answer
from .state import SETTINGS, STORE

VERSION: Final = version("counterfoil")


async def health(request: web.Request) -> web.Response:
    await request.app[STORE].ready()
    return answer(Health(status="ok"))


async def info(request: web.Request) -> web.Response:
    settings = request.app[SETTINGS]
    limits = Limits(body=LARGEST_BODY, envelope=LARGEST_ENVELOPE, batch=LARGEST_BATCH, page=LARGEST_PAGE, blob=LARGEST_BLOB)
    return answer(
        Info(
            name="Counterfoil",
            version=VERSION,
            accounts=settings.accounts,
            origins=list(settings.answers_to),
            limits=limits,
        )
    )
