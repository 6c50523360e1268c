"""What the person sees and decides: what waits for them, a list of orders, an order by hand, and "not an order"."""

from __future__ import annotations

import hashlib
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from . import patience, people, trust
from .browser import EXTENSION, Device
from .looks import look, look_at_popup

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
CLAUSES = "".join(
    f"<h2>{number}. {name}</h2><p>{text}</p>"
    for number, (name, text) in enumerate(
        {
            "Who we are": "Kettle and Twine Ltd of 4 Mill Lane, Leeds, runs this shop and is who you buy from.",
            "Orders and prices": "Prices include value added tax. An order binds both of us once we confirm it by e-mail.",
            "Payment": "You pay by card when you order. Until a price is paid in full, the goods remain our property.",
            "Delivery": "We deliver within 2 to 4 working days for £4.90, and for nothing where an order is above £80.",
            "Returns": "You may cancel and return the goods within 30 days of delivery. We refund the price within 14 days.",
            "Warranty": "Kettles carry a warranty of 5 years against faults of making, beside your rights by law.",
            "Liability": "We are liable for damage that we cause by intent or gross negligence.",
            "Disputes": "English law applies. You may go to court where you live, or to the ombudsman for retail first.",
        }.items(),
        start=1,
    )
)
SALE = page("Terms of sale", f"<h1>Terms of sale</h1>{CLAUSES}")
CLUB = page("Terms of the kettle club", f"<h1>Terms and conditions of the kettle club</h1>{CLAUSES}")
CHECKOUT = page(
    "Checkout",
    """<h1>Review your order</h1><table><tr><th>Product</th><th>Quantity</th><th>Price</th><th>Total</th></tr>
<tr><td>Brass kettle</td><td>1</td><td>£48.00</td><td>£48.00</td></tr></table><p>Order total: £66.40</p>
<form action="/checkout/success"><p><input type="checkbox" id="agree"> <label for="agree">I agree to the
<a href="/terms-of-sale">Terms of Sale</a> and have read the <a href="/privacy-policy">Privacy Policy</a>.</label></p>
<button id="pay">Place order and pay</button></form>""",
)
ABOUT = page("Our workshop", "<h1>Our workshop</h1><p>We make kettles. A visit costs £15.00.</p>")
PAGES = {
    "/checkout": CHECKOUT,
    "/checkout/success": ORDER,
    "/thank-you": MAYBE,
    "/account/orders": LIST,
    "/about": ABOUT,
    "/terms-of-sale": SALE,
    "/club-terms": CLUB,
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        found = PAGES.get(self.path.partition("?")[0])
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


def opened(device: Device, address: str) -> Page:
    """The tab that has something like that as its address."""
    found: list[Page] = []

    def came() -> bool:
        found.extend(page for page in device.context.pages if address in page.url)
        return bool(found)

    patience.until(came, lambda: f"no tab has {address} in its address", device.context.pages[0])
    return found[0]


def buy(device: Device, tab: Page) -> None:
    tab.goto(f"{SHOP}/checkout/success")
    people.wait_for_capture(device, tab)


def agree_and_buy(device: Device, tab: Page) -> None:
    tab.goto(f"{SHOP}/checkout")
    people.wait_until_noted(device, "terms", HOST)
    tab.check("#agree")
    tab.click("#pay")
    people.wait_for_capture(device, tab)


def test_what_may_be_an_order_waits_until_the_person_decides_by_keyboard(device: Device, tab: Page) -> None:
    tab.goto(f"{SHOP}/thank-you")
    people.wait_for_badge(device, tab, "?")
    popup_over(device, tab).close()

    popup = popup_over(device, tab)
    popup.wait_for("document.querySelector('.waiting-entry .count')?.innerText.startsWith('1')")
    popup.evaluate("document.querySelector('.waiting-entry').focus()")
    popup.press("Enter")
    says(popup, "The page shows more than one total: £9.50, £11.40.")
    says(popup, "No. 77121")

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
    popup.wait_for("document.querySelector('.waiting-entry') === null")


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
    for text in ("Corner bakery", "4.20", "Added on", "not given"):
        says(popup, text)
    assert "Your word" not in popup.text()


def test_a_page_that_is_no_order_can_be_saved_as_one(device: Device, tab: Page) -> None:
    tab.goto(f"{SHOP}/about")
    popup = popup_over(device, tab)
    popup.click(".read-page > button")
    popup.click("[data-key=draft]")
    popup.wait_for("document.querySelector('#add-shop')?.value === 'kettle.test'")
    popup.type("#add-items", "2 × Workshop visit")
    popup.click("button[type=submit]")
    popup.wait_for("document.querySelector('article.order')")
    says(popup, "Workshop visit")
    says(popup, "2 ×")


def test_an_order_tells_how_it_was_read_and_that_it_is_none_can_be_taken_back(device: Device, tab: Page) -> None:
    buy(device, tab)
    popup = popup_over(device, tab)
    people.open_order(popup, "KT-5001")
    for text in ("Visa ending in 4242", "£66.40", "Brass kettle"):
        says(popup, text)
    popup.click(".how summary")
    says(popup, "from the label “Order number”")
    says(popup, f"{HOST}/checkout/success")

    popup.click("[data-key=not-an-order]")
    says(popup, "Moved to the bin.")
    settings = device.open_page("setup.html")
    settings.get_by_role("button", name=f"Take back {HOST}/checkout/success").click()
    settings.get_by_text("None. If something that is no order was saved").wait_for()


NARROW, WIDE = 320, 1_000


def fits(page: Page) -> bool:
    """On a phone and on a desk: nothing makes the page scroll sideways."""
    for width in (NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": 700})
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            return False
    return True


def test_terms_are_read_on_a_phone_by_keyboard_and_found_by_their_words(device: Device, tab: Page) -> None:
    agree_and_buy(device, tab)
    popup = popup_over(device, tab)
    people.open_order(popup, "KT-5001")
    popup.wait_for("document.querySelector('.agreed .documents')")
    says(popup, "Terms of sale: kept")
    for text in ("The box beside it was ticked.", "Privacy policy: not read: the site says that there is no such page"):
        says(popup, text)
    shown = popup.text()
    assert re.search(r"Global Privacy Control: (on|off|not available)", shown)
    popup.close()

    page = device.open_page("terms.html")
    page.get_by_role("link", name="Kettle & Twine").click()
    assert fits(page)
    page.get_by_role("link", name="your order No. KT-5001").click()
    page.get_by_role("heading", name="Terms of your order No. KT-5001").wait_for()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    assert fits(page)
    page.get_by_role("link", name="Terms of sale", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="5. Returns").wait_for()
    assert fits(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save the text").click()
    digest = hashlib.sha256(saved.value.path().read_bytes()).hexdigest()
    expect(page.locator(".digest"), "what is saved is not what the digest is of").to_have_text(digest)

    page.get_by_role("searchbox").fill("ombudsman RETAIL")
    page.keyboard.press("Enter")
    page.get_by_text("Found in 1 text").wait_for()
    expect(page.locator("mark")).to_have_text(["ombudsman", "retail"])
    assert fits(page)
    page.get_by_role("searchbox").fill("ombudsman zebra")
    page.keyboard.press("Enter")
    page.get_by_text("Nothing found").wait_for()
    page.go_back()
    page.get_by_role("link", name="Terms of sale of Kettle & Twine").click()
    page.get_by_role("link", name="Terms of sale: all versions").click()
    page.get_by_text("Stands there now").wait_for()
    assert fits(page)


def test_own_terms_are_agreed_only_by_a_reply(device: Device, tab: Page) -> None:
    buy(device, tab)
    settings = device.open_page("setup.html")
    settings.get_by_label("My standing choice").select_option(label="SD-BASE · The service and nothing else")
    settings.get_by_text("Kept as your standing choice.").wait_for()

    popup = popup_over(device, tab)
    popup.click("#shops ~ .rows .row")
    popup.click(".agreed .to-terms")
    page = opened(device, "/terms.html#vendor=")
    assert HOST not in page.url
    page.get_by_text("Your standing choice is The service and nothing else (SD-BASE)").wait_for()
    page.get_by_role("button", name="Write down an offer").click()
    expect(page.locator("#own-agreement")).to_be_focused()
    assert fits(page)
    page.get_by_label("On which day").fill("2026-11-02")
    page.get_by_label("Note").fill("By letter")
    page.get_by_role("button", name="Write it down").click()
    page.get_by_text("Offered on November 2, 2026, no reply yet.").wait_for()
    popup = popup_over(device, tab)
    popup.click("#shops ~ .rows .row")
    says(popup, "Your own terms: Offered on November 2, 2026, no reply yet.")
    popup.close()

    page.bring_to_front()
    for answer, day, said in (
        ("They refused it", "2026-11-03", "They refused on November 3, 2026. Nothing is agreed."),
        ("They accepted it", "2026-11-04", "Agreed: they accepted on November 4, 2026."),
    ):
        page.get_by_role("button", name="Write down what happened").click()
        page.get_by_label(answer).check()
        page.get_by_label("On which day").fill(day)
        page.get_by_role("button", name="Write it down").click()
        page.get_by_text(said).wait_for()
    page.get_by_text("What happened so far").click()
    expect(page.locator(".events li")).to_have_text(
        [re.compile(f"^{act} ·") for act in ("Offered", "They refused", "They accepted")]
    )
    expect(page.locator(".events li").first).to_contain_text("By letter")


def test_a_page_of_terms_is_kept_by_hand(device: Device, tab: Page) -> None:
    tab.goto(f"{SHOP}/club-terms")
    popup = popup_over(device, tab)
    popup.click(".read-page > button")
    says(popup, "This page is kept as terms of the shop.")
    popup.click(".outcome .link")
    page = opened(device, "/terms.html#document=")
    page.get_by_role("heading", name="Versions, the newest first").wait_for()
    expect(page.locator("main")).to_contain_text(f"{HOST}/club-terms")


def test_reading_of_terms_is_the_persons_to_turn_off(device: Device) -> None:
    settings = device.open_page("setup.html")
    for name in ("Keep the terms of what I buy", "Look at them again about once a week"):
        switch = settings.get_by_role("switch", name=name)
        expect(switch).to_have_attribute("aria-checked", "true")
        switch.click()
        expect(switch).to_have_attribute("aria-checked", "false")
        settings.reload()
        expect(settings.get_by_role("switch", name=name)).to_have_attribute("aria-checked", "false")
    expect(settings.get_by_role("switch", name="Say it on the page")).to_have_attribute("aria-checked", "true")


def test_everyone_can_use_every_screen(device: Device, tab: Page) -> None:
    agree_and_buy(device, tab)
    popup = popup_over(device, tab)
    look_at_popup(popup, "popup-home")
    people.open_order(popup, "KT-5001")
    popup.wait_for("document.querySelector('.agreed .documents')")
    look_at_popup(popup, "popup-order")
    popup.click("[data-key=edit]")
    popup.wait_for("document.querySelector('#edit-note')")
    look_at_popup(popup, "popup-edit")
    popup.close()
    tab.goto(f"{SHOP}/account/orders")
    tab.wait_for_load_state()
    popup = popup_over(device, tab)
    popup.click(".read-page > button")
    popup.click("[data-key=waiting-list]")
    popup.wait_for("document.querySelector('.offer')")
    look_at_popup(popup, "popup-waiting")
    popup.close()

    page = device.open_page("popup.html")
    page.get_by_role("button", name="Add an order").click()
    page.locator("#add-shop").wait_for()
    look(page, "add")
    page.get_by_role("button", name="Back").click()
    page.get_by_text("All shops").wait_for()
    look(page, "home")

    settings = device.open_page("setup.html")
    settings.get_by_role("heading", name="A copy for yourself").wait_for()
    look(settings, "settings-local")
    page.goto(settings.url.replace("setup", "terms"))
    page.get_by_role("link", name="Kettle & Twine").wait_for()
    look(page, "terms-all")
    page.get_by_role("link", name="Kettle & Twine").click()
    page.get_by_role("heading", name="Kept documents").wait_for()
    look(page, "terms-vendor")
    page.get_by_role("link", name="your order No. KT-5001").click()
    page.get_by_role("heading", name="Terms of your order No. KT-5001").wait_for()
    look(page, "terms-order")
    page.get_by_role("link", name="Terms of sale", exact=True).click()
    page.get_by_role("heading", name="5. Returns").wait_for()
    look(page, "terms-text")
    page.get_by_role("searchbox").fill("ombudsman")
    page.keyboard.press("Enter")
    page.get_by_text("Found in 1 text").wait_for()
    look(page, "terms-search")
    assert "ombudsman" not in page.url + page.title()


def test_an_order_that_is_placed_while_locked_waits_for_the_unlock(device: Device, tab: Page) -> None:
    settings = device.open_page("setup.html")
    trust.set_lock(settings)
    trust.panel(settings, "Lock").get_by_role("button", name="Lock now").click()
    settings.get_by_role("heading", name="Counterfoil is locked").wait_for()
    tab.bring_to_front()
    tab.goto(f"{SHOP}/checkout/success")
    settings.bring_to_front()
    settings.get_by_text("1 order waits for the unlock.").wait_for()
    assert "KT-5001" not in settings.content()
    look(settings, "locked-waiting")
    trust.unlock(settings)
    settings.get_by_role("heading", name="Settings").wait_for()
    popup = popup_over(device, tab)
    people.open_order(popup, "KT-5001")
    says(popup, "Brass kettle")
