"""What was read beside what is expected.

A field is right, null (not read) or wrong; wrong is worse than null, so they are never added.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .corpus import Expected, ExpectedItem

Mark = Literal["right", "null", "wrong"]
FIELDS = ("number", "total", "currency", "date", "items")


@dataclass(frozen=True)
class Read:
    """An order as it was read; null: not read. `items` are the records' OrderItems."""

    number: str | None = None
    total: str | None = None
    currency: str | None = None
    date: str | None = None
    items: list[dict[str, Any]] | None = None


def marks(expected: Expected, read: Read) -> dict[str, Mark]:
    """A mark for each field that the corpus asserts."""
    pairs: dict[str, tuple[Any, Any]] = {
        "number": (expected.order_number, read.number),
        "total": (expected.total, money(read.total)),
        "currency": (expected.currency, read.currency),
        "date": (expected.day, read.date and read.date[:10]),
    }
    found: dict[str, Mark] = {name: mark(right, value) for name, (right, value) in pairs.items() if right is not None}
    if expected.items:
        found["items"] = items(expected.items, read.items)
    return found


def mark(right: object, value: object) -> Mark:
    if value is None:
        return "null"
    return "right" if value == right else "wrong"


def money(value: object) -> Decimal | None:
    if value is None:
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return Decimal("NaN")  # equal to nothing


def items(expected: Sequence[ExpectedItem], read: Sequence[dict[str, Any]] | None) -> Mark:
    """The same names as often, and each quantity that is asserted; an unread quantity is null, a missing item wrong."""
    if not read:
        return "null"
    asserted = {fold(item.name) for item in expected if item.quantity is not None}
    right = Counter((fold(item.name), item.quantity) for item in expected)
    value: Counter[tuple[str, int | None]] = Counter()
    for item in read:
        name = fold(str(item.get("name", "")))
        value[name, item.get("quantity") if name in asserted else None] += 1
    if right == value:
        return "right"
    unread = value - right
    names = Counter(name for name, _ in right.elements())
    same = names == Counter(name for name, _ in value.elements())
    return "null" if same and all(quantity is None for _, quantity in unread) else "wrong"


def fold(name: str) -> str:
    """Without what a page's typography makes of a name: width, case, and blanks, also before punctuation."""
    return re.sub(r" (?=[,.;:])", "", " ".join(unicodedata.normalize("NFKC", name).casefold().split()))


def price(right: set[Decimal], value: object) -> Mark:
    amount = money(value)
    if amount is None:
        return "null"
    return "right" if amount in right else "wrong"
