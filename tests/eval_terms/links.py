"""How well links to documents of terms, and sentences of acceptance, are found on real pages.

`expectations/*.json` holds what a person read from each page's list of links before the finder had run on it: a stable part of
the address, and the types that the document may be called by (one document is often two: shops sell and serve under the same
conditions). `optional` are pages that one may count as documents or not (a returns centre, an offer that leads to the delivery
page, the same document in another language): they are neither missed nor wrong, but of a wrong type they are. Whatever else is
found is wrong.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from pydantic import BaseModel, ConfigDict, TypeAdapter

from tests.bench.table import Table
from tests.eval.corpus import text_of
from tests.eval.tab import PageError, Tab

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from playwright.sync_api import Browser

BARS = {"found": 95.0, "wrong": 2.0}
NOTE = "Of the documents that a person saw linked; wrong: of all that is reported."


class Link(BaseModel):
    model_config = ConfigDict(extra="forbid")

    address: str
    types: list[str]
    optional: bool = False


class Agreeing(BaseModel):
    model_config = ConfigDict(extra="forbid")

    words: str
    act: str


class Page(BaseModel):
    """`url` is the page's own address, invented where nobody kept it."""

    model_config = ConfigDict(extra="forbid")

    language: str
    url: str
    links: list[Link]
    agreeing: list[Agreeing] = []


@dataclass
class PageResult:
    name: str
    language: str
    wanted: int = 0
    found: int = 0
    """Documents that must be found, and those that were."""
    reported: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    sentences: int = 0
    sentences_found: int = 0
    places: dict[str, int] = field(default_factory=dict)
    ms: float = 0.0


def expectations() -> dict[str, Page]:
    pages: dict[str, Page] = {}
    for path in sorted((Path(__file__).parent / "expectations").glob("*.json")):
        pages |= TypeAdapter(dict[str, Page]).validate_json(path.read_bytes())
    return pages


def measure(corpus: Path, browser: Browser, script: str) -> list[PageResult]:
    """Of the labelled pages that are there: in the corpus, or in another one beside it."""
    results = []
    context = browser.new_context()
    tab = Tab(context)
    for name, page in expectations().items():
        path = next((folder / name for folder in (corpus, corpus.parent) if (folder / name).exists()), None)
        if path is None:
            continue
        result = PageResult(name, page.language)
        results.append(result)
        try:
            said = read(tab, script, inert(path), page.url)
        except PageError as error:
            result.missed.append(f"page failed: {error}")
            result.wanted = sum(not link.optional for link in page.links)
            continue
        compare(page, said, result)
    context.close()
    return results


def inert(path: Path) -> str:
    """As saved; a policy keeps the page's own scripts from running, which would miss their servers and take the page apart."""
    return text_of(path.parent, path.name).replace(
        "<head", "<meta http-equiv=Content-Security-Policy content=\"script-src 'none'\"><head", 1
    )


def read(tab: Tab, script: str, html: str, url: str) -> dict[str, Any]:
    tab.show(html, url)
    world = tab.world()
    tab.run(world, f"{script}\n;0")
    said: dict[str, Any] = tab.run(world, f"timeTerms({json.dumps(url)})")
    return said


def compare(page: Page, said: dict[str, Any], result: PageResult) -> None:
    links = [(unquote(link["url"]).lower(), link["type"], link) for link in said["links"]]
    for wanted in page.links:
        if wanted.optional:
            continue
        result.wanted += 1
        if any(wanted.address.lower() in url and kind in wanted.types for url, kind, _ in links):
            result.found += 1
        else:
            result.missed.append(f"{'/'.join(wanted.types)}: {wanted.address}")
    places: dict[str, int] = defaultdict(int)
    for url, kind, link in links:
        result.reported += 1
        places[link["place"]] += 1
        if not any(wanted.address.lower() in url and kind in wanted.types for wanted in page.links):
            result.wrong.append(f"{kind}: {link['text'][:60]} ({link['place']}) {link['url'][:110]}")
    for sentence in page.agreeing:
        result.sentences += 1
        result.sentences_found += any(sentence.words in one["wording"] and sentence.act == one["act"] for one in said["agreeing"])
    if not page.agreeing and said["agreeing"]:
        result.places["sentences"] = len(said["agreeing"])
    result.places |= places
    result.ms = said["ms"]


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "-"


def by_language(results: Sequence[PageResult]) -> Table:
    groups: dict[str, list[PageResult]] = defaultdict(list)
    for result in results:
        groups[result.language].append(result)
    rows = [row(name, groups[name]) for name in sorted(groups)]
    columns = ("language", "pages", "wanted", "found", "reported", "wrong")
    return Table("Links to terms, by language", NOTE, columns, [*rows, row("all", results)])


def row(name: str, results: Iterable[PageResult]) -> tuple[str, ...]:
    pages = list(results)
    wanted, found = sum(page.wanted for page in pages), sum(page.found for page in pages)
    reported, wrong = sum(page.reported for page in pages), sum(len(page.wrong) for page in pages)
    return name, str(len(pages)), str(wanted), share(found, wanted), str(reported), share(wrong, reported)


def misses(results: Sequence[PageResult]) -> Table:
    table = Table("Links to terms, not as labelled", "", ("page", "", "link"))
    for page in results:
        for what, texts in (("missed", page.missed), ("wrong", page.wrong)):
            for text in texts:
                table.add(page.name, what, text)
    return table


def bars(results: Sequence[PageResult]) -> Table:
    wanted, found = sum(page.wanted for page in results), sum(page.found for page in results)
    reported, wrong = sum(page.reported for page in results), sum(len(page.wrong) for page in results)
    sentences, heard = sum(page.sentences for page in results), sum(page.sentences_found for page in results)
    rows = [
        ("documents found", f">= {BARS['found']:g}%", share(found, wanted), found * 100 >= BARS["found"] * wanted),
        ("of another type, or none", f"<= {BARS['wrong']:g}%", share(wrong, reported), wrong * 100 <= BARS["wrong"] * reported),
        ("sentences of acceptance", "all", share(heard, sentences), heard == sentences),
    ]
    table = Table("Links to terms, bars", NOTE, ("", "bar", "found", "met"))
    for name, bar, figure, met in rows:
        table.add(name, bar, figure, "yes" if met else "NO")
    return table
