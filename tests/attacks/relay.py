"""The malicious relay as a process: `python -m tests.attacks.relay --data DIR [--port N]`.

It says on two lines where it listens and where it is controlled.
Control: `POST /switch {"lie", "victim": hex or null}`, `POST /honest`, `POST /act {"what"}`, `GET /loot`, `GET /seen`.
"""

from __future__ import annotations

import argparse
import asyncio
import signal
from pathlib import Path

from aiohttp import web

from tests.attacks.lies import LIES
from tests.attacks.malicious import MaliciousRelay, running_malicious


def control(relay: MaliciousRelay) -> web.Application:
    async def switch(request: web.Request) -> web.Response:
        said = await request.json()
        victim = bytes.fromhex(said["victim"]) if said.get("victim") else None
        await relay.turn_on(LIES[said["lie"]](relay, victim))
        return web.json_response({})

    async def honest(_: web.Request) -> web.Response:
        relay.turn_off()
        return web.json_response({})

    async def act(request: web.Request) -> web.Response:
        assert relay.lie
        await relay.lie.act((await request.json())["what"])
        return web.json_response({})

    async def loot(_: web.Request) -> web.Response:
        return web.json_response(relay.lie.loot if relay.lie else {})

    async def seen(_: web.Request) -> web.Response:
        return web.json_response(relay.seen)

    app = web.Application()
    app.add_routes(
        [
            web.post("/switch", switch),
            web.post("/honest", honest),
            web.post("/act", act),
            web.get("/loot", loot),
            web.get("/seen", seen),
        ]
    )
    return app


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--port", type=int, default=0)
    asked = parser.parse_args()
    stop = asyncio.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(one, stop.set)
    async with running_malicious(asked.data, asked.port) as relay:
        runner = web.AppRunner(control(relay))
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        (address,) = runner.addresses
        print(f"listening on {relay.url}\ncontrolled at http://127.0.0.1:{address[1]}", flush=True)  # noqa: T201 # for whoever started it
        await stop.wait()
        await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main())
