"""Row 30: "you were removed", said without a statement."""

import pytest

from counterfoil.client import ClientError
from tests.attacks.malicious import MaliciousRelay
from tests.attacks.people import goes_on, is_kept, is_stopped, lie, two, type_in
from tests.server.client.devices import Devices, sync_quickly


async def test_a_relay_that_only_says_so_is_not_believed(devices: Devices, relay: MaliciousRelay) -> None:
    laptop, phone = await two(devices, relay)
    type_in(laptop)
    await lie(relay, "30-said")
    laptop = devices.reopen(laptop)
    with pytest.raises(ClientError, match="does not know this device; all is still here"):
        await sync_quickly(laptop)
    laptop = devices.reopen(laptop)
    assert laptop.vault.me in laptop.members
    is_kept(laptop)
    await goes_on(relay, laptop, phone)


async def test_a_forged_revoke_is_refused(devices: Devices, relay: MaliciousRelay) -> None:
    laptop, _ = await two(devices, relay)
    await lie(relay, "30-forged-revoke")
    laptop = await is_stopped(devices, laptop, "signer", "not a member")
    assert laptop.vault.me in laptop.members
