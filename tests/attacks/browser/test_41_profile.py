"""Plaintext left by the browser: after the stories, nothing captured or typed stands anywhere in a profile folder.

Two profiles are looked into: one that never was at the shop, so that whatever it has of the purchase came through Counterfoil;
and the one that bought, for what was typed into Counterfoil there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.attacks.browser.profile import contents, unpacked, words_found
from tests.e2e import people
from tests.e2e.shop import HOST
from tests.e2e.test_first_light import popup_over, purchase
from tests.e2e.test_terms import SECONDS_TO_READ, terms_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.e2e.browser import Device
    from tests.e2e.relay import Relay
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
    popup.wait_for("document.body.innerText.includes('Read them as they were')", timeout=SECONDS_TO_READ)
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


@pytest.fixture
def lived(shop: Shop, relay: Relay, new_device: Callable[[str], Device]) -> tuple[dict[str, list[str]], list[Device]]:
    """Two browsers with a life behind them, still open; what must not be found, by the name of the profile."""
    laptop = new_device("laptop")
    people.allow_everywhere(laptop, people.start_history(laptop, relay.url, "Wanda's laptop"))
    tab, order = purchase(shop, laptop, seed=41)
    phone = new_device("phone")
    people.pair(people.set_up(laptop), phone)
    visited = phone.context.new_page()
    visited.goto(f"{relay.url}/v1/health?{CONTROL}")
    tab.close()
    for device, name in ((laptop, "laptop"), (phone, "phone")):
        look_around(device, name, order.number)
    typed = [*NOTES.values(), *NUMBERS.values(), SEARCHES["laptop"], "Wanda's laptop"]
    captured = [HOST, order.number, order.total, order.email, "Lantern & Loom", *(line.title for line in order.lines)]
    return {"laptop": typed, "phone": [*typed, *captured, SEARCHES["phone"]]}, [laptop, phone]


def test_nothing_captured_or_typed_is_in_a_profile(lived: tuple[dict[str, list[str]], list[Device]], tmp_path: Path) -> None:
    planted, devices = lived
    for device in devices:
        device.__exit__()  # everything is written by then
    assert [one for one in words_found(tmp_path / "phone", [CONTROL]) if "History" in one], "the browser does keep what it shows"
    found = {name: words_found(tmp_path / name, words) for name, words in planted.items()}
    assert found == {"laptop": [], "phone": []}


def test_packed_tables_are_looked_into(lived: tuple[dict[str, list[str]], list[Device]], tmp_path: Path) -> None:
    """The extension's database is among what was searched, unpacked where LevelDB packed it."""
    _, devices = lived
    for device in devices:
        device.__exit__()
    names = {path.relative_to(tmp_path / "phone").as_posix() for path, _ in contents(tmp_path / "phone")}
    assert any("IndexedDB/chrome-extension_" in name for name in names)
    assert any("Local Extension Settings" in name for name in names)
    assert unpacked(bytes([11, 5 << 2]) + b"abcabc" + bytes([1 | 1 << 2, 3])) == b"abcabcabcab"
