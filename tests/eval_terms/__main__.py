"""`make eval-terms`: how well terms are found, cleaned and compared, on a corpus that lies outside the repository.

Prints tables; `--out` also writes every page's answers. Whatever the figures are, it ends well; it ends badly only if it could
not measure.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

from tests.eval import command
from tests.eval.notes import Notes

from . import corpus as corpora
from . import links, pages, report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .corpus import Corpus


def main(arguments: Sequence[str] | None = None) -> None:
    command.run(arguments, name="make eval-terms", description="Reads a corpus of terms.", read=corpora.read, measure=measure)


def measure(corpus: Corpus) -> dict[str, Any]:
    """Prints as it goes; returns everything as JSON."""
    notes = Notes(corpus.problems)
    with tempfile.TemporaryDirectory(prefix="counterfoil-eval-") as folder, sync_playwright() as playwright:
        script = pages.bundle(Path(folder))
        browser = command.launch(playwright)
        cleaner = pages.Cleaner(browser, script)
        results = pages.run(cleaner, corpus.cases, notes)
        others = pages.run_others(cleaner, corpus.others, notes)
        compared = pages.compare(cleaner, corpus.pairs, corpus.cases, results, notes)
        linked = links.measure(corpus.root, browser, script)
        browser.close()
    notes.at("")
    tables: list[Any] = []
    if results:
        tables += [report.documents(results), report.speed(results), report.refusals(results, others)]
    if compared:
        tables.append(report.versions(compared))
    if linked:
        tables += [links.by_language(linked), links.misses(linked)]
    tables.append(report.misses(results, others, compared))
    tables.append("".join(f"{problem}\n" for problem in notes.problems))
    bars = report.bars(results, others, compared)
    tables.append(bars)
    rows = list(bars.rows)
    if linked:
        of_links = links.bars(linked)
        tables.append(of_links)
        rows += of_links.rows
    sys.stdout.write("\n".join(str(table) for table in tables if table))
    return {
        "documents": [result.json() for result in results],
        "others": [{"file": page.name, "named": named, "unnamed": unnamed} for page, named, unnamed in others],
        "pairs": [one.json() for one in compared],
        "links": [asdict(page) for page in linked],
        "bars": [dict(zip(("name", "bar", "found", "met"), row, strict=True)) for row in rows],
        "problems": notes.problems,
    }


if __name__ == "__main__":
    main()
