"""Row 21: one ciphertext opens under two keys, or one member is given another key than the rest."""

import json
from dataclasses import replace

import pytest
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt as decrypt

from counterfoil.client import ClientError, LocalDevice
from counterfoil.client.acts import act
from counterfoil.client.guest import Guest
from counterfoil.client.host import Host
from counterfoil.client.relay import connect
from counterfoil_crypto import labels
from counterfoil_crypto.device import Device
from counterfoil_crypto.encoding import frame
from counterfoil_crypto.epoch import Epoch, open_epoch
from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.keyring import Keyring, start_epoch
from counterfoil_crypto.roster import Roster
from counterfoil_crypto.statement import Act, Add, Role, Rotate, genesis
from tests.attacks.malicious import MaliciousRelay
from tests.attacks.people import goes_on, is_kept, is_stopped, two, type_in
from tests.attacks.two_keys import VECTOR, made
from tests.server.client.devices import Devices, no_sleep


async def once(device: LocalDevice, wanted: Act) -> None:
    """An act that a hostile member signs, whatever is in it."""
    assert device.vault.relay
    acts = [wanted]
    async with connect(device.vault.relay) as relay:
        relay.log_in(device.vault.device, device.vault.membership.account)
        await act(device.engine(), relay, lambda _: acts.pop() if acts else None)


async def test_a_member_that_is_given_another_key_than_the_rest_notices(devices: Devices, relay: MaliciousRelay) -> None:
    laptop, phone = await two(devices, relay)
    before = laptop.vault.epoch
    members = {one: member.keys for one, member in phone.members.items()}
    _, start = start_epoch(phone.vault.epoch, phone.vault.membership.account, members)
    other = Epoch.new(start.number).seal_to(members[laptop.vault.me])
    sealed = tuple((one, other if one == laptop.vault.me else key) for one, key in start.sealed)
    await once(phone, Rotate(replace(start, sealed=sealed)))
    sent = len(relay.seen)
    laptop = await is_stopped(devices, laptop, "commitment", "not the key that the statement of epoch 1 committed to")
    assert laptop.vault.epoch == before
    assert not any("POST /v1/log" in one for one in relay.seen[sent:])


async def test_a_newcomer_that_is_given_another_key_than_the_genesis_names_joins_nothing(
    devices: Devices, relay: MaliciousRelay
) -> None:
    laptop, phone = await two(devices, relay)
    type_in(laptop)
    tablet = devices.open("tablet")
    async with connect(relay.url) as one, connect(relay.url) as other:
        host, guest = Host(laptop, one, no_sleep), Guest(tablet, other, no_sleep)
        digits = await guest.claim(await host.open(), "tablet")
        keys = (await host.wait_claim()).keys
        await host.confirm(digits)

        def hostile(roster: Roster) -> Act | None:
            if keys.id in roster.members:
                return None
            return Add(Role.DEVICE, keys, roster.epoch, Epoch.new(roster.epoch).seal_to(keys))

        await act(laptop.engine(), one, hostile)
        await host.admit()
        with pytest.raises(ClientError, match="nothing was joined; try again with a new code"):
            await guest.join(await guest.wait_answer(), "tablet")
    assert not tablet.has_account
    is_kept(laptop)
    await goes_on(relay, laptop, phone)


def test_a_genesis_that_seals_another_key_than_it_names_opens_nothing() -> None:
    device, epoch = Device.new(), Epoch.new()
    wrong = genesis(device, epoch.commitment, Epoch.new().seal_to(device.keys))
    with pytest.raises(RefusedError) as refused:
        Keyring.gather(device, wrong.account, [wrong])
    assert refused.value.code == "commitment"
    with pytest.raises(RefusedError) as refused:
        Keyring(wrong.account).take(device, wrong)
    assert refused.value.code == "commitment"


def test_a_key_that_opens_what_another_one_does_is_still_another_key() -> None:
    """The wrapped key of the vector opens under two; the statement committed to one of them."""
    found = json.loads(VECTOR.read_text())
    assert found == made()
    account, wrapped, number = bytes.fromhex(found["account"]), bytes.fromhex(found["wrapped"]), found["epoch"]
    one, other = (Epoch(number, bytes.fromhex(key)) for key in found["keys"])
    committed = bytes.fromhex(found["commitments"][0])
    data = frame(labels.EPOCH_WRAP, account, number.to_bytes(4))
    below = [Epoch(0, decrypt(wrapped[24:], data, wrapped[:24], epoch._wrap_key)) for epoch in (one, other)]
    assert below[0] != below[1]
    device = Device.new()
    assert open_epoch(device, number, one.seal_to(device.keys), committed) == one
    with pytest.raises(RefusedError) as refused:
        open_epoch(device, number, other.seal_to(device.keys), committed)
    assert refused.value.code == "commitment"
    assert one.unwrap(wrapped, account, below[0].commitment) == below[0]
    with pytest.raises(RefusedError) as refused:
        other.unwrap(wrapped, account, below[0].commitment)
    assert refused.value.code == "commitment"
