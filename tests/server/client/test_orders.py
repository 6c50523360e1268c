"""One purchase in several records is one order, wherever it is read or changed."""

from typing import Any

import pytest

from counterfoil.client import ClientError, LocalDevice, Record
from counterfoil.client.listing import find_order, orders
from counterfoil_crypto.document import Document
from counterfoil_crypto.identity import record_id, unnumbered_key
from counterfoil_crypto.stamp import Clock
from tests.server.client.capturing import capture
from tests.server.client.devices import START_MS, Devices, documents, items_of, join, order, settle
from tests.server.helpers import Relay

FIRST, SECOND = b"\x01" * 16, b"\x02" * 16


def put(device: LocalDevice, record: bytes, **said: Any) -> None:
    """What a page said, in a record of its own."""
    writer = device.vault.writer(device.now())
    before = device.vault.documents.get(record) or Document("Order", 1, {})
    values = {"vendor": "shop.example", "created": "2026-11-22T12:00:00Z", **said}
    device._put({record: writer.capture(before, values, {})}, writer.clock)


def the_order(device: LocalDevice) -> Record:
    (found,) = [one for one in device.records() if one.document.type == "Order"]
    return found


def test_it_is_listed_once_with_all_that_is_known(devices: Devices) -> None:
    device = devices.begin("laptop", None)
    put(device, SECOND, orderNumber="#1001", total="59.97")
    put(device, FIRST, orderNumber="1001", currency="EUR")
    (found,) = orders(device.records())
    assert (found.record.id, found.shown("total"), found.shown("currency")) == (FIRST, "59.97", "EUR")
    assert find_order(device.records(), "1001").record.id == FIRST


def test_a_change_of_any_of_its_records_is_a_change_of_it(devices: Devices) -> None:
    device = devices.begin("laptop", None)
    put(device, FIRST, orderNumber="1001")
    put(device, SECOND, orderNumber="1001", total="59.97")
    before = device.vault.documents[SECOND]
    assert device.change(SECOND, "note", "gift")
    assert not device.change(FIRST, "note", "gift")
    assert the_order(device).document.shown("note") == "gift"
    assert device.vault.documents[FIRST].shown("total") == "59.97"
    assert device.vault.documents[SECOND] is before


def test_deleting_it_deletes_all_of_it_and_restoring_it_brings_all_of_it_back(devices: Devices) -> None:
    device = devices.begin("laptop", None)
    put(device, SECOND, orderNumber="1001")
    device.delete(SECOND)
    device.restore(SECOND)
    put(device, FIRST, orderNumber="1001")
    assert device.delete(FIRST)
    assert orders(device.records()) == []
    assert device.restore(SECOND)
    assert len(orders(device.records())) == 1


def test_a_change_is_above_a_clock_far_ahead_in_another_of_its_records(devices: Devices) -> None:
    device = devices.begin("laptop", None)
    put(device, FIRST, orderNumber="1001")
    put(device, SECOND, orderNumber="1001")
    device.vault.put_clock(Clock(START_MS + 10**11, 0))
    ahead = device.vault.writer(START_MS).say(device.vault.documents[SECOND], "total", "1.00")
    device.vault.put_drafts({SECOND: ahead}, Clock(START_MS, 0), START_MS)
    assert device.change(FIRST, "total", "2.00")
    assert the_order(device).document.shown("total") == "2.00"


def test_one_record_of_a_newer_version_makes_it_read_only(devices: Devices) -> None:
    device = devices.begin("laptop", None)
    put(device, FIRST, orderNumber="1001")
    newer = device.vault.documents[FIRST]
    device.vault.put_drafts({SECOND: Document("Order", 9, newer.fields)}, device.vault.clock, START_MS)
    assert the_order(device).read_only
    with pytest.raises(ClientError, match="newer"):
        device.change(FIRST, "note", "x")


async def test_one_device_deletes_it_while_another_captures_it_apart(devices: Devices, relay: Relay) -> None:
    laptop = devices.begin("laptop", relay.url)
    put(laptop, SECOND, orderNumber="1001")
    await laptop.sync()
    phone = await devices.pair(laptop, "phone")
    phone.delete(SECOND)
    put(laptop, FIRST, orderNumber="1001", total="59.97")
    await settle(laptop, phone)
    assert documents(laptop) == documents(phone)
    for device in (laptop, phone):
        assert the_order(device).document.deleted
    laptop.restore(FIRST)
    await settle(laptop, phone)
    assert not the_order(phone).document.deleted


async def test_what_one_writes_while_the_other_corrects_is_all_kept(devices: Devices, relay: Relay) -> None:
    laptop = devices.begin("laptop", relay.url)
    put(laptop, FIRST, total="59.97")
    await laptop.sync()
    phone = await devices.pair(laptop, "phone")
    phone.change(FIRST, "note", "gift")
    put(laptop, FIRST, orderNumber="1001")
    put(phone, SECOND, orderNumber="1001", currency="EUR")
    await settle(laptop, phone)
    for device in (laptop, phone):
        document = the_order(device).document
        assert [document.shown(name) for name in ("orderNumber", "total", "currency", "note")] == ["1001", "59.97", "EUR", "gift"]


async def test_earlier_orders_without_a_number_come_under_the_id_that_pages_give_them(devices: Devices, relay: Relay) -> None:
    laptop, phone = devices.begin("laptop", relay.url), devices.begin("phone", None)
    await laptop.sync()
    items = [{"name": "Lamp", "quantity": 1}]
    put(phone, FIRST, total="59.97", currency="EUR", items=items)
    put(phone, SECOND, total="59,97")
    await join(laptop, phone, "phone")
    key = unnumbered_key("shop.example", 1_795_348_800_000, "59.97", "EUR", [("Lamp", 1)])
    found = {one.id for one in phone.records() if one.document.type == "Order"}
    assert record_id(phone.vault.epoch, "Order", key) in found
    assert len(found) == 2


async def test_a_number_used_twice_stays_two_orders_in_another_history(devices: Devices, relay: Relay) -> None:
    laptop, phone = devices.begin("laptop", relay.url), devices.begin("phone", None)
    await laptop.sync()
    capture(phone, order("7", orderDate="2024-01-01"))
    put(phone, FIRST, orderNumber="7", orderDate="2026-01-01")
    assert len(orders(phone.records())) == 2
    await join(laptop, phone, "phone")
    assert len(orders(phone.records())) == 2


async def test_who_joins_with_records_of_its_own_follows_the_clocks_of_both(devices: Devices, relay: Relay) -> None:
    laptop, phone = devices.begin("laptop", relay.url), devices.begin("phone", None)
    capture(phone, order("2"))
    devices.clock.ms += 300_000
    capture(laptop, order("1"))
    newest = laptop.vault.clock
    await laptop.sync()
    devices.clock.ms -= 300_000
    await join(laptop, phone, "phone")
    assert phone.vault.clock >= newest


def test_one_whose_records_are_too_large_together_may_be_deleted_and_made_smaller(devices: Devices) -> None:
    device = devices.begin("laptop", None)
    put(device, FIRST, orderNumber="1001", items=items_of(700_000))
    put(device, SECOND, orderNumber="1001")
    writer = device.vault.writer(device.now())
    device._put({SECOND: writer.say(device.vault.documents[SECOND], "items", items_of(700_000))}, writer.clock)
    assert device.delete(FIRST)
    assert orders(device.records()) == []
    assert device.oversized == [FIRST]
    assert device.change(FIRST, "items", items_of(2_000))
    assert device.oversized == []
