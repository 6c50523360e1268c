"""Logs that are not the one that was written: shorter, with holes, in two versions, with a base that nobody checked."""

from __future__ import annotations

from dataclasses import replace

from aiohttp import web
from nacl.utils import random

from counterfoil import wire
from counterfoil.relay.sessions import authenticate
from counterfoil_crypto.chain import Entry, EntryKind
from counterfoil_crypto.encoding import Reader
from counterfoil_crypto.header import Header, take_header
from tests.attacks.lies.registry import switch
from tests.attacks.malicious import Asked, Lie, MaliciousRelay, fitted, head_json, heads_of


@switch("10-rollback")
class Rollback(Lie):
    """The log as it was two entries ago."""

    def told(self, asked: Asked, entries: list[Entry]) -> list[Entry]:  # noqa: ARG002 # all are told the same
        return entries[:-2]


@switch("10-rollback-of-all")
class RollbackOfAll(Lie):
    """The log as it was when it began."""

    def told(self, asked: Asked, entries: list[Entry]) -> list[Entry]:  # noqa: ARG002 # likewise
        return entries[:1]


@switch("10-rewritten")
class Rewritten(Lie):
    """Rolled back, and gone on with entries that were not there."""

    def __init__(self, relay: MaliciousRelay, victim: bytes | None = None) -> None:
        super().__init__(relay, victim)
        self._bodies = [random(1_064 + 24), random(1_064 + 24)]

    def told(self, asked: Asked, entries: list[Entry]) -> list[Entry]:
        headers = [Header(asked.account, body[:16], 0).encode() for body in self._bodies]
        forged = [header + body for header, body in zip(headers, self._bodies, strict=True)]
        return [*entries[:-1], *(Entry(0, EntryKind.RECORD, body[34:50], b"", body) for body in forged)]


@switch("10-rewritten-as-long")
class RewrittenAsLong(Rewritten):
    """Likewise, and not longer than it was."""

    def told(self, asked: Asked, entries: list[Entry]) -> list[Entry]:
        return super().told(asked, entries)[: len(entries)]


@switch("11-omitted")
class Omitted(Lie):
    """The newest entry but one was never written."""

    def told(self, asked: Asked, entries: list[Entry]) -> list[Entry]:  # noqa: ARG002 # likewise
        return [*entries[:-2], entries[-1]]


@switch("11-tail")
class Tail(Lie):
    """Nothing that comes after the first look is shown, until `act` lets the newest entry through."""

    def __init__(self, relay: MaliciousRelay, victim: bytes | None = None) -> None:
        super().__init__(relay, victim)
        self._shown: int | None = None
        self._through = False

    def told(self, asked: Asked, entries: list[Entry]) -> list[Entry]:  # noqa: ARG002 # likewise
        self._shown = len(entries) if self._shown is None else self._shown
        return [*entries[: self._shown], entries[-1]] if self._through else entries[: self._shown]

    async def act(self, what: str) -> None:
        self._through = what == "newest"


@switch("11-bytes")
class Bytes(Lie):
    """The bytes of the newest revision are gone, as if there were a newer one."""

    def told(self, asked: Asked, entries: list[Entry]) -> list[Entry]:  # noqa: ARG002 # likewise
        return [*entries[:-1], replace(entries[-1], body=None)]


class OwnLog(Lie):
    """A log of the relay's own making: it takes what the victim sends and checks nothing."""

    def __init__(self, relay: MaliciousRelay, victim: bytes | None = None) -> None:
        super().__init__(relay, victim)
        self._logs: dict[bytes, list[Entry]] = {}

    async def instead(self, request: web.Request) -> web.StreamResponse | None:
        if (request.method, request.path) != ("POST", "/v1/log/records"):
            return None
        session = await authenticate(request)
        if self.victim not in (None, session.device):
            return None
        asked = wire.AppendRecords.model_validate_json(await request.read())
        log = await self.of(session.account)
        log += [Entry(0, EntryKind.RECORD, take_header(Reader(one.envelope)).record, b"", one.envelope) for one in asked.records]
        first = len(log) - len(asked.records)
        head = head_json(heads_of(session.account, fitted(log))[-1])
        results = [{"sequence": first + at} for at in range(1, len(asked.records) + 1)]
        return web.json_response({"head": head, "results": results})

    async def of(self, account: bytes) -> list[Entry]:
        if account not in self._logs:
            self._logs[account] = await self.relay.entries(account)
        return self._logs[account]


@switch("12-fork")
class Fork(OwnLog):
    """The victim's log is one of its own from here on; `act` shows its newest entry to everybody else."""

    _crossing = False

    async def act(self, what: str) -> None:
        self._crossing = what == "cross"

    async def log(self, asked: Asked, entries: list[Entry]) -> list[Entry]:
        branch = await self.of(asked.account)
        if asked.device == self.victim:
            return branch
        return [*entries, branch[-1]] if self._crossing else entries


@switch("26-stale-base")
class StaleBase(OwnLog):
    """The victim does not see what others write until it has written on the same base; then all see both."""

    async def log(self, asked: Asked, entries: list[Entry]) -> list[Entry]:
        branch = await self.of(asked.account)
        if len(branch) == self._common:
            return branch if asked.device == self.victim else entries
        return [*entries[: self._common], *self.shown(entries[self._common :]), *branch[self._common :]]

    async def of(self, account: bytes) -> list[Entry]:
        branch = await super().of(account)
        self._common = min(self._common, len(branch))
        return branch

    _common = 1 << 40

    def shown(self, others: list[Entry]) -> list[Entry]:
        return others


@switch("26-dropped")
class Dropped(StaleBase):
    """Likewise, and what the others wrote has no bytes any more, as if it had been superseded."""

    def shown(self, others: list[Entry]) -> list[Entry]:
        return [replace(one, body=None) for one in others]
