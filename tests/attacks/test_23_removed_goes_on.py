"""Row 23: a removed device goes on writing, and the relay helps it; a device that was away during a removal loses nothing."""

import pytest

from counterfoil.client import LocalDevice
from counterfoil.client.errors import RemovedError
from counterfoil.client.life import revoke
from counterfoil.client.outbox import seal_batch
from counterfoil.client.states import State, states
from counterfoil_crypto.chain import EntryKind
from counterfoil_crypto.encoding import Reader
from counterfoil_crypto.header import take_header
from tests.attacks.malicious import MaliciousRelay
from tests.attacks.people import goes_on, lie, two, type_in, write
from tests.server.client.devices import Devices, documents, settle, shown


def sealed_by(device: LocalDevice, note: str) -> str:
    """The account and what `device` would send now, in hex."""
    type_in(device)
    device.change_all(next(iter(device.vault.drafts)), {"note": note})
    (sealed,) = seal_batch(device.vault, device.now())
    assert sealed.envelope
    return f"{device.vault.membership.account.hex()} {sealed.envelope.hex()}"


async def test_what_a_removed_device_pushes_through_a_colluding_relay_is_set_aside(
    devices: Devices, relay: MaliciousRelay
) -> None:
    laptop, phone = await two(devices, relay)
    tablet = await devices.pair(laptop, "tablet")
    await settle(laptop, phone, tablet)
    envelope = sealed_by(phone, "by the removed one")
    await revoke(laptop, phone.vault.me)
    await (await lie(relay, "23-colluding")).act(envelope)
    before = documents(laptop)
    await laptop.sync()
    assert [one.code for one in laptop.set_aside] == ["epoch"]
    assert documents(laptop) == before
    assert ("1 entry is damaged (written by nobody known).", State.SET_ASIDE) in [
        (one.words, one.state) for one in states(laptop)
    ]
    type_in(laptop)
    await goes_on(relay, laptop, tablet)
    with pytest.raises(RemovedError, match="laptop removed this device"):
        await phone.sync()
    assert (laptop.set_aside, laptop.verdict, tablet.verdict) == ([], None, None)


@pytest.mark.parametrize("name", ["23-hidden", "23-hidden-and-taken"])
async def test_what_a_member_wrote_that_was_away_during_a_removal_is_sealed_anew(
    devices: Devices, relay: MaliciousRelay, name: str
) -> None:
    laptop, phone = await two(devices, relay)
    tablet = await devices.pair(laptop, "tablet")
    await settle(laptop, phone, tablet)
    await lie(relay, name, phone)
    await revoke(laptop, tablet.vault.me)
    type_in(phone)
    await phone.sync()
    assert (phone.waiting, phone.verdict, phone.vault.epoch.number) == (0, None, 1)
    assert await old_epoch_entries(relay, phone) == (1 if name == "23-hidden-and-taken" else 0)
    await goes_on(relay, phone, laptop)
    assert laptop.set_aside == []
    await write(laptop, "and so on", "2")
    await phone.sync()
    assert shown(phone, "note", "2") == "and so on"


async def old_epoch_entries(relay: MaliciousRelay, device: LocalDevice) -> int:
    """How many revisions in the true log were sealed under the first epoch and stand after the removal."""
    entries = await relay.entries(device.vault.membership.account)
    at = max(one.sequence for one in entries if one.kind is EntryKind.STATEMENT)
    later = [one for one in entries if one.sequence > at and one.kind is EntryKind.RECORD]
    return sum(one.body is None or take_header(Reader(one.body)).epoch == 0 for one in later)
