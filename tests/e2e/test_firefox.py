"""Capture in Firefox, whose event page dies soon after each piece of work: what a terminal reads of it, to the cent."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from . import foxes, patience
from .firefox import Firefox
from .firefox_inside import Inside
from .firefox_toast import SETTLED, TOAST, Toast
from .foxes import found
from .relay import Relay
from .shops import Shops
from .shops_pages import ITEMS, PSP, TOTAL
from .terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .firefox import Tab

READ = 1.5
"""Seconds. Long enough for a page at rest to be looked at once more, told and read."""


@pytest.fixture(scope="module")
def shops() -> Iterator[Shops]:
    with Shops() as running:
        yield running


@pytest.fixture(scope="module")
def relay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Relay]:
    with Relay(tmp_path_factory.mktemp("relay")) as running:
        yield running


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    return Terminal(tmp_path_factory.mktemp("terminal"))


@pytest.fixture(scope="module")
def browser(shops: Shops, relay: Relay, terminal: Terminal, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """May read everywhere, and shares its history with the terminal. None of the extension's screens is open."""
    with Firefox(tmp_path_factory.mktemp("firefox") / "profile", hosts=shops.hosts) as running:
        foxes.pair_terminal(terminal, foxes.start_history(running, relay.url))
        yield running


@pytest.fixture(scope="module")
def inside(browser: Firefox) -> Inside:
    looking = Inside(browser)
    looking.close_screens()
    return looking


@pytest.fixture
def tab(inside: Inside) -> Iterator[Tab]:
    # In front of what `inside` looks through.
    page = inside.browser.open_tab()
    yield page
    page.close()


def kept(
    terminal: Terminal, vendor: str, orders: int = 1, until: Callable[[dict[str, Any]], bool] | None = None
) -> list[dict[str, Any]]:
    """The fields of this shop's orders, as the terminal reads them once so many have come, and all as they are to become."""
    read: list[dict[str, Any]] = []

    def came() -> bool:
        terminal.run("sync")
        read[:] = [order["fields"] for order in terminal.orders() if order["fields"]["vendor"] == vendor]
        return len(read) == orders and (until is None or all(map(until, read)))

    patience.until(came, lambda: f"{len(read)} orders of {vendor}: {read}")
    return read


def goods(order: dict[str, Any]) -> list[tuple[str, int, str]]:
    return [(item["name"], item["quantity"], item["unitPrice"]) for item in order["items"]]


def is_whole(order: dict[str, Any], number: str | None) -> bool:
    said = (order.get("orderNumber"), order.get("total"), order.get("currency"), order.get("shipping"), goods(order))
    return said == (number, TOTAL, "EUR", "4.90", list(ITEMS))


def test_a_shop_that_never_loads_a_page_is_followed_to_its_late_confirmation(
    browser: Firefox, inside: Inside, tab: Tab, terminal: Terminal
) -> None:
    tab.goto(browser.url("harbour.example"))
    tab.click("#buy")
    tab.wait_for("document.querySelector('#place')")
    time.sleep(READ)
    assert inside.badges(tab.url) == [""]
    tab.click("#place")
    inside.wait_for_badge(tab, "✓")
    # What renders late is read late: the number may come a moment after the rest.
    kept(terminal, "harbour.example", until=lambda order: is_whole(order, "HS-20417"))

    # The same document shows something else: what the button said is over.
    tab.click("#shelf")
    inside.wait_for_badge(tab, "")
    tab.go_back()
    inside.wait_for_badge(tab, "✓")
    assert len(found(browser, "harbour.example", orders=1)) == 1


def test_a_payment_service_on_the_way_is_no_vendor_and_loses_nothing(
    browser: Firefox, inside: Inside, tab: Tab, terminal: Terminal, shops: Shops
) -> None:
    tab.goto(browser.url("larder.example", "/checkout"))
    foxes.wait_until_noted(inside.page, "checkout", "larder.example")
    tab.click("#pay")
    tab.wait_for(f"location.hostname === '{PSP}'")
    tab.click("#pay")
    tab.wait_for("location.pathname === '/checkout/success'")
    inside.wait_for_badge(tab, "✓")
    # The confirmation has a number only; what was bought for how much is known from before.
    (order,) = kept(terminal, "larder.example")
    assert is_whole(order, "000004711")
    assert (PSP, "/paid") in shops.asked
    assert found(browser, "adyen") == []
    assert found(browser, "PSP-99-31337") == []


def test_a_confirmation_that_is_reloaded_or_gone_back_to_is_no_second_order(
    browser: Firefox, inside: Inside, tab: Tab, terminal: Terminal
) -> None:
    tab.goto(browser.url("twins.example", "/order/confirmed/TW-1100"))
    inside.wait_for_badge(tab, "✓")
    tab.reload()
    inside.wait_for_badge(tab, "✓")
    tab.evaluate("void (window.isTheSame = true)")
    tab.goto(browser.url("twins.example", "/elsewhere"))
    inside.wait_for_badge(tab, "")
    tab.go_back()
    inside.wait_for_badge(tab, "✓")
    assert tab.evaluate("window.isTheSame"), "the page was loaded anew and did not come out of the back-forward cache"
    (order,) = kept(terminal, "twins.example")
    assert is_whole(order, "TW-1100")


def test_two_tabs_of_one_shop_keep_what_each_of_them_shows_once(
    browser: Firefox, inside: Inside, tab: Tab, terminal: Terminal
) -> None:
    first, second = (browser.url("twofold.example", f"/order/confirmed/{number}") for number in ("TF-1", "TF-2"))
    others = [browser.open_tab(), browser.open_tab()]
    for each, address in zip((tab, *others), (first, first, second), strict=True):
        each.evaluate(f"void (location.href = {address!r})")
    patience.until(
        lambda: inside.badges(first) + inside.badges(second) == ["✓"] * 3,
        lambda: f"the button says {inside.badges(first) + inside.badges(second)}",
    )
    for each in others:
        each.close()
    one, other = sorted(kept(terminal, "twofold.example", orders=2), key=lambda order: str(order["orderNumber"]))
    assert is_whole(one, "TF-1")
    assert is_whole(other, "TF-2")


def test_a_confirmation_in_a_frame_is_nothing(browser: Firefox, inside: Inside, tab: Tab) -> None:
    tab.goto(browser.url("frames.example", "/account"))
    tab.wait_for("document.querySelector('iframe').contentDocument.body.innerText.includes('FRAME-1001')")
    time.sleep(READ)
    assert inside.badges(tab.url) == [""]
    assert found(browser, "frames.example") == []


def test_what_the_checkout_said_outlives_the_event_page(browser: Firefox, inside: Inside, tab: Tab, terminal: Terminal) -> None:
    tab.goto(browser.url("nettle.example", "/checkout"))
    foxes.wait_until_noted(inside.page, "checkout", "nettle.example")
    inside.wait_until_asleep()
    tab.click("#pay")
    inside.wait_for_badge(tab, "✓")
    (order,) = kept(terminal, "nettle.example")
    assert is_whole(order, None)


def test_what_was_captured_without_a_relay_is_sent_by_the_next_event_page(
    browser: Firefox, inside: Inside, tab: Tab, terminal: Terminal, relay: Relay
) -> None:
    relay.stop()
    tab.goto(browser.url("quay.example", "/order/confirmed/QG-9000"))
    inside.wait_for_badge(tab, "✓")
    inside.wait_until_asleep()
    relay.start()
    terminal.run("sync")
    assert "QG-9000" not in [order["fields"].get("orderNumber") for order in terminal.orders()]
    inside.bring_alarm_forward()
    (order,) = kept(terminal, "quay.example")
    assert is_whole(order, "QG-9000")


def test_the_toast_takes_an_undo_from_the_person_and_from_nobody_else(browser: Firefox, inside: Inside, tab: Tab) -> None:
    tab.goto(browser.url("undo.example", "/order/confirmed/UN-1001"))
    toast = Toast(tab)
    toast.wait("Order saved")
    for words in ("undo.example", "UN-1001", "66.40"):
        toast.wait(words)
    toast.hold()
    time.sleep(SETTLED)
    x, y = toast.middle("Undo")
    assert tab.evaluate(f"document.elementFromPoint({x}, {y}).matches('{TOAST}')")
    for kind in ("pointerdown", "mousedown", "mouseup", "click"):
        event = f"new MouseEvent('{kind}', {{ bubbles: true, composed: true, clientX: {x}, clientY: {y}, detail: 1 }})"
        assert tab.evaluate(f"document.elementFromPoint({x}, {y}).dispatchEvent({event})")
    tab.evaluate(f"void document.querySelector('{TOAST}').click()")
    assert tab.evaluate(f"document.querySelector('{TOAST}').shadowRoot") is None
    time.sleep(0.3)
    assert "Order saved" in toast.text()
    assert len(found(browser, "UN-1001", orders=1)) == 1

    tab.bring_to_front()
    toast.hold()
    inside.wait_until_asleep()
    toast.answer("Undo", "The order is in the bin")
    assert found(browser, "UN-1001") == []
    tab.bring_to_front()
    tab.reload()
    time.sleep(READ)
    assert inside.badges(tab.url) == [""]
    assert found(browser, "UN-1001") == []


def test_a_page_that_may_be_an_order_waits_until_the_person_saves_it(
    browser: Firefox, inside: Inside, tab: Tab, terminal: Terminal
) -> None:
    tab.goto(browser.url("maybe.example", "/thanks"))
    inside.wait_for_badge(tab, "?")
    assert found(browser, "maybe.example") == []
    popup = foxes.open_waiting(browser)
    popup.wait_for("document.body.innerText.includes('MB-5150')")
    popup.click_button("Save")
    popup.wait_for("!document.querySelector('.offer')")
    popup.close()
    (order,) = kept(terminal, "maybe.example")
    assert (order.get("orderNumber"), order.get("total")) == ("MB-5150", None)


def test_a_list_of_orders_completes_what_is_known_and_offers_the_rest(
    browser: Firefox, inside: Inside, tab: Tab, terminal: Terminal
) -> None:
    tab.goto(browser.url("ledger.example", "/order/confirmed/LD-1001"))
    inside.wait_for_badge(tab, "✓")
    tab.goto(browser.url("ledger.example", "/account/orders"))
    inside.wait_for_badge(tab, "2")
    popup = foxes.open_waiting(browser)
    popup.wait_for("['LD-1002', 'LD-1003'].every(number => document.body.innerText.includes(number))")
    offers = popup.text()
    popup.close()
    assert "LD-1001" not in offers
    (order,) = kept(terminal, "ledger.example", until=lambda order: order.get("status") == "OrderInTransit")
    assert is_whole(order, "LD-1001")


@pytest.mark.parametrize("host", ["clinic.example", "pharmacy2u.co.uk"])
def test_a_sensitive_site_is_not_read(browser: Firefox, inside: Inside, tab: Tab, host: str) -> None:
    tab.goto(browser.url(host, "/order/confirmed/SENS-2002"))
    assert "SENS-2002" in tab.text()
    time.sleep(READ)
    assert inside.badges(tab.url) == [""]
    assert found(browser, "SENS-2002") == []


def test_what_only_the_page_s_own_script_says_is_read_in_spite_of_its_policy(
    browser: Firefox, inside: Inside, tab: Tab, terminal: Terminal
) -> None:
    tab.goto(browser.url("lamps.example", "/checkout/success"))
    inside.wait_for_badge(tab, "✓")
    (order,) = kept(terminal, "lamps.example")
    assert (order.get("orderNumber"), order.get("total"), order.get("currency")) == ("LW-3090", "66.40", "CAD")
    assert goods(order) == [("Reading lamp", 2, "30.75")]

    popup = foxes.open_order(browser, "LW-3090")
    assert all(words in popup.text() for words in ("LW-3090", "CA$66.40", "Reading lamp", "2 ×"))
    popup.close()
