"""A cold pull of a whole log by the TypeScript reader, in one page of real Chromium, beside the least that opening it costs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from tests.e2e.browser import QUIET, chromium

from .pages import Served, bundle, write_page
from .table import Table, ms, ratio

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Playwright

COUNT = 10_000
ROUNDS = 5
LINES = (1, 2, 5)
MOST = 1.5
READ = "asked => import('/reading.js').then(({ reading }) => reading(asked))"


def measure(playwright: Playwright, folder: Path) -> list[Table]:
    bundle(folder)
    write_page(folder, "reading.html", [])
    table = Table(
        f"Cold pull in TypeScript: {COUNT:,} records to plaintext documents",
        "From the relay's entries, pages of 1,000, through digest, chain, AEAD, inflate, witness, base, count, strict parsing.\n"
        "Floor: AEAD, inflate and JSON.parse of the same envelopes, nothing else, in the same page in turn;\n"
        f"best of {ROUNDS}. Goal: at most {MOST}×.",
        ("lines an order", "kB each", "deflated", "took", "floor", "ratio"),
    )
    browser = playwright.chromium.launch(executable_path=chromium(), chromium_sandbox=os.geteuid() != 0, args=QUIET)
    with browser, Served(folder) as served:
        for lines in LINES:
            page = browser.new_page()
            page.goto(served.url + "reading.html")
            found: Any = page.evaluate(READ, {"count": COUNT, "rounds": ROUNDS, "items": lines})
            table.add(
                str(lines),
                f"{found['bytes'] / found['entries'] / 1_000:.2f}",
                f"{found['inflated'] / found['entries']:.0%}",
                ms(found["took"]),
                ms(found["floor"]),
                ratio(found["took"], found["floor"]),
            )
            page.close()
    return [table]
