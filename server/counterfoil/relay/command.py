"""`counterfoil-relay`: starts a relay, says on one line where, and ends cleanly when asked to; or does an operator's command."""

import asyncio
import logging
import os
import signal
import socket
import sys
from dataclasses import replace

from .app import create_app
from .operating import COMMANDS, operate
from .serving import bind, serve
from .settings import Settings, in_url, read_settings
from .store.database import StoreError, sole_use
from .store.sqlite import SqliteStore


def main() -> None:
    """Exits with 0 after SIGTERM or SIGINT, 1 with one line of reason, 2 with a usage message."""
    arguments = sys.argv[1:]
    try:
        if arguments and arguments[0] in COMMANDS:
            operate(arguments, os.environ)
        else:
            _serve(read_settings(arguments, os.environ))
    except (StoreError, OSError) as error:
        sys.exit(f"counterfoil-relay: {error}")


def _serve(settings: Settings) -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        listening = bind(settings.host, settings.port)
    except OSError as error:
        sys.exit(f"counterfoil-relay: cannot listen on {settings.host} port {settings.port}: {error.strerror}; try --port")
    with sole_use(settings.data):
        asyncio.run(_run(settings, listening))


async def _run(settings: Settings, listening: socket.socket) -> None:
    stop = asyncio.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(one, stop.set)
    host, port = listening.getsockname()[:2]
    store = await SqliteStore.open(settings.data)
    try:
        runner = await serve(create_app(store, replace(settings, host=host, port=port)), listening)
        print(f"listening on http://{in_url(host)}:{port}", flush=True)  # noqa: T201 # the one line whoever started it waits for
        await stop.wait()
        await runner.cleanup()
    finally:
        await store.close()
