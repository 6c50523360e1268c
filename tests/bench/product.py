"""The built extension against a real relay process: a new device's first sync, and the popup until orders are shown.

The extension is the built one with one script more in its pages, which notes when what a person waits for is on the screen.
"""

from __future__ import annotations

import shutil
import statistics
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from tests.e2e import people
from tests.e2e.browser import EXTENSION, Device
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
FRAME_MS = 20
FLOOR = "import('/floor.js').then(({ floor }) => floor(1))"
READS = (
    "performance.getEntriesByType('resource').filter(({ name }) => name.includes('/v1/log?after='))"
    ".map(({ startTime }) => startTime)"
)
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"


def measure(playwright: Playwright, home: Path) -> list[Table]:
    extension = _instrumented(home / "extension")
    popup = Table(
        "Popup: from its document's start to orders shown",
        f"The real action popup, {OPENINGS} openings: first paint and orders shown (medians), the slowest. Floor: AEAD +\n"
        f"inflate + JSON.parse of the same envelopes in the popup, best of {OPENINGS}. IndexedDB: reading them, in no floor.",
        ("orders", "first paint", "orders shown", "slowest", "floor", "ratio", "IndexedDB"),
    )
    sync = Table(
        "First sync: a newly joined device",
        "From its first request for the log to “This device has joined”, the relay on the same cores. Requests: pages of the\n"
        "log that were asked for; the relay gives up to 1,000 entries in one. Floor: as for the popup, in this page.",
        ("entries", "kB each", "deflated", "took", "rate", "requests", "floor", "ratio"),
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
    while (joined := page.evaluate("marks.joined")) is None:
        page.wait_for_timeout(FRAME_MS)
    reads = page.evaluate(READS)
    took = joined - reads[0]
    floor = _floor(page)
    table.add(
        f"{laptop.entries:,}",
        f"{floor['bytes'] / floor['envelopes'] / 1_000:.2f}",
        f"{floor['inflated'] / floor['envelopes']:.0%}",
        ms(took),
        rate(laptop.entries / took * 1_000),
        str(len(reads)),
        ms(floor["took"]),
        ratio(took, floor["took"]),
    )
    page.close()


def _floor(page: Page) -> dict[str, float]:
    found: list[Any] = [page.evaluate(FLOOR) for _ in range(FLOOR_ROUNDS)]
    return dict(min(found, key=lambda one: float(one["took"])))


def _open(browser: Device, count: int, table: Table) -> None:
    tab = browser.context.new_page()
    paints: list[float] = []
    shown: list[float] = []
    floors: list[dict[str, float]] = []
    for _ in range(OPENINGS):
        popup = browser.open_popup(tab)
        popup.wait_for("globalThis.marks.orders", PATIENCE)
        shown.append(popup.evaluate("marks.orders"))
        paints.append(popup.evaluate(PAINT))
        assert f"{count:,} orders" in popup.text()
        floors.append(popup.evaluate(FLOOR))
        popup.close()
    floor = min(one["took"] for one in floors)
    table.add(
        f"{count:,}",
        ms(statistics.median(paints)),
        ms(statistics.median(shown)),
        ms(max(shown)),
        ms(floor),
        ratio(statistics.median(shown), floor),
        ms(min(one["read"] for one in floors)),
    )
