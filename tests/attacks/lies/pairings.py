"""A mailbox that is tampered with, and a newcomer that is led to another account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import web

from counterfoil_crypto.chain import EntryKind
from counterfoil_crypto.device import Device, DeviceKeys
from counterfoil_crypto.encoding import from_base64url, to_base64url
from counterfoil_crypto.epoch import Epoch
from counterfoil_crypto.statement import genesis
from tests.attacks import forging
from tests.attacks.forging import Where, add_act, forged
from tests.attacks.lies.insertions import statement
from tests.attacks.lies.registry import switch
from tests.attacks.malicious import Asked, Lie, MaliciousRelay, fitted

if TYPE_CHECKING:
    from aiohttp import web

    from counterfoil_crypto.chain import Entry

ADD_KEYS = 162 + 1
GENESIS_KEYS = 2 + 16


@switch("02-swapped-claim")
class SwappedClaim(Lie):
    """Other keys in the newcomer's claim, as far as that can be done without the secret."""

    def changed(self, request: web.Request, answer: Any) -> Any:
        if "claim" in answer and answer["claim"] and request.method == "GET":
            return {**answer, "claim": to_base64url(flipped(from_base64url(answer["claim"])))}
        return answer


@switch("02-swapped-answer")
class SwappedAnswer(Lie):
    """Another account in the answer, likewise."""

    def changed(self, request: web.Request, answer: Any) -> Any:
        if "answer" in answer and answer["answer"] and request.method == "GET":
            return {**answer, "answer": to_base64url(flipped(from_base64url(answer["answer"])))}
        return answer


def flipped(message: bytes) -> bytes:
    """Within what would be the first key."""
    return message[:30] + bytes([message[30] ^ 1]) + message[31:]


@switch("02-swapped-statement")
class SwappedStatement(Lie):
    """The device that was let in last sees another box key in the statement that did it."""

    def told(self, asked: Asked, entries: list[Entry]) -> list[Entry]:
        if newcomers(entries)[-1].id != asked.device:
            return entries
        at = max(at for at, one in enumerate(entries) if one.kind is EntryKind.STATEMENT)
        body = entries[at].body
        assert body
        box = ADD_KEYS + 32
        return [*entries[:at], statement(body[:box] + Device.new().keys.box + body[box + 32 :]), *entries[at + 1 :]]


@switch("25-own-account")
class OwnAccount(Lie):
    """Whoever reads gets an account of the relay's own making that lists the reader's keys."""

    def __init__(self, relay: MaliciousRelay, victim: bytes | None = None) -> None:
        super().__init__(relay, victim)
        device, self._epoch = Device.new(), Epoch.new()
        self._genesis = genesis(device, self._epoch.commitment, self._epoch.seal_to(device.keys))
        self._device = device
        self._made: list[Entry] = []

    def told(self, asked: Asked, entries: list[Entry]) -> list[Entry]:
        self._made = self._made or self._make(asked, entries)
        return self._made

    def _make(self, asked: Asked, entries: list[Entry]) -> list[Entry]:
        first = statement(self._genesis.signed)
        keys = next(keys for keys in newcomers(entries) if keys.id == asked.device)
        where = Where.after(self._genesis.account, fitted([first]))
        return [first, statement(forged(self._device, forging.ADD, where, add_act(keys, self._epoch)))]


def newcomers(entries: list[Entry]) -> list[DeviceKeys]:
    """Whom the statements of a log let in."""
    found = []
    for at, body in enumerate(one.body for one in entries if one.kind is EntryKind.STATEMENT and one.body):
        keys = GENESIS_KEYS if at == 0 else ADD_KEYS
        if at == 0 or body[1] == forging.ADD:
            found.append(DeviceKeys(sign=body[keys : keys + 32], box=body[keys + 32 : keys + 64]))
    return found
