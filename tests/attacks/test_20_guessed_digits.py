"""Row 20: a short pairing code is guessed, or the digits are."""

import pytest

from counterfoil.client import ClientError, LocalDevice
from counterfoil.client.errors import PairingError
from counterfoil.client.guest import Guest
from counterfoil.client.host import Host
from counterfoil.client.relay import connect
from counterfoil_crypto.pairing import Code
from tests.attacks.malicious import MaliciousRelay
from tests.attacks.people import goes_on, is_kept, lie, two, type_in
from tests.server.client.devices import Devices, join, no_sleep


def wrong(digits: str) -> str:
    return f"{(int(digits) + 1) % 1_000_000:06d}"


async def host_of(device: LocalDevice, url: str) -> tuple[Host, Code]:
    """As after the person asked for a code once more."""
    async with connect(url) as relay:
        host = Host(device, relay, no_sleep)
        return host, await host.open()


async def test_a_second_claim_is_refused_and_the_first_gets_in(devices: Devices, relay: MaliciousRelay) -> None:
    laptop, phone = await two(devices, relay)
    type_in(laptop)
    tablet, late = devices.open("tablet"), devices.open("late")
    async with connect(relay.url) as one, connect(relay.url) as other, connect(relay.url) as third:
        host, guest = Host(laptop, one, no_sleep), Guest(tablet, other, no_sleep)
        code = await host.open()
        digits = await guest.claim(code, "tablet")
        with pytest.raises(ClientError, match="another device used this code first; start again with a new code"):
            await Guest(late, third, no_sleep).claim(code, "late")
        assert (await host.wait_claim()).name == "tablet"
        await host.confirm(digits)
        await host.admit()
        await guest.join(await guest.wait_answer(), "tablet")
    assert not late.has_account
    await goes_on(relay, laptop, phone, tablet)
    assert {laptop.device_name(one) for one in laptop.members} == {"laptop", "phone", "tablet"}


@pytest.mark.parametrize("name", [None, "20-every-claim"])
async def test_one_wrong_entry_ends_it_also_where_the_relay_goes_on(
    devices: Devices, relay: MaliciousRelay, name: str | None
) -> None:
    laptop, phone = await two(devices, relay)
    members = set(laptop.members)
    type_in(laptop)
    if name:
        await lie(relay, name)
    tablet = devices.open("tablet")
    async with connect(relay.url) as one, connect(relay.url) as other:
        host, guest = Host(laptop, one, no_sleep), Guest(tablet, other, no_sleep)
        code = await host.open()
        digits = await guest.claim(code, "tablet")
        await host.wait_claim()
        with pytest.raises(PairingError, match="not the digits; nobody was let in; start again with a new code"):
            await host.confirm(wrong(digits))
        if name is None:
            with pytest.raises(ClientError, match="this pairing has ended; start again with a new code"):
                await other.read_answer(guest.underway.pairing.mailbox)
    laptop = devices.reopen(laptop)
    _, again = await host_of(laptop, relay.url)
    assert again.secret != code.secret
    assert set(laptop.members) == members
    assert not tablet.has_account
    is_kept(laptop)
    await goes_on(relay, laptop, phone)


async def test_the_claim_that_was_seen_stays_the_one(devices: Devices, relay: MaliciousRelay) -> None:
    """The relay shows a later claim once the person looks at the first one's digits."""
    laptop, phone = await two(devices, relay)
    type_in(laptop)
    await lie(relay, "20-every-claim")
    tablet, late = devices.open("tablet"), devices.open("late")
    async with connect(relay.url) as one, connect(relay.url) as other, connect(relay.url) as third:
        host, guest = Host(laptop, one, no_sleep), Guest(tablet, other, no_sleep)
        code = await host.open()
        digits = await guest.claim(code, "tablet")
        assert (await host.wait_claim()).name == "tablet"
        await Guest(late, third, no_sleep).claim(code, "late")
        assert (await host.wait_claim()).name == "tablet"
        await host.confirm(digits)
        await host.admit()
        await guest.join(await guest.wait_answer(), "tablet")
    assert not late.has_account
    await goes_on(relay, laptop, phone, tablet)


async def test_a_code_works_once(devices: Devices, relay: MaliciousRelay) -> None:
    laptop, _ = await two(devices, relay)
    async with connect(relay.url) as one:
        first = await Host(laptop, one, no_sleep).open()
        await Host(laptop, one, no_sleep).open()
    assert len(first.secret) == 16
    tablet = devices.open("tablet")
    await join(laptop, tablet, "tablet")
    async with connect(relay.url) as other:
        with pytest.raises(ClientError, match=r"this code first|has ended"):
            await Guest(devices.open("late"), other, no_sleep).claim(first, "late")
