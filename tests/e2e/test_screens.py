"""What the person sees and decides: what waits for them, a list of orders, an order by hand, and "not an order"."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from . import people
from .browser import EXTENSION, Device

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page, Playwright

    from .browser import Popup

HOST = "kettle.test"
SHOP = f"http://{HOST}"


def page(title: str, body: str) -> str:
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta property="og:site_name" content="Kettle &amp; Twine"></head><body><main>{body}</main></body></html>"""


ORDER = page(
    "Thank you for your order",
    """<h1>Thank you for your order!</h1><p>Your order has been placed.</p><p>Order number: <b>KT-5001</b></p>
<p>Order date: November 20, 2026</p><p>Payment method: Visa ending in 4242</p>
<table><tr><th>Product</th><th>Quantity</th><th>Price</th><th>Total</th></tr>
<tr><td>Brass kettle</td><td>1</td><td>£48.00</td><td>£48.00</td></tr>
<tr><td>Jute twine</td><td>3</td><td>£4.50</td><td>£13.50</td></tr></table>
<p>Subtotal: £61.50</p><p>Shipping: £4.90</p><p>Order total: £66.40</p>""",
)
MAYBE = page(
    "Kettle & Twine", "<h1>Thank you</h1><p>We have your request. Order 77121</p><p>Total: £9.50</p><p>Total: £11.40</p>"
)
ROWS = "".join(
    f'<tr><td><a href="/account/orders/{number}">{number}</a></td><td>October {day}, 2026</td><td>£{total}</td></tr>'
    for number, day, total in (("KT-4801", 12, "12.00"), ("KT-4777", 9, "30.50"), ("KT-4702", 2, "8.25"))
)
LIST = page(
    "Your orders",
    f"""<h1>Your orders</h1><table><thead><tr><th>Order number</th><th>Date</th><th>Total</th></tr></thead><tbody>
<tr><td><a href="/account/orders/KT-5001">KT-5001</a></td><td>November 20, 2026</td><td>£66.40</td></tr>{ROWS}</tbody></table>""",
)
ABOUT = page("Our workshop", "<h1>Our workshop</h1><p>We make kettles. A visit costs £15.00.</p>")
PAGES = {"/checkout/success": ORDER, "/thank-you": MAYBE, "/account/orders": LIST, "/about": ABOUT}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        found = PAGES.get(self.path)
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write((found or "none").encode())

    def log_message(self, *_: object) -> None:
        """Silence: pytest shows what matters."""


@pytest.fixture
def device(playwright: Playwright, tmp_path: Path) -> Iterator[Device]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with Device(playwright, tmp_path / "profile", EXTENSION, hosts={HOST: server.server_address[1]}) as device:
            people.allow_everywhere(device, people.start_history(device, None))
            yield device
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def tab(device: Device) -> Page:
    return device.context.new_page()


def popup_over(device: Device, tab: Page) -> Popup:
    popup = device.open_popup(tab)
    popup.wait_for("document.querySelector('#shops')")
    popup.wait_for("!document.querySelector('[aria-busy=true]')")
    return popup


def says(popup: Popup, text: str) -> None:
    popup.wait_for(f"document.body.innerText.includes({text!r})")


def wait_for_badge(device: Device, tab: Page, text: str) -> None:
    badge = "chrome.tabs.query({}).then(tabs => Promise.all(tabs.map(({id}) => chrome.action.getBadgeText({tabId: id}))))"
    for _ in range(100):
        if text in device.worker().evaluate(badge):
            return
        tab.wait_for_timeout(100)
    raise AssertionError(f"the button never said {text}")


def buy(device: Device, tab: Page) -> None:
    tab.goto(f"{SHOP}/checkout/success")
    wait_for_badge(device, tab, "✓")


def test_what_may_be_an_order_waits_until_the_person_decides_by_keyboard(device: Device, tab: Page) -> None:
    tab.goto(f"{SHOP}/thank-you")
    wait_for_badge(device, tab, "?")
    popup_over(device, tab).close()

    popup = popup_over(device, tab)
    popup.wait_for("document.querySelector('.waiting-entry .count')?.innerText.startsWith('1')")
    popup.evaluate("document.querySelector('.waiting-entry').focus()")
    popup.press("Enter")
    says(popup, "The page shows more than one total: £9.50, £11.40.")
    assert "No. 77121" in popup.text()

    popup.click(".offer .button-quiet")
    says(popup, "Nothing waits.")
    says(popup, "Pages like this one are not taken for an order again.")
    popup.click(".toast .link")
    popup.wait_for("document.querySelector('.offer')")

    popup.evaluate("document.querySelector('.offer .button').focus()")
    popup.press("Enter")
    says(popup, "Nothing waits.")
    popup.wait_for("document.activeElement.tagName === 'H1'")
    popup.press("Escape")
    says(popup, "No. 77121")
    assert popup.evaluate("document.querySelector('.waiting-entry')") is None


def test_a_list_that_is_read_by_hand_says_what_it_had_and_all_of_it_can_be_saved_at_once(device: Device, tab: Page) -> None:
    buy(device, tab)
    tab.goto(f"{SHOP}/account/orders")
    tab.wait_for_load_state()
    popup = popup_over(device, tab)
    popup.click(".read-page > button")
    says(popup, "All 4 orders read: 1 was known")
    says(popup, "3 wait for you")
    popup.click("[data-key=waiting-list]")
    popup.click(".group-head .button-quiet")
    says(popup, "3 orders saved.")
    says(popup, "Nothing waits.")
    popup.press("Escape")
    says(popup, "All shops · 4 orders")
    popup.click(".read-page > button")
    says(popup, "All 4 orders read: 4 were known.")


def test_an_order_in_a_store_takes_two_fields(device: Device, tab: Page) -> None:
    popup = popup_over(device, tab)
    popup.click("[data-key=add]")
    popup.wait_for("document.querySelector('#add-shop')")
    popup.click("button[type=submit]")
    popup.wait_for("document.activeElement.id === 'add-shop'")
    says(popup, "Please write what you bought, or the total.")
    popup.type("#add-shop", "Corner bakery")
    popup.type("#add-total", "4,20")
    popup.click("button[type=submit]")
    popup.wait_for("document.querySelector('article.order')")
    shown = popup.text()
    for text in ("Corner bakery", "4.20", "Added on", "not given"):
        assert text in shown
    assert "Your word" not in shown


def test_a_page_that_is_no_order_can_be_saved_as_one(device: Device, tab: Page) -> None:
    tab.goto(f"{SHOP}/about")
    popup = popup_over(device, tab)
    popup.click(".read-page > button")
    popup.click("[data-key=draft]")
    popup.wait_for("document.querySelector('#add-shop')?.value === 'kettle.test'")
    popup.type("#add-items", "2 × Workshop visit")
    popup.click("button[type=submit]")
    popup.wait_for("document.querySelector('article.order')")
    assert "Workshop visit" in popup.text()
    assert "2 ×" in popup.text()


def test_an_order_tells_how_it_was_read_and_that_it_is_none_can_be_taken_back(device: Device, tab: Page) -> None:
    buy(device, tab)
    popup = popup_over(device, tab)
    shown = people.open_order(popup, "KT-5001")
    for text in ("Visa ending in 4242", "£66.40", "Brass kettle"):
        assert text in shown
    popup.click(".how summary")
    says(popup, "from the label “Order number”")
    says(popup, f"{HOST}/checkout/success")

    popup.click("[data-key=not-an-order]")
    says(popup, "Moved to the bin.")
    settings = device.open_page("setup.html")
    settings.get_by_role("button", name=f"Take back {HOST}/checkout/success").click()
    settings.get_by_text("None. If something that is no order was saved").wait_for()
