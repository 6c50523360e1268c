"""Devices that do anything at any time over a network that does its worst, from one seed; at the end all must be equal.

What is random: captures, corrections, deletions, who syncs and when, at which step a worker dies, how wrong each clock is, when
a profile is put back from a copy, which connections are cut, which requests come twice, late, or in another order.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any, Final

from aiohttp import web

from counterfoil.relay.app import create_app
from counterfoil.relay.serving import bind, serve
from counterfoil.relay.sessions import find_session
from counterfoil.relay.settings import Settings
from counterfoil.relay.store.sqlite import SqliteStore
from counterfoil_crypto.encoding import from_base64url
from tests.merge.actors import Actor, PythonActor, Step, Wall
from tests.merge.deaths import mortal
from tests.merge.extension import NodeActor
from tests.merge.ledger import Ledger
from tests.merge.turns import Turns
from tests.merge.weather import Weather, peek

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from aiohttp.typedefs import Handler

    from tests.merge.ledger import Documents

START_MS: Final = 1_795_300_000_000
ORDERS: Final = 40
"""How many are in use at a time."""
LIFE_OF_AN_ORDER: Final = 125
"""New ones take the place of old ones, one in so many edits: what was deleted is purged in the end, and then stays as it is."""
MINUTE: Final = 60_000
DAY: Final = 24 * 60 * MINUTE
WRONG: Final = (0, 0, 0, 1, -1, MINUTE, -MINUTE, 20 * MINUTE, -DAY, DAY, 400 * DAY, -400 * DAY, 3_650 * DAY)
PASSES: Final = (0, 1, 1, 10, 1_000, MINUTE)
MOST_ROUNDS: Final = 30


@dataclass
class Simulation:
    """`run` plays `edits` steps on every device and gives the figures; AssertionError says what was lost or differs."""

    folder: Path
    seed: int
    edits: int
    python: int = 5
    node: int = 0
    met: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)  # noqa: S311 # a repeatable story
        self.weather = Weather(Random(self.seed + 1))  # noqa: S311 # likewise
        self.turns = Turns(Random(self.seed + 2))  # noqa: S311 # likewise
        self.ledger = Ledger()
        self.true = [START_MS]
        self.actors: list[Actor] = []
        self.left: dict[str, int] = {}
        self.copied: set[str] = set()
        """Who has a copy of its profile kept."""
        self.put_back: set[str] = set()
        """Devices whose whole folder was put back from a copy, by their ids: then counts may come again."""
        self.url = ""

    async def run(self) -> Counter[str]:
        async with self._relay() as self.url:
            try:
                with mortal(self.seed):
                    await self._gather()
                    self.weather.fair = False
                    while any(self.left.values()):
                        await self._step()
                    await self._settle()
                    await self._check()
            finally:
                for actor in self.actors:
                    await actor.close()
        return self.met + self.weather.met

    @asynccontextmanager
    async def _relay(self) -> AsyncIterator[str]:
        store = await SqliteStore.open(self.folder / "relay")

        @web.middleware
        async def weather(request: web.Request, handler: Handler) -> web.StreamResponse:
            return await self.weather.serve(request, handler)

        listening = bind("127.0.0.1", 0)
        port = listening.getsockname()[1]
        app = create_app(store, Settings(port=port, accounts="open"), lambda: self.true[0] / 1000)
        app.middlewares.append(weather)

        async def name(request: web.Request) -> str | None:
            return await self._name_of(app, request)

        self.weather.turns, self.weather.names = self.turns, name
        runner = await serve(app, listening)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            await runner.cleanup()
            await store.close()

    async def _gather(self) -> None:
        """The first device begins, the others are let in; all of them are equal when it starts."""
        first = PythonActor(self.folder, "python 0", Wall(self.true))
        await first.begin(self.url)
        self.actors.append(first)
        for number in range(1, self.python + self.node):
            wall = Wall(self.true)
            if number < self.python:
                actor: Actor = PythonActor(self.folder, f"python {number}", wall)
            else:
                actor = await NodeActor.open(f"node {number}", wall, self.seed + number)
            await actor.join(first)
            self.actors.append(actor)
        for actor in self.actors:
            self.left[actor.name] = self.edits
            self.ledger.synced(actor.id, await actor.documents())

    async def _step(self) -> None:
        actor = self.chance.choice([one for one in self.actors if self.left[one.name]])
        self.left[actor.name] -= 1
        self.true[0] += self.chance.choice(PASSES)
        await self._write(actor)
        luck = self.chance.random()
        if luck < 0.12:
            await self._sync(actor)
        elif luck < 0.15:
            await self._sync_at_once(self.chance.sample(self.actors, self.chance.randrange(2, len(self.actors) + 1)))
            self.met["devices that synced at once"] += 1
        elif luck < 0.16:
            actor.wall.wrong = self.chance.choice(WRONG)
            self.met["clock jumps"] += 1
        elif luck < 0.165:
            await actor.reopen()
            self.met["restarts"] += 1
        elif luck < 0.172:
            await self._copy_or_put_back(actor)
        elif luck < 0.19 and self.weather.late:
            await self.weather.arrive(self.url)

    async def _write(self, actor: Actor) -> None:
        before = await actor.documents()
        device, wall = actor.id, actor.wall()
        dies_at = self.chance.randrange(1, 4) if self.chance.random() < 0.01 else None
        died = await actor.write(self._change(), dies_at)
        self.met["workers that died"] += died
        new = self.ledger.wrote(device, before, await actor.documents(), wall)
        self.met["edits"] += 1
        self.met["edits that changed something"] += bool(new)

    def _change(self) -> Step:
        chance, number = self.chance, self.chance.randrange(ORDERS) + self.met["edits"] // LIFE_OF_AN_ORDER
        match chance.choices(("capture", "note", "total", "blank", "delete", "bring back", "rename"), (35, 30, 15, 5, 6, 8, 1))[
            0
        ]:
            case "capture":
                total = f"{chance.randrange(5)}.00"
                return {
                    "do": "capture",
                    "number": number,
                    "value": {"total": total, "status": chance.choice(("OrderProcessing", "OrderDelivered"))},
                }
            case "note":
                return {"do": "say", "number": number, "field": "note", "value": f"note {chance.randrange(1_000)}"}
            case "total":
                return {"do": "say", "number": number, "field": "total", "value": f"{chance.randrange(100)}.99"}
            case "blank":
                return {"do": "say", "number": number, "field": chance.choice(("note", "total")), "value": None}
            case "rename":
                return {"do": "rename", "number": 0, "value": f"device {chance.randrange(100)}"}
            case what:
                return {"do": "say", "number": number, "field": "deleted", "value": what == "delete"}

    async def _sync(self, actor: Actor) -> None:
        await self._after_sync(actor, await actor.sync(self._death()))

    async def _after_sync(self, actor: Actor, how: str) -> None:
        """No honest device may raise an alarm, but for the copy of one that goes on."""
        self.met["syncs"] += 1
        self.met["workers that died"] += how == "died"
        self.met["syncs put off"] += how == "later"
        self.ledger.synced(actor.id, await actor.documents())
        if how in ("done", "died", "later"):
            return
        state = await actor.state()
        blamed = next((one for one in self.actors if one.id == state["blames"]), None)
        was_put_back = state["blames"] in self.put_back
        assert was_put_back, f"{actor.name}: a false alarm: {how}, {state}"
        assert how == "copied profile", f"{actor.name}: another alarm: {how}, {state}"
        if blamed is not None:
            assert isinstance(blamed, PythonActor)
            await self._start_anew(blamed)
        if blamed is not actor:
            await actor.clear()

    async def _sync_at_once(self, actors: list[Actor]) -> None:
        """Their requests meet at the relay in an order that the seed gives."""
        hows: dict[str, str] = {}

        async def sync(actor: Actor, dies_at: int | None) -> None:
            hows[actor.name] = await actor.sync(dies_at)
            self.turns.done(actor.name)

        with self.turns.taking_part(*(one.name for one in actors)):
            await asyncio.gather(*(sync(one, self._death()) for one in actors))
        for actor in actors:
            await self._after_sync(actor, hows[actor.name])

    def _death(self) -> int | None:
        return self.chance.randrange(1, 25) if self.chance.random() < 0.15 else None

    async def _name_of(self, app: web.Application, request: web.Request) -> str | None:
        """Whose request it is, by its token or by what it says."""
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        session = await find_session(app, from_base64url(token)) if token else None
        device = session.device if session else None
        if session is None and request.path in ("/v1/challenges", "/v1/tokens"):
            device = from_base64url(json.loads(await peek(request))["device"])
        return next((one.name for one in self.actors if device is not None and one.id == device.hex()), None)

    async def _copy_or_put_back(self, actor: Actor) -> None:
        if not isinstance(actor, PythonActor):
            return
        if actor.name not in self.copied:
            await actor.save_profile()
            self.copied.add(actor.name)
            return
        self.weather.late.clear()  # what the old one had sent is lost with it
        device, whole = actor.id, self.chance.random() < 0.6
        sure = [one for one in self.actors if one.id not in self.put_back]  # what others wrote may have been set aside
        known = [await self._written(one) for one in sure]
        await actor.put_back_profile(whole=whole)
        assert actor.id == device
        self.ledger.lost(device, [*known, await actor.documents()])
        if whole:
            self.put_back.add(device)
        self.met["profiles put back"] += 1

    async def _written(self, actor: Actor) -> Documents:
        """Of what it holds, the records without changes that wait: they stand in the log as they are here."""
        waiting = await actor.waiting()
        return {record: document for record, document in (await actor.documents()).items() if record not in waiting}

    async def _start_anew(self, actor: PythonActor) -> None:
        """What the person does about a copied profile: it becomes a device of its own, with everything that it holds."""
        fair, self.weather.fair = self.weather.fair, True
        before, others = actor.id, set()
        while (how := await actor.become_new()) != "done":  # on its way it can meet another one that was copied
            blamed = (await actor.state())["blames"]
            assert how == "copied profile", f"{actor.name}: another alarm: {how}, {await actor.state()}"
            assert blamed in self.put_back - {before}, f"{actor.name}: a false alarm: {await actor.state()}"
            others.add(blamed)
            await actor.clear()
        self.copied.discard(actor.name)
        self.weather.fair = fair
        for device in (before, actor.id):  # it may have given a sign of life as the one that it was
            self.ledger.synced(device, await actor.documents())
        for one in [one for one in self.actors if one.id in others]:
            assert isinstance(one, PythonActor)
            await self._start_anew(one)
        self.met["profiles that became devices of their own"] += 1

    async def _settle(self) -> None:
        """The weather clears; all sync until nobody has anything left to say."""
        self.weather.fair = True
        while self.weather.late:
            await self.weather.arrive(self.url)
        for _ in range(MOST_ROUNDS):
            for actor in self.actors:
                await self._sync(actor)
            states = [await actor.state() for actor in self.actors]
            if not any(one["waiting"] for one in states) and len({one["head"] for one in states}) == 1:
                return
        raise AssertionError(f"they do not settle: {states}")

    async def _check(self) -> None:
        states: list[dict[str, Any]] = [await actor.state() for actor in self.actors]
        assert not any(one["verdict"] or one["aside"] for one in states), states
        found = [await actor.documents() for actor in self.actors]
        for actor, one in zip(self.actors, found, strict=True):
            different = [record for record in one.keys() | found[0].keys() if one.get(record) != found[0].get(record)]
            assert not different, f"{actor.name} and {self.actors[0].name} differ in {different[:3]}"
        self.ledger.check(found[0])
        self.met["registers written"] = self.ledger.writes
        self.met["records at the end"] = len(found[0])
        self.met["entries in the log"] = states[0]["sequence"]
