"""Row 25: a newcomer or a kit is given another account."""

import pytest

from counterfoil.client import ClientError
from counterfoil.client.guest import Guest
from counterfoil.client.host import Host
from counterfoil.client.relay import connect
from tests.attacks.malicious import MaliciousRelay
from tests.attacks.people import goes_on, is_kept, lie, two, type_in
from tests.server.client.devices import Devices, no_sleep


async def test_a_newcomer_joins_the_account_of_the_answer_and_no_other(devices: Devices, relay: MaliciousRelay) -> None:
    """The relay shows it an account of its own making in which the newcomer's keys are listed."""
    laptop, phone = await two(devices, relay)
    type_in(laptop)
    tablet = devices.open("tablet")
    async with connect(relay.url) as one, connect(relay.url) as other:
        host, guest = Host(laptop, one, no_sleep), Guest(tablet, other, no_sleep)
        digits = await guest.claim(await host.open(), "tablet")
        await host.wait_claim()
        await host.confirm(digits)
        await host.admit()
        await lie(relay, "25-own-account")
        answer = await guest.wait_answer()
        with pytest.raises(ClientError, match="nothing was joined"):
            await guest.join(answer, "tablet")
    assert not tablet.has_account
    is_kept(laptop)
    await goes_on(relay, laptop, phone)
