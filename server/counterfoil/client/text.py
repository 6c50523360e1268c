"""Text from records and relays on a terminal: no control, escape or direction character of theirs reaches it."""

import json
import unicodedata
from typing import Any, Final

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
