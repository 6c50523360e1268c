"""Which records are read as one order (SPEC.md, *orders*): by what pages said, so that no correction joins or parts any."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from .document import PAGE, Document, join
from .errors import RefusedError
from .identity import confirmation_of, normal_amount, number_of

APART_DAYS: Final = 180
"""A shop that starts its numbers anew does not do so within half a year."""

_DAY: Final = re.compile(r"([1-9][0-9]{3})-([0-9]{2})-([0-9]{2})")

_Key = tuple[str, str]


@dataclass(frozen=True)
class Order:
    """One order: the id to write on, all records it stands in, and their join."""

    id: bytes
    records: tuple[bytes, ...]
    document: Document


def orders_of(records: Iterable[tuple[bytes, Document]]) -> list[Order]:
    """The orders among `records`, in no order that means anything; what is of another type is left out."""
    found: list[Order] = []
    numbered: dict[_Key, list[Order]] = {}
    for record, document in records:
        if document.type != "Order":
            continue
        order, key = Order(record, (record,), document), _key_of(document)
        if key is None:
            found.append(order)
        else:
            numbered.setdefault(key, []).append(order)
    for key, alike in numbered.items():
        if len(alike) > 1:
            numbered[key] = _begun(sorted(alike, key=lambda one: one.id))
    _follow_names(numbered)
    return found + [order for orders in numbered.values() for order in orders]


def is_other(one: Document, other: Document) -> bool:
    """Whether two records with one number are two orders all the same."""
    days = _day(one), _day(other)
    if days[0] is not None and days[1] is not None and abs(days[0] - days[1]) >= APART_DAYS:
        return True
    amounts, currencies = (_amount(one), _amount(other)), (_currency(one), _currency(other))
    names = _names(one), _names(other)
    if None in amounts or None in currencies or not names[0] or not names[1]:
        return False
    return amounts[0] != amounts[1] and currencies[0] != currencies[1] and not names[0] & names[1]


def _key_of(document: Document) -> _Key | None:
    vendor, number = document.page_said("vendor"), number_of(document)
    return (vendor, number) if isinstance(vendor, str) and number is not None else None


def _begun(alike: list[Order]) -> list[Order]:
    """Records with one number, as orders."""
    orders: list[Order] = []
    for record in alike:
        place = next((at for at, order in enumerate(orders) if not is_other(order.document, record.document)), None)
        if place is None:
            orders.append(record)
        else:
            orders[place] = _one(orders[place], record)
    return orders


def _follow_names(numbered: dict[_Key, list[Order]]) -> None:
    """An order whose number turned out to be another's confirmation number is that one."""
    naming: dict[_Key, list[tuple[_Key, Order]]] = {}
    for key, orders in numbered.items():
        for order in orders:
            named = _named(key, order)
            if named is not None and len(numbered.get(named, ())) == 1:
                naming.setdefault(named, []).append((key, order))
    for named, ((key, order), *others) in naming.items():
        (earlier,) = numbered[named]
        if others or _named(named, earlier) is not None or is_other(order.document, earlier.document):
            continue
        numbered[named] = []
        numbered[key] = [_one(order, _without_number(earlier)) if one is order else one for one in numbered[key]]


def _named(key: _Key, order: Order) -> _Key | None:
    vendor, number = key
    confirmation = confirmation_of(order.document)
    return None if confirmation is None or confirmation == number else (vendor, confirmation)


def _without_number(order: Order) -> Order:
    """Without what pages took for its order number: it may have been said after the real one was."""
    fields = dict(order.document.fields)
    left = {origin: register for origin, register in fields.pop("orderNumber", {}).items() if origin != PAGE}
    if left:
        fields["orderNumber"] = left
    return Order(order.id, order.records, replace(order.document, fields=fields))


def _one(order: Order, other: Order) -> Order:
    records = tuple(sorted((*order.records, *other.records)))
    return Order(records[0], records, join(order.document, other.document))


def _day(document: Document) -> int | None:
    said = document.page_said("orderDate")
    found = _DAY.fullmatch(said) if isinstance(said, str) else None
    try:
        return date(*map(int, found.groups())).toordinal() if found else None
    except ValueError:
        return None


def _amount(document: Document) -> str | None:
    said = document.page_said("total")
    try:
        return normal_amount(said) if isinstance(said, str) else None
    except RefusedError:
        return None


def _currency(document: Document) -> str | None:
    said = document.page_said("currency")
    return said if isinstance(said, str) else None


def _names(document: Document) -> set[str]:
    said = document.page_said("items")
    items = said if isinstance(said, list) else []
    return {item["name"] for item in items if isinstance(item, dict) and isinstance(item.get("name"), str)}
