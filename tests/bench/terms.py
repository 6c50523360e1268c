"""Terms of a hundred vendors: how much they weigh sealed, and how long two versions of a document take to be compared."""

from __future__ import annotations

import os
import statistics
from typing import TYPE_CHECKING

from tests.e2e.browser import QUIET, chromium

from .pages import Served, bundle, write_page
from .table import Table, ms, ratio

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Playwright

VENDORS = 100
VERSIONS = 10
ROUNDS = 3
PATIENCE_MS = 1_800_000


def measure(playwright: Playwright, folder: Path) -> list[Table]:
    bundle(folder)
    write_page(folder, "terms.html", ["terms.js"])
    browser = playwright.chromium.launch(executable_path=chromium(), chromium_sandbox=os.geteuid() != 0, args=QUIET)
    with browser, Served(folder) as served:
        page = browser.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto(served.url + "terms.html")
        page.wait_for_function("globalThis.terms")
        grown = page.evaluate("([vendors, versions]) => terms.grow(vendors, versions)", [VENDORS, VERSIONS])
        rounds = [page.evaluate("terms.compare()") for _ in range(ROUNDS)]
    size = Table(
        "Terms: size",
        f"{VENDORS} vendors, three documents each, {VERSIONS} versions of each, made up in six languages, as long as real ones.\n"
        "Sealed: all envelopes as the relay gets them, padded. Floor: the first versions alone, each deflated, unsealed.",
        ("documents", "median", "first versions", "sealed", "envelopes", "floor", "ratio", "keeping one"),
    )
    size.add(
        f"{grown['documents']:,}",
        f"{grown['median'] / 1_000:.1f} kB",
        f"{grown['first'] / 1e6:.2f} MB",
        f"{grown['sealed'] / 1e6:.2f} MB",
        f"{grown['envelopes']:,}",
        f"{grown['deflated'] / 1e6:.2f} MB",
        ratio(grown["sealed"], grown["deflated"]),
        ms(grown["keep"]),
    )
    compared = Table(
        "Terms: two versions compared",
        f"The first beside the last of each document: both texts put together from their patches, and the difference; best of\n"
        f"{ROUNDS} for each. List: every document with its versions. Floor: the lines of the same texts compared by the library.",
        ("list", "median", "95th", "slowest", "floor", "ratio"),
    )
    took, floor = (sorted(map(min, zip(*(one[name] for one in rounds), strict=True))) for name in ("took", "floor"))
    compared.add(
        ms(min(one["list"] for one in rounds)),
        ms(statistics.median(took)),
        ms(took[len(took) * 95 // 100]),
        ms(took[-1]),
        ms(statistics.median(floor)),
        ratio(statistics.median(took), statistics.median(floor)),
    )
    return [size, compared]
