"""The extension in Firefox from inside: what its button says, and whether its event page lives."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from . import patience
from .foxes import BADGES

if TYPE_CHECKING:
    from .firefox import Firefox, Tab

AWAKE = "browser.extension.getViews().some(({ location }) => location.pathname === '/_generated_background_page.html')"


class Inside:
    """Looks through a picture of the extension's own in a tab: a page of it that does nothing by itself, as its screens do."""

    def __init__(self, browser: Firefox) -> None:
        self.browser = browser
        self.page = browser.open_page("icon/16.png")

    def badges(self, url: str) -> list[str]:
        """What the button says over each tab with that address."""
        here = f"tabs.filter(tab => tab.url?.split('#')[0] === {json.dumps(url)})"
        return list(self.page.evaluate(BADGES.replace("tabs.map", f"{here}.map")))

    def wait_for_badge(self, tab: Tab, text: str) -> None:
        patience.until(
            lambda: self.badges(tab.url) == [text],
            lambda: f"the button over {tab.url} says {self.badges(tab.url)} and not {text!r}",
        )

    @property
    def awake(self) -> bool:
        """Whether its event page lives."""
        return bool(self.page.evaluate(AWAKE))

    def wait_until_asleep(self) -> None:
        self.page.wait_for(f"!{AWAKE}")

    def bring_alarm_forward(self) -> None:
        """What would come within a minute comes now."""
        self.page.evaluate("browser.alarms.create('sync', { when: Date.now(), periodInMinutes: 1 })")

    def close_screens(self) -> None:
        """They would sync by themselves."""
        ids = "tabs.filter(({ url }) => /^moz-extension:.*html/.test(url)).map(({ id }) => id)"
        self.page.evaluate(f"browser.tabs.query({{}}).then(tabs => browser.tabs.remove({ids}))")
