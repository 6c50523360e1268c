"""`make bench`: all benchmarks, printed and written to `results/`. Names of benchmarks as arguments run those alone."""

from __future__ import annotations

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from . import library, machine, opening, product, reading, relay, terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .table import Table

RESULTS = Path(__file__).parent / "results"


def tables(wanted: set[str]) -> Iterator[Table]:
    with tempfile.TemporaryDirectory(prefix="counterfoil-bench-") as folder:
        home = Path(folder)
        if "relay" in wanted:
            yield from relay.measure(home / "relay")
        if "opening" in wanted:
            yield from opening.measure()
        with sync_playwright() as playwright:
            if "library" in wanted:
                yield from library.measure(playwright, home / "library")
            if "reading" in wanted:
                yield from reading.measure(playwright, home / "reading")
            if "product" in wanted:
                yield from product.measure(playwright, home / "product")
            if "terms" in wanted:
                yield from terms.measure(playwright, home / "terms")


def main() -> None:
    names = {"relay", "opening", "library", "reading", "product", "terms"}
    wanted = set(sys.argv[1:]) or names
    if wanted - names:
        sys.exit(f"there are the benchmarks {', '.join(sorted(names))}")
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    text = machine.facts()
    sys.stdout.write(text)
    for table in tables(wanted):
        text += f"\n{table}"
        sys.stdout.write(f"\n{table}")
        sys.stdout.flush()
    if wanted == names:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / f"{day}.txt").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
