"""What several devices of one person see of each other's orders."""

import pytest

from counterfoil.client import ClientError, LocalDevice, PairingError, RelayProblemError, RelayUnavailableError
from counterfoil.client.guest import Guest
from counterfoil.client.host import Host
from counterfoil.client.relay import connect
from counterfoil_crypto.pairing import Code
from tests.server.client.capturing import Capture, Seen, capture
from tests.server.client.devices import Devices, documents, find, join, no_sleep, order, settle, shown
from tests.server.helpers import Relay


async def test_an_order_captured_on_one_device_is_read_on_another(devices: Devices, relay: Relay) -> None:
    laptop = devices.begin("laptop", relay.url)
    capture(laptop, order())
    assert (await laptop.sync()).written == 3  # the device, the vendor, the order
    phone = await devices.pair(laptop, "phone")
    assert shown(phone, "total") == "59.97"
    assert phone.waiting == 0
    await laptop.sync()
    assert documents(laptop) == documents(phone)
    assert {laptop.device_name(one) for one in laptop.members} == {"laptop", "phone"}


async def test_a_history_starts_without_a_relay_and_gets_one_later(devices: Devices, relay: Relay) -> None:
    laptop = devices.begin("laptop", None)
    capture(laptop, order())
    with pytest.raises(ClientError, match="no relay yet"):
        await laptop.sync()
    laptop = devices.reopen(laptop)
    laptop.set_relay(relay.url)
    assert (await laptop.sync()).written == 3
    phone = await devices.pair(laptop, "phone")
    assert shown(phone, "orderNumber") == "100001"


async def test_a_page_read_twice_or_by_two_devices_is_one_order_and_writes_nothing_more(devices: Devices, relay: Relay) -> None:
    laptop = devices.begin("laptop", relay.url)
    phone = await devices.pair(laptop, "phone")
    assert capture(laptop, order())
    assert not capture(laptop, order())
    assert capture(phone, order())
    await settle(laptop, phone)
    assert documents(laptop) == documents(phone)
    head = laptop.vault.log.head
    assert not capture(phone, order())
    await settle(laptop, phone)
    assert laptop.vault.log.head == head
    assert find(laptop) == find(phone)


async def test_a_page_that_knows_less_or_speaks_of_another_order_changes_nothing(devices: Devices) -> None:
    laptop = devices.begin("laptop", None)
    capture(laptop, order())
    unsure = order(total="58.00")
    total = Seen("58.00", "consensus", 40)
    assert not capture(laptop, Capture(unsure.vendor, unsure.url, {**unsure.order, "total": total}, Seen("Thanks!", "title", 70)))
    assert shown(laptop, "total") == "59.97"
    assert not capture(laptop, order(total="1.00", currency="USD", items=[{"name": "Umbrella"}]))  # a number used again
    assert shown(laptop, "currency") == "EUR"


async def test_three_devices_that_edit_one_record_offline_end_up_equal(devices: Devices, relay: Relay) -> None:
    laptop = devices.begin("laptop", relay.url)
    capture(laptop, order())
    await laptop.sync()
    phone, tablet = await devices.pair(laptop, "phone"), await devices.pair(laptop, "tablet")
    record = find(laptop)
    laptop.change(record, "total", "49.97")
    phone.change(record, "total", "39.97")
    phone.change(record, "note", "for the porch")
    tablet.delete(record)
    await settle(laptop, phone, tablet)
    assert documents(laptop) == documents(phone) == documents(tablet)
    assert shown(tablet, "total") == "39.97"
    assert shown(tablet, "note") == "for the porch"
    assert shown(laptop, "deleted") is True
    assert [one.waiting for one in (laptop, phone, tablet)] == [0, 0, 0]


async def test_an_edit_and_a_deletion_outlast_a_reload_of_the_page(devices: Devices, relay: Relay) -> None:
    laptop = devices.begin("laptop", relay.url)
    capture(laptop, order())
    record = find(laptop)
    laptop.change(record, "total", None)
    capture(laptop, order(total="60.00"))
    assert shown(laptop, "total") is None
    laptop.delete(record)
    assert not capture(laptop, order(total="61.00"))
    assert shown(laptop, "deleted") is True
    laptop.restore(record)
    assert capture(laptop, order(total="61.00"))


async def test_with_the_relay_down_everything_local_works_and_the_queue_drains_when_it_is_back(
    devices: Devices, relay: Relay
) -> None:
    laptop = devices.begin("laptop", "http://127.0.0.1:1")
    capture(laptop, order())
    with pytest.raises(RelayUnavailableError, match="can't be reached"):
        await laptop.sync()
    laptop.change(find(laptop), "note", "mine")
    assert laptop.waiting == 3
    laptop.set_relay(relay.url)
    await laptop.sync()
    assert laptop.waiting == 0


async def test_a_large_history_is_sent_in_batches_and_read_in_pages(devices: Devices, relay: Relay) -> None:
    laptop = devices.begin("laptop", relay.url)
    for number in range(250):
        capture(laptop, order(str(number)))
    assert (await laptop.sync()).written == 252
    phone = await devices.pair(laptop, "phone")
    await laptop.sync()
    assert documents(laptop) == documents(phone)


async def test_wrong_digits_let_nobody_in_and_end_the_mailbox(devices: Devices, relay: Relay) -> None:
    laptop, phone = devices.begin("laptop", relay.url), devices.open("phone")
    async with connect(relay.url) as one, connect(relay.url) as other:
        host, guest = Host(laptop, one, no_sleep), Guest(phone, other, no_sleep)
        digits = await guest.claim(await host.open(), "phone")
        await host.wait_claim()
        with pytest.raises(PairingError, match="not the digits"):
            await host.confirm(f"{(int(digits) + 1) % 1_000_000:06d}")
        with pytest.raises(RelayProblemError, match="this pairing has ended"):
            await guest.wait_answer()
    await laptop.sync()
    assert len(laptop.members) == 1
    assert not phone.has_account


async def test_a_code_is_used_by_one_newcomer_only(devices: Devices, relay: Relay) -> None:
    laptop = devices.begin("laptop", relay.url)
    async with connect(relay.url) as one, connect(relay.url) as other:
        code = await Host(laptop, one, no_sleep).open()
        await Guest(devices.open("thief"), other, no_sleep).claim(code, "phone")
        with pytest.raises(RelayProblemError, match="another device used this code first"):
            await Guest(devices.open("phone"), other, no_sleep).claim(code, "phone")


async def test_a_pairing_goes_on_after_an_interruption_at_each_step(devices: Devices, relay: Relay) -> None:
    laptop, phone = devices.begin("laptop", relay.url), devices.open("phone")

    async def both() -> tuple[Host, Guest, Code, str]:
        """Starts again from what is on disk, up to the claim."""
        nonlocal laptop, phone
        laptop, phone = devices.reopen(laptop), devices.reopen(phone)
        host, guest = Host(laptop, one, no_sleep), Guest(phone, other, no_sleep)
        code = await host.open()
        return host, guest, code, await guest.claim(code, "phone")

    async with connect(relay.url) as one, connect(relay.url) as other:
        _, _, code, digits = await both()
        host, _, code_again, digits_again = await both()
        assert (code, digits) == (code_again, digits_again)
        await host.wait_claim()
        host, _, _, _ = await both()
        await host.wait_claim()
        await host.confirm(digits)
        host, _, _, _ = await both()
        await host.wait_claim()
        assert host.underway.confirmed
        await host.admit()
        host = Host(devices.reopen(laptop), one, no_sleep)
        phone = devices.reopen(phone)
        guest = Guest(phone, other, no_sleep)
        await guest.claim(code, "phone")
        await guest.join(await guest.wait_answer(), "phone")
    phone = devices.reopen(phone)
    await phone.sync()
    assert len(phone.members) == 2


async def test_the_newcomers_earlier_records_are_joined_in(devices: Devices, relay: Relay) -> None:
    laptop, phone = devices.begin("laptop", relay.url), devices.begin("phone", None)
    capture(laptop, order("1"))
    capture(phone, order("1", note="seen on the phone"))
    capture(phone, order("2"))
    phone.change(find(phone, "2"), "note", "from before")
    await laptop.sync()
    before = phone.vault.me
    await join(laptop, phone, "phone")
    assert phone.vault.me != before
    await settle(phone, laptop)
    assert documents(laptop) == documents(phone)
    assert find(laptop, "1") == find(phone, "1")
    assert shown(laptop, "note", "2") == "from before"
    assert len([one for one in laptop.records() if one.document.type == "Device"]) == 2


async def test_one_process_at_a_time_changes_a_folder(devices: Devices, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("counterfoil.client.folder.LOCK_SECONDS", 0.1)
    laptop = devices.begin("laptop", None)
    with pytest.raises(ClientError, match="another counterfoil command"):
        devices.open("laptop")
    capture(laptop, order())
    reader = LocalDevice(laptop.store.folder, write=False)
    assert shown(reader, "total") == "59.97"
    reader.close()
