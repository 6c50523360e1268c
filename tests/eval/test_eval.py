"""The evaluation's own rules: what it takes for a corpus, and what it calls right."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from .compare import Read, items, marks
from .corpus import CorpusError, Expected, ExpectedItem, read_corpus

EXAMPLE = Path(__file__).parent / "example"


def item(name: str, quantity: int | None) -> ExpectedItem:
    return ExpectedItem(name=name, quantity=quantity)


def test_a_folder_with_both_formats_gives_both() -> None:
    corpus = read_corpus(EXAMPLE)
    assert [page.name for page in corpus.pages] == ["lamp-thanks.html", "kanne-danke.html", "lamp-product.html"]
    assert [len(flow.pages) for flow in corpus.flows] == [3]
    assert corpus.problems == []


@pytest.mark.parametrize(("name", "pages", "flows"), [("orders", 3, 0), ("flows", 0, 1)])
def test_a_folder_of_one_format_is_known_by_its_index(tmp_path: Path, name: str, pages: int, flows: int) -> None:
    shutil.copytree(EXAMPLE / name, tmp_path / "any-name")
    corpus = read_corpus(tmp_path / "any-name")
    assert (len(corpus.pages), len(corpus.flows)) == (pages, flows)


def test_a_folder_without_an_index_is_no_corpus(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"no index\.json"):
        read_corpus(tmp_path)


def test_what_is_missing_or_malformed_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<p>hello")
    whole = {"file": "page.html", "url": "https://shop.example/", "expect": None}
    entries = [
        {**whole, "file": "gone.html"},
        {**whole, "file": "../page.html"},
        {**whole, "expect": {"total": "much"}},
        {"url": "https://shop.example/"},
        "page.html",
        whole,
    ]
    (tmp_path / "index.json").write_text(json.dumps(entries))
    corpus = read_corpus(tmp_path)
    assert [page.name for page in corpus.pages] == ["page.html"]
    faults = ["gone.html", "outside the corpus", "total", "file", "valid dictionary"]
    assert all(fault in problem for fault, problem in zip(faults, corpus.problems, strict=True))


@pytest.mark.parametrize(
    ("url", "host", "address"),
    [
        ("https://a.example/x", None, "https://a.example/x"),
        ("/x?y=1", "a.example", "https://a.example/x?y=1"),
        (None, "a.example", "https://a.example/"),
        ("/x", None, "https://shop-1.example/"),
        (None, None, "https://shop-1.example/"),
    ],
)
def test_a_page_without_an_address_gets_one_that_is_told(tmp_path: Path, url: str | None, host: str | None, address: str) -> None:
    (tmp_path / "page.html").write_text("<p>hello")
    (tmp_path / "index.json").write_text(json.dumps([{"file": "page.html", "url": url, "url_host": host, "expect": None}]))
    (page,) = read_corpus(tmp_path).pages
    assert (page.url, page.invented_url) == (address, "a.example" not in address)


def test_unread_is_null_and_another_value_is_wrong() -> None:
    expected = Expected(order_number="A-1", total=Decimal("10.0"), currency="EUR", date="2026-03-03 10:15:00")
    read = Read(number="A-2", total="10.00", currency=None, date="2026-03-03")
    assert marks(expected, read) == {"number": "wrong", "total": "right", "currency": "null", "date": "right"}


def test_what_the_corpus_does_not_assert_has_no_mark() -> None:
    assert marks(Expected(items=[]), Read(number="A-1", items=[{"name": "Lamp", "quantity": 1}])) == {}


@pytest.mark.parametrize(
    ("read", "mark"),
    [
        ([("lamp", 1), ("WICK", 9)], "right"),
        ([("\u00a0La\uff4d\uff50 ", 1), ("Wick", 9)], "right"),
        ([("Wick", None), ("Lamp", 1)], "right"),
        ([("Lamp", None), ("Wick", 3)], "null"),
        ([("Lamp", 2), ("Wick", 3)], "wrong"),
        ([("Lamp", 1)], "wrong"),
        ([("Lamp", 1), ("Wick", 1), ("Wick", 1)], "wrong"),
        ([], "null"),
    ],
)
def test_items_are_the_same_names_with_the_quantities_that_are_asserted(read: list[tuple[str, int | None]], mark: str) -> None:
    found = [{"name": name, "quantity": quantity} for name, quantity in read]
    assert items([item("Lamp", 1), item("Wick", None)], found) == mark


def test_a_line_may_be_printed_with_its_tax_or_without() -> None:
    line = ExpectedItem.model_validate(
        {"name": "Lamp", "qty": 2, "unit_price_excl_tax": "10.00", "unit_price_incl_tax": "12.00", "line_total": "20.00"}
    )
    assert line.pieces() == {Decimal(10), Decimal(12)}
    assert line.lines() == {Decimal(20), Decimal(24)}
