"""The lock in Firefox, whose event page dies while it is shut: what is placed meanwhile waits, and nothing is readable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import foxes
from .firefox import Firefox
from .firefox_inside import Inside
from .shops import Shops
from .trust import PASSPHRASE

if TYPE_CHECKING:
    from pathlib import Path

    from .firefox import Tab


def type_passphrases(page: Tab, name: str) -> None:
    """Into every field of that name."""
    ids = page.evaluate(f"[...document.querySelectorAll('input[name={name}]')].map(field => field.id)")
    for each in ids:
        page.fill(f"[id='{each}']", PASSPHRASE)


def test_an_order_that_is_placed_while_it_is_locked_waits_for_the_unlock(tmp_path: Path) -> None:
    with Shops() as shops, Firefox(tmp_path / "profile", hosts=shops.hosts) as browser:
        page = foxes.start_history(browser, None)
        page.wait_for(foxes.AT_REST)
        page.click_button("Set a lock")
        page.wait_for("document.querySelectorAll('input[name=new-password]').length === 2")
        type_passphrases(page, "new-password")
        page.click_button("Set the lock")
        page.wait_for("document.body.innerText.includes('The lock is set.')")
        page.wait_for(foxes.AT_REST)
        page.click_button("Lock now")
        page.wait_for("document.body.innerText.includes('Counterfoil is locked')")
        inside = Inside(browser)
        inside.close_screens()

        tab = browser.open_tab()
        tab.goto(browser.url("twins.example", "/order/confirmed/TW-1100"))
        popup = browser.open_page("popup.html")
        popup.wait_for("document.body.innerText.includes('1 order waits for the unlock.')")
        assert "TW-1100" not in popup.text()
        assert "twins.example" not in popup.text()
        popup.close()
        tab.bring_to_front()
        inside.wait_until_asleep()

        popup = browser.open_page("popup.html")
        popup.wait_for("document.querySelector('input[name=current-password]')")
        type_passphrases(popup, "current-password")
        popup.click_button("Unlock")
        popup.wait_for("document.querySelector('#search')")
        popup.close()
        (row,) = foxes.found(browser, "TW-1100", orders=1)
        assert "66.40" in row
