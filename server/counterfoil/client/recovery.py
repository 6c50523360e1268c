"""The recovery kit: a device on paper (SPEC.md, *kit*). Its words are shown once and never stored."""

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from counterfoil_crypto.device import Device
from counterfoil_crypto.kit import Kit
from counterfoil_crypto.roster import KIT_TERM_MS, Roster
from counterfoil_crypto.statement import Act, Add, Cancel, Leave, Notice, Role

from .account import Kept, Membership, put_membership
from .acts import act, revoking
from .device import LocalDevice, check_name
from .engine import Engine
from .errors import ClientError, RelayProblemError, RemovedError, StoppedError
from .life import connected
from .newcomer import forget, newcomer
from .relay import Relay, connect
from .vault import Vault

ASKED: Final = 3


def some_places() -> list[int]:
    """Which words are asked for again, from 1, ascending."""
    return sorted(random.SystemRandom().sample(range(1, 25), ASKED))


async def add(device: LocalDevice, kit: Kit) -> None:
    """Lets the kit in, after its words were written down."""
    engine, keys = device.engine(), kit.device.keys
    engine.check()
    async with connected(device) as relay:
        await engine.settle_epoch(relay)

        def decide(roster: Roster) -> Act | None:
            if keys.id in roster.members:
                return None
            return Add(Role.KIT, keys, roster.epoch, engine.vault.epoch.seal_to(keys))

        await act(engine, relay, decide)


async def leave(device: LocalDevice, kit: Kit) -> None:
    """Its own words remove a kit at once; who stays gets a new epoch."""
    engine, keys = device.engine(), kit.device.keys
    engine.check()
    async with connected(device) as relay:
        await engine.read(relay)
        if keys.id not in device.members:
            raise ClientError("these are not the words of a kit of this history; nothing was changed")
        await act(engine, relay, lambda roster: Leave() if keys.id in roster.members else None, signer=kit.device)
        await engine.run(relay)


async def remove(device: LocalDevice, kit: bytes) -> int | None:
    """Removes the kit where that may be already, else gives notice; ms since 1970 from when on this device may remove it."""
    engine = device.engine()
    engine.check()
    async with connected(device) as relay:
        await engine.settle_epoch(relay)
        roster, me = device.vault.log.roster, device.vault.me
        if kit in roster.notices and roster.kit_may_go(kit, me, device.now()):
            await act(engine, relay, revoking(device.vault, kit))
            return None

        def decide(roster: Roster) -> Act | None:
            return Notice(kit) if kit in roster.kits and kit not in roster.notices else None

        await act(engine, relay, decide)
    notice = device.vault.log.roster.notices.get(kit)
    return None if notice is None else notice.date + KIT_TERM_MS


async def cancel(device: LocalDevice, kit: bytes) -> bool:
    """Ends a notice. False if there is none."""
    engine = device.engine()
    engine.check()
    async with connected(device) as relay:
        return await act(engine, relay, lambda roster: Cancel(kit) if kit in roster.notices else None)


async def restore(device: LocalDevice, kit: Kit, relay_url: str, name: str) -> None:
    """A new device of the kit's account, in a folder without one.

    Its seed is kept before the kit lets it in, so that an interruption leads on with the same one.
    """
    check_name(name)
    store = device.store
    fresh = newcomer(store)
    async with connect(relay_url) as relay, _nothing_here(relay_url):
        account = await relay.find_account(kit.device.keys.id, kit.account_start)
        if account[:16] != kit.account_start:
            raise ClientError("the relay names another account than that of these words; nothing was restored; check its address")
        relay.log_in(kit.device, account)
        with device.founding():
            put_membership(store, Membership(account), Kept.of(fresh, None), relay_url)
            vault = Vault(store, kit.device)
            engine = Engine(vault, device.now)
            try:
                await engine.read(relay)
                await _let_in(engine, relay, fresh)
            except StoppedError as error:
                why = f"the relay does not show this history truly ({error.verdict.detail}, {error.verdict.code})"
                raise ClientError(f"{why}; nothing was restored; try again later, or at another relay") from error
            admission = vault.log.roster.members[fresh.keys.id].admitted
            store.run("UPDATE device SET admission = ?", admission)
            forget(store)
            device.rename(name)


@asynccontextmanager
async def _nothing_here(relay_url: str) -> AsyncIterator[None]:
    """Whoever has only the words reads neither that all is still here, nor what to do with it."""
    try:
        yield
    except RelayProblemError as error:
        match error.code:
            case "unknown-account" | "unknown-device":
                why = f"the relay at {relay_url} lets nobody in with these words; check its address, or look for a newer kit"
            case "closed":
                why = f"the relay at {relay_url} says that this history was closed; look for it on the devices that you had"
            case _:
                raise
        raise ClientError(f"{why}; nothing was restored") from error
    except RemovedError as error:
        raise ClientError("this kit was removed, and its words open nothing more; look for a newer one") from error


async def _let_in(engine: Engine, relay: Relay, fresh: Device) -> None:
    def decide(roster: Roster) -> Act | None:
        if fresh.keys.id in roster.members:
            return None
        return Add(Role.DEVICE, fresh.keys, roster.epoch, engine.vault.epoch.seal_to(fresh.keys))

    await act(engine, relay, decide)


def find_kit(device: LocalDevice, start: str | None) -> bytes:
    """The account's kit; where there are several, the one whose fingerprint begins so."""
    kits = device.vault.log.roster.kits
    found = [kit for kit in kits if start is None or kit.hex().startswith(start.replace(" ", "").lower())]
    if not found:
        raise ClientError("there is no such recovery kit; 'counterfoil devices' shows them")
    if len(found) > 1:
        raise ClientError("there are several recovery kits; name one by the start of its fingerprint, from 'counterfoil devices'")
    return found[0]
