"""Plaintext left by the browser: after the stories, nothing captured or typed stands anywhere in a profile folder.

Two profiles are looked into: one that never was at the shop, so that whatever it has of the purchase came through Counterfoil;
and the one that bought, for what was typed into Counterfoil there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.attacks.browser.profile import contents, unpacked, words_found
from tests.e2e import people
from tests.e2e.browser import EXTENSION, Device
from tests.e2e.relay import Relay
from tests.e2e.shop import HOST
from tests.e2e.test_first_light import popup_over, purchase
from tests.e2e.test_terms import terms_page

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Playwright

    from tests.e2e.shop import Shop

NOTES = {"laptop": "for Wilhelmina's housewarming", "phone": "Ottokar broke the lampshade"}
NUMBERS = {"laptop": "171.93", "phone": "648.27"}
SEARCHES = {"laptop": "quizzically", "phone": "satisfactory"}
CONTROL = "a-page-that-the-person-visited"


def look_around(device: Device, name: str, number: str) -> None:
    """What a person does with an order: looks it up, corrects it, reads its terms and searches them."""
    tab = device.context.new_page()
    popup = popup_over(device, tab)
    people.open_order(popup, number)
    popup.click("[data-key=edit]")
    popup.wait_for("document.querySelector('#edit-total')")
    popup.type("#edit-note", NOTES[name])
    popup.type("#edit-total", NUMBERS[name])
    popup.click("button[type=submit]")
    popup.wait_for("document.querySelector('article.order')")
    popup.wait_for("document.body.innerText.includes('Read them as they were')")
    popup.close()
    popup = popup_over(device, tab)
    popup.type("#search", SEARCHES[name])
    popup.close()
    terms = terms_page(device, tab, number)
    terms.get_by_role("link", name="Returns policy", exact=True).click()
    terms.get_by_role("heading", name="The text").wait_for()
    terms.locator("a.brand").click()
    terms.locator("a.row").first.click()
    terms.wait_for_timeout(300)
    terms.get_by_label("Search all terms").fill(SEARCHES[name])
    terms.keyboard.press("Enter")
    terms.wait_for_timeout(1_000)
    terms.reload()
    terms.wait_for_timeout(300)


@pytest.fixture(scope="module")
def lived(playwright: Playwright, shop: Shop, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, list[str]], Path]:
    """Two browsers with a life behind them, closed; what must not be found, by the name of the profile, and where those are."""
    folder = tmp_path_factory.mktemp("lived")
    laptop, phone = (Device(playwright, folder / name, EXTENSION, hosts=shop.hosts()) for name in ("laptop", "phone"))
    # Everything is written once they are closed.
    with Relay(folder / "relay") as relay, laptop, phone:
        return live(shop, relay, laptop, phone), folder


def live(shop: Shop, relay: Relay, laptop: Device, phone: Device) -> dict[str, list[str]]:
    people.allow_everywhere(laptop, people.start_history(laptop, relay.url, "Wanda's laptop"))
    tab, order = purchase(shop, laptop, seed=41)
    people.pair(people.set_up(laptop), phone)
    visited = phone.context.new_page()
    visited.goto(f"{relay.url}/v1/health?{CONTROL}")
    tab.close()
    for device, name in ((laptop, "laptop"), (phone, "phone")):
        look_around(device, name, order.number)
    typed = [*NOTES.values(), *NUMBERS.values(), SEARCHES["laptop"], "Wanda's laptop"]
    captured = [HOST, order.number, order.total, order.email, "Lantern & Loom", *(line.title for line in order.lines)]
    return {"laptop": typed, "phone": [*typed, *captured, SEARCHES["phone"]]}


def test_nothing_captured_or_typed_is_in_a_profile(lived: tuple[dict[str, list[str]], Path]) -> None:
    planted, folder = lived
    assert [one for one in words_found(folder / "phone", [CONTROL]) if "History" in one], "the browser does keep what it shows"
    found = {name: words_found(folder / name, words) for name, words in planted.items()}
    assert found == {"laptop": [], "phone": []}


def test_packed_tables_are_looked_into(lived: tuple[dict[str, list[str]], Path]) -> None:
    """The extension's database is among what was searched, unpacked where LevelDB packed it."""
    _, folder = lived
    names = {path.relative_to(folder / "phone").as_posix() for path, _ in contents(folder / "phone")}
    assert any("IndexedDB/chrome-extension_" in name for name in names)
    assert any("Local Extension Settings" in name for name in names)
    assert unpacked(bytes([11, 5 << 2]) + b"abcabc" + bytes([1 | 1 << 2, 3])) == b"abcabcabcab"
