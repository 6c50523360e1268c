"""Row 12: two histories for two devices."""

from tests.attacks.malicious import MaliciousRelay
from tests.attacks.people import is_stopped, lie, two, write
from tests.server.client.devices import Devices


async def test_the_first_entry_that_crosses_tells(devices: Devices, relay: MaliciousRelay) -> None:
    laptop, phone = await two(devices, relay)
    fork = await lie(relay, "12-fork", phone)
    await write(phone, "only the phone sees this")
    await write(laptop, "only the laptop sees this")
    await write(phone, "crosses", "2")
    await laptop.sync()
    assert laptop.verdict is None
    await fork.act("cross")
    await is_stopped(devices, laptop, "witness", "another history")


async def test_a_device_that_is_shown_the_other_history_later_tells(devices: Devices, relay: MaliciousRelay) -> None:
    laptop, phone = await two(devices, relay)
    await lie(relay, "12-fork", phone)
    await write(phone, "only the phone sees this")
    await write(laptop, "only the laptop sees this")
    relay.turn_off()
    await is_stopped(devices, phone, "fork", "not the one read before")
