"""Devices that are removed, leave, get new keys, close the account: what each device sees, and what nobody reads any more."""

import pytest

from counterfoil.client import ClientError, LocalDevice, life
from counterfoil.client.anew import start_again
from counterfoil.client.errors import ClosedError, RemovedError
from counterfoil.client.states import State, states
from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.identity import order_key, record_id
from counterfoil_crypto.statement import Role
from tests.server.client.capturing import capture
from tests.server.client.devices import Devices, Liar, documents, find, order, settle, shown
from tests.server.helpers import Relay

DAY_MS = 86_400_000


async def three(devices: Devices, relay: str) -> tuple[LocalDevice, LocalDevice, LocalDevice]:
    laptop = devices.begin("laptop", relay)
    capture(laptop, order())
    await laptop.sync()
    phone = await devices.pair(laptop, "phone")
    tablet = await devices.pair(laptop, "tablet")
    await settle(laptop, phone, tablet)
    return laptop, phone, tablet


def names(device: LocalDevice) -> set[str | None]:
    return {device.device_name(one) for one in device.members}


def state_of(device: LocalDevice) -> State:
    return states(device)[0].state


async def test_a_removed_device_is_told_by_whom_and_when_and_reads_nothing_written_after(devices: Devices, relay: Relay) -> None:
    laptop, phone, tablet = await three(devices, relay.url)
    await life.revoke(laptop, life.find_member(laptop, "phone").id)
    laptop.change(find(laptop), "note", "after the phone")
    capture(laptop, order("2"))
    await settle(laptop, tablet)
    assert names(tablet) == {"laptop", "tablet"}
    assert documents(tablet) == documents(laptop)
    assert tablet.vault.epoch.number == 1
    phone.change(find(phone), "total", "1.00")
    with pytest.raises(RemovedError, match=r"laptop removed this device on 21 November 2026; keep what is here"):
        await phone.sync()
    phone = devices.reopen(phone)
    assert shown(phone, "note") is None
    assert shown(phone, "total") == "1.00"
    assert state_of(phone) is State.REMOVED
    with pytest.raises(RemovedError):
        await phone.sync()
    with pytest.raises(RefusedError, match="no key of epoch 1"):
        phone.vault.keyring.epoch(1)


async def test_what_waits_is_sealed_anew_when_the_epoch_ended_meanwhile(devices: Devices, relay: Relay) -> None:
    laptop, phone, tablet = await three(devices, relay.url)
    tablet.change(find(tablet), "note", "written offline")
    capture(tablet, order("7", vendor="other.example"))
    await life.revoke(laptop, phone.vault.me)
    await settle(tablet, laptop)
    assert shown(laptop, "note") == "written offline"
    assert documents(laptop) == documents(tablet)
    assert (tablet.waiting, tablet.verdict) == (0, None)


async def test_a_stale_epoch_between_reading_and_sending_costs_another_round(devices: Devices, liar: Liar) -> None:
    laptop, phone, tablet = await three(devices, liar.url)
    tablet.change(find(tablet), "note", "just too late")
    revoked = False

    async def revoke_first(request: object) -> None:
        nonlocal revoked
        if getattr(request, "path", "") == "/v1/log/records" and not revoked:
            revoked = True
            await life.revoke(laptop, phone.vault.me)

    liar.instead = revoke_first
    assert (await tablet.sync()).waiting == 0
    liar.instead = None
    await settle(laptop, tablet)
    assert revoked
    assert shown(laptop, "note") == "just too late"
    assert tablet.verdict is None


async def test_an_order_never_sent_before_a_removal_gets_an_id_that_the_removed_device_cannot_guess(
    devices: Devices, relay: Relay
) -> None:
    laptop, phone, tablet = await three(devices, relay.url)
    capture(tablet, order("7", vendor="other.example"))
    guess = record_id(phone.vault.epoch, "Order", order_key("other.example", "7"))
    assert guess in tablet.vault.documents
    await life.revoke(laptop, phone.vault.me)
    await settle(tablet, laptop)
    assert guess not in laptop.vault.log.newest
    assert guess not in tablet.vault.documents
    assert find(laptop, "7") == find(tablet, "7") == record_id(laptop.vault.epoch, "Order", order_key("other.example", "7"))


async def test_a_page_seen_before_a_removal_is_the_same_order_after_it(devices: Devices, relay: Relay) -> None:
    laptop, phone, _ = await three(devices, relay.url)
    before = find(laptop)
    await life.revoke(laptop, phone.vault.me)
    assert not capture(laptop, order())
    assert capture(laptop, order(note="seen again"))
    assert find(laptop) == before
    assert {laptop.device_name(one) for one in laptop.members} == {"laptop", "tablet"}
    laptop.rename("kitchen laptop")
    assert len([one for one in laptop.vault.documents.values() if one.type == "Device"]) == 3


async def test_who_leaves_gets_no_new_key_and_the_first_to_read_it_starts_an_epoch(devices: Devices, relay: Relay) -> None:
    laptop, phone, tablet = await three(devices, relay.url)
    phone.change(find(phone), "note", "last word")
    await life.leave(phone)
    assert phone.vault.log.roster.epoch == 0
    assert state_of(phone) is State.REMOVED
    with pytest.raises(RemovedError, match="this device left"):
        phone.engine().check()
    laptop.change(find(laptop), "total", "2.00")
    await laptop.sync()
    assert laptop.vault.log.roster.epoch == 1
    rotated = next(one.sequence for one in laptop.vault.statements if one.statement is laptop.vault.statements[-1].statement)
    assert laptop.vault.log.newest[find(laptop)].sequence > rotated
    await settle(tablet, laptop)
    assert (shown(tablet, "note"), shown(tablet, "total")) == ("last word", "2.00")


async def test_two_that_remove_each_other_leave_one(devices: Devices, relay: Relay) -> None:
    laptop, phone, tablet = await three(devices, relay.url)
    await life.revoke(laptop, phone.vault.me)
    with pytest.raises(RemovedError):
        await life.revoke(phone, laptop.vault.me)
    await tablet.sync()
    assert names(tablet) == {"laptop", "tablet"}


async def test_rotate_writes_under_a_new_key(devices: Devices, relay: Relay) -> None:
    laptop, phone, _ = await three(devices, relay.url)
    await life.rotate(laptop)
    laptop.change(find(laptop), "note", "new key")
    await settle(laptop, phone)
    assert (laptop.vault.epoch.number, phone.vault.epoch.number) == (1, 1)
    assert shown(phone, "note") == "new key"


async def test_a_newcomer_opens_every_epoch_before_it(devices: Devices, relay: Relay) -> None:
    laptop, phone, tablet = await three(devices, relay.url)
    await life.revoke(laptop, phone.vault.me)
    capture(laptop, order("2"))
    await life.rotate(laptop)
    capture(laptop, order("3"))
    desk = await devices.pair(laptop, "desk")
    await settle(laptop, tablet, desk)
    assert documents(desk) == documents(laptop) == documents(tablet)
    assert [one.number for one in desk.vault.keyring.epochs] == [2, 1, 0]
    assert documents(devices.reopen(desk)) == documents(laptop)


async def test_a_removed_device_keeps_what_it_has_as_a_history_of_its_own_or_pairs_again(devices: Devices, relay: Relay) -> None:
    laptop, phone, tablet = await three(devices, relay.url)
    tablet.change(find(tablet), "note", "unsent")
    for one in (phone, tablet):
        await life.revoke(laptop, one.vault.me)
        with pytest.raises(RemovedError):
            await one.sync()
    was = phone.vault.membership.account
    start_again(phone, None)
    assert phone.vault.membership.account != was
    assert shown(phone, "total") == "59.97"
    assert state_of(phone) is State.NO_RELAY
    phone.set_relay(relay.url)
    assert (await phone.sync()).waiting == 0
    again = tablet.store.folder.name
    tablet.close()
    tablet = await devices.pair(laptop, again)
    await settle(laptop, tablet)
    assert shown(laptop, "note") == "unsent"
    assert documents(laptop) == documents(tablet)


async def test_a_closed_account_is_believed_by_its_statement_alone(devices: Devices, relay: Relay) -> None:
    laptop, phone, _ = await three(devices, relay.url)
    phone.change(find(phone), "note", "unsent")
    await life.close(laptop)
    for one in (laptop, phone):
        with pytest.raises(ClosedError, match="closed this history on 21 November 2026"):
            await one.sync()
        assert state_of(one) is State.CLOSED
    phone = devices.reopen(phone)
    assert state_of(phone) is State.CLOSED
    assert shown(phone, "note") == "unsent"
    start_again(phone, relay.url)
    assert (await phone.sync()).waiting == 0


async def test_the_list_of_devices_says_when_each_came_wrote_and_went(devices: Devices, relay: Relay) -> None:
    laptop, phone, tablet = await three(devices, relay.url)
    devices.clock.ms += 3 * DAY_MS
    tablet.change(find(tablet), "note", "three days later")
    await tablet.sync()
    await life.revoke(laptop, phone.vault.me)
    listed = {one.name: one for one in life.devices(laptop)}
    assert set(listed) == {"laptop", "phone", "tablet"}
    assert (listed["laptop"].added, listed["laptop"].by) == (0, None)
    assert listed["tablet"].by == laptop.vault.me
    assert listed["tablet"].seen is not None
    assert listed["tablet"].seen - (listed["tablet"].added or 0) >= 3 * DAY_MS
    assert listed["phone"].gone_by == laptop.vault.me
    assert listed["tablet"].role is Role.DEVICE
    assert listed["tablet"].fingerprint.replace(" ", "") == tablet.vault.me.hex()
    with pytest.raises(ClientError, match="there is no device 'phone' here"):
        life.find_member(laptop, "phone")
    assert life.find_member(laptop, tablet.vault.me.hex()[:6]).name == "tablet"


async def test_after_a_week_of_silence_a_device_shows_that_it_is_alive(devices: Devices, relay: Relay) -> None:
    laptop, phone, _ = await three(devices, relay.url)
    head = laptop.vault.log.head
    await laptop.sync()
    assert laptop.vault.log.head == head
    devices.clock.ms += 8 * DAY_MS
    assert (await laptop.sync()).written == 1
    assert (await laptop.sync()).written == 0
    await phone.sync()
    assert phone.vault.signs[laptop.vault.me] > devices.clock.ms - DAY_MS
