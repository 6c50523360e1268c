"""Honest histories: devices that come and go, workers that die, and a relay whose operator puts backups back and says so.

No device may raise an alarm, all that still belong must end equal, and nothing that one of them wrote may be missing.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter, defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Final

from counterfoil.client import conditions, life
from counterfoil.client.conditions import Code
from counterfoil.client.errors import RemovedError
from counterfoil.relay.app import create_app
from counterfoil.relay.serving import Runner, bind, serve
from counterfoil.relay.settings import Settings
from counterfoil.relay.store.backup import back_up, put_back
from counterfoil.relay.store.database import FILE
from counterfoil.relay.store.sqlite import SqliteStore
from tests.merge.actors import PythonActor, Step, Wall
from tests.merge.deaths import KilledError, dying, mortal
from tests.merge.ledger import Documents, Ledger, by_natural_key

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable
    from pathlib import Path

START_MS: Final = 1_795_300_000_000
MINUTE: Final = 60_000
DAY: Final = 24 * 60 * MINUTE
PASSES: Final = (1, 1_000, MINUTE, 60 * MINUTE)
ORDERS: Final = 6
MOST_DEVICES: Final = 5
MOST_ROUNDS: Final = 12


@dataclass
class History:
    folder: Path
    seed: int
    steps: int
    met: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)  # noqa: S311 # a repeatable story
        self.ledger = Ledger()
        self.true = [START_MS]
        self.live: list[PythonActor] = []
        self.gone: list[PythonActor] = []
        self.backups: list[Path] = []
        self.knowers: dict[str, set[str]] = defaultdict(set)
        """Which devices, by name, ever read that a device, by id, belongs; and, by `no ` and its id, that it does not."""
        self.names: dict[str, str] = {}
        self._made = 0
        self._port = 0
        self._relays = 0
        self._runner: Runner
        self._store: SqliteStore

    async def run(self) -> Counter[str]:
        """The figures; AssertionError says what went wrong."""
        await self._start()
        try:
            with mortal(self.seed):
                await self._begin()
                for at in range(self.steps):
                    if at == self.steps * 2 // 3 and not self.met["restores"]:
                        await self._restore()  # no history without one
                    await self._step()
                await self._settle()
                await self._check()
        finally:
            for actor in [*self.live, *self.gone]:
                await actor.close()
            await self._stop()
        self.met["histories"] += 1
        return self.met

    # -- the relay

    @property
    def _data(self) -> Path:
        return self.folder / f"relay {self._relays}"

    async def _start(self) -> None:
        self._store = await SqliteStore.open(self._data)
        listening = bind("127.0.0.1", self._port)
        self._port = listening.getsockname()[1]
        app = create_app(self._store, Settings(port=self._port, accounts="open"), lambda: self.true[0] / 1000)
        self._runner = await serve(app, listening)

    async def _stop(self) -> None:
        await self._runner.cleanup()
        await self._store.close()

    def _back_up(self) -> None:
        self.backups.append(self.folder / f"backup {len(self.backups)}")
        back_up(self._data, self.backups[-1])
        self.met["backups"] += 1

    async def _restore(self) -> None:
        """Any backup, and more than one after another: an operator may go further back, or forth again."""
        backup = self.chance.choice(self.backups)
        await self._stop()
        shutil.rmtree(self._data)
        self._relays += 1
        self._data.mkdir()
        put_back(self._data, backup, self.true[0])
        await self._start()
        self.met["restores"] += 1

    # -- the devices

    async def _begin(self) -> None:
        await self._new_device(None)
        for _ in range(2):
            await self._new_device(self.live[0])
        self._back_up()

    async def _new_device(self, host: PythonActor | None) -> None:
        actor = PythonActor(self.folder, f"device {self._made}", Wall(self.true))
        self._made += 1
        if host is None:
            await actor.begin(f"http://127.0.0.1:{self._port}")
        else:
            await actor.join(host)
            await self._after_sync(host, "done")
        self.live.append(actor)
        await self._after_sync(actor, "done")

    async def _step(self) -> None:
        chance = self.chance
        self.true[0] += chance.choice(PASSES)
        actor = chance.choice(self.live)
        luck = chance.random()
        if luck < 0.40:
            await self._write(actor)
        elif luck < 0.72:
            await self._sync(actor)
        elif luck < 0.76:
            await actor.reopen()
        elif luck < 0.80:
            self._back_up()
        elif luck < 0.86:
            await self._restore()
        elif luck < 0.90 and len(self.live) < MOST_DEVICES and await self._is_well(actor):
            await self._new_device(actor)
            self.met["devices added"] += 1
        elif luck < 0.94 and len(self.live) > 2 and await self._are_well():
            await self._revoke(actor, chance.choice([one for one in self.live if one is not actor]))
        elif luck < 0.95 and len(self.live) > 2 and await self._are_well():
            await self._leave(actor)
        elif luck < 0.98 and self.gone:
            await self._sync_removed(chance.choice(self.gone))
        else:
            self.true[0] += chance.choice((DAY, 40 * DAY))

    async def _is_well(self, actor: PythonActor) -> bool:
        """In sync with the relay as it is now, after whatever the person had to say."""
        for _ in range(3):
            if await self._sync(actor, mortal=False) == "done":
                return True
        return False

    async def _are_well(self) -> bool:
        """Nobody goes while statements are lost that it signed: put back after its removal they could as well be forged."""
        for _ in range(2):
            hows = [await self._is_well(actor) for actor in self.live]
        return all(hows)

    async def _write(self, actor: PythonActor) -> None:
        before, device, wall = await self._documents(actor), actor.id, actor.wall()
        died = await actor.write(self._change(), self._death(0.02, 4))
        self.met["workers that died"] += died
        self.ledger.wrote(device, before, await self._documents(actor), wall)
        self.met["edits"] += 1

    def _change(self) -> Step:
        number, chance = self.chance.randrange(ORDERS), self.chance
        match chance.choices(("capture", "note", "delete", "bring back", "rename"), (45, 40, 5, 6, 4))[0]:
            case "capture":
                return {"do": "capture", "number": number, "value": {"total": f"{chance.randrange(5)}.00"}}
            case "note":
                return {"do": "say", "number": number, "field": "note", "value": f"note {chance.randrange(1_000)}"}
            case "rename":
                return {"do": "rename", "number": 0, "value": f"called {chance.randrange(100)}"}
            case what:
                return {"do": "say", "number": number, "field": "deleted", "value": what == "delete"}

    async def _sync(self, actor: PythonActor, *, mortal: bool = True) -> str:
        how = await actor.sync(self._death(0.15, 30) if mortal else None)
        await self._after_sync(actor, how)
        return how

    async def _after_sync(self, actor: PythonActor, how: str) -> None:
        self.met["syncs"] += 1
        self.met["workers that died"] += how == "died"
        self.ledger.synced(actor.id, await self._documents(actor))
        self._note_known(actor)
        if how == "confirm":
            self.met["restores that the person confirmed"] += 1
            self._confirm(actor)
        # let in, or put back, in a part that was lost: until another device lets it in again
        waits = how == "later" and "does not know this device" in actor.why_later
        assert waits or how in ("done", "died", "confirm"), f"{actor.name}: {how}: {actor.why_later} {await actor.state()}"

    def _note_known(self, actor: PythonActor) -> None:
        roster = actor.device.vault.log.roster
        for one in roster.members:
            self.knowers[one.hex()].add(actor.name)
        for one in roster.gone:
            self.knowers[f"no {one.hex()}"].add(actor.name)

    def _confirm(self, actor: PythonActor) -> None:
        """As `counterfoil relay confirm`."""
        store = actor.device.store
        found = conditions.get(store, Code.CONFIRM)
        assert found
        with store.transaction():
            conditions.put(store, Code.CONFIRMED, actor.wall(), found.body)
            conditions.end(store, Code.CONFIRM)

    async def _revoke(self, actor: PythonActor, other: PythonActor) -> None:
        await self._do(actor, lambda: life.revoke(actor.device, bytes.fromhex(other.id)))
        self._goes(other, [await self._documents(actor)])
        self.met["devices removed"] += 1

    async def _leave(self, actor: PythonActor) -> None:
        await self._do(actor, lambda: life.leave(actor.device))
        self._goes(actor, [await self._documents(one) for one in self.live if one is not actor])
        self.met["devices that left"] += 1

    async def _do(self, actor: PythonActor, what: Callable[[], Awaitable[None]]) -> None:
        """At the second try if the worker dies in the first."""
        try:
            with dying(self._death(0.2, 40) or 1 << 40):
                await what()
        except KilledError:
            self.met["workers that died"] += 1
            await actor.reopen()
            try:
                await what()
            except RemovedError:
                return  # it had left

    def _goes(self, actor: PythonActor, known: Iterable[Documents]) -> None:
        """What it wrote and those that stay have not read may come, and need not."""
        self.ledger.lost(actor.id, known)
        self.live.remove(actor)
        self.gone.append(actor)

    async def _sync_removed(self, actor: PythonActor) -> None:
        """It may not know yet. While a relay that was restored does not know either it stays away: what it signs is an attack."""
        with closing(sqlite3.connect(self._data / FILE)) as database:
            (removed,) = database.execute(
                "SELECT removed FROM devices WHERE device = ?", (bytes.fromhex(actor.id),)
            ).fetchone() or (None,)
        if removed is None:
            return
        how = await actor.sync(None)
        self.met["syncs of removed devices"] += 1
        if how == "confirm":
            self._confirm(actor)
        assert how in ("done", "removed", "confirm", "later"), f"{actor.name}: {how}: {actor.why_later} {await actor.state()}"
        self.ledger.synced(actor.id, await self._documents(actor))

    def _death(self, likely: float, steps: int) -> int | None:
        return self.chance.randrange(1, steps) if self.chance.random() < likely else None

    async def _documents(self, actor: PythonActor) -> Documents:
        return by_natural_key(await actor.documents(), self.names)

    # -- the end

    async def _settle(self) -> None:
        for _ in range(MOST_ROUNDS):
            hows = [await self._sync(actor, mortal=False) for actor in self.live]
            for actor, how in list(zip(self.live, hows, strict=True)):
                if how == "later" and not self._known(actor.id):
                    self._goes(actor, [])
                    self.met["newcomers whom nobody left knew"] += 1
            states = [await actor.state() for actor in self.live]
            if set(hows) == {"done"} and not any(one["waiting"] for one in states) and len({one["head"] for one in states}) == 1:
                return
        raise AssertionError(f"they do not settle: {hows} {[one.why_later for one in self.live]} {states}")

    def _known(self, what: str) -> set[str]:
        """Who of those that are left ever knew that a device belongs, or (`no ` and its id) does not."""
        own = {one.name for one in self.live if one.id == what.removeprefix("no ")}
        return (self.knowers[what] & {one.name for one in self.live}) - own

    async def _check(self) -> None:
        members = {bytes.fromhex(one.id) for one in self.live}
        found = [await self._documents(actor) for actor in self.live]
        for actor, one in zip(self.live, found, strict=True):
            roster = actor.device.vault.log.roster
            assert members <= roster.members.keys(), (
                f"{actor.name} misses {[one.hex()[:6] for one in members - roster.members.keys()]}"
            )
            back = [one for one in roster.members.keys() - members if self._known(f"no {one.hex()}")]
            assert not back, f"{actor.name} has {[one.hex()[:6] for one in back]} again"
            assert not roster.rotation_due
            assert actor.device.verdict is None
            strange = [aside for aside in actor.device.set_aside if aside.writer in members]
            assert not strange, f"{actor.name} has set aside {strange}"
            different = [key for key in one.keys() | found[0].keys() if one.get(key) != found[0].get(key)]
            assert not different, f"{actor.name} and {self.live[0].name} differ in {different[:3]}"
        self.ledger.check(found[0])
        gone = self.live[0].device.vault.log.roster.gone
        for actor in self.gone:
            if bytes.fromhex(actor.id) in gone:
                await self._check_told(actor)
        self.met["registers written"] += self.ledger.writes

    async def _check_told(self, actor: PythonActor) -> None:
        """Whoever was removed hears it by the verified statement, once it has said yes to the restores."""
        how = ""
        for _ in range(3):
            how = await actor.sync(None)
            if how != "confirm":
                break
            self._confirm(actor)
        assert how == "removed", f"{actor.name} was removed and hears {how}: {actor.why_later} {await actor.state()}"
