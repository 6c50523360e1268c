"""Two shops under one suffix, and a number used again: neither hides a purchase behind another."""

from typing import Any

from counterfoil.client import LocalDevice
from counterfoil_crypto.document import Document
from counterfoil_crypto.identity import order_key, record_id
from counterfoil_crypto.orders import orders_of
from counterfoil_crypto.suffixes import vendor_of
from tests.attacks.malicious import MaliciousRelay
from tests.server.client.capturing import Capture, capture
from tests.server.client.devices import Devices, documents, join, order, settle

SHOPS = ("https://lanterns.myshopify.com/thank-you", "https://rugs.myshopify.com/thank-you")


def bought(vendor: str, day: str, **more: Any) -> Capture:
    return order("#1001", vendor=vendor, orderDate=day, **more)


def days(device: LocalDevice) -> list[tuple[str, str]]:
    orders = [one.document for one in device.records() if one.document.type == "Order"]
    return sorted((one.shown("vendor"), one.shown("orderDate")) for one in orders)


async def test_two_shops_under_a_private_suffix_that_use_one_number_are_two_orders(
    relay: MaliciousRelay, devices: Devices
) -> None:
    lanterns, rugs = map(vendor_of, SHOPS)
    assert (lanterns, rugs) == ("lanterns.myshopify.com", "rugs.myshopify.com")
    laptop = devices.begin("laptop", relay.url)
    assert capture(laptop, bought(lanterns, "2026-11-02"))
    assert capture(laptop, bought(rugs, "2026-11-03"))
    phone = await devices.pair(laptop, "phone")
    await settle(laptop, phone)
    assert days(phone) == days(laptop) == [(lanterns, "2026-11-02"), (rugs, "2026-11-03")]


async def test_a_number_that_a_shop_uses_again_after_three_years_is_another_order(
    relay: MaliciousRelay, devices: Devices
) -> None:
    """The second has an id of its own, and no device ever reads the two as one."""
    laptop = devices.begin("laptop", relay.url)
    capture(laptop, bought("shop.example", "2023-11-02"))
    again = write_apart(laptop, bought("shop.example", "2026-11-02"))
    assert again != record_id(laptop.vault.epoch, "Order", order_key("shop.example", "#1001"))
    phone = await devices.pair(laptop, "phone")
    await settle(laptop, phone)
    assert days(phone) == days(laptop) == [("shop.example", "2023-11-02"), ("shop.example", "2026-11-02")]
    assert documents(phone) == documents(laptop)


async def test_a_device_that_joins_does_not_mix_its_own_order_with_another_of_that_number(
    relay: MaliciousRelay, devices: Devices
) -> None:
    """What it captured before it joined would have the very id of the account's order."""
    laptop = devices.begin("laptop", relay.url)
    capture(laptop, bought("shop.example", "2023-11-02"))
    await laptop.sync()
    phone = devices.begin("phone", None)
    capture(phone, bought("shop.example", "2026-11-02"))
    await join(laptop, phone, "phone")
    await settle(laptop, phone)
    assert days(phone) == days(laptop) == [("shop.example", "2023-11-02"), ("shop.example", "2026-11-02")]


def test_all_that_tells_two_orders_apart_does_so_alone(devices: Devices) -> None:
    """Days half a year apart; or another total in another currency for other goods. Less than that is one order, corrected."""
    rug = [{"name": "Kilim rug", "quantity": 1, "unitPrice": "140.00", "total": "140.00"}]
    first = {"orderDate": "2026-05-05"}
    cases: list[tuple[dict[str, Any], int]] = [
        ({"orderDate": "2026-11-01"}, 2),
        ({"orderDate": "2026-10-31"}, 1),
        ({**first, "total": "140.00", "currency": "USD", "items": rug}, 2),
        ({**first, "total": "140.00", "currency": "USD"}, 1),
        ({**first, "total": "140.00", "items": rug}, 1),
        ({**first, "currency": "USD", "items": rug}, 1),
    ]
    for number, (more, count) in enumerate(cases):
        device = devices.begin(f"device-{number}", None)
        capture(device, order("#1001", **first))
        write_apart(device, order("#1001", **more))
        assert len(orders_of(device.vault.documents.items())) == count, more


def write_apart(device: LocalDevice, seen: Capture) -> bytes:
    """The order of a page that the person said is another one: it gets an id of its own, which is not that of its number."""
    vault = device.vault
    elsewhere = LocalDevice(device.store.folder / "elsewhere", now=device.now)
    with elsewhere:
        elsewhere.start("Elsewhere")
        capture(elsewhere, seen)
        (document,) = [one for one in elsewhere.vault.documents.values() if one.type == "Order"]
    record = bytes(15) + bytes([len(vault.documents)])
    vault.put_drafts({record: Document(document.type, document.schema, document.fields)}, vault.clock, device.now())
    return record
