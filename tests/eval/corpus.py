"""The two formats that `make eval` reads, told apart by the folder's own index.json.

*Pages*: a list; each page with the `url` it was seen under and what a reader should `expect` of it: null for a page that is no
order, else fields, of which null (for items also an empty list) means "not asserted". *Flows*: an object with `flows`; each the
pages of one purchase in order, and what the shop's database says of it. Everything else in an index is ignored. What is missing
or malformed is named in `problems` and left out.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError, model_validator

if TYPE_CHECKING:
    from collections.abc import Iterator


class CorpusError(Exception):
    """There is nothing here to measure with."""


class ExpectedItem(BaseModel):
    """Prices have several names, as shops print them with tax, without it, or for the whole line; any of them is right."""

    model_config = ConfigDict(extra="allow")

    name: str
    quantity: int | None = Field(default=None, validation_alias=AliasChoices("quantity", "qty"))

    @model_validator(mode="after")
    def _prices_are_numbers(self) -> Self:
        try:
            self.lines()
        except InvalidOperation:
            raise ValueError("a price is no number") from None
        return self

    def pieces(self) -> set[Decimal]:
        return self._priced("unit_price")

    def lines(self) -> set[Decimal]:
        """A shop may print a line's price with tax and keep it without."""
        return self._priced("line_total") | {piece * (self.quantity or 1) for piece in self.pieces()}

    def _priced(self, kind: str) -> set[Decimal]:
        named = (self.model_extra or {}).items()
        return {Decimal(str(value)) for name, value in named if name.startswith(kind) and value is not None}


class Expected(BaseModel):
    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    order_number: str | None = None
    total: Decimal | None = None
    currency: str | None = None
    date: str | None = None
    items: list[ExpectedItem] | None = None
    shipping: Decimal | None = None
    totals: dict[str, Decimal] = Field(default_factory=dict)
    """Lines of the sum by kind and words, such as `tax/VAT (20%)`."""

    @property
    def day(self) -> str | None:
        return self.date[:10] if self.date else None

    def asserts(self, name: str) -> bool:
        """Whether that field (as `compare` names them) has a right value."""
        said = {
            "number": self.order_number,
            "total": self.total,
            "currency": self.currency,
            "date": self.day,
            "items": self.items or None,
        }
        return said[name] is not None

    def amounts(self) -> dict[str, set[Decimal]]:
        """Right values of subtotal, shipping and tax; taxes of several kinds are right as one sum."""
        kinds: dict[str, list[Decimal]] = {}
        for name, value in self.totals.items():
            kinds.setdefault(name.partition("/")[0].replace("_", ""), []).append(value)
        found: dict[str, set[Decimal]] = {
            kind: {sum(kinds[kind], Decimal(0))} for kind in ("subtotal", "shipping", "tax") if kind in kinds
        }
        if self.shipping is not None:
            found.setdefault("shipping", set()).add(self.shipping)
        return found


@dataclass(frozen=True)
class PageCase:
    name: str
    group: str
    html: str
    url: str
    invented_url: bool
    verbatim: bool
    expected: Expected | None
    """Null: not an order."""


@dataclass(frozen=True)
class FlowPage:
    name: str
    label: str
    html: str
    url: str
    lang: str


@dataclass(frozen=True)
class FlowCase:
    name: str
    expected: Expected
    pages: tuple[FlowPage, ...]


@dataclass
class Corpus:
    pages: list[PageCase] = field(default_factory=list)
    flows: list[FlowCase] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


class PageEntry(BaseModel):
    file: str
    url: str | None = None
    url_host: str | None = None
    group: str | None = None
    provenance: str | None = None
    expect: Expected | None


class FlowPageEntry(BaseModel):
    file: str
    url: str | None = None
    label: str = ""
    lang: str | None = None


class FlowEntry(BaseModel):
    id: str
    expect: Expected
    pages: list[Any]


def read_corpus(path: Path) -> Corpus:
    """`path` holds an index.json, or folders `orders` and `flows` that do."""
    corpus = Corpus()
    folders = [path] if (path / "index.json").exists() else [path / name for name in ("orders", "flows")]
    indexes = [folder / "index.json" for folder in folders if (folder / "index.json").exists()]
    if not indexes:
        raise CorpusError(f"{path} holds no index.json, and neither do its folders orders and flows")
    for index in indexes:
        try:
            content = json.loads(index.read_text("utf-8"))
        except ValueError as error:
            corpus.problems.append(f"{index}: not JSON: {error}")
            continue
        if isinstance(content, list):
            corpus.pages += _pages(index.parent, content, corpus.problems)
        elif isinstance(content, dict) and isinstance(content.get("flows"), list):
            corpus.flows += _flows(index.parent, content["flows"], corpus.problems)
        else:
            corpus.problems.append(f"{index}: neither a list of pages nor an object with flows")
    return corpus


def _pages(folder: Path, entries: list[Any], problems: list[str]) -> Iterator[PageCase]:
    for position, raw in enumerate(entries):
        where = f"{folder.name}/index.json, page {position + 1}"
        try:
            entry = PageEntry.model_validate(raw)
            url = _address(entry)
            yield PageCase(
                name=entry.file,
                group=entry.group or _group(entry.file),
                html=text_of(folder, entry.file),
                url=url or f"https://shop-{position + 1}.example/",
                invented_url=url is None,
                verbatim=(entry.provenance or "").startswith("verbatim"),
                expected=entry.expect,
            )
        except (ValidationError, OSError, ValueError) as error:
            problems.append(f"{where}: {_words(error)}")


def _flows(folder: Path, entries: list[Any], problems: list[str]) -> Iterator[FlowCase]:
    for position, raw in enumerate(entries):
        where = f"{folder.name}/index.json, flow {position + 1}"
        try:
            entry = FlowEntry.model_validate(raw)
        except ValidationError as error:
            problems.append(f"{where}: {_words(error)}")
            continue
        pages = []
        for at, page in enumerate(entry.pages):
            try:
                said = FlowPageEntry.model_validate(page)
                html = text_of(folder, said.file)
                if not said.url or urlsplit(said.url).scheme not in {"http", "https"}:
                    raise ValueError(f"{said.file} has no web address")  # noqa: TRY301 # told like every other fault of a page
                pages.append(FlowPage(said.file, said.label, html, said.url, said.lang or ""))
            except (ValidationError, OSError, ValueError) as error:
                problems.append(f"{where}, page {at + 1}: {_words(error)}")
        yield FlowCase(entry.id, entry.expect, tuple(pages))


def _address(entry: PageEntry) -> str | None:
    """Some pages are known by host and path only."""
    url = entry.url or ("/" if entry.url_host else "")
    if url.startswith("/") and entry.url_host:
        return f"https://{entry.url_host}{url}"
    return url if urlsplit(url).scheme in {"http", "https"} else None


def _group(file: str) -> str:
    """`positive/shop-en-thanks.html` is one of `positive/shop`."""
    path = Path(file)
    return str(path.with_name(re.split(r"[-_.]", path.stem)[0]))


def text_of(folder: Path, file: str) -> str:
    """As a browser would take it: by the page's own word about its characters, where it is not UTF-8."""
    if Path(file).is_absolute() or ".." in Path(file).parts:
        raise ValueError(f"{file} lies outside the corpus")
    content = (folder / file).read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        named = re.search(rb"charset=[\"']?([\w-]+)", content[:4096])
        try:
            return content.decode(named[1].decode() if named else "cp1252", "replace")
        except LookupError:
            return content.decode("cp1252", "replace")


def _words(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return "; ".join(f"{'.'.join(map(str, fault['loc'])) or 'entry'}: {fault['msg']}" for fault in error.errors())
    if isinstance(error, OSError):
        return f"{Path(error.filename).name if error.filename else 'a file'}: {error.strerror}"
    return str(error)
