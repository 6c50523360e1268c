"""A relay that helps a removed device: takes what is sealed under an ended epoch, hides the removal, puts entries before it."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from aiohttp import web

from counterfoil import wire
from counterfoil.relay.sessions import authenticate
from counterfoil.relay.store.append import Decision, Room, decide, read_headers
from counterfoil.relay.store.sqlite_log import _insert, _newest, move, read_account
from counterfoil_crypto.chain import EntryKind
from tests.attacks import forging
from tests.attacks.lies.insertions import record
from tests.attacks.lies.registry import switch
from tests.attacks.malicious import Asked, Lie, MaliciousRelay, head_json

if TYPE_CHECKING:
    import sqlite3

    from counterfoil_crypto.chain import Entry


class Helper(Lie):
    """Appends envelopes to the true log as if they were of the current epoch and built on what is newest."""

    async def append(self, account: bytes, envelopes: list[bytes]) -> list[Decision]:
        def work(database: sqlite3.Connection) -> list[Decision]:
            return [_append(database, account, one) for one in envelopes]

        return await self.relay.store._writer.write(work)


def _append(database: sqlite3.Connection, account: bytes, envelope: bytes) -> Decision:
    (sealed,) = read_headers(account, [wire.NewRevision(base=None, envelope=envelope)])
    newest = _newest(database, account, [sealed])
    before = newest.get(sealed.record)
    sealed = replace(sealed, revision=wire.NewRevision(base=before.sequence if before else None, envelope=envelope))
    decision = decide(replace(read_account(database, account), epoch=sealed.epoch), newest, [sealed], Room())
    _insert(database, account, decision.written)
    move(database, account, decision.head, decision.used, int(time.time() * 1_000))
    for sequence in decision.superseded:
        database.execute("UPDATE entries SET body = NULL WHERE account = ? AND sequence = ?", (account, sequence))
    return decision


@switch("23-colluding")
class Colluding(Helper):
    """`act`: the account and an envelope in hex; whatever it is sealed under, it is in the log from then on."""

    async def act(self, what: str) -> None:
        account, envelope = (bytes.fromhex(one) for one in what.split())
        await self.append(account, [envelope])


class Absent(Helper):
    """The victim does not see the newest removal, nor what follows, before it has sent something."""

    _sent = False

    def told(self, asked: Asked, entries: list[Entry]) -> list[Entry]:  # noqa: ARG002 # all that is the victim's
        return entries if self._sent else entries[: removal(entries)]


@switch("23-hidden")
class Hidden(Absent):
    """What it sends then goes to the relay as it is, which has to refuse it."""

    async def instead(self, request: web.Request) -> web.StreamResponse | None:
        if request.path == "/v1/log/records":
            self._sent = self._sent or (await authenticate(request)).device == self.victim
        return None


@switch("23-hidden-and-taken")
class HiddenAndTaken(Absent):
    """What it sends then is taken, though the epoch ended."""

    async def instead(self, request: web.Request) -> web.StreamResponse | None:
        if request.path != "/v1/log/records" or self._sent:
            return None
        session = await authenticate(request)
        if session.device != self.victim:
            return None
        asked = wire.AppendRecords.model_validate_json(await request.read())
        decisions = await self.append(session.account, [one.envelope for one in asked.records])
        self._sent = True
        results = [{"sequence": decision.head.sequence} for decision in decisions]
        return web.json_response({"head": head_json(decisions[-1].head), "results": results})


@switch("27-before-the-removal")
class BeforeTheRemoval(Lie):
    """Directly before the newest removal the victim sees what the removed device would have written. `act`: that, in hex."""

    def __init__(self, relay: MaliciousRelay, victim: bytes | None = None) -> None:
        super().__init__(relay, victim)
        self._inserted: list[Entry] = []

    async def act(self, what: str) -> None:
        self._inserted = [record(bytes.fromhex(one)) for one in what.split()]

    def told(self, asked: Asked, entries: list[Entry]) -> list[Entry]:  # noqa: ARG002 # likewise
        at = removal(entries)
        return [*entries[:at], *self._inserted, *entries[at:]]


def removal(entries: list[Entry]) -> int:
    """Where the newest `revoke` is in `entries`."""
    return max(
        at for at, one in enumerate(entries) if one.kind is EntryKind.STATEMENT and one.body and one.body[1] == forging.REVOKE
    )
