"""What a relay and a device that belongs can do together: signatures that only a lenient reader takes, a kit removed too soon."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from counterfoil_crypto.chain import Entry, EntryKind
from counterfoil_crypto.device import Device, DeviceKeys
from counterfoil_crypto.epoch import Epoch
from counterfoil_crypto.keyring import Keyring, start_epoch
from counterfoil_crypto.roster import Roster
from counterfoil_crypto.statement import Revoke, Statement, parse, sign
from tests.attacks import forging
from tests.attacks.forging import Where, epoch_start, forged
from tests.attacks.lies.insertions import Insertion, statement
from tests.attacks.lies.registry import switch
from tests.attacks.malicious import Asked, Lie

if TYPE_CHECKING:
    from collections.abc import Sequence

ORDER: Final = 2**252 + 27742317777372353535851937790883648493
"""L, of Ed25519's base point."""
NEUTRAL: Final = bytes([1]) + bytes(31)
"""The point of order one, as a key and as half a signature."""
ANYONES: Final = NEUTRAL + bytes(32)
"""S·B = R + k·A holds with it for every message, as long as nobody looks at A's order."""


@switch("39-s-plus-l")
class SPlusL(Lie):
    """The newest statement with another signature, which holds wherever S is only taken modulo L."""

    def told(self, asked: Asked, entries: list[Entry]) -> list[Entry]:  # noqa: ARG002 # all are told the same
        at = max(at for at, one in enumerate(entries) if one.kind is EntryKind.STATEMENT)
        body = entries[at].body
        assert body
        s = int.from_bytes(body[-32:], "little") + ORDER
        return [*entries[:at], replace(entries[at], body=body[:-32] + s.to_bytes(32, "little")), *entries[at + 1 :]]


@switch("39-anyones-key")
class AnyonesKey(Insertion):
    """The relay signs for a member whose key is of small order. `act`: that member's box key in hex."""

    _ghost = DeviceKeys(NEUTRAL, bytes(32))

    async def act(self, what: str) -> None:
        self._ghost = DeviceKeys(NEUTRAL, bytes.fromhex(what))

    def make(self, asked: Asked, entries: list[Entry]) -> Entry:
        where = Where.after(asked.account, entries)
        left = _left_without(asked.device, asked.account, _statements(entries))
        start = epoch_start(Epoch.new(1), self.epoch, asked.account, left)
        body = forged(self.stranger, forging.REVOKE, where, asked.device + start, signer=self._ghost.id)
        return statement(body[:-64] + ANYONES)


@switch("44-kit-too-soon")
class KitTooSoon(Insertion):
    """The relay lets a thief's device remove the kit at once. `act`: JSON with the thief's `seed` and the `kit`, in hex."""

    _thief: Device
    _kit: bytes

    async def act(self, what: str) -> None:
        said = json.loads(what)
        self._thief, self._kit = Device(bytes.fromhex(said["seed"])), bytes.fromhex(said["kit"])

    def make(self, asked: Asked, entries: list[Entry]) -> Entry:
        statements = _statements(entries)
        current = Keyring.gather(self._thief, asked.account, statements).current
        _, start = start_epoch(current, asked.account, _left_without(self._kit, asked.account, statements))
        where = Where.after(asked.account, entries)
        signed = sign(
            self._thief,
            Revoke(self._kit, start),
            account=where.account,
            previous=where.previous,
            head=where.head,
            date=forging.DATE,
        ).signed
        return statement(signed)


def _statements(entries: Sequence[Entry]) -> list[Statement]:
    return [parse(one.body) for one in entries if one.kind is EntryKind.STATEMENT and one.body]


def _left_without(gone: bytes, account: bytes, statements: Sequence[Statement]) -> dict[bytes, DeviceKeys]:
    """Who belongs once `gone` does not."""
    roster = Roster(account)
    for one in statements:
        roster.admit(one)
    return {device: member.keys for device, member in roster.members.items() if device != gone}
