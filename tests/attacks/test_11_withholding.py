"""Row 11: entries or a whole device are withheld."""

import pytest

from counterfoil.client import StoppedError
from tests.attacks.malicious import MaliciousRelay
from tests.attacks.people import TYPED, goes_on, is_kept, is_stopped, lie, two, type_in, write
from tests.server.client.devices import Devices, shown, sync_quickly


async def test_an_entry_left_out_of_the_middle_is_missed_by_those_after_it(devices: Devices, relay: MaliciousRelay) -> None:
    laptop, phone = await two(devices, relay)
    await write(phone, "withheld")
    await write(phone, "shown", "2")
    await lie(relay, "11-omitted", laptop)
    await is_stopped(devices, laptop, "witness", "another history")


async def test_bytes_left_out_without_a_newer_revision_are_missed(devices: Devices, relay: MaliciousRelay) -> None:
    laptop, phone = await two(devices, relay)
    await write(phone, "withheld")
    await lie(relay, "11-bytes", laptop)
    await is_stopped(devices, laptop, "withheld", "withholds entry")


async def test_a_withheld_tail_is_missed_with_the_first_entry_that_crosses(devices: Devices, relay: MaliciousRelay) -> None:
    """Until then nobody can tell it from silence."""
    laptop, phone = await two(devices, relay)
    tail = await lie(relay, "11-tail", laptop)
    await laptop.sync()
    await write(phone, "withheld")
    await write(phone, "withheld too")
    await laptop.sync()
    assert laptop.verdict is None
    await write(phone, "shown", "2")
    await tail.act("newest")
    await is_stopped(devices, laptop, "witness", "another history")


async def test_a_tail_that_was_only_late_costs_nothing(devices: Devices, relay: MaliciousRelay) -> None:
    laptop, phone = await two(devices, relay)
    await lie(relay, "11-tail", laptop)
    await laptop.sync()
    await write(phone, "late", "2")
    await laptop.sync()
    type_in(laptop)
    await goes_on(relay, laptop, phone)
    assert shown(laptop, "note", "2") == "late"


async def test_a_relay_that_hides_what_others_write_can_take_no_change_of_the_same_record(
    devices: Devices, relay: MaliciousRelay
) -> None:
    laptop, phone = await two(devices, relay)
    await lie(relay, "11-tail", laptop)
    await laptop.sync()
    await write(phone, "withheld")
    type_in(laptop)
    with pytest.raises((StoppedError, Exception), match="other devices keep writing"):
        await sync_quickly(laptop)
    is_kept(laptop)
    await goes_on(relay, laptop, phone)
    assert shown(phone, "note") == TYPED
