"""What the application holds for its handlers, each under a typed key."""

from collections.abc import Callable
from typing import Final

from aiohttp import web

from .heads import Heads
from .rates import Rates
from .settings import Settings
from .store.base import Store
from .turns import Turns

STORE: Final = web.AppKey("store", Store)
SETTINGS: Final = web.AppKey("settings", Settings)
HEADS: Final = web.AppKey("heads", Heads)
RATES: Final = web.AppKey("rates", Rates)
NOW: Final[web.AppKey[Callable[[], float]]] = web.AppKey("now")

MEMBERS: Final = web.AppKey("members", Turns)
STRANGERS: Final = web.AppKey("strangers", Turns)
UPLOADS: Final = web.AppKey("uploads", Turns)
"""Turns of large bodies: of who has a token, of who has none, and of blobs."""


def milliseconds(app: web.Application) -> int:
    """The application's time, since 1970 in UTC."""
    return int(app[NOW]() * 1000)
