"""Random documents as plain JSON, by a given source of chance: few names and stamps, so that much of it meets in a join."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from counterfoil_crypto.document import Document, canonical, decode
from counterfoil_crypto.encoding import LARGEST_INTEGER, MOST_MS
from counterfoil_crypto.stamp import MOST_COUNTER

if TYPE_CHECKING:
    from random import Random

    from tests.merge.oracle import Json

DEVICES: Final = ("0" * 31 + "1", "5b70adea1b635232070272b790ffa844", "f" * 32)
MOMENTS: Final = (0, 1, 2, 1_795_300_000_000, MOST_MS - 1)
COUNTERS: Final = (0, 1, MOST_COUNTER - 1)
FIELDS: Final = ("total", "note", "deleted", "constructor", "toString", "source/a1", "source/__proto__", "key/0f", "items")
ORIGINS: Final = ("page", "person", "robot", "constructor")
TEXTS: Final = (
    "",
    "x",
    "~",
    "～",
    "😀",
    "\ufffd",
    "\u2028",
    '"\\\b\n\x01\x7f',
    "e\u0301",
    "é",
    "10",
    "9",
    "__proto__",
    "constructor",
)
NUMBERS: Final = (0, 1, -1, 10, LARGEST_INTEGER, -LARGEST_INTEGER)


def random_stamp(chance: Random) -> list[Any]:
    return [chance.choice(MOMENTS), chance.choice(COUNTERS), chance.choice(DEVICES)]


def random_value(chance: Random, depth: int = 3) -> Json:
    """Any JSON that documents hold, at most `depth` deep."""
    match chance.randrange(8 if depth else 5):
        case 0:
            return None
        case 1:
            return chance.random() < 0.5
        case 2:
            return chance.choice(NUMBERS)
        case 3 | 4:
            return "".join(chance.choice(TEXTS) for _ in range(chance.randrange(3)))
        case 5 | 6:
            return {chance.choice(TEXTS): random_value(chance, depth - 1) for _ in range(chance.randrange(4))}
        case _:
            return [random_value(chance, depth - 1) for _ in range(chance.randrange(4))]


def random_register(chance: Random) -> dict[str, Json]:
    register = {"at": random_stamp(chance), "value": random_value(chance)}
    if chance.random() < 0.3:
        register["signal"] = chance.choice(TEXTS)
    if chance.random() < 0.3:
        register["confidence"] = chance.randrange(101)
    if chance.random() < 0.2:
        register[chance.choice(TEXTS)] = random_value(chance, 2)
    return {**register, "at": register["at"]}


def random_json(chance: Random, kind: str = "Order") -> dict[str, Any]:
    """A document that has no register at or below its purge, as the specification wants it."""
    purge = random_stamp(chance) if chance.random() < 0.3 else None
    fields: dict[str, Any] = {}
    for _ in range(chance.randrange(6)):
        register = random_register(chance)
        if purge is None or register["at"] > purge:
            fields.setdefault(chance.choice(FIELDS), {})[chance.choice(ORIGINS)] = register
    made = {"fields": fields, "schema": chance.choice((1, 1, 1, 2, 7)), "type": kind}
    return made if purge is None else {**made, "purge": purge}


def random_document(chance: Random, kind: str = "Order") -> Document:
    return decode(canonical(random_json(chance, kind)))
