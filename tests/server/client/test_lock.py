"""A lock: a fresh seed under a passphrase, nothing readable without it, and no way back to the seed that lay open."""

from pathlib import Path

import pytest

from counterfoil.client import ClientError, LocalDevice, anew
from counterfoil.client.errors import LockedError, RemovedError
from counterfoil.client.succession import Succession, lock
from tests.server.client.capturing import capture
from tests.server.client.devices import Devices, documents, find, order, settle, shown
from tests.server.helpers import Relay

PASSPHRASE = "correct horse battery"


def unlocked(devices: Devices, name: str, passphrase: str = PASSPHRASE) -> LocalDevice:
    device = LocalDevice(devices.folder / name, now=devices.clock, ask=lambda: passphrase)
    devices.opened.append(device)
    return device


def everything_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


@pytest.fixture
async def laptop(devices: Devices, relay: Relay) -> LocalDevice:
    device = devices.begin("laptop", relay.url)
    capture(device, order())
    await device.sync()
    return device


async def test_the_first_lock_makes_a_fresh_seed_and_removes_the_one_that_lay_open(
    devices: Devices, laptop: LocalDevice, relay: Relay
) -> None:
    phone = await devices.pair(laptop, "phone")
    old, seed = laptop.vault.me, laptop.vault.device.seed
    laptop.change(find(laptop), "note", "unsent")
    await Succession(laptop, PASSPHRASE, remove=True).run()
    assert laptop.is_locked
    assert laptop.vault.me != old
    assert old in laptop.vault.log.roster.gone
    assert laptop.vault.epoch.number == 1
    assert laptop.device_name(laptop.vault.me) == "laptop"
    assert (laptop.waiting, laptop.vault.membership.predecessor) == (0, None)
    new = laptop.vault.device.seed
    await settle(phone, laptop)
    assert shown(phone, "note") == "unsent"
    laptop.close()
    content = everything_in(laptop.store.folder)
    assert seed not in content
    assert new not in content
    assert relay.url


async def test_a_locked_device_opens_with_its_passphrase_alone(devices: Devices, laptop: LocalDevice) -> None:
    await Succession(laptop, PASSPHRASE, remove=True).run()
    before = documents(laptop)
    laptop.close()
    for device in (devices.open("laptop"),):
        with pytest.raises(LockedError, match="needs its passphrase"):
            device.records()
        device.close()
    wrong = unlocked(devices, "laptop", "something else")
    with pytest.raises(LockedError, match="not the passphrase"):
        wrong.records()
    wrong.close()
    again = unlocked(devices, "laptop")
    assert documents(again) == before
    again.change(find(again), "note", "unlocked")
    assert (await again.sync()).waiting == 0


async def test_the_passphrase_changes_and_the_lock_comes_off(devices: Devices, laptop: LocalDevice) -> None:
    await Succession(laptop, PASSPHRASE, remove=True).run()
    me = laptop.vault.me
    lock(laptop, "another passphrase")
    laptop.close()
    changed = unlocked(devices, "laptop", "another passphrase")
    assert changed.vault.me == me
    lock(changed, None)
    changed.close()
    assert devices.open("laptop").vault.me == me


async def test_a_history_without_a_relay_is_locked_by_starting_again(devices: Devices) -> None:
    device = devices.begin("alone", None)
    capture(device, order())
    seed = device.vault.device.seed
    device.passphrase = PASSPHRASE
    anew.start_again(device, None)
    assert device.is_locked
    assert shown(device, "total") == "59.97"
    device.close()
    assert seed not in everything_in(device.store.folder)
    assert shown(unlocked(devices, "alone"), "total") == "59.97"


async def test_a_copy_of_the_folder_from_before_the_lock_is_removed(
    devices: Devices, laptop: LocalDevice, tmp_path: Path
) -> None:
    import shutil  # noqa: PLC0415

    laptop.close()
    shutil.copytree(laptop.store.folder, tmp_path / "copy")
    laptop, copy = devices.open("laptop"), devices.open("copy")
    await Succession(laptop, PASSPHRASE, remove=True).run()
    with pytest.raises(RemovedError):
        await copy.sync()
    with pytest.raises(ClientError):
        await devices.reopen(copy).sync()
