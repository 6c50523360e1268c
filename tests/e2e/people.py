"""What people do with the extension, click by click, in words that stories are told in."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from playwright.sync_api import expect

from . import patience

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from .browser import Device, Popup
    from .shop import ShopOrder
    from .terminal import Terminal

EVERYWHERE = "*://*/*"
SYMBOLS = {"GBP": "£", "EUR": "€", "USD": "$"}


def set_up(device: Device) -> Page:
    """The set-up page, which the extension opens by itself at install."""
    return device.open_page("setup.html")


def start_history(device: Device, relay: str | None, name: str = "Laptop") -> Page:
    page = set_up(device)
    page.get_by_role("button", name="Start a new history").click()
    page.get_by_label("Name of this device").fill(name)
    if relay is not None:
        page.get_by_label("Relay address").fill(relay)
    page.get_by_role("button", name=re.compile("^Start")).click()
    expect(page.get_by_role("heading", name="Where may Counterfoil read?")).to_be_visible()
    return page


def allow_everywhere(device: Device, page: Page) -> None:
    """Answers the set-up page's second question; Chromium's own question is answered beforehand."""
    device.grant_hosts(EVERYWHERE)
    page.bring_to_front()
    page.get_by_role("radio", name="Everywhere").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="All set")).to_be_visible()


def read_code(page: Page) -> str:
    """Asks the set-up page of a signed-in device for a pairing code."""
    page.bring_to_front()
    page.get_by_role("button", name="Pair another device").click()
    return page.get_by_role("group", name="Pairing code").inner_text().strip()


def type_code(device: Device, code: str, name: str = "Phone") -> tuple[Page, str]:
    """Types the code into a new device; its page and the six digits it shows."""
    page = set_up(device)
    page.get_by_role("button", name="Join a history").click()
    page.get_by_label("Code from your other device").fill(code)
    page.get_by_label("Name of this device").fill(name)
    page.get_by_role("button", name="Join", exact=True).click()
    shown = page.locator(".digits").inner_text()
    return page, re.sub(r"\D", "", shown)


def type_digits(page: Page, digits: str) -> None:
    page.bring_to_front()
    page.get_by_label("Six digits").fill(digits)
    page.get_by_role("button", name="Let it in", exact=True).click()


def pair(host: Page, guest: Device) -> Page:
    """Lets `guest` into the history of the device whose set-up page is `host`."""
    page, digits = type_code(guest, read_code(host))
    type_digits(host, digits)
    expect(host.get_by_text("is in. It now has your orders.")).to_be_visible()
    page.bring_to_front()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Where may Counterfoil read?")).to_be_visible()
    return page


def pair_terminal(terminal: Terminal, host: Device) -> None:
    """Lets the command into the history of `host`."""
    page = set_up(host)
    with terminal.joining(read_code(page)) as digits:
        type_digits(page, digits)
        page.get_by_text("is in. It now has your orders.").wait_for()
    page.close()


def wait_for_badge(device: Device, tab: Page, text: str) -> None:
    """Until the button says so over some tab."""
    badges = "chrome.tabs.query({}).then(tabs => Promise.all(tabs.map(({id}) => chrome.action.getBadgeText({tabId: id}))))"
    patience.until(
        lambda: text in device.worker().evaluate(badges),
        lambda: f"the button never said {text!r}, as it should over {tab.url}",
        tab,
    )


def wait_for_capture(device: Device, tab: Page) -> None:
    """Until the button says that the order on this page is saved."""
    wait_for_badge(device, tab, "✓")


def noted(what: Literal["checkout", "terms"], vendor: str) -> str:
    """In JavaScript, whether the browser remembers what the page before the order said: of the goods, or of what is agreed to."""
    said = "current" if what == "checkout" else "checkout?.agreeing[0]"
    return (
        f"storage.session.get('{what} {vendor}').then(all => Object.values(all).some(text => Boolean(JSON.parse(text).{said})))"
    )


def wait_until_noted(device: Device, what: Literal["checkout", "terms"], vendor: str) -> None:
    patience.until(
        lambda: bool(device.worker().evaluate(f"chrome.{noted(what, vendor)}")),
        lambda: f"the {what} of {vendor} was not noted",
        device.context.pages[0],
    )


def open_order(popup: Popup, number: str) -> str:
    """From the popup's first view to one order; all that it shows."""
    popup.wait_for("document.querySelector('#search')")
    popup.type("#search", number)
    popup.wait_for("document.querySelectorAll('[aria-labelledby=found] .row').length === 1")
    popup.click("[aria-labelledby=found] .row")
    popup.wait_for("document.querySelector('article.order')")
    return popup.text()


def money(amount: str, currency: str) -> str:
    """As the popup shows it to an American, which is what the test browsers take themselves for."""
    return f"{SYMBOLS[currency]}{Decimal(amount):,.2f}"


def differences(shown: str, order: ShopOrder) -> list[str]:
    """What the shop's database says of an order and the popup does not show."""
    expected = {"order number": order.number, "total": money(order.total, order.currency)}
    for line in order.lines:
        expected[f"item {line.title}"] = line.title
        expected[f"price of {line.title}"] = money(line.line_price, order.currency)
        if line.quantity > 1:
            expected[f"quantity of {line.title}"] = f"{line.quantity} ×"
    return [f"{what} ({value})" for what, value in expected.items() if value not in shown.replace("\u00a0", " ")]
