"""The terms of the shop in tests/shop, from outside: where they are, and how they change or fail while it is open."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING

from .shop import HELP_DESK, PROJECT

if TYPE_CHECKING:
    from .shop import Shop

ELSEWHERE = frozenset({"shipping", "loyalty"})
GUARANTEE = "guarantee"
"""The document that is a PDF."""


class ShopTerms:
    """Documents are called by their keys in tests/shop/terms/*/words.json."""

    def __init__(self, shop: Shop) -> None:
        self._texts = PROJECT / "terms"
        self._language = shop.language.partition("-")[0]
        self._changed = shop.data / "terms"
        self._changed.mkdir(exist_ok=True)
        self.words = json.loads((self._texts / self._language / "words.json").read_text())

    def url(self, key: str, base_url: str) -> str:
        """`base_url` is the shop's, without a path."""
        if key == GUARANTEE:
            return f"{base_url}/downloads/guarantee.pdf"
        if key == "index":
            return f"{base_url}/{self.words['index']['path']}/"
        base = base_url.replace("//", f"//{HELP_DESK}") if key in ELSEWHERE else base_url
        return f"{base}/{self.words['documents'][key]['path']}/"

    def name(self, key: str) -> str:
        return str(self.words["documents"][key]["name"])

    @property
    def sentence(self) -> str:
        """What whoever orders agrees to, without its links."""
        return re.sub(r"\[([^]]+)\]\(\w+\)", r"\1", self.words["placing"])

    def text(self, key: str) -> str:
        """As the shop has it now: a fragment of HTML, or lines of text of the PDF."""
        changed = self._changed / self._file(key)
        return (changed if changed.exists() else self._texts / self._folder(key) / self._file(key)).read_text()

    def blocks(self, key: str) -> list[str]:
        """Its paragraphs, headings, items and cells as they are read."""
        parts = re.split(r"</?(?:p|li|h\d|td|th|tr|blockquote)\b[^>]*>|<br>", self.text(key))
        texts = [" ".join(html.unescape(re.sub(r"<[^>]+>", "", part)).split()) for part in parts]
        return [text for text in texts if text]

    def amend(self, key: str, old: str, new: str) -> None:
        text = self.text(key)
        assert old in text, f"{key} does not say {old!r}"
        (self._changed / self._file(key)).write_text(text.replace(old, new))

    def restore(self, key: str) -> None:
        (self._changed / self._file(key)).unlink(missing_ok=True)

    def answer(self, key: str, how: str | None) -> None:
        """One of ANSWERS in tests/shop/lantern/documents.py; None shows the document again."""
        file = self._changed / f"{key}.answer"
        if how is None:
            file.unlink(missing_ok=True)
        else:
            file.write_text(how)

    def _file(self, key: str) -> str:
        return f"{key}.txt" if key == GUARANTEE else f"{key}.html"

    def _folder(self, key: str) -> str:
        return "" if key == GUARANTEE else self._language
