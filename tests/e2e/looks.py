"""How a screen looks and whether everyone can use it: no sideways scrolling, no fault that axe-core finds, and pictures.

Pictures go to the folder that COUNTERFOIL_PICTURES names; without it none are taken.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from .browser import Popup

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
NARROW, WIDE = 320, 1_000
TALL = 760
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FIND = f"axe.run(document, {{runOnly: {RULES!r}, resultTypes: ['violations']}})"
OF_COLOURS = ["color-contrast", "link-in-text-block"]
FIND_COLOURS = f"axe.run(document, {{runOnly: {{type: 'rule', values: {OF_COLOURS!r}}}, resultTypes: ['violations']}})"
"""All that axe-core sees differently in the dark."""


def pictures() -> Path | None:
    named = os.environ.get("COUNTERFOIL_PICTURES")
    if not named:
        return None
    folder = Path(named)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _told(name: str, found: dict[str, Any]) -> list[str]:
    return [
        f"{name}: {violation['id']}: {node['failureSummary']} {node['html'][:200]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def look(page: Page, name: str) -> None:
    """At a page in a tab, on a phone and on a desk, light and dark."""
    page.bring_to_front()
    if not page.evaluate("'axe' in globalThis"):
        page.evaluate(AXE.read_text())
    faults: list[str] = []
    before = page.viewport_size
    for width in (NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": TALL})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            sideways = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if sideways > 0:
                faults.append(f"{name}: {sideways} px too wide at {width} px")
            faults += _told(f"{name} at {width} px, {scheme}", page.evaluate(FIND if scheme == "light" else FIND_COLOURS))
            if folder := pictures():
                page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True)
    page.emulate_media(color_scheme=None, reduced_motion=None)
    if before:
        page.set_viewport_size(before)
    assert not faults, "\n".join(faults)


def look_at_popup(popup: Popup, name: str) -> None:
    """At the action's popup, as it is."""
    if not popup.evaluate("'axe' in globalThis"):
        popup.evaluate(AXE.read_text() + "; undefined")
    faults = _told(name, popup.evaluate(FIND))
    if popup.evaluate("document.documentElement.scrollWidth > innerWidth"):
        faults.append(f"{name}: too wide")
    if folder := pictures():
        popup.screenshot(folder / f"{name}.png")
    assert not faults, "\n".join(faults)
