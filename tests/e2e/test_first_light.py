"""The spine of the product, as its people live it: a real shop, real browsers, a real relay, and a terminal."""

from __future__ import annotations

import base64
import signal
import time
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from . import people
from .shop import HOST, Basket, Shop, ShopOrder, add_to_basket, buy, go_to_preview, open_basket, place_order, random_basket
from .terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from .browser import Device, Popup
    from .relay import Relay

SHOP = f"http://{HOST}"
MINUTES_UNTIL_SEEN = 2


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "terminal")


@pytest.fixture
def laptop(new_device: Callable[[str], Device], relay: Relay) -> Device:
    """A device with a history at the relay that may read shops."""
    device = new_device("laptop")
    people.allow_everywhere(device, people.start_history(device, relay.url))
    return device


def paired_phone(new_device: Callable[[str], Device], host: Device) -> Device:
    phone = new_device("phone")
    people.pair(people.set_up(host), phone)
    return phone


def purchase(shop: Shop, device: Device, seed: int) -> tuple[Page, ShopOrder]:
    """Buys a basket as a guest; the tab on the thank-you page, and what the shop's database says."""
    tab = device.context.new_page()
    buy(tab, SHOP, random_basket(shop.products(), seed), think=lambda: people.wait_until_noted(device, "terms", HOST))
    people.wait_for_capture(device, tab)
    return tab, shop.orders()[-1]


def popup_over(device: Device, tab: Page) -> Popup:
    popup = device.open_popup(tab)
    popup.wait_for("document.querySelector('#shops')")
    popup.wait_for("!document.querySelector('[aria-busy=true]')")
    return popup


def as_captured(order: ShopOrder) -> dict[str, Any]:
    """What the shop's database says, in the words of our records."""
    return {
        "vendor": HOST,
        "orderNumber": order.number,
        "total": order.total,
        "currency": order.currency,
        "items": [{"name": line.title, "quantity": line.quantity, "total": line.line_price} for line in order.lines],
    }


def of_interest(fields: dict[str, Any]) -> dict[str, Any]:
    items = [{key: item[key] for key in ("name", "quantity", "total")} for item in fields["items"]]
    return {name: fields[name] for name in ("vendor", "orderNumber", "total", "currency")} | {"items": items}


def test_an_order_placed_on_one_device_is_read_on_the_others(
    shop: Shop, relay: Relay, laptop: Device, terminal: Terminal, new_device: Callable[[str], Device]
) -> None:
    phone = paired_phone(new_device, laptop)
    people.pair_terminal(terminal, laptop)
    began = time.time()
    tab, order = purchase(shop, laptop, seed=1)

    popup = popup_over(laptop, tab)
    this_site = "document.querySelector('[aria-labelledby=this-site]').innerText"
    popup.wait_for(f"[{HOST!r}, {order.number!r}].every(words => {this_site}.includes(words))")
    popup.close()
    for device, page in ((laptop, tab), (phone, phone.context.new_page())):
        popup = popup_over(device, page)
        shown = people.open_order(popup, order.number)
        assert people.differences(shown, order) == []
        assert HOST in shown
        assert "Captured on" in shown
        popup.close()

    terminal.run("sync")
    (read,) = terminal.orders()
    assert of_interest(read["fields"]) == as_captured(order)
    created = time.strptime(read["fields"]["created"], "%Y-%m-%dT%H:%M:%SZ")
    assert began - 1 <= time.mktime(created) - time.timezone <= time.time()
    assert "waits" not in terminal.run("status")

    planted = [HOST, order.number, order.total, order.email, "Laptop", "Terminal", *(line.title for line in order.lines)]
    assert secrets_found(relay, planted) == []


def secrets_found(relay: Relay, planted: list[str]) -> list[str]:
    """Every planted text that stands in a file of the relay, as it is or in a coat that it might wear."""
    relay.stop(signal.SIGKILL)  # leaves the write-ahead log as it is
    kept = {path: path.read_bytes() for path in relay.files}
    assert {path.name for path in kept} >= {"relay.sqlite3", "relay.sqlite3-wal", "relay.log"}
    found = [
        f"{text!r} as {coat} in {path.name}"
        for text in planted
        for coat, spelling in coats(text)
        for path, data in kept.items()
        if spelling in data
    ]
    relay.start()
    return found


def coats(text: str) -> list[tuple[str, bytes]]:
    raw = text.encode()
    spellings = [("text", raw), ("UTF-16", text.encode("utf-16-le")), ("UTF-16 BE", text.encode("utf-16-be"))]
    spellings += [("hex", raw.hex().encode()), ("HEX", raw.hex().upper().encode())]
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        # Where the text begins within three bytes decides how it is spelled; the ends depend on what stands beside it.
        for before in range(3):
            middle = encode(b"\0" * before + raw)[-(-before * 8 // 6) : len(raw) * 8 // 6]
            spellings.append((f"base64 at {before}", middle))
    return [(coat, spelling) for coat, spelling in spellings if len(spelling) >= 6]


def test_only_an_order_is_an_order(shop: Shop, laptop: Device, terminal: Terminal) -> None:
    """Product, basket, checkout, preview and a declined payment give none; the order itself gives one."""
    people.pair_terminal(terminal, laptop)
    tab = laptop.context.new_page()
    basket: Basket = random_basket(shop.products(), seed=2)
    tab.goto(SHOP + basket[0][0].path)
    add_to_basket(tab, SHOP, basket)
    open_basket(tab, SHOP)
    go_to_preview(tab, email="declined@mail.example")
    tab.wait_for_timeout(1_000)
    address = place_order(tab)
    assert "thank-you" not in address
    tab.wait_for_timeout(1_500)
    before = len(shop.orders())
    terminal.run("sync")
    assert terminal.orders() == []

    open_basket(tab, SHOP)
    go_to_preview(tab)
    assert place_order(tab).endswith("/thank-you/")
    people.wait_for_capture(laptop, tab)
    assert len(shop.orders()) == before + 1
    terminal.run("sync")
    (read,) = terminal.orders()
    assert of_interest(read["fields"]) == as_captured(shop.orders()[-1])


def test_seen_again_it_is_the_same_order_and_the_person_has_the_last_word(
    shop: Shop, laptop: Device, terminal: Terminal, new_device: Callable[[str], Device]
) -> None:
    phone_page = people.pair(people.set_up(laptop), phone := new_device("phone"))
    people.allow_everywhere(phone, phone_page)
    people.pair_terminal(terminal, laptop)
    tab, order = purchase(shop, laptop, seed=3)
    # The shop knows a guest by a cookie; with it the other browser is shown the same confirmation.
    phone.context.add_cookies([{"name": c["name"], "value": c["value"], "url": SHOP} for c in laptop.context.cookies(SHOP)])

    def see_again() -> None:
        """A reload, a second tab, and the same page in the other browser."""
        tab.reload()
        pages = [device.context.new_page() for device in (laptop, phone)]
        for page in pages:
            page.goto(tab.url)
            expect(page.locator("h1")).to_contain_text(order.number)
        tab.wait_for_timeout(1_500)
        for page in pages:
            page.close()

    see_again()
    for device in (laptop, phone):
        popup_over(device, device.context.new_page()).close()
    terminal.run("sync")
    (read,) = terminal.orders()
    assert of_interest(read["fields"]) == as_captured(order)

    popup = popup_over(laptop, tab)
    people.open_order(popup, order.number)
    popup.click("[data-key=edit]")
    popup.wait_for("document.querySelector('#edit-total')")
    popup.type("#edit-total", "1.23")
    popup.click("button[type=submit]")
    popup.wait_for("document.body.innerText.includes('Your word')")
    popup.wait_for("!document.body.innerText.includes('waits to be synced')")
    popup.close()
    see_again()
    terminal.run("sync")
    (read,) = terminal.orders()
    assert read["fields"]["total"] == "1.23"

    popup = popup_over(phone, phone.context.new_page())
    assert "1.23" in people.open_order(popup, order.number)
    popup.click(".button-danger")
    popup.wait_for("document.body.innerText.includes('Moved to the bin')")
    popup.wait_for("!document.body.innerText.includes('waits')")
    popup.close()
    terminal.run("sync")
    assert terminal.orders() == []
    popup_over(laptop, laptop.context.new_page()).close()
    see_again()
    terminal.run("sync")
    assert terminal.orders() == []
    assert len(terminal.orders("--bin")) == 1


def test_a_worker_killed_between_capture_and_sync_loses_nothing_and_a_relay_may_be_down(
    shop: Shop, relay: Relay, laptop: Device, terminal: Terminal
) -> None:
    people.pair_terminal(terminal, laptop)
    relay.stop(signal.SIGKILL)
    tab, order = purchase(shop, laptop, seed=4)
    laptop.kill_worker()

    popup = popup_over(laptop, tab)
    shown = people.open_order(popup, order.number)
    assert people.differences(shown, order) == []
    popup.wait_for("document.body.innerText.includes('waits to be synced')")
    popup.close()
    laptop.kill_worker()

    relay.start()
    back = time.monotonic()
    # Nobody opens anything: the worker wakes by its alarm and sends what waits.
    while not terminal.orders():
        assert time.monotonic() - back < MINUTES_UNTIL_SEEN * 60, "the other device did not see the order in time"
        tab.wait_for_timeout(2_000)
        terminal.run("sync")
    (read,) = terminal.orders()
    assert of_interest(read["fields"]) == as_captured(order)


def test_a_restarted_browser_still_has_what_it_could_not_send(
    shop: Shop, relay: Relay, laptop: Device, new_device: Callable[[str], Device]
) -> None:
    relay.stop()
    _, order = purchase(shop, laptop, seed=5)
    laptop.__exit__()
    again = new_device("laptop")
    popup = popup_over(again, again.context.new_page())
    assert people.differences(people.open_order(popup, order.number), order) == []
    relay.start()
    popup.wait_for("!document.body.innerText.includes('waits to be synced')")


def test_two_browsers_and_a_terminal_that_edit_one_order_offline_end_up_equal(
    shop: Shop, relay: Relay, laptop: Device, terminal: Terminal, new_device: Callable[[str], Device]
) -> None:
    phone = paired_phone(new_device, laptop)
    people.pair_terminal(terminal, laptop)
    tab, order = purchase(shop, laptop, seed=6)
    elsewhere = phone.context.new_page()
    popup_over(phone, elsewhere).close()
    terminal.run("sync")

    relay.stop()
    edit(laptop, tab, order.number, note="from the laptop", total="77.00")
    edit(phone, elsewhere, order.number, note="from the phone", currency="EUR")
    terminal.run("edit", order.number, "note=from the terminal", "orderDate=2026-01-02")
    relay.start()

    terminal.run("sync")
    for _ in range(2):
        for device, page in ((laptop, tab), (phone, elsewhere)):
            popup = popup_over(device, page)
            popup.wait_for("document.body.innerText.includes('Synced')")
            popup.close()
    terminal.run("sync")
    (read,) = terminal.orders()
    expected = {"note": "from the terminal", "orderDate": "2026-01-02", "total": "77.00", "currency": "EUR"}
    assert {name: read["fields"][name] for name in expected} == expected
    for device, page in ((laptop, tab), (phone, elsewhere)):
        popup = popup_over(device, page)
        people.open_order(popup, order.number)
        popup.wait_for("['from the terminal', '77.00'].every(words => document.body.innerText.includes(words))")
        popup.close()


def edit(device: Device, tab: Page, number: str, **values: str) -> None:
    popup = popup_over(device, tab)
    people.open_order(popup, number)
    popup.click("[data-key=edit]")
    popup.wait_for("document.querySelector('#edit-total')")
    for field, value in values.items():
        popup.type(f"#edit-{field}", value)
    popup.click("button[type=submit]")
    popup.wait_for("document.querySelector('article.order')")
    popup.close()
