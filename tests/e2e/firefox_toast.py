"""The toast on a page in Firefox, which is in a closed shadow root: seen through WebDriver BiDi, pressed by real clicks."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from . import patience

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .firefox import Tab

TOAST = "html > [popover]"
SETTLED = 0.9
"""Seconds. It takes no click sooner: nobody reads and decides in less than half a second."""


class Toast:
    def __init__(self, tab: Tab) -> None:
        self._tab = tab

    def text(self) -> str:
        """Empty while there is none."""
        return " ".join(node["value"]["nodeValue"] for node in walk(self._tab.tree(TOAST)) if node["value"]["nodeType"] == 3)

    def wait(self, words: str) -> None:
        patience.until(lambda: words in self.text(), lambda: f"the toast never said {words!r}; it says {self.text()!r}")

    def wait_until_gone(self) -> None:
        patience.until(lambda: self.text() == "", lambda: f"the toast stayed; it says {self.text()!r}")

    def hold(self) -> None:
        """Under the pointer it stays."""
        self._tab.point_at_node(self._button("Undo"))

    def answer(self, label: str, words: str) -> None:
        """Once it takes a click; a busy computer may put it in sight late."""
        self.hold()
        time.sleep(SETTLED)

        def taken() -> bool:
            self._tab.click_node(self._button(label))
            return not self._buttons(label)

        patience.until(taken, lambda: f"the toast took no click on {label!r}; it says {self.text()!r}")
        self.wait(words)

    def middle(self, label: str) -> tuple[int, int]:
        """Of a button, in the viewport."""
        return self._tab.middle_of_node(self._button(label))

    def _button(self, label: str) -> str:
        (button,) = self._buttons(label)
        return button

    def _buttons(self, label: str) -> list[str]:
        """Once it was answered there are none."""
        return [
            str(node["sharedId"])
            for node in walk(self._tab.tree(TOAST))
            if node["value"].get("localName") == "button"
            and any(child["value"].get("nodeValue") == label for child in walk(node))
        ]


def walk(node: dict[str, Any] | None) -> Iterator[dict[str, Any]]:
    if node is None:
        return
    yield node
    yield from walk(node["value"].get("shadowRoot"))
    for child in node["value"].get("children", []):
        yield from walk(child)
