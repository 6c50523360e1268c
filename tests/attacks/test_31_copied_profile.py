"""Row 31: a profile was copied, or an old one was put back."""

import shutil

import pytest

from counterfoil import wire
from counterfoil.client import LocalDevice, StoppedError
from counterfoil.client.outbox import seal_batch
from counterfoil.client.relay import connect
from counterfoil.client.states import State, states
from counterfoil.client.succession import Succession
from counterfoil.client.verdict import Kind
from tests.attacks.malicious import MaliciousRelay
from tests.attacks.people import TYPED, goes_on, is_kept, two, type_in, write
from tests.server.client.devices import Devices, documents, find, shown


def folder_copied(devices: Devices, device: LocalDevice, name: str) -> tuple[LocalDevice, LocalDevice]:
    """The device, opened again, and its twin in a folder of its own."""
    device.close()
    shutil.copytree(device.store.folder, devices.folder / name)
    return devices.open(device.store.folder.name), devices.open(name)


async def is_copied(devices: Devices, device: LocalDevice, words: str) -> LocalDevice:
    """Sync stops, also after a restart, and what was typed stays."""
    members = set(device.members)
    for _ in range(2):
        with pytest.raises(StoppedError, match=words) as found:
            await device.sync()
        assert (found.value.verdict.kind, found.value.verdict.code) == (Kind.COPIED, "count")
        device = devices.reopen(device)
    (said, *_) = states(device)
    assert (said.state, said.ways[0]) == (State.COPIED, "counterfoil own-device")
    assert set(device.members) == members
    is_kept(device)
    return device


async def test_two_contexts_of_one_folder_are_found_out_before_either_loses_anything(
    devices: Devices, relay: MaliciousRelay
) -> None:
    laptop, phone = await two(devices, relay)
    laptop, twin = folder_copied(devices, laptop, "twin")
    await write(laptop, "by the first", "2")
    type_in(twin)
    twin = await is_copied(devices, twin, "written in this device's name, but not by it")
    await Succession(twin, None, remove=False).run()
    assert twin.vault.me != laptop.vault.me
    await goes_on(relay, twin, laptop, phone)
    assert shown(twin, "note", "2") == "by the first"
    assert (laptop.verdict, twin.verdict, phone.verdict) == (None, None, None)
    assert len(phone.members) == 3


async def test_an_old_folder_that_was_put_back_repeats_no_count(devices: Devices, relay: MaliciousRelay) -> None:
    laptop, phone = await two(devices, relay)
    laptop, old = folder_copied(devices, laptop, "backup")
    await write(laptop, "after the backup", "2")
    laptop.close()
    type_in(old)
    old = await is_copied(devices, old, "written in this device's name, but not by it")
    await Succession(old, None, remove=True).run()
    await goes_on(relay, old, phone)
    assert shown(old, "note", "2") == "after the backup"
    assert set(phone.members) == {old.vault.me, phone.vault.me}


async def test_one_count_used_twice_is_named_by_a_third_device(devices: Devices, relay: MaliciousRelay) -> None:
    """Both wrote before either read: the second one of the two, whichever that is, is known by its count alone."""
    laptop, phone = await two(devices, relay)
    phone, twin = folder_copied(devices, phone, "twin")
    twin.change(find(twin, "2"), "note", "by the twin")
    (sealed,) = seal_batch(twin.vault, twin.now())
    await write(phone, "by the first")
    async with connect(relay.url) as dialled:
        dialled.log_in(twin.vault.device, twin.vault.membership.account)
        base = twin.vault.log.newest[sealed.record].sequence
        revision = wire.NewRevision(base=base, envelope=sealed.envelope or b"")
        await dialled.append(twin.vault.log.generation, [revision])
    before = documents(laptop)
    with pytest.raises(StoppedError, match="a copy of a device's data is in use") as found:
        await laptop.sync()
    assert (found.value.verdict.device, found.value.verdict.code) == (phone.vault.me, "count")
    assert documents(laptop) == before
    type_in(laptop)
    is_kept(laptop)
    laptop.clear_verdict()
    await laptop.sync()
    assert [(one.code, one.writer) for one in laptop.set_aside] == [("count", phone.vault.me)]
    assert (shown(laptop, "note"), laptop.waiting) == (TYPED, 0)
