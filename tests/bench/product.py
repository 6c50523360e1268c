"""The built extension against a real relay process: a new device's first sync, and the popup until orders are shown.

The extension is the built one with one script more in its pages, which notes when what a person waits for is on the screen.
"""

from __future__ import annotations

import shutil
import statistics
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from tests.e2e import people
from tests.e2e.browser import Device
from tests.e2e.conftest import EXTENSION
from tests.e2e.relay import Relay

from .history import Laptop
from .pages import bundle
from .table import Table, ms, rate, ratio

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page, Playwright

COUNTS = (100, 1_000, 10_000)
OPENINGS = 5
FLOOR_ROUNDS = 3
PATIENCE = 180.0
SETTLED_MS = 500
FLOOR = f"import('/floor.js').then(({{ floor }}) => floor({FLOOR_ROUNDS}))"
# The log is read once for the statements that let this device in, then again by the reader that verifies.
READS = """performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/v1/log?after=0')).map(({ startTime }) => startTime)"""
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"


def measure(playwright: Playwright, home: Path) -> list[Table]:
    extension = _instrumented(home / "extension")
    popup = Table(
        "Popup: from its document's start to orders shown",
        f"The real action popup, {OPENINGS} openings: first paint and orders shown (median), the slowest. Floor: AEAD + inflate + "
        f"JSON.parse\nof the same envelopes in the popup, best of {FLOOR_ROUNDS}. IndexedDB: reading all of them, which is in neither.",
        ("orders", "first paint", "orders shown", "slowest", "floor", "ratio", "IndexedDB"),
    )
    sync = Table(
        "First sync: a newly joined device",
        "From its first request for the log to “This device has joined”, against a relay process on this machine. Floor: as above, in\n"
        "the same page. Of which first pass: reading the whole log for the statement that let it in, before it is read again.",
        ("entries", "kB each", "deflated", "took", "rate", "of which first pass", "floor", "ratio"),
    )
    with Relay(home / "relay") as relay, Laptop(home / "laptop", relay.url) as laptop:
        for count in COUNTS:
            laptop.grow(count)
            with Device(playwright, home / f"browser-{count}", extension) as browser:
                _join(browser, laptop, sync)
                _open(browser, count, popup)
    return [sync, popup]


def _instrumented(folder: Path) -> Path:
    shutil.copytree(EXTENSION, folder)
    bundle(folder)
    for name in ("popup.html", "setup.html"):
        page = folder / name
        html = page.read_text("utf-8")
        assert "<head>" in html
        page.write_text(html.replace("<head>", '<head><script src="/marks.js"></script>', 1), "utf-8")
    return folder


def _join(browser: Device, laptop: Laptop, table: Table) -> None:
    page, digits = people.type_code(browser, laptop.open_code())
    laptop.admit(digits)
    # Not by wait_for_function, whose eval the extension's policy forbids.
    expect(page.get_by_role("heading", name="has joined")).to_be_visible(timeout=PATIENCE * 1_000)
    page.wait_for_timeout(SETTLED_MS)
    first, again = page.evaluate(READS)
    took = page.evaluate("marks.joined") - first
    floor = _floor(page)
    table.add(
        f"{laptop.entries:,}",
        f"{floor['bytes'] / floor['envelopes'] / 1_000:.2f}",
        f"{floor['inflated'] / floor['envelopes']:.0%}",
        ms(took),
        rate(laptop.entries / took * 1_000),
        ms(again - first),
        ms(floor["took"]),
        ratio(took, floor["took"]),
    )
    page.close()


def _floor(page: Page) -> dict[str, float]:
    found: Any = page.evaluate(FLOOR)
    return dict(found)


def _open(browser: Device, count: int, table: Table) -> None:
    tab = browser.context.new_page()
    paints: list[float] = []
    shown: list[float] = []
    for opening in range(OPENINGS):
        popup = browser.open_popup(tab)
        popup.wait_for("globalThis.marks.orders", PATIENCE)
        shown.append(popup.evaluate("marks.orders"))
        paints.append(popup.evaluate(PAINT))
        assert f"{count:,} orders" in popup.text()
        floor = popup.evaluate(FLOOR) if opening == OPENINGS - 1 else None
        popup.close()
    table.add(
        f"{count:,}",
        ms(statistics.median(paints)),
        ms(statistics.median(shown)),
        ms(max(shown)),
        ms(floor["took"]),
        ratio(statistics.median(shown), floor["took"]),
        ms(floor["read"]),
    )
