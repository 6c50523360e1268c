"""What a person does with the devices of an account: look at them, remove one, leave, give everyone a new key, close it all."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from counterfoil_crypto.roster import Roster
from counterfoil_crypto.statement import Act, Close, Leave, Role

from .acts import Decide, act, revoking, rotating
from .device import LocalDevice
from .errors import ClientError, ClosedError, RemovedError
from .relay import Relay, connect
from .text import plain


@dataclass(frozen=True)
class Listed:
    """One that belongs or did. Times in ms by the clocks of those who said so; `added` 0: it began the history.

    `by`: who let it in; `seen`: the date in its newest entry; `gone`: when it went, `gone_by` who removed it (itself: it left).
    """

    id: bytes
    name: str | None
    role: Role
    added: int | None
    by: bytes | None
    seen: int | None
    gone: int | None = None
    gone_by: bytes | None = None
    notice: int | None = None

    @property
    def fingerprint(self) -> str:
        """Both keys of a device, in 32 digits."""
        digits = self.id.hex()
        return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))

    @property
    def kind(self) -> str:
        return "recovery kit" if self.role is Role.KIT else "device"


def devices(device: LocalDevice) -> list[Listed]:
    """Everyone who belongs, then those who went."""
    vault = device.vault
    roster = vault.log.roster
    here = [
        Listed(
            one,
            device.device_name(one),
            member.role,
            member.since,
            member.by,
            vault.signs.get(one),
            notice=roster.notices[one].date if one in roster.notices else None,
        )
        for one, member in roster.members.items()
    ]
    if not roster.members and not roster.gone:
        here = [Listed(vault.me, device.device_name(vault.me), Role.DEVICE, 0, None, vault.signs.get(vault.me))]
    gone = [
        Listed(one, device.device_name(one), was.role, None, None, vault.signs.get(one), was.date, was.by)
        for one, was in roster.gone.items()
    ]
    return here + gone


def find_member(device: LocalDevice, name: str) -> Listed:
    """The one member called so: by its name, or by the start of its fingerprint."""
    start = name.replace(" ", "").lower()
    members = [one for one in devices(device) if one.gone is None]
    found = [one for one in members if one.name == name]
    found = found or [one for one in members if len(start) >= 4 and one.id.hex().startswith(start)]
    if not found:
        raise ClientError(f"there is no device {plain(name, 60)!r} here; 'counterfoil devices' shows them")
    if len(found) > 1:
        raise ClientError(f"more than one device is called {plain(name, 60)!r}; name it by the start of its fingerprint")
    return found[0]


async def revoke(device: LocalDevice, one: bytes) -> None:
    """Removes another device; everyone who stays gets a new key, and what waits is sealed under it."""
    engine = device.engine()
    engine.check()
    async with connected(device) as relay:
        await engine.settle_epoch(relay)
        await act(engine, relay, revoking(device.vault, one))
        await engine.run(relay)


async def rotate(device: LocalDevice) -> None:
    engine = device.engine()
    engine.check()
    async with connected(device) as relay:
        await engine.settle_epoch(relay)
        await act(engine, relay, rotating(device.vault, device.vault.log.roster.epoch))
        await engine.run(relay)


async def leave(device: LocalDevice) -> None:
    """Sends what waits, then goes. What is here stays."""
    engine = device.engine()
    engine.check()
    async with connected(device) as relay:
        await engine.run(relay)
        try:
            await act(engine, relay, _if_member(device.vault.me, Leave()))
        except RemovedError:
            return


async def close(device: LocalDevice) -> None:
    """Ends the account: the relay erases everything but the statements. What is here stays, and on every other device too."""
    engine = device.engine()
    engine.check()
    async with connected(device) as relay:
        try:
            await act(engine, relay, lambda roster: None if roster.closed else Close())
        except ClosedError:
            return


def _if_member(one: bytes, wanted: Act) -> Decide:
    def decide(roster: Roster) -> Act | None:
        return wanted if one in roster.members else None

    return decide


@asynccontextmanager
async def connected(device: LocalDevice) -> AsyncIterator[Relay]:
    """The device's relay, signed in to."""
    if device.vault.relay is None:
        raise ClientError("this history has no relay yet; give it one with 'counterfoil init --relay URL'")
    async with connect(device.vault.relay) as relay:
        relay.log_in(device.vault.device, device.vault.membership.account)
        yield relay
