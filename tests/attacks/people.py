"""What every attack is tried on: a laptop and a phone of one account, and a change on the laptop that must not be lost."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from counterfoil.client import LocalDevice, StoppedError
from counterfoil.client.folder import DATABASE
from tests.attacks.lies import LIES
from tests.server.client.capturing import capture
from tests.server.client.devices import Devices, documents, find, order, settle, shown, sync_quickly

if TYPE_CHECKING:
    from tests.attacks.malicious import Lie, MaliciousRelay

TYPED = "typed while the relay lied"


async def two(devices: Devices, relay: MaliciousRelay) -> tuple[LocalDevice, LocalDevice]:
    """Two orders that both have read."""
    laptop = devices.begin("laptop", relay.url)
    capture(laptop, order())
    capture(laptop, order("2"))
    await laptop.sync()
    phone = await devices.pair(laptop, "phone")
    await settle(laptop, phone)
    return laptop, phone


def keep_database(devices: Devices, device: LocalDevice) -> LocalDevice:
    """A copy of its database alone, as it is now."""
    device.close()
    (devices.folder / "kept").mkdir()
    shutil.copy(device.store.folder / DATABASE, devices.folder / "kept" / DATABASE)
    return devices.reopen(device)


def lose_local_copy(devices: Devices, device: LocalDevice) -> LocalDevice:
    """The kept database is there again, under the anchor of now."""
    device.close()
    for left in device.store.folder.glob(f"{DATABASE}*"):
        left.unlink()
    shutil.copy(devices.folder / "kept" / DATABASE, device.store.folder / DATABASE)
    return devices.reopen(device)


async def write(device: LocalDevice, note: str, number: str = "100001") -> None:
    """A note that is in the log when this returns."""
    device.change(find(device, number), "note", note)
    await device.sync()


async def lie(relay: MaliciousRelay, name: str, victim: LocalDevice | None = None) -> Lie:
    made = LIES[name](relay, victim.vault.me if victim else None)
    await relay.turn_on(made)
    return made


async def is_stopped(devices: Devices, device: LocalDevice, code: str, words: str) -> LocalDevice:
    """Sync stops with a verdict and words, also after a restart; what the person types meanwhile stays and waits."""
    members = set(device.members)
    type_in(device)
    with pytest.raises(StoppedError, match=words) as found:
        await sync_quickly(device)
    assert found.value.verdict.code == code
    device = devices.reopen(device)
    assert device.verdict == found.value.verdict
    with pytest.raises(StoppedError):
        await device.sync()
    assert set(device.members) == members
    is_kept(device)
    return device


def type_in(device: LocalDevice) -> None:
    device.change(find(device), "note", TYPED)


def is_kept(device: LocalDevice) -> None:
    assert shown(device, "note") == TYPED
    assert device.waiting > 0


async def goes_on(relay: MaliciousRelay, *everyone: LocalDevice) -> None:
    """Once the relay is honest again nothing is lost and all are equal."""
    relay.turn_off()
    await settle(*everyone)
    one, *others = everyone
    assert all(documents(one) == documents(other) for other in others)
    assert [device.waiting for device in everyone] == [0] * len(everyone)
    assert shown(one, "note") == TYPED


async def is_named_and_set_aside(devices: Devices, relay: MaliciousRelay, device: LocalDevice, other: LocalDevice) -> None:
    """An entry at the end of the log that nobody wrote: named and without effect; with the next true entries it is found out."""
    before = documents(device)
    await device.sync()
    device = devices.reopen(device)
    assert [one.code for one in device.set_aside] == ["damaged"]
    assert documents(device) == before
    type_in(device)
    relay.turn_off()
    await write(other, "true", "2")
    await write(other, "true again", "2")
    with pytest.raises(StoppedError, match="contradicts what it showed before"):
        await sync_quickly(device)
    is_kept(device)
