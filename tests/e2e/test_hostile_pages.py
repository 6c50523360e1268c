"""Pages that mean harm gain nothing but an order of their own, which can be undone."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from . import patience, people
from .browser import EXTENSION, Device

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page, Playwright

CONFIRMATION = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Order confirmed - {shop}</title>
<h1>Thank you for your order</h1><p>Your order number is <strong>{number}</strong></p>
<table><tr><th>Product</th><th>Quantity</th><th>Total</th></tr><tr><td>{item}</td><td>1</td><td>€{total}</td></tr></table>
<p>Order total: €{total}</p>"""

EMPTY = "<!doctype html><title>Thank you for your order</title><h1>Thank you for your order</h1>"

GOODS = "<div><p>Thing <b>2 x</b> €5.00</p></div>"
SLOW_PROXIES = """<script>const wait = () => { const end = performance.now() + 40; while (performance.now() < end); }
const slow = new Proxy({}, { getOwnPropertyDescriptor() { wait() }, getPrototypeOf() { wait(); return null } })
for (const name of ['dataLayer', '_paq', '_gaq', 'uetq', 'fbq', 'ga', 'snowplow', 'Shopify', 'AWIN', 'utag_data', 'digitalData'])
window[name] = slow
</script>"""
SABOTAGE = """<script>for (const [on, names] of [[JSON, ['parse', 'stringify']],
[Object, ['keys', 'entries', 'getOwnPropertyDescriptor']],
[Array.prototype, ['map', 'filter', 'flatMap', 'push']], [Document.prototype, ['querySelectorAll', 'getElementsByTagName']],
[Element.prototype, ['attachShadow', 'getAttribute']], [performance, ['getEntriesByType']],
[Map.prototype, ['get']], [Promise.prototype, ['then']]])
for (const name of names) on[name] = () => { throw new Error('page') }
Object.prototype.toJSON = () => 'page'; MutationObserver = null</script>"""

SLOW = {
    "ten-megabytes": (GOODS + "x" * 200) * 45_000,
    "endless-headings": "<h1></h1>" * 400_000,
    "open-lists": "<script type='application/ld+json'>" + "[" * 400_000 + "</script>",
    "deep-data": "<script type='application/ld+json'>" + '{"@type":"Order","a":' * 10_000 + "1</script>",
    "half-literals": ("<script type='text/plain'>" + 'transaction_id a("' * 22_000 + "</script>") * 12,
    "many-entries": """<script>dataLayer = Array.from({length: 200000}, (_, i) => ({event: 'purchase',
 ecommerce: {transaction_id: 'T' + i}}))
dataLayer.push(Object.fromEntries(dataLayer.map((_, i) => ['order' + i, i])))</script>""",
    "microdata": "<p itemscope itemtype='https://schema.org/Order'><i itemprop='orderNumber'>A</i></p>" * 40_000,
    "ligatures": ("<p>order number " + "\ufdfa" * 1_100 + "</p>") * 1_500,
    "slow-proxies": SLOW_PROXIES,
}
"""Each under a name of its own, behind the head of a confirmation."""

MARKUP = "<img src=x onerror=document.title=1>&lt;script&gt;document.title=2&lt;/script&gt; javascript:alert(1)"

PAGES = {
    ("evil.test", "/"): "<!doctype html><title>evil</title><h1>hello</h1>",
    ("evil.test", "/checkout/success"): CONFIRMATION.format(shop="Evil", number="FORGED-12345", item="Forged", total="999.00"),
    ("victim.test", "/checkout/success"): EMPTY,
    ("off.test", "/checkout/success"): CONFIRMATION.format(shop="Off", number="OFF-77777", item="Secret", total="13.37"),
    ("sabotage.test", "/checkout/success"): SABOTAGE + CONFIRMATION.format(shop="S", number="SB-10001", item="Mug", total="5.00"),
    ("echo.test", "/order-confirmed/Order%20number:%20FORGED-777"): "<title>Not found</title><h1>Not found</h1>"
    "<p>Nothing at /order-confirmed/Order number: FORGED-777</p>",
    ("restless.test", "/checkout/success"): CONFIRMATION.format(shop="R", number="RS-10001", item="Mug", total="5.00")
    + "<script>setInterval(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })), 20)</script>",
    **{
        (f"{name}.test", "/checkout/success"): CONFIRMATION.format(shop="X", number="SL-10001", item="Mug", total="5.00") + body
        for name, body in SLOW.items()
    },
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


@pytest.fixture(scope="module")
def browser(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Device]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    hosts = {host: server.server_address[1] for host, _ in PAGES}
    try:
        with Device(playwright, tmp_path_factory.mktemp("hostile"), EXTENSION, hosts=hosts) as device:
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


def test_a_page_cannot_pass_its_order_off_as_another_shops(browser: Device) -> None:
    """It opens another shop's confirmation and goes on to its own before that is read."""
    for milliseconds in (20, 60, 120):
        page = browser.context.new_page()
        page.goto("http://evil.test/")
        page.evaluate(
            """wait => { const other = open('http://victim.test/checkout/success')
            setTimeout(() => { other.location = 'http://evil.test/checkout/success' }, wait) }""",
            milliseconds,
        )
    page.wait_for_timeout(2_500)
    assert "victim.test" not in shown(browser)


def test_a_site_that_was_switched_off_is_not_read_by_way_of_another(browser: Device) -> None:
    browser.worker().evaluate("chrome.storage.local.set({consent: {mode: 'everywhere', off: ['off.test']}})")
    page = browser.context.new_page()
    page.goto("http://evil.test/")
    page.evaluate(
        """() => { const other = open('http://victim.test/checkout/success')
        setTimeout(() => { other.location = 'http://off.test/checkout/success' }, 30) }"""
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
    people.open_order(popup, "M-10001")
    popup.wait_for("document.body.innerText.includes('<script>document.title=2</script>')")
    assert popup.evaluate("document.title") == "Counterfoil"
    assert popup.evaluate("document.querySelectorAll('article img, article script').length") == 0
    popup.close()


def test_whoever_breaks_out_of_a_page_reads_nothing_that_is_kept(browser: Device) -> None:
    """A broken renderer has all that the extension's script in it may do."""
    page = browser.context.new_page()
    page.goto("http://victim.test/checkout/success")
    session = browser.context.new_cdp_session(page)
    worlds: list[dict[str, Any]] = []
    session.on("Runtime.executionContextCreated", lambda event: worlds.append(event["context"]))
    session.send("Runtime.enable")
    own_world = f"chrome-extension://{browser.extension_id}"
    patience.until(lambda: any(one["origin"] == own_world for one in worlds), lambda: f"no script of ours: {worlds}", page)
    world = next(one["id"] for one in worlds if one["origin"] == own_world)
    for area in ("local", "session"):
        asked = f"chrome.storage.{area}.get(null).then(JSON.stringify, error => 'refused: ' + error.message)"
        answer = session.send("Runtime.evaluate", {"expression": asked, "contextId": world, "awaitPromise": True})
        assert str(answer["result"]["value"]).startswith("refused: "), area
    page.close()


def test_a_page_that_breaks_its_own_world_is_read_all_the_same(browser: Device) -> None:
    page = browser.context.new_page()
    page.goto("http://sabotage.test/checkout/success")
    patience.until(lambda: "sabotage.test" in shown(browser), lambda: "nothing of it was read", page)
    page.close()


def test_a_link_cannot_make_a_shop_say_an_order(browser: Device) -> None:
    page = browser.context.new_page()
    page.goto("http://echo.test/order-confirmed/Order%20number:%20FORGED-777")
    page.wait_for_timeout(2_000)
    text = shown(browser)
    assert "FORGED-777" not in text
    assert "echo.test" not in text


def test_a_forged_event_does_not_keep_the_worker_reading(browser: Device) -> None:
    """A page that says without end that it came back is read a few times and then left."""
    browser.worker().evaluate(
        "globalThis.heard = 0; chrome.runtime.onMessage.addListener(({kind}) => { if (kind === 'page-seen') heard++ })"
    )
    page = browser.context.new_page()
    page.goto("http://restless.test/checkout/success")
    heard = "globalThis.heard"
    patience.until(lambda: browser.worker().evaluate(heard) > 0, lambda: "nothing was told", page)
    page.wait_for_timeout(5_000)
    assert browser.worker().evaluate(heard) <= 2


@pytest.fixture(scope="module")
def longest_tasks(browser: Device) -> dict[str, float]:
    """By name, the longest that the extension's scripts took of that page's thread at once, in milliseconds of processor time.

    All pages are open at once, in one recording.
    """
    recorder = browser.context.new_page()
    session = browser.context.new_cdp_session(recorder)
    events: list[dict[str, Any]] = []
    session.on("Tracing.dataCollected", lambda more: events.extend(more["value"]))
    done: list[object] = []
    session.on("Tracing.tracingComplete", lambda event: done.append(event))  # noqa: PLW0108  Playwright takes no built-in one
    session.send("Tracing.start", {"transferMode": "ReportEvents", "categories": "devtools.timeline,toplevel"})
    pages = {name: browser.context.new_page() for name in SLOW}
    frames = {name: frame_of(browser, page) for name, page in pages.items()}
    for name, page in pages.items():
        page.goto(f"http://{name}.test/checkout/success", wait_until="commit")
    for page in pages.values():
        page.wait_for_load_state()
    recorder.wait_for_timeout(2_500)
    session.send("Tracing.end")
    patience.until(lambda: bool(done), lambda: "the recording did not end", recorder)
    for page in (*pages.values(), recorder):
        page.close()
    ran = [event for event in events if event["name"] == "EvaluateScript" and "tdur" in event and own(event)]
    return {
        name: max((float(event["tdur"]) / 1_000 for event in ran if event["args"]["data"]["frame"] == frame), default=0)
        for name, frame in frames.items()
    }


def frame_of(device: Device, page: Page) -> str:
    """What recordings call it."""
    tree = device.context.new_cdp_session(page).send("Page.getFrameTree")
    return str(tree["frameTree"]["frame"]["id"])


@pytest.mark.parametrize("name", SLOW)
def test_no_page_is_held_up(longest_tasks: dict[str, float], name: str) -> None:
    """By what the extension computes in it, in the processor's time, which other work on the machine does not lengthen."""
    assert longest_tasks[name] > 0, "nothing of the extension ran"
    assert longest_tasks[name] < 300


def own(event: dict[str, Any]) -> bool:
    """A file of the extension, or a function that it put into the page, which has no address."""
    address = event["args"].get("data", {}).get("url", "")
    return not address.startswith("http")
