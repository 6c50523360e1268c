"""The evaluation's own rules: what it takes for a corpus of terms, and what it calls the same text."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.eval.corpus import CorpusError

from .corpus import read
from .texts import contains, leaks, overlap, same_title, tokens

EXAMPLE = Path(__file__).parent / "example"


def test_a_folder_is_known_by_its_index_or_by_its_folder_of_terms(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE / "terms", tmp_path / "any-name")
    for folder in (EXAMPLE, tmp_path / "any-name"):
        corpus = read(folder)
        assert (len(corpus.cases), len(corpus.pairs), corpus.problems) == (8, 4, [])
    with pytest.raises(CorpusError, match=r"no index\.json"):
        read(tmp_path)


def test_what_is_missing_or_malformed_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<p>hello")
    whole = {"file": "page.html", "type": "imprint"}
    entries = [{**whole, "file": "gone.html"}, {**whole, "file": "../page.html"}, {"type": "imprint"}, whole]
    (tmp_path / "index.json").write_text(json.dumps(entries))
    (tmp_path / "pairs.json").write_text(json.dumps([{"before": "page.html", "after": "gone.html"}, {"before": "page.html"}]))
    corpus = read(tmp_path)
    assert [(case.entry.file, case.type) for case in corpus.cases] == [("page.html", "Imprint")]
    faults = ["gone.html", "outside the corpus", "document 3", "gone.html is not in index.json", "pair 2"]
    assert all(fault in problem for fault, problem in zip(faults, corpus.problems, strict=True))


def test_pages_that_are_none_are_told_by_the_note_alone() -> None:
    assert [case.entry.file for case in read(EXAMPLE).cases if case.no_policy] == ["wall.html"]


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("**Fees** in\u00a0\uff26\uff35\uff2c\uff2c, ju\u00adgs", "fees in full jugs"),
        ('[Terms](https://a.example/x_(y)?z=1 "now") of [use](<b c>)', "terms of use"),
        ("1\\. a\\_b &amp; <https://a.example/c> <br> <x@y.example>", "1 a b x y example"),
        ("| 個人情報 | x |", "個人情報 x"),
    ],
)
def test_words_are_letters_and_digits_without_where_links_lead(markdown: str, words: str) -> None:
    assert " ".join(tokens(markdown)) == words


def test_a_text_beside_another() -> None:
    found = overlap("# Menu\n\nfees are due", "fees are due now")
    assert (found.precision, found.recall) == (0.75, 0.75)
    assert (found.extra, found.missing) == (["menu"], ["now"])


def test_a_sentence_is_words_in_a_row_and_a_hidden_address_any() -> None:
    assert contains("The **fees** are\ndue.", "fees are due")
    assert not contains("prefees are due", "fees are due")
    assert contains("Write to a@b.example or call 0732.", "Write to [email protected] or call 0732.")


def test_a_menus_entry_leaks_as_a_line_or_link_of_its_own() -> None:
    assert leaks("- Visit us\n", "Visit us")
    assert leaks("See [Visit us](https://a.example/).", "Visit us")
    assert not leaks("You may visit us on Fridays.", "Visit us")
    assert leaks("Hurry: buy three and get one of them free!", "buy three and get one of them free")


def test_a_title_is_right_with_the_sites_name_or_without() -> None:
    assert same_title("Terms", "Terms | Jugs")
    assert not same_title(None, "Terms")
    assert not same_title("Privacy", "Terms")
