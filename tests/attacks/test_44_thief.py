"""A thief's device removes the kit and all others: the kit has its week, and whoever was removed keeps all and starts again."""

import json

import pytest

from counterfoil.client import ClientError, LocalDevice, RelayProblemError, anew, life, recovery
from counterfoil.client.errors import RemovedError
from counterfoil.client.states import State, states
from counterfoil_crypto.kit import Kit
from tests.attacks.malicious import MaliciousRelay
from tests.attacks.people import TYPED, goes_on, is_kept, is_stopped, lie, two, type_in, write
from tests.server.client.devices import Devices, documents, shown

DAY_MS = 86_400_000


async def with_kit(devices: Devices, relay: MaliciousRelay) -> tuple[LocalDevice, LocalDevice, Kit]:
    """The phone is the one that will be stolen."""
    laptop, phone = await two(devices, relay)
    kit = Kit.new(laptop.vault.membership.account)
    await recovery.add(laptop, kit)
    await phone.sync()
    return laptop, phone, kit


async def robbed(devices: Devices, relay: MaliciousRelay) -> tuple[LocalDevice, LocalDevice, Kit]:
    """It has given the kit notice, and removed the laptop, whose change waits."""
    laptop, phone, kit = await with_kit(devices, relay)
    assert await recovery.remove(phone, kit.device.keys.id) is not None
    await life.revoke(phone, laptop.vault.me)
    type_in(laptop)
    with pytest.raises(RemovedError, match="phone removed this device on 2"):
        await laptop.sync()
    return devices.reopen(laptop), phone, kit


def kinds(device: LocalDevice) -> list[str]:
    return sorted(one.type for one in device.vault.documents.values())


async def test_the_owners_second_device_keeps_all_and_starts_again(devices: Devices, relay: MaliciousRelay) -> None:
    laptop, phone, _ = await robbed(devices, relay)
    is_kept(laptop)
    (said,) = [one for one in states(laptop) if one.state is State.REMOVED]
    assert said.words.startswith("Phone removed this device on ")
    assert said.ways[0] == "counterfoil keep"
    before, account = [one for one in kinds(laptop) if one != "Device"], laptop.vault.membership.account
    me = laptop.vault.me
    anew.start_again(laptop, relay.url)
    await laptop.sync()
    assert (laptop.vault.membership.account == account, laptop.vault.me == me, laptop.waiting) == (False, False, 0)
    assert kinds(laptop) == sorted([*before, "Device"])
    assert (shown(laptop, "note"), shown(laptop, "total", "2")) == (TYPED, "59.97")
    laptop.change(next(one.id for one in laptop.records() if one.document.type == "Order"), "note", "not for thieves")
    await laptop.sync()
    await phone.sync()
    assert "not for thieves" not in [one.document.shown("note") for one in phone.records()]
    tablet = await devices.pair(laptop, "tablet")
    assert documents(tablet).items() >= documents(laptop).items()


async def test_the_kit_within_its_week_removes_the_thief(devices: Devices, relay: MaliciousRelay) -> None:
    _, phone, kit = await robbed(devices, relay)
    devices.clock.ms += 6 * DAY_MS
    fresh = devices.open("fresh")
    await recovery.restore(fresh, kit, relay.url, "fresh")
    await fresh.sync()
    await phone.sync()
    assert shown(fresh, "total") == "59.97"
    (listed,) = [one for one in life.devices(fresh) if one.id == kit.device.keys.id]
    assert listed.notice is not None, "the new device shows that the kit is to go"
    await recovery.cancel(fresh, kit.device.keys.id)
    await life.revoke(fresh, phone.vault.me)
    await write(fresh, TYPED)
    with pytest.raises(RemovedError, match="fresh removed this device"):
        await phone.sync()
    assert phone.vault.epoch.number < fresh.vault.epoch.number
    assert set(fresh.vault.log.roster.kits) == {kit.device.keys.id}
    await goes_on(relay, fresh)


async def test_a_clock_that_the_thief_sets_does_not_shorten_the_week(devices: Devices, relay: MaliciousRelay) -> None:
    laptop, phone, kit = await with_kit(devices, relay)
    await recovery.remove(phone, kit.device.keys.id)
    devices.clock.ms += 8 * DAY_MS
    with pytest.raises(RelayProblemError) as found:
        await recovery.remove(phone, kit.device.keys.id)
    assert found.value.code == "refused"
    devices.clock.ms -= 8 * DAY_MS
    await laptop.sync()
    assert kit.device.keys.id in laptop.vault.log.roster.kits
    assert await recovery.cancel(laptop, kit.device.keys.id)
    fresh = devices.open("fresh")
    await recovery.restore(fresh, kit, relay.url, "fresh")
    type_in(laptop)
    await goes_on(relay, laptop, fresh)


async def test_a_relay_that_lets_the_kit_go_at_once_is_not_believed(devices: Devices, relay: MaliciousRelay) -> None:
    laptop, phone, kit = await with_kit(devices, relay)
    await recovery.remove(phone, kit.device.keys.id)
    await laptop.sync()
    one = await lie(relay, "44-kit-too-soon")
    await one.act(json.dumps({"seed": phone.vault.device.seed.hex(), "kit": kit.device.keys.id.hex()}))
    laptop = await is_stopped(devices, laptop, "notice", "a kit goes a week after notice")
    assert kit.device.keys.id in laptop.vault.log.roster.kits
    with pytest.raises(ClientError):
        await recovery.restore(devices.open("misled"), kit, relay.url, "misled")
