"""Row 26: a stale base is accepted, or a concurrent revision dropped as superseded."""

import pytest

from counterfoil.client import StoppedError
from tests.attacks.malicious import MaliciousRelay
from tests.attacks.people import TYPED, is_stopped, lie, two, type_in, write
from tests.server.client.devices import Devices, settle, shown, sync_quickly


@pytest.mark.parametrize("name", ["26-stale-base", "26-dropped"])
async def test_reader_writer_and_third_device_all_name_it(devices: Devices, relay: MaliciousRelay, name: str) -> None:
    laptop, phone = await two(devices, relay)
    tablet = await devices.pair(laptop, "tablet")
    await settle(laptop, phone, tablet)
    await lie(relay, name, laptop)
    await laptop.sync()
    await write(phone, "by the phone")
    type_in(laptop)
    with pytest.raises(StoppedError, match="not built on the revision before it"):
        await sync_quickly(laptop)
    assert shown(laptop, "note") == TYPED
    for one in (phone, tablet):
        await is_stopped(devices, one, "base", "not built on the revision before it")
