"""Row 15: clock poisoning."""

import pytest

from counterfoil.client import LocalDevice
from counterfoil.client.store import Store
from tests.attacks.malicious import MaliciousRelay
from tests.attacks.people import two
from tests.server.client.devices import Devices, documents, find, settle, shown

YEAR_MS = 365 * 24 * 3_600_000


async def poison(devices: Devices, device: LocalDevice) -> None:
    """A note that is written by a clock ten years ahead."""
    devices.clock.ms += 10 * YEAR_MS
    device.change(find(device), "note", "from the future")
    devices.clock.ms -= 10 * YEAR_MS
    await device.sync()


async def test_a_stamp_from_the_future_met_on_different_days_ends_equal(devices: Devices, relay: MaliciousRelay) -> None:
    laptop, phone = await two(devices, relay)
    tablet = await devices.pair(laptop, "tablet")
    await poison(devices, phone)
    await laptop.sync()
    laptop.change(find(laptop), "note", "corrected the same day")
    devices.clock.ms += 3 * 24 * 3_600_000
    await tablet.sync()
    tablet.change(find(tablet, "2"), "note", "of today")
    await settle(laptop, tablet, phone)
    assert documents(laptop) == documents(phone) == documents(tablet)
    assert shown(phone, "note") == "corrected the same day"
    assert shown(phone, "note", "2") == "of today"


async def test_it_leads_no_other_clock_more_than_ten_minutes_ahead(devices: Devices, relay: MaliciousRelay) -> None:
    laptop, phone = await two(devices, relay)
    await poison(devices, phone)
    await laptop.sync()
    laptop.change(find(laptop, "2"), "total", "1.00")
    register = laptop.vault.documents[find(laptop, "2")].fields["total"]["person"]
    assert register.at.ms <= devices.clock.ms + 600_000


async def test_a_crash_between_reading_and_the_clock_leaves_both_as_they_were(devices: Devices, relay: MaliciousRelay) -> None:
    laptop, phone = await two(devices, relay)
    await poison(devices, phone)
    before, clock = documents(laptop), laptop.vault.clock

    def crash(self: Store, statement: str, *values: object) -> None:
        if "clock_ms" in statement:
            raise KeyboardInterrupt
        self._database.execute(statement, values)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Store, "run", crash)
        with pytest.raises(KeyboardInterrupt):
            await laptop.sync()
    laptop = devices.reopen(laptop)
    assert (documents(laptop), laptop.vault.clock) == (before, clock)
    await laptop.sync()
    assert shown(laptop, "note") == "from the future"
    assert laptop.vault.clock > clock
