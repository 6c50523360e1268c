"""The shop's terms: their texts in terms/<language>, and what SHOP_DATA/terms puts in their place while the shop is open.

A file `<document>.html` there is the document's text from now on; `<document>.answer` holds one word of ANSWERS, for what
happens to somebody who asks for it. tests/e2e/shop_terms.py writes both.
"""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

TEXTS = settings.PROJECT / "terms"
CHANGED = settings.DATA / "terms"
HELP_DESK = "help."
"""What stands before the shop's own host in the addresses of those documents that another of its computers serves."""
ELSEWHERE = {"shipping", "loyalty"}
ONLY_LISTED = {"loyalty"}
"""Reached by way of the index page alone."""


@dataclass(frozen=True)
class Document:
    key: str
    path: str
    name: str

    def text(self) -> SafeString:
        return mark_safe(file_of(f"{self.key}.html", TEXTS / language()).read_text())  # noqa: S308  the shop's own words

    def answer(self) -> str:
        file = CHANGED / f"{self.key}.answer"
        return file.read_text().strip() if file.exists() else ""

    def url(self, seen_on: str) -> str:
        """As a page on that host links to it."""
        host = seen_on.removeprefix(HELP_DESK)
        wanted = HELP_DESK + host if self.key in ELSEWHERE else host
        return f"/{self.path}/" if wanted == seen_on else f"//{wanted}/{self.path}/"


def file_of(name: str, folder: Path) -> Path:
    changed: Path = CHANGED / name
    return changed if changed.exists() else folder / name


def language() -> str:
    return str(settings.LANGUAGE_CODE).partition("-")[0]


@cache
def words() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((TEXTS / language() / "words.json").read_text())
    return found


@cache
def documents() -> dict[str, Document]:
    return {key: Document(key, **said) for key, said in words()["documents"].items()}


def linked(sentence: str, seen_on: str) -> SafeString:
    """`[words](document)` becomes a link to that document."""
    parts = re.split(r"\[([^]]+)\]\((\w+)\)", sentence)
    texts, names, keys = parts[::3], parts[1::3], parts[2::3]
    links = [
        format_html('<a href="{}" target="_blank">{}</a>', documents()[key].url(seen_on), name)
        for name, key in zip(names, keys, strict=True)
    ]
    return format_html_join("", "{}{}", zip(texts, [*links, ""], strict=True))


def context(request: HttpRequest) -> dict[str, Any]:
    """For every page's template, the footer being on each."""
    host = request.get_host()
    links = [(document.url(host), document.name, key in ONLY_LISTED) for key, document in documents().items()]
    shop = f"//{host.removeprefix(HELP_DESK)}"
    return {"terms": words() | {"links": links, "shop": shop, "placing": linked(words()["placing"], host)}}
