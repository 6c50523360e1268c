"""The format that `make eval-terms` reads: a folder with `index.json`, or one with a folder `terms` that has it.

*index.json*: `{"documents": […]}`, or the list itself; each `file` (`.html`, a page as it was served, or `.md`, a text that
needs no cleaning) with `vendor`, `type`, `language`, and as far as known `ota_version_markdown` (the file of a clean text that
somebody else made), `must_contain` and `must_not_contain` (sentences), `expected_title`, and a `note` that says "blocked" or "not
a policy" of a page that is no document. *pairs.json*: a list, or an object with one; each `before` and `after` (files of the
index) and `expect`: changed, noise, failed-capture, or anything else for unlabelled. Everything else is ignored. What is missing
or malformed is named in `problems` and left out. A folder `orders` beside it (as `make eval` reads it) has pages that are none.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from tests.eval.corpus import CorpusError, read_corpus, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.eval.corpus import PageCase

TYPES = {
    "terms_of_service": "Terms of Service",
    "conditions_of_sale": "General Conditions of Sale",
    "privacy_policy": "Privacy Policy",
    "cookie_policy": "Trackers Policy",
    "imprint": "Imprint",
    "warranty": "Seller Warranty",
    "marketplace": "Marketplace Buyers Conditions",
    "returns_policy": "Returns Policy",
    "shipping": "Shipping Policy",
    "shipping_policy": "Shipping Policy",
    "subscription_terms": "Subscription Terms",
    "loyalty": "Loyalty Terms",
    "payment": "Payment Terms",
}
"""Names that corpora use for types, as the extension calls them; any other is taken as it stands, or as unknown."""

REFUSED = re.compile(r"\b(?:blocked|not a policy|bot|wall|error|empty)\b", re.IGNORECASE)


class Document(BaseModel):
    file: str
    vendor: str = ""
    type: str | None = None
    language: str | None = None
    ota_version_markdown: str | None = None
    must_contain: list[str] | None = None
    must_not_contain: list[str] | None = None
    expected_title: str | None = None
    note: str | None = None


class PairEntry(BaseModel):
    id: str | None = None
    before: str
    after: str
    expect: str = ""
    what: str | None = None


@dataclass(frozen=True)
class Case:
    entry: Document
    text: str
    """Of the page, or of the text where it needs no cleaning."""
    reference: str | None
    url: str

    @property
    def html(self) -> bool:
        return not self.entry.file.endswith(".md")

    @property
    def type(self) -> str | None:
        kind = self.entry.type or ""
        return TYPES.get(kind, kind if kind in TYPES.values() else None)

    @property
    def no_policy(self) -> bool:
        return bool(REFUSED.search(self.entry.note or ""))


@dataclass(frozen=True)
class Pair:
    name: str
    before: str
    after: str
    expect: str
    what: str


@dataclass
class Corpus:
    root: Path
    cases: list[Case] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    others: list[PageCase] = field(default_factory=list)
    """Pages that are none of terms: from the folder `orders` beside, if there is one."""
    problems: list[str] = field(default_factory=list)


def read(path: Path) -> Corpus:
    folder = path if (path / "index.json").exists() else path / "terms"
    if not (folder / "index.json").exists():
        raise CorpusError(f"{path} holds no index.json, and neither does its folder terms")
    corpus = Corpus(folder.parent if folder.name == "terms" else folder)
    entries = _list(folder / "index.json", "documents", corpus.problems)
    corpus.cases = list(_cases(folder, entries, corpus.problems))
    if (folder / "pairs.json").exists():
        corpus.pairs = list(_pairs(corpus, _list(folder / "pairs.json", "pairs", corpus.problems)))
    orders = folder.parent / "orders"
    if (orders / "index.json").exists():
        found = read_corpus(orders)
        corpus.others = [page for page in found.pages if page.expected is None]
        corpus.problems += found.problems
    return corpus


def _list(index: Path, name: str, problems: list[str]) -> list[Any]:
    try:
        content = json.loads(index.read_text("utf-8"))
    except ValueError as error:
        problems.append(f"{index.name}: not JSON: {error}")
        return []
    if isinstance(content, dict):
        content = content.get(name)
    if isinstance(content, list):
        return content
    problems.append(f"{index.name}: no list of {name}")
    return []


def _cases(folder: Path, entries: list[Any], problems: list[str]) -> Iterator[Case]:
    for position, raw in enumerate(entries):
        try:
            entry = Document.model_validate(raw)
            text = text_of(folder, entry.file)
            named = entry.ota_version_markdown
            reference = text_of(folder, named) if named else None
        except (ValidationError, OSError, ValueError) as error:
            problems.append(f"index.json, document {position + 1}: {str(error).splitlines()[0]}")
            continue
        host = re.sub(r"[^a-z0-9]+", "-", entry.vendor.lower()).strip("-") or f"vendor-{position + 1}"
        # Of an address that says nothing of the document, as nobody kept the real one.
        yield Case(entry, text, reference, f"https://www.{host}.example/page/{position + 1}")


def _pairs(corpus: Corpus, entries: list[Any]) -> Iterator[Pair]:
    known = {case.entry.file for case in corpus.cases}
    for position, raw in enumerate(entries):
        name = f"pairs.json, pair {position + 1}"
        try:
            entry = PairEntry.model_validate(raw)
        except ValidationError as error:
            corpus.problems.append(f"{name}: {str(error).splitlines()[0]}")
            continue
        missing = [file for file in (entry.before, entry.after) if file not in known]
        if missing:
            corpus.problems.append(f"{name}: {missing[0]} is not in index.json")
            continue
        yield Pair(entry.id or str(position + 1), entry.before, entry.after, entry.expect, entry.what or "")
