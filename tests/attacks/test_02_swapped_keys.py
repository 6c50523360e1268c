"""Row 2: public keys are swapped, in the mailbox or in statements."""

import pytest

from counterfoil.client import ClientError
from tests.attacks.malicious import MaliciousRelay
from tests.attacks.people import goes_on, is_kept, lie, two, type_in
from tests.server.client.devices import Devices, join


@pytest.mark.parametrize("name", ["02-swapped-claim", "02-swapped-answer", "02-swapped-statement"])
async def test_nobody_gets_in_with_other_keys(devices: Devices, relay: MaliciousRelay, name: str) -> None:
    laptop, phone = await two(devices, relay)
    type_in(laptop)
    await lie(relay, name)
    tablet = devices.open("tablet")
    with pytest.raises(ClientError, match=r"start again with a new code|try again with a new code"):
        await join(laptop, tablet, "tablet")
    assert not tablet.has_account
    is_kept(laptop)
    await goes_on(relay, laptop, phone)
