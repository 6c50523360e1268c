"""Bytes and texts with something wrong in them, by a given source of chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

TELLING: Final = (0, 1, 2, 3, 0x7F, 0x80, 0xFE, 0xFF)
TOKENS: Final = (
    b"null",
    b"-0",
    b"1.0",
    b"1e3",
    b"[]",
    b"{}",
    b'"',
    b"\\u0000",
    b"\xed\xa0\x80",
    b"\xc0\x80",
    b"9007199254740992",
    b" ",
    b"\n",
)
TYPED: Final = (
    "",
    " ",
    "#",
    "-",
    "\u00a0",
    "\u200b",
    "İ",
    "ı",
    "\u017f",
    "K",
    "\ud800",
    "\udfff",
    "😀",
    "é",
    "e\u0301",
    "%41",
    "@",
    ":",
    "//",
    "..",
    "xn--",
    "\0",
    "O",
    "0",
    "l",
)


def mutated(chance: Random, data: bytes, others: Sequence[bytes] = ()) -> bytes:
    """`data` with one to three things wrong."""
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        data = _once(chance, data, others)
    return data


def _once(chance: Random, data: bytes, others: Sequence[bytes]) -> bytes:  # noqa: PLR0911 # one return for each kind of damage
    at = chance.randrange(len(data) + 1)
    match chance.randrange(9):
        case 0 if at < len(data):
            return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]
        case 1 if at < len(data):
            return data[:at] + bytes([chance.choice(TELLING)]) + data[at + 1 :]
        case 2:
            return data[:at]
        case 3:
            return data[:at] + chance.randbytes(chance.randrange(1, 5)) + data[at:]
        case 4:
            return data[:at] + data[at + chance.randrange(1, 40) :]
        case 5:
            return data[:at] + data[at : at + 40] + data[at:]
        case 6:
            return data[:at] + chance.choice(TOKENS) + data[at + chance.randrange(4) :]
        case 7 if others:
            other = chance.choice(others)
            return data[:at] + other[chance.randrange(len(other) + 1) :]
        case _:
            return data[:at] + chance.choice((b"\0\0\0\0", b"\xff\xff\xff\xff")) + data[at + 4 :]


def mistyped(chance: Random, text: str) -> str:
    """`text` with one to three characters wrong."""
    for _ in range(chance.choice((1, 1, 2, 3))):
        at = chance.randrange(len(text) + 1)
        piece = chance.choice((chance.choice(TYPED), text[at : at + 3], text[at : at + 1].swapcase()))
        text = text[:at] + piece + text[at + chance.randrange(3) :]
    return text
