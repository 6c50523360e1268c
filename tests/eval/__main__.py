"""`make eval`: how well orders are read, on a corpus that lies outside the repository.

Prints tables; `--out` also writes every page's answers. Whatever the figures are, it ends well; it ends badly only if it could
not measure.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

from . import bundles, command, flows, pages, report
from .corpus import read_corpus
from .notes import Notes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .corpus import Corpus


def main(arguments: Sequence[str] | None = None) -> None:
    command.run(
        arguments, name="make eval", description="Reads a corpus of pages or purchases.", read=read_corpus, measure=measure
    )


def measure(corpus: Corpus) -> dict[str, Any]:
    """Prints as it goes; returns everything as JSON."""
    notes = Notes(corpus.problems)
    with tempfile.TemporaryDirectory(prefix="counterfoil-eval-") as folder, sync_playwright() as playwright:
        home = Path(folder)
        made = bundles.make(home)
        read: list[pages.PageResult] = []
        if corpus.pages:
            browser = command.launch(playwright)
            read = pages.run(browser, made, corpus.pages, notes)
            browser.close()
        walked = flows.run(playwright, made, home, corpus.flows, notes)
    notes.at("")
    tables = []
    if read:
        tables += [report.groups(read), report.groups(read, pages.GENERAL), report.variants(read), report.misses(read)]
        tables.append(report.speed(read, made.gate_bytes))
    if walked:
        tables += [*(report.steps(result) for result in walked), report.flows(walked)]
    invented = sum(result.case.invented_url for result in read)
    if invented:
        notes.problem("addresses", f"{invented} pages have none of their own and were read under an invented one")
    if made.readers["general"] == made.readers["same"]:
        notes.problem("recipes", "the extension has none to leave out")
    tables.append("".join(f"{problem}\n" for problem in notes.problems))
    bars = report.bars(read, walked, made.gate_bytes)
    tables.append(bars)
    sys.stdout.write("\n".join(str(table) for table in tables if table))
    return {
        "pages": [result.json() for result in read],
        "flows": [result.json() for result in walked],
        "gateBytesGzipped": made.gate_bytes,
        "bars": [dict(zip(("name", "bar", "found", "met"), row, strict=True)) for row in bars.rows],
        "problems": notes.problems,
    }


if __name__ == "__main__":
    main()
