"""One shop in seven languages: a terminal reads of guests' and members' orders what the shop's database says, and their terms.

In Chromium all of them, in Firefox two. Guests and members buy in turn: the shop asks other things of them before the same last
page. With COUNTERFOIL_EVERY_PURCHASE=1 (`make soak`) both buy in every language.
"""

from __future__ import annotations

import json
import os
import re
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from . import foxes, patience, people
from .browser import EXTENSION, Device
from .firefox import Firefox
from .relay import Relay
from .shop import Shop, ShopOrder, buy, random_basket, register
from .shop_terms import GUARANTEE, ShopTerms
from .terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from playwright.sync_api import Playwright

    from .shop import Tab

    InChromium = tuple[Device, Terminal, dict[str, Shop]]
    InFirefox = tuple[Firefox, Terminal, dict[str, Shop]]

PLACES = {"en-gb": "GBP", "de": "EUR", "fr": "EUR", "sv": "SEK", "pl": "PLN", "ja": "JPY", "pt-br": "BRL"}
IN_FIREFOX = ("de", "ja")
EVERY = os.environ.get("COUNTERFOIL_EVERY_PURCHASE") == "1"


def host_of(language: str) -> str:
    return f"lantern-{language}.example"


@contextmanager
def shops_in(languages: Iterable[str]) -> Iterator[dict[str, Shop]]:
    shops = {language: Shop(currency=PLACES[language], language=language) for language in languages}
    first, *others = shops.values()
    with ExitStack() as running:
        for shop in shops.values():
            running.callback(shop.stop)
        # The first one may have to be stocked, which the others then have from it.
        first.__enter__()
        with ThreadPoolExecutor() as pool:
            list(pool.map(Shop.__enter__, others))
        yield shops


def hosts(shops: dict[str, Shop]) -> dict[str, int]:
    return {name: port for language, shop in shops.items() for name, port in shop.hosts(host_of(language)).items()}


@pytest.fixture(scope="module")
def chromium(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[InChromium]:
    """A browser that may read all shops, the terminal paired with it, and the shops."""
    folder = tmp_path_factory.mktemp("chromium")
    terminal = Terminal(folder / "terminal")
    with (
        shops_in(PLACES) as shops,
        Relay(folder / "relay") as relay,
        Device(playwright, folder / "profile", EXTENSION, hosts=hosts(shops)) as device,
    ):
        people.allow_everywhere(device, people.start_history(device, relay.url))
        people.pair_terminal(terminal, device)
        yield device, terminal, shops


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InFirefox]:
    folder = tmp_path_factory.mktemp("firefox")
    terminal = Terminal(folder / "terminal")
    with (
        shops_in(IN_FIREFOX) as shops,
        Relay(folder / "relay") as relay,
        Firefox(folder / "profile", hosts=hosts(shops)) as browser,
    ):
        foxes.pair_terminal(terminal, foxes.start_history(browser, relay.url))
        yield browser, terminal, shops


def buyers(language: str, languages: Sequence[str]) -> list[bool]:
    """Who buys in that language: a member or not. In the first one both."""
    at = languages.index(language)
    return [False, True] if EVERY or at == 0 else [at % 2 == 1]


def shop_for(tab: Tab, shop: Shop, base_url: str, *, member: bool, think: Callable[[], object]) -> None:
    if member:
        register(tab, base_url, f"member{len(shop.orders())}@mail.example")
    basket = random_basket(shop.products(), seed=2 * list(PLACES).index(shop.language) + member)
    buy(tab, base_url, basket, email=None if member else "guest@mail.example", think=think)


def amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def differences(read: dict[str, Any], order: ShopOrder) -> dict[str, tuple[Any, Any]]:
    """Per field what was read and what the shop's database says, where they differ."""
    items = [(item["name"], item["quantity"], amount(item["total"])) for item in read["items"] or []]
    pairs: dict[str, tuple[Any, Any]] = {
        "total": (amount(read["total"]), Decimal(order.total)),
        "currency": (read["currency"], order.currency),
        "items": (items, [(line.title, line.quantity, Decimal(line.line_price)) for line in order.lines]),
    }
    return {field: pair for field, pair in pairs.items() if pair[0] != pair[1]}


def differences_at_last(terminal: Terminal, noted: list[ShopOrder], language: str) -> dict[str, Any]:
    """As `all_differences`, once the browser has sent what its button says is saved."""
    deadline = time.monotonic() + patience.SECONDS
    while (found := all_differences(terminal, noted, language)) and time.monotonic() < deadline:
        time.sleep(0.5)
    return found


def all_differences(terminal: Terminal, noted: list[ShopOrder], language: str) -> dict[str, Any]:
    """By order number; none where the terminal's orders of this shop are exactly those that the shop noted."""
    terminal.run("sync")
    read = {
        fields["orderNumber"]: fields
        for fields in (order["fields"] for order in terminal.orders())
        if fields["vendor"] == host_of(language)
    }
    known = {order.number: order for order in noted}
    unlike = {number: differences(read[number], known[number]) for number in read.keys() & known.keys()}
    alone = dict.fromkeys(read.keys() ^ known.keys(), "in one of them only")
    return {number: found for number, found in unlike.items() if found} | alone


def terms_at_last(terminal: Terminal, order: ShopOrder, language: str) -> str:
    """What the terminal says was agreed to, once the browser has read and sent it."""
    deadline = time.monotonic() + patience.SECONDS
    while True:
        terminal.run("sync")
        try:
            return terminal.run("terms", f"{host_of(language)}/{order.number}")
        except AssertionError:  # none is known yet
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)


def differences_in_terms(said: str, shop: Shop, base_url: str) -> list[str]:
    """What the shop had the person agree to and the terminal does not say."""
    terms = ShopTerms(shop)
    how = "by ticking the box" if terms.words["box"] else "by the button"
    expected = [f"“{terms.sentence}”", how, *(terms.url(key, base_url) for key in (*terms.words["documents"], GUARANTEE))]
    return [words for words in expected if words not in said] + re.findall(r".*not read:.*", said)


@pytest.mark.parametrize("language", PLACES)
def test_chromium_keeps_what_the_shop_noted(chromium: InChromium, language: str) -> None:
    device, terminal, shops = chromium
    think = partial(people.wait_until_noted, device, "terms", host_of(language))
    before = len(shops[language].orders())
    members = buyers(language, list(PLACES))
    for member in members:
        tab = device.context.new_page()
        shop_for(tab, shops[language], f"http://{host_of(language)}", member=member, think=think)
        people.wait_for_capture(device, tab)
        tab.close()
    noted = shops[language].orders()[before:]
    assert len(noted) == len(members)
    assert differences_at_last(terminal, noted, language) == {}
    said = terms_at_last(terminal, noted[-1], language)
    assert differences_in_terms(said, shops[language], f"http://{host_of(language)}") == []


@pytest.mark.parametrize("language", IN_FIREFOX)
def test_firefox_keeps_what_the_shop_noted(firefox: InFirefox, language: str) -> None:
    browser, terminal, shops = firefox
    inside = browser.open_page("icon/16.png")
    think = partial(foxes.wait_until_noted, inside, "terms", host_of(language))
    before = len(shops[language].orders())
    members = buyers(language, IN_FIREFOX)
    for member in members:
        tab = browser.open_tab()
        shop_for(tab, shops[language], browser.url(host_of(language)).rstrip("/"), member=member, think=think)
        foxes.wait_for_capture(browser, tab)
        tab.close()
    noted = shops[language].orders()[before:]
    assert len(noted) == len(members)
    assert differences_at_last(terminal, noted, language) == {}
    said = terms_at_last(terminal, noted[-1], language)
    assert differences_in_terms(said, shops[language], browser.url(host_of(language)).rstrip("/")) == []
    inside.close()
    assert missing_from_screens(browser, shops[language], host_of(language)) == []


def missing_from_screens(browser: Firefox, shop: Shop, host: str) -> list[str]:
    """Of the last order's sentence and the shop's policy of returns, what the popup and the terms page do not show."""
    terms = ShopTerms(shop)
    popup = foxes.open_order(browser, f"{host} {shop.orders()[-1].number}")
    popup.wait_for("document.body.innerText.includes('Read them as they were')")
    missing = [words for words in (terms.sentence, "Returns policy: kept") if words not in popup.text()]
    popup.close()
    page = browser.open_page("terms.html")
    for words in (host, "Returns policy"):
        page.click_on(f"[...document.querySelectorAll('main a')].find(it => it.innerText.includes({json.dumps(words)}))")
    page.click(".timeline h3 a")
    page.wait_for("document.querySelector('#text')")
    text = " ".join(page.text().split())
    page.close()
    return missing + [block for block in terms.blocks("returns") if block not in text]
