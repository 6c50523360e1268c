"""Two clean texts of one page beside each other, by their words alone: two writers of Markdown never agree on the rest."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

LINK_TARGET = re.compile(r"\]\(\s*(?:<[^<>\n]*>|(?:\\.|[^()\\\s]|\([^()\s]*\))*)(?:\s+\"[^\"]*\")?\s*\)")
BARE_TARGET = re.compile(r"\b(?:https?|mailto|tel):[^\s<>\])|]+")
AUTOLINK = re.compile(r"<([^<>\s@]+@[^<>\s]+|(?:https?|mailto|tel):[^<>\s]+)>")
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
TOKEN = re.compile(r"[^\W_]+")
LEADER = re.compile(r"^\s*(?:[-*+>#]+\s+|\d+[.)]\s+)*")
LINK_TEXT = re.compile(r"\[([^\[\]]+)\]\(")
LONG = 6
"""Words of a line that is not said by chance."""
HIDDEN_EMAIL = re.compile(r"\[?email\s+protected\]?", re.IGNORECASE)
"""What Cloudflare shows instead of an address to who runs no scripts. Here it is read as the address that it hides."""


@dataclass(frozen=True)
class Overlap:
    precision: float
    recall: float
    extra: list[str]
    missing: list[str]


def tokens(markdown: str) -> list[str]:
    """Letters and digits. Without where links lead, neither in brackets nor bare: which of the two is the writer's taste."""
    text = LINK_TARGET.sub("] ", markdown)
    text = AUTOLINK.sub(r" \1 ", text)
    text = html.unescape(TAG.sub(" ", text)).replace("\\", "")
    text = BARE_TARGET.sub(" ", text)
    return TOKEN.findall(UNSEEN.sub("", unicodedata.normalize("NFKC", text)).lower())


def overlap(found: str, reference: str) -> Overlap:
    """As bags of words: order is not asked."""
    ours, theirs = Counter(tokens(found)), Counter(tokens(reference))
    common = (ours & theirs).total()
    return Overlap(
        precision=common / max(1, ours.total()),
        recall=common / max(1, theirs.total()),
        extra=list((ours - theirs).elements()),
        missing=list((theirs - ours).elements()),
    )


def contains(markdown: str, sentence: str) -> bool:
    """Whole words in a row. An address that the page hides may stand for itself."""
    text = f" {' '.join(tokens(markdown))} "
    pieces = [" ".join(tokens(piece)) for piece in HIDDEN_EMAIL.split(sentence)]
    return all(f" {piece} " in text for piece in pieces if piece)


def leaks(markdown: str, line: str) -> bool:
    """A line of the page's furniture as a line or a link of its own; only if it is a sentence, also within others.

    "Terms of use" may be spoken of in any text; what is asked is whether the menu's entry came along.
    """
    wanted = tokens(line)
    if len(wanted) >= LONG and contains(markdown, line):
        return True
    lines = [LEADER.sub("", text) for text in markdown.split("\n")]
    links = LINK_TEXT.findall(markdown)
    return any(tokens(text) == wanted for text in (*lines, *links))


def same_title(found: str | None, expected: str) -> bool:
    """One within the other: with the site's name or without."""
    ours, theirs = " ".join(tokens(found or "")), " ".join(tokens(expected))
    return ours != "" and (ours in theirs or theirs in ours)
