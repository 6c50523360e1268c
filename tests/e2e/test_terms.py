"""What was agreed to with an order, word for word and without the shop; what has changed since; and what could not be read."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from . import people
from .browser import EXTENSION, Device
from .documents import IN_BAD_COMPANY, MARKUP, UNREADABLE, Documents, linked_by
from .memory import most_memory
from .relay import Relay
from .shop import HOST, Shop, buy, random_basket, register
from .shop_terms import GUARANTEE, ShopTerms
from .terminal import Terminal
from .test_screens import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page, Playwright

SHOP = f"http://{HOST}"
ANNEX = "annex.example"
"""Another name of the shop, and so another vendor."""
CLUB = "club.example"
CLINIC = "clinic.example"
KEPT = (
    "Terms of sale", "Returns policy", "Privacy policy", "Cookie policy", "Shipping policy", "Imprint",
    "Warranty",  # a PDF
    "Loyalty programme",  # in the list of documents alone
)  # fmt: skip
HOURS_AGO = 3
JAPANESE = "商品の到着後30日以内にご連絡ください。"
GERMAN = "am nächsten Werktag"
MOST_MEMORY = 600_000_000
LIVE = "img, script, iframe, object, [onclick], [onerror], [onload], [href^='javascript:' i]"


@pytest.fixture(scope="module")
def documents() -> Iterator[Documents]:
    with Documents() as running:
        yield running


@pytest.fixture(scope="module")
def terms(shop: Shop) -> ShopTerms:
    return ShopTerms(shop)


@pytest.fixture(scope="module")
def chromium(
    playwright: Playwright, shop: Shop, documents: Documents, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Device, Terminal]]:
    """A browser that may read everywhere, and the terminal paired with it."""
    folder = tmp_path_factory.mktemp("chromium")
    terminal = Terminal(folder / "terminal")
    names = {name: port for host in (HOST, ANNEX, CLUB) for name, port in shop.hosts(host).items()}
    hosts = names | documents.hosts | {CLINIC: documents.port}
    with Relay(folder / "relay") as relay, Device(playwright, folder / "profile", EXTENSION, hosts=hosts) as device:
        people.allow_everywhere(device, people.start_history(device, relay.url))
        people.pair_terminal(terminal, device)
        yield device, terminal


@pytest.fixture
def device(chromium: tuple[Device, Terminal]) -> Device:
    return chromium[0]


@pytest.fixture
def tab(device: Device) -> Iterator[Page]:
    page = device.context.new_page()
    yield page
    page.close()


def set_clock_back(device: Device, hours: float) -> None:
    """The worker's, until it is killed: what it does now, it did then."""
    device.worker().evaluate("ms => { const now = Date.now; Date.now = () => now() - ms }", hours * 3_600_000)


def order_in_popup(device: Device, tab: Page, number: str, *words: str) -> str:
    """What the popup shows of an order once it says all of the words."""
    popup = device.open_popup(tab)
    people.open_order(popup, number)
    for each in words:
        popup.wait_for(f"document.body.innerText.includes({json.dumps(each)})")
    text = popup.text()
    popup.close()
    return text


def terms_page(device: Device, tab: Page, number: str) -> Page:
    """As the person gets there: from the popup's order, by its button."""
    popup = device.open_popup(tab)
    people.open_order(popup, number)
    popup.wait_for("document.querySelector('.agreed .to-terms')")
    popup.click(".agreed .to-terms")
    # One that is open already is brought to the front.
    page = opened(device, "/terms.html")
    page.get_by_role("heading", name=f"Terms of your order No. {number}").wait_for()
    return page


def missing_from(page: Page, blocks: list[str]) -> list[str]:
    shown = " ".join(page.locator("main").inner_text().split())
    return [block for block in blocks if block not in shown]


def words_of(page: Page, selector: str) -> list[str]:
    """Of the shop's, without those that are said to the ear."""
    own = "all => all.map(each => [...each.childNodes].map(node => node.nodeValue ?? '').join('').trim())"
    return [str(words) for words in page.locator(selector).evaluate_all(own)]


class TestInChromium:
    """One after the other: what is bought in the first is what the shop then changes its words about."""

    number = ""

    def test_what_was_agreed_to_is_kept_word_for_word_and_read_without_the_shop(
        self, device: Device, tab: Page, shop: Shop, terms: ShopTerms
    ) -> None:
        set_clock_back(device, HOURS_AGO)
        buy(tab, SHOP, random_basket(shop.products(), seed=21), think=lambda: people.wait_until_noted(device, "terms", HOST))
        people.wait_for_capture(device, tab)
        type(self).number = shop.orders()[-1].number
        kept = [f"{name}: kept" for name in KEPT]
        agreed = (terms.sentence, "The box beside it was ticked.")
        assert ": not read" not in order_in_popup(device, tab, self.number, "Read them as they were", *agreed, *kept)

        shop.close()
        device.context.set_offline(True)
        try:
            page = terms_page(device, tab, self.number)
            for name, key in (("Returns policy", "returns"), ("Shipping policy", "shipping"), ("Terms of sale", "sale")):
                page.get_by_role("link", name=name, exact=True).click()
                page.get_by_role("heading", name="The text").wait_for()
                page.get_by_text(terms.blocks(key)[-1]).first.wait_for()
                assert missing_from(page, terms.blocks(key)) == []
                page.go_back()
            page.get_by_role("link", name="Warranty", exact=True).click()
            with page.expect_download() as saved:
                page.get_by_role("button", name="Save the PDF").click()
            pdf = saved.value.path().read_bytes()
            assert pdf.startswith(b"%PDF-1.4")
            assert all(line.encode() in pdf for line in terms.text(GUARANTEE).splitlines())
            page.get_by_label("Search all terms").fill("satisfactory quality")
            page.keyboard.press("Enter")
            page.get_by_text("Found in 1 text").wait_for()
            page.close()
        finally:
            device.context.set_offline(False)
            shop.open()

    def test_a_change_is_told_after_a_second_look_with_the_words_that_changed(
        self, device: Device, tab: Page, terms: ShopTerms
    ) -> None:
        terms.amend("returns", "within 30 days of the day", "within 14 days of the day")
        tab.goto(terms.url("returns", SHOP))
        page = terms_page(device, tab, self.number)
        page.goto(page.url.split("#")[0])
        page.get_by_role("link", name=re.compile(HOST)).click()
        page.get_by_role("link", name="Returns policy", exact=True).click()
        page.get_by_text("waits for a second look").wait_for()
        page.close()
        assert "changed" not in order_in_popup(device, tab, self.number, "Read them as they were")

        # The clock goes on to what it is: more than an hour later, whatever wakes the worker has it look again.
        device.kill_worker()
        tab.goto("about:blank")
        changed = ("Terms changed since you bought", "Returns policy: kept, changed since")
        shown = order_in_popup(device, tab, self.number, *changed)
        assert shown.count("changed since") == 2, "of one document and of the order"
        page = terms_page(device, tab, self.number)
        page.get_by_role("link", name=re.compile("See what changed")).click()
        page.locator(".diff del").first.wait_for()
        page.locator(".diff ins").first.wait_for()
        assert words_of(page, ".diff del") == ["30"]
        assert words_of(page, ".diff ins") == ["14"]
        page.close()

    def test_a_text_that_flips_back_is_no_news(self, device: Device, tab: Page, terms: ShopTerms) -> None:
        terms.restore("returns")
        tab.goto(terms.url("returns", SHOP))
        page = terms_page(device, tab, self.number)
        page.get_by_text("Changed since you bought").wait_for(state="detached")
        page.get_by_role("link", name="Returns policy", exact=True).click()
        page.get_by_role("link", name=re.compile("all versions")).click()
        page.get_by_text("Stands there now").wait_for()
        expect(page.locator(".timeline > li")).to_have_count(2)
        page.close()
        assert "changed" not in order_in_popup(device, tab, self.number, "Read them as they were")

    @pytest.mark.usefixtures("unreadable")  # which goes on meanwhile
    def test_a_paired_device_without_a_browser_has_them_too(self, chromium: tuple[Device, Terminal]) -> None:
        _, terminal = chromium
        terminal.run("sync")
        said = terminal.run("terms", self.number)
        assert "agreed by ticking the box beside this wording" in said
        (line,) = [line for line in said.splitlines() if "Returns Policy" in line]
        text = terminal.run("terms", self.number, line.split()[0])
        assert "You may cancel your order within 30 days of the day" in text

    def test_evidence_is_checked_offline_by_others(self, chromium: tuple[Device, Terminal], tab: Page, tmp_path: Path) -> None:
        device, terminal = chromium
        page = terms_page(device, tab, self.number)
        for form in ("HTML", "JSON"):
            with page.expect_download() as saved:
                page.get_by_role("button", name=f"Save as {form}").click()
            file = tmp_path / f"evidence.{form.lower()}"
            saved.value.save_as(file)
            written = file.read_text()
            assert self.number in written
            assert "You may cancel your order within 30 days of the day" in written
            assert "Nothing in this file was changed" in terminal.run("verify", str(file))
            file.write_text(written.replace("within 30 days of the day", "within 31 days of the day"))
            assert "changed" in terminal.run("verify", str(file), fails=True)
        page.close()

    def test_what_could_not_be_read_says_why_and_is_read_when_the_person_opens_it(
        self, device: Device, tab: Page, shop: Shop, terms: ShopTerms
    ) -> None:
        annex = f"http://{ANNEX}"
        reasons = {
            "privacy": ("bot-wall", "Privacy policy", "the site wanted proof that a person is reading"),
            "shipping": ("log-in", "Shipping policy", "the site wanted you to sign in first"),
            "cookies": ("not-found", "Cookie policy", "the site says that there is no such page"),
            "imprint": ("home", "Imprint", "the page does not read like terms"),
            "returns": ("elsewhere", "Returns policy", "its address leads to another site"),
            "loyalty": ("server-error", "Loyalty programme", "the site had a fault of its own"),
        }
        for key, (how, _, _) in reasons.items():
            terms.answer(key, how)
        buy(tab, annex, random_basket(shop.products(), seed=22), think=lambda: people.wait_until_noted(device, "terms", ANNEX))
        people.wait_for_capture(device, tab)
        number = shop.orders()[-1].number
        said = [f"{name}: not read: {why}" for _, name, why in reasons.values()]
        order_in_popup(device, tab, number, "Read them as they were", "Terms of sale: kept", *said)

        # A person gets past the wall, and what they see is kept with the order.
        tab.goto(terms.url("privacy", annex))
        tab.get_by_role("heading", name="Privacy policy").wait_for()
        assert "Privacy policy: not read" not in order_in_popup(device, tab, number, "Privacy policy: kept")
        for key in reasons:
            terms.answer(key, None)

    def test_an_account_is_opened_on_terms_as_well(self, device: Device, tab: Page) -> None:
        register(tab, f"http://{CLUB}", "member@mail.example")
        page = device.open_page("terms.html")
        page.get_by_role("link", name=CLUB).click()
        for name in ("Terms of service", "Privacy policy"):
            page.get_by_role("link", name=name, exact=True).wait_for()
        page.close()


@pytest.fixture(scope="module")
def unreadable(chromium: tuple[Device, Terminal]) -> str:
    """The number of an order whose terms cannot be read. That is not waited for: one of them takes as long as it may."""
    device, _ = chromium
    # Nothing may come of this one.
    device.context.new_page().goto(f"http://{CLINIC}/checkout")
    return buy_among(device, device.context.new_page(), UNREADABLE)


def buy_among(device: Device, tab: Page, host: str) -> str:
    """Buys in one of the shops of documents.py: the number of the order."""
    tab.goto(f"http://{host}/checkout")
    people.wait_until_noted(device, "terms", host)
    tab.click("#pay")
    people.wait_for_capture(device, tab)
    return f"{host[:2].upper()}-4171"


class TestHostileDocuments:
    def test_do_no_harm_and_it_is_said_what_happened(
        self, device: Device, tab: Page, documents: Documents, unreadable: str
    ) -> None:
        reasons = {
            "Terms of sale": "it is too large to keep",
            "Privacy policy": "it is too large to keep",
            "Cookie policy": "the site sent Counterfoil from one address to the next without end",
            "Returns policy": "its address leads to another site",
            "Imprint": "its address leads to another site",
            "Shipping policy": "the site took too long to answer",
        }
        said = [f"{name}: not read: {why}" for name, why in reasons.items()]
        order_in_popup(device, tab, unreadable, "Read them as they were", *said)
        assert (UNREADABLE, "/terms-of-sale") in documents.asked
        assert {host for host, _ in documents.asked} <= {UNREADABLE, IN_BAD_COMPANY, CLINIC}
        assert most_memory(device._profile) < MOST_MEMORY

    def test_are_read_as_text_and_nothing_else(self, device: Device, tab: Page, documents: Documents) -> None:
        number = buy_among(device, tab, IN_BAD_COMPANY)
        kept = [f"{name}: kept" for name in ("Privacy policy", "Returns policy", "Shipping policy")]
        too_large = [f"{name}: not read: it is too large to keep" for name in ("Terms of sale", "Warranty")]
        without_text = "Cookie policy: not read: there was no text on the page"
        order_in_popup(device, tab, number, "Read them as they were", without_text, *kept, *too_large)
        page = terms_page(device, tab, number)
        last_words = {"Privacy policy": "Controller: Lantern & Loom Ltd", "Returns policy": JAPANESE, "Shipping policy": GERMAN}
        texts = {}
        for name, words in last_words.items():
            page.get_by_role("link", name=name, exact=True).click()
            page.get_by_role("heading", name="The text").wait_for()
            page.get_by_text(words).first.wait_for()
            texts[name] = page.locator("main").inner_text()
            assert page.title() != "harmed"
            assert page.locator(f"main :is({LIVE})").count() == 0
            page.go_back()
        assert MARKUP in texts["Privacy policy"]
        assert all(words in texts[name] for name, words in last_words.items())
        page.close()
        assert [asked for asked in documents.asked if asked[1] == "/planted"] == []
        assert most_memory(device._profile) < MOST_MEMORY

    @pytest.mark.usefixtures("unreadable")
    def test_of_a_sensitive_site_are_not_asked_for(self, documents: Documents) -> None:
        asked = {path for host, path in documents.asked if host == CLINIC}
        assert "/checkout" in asked
        assert asked & set(linked_by(CLINIC)) == set()
