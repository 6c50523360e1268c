"""What the application holds for its handlers, each under a typed key."""

from collections.abc import Callable
from typing import Final

from aiohttp import web

from .heads import Heads
from .settings import Settings
from .store.base import Store

STORE: Final = web.AppKey("store", Store)
SETTINGS: Final = web.AppKey("settings", Settings)
HEADS: Final = web.AppKey("heads", Heads)
NOW: Final[web.AppKey[Callable[[], float]]] = web.AppKey("now")


def milliseconds(app: web.Application) -> int:
    """The application's time, since 1970 in UTC."""
    return int(app[NOW]() * 1000)
