"""What people do about devices, kit and lock, click by click."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from . import people

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from .browser import Device
    from .relay import Relay

PASSPHRASE = "otter lamp quiet nine"
READ_BY_HAND = "Only by hand"


def read_by_hand(page: Page) -> Page:
    """Answers the set-up page's second question without asking the browser for anything."""
    page.get_by_role("radio", name=READ_BY_HAND).check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="All set").wait_for()
    return page


def start(device: Device, relay: Relay, name: str = "Laptop") -> Page:
    """A history on that relay, with the settings in front of the person."""
    return read_by_hand(people.start_history(device, relay.url, name))


def panel(page: Page, title: str) -> Locator:
    return page.get_by_role("region", name=title, exact=True)


def named(page: Page, name: str) -> Locator:
    """That device in the list of devices or of kits."""
    return page.locator(".member-name bdi").get_by_text(name, exact=True)


def add_order(device: Device, shop: str, total: str) -> None:
    """An order in a store, by hand."""
    popup = device.open_page("popup.html")
    popup.get_by_role("button", name="Add an order").click()
    popup.locator("#add-shop").fill(shop)
    popup.locator("#add-total").fill(total)
    popup.locator("button[type=submit]").click()
    popup.get_by_text("Saved.").wait_for()
    expect(popup.get_by_text(re.compile("^Synced"))).to_be_visible()
    popup.close()


def show_words(device: Device) -> tuple[Page, list[str]]:
    """The kit's page with the sheet on it, and the words as a person would write them down."""
    page = device.open_page("kit.html")
    page.get_by_role("button", name="Show the words").click()
    words = page.locator(".kit-words .word")
    expect(words).to_have_count(24)
    return page, words.all_inner_texts()


def type_three(page: Page, words: list[str]) -> None:
    """From paper."""
    for label in page.locator(".three label").all_inner_texts():
        page.get_by_label(label, exact=True).fill(words[int(label.removeprefix("Word ")) - 1])


def make_kit(device: Device) -> list[str]:
    page, words = show_words(device)
    page.get_by_role("button", name="I have it on paper").click()
    type_three(page, words)
    page.get_by_role("button", name="Finish").click()
    page.get_by_role("heading", name="Your kit is ready").wait_for()
    page.close()
    return words


def set_lock(page: Page, passphrase: str = PASSPHRASE) -> None:
    """In the settings."""
    lock = panel(page, "Lock")
    lock.get_by_role("button", name="Set a lock").click()
    lock.get_by_label("Passphrase", exact=True).fill(passphrase)
    lock.get_by_label("Passphrase once more", exact=True).fill(passphrase)
    lock.get_by_role("button", name="Set the lock").click()
    lock.get_by_role("button", name="Lock now").wait_for()


def unlock(page: Page, passphrase: str = PASSPHRASE) -> None:
    page.get_by_label("Passphrase", exact=True).fill(passphrase)
    page.get_by_role("button", name="Unlock", exact=True).click()
