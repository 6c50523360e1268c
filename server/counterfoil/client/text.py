"""Text from records and relays on a terminal: no control, escape or direction character of theirs reaches it."""

import json
import unicodedata
from datetime import UTC, datetime
from typing import Any, Final

from counterfoil_crypto.encoding import LARGEST_INTEGER

_JOINERS: Final = "\u200c\u200d"  # needed to spell Persian and emoji; they move nothing
_SPACES: Final = frozenset({"Zl", "Zp"})
REPLACEMENT: Final = "\ufffd"


def plain(value: Any, most: int = 200) -> str:
    """`value` on one line of at most `most` characters; what could drive a terminal shows as U+FFFD."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if len(text) > most:
        text = text[: most - 1] + "…"
    return "".join(map(_shown, text))


def plain_lines(text: str) -> list[str]:
    """A long text line by line, each as long as it is and made harmless."""
    return ["".join(map(_shown, line)) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]


def _shown(character: str) -> str:
    category = unicodedata.category(character)
    if character in "\t\n\r" or category in _SPACES:
        return " "
    return REPLACEMENT if category.startswith("C") and character not in _JOINERS else character


def to_json(value: Any) -> str:
    """ASCII alone, DEL too: everything else is escaped."""
    return json.dumps(value, ensure_ascii=True, indent=2).replace("\x7f", "\\u007f")


def counted(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def megabytes(size: int | None) -> str:
    """A number of bytes as one says it; a relay may name any number, or none."""
    if size is None or not 0 <= size <= LARGEST_INTEGER:
        return "an unknown number of MB"
    return f"{size / 1_000_000:.0f} MB" if size >= 10_000_000 else f"{size / 1_000_000:.1f} MB"


def day(ms: int) -> str:
    """A moment as a day, in UTC: 3 May 2026."""
    at = datetime.fromtimestamp(ms // 1000, UTC)
    return f"{at.day} {at:%B %Y}"


def span(ms: int) -> str:
    """A length of time in the largest unit that fits: 10 years, 3 days, 20 minutes."""
    for name, length in (("year", 365 * 86_400_000), ("day", 86_400_000), ("hour", 3_600_000), ("minute", 60_000)):
        if ms >= length:
            return counted(ms // length, name)
    return "less than a minute"


def moment(ms: int) -> str:
    """RFC 3339 in UTC, to the second."""
    return datetime.fromtimestamp(ms // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
