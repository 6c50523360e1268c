"""The toast on a page in Firefox, which is in a closed shadow root: seen through WebDriver BiDi, pressed by real clicks."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .firefox import Tab

TOAST = "html > [popover]"
SECONDS_TO_COME_OR_GO = 10.0
SETTLED = 0.9
"""Seconds. It takes no click sooner: nobody reads and decides in less than half a second."""


class Toast:
    def __init__(self, tab: Tab) -> None:
        self._tab = tab

    def text(self) -> str:
        """Empty while there is none."""
        return " ".join(node["value"]["nodeValue"] for node in walk(self._tab.tree(TOAST)) if node["value"]["nodeType"] == 3)

    def wait(self, words: str) -> None:
        self._until(lambda: words in self.text(), f"the toast never said {words!r}")

    def wait_until_gone(self) -> None:
        self._until(lambda: self.text() == "", "the toast stayed")

    def press(self, label: str) -> None:
        self._tab.click_node(self._button(label))

    def middle(self, label: str) -> tuple[int, int]:
        """Of a button, in the viewport."""
        return self._tab.middle_of_node(self._button(label))

    def _button(self, label: str) -> str:
        (button,) = [
            node["sharedId"]
            for node in walk(self._tab.tree(TOAST))
            if node["value"].get("localName") == "button"
            and any(child["value"].get("nodeValue") == label for child in walk(node))
        ]
        return str(button)

    def _until(self, condition: Callable[[], bool], complaint: str) -> None:
        deadline = time.monotonic() + SECONDS_TO_COME_OR_GO
        while not condition():
            assert time.monotonic() < deadline, f"{complaint}; it says {self.text()!r}"
            time.sleep(0.05)


def walk(node: dict[str, Any] | None) -> Iterator[dict[str, Any]]:
    if node is None:
        return
    yield node
    yield from walk(node["value"].get("shadowRoot"))
    for child in node["value"].get("children", []):
        yield from walk(child)
