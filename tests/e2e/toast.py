"""The toast on a page, which is in a closed shadow root: seen through the debugging protocol, pressed by real clicks."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from . import patience

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

SETTLED_MS = 900
"""It takes no click sooner: nobody reads and decides in less than half a second."""


class Toast:
    def __init__(self, page: Page) -> None:
        self._page = page
        self._cdp = page.context.new_cdp_session(page)

    def text(self) -> str:
        """Empty while there is none."""
        root = self._root()
        return " ".join(node["nodeValue"] for node in walk(root) if node["nodeName"] == "#text").strip() if root else ""

    def wait(self, words: str) -> None:
        self._until(lambda: words in self.text(), f"the toast never said {words!r}")

    def wait_until_gone(self) -> None:
        self._until(lambda: self._root() is None, "the toast stayed")

    def hold(self) -> None:
        """Under the pointer it stays."""
        self._page.mouse.move(*self.middle("Undo"))

    def press(self, label: str) -> None:
        x, y = self.middle(label)
        self._page.mouse.click(x, y)

    def press_as_it_comes(self, label: str) -> float:
        """Presses as soon as it is there; by `time.monotonic`, when it was not there yet."""
        before = time.monotonic()

        def there() -> bool:
            nonlocal before
            asked = time.monotonic()
            if self._root() is not None:
                return True
            before = asked
            return False

        self._until(there, "no toast came")
        self.press(label)
        return before

    def answer(self, label: str, words: str) -> None:
        """Once it takes a click; a busy computer may put it in sight late."""
        self.hold()
        self._page.wait_for_timeout(SETTLED_MS)

        def taken() -> bool:
            self.press(label)
            return not self._buttons(label)

        self._until(taken, f"the toast took no click on {label!r}")
        self.wait(words)

    def middle(self, label: str) -> tuple[float, float]:
        (button,) = self._buttons(label)
        quad = self._cdp.send("DOM.getBoxModel", {"nodeId": button["nodeId"]})["model"]["border"]
        return (quad[0] + quad[4]) / 2, (quad[1] + quad[5]) / 2

    def _buttons(self, label: str) -> list[dict[str, Any]]:
        """Once it was answered there are none."""
        root = self._root()
        buttons = [node for node in walk(root) if node["nodeName"] == "BUTTON"] if root else []
        return [node for node in buttons if any(label in child.get("nodeValue", "") for child in walk(node))]

    def _root(self) -> dict[str, Any] | None:
        document = self._cdp.send("DOM.getDocument", {"depth": -1, "pierce": True})["root"]
        roots = [
            root for node in walk(document) for root in node.get("shadowRoots", []) if "popover" in node.get("attributes", [])
        ]
        return next((root for root in roots if root["shadowRootType"] == "closed"), None)

    def _until(self, condition: Callable[[], bool], complaint: str) -> None:
        patience.until(condition, lambda: f"{complaint}; it says {self.text()!r}", self._page)


def walk(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("children", []):
        yield from walk(child)
