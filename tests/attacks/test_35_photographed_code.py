"""Row 35: somebody photographs the pairing code and claims first."""

import pytest

from counterfoil.client import ClientError
from counterfoil.client.errors import PairingError
from counterfoil.client.guest import Guest
from counterfoil.client.host import Host
from counterfoil.client.relay import connect
from tests.attacks.malicious import MaliciousRelay
from tests.attacks.people import goes_on, is_kept, lie, two, type_in
from tests.server.client.devices import Devices, no_sleep


async def test_the_newcomer_says_so_and_nobody_is_added(devices: Devices, relay: MaliciousRelay) -> None:
    laptop, phone = await two(devices, relay)
    members = set(laptop.members)
    type_in(laptop)
    thief, tablet = devices.open("thief"), devices.open("tablet")
    async with connect(relay.url) as one, connect(relay.url) as other, connect(relay.url) as third:
        host = Host(laptop, one, no_sleep)
        code = await host.open()
        taking = Guest(thief, other, no_sleep)
        await taking.claim(code, "tablet")
        with pytest.raises(ClientError, match="another device used this code first; start again with a new code"):
            await Guest(tablet, third, no_sleep).claim(code, "tablet")
        await host.wait_claim()
        # The person has no digits to type: the device in their hand shows none. Whatever they type is wrong.
        with pytest.raises(PairingError, match="nobody was let in"):
            await host.confirm("")
        with pytest.raises(ClientError, match="this pairing has ended"):
            await taking.wait_answer()
    assert set(laptop.members) == members
    assert not thief.has_account
    assert not tablet.has_account
    is_kept(laptop)
    await goes_on(relay, laptop, phone)


async def test_the_digits_of_the_device_in_hand_let_no_other_in(devices: Devices, relay: MaliciousRelay) -> None:
    """The relay is the thief's: it tells the newcomer nothing, and does not end the mailbox."""
    laptop, phone = await two(devices, relay)
    members = set(laptop.members)
    type_in(laptop)
    await lie(relay, "35-every-claim")
    thief, tablet = devices.open("thief"), devices.open("tablet")
    async with connect(relay.url) as one, connect(relay.url) as other, connect(relay.url) as third:
        host = Host(laptop, one, no_sleep)
        code = await host.open()
        taken = await Guest(thief, other, no_sleep).claim(code, "tablet")
        assert (await host.wait_claim()).name == "tablet"
        digits = await Guest(tablet, third, no_sleep).claim(code, "tablet")
        assert digits != taken
        with pytest.raises(PairingError, match="those are not the digits; nobody was let in; start again with a new code"):
            await host.confirm(digits)
    laptop = devices.reopen(laptop)
    assert set(laptop.members) == members
    assert not thief.has_account
    assert not tablet.has_account
    is_kept(laptop)
    await goes_on(relay, laptop, phone)
    assert set(phone.members) == members
