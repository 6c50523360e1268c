"""Restores that nobody made: in the place of a fork, over a removal, and of a relay that takes no statement back."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING

from aiohttp import web
from nacl.utils import random

from counterfoil import wire
from counterfoil.relay.store.database import FILE
from counterfoil_crypto.chain import NO_RECORD, Entry, EntryKind, Restored
from counterfoil_crypto.encoding import to_base64url
from counterfoil_crypto.statement import parse
from tests.attacks.lies.histories import OwnLog
from tests.attacks.lies.registry import switch
from tests.attacks.malicious import Asked, Lie, MaliciousRelay, head_json, problem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def restored() -> Entry:
    """Another generation with each call."""
    return Entry(0, EntryKind.RESTORED, NO_RECORD, b"", Restored(random(16), int(time.time() * 1_000), 0).encode())


@switch("28-in-place-of-a-fork")
class InPlaceOfAFork(OwnLog):
    """The victim has a log of its own; with `act` the others are told that theirs was lost, and see the victim's newest entry."""

    def __init__(self, relay: MaliciousRelay, victim: bytes | None = None) -> None:
        super().__init__(relay, victim)
        self._common = 0
        self._crossing = False
        self._restored = restored()

    async def of(self, account: bytes) -> list[Entry]:
        branch = await super().of(account)
        self._common = self._common or len(branch)
        return branch

    async def act(self, what: str) -> None:
        self._crossing = what == "cross"

    async def log(self, asked: Asked, entries: list[Entry]) -> list[Entry]:
        branch = await self.of(asked.account)
        if asked.device == self.victim or not self._crossing:
            return branch if asked.device == self.victim else entries
        return self.shown(entries, branch)

    def shown(self, entries: Sequence[Entry], branch: Sequence[Entry]) -> list[Entry]:
        return [*entries[: self._common], self._restored, branch[-1]]


@switch("28-after-a-fork")
class AfterAFork(InPlaceOfAFork):
    """Likewise, and the victim's whole branch is called what was there before the restore."""

    def shown(self, entries: Sequence[Entry], branch: Sequence[Entry]) -> list[Entry]:  # noqa: ARG002 # theirs is gone
        return [*branch, self._restored]


@switch("28-takes-nothing-back")
class TakesNothingBack(Lie):
    """It says that it took each statement, and keeps none."""

    async def instead(self, request: web.Request) -> web.StreamResponse | None:
        if (request.method, request.path) == ("POST", "/v1/log/statements"):
            return problem(wire.ProblemCode.CONFLICT)
        if (request.method, request.path) == ("POST", "/v1/accounts"):
            genesis = parse(wire.OpenAccount.model_validate_json(await request.read()).genesis)
            head = await self.relay.store.head(genesis.account)
            return web.json_response({"account": to_base64url(genesis.account), "head": head_json(head)})
        return None


@switch("29-operator")
class Operator(Lie):
    """No lie: somebody works on the file. `act`: `copy`; `back`, which puts that back; `declare`, as operators must then."""

    async def begin(self) -> None:
        self._copy = sqlite3.connect(":memory:", check_same_thread=False)

    async def act(self, what: str) -> None:
        with closing(sqlite3.connect(self._file())) as live:
            match what:
                case "copy":
                    live.backup(self._copy)
                case "back":
                    self._copy.backup(live)
                case "declare":
                    await self.relay.store.declare_restore(int(time.time() * 1_000))
                case _:
                    raise ValueError(what)

    def _file(self) -> Path:
        folder: Path = vars(self.relay.store)["_files"].root
        return folder.parent / FILE
