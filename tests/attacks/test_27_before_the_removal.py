"""Row 27: a removed device and the relay write before the removal."""

import pytest

from counterfoil.client import LocalDevice
from counterfoil.client.life import revoke
from counterfoil.client.outbox import seal_batch
from tests.attacks.malicious import MaliciousRelay
from tests.attacks.people import goes_on, is_stopped, lie, two, type_in
from tests.server.client.devices import Devices, find, settle, shown


@pytest.mark.parametrize("records", [1, 2])
async def test_the_removal_names_the_log_directly_before_it(devices: Devices, relay: MaliciousRelay, records: int) -> None:
    """The tablet was away; what is put before the removal is sealed under the key and by the device that were good there."""
    laptop, phone = await two(devices, relay)
    tablet = await devices.pair(laptop, "tablet")
    await settle(laptop, phone, tablet)
    for number in ("100001", "2")[:records]:
        phone.change(find(phone, number), "note", "by the removed one")
    inserted = " ".join(sealed(phone))
    await revoke(laptop, phone.vault.me)
    await (await lie(relay, "27-before-the-removal", tablet)).act(inserted)
    tablet = await is_stopped(devices, tablet, "head", "does not follow the newest entry")
    assert phone.vault.me in tablet.members
    assert shown(tablet, "note", "2") is None
    tablet.clear_verdict()
    type_in(tablet)
    await goes_on(relay, tablet, laptop)
    assert phone.vault.me not in tablet.members


def sealed(device: LocalDevice) -> list[str]:
    return [one.envelope.hex() for one in seal_batch(device.vault, device.now()) if one.envelope]
