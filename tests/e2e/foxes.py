"""What people do with the extension in Firefox, in the words of people.py."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from .firefox import FirefoxError
from .people import noted

if TYPE_CHECKING:
    from .firefox import Firefox, Tab
    from .terminal import Terminal

BADGES = "browser.tabs.query({}).then(tabs => Promise.all(tabs.map(({id}) => browser.action.getBadgeText({tabId: id}))))"


def start_history(browser: Firefox, relay: str | None) -> Tab:
    """A new history that may read everywhere; its set-up page, which stays open."""
    page = browser.open_page("setup.html")
    page.click_button("Start a new history")
    page.wait_for("document.activeElement.matches('h1, h2')")  # each step first takes the focus to its heading
    if relay is None:
        page.click_button("Start without")
    else:
        page.fill("input[inputmode=url]", relay)
        page.click_button("Start")
    page.click("input[value=everywhere]")
    page.click_button("Continue")
    page.wait_for("document.body.innerText.includes('All set')")
    return page


AT_REST = """new Promise(done => {
    const height = document.body.scrollHeight
    setTimeout(() => done(document.body.scrollHeight === height), 300)
})"""
"""Parts of the set-up page come one after the other, and what is below them moves."""


def pair_terminal(terminal: Terminal, page: Tab) -> None:
    page.bring_to_front()
    page.wait_for(AT_REST)
    page.click_button("Pair another device")
    page.wait_for("document.querySelector('.code-box code')")
    with terminal.joining(str(page.evaluate("document.querySelector('.code-box code').innerText"))) as digits:
        page.fill("input[inputmode=numeric]", re.sub(r"\D", "", digits))
        page.click_button("Let it in")
        page.wait_for("document.body.innerText.includes('is in. It now has your orders.')")


def wait_for_capture(browser: Firefox, tab: Tab) -> None:
    """Until the button says that the order on this page is saved."""
    page = browser.open_page("setup.html")
    try:
        page.wait_for(f"{BADGES}.then(badges => badges.includes('✓'))")
    except FirefoxError:
        raise AssertionError(f"nothing was captured from {tab.url}; the button says {page.evaluate(BADGES)}") from None
    finally:
        page.close()


def wait_until_noted(page: Tab, what: Literal["checkout", "terms"], vendor: str) -> None:
    """As in people.py. `page` is one of the extension's own, in whatever tab."""
    page.wait_for(f"browser.{noted(what, vendor)}")


def found(browser: Firefox, words: str, orders: int = 0) -> list[str]:
    """What the popup's search finds, each order as its row shows it; waits for so many."""
    popup = browser.open_page("popup.html")
    popup.wait_for("document.querySelector('#search') && document.querySelector('#shops')")
    popup.fill("#search", words)
    popup.wait_for("document.querySelector('#found')")
    popup.wait_for(f"document.querySelectorAll('[aria-labelledby=found] .row').length >= {orders}")
    rows = popup.evaluate("[...document.querySelectorAll('[aria-labelledby=found] .row')].map(row => row.innerText)")
    popup.close()
    return [" ".join(row.split()) for row in rows]


def open_order(browser: Firefox, words: str) -> Tab:
    """The popup with the one order that its search finds."""
    popup = browser.open_page("popup.html")
    popup.fill("#search", words)
    popup.wait_for("document.querySelectorAll('[aria-labelledby=found] .row').length === 1")
    popup.click("[aria-labelledby=found] .row")
    popup.wait_for("document.querySelector('article.order')")
    return popup


def open_waiting(browser: Firefox) -> Tab:
    """The popup with what waits for the person."""
    popup = browser.open_page("popup.html")
    popup.click("[data-key=waiting]")
    popup.wait_for("document.querySelector('.offer')")
    return popup
