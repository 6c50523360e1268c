"""Pages that mean harm gain nothing but an order of their own, which can be undone."""

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

    from playwright.sync_api import Playwright

CONFIRMATION = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Order confirmed - {shop}</title>
<h1>Thank you for your order</h1><p>Your order number is <strong>{number}</strong></p>
<table><tr><th>Product</th><th>Quantity</th><th>Total</th></tr><tr><td>{item}</td><td>1</td><td>€{total}</td></tr></table>
<p>Order total: €{total}</p>"""

EMPTY = "<!doctype html><title>Thank you for your order</title><h1>Thank you for your order</h1>"

MARKUP = "<img src=x onerror=document.title=1>&lt;script&gt;document.title=2&lt;/script&gt; javascript:alert(1)"

PAGES = {
    ("evil.test", "/"): "<!doctype html><title>evil</title><h1>hello</h1>",
    ("evil.test", "/checkout/success"): CONFIRMATION.format(shop="Evil", number="FORGED-12345", item="Forged", total="999.00"),
    ("victim.test", "/checkout/success"): EMPTY,
    ("off.test", "/checkout/success"): CONFIRMATION.format(shop="Off", number="OFF-77777", item="Secret", total="13.37"),
    ("markup.test", "/checkout/success"): CONFIRMATION.format(shop=MARKUP, number="M-10001", item=MARKUP, total="5.00"),
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        page = PAGES.get((self.headers["Host"].split(":")[0], self.path), "<!doctype html><title>none</title>").encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_: object) -> None:
        """Silence: pytest shows what matters."""


@pytest.fixture
def browser(playwright: Playwright, tmp_path: Path) -> Iterator[Device]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    hosts = {host: server.server_address[1] for host, _ in PAGES}
    try:
        with Device(playwright, tmp_path / "profile", EXTENSION, hosts=hosts) as device:
            people.allow_everywhere(device, people.start_history(device, None))
            yield device
    finally:
        server.shutdown()
        server.server_close()


def shown(device: Device) -> str:
    popup = device.open_popup(device.context.new_page())
    popup.wait_for("document.querySelector('#shops')")
    popup.wait_for("!document.querySelector('[aria-busy=true]')")
    text = popup.text()
    popup.close()
    return text


@pytest.mark.parametrize("milliseconds", [20, 60, 120])
def test_a_page_cannot_pass_its_order_off_as_another_shops(browser: Device, milliseconds: int) -> None:
    """It opens another shop's confirmation and goes on to its own before that is read."""
    page = browser.context.new_page()
    page.goto("http://evil.test/")
    page.evaluate(
        """wait => { const other = open('http://victim.test/checkout/success')
        setTimeout(() => { other.location = 'http://evil.test/checkout/success' }, wait) }""",
        milliseconds,
    )
    page.wait_for_timeout(2_500)
    assert "victim.test" not in shown(browser)


@pytest.mark.parametrize("milliseconds", [30])
def test_a_site_that_was_switched_off_is_not_read_by_way_of_another(browser: Device, milliseconds: int) -> None:
    browser.worker().evaluate("chrome.storage.local.set({consent: {mode: 'everywhere', off: ['off.test']}})")
    page = browser.context.new_page()
    page.goto("http://evil.test/")
    page.evaluate(
        """wait => { const other = open('http://victim.test/checkout/success')
        setTimeout(() => { other.location = 'http://off.test/checkout/success' }, wait) }""",
        milliseconds,
    )
    page.wait_for_timeout(2_500)
    text = shown(browser)
    assert "OFF-77777" not in text
    assert "13.37" not in text


def test_markup_in_an_order_is_shown_as_the_text_it_is(browser: Device) -> None:
    page = browser.context.new_page()
    page.goto("http://markup.test/checkout/success")
    people.wait_for_capture(browser, page)
    popup = browser.open_popup(page)
    text = people.open_order(popup, "M-10001")
    assert "<script>document.title=2</script>" in text
    assert popup.evaluate("document.title") == "Counterfoil"
    assert popup.evaluate("document.querySelectorAll('article img, article script').length") == 0
    popup.close()
