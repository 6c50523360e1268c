"""Orders for the eye: found by words, newest first, named by what a person would type."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.identity import normal_order_number

from .device import Record
from .errors import ClientError
from .text import plain

_DATE: Final = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


@dataclass(frozen=True)
class Order:
    """An order's shown values; they came from pages and other devices, so any of them may be anything."""

    record: Record
    vendor_name: Any = None

    def shown(self, name: str) -> Any:
        return self.record.document.shown(name)

    @property
    def when(self) -> str:
        """Its own date where it has one, else the moment at which a device first saw it; empty: neither."""
        ordered, created = self.shown("orderDate"), self.shown("created")
        if isinstance(ordered, str) and _DATE.fullmatch(ordered):
            return ordered
        return created if isinstance(created, str) else ""

    @property
    def items(self) -> list[Any]:
        items = self.shown("items")
        return items if isinstance(items, list) else []

    @property
    def text(self) -> str:
        """What words are looked for in."""
        parts = [self.vendor_name, *(self.shown(name) for name in ("vendor", "orderNumber", "total", "currency", "note"))]
        parts += [item.get("name") for item in self.items if isinstance(item, dict)]
        return "\n".join(part for part in parts if isinstance(part, str)).casefold()

    def lines(self) -> list[str]:
        """A head line, and one for each item."""
        vendor = plain(self.shown("vendor") or "unknown vendor", 80)
        if isinstance(self.vendor_name, str) and self.vendor_name:
            vendor = f"{plain(self.vendor_name, 60)} ({vendor})"
        total, currency = self.shown("total"), self.shown("currency")
        price = "total not read" if total is None else plain(total, 30) + (f" {plain(currency, 30)}" if currency else "")
        number = self.shown("orderNumber")
        marks = [mark for mark, is_so in (("waits", self.record.waiting), ("deleted", self.record.document.deleted)) if is_so]
        head = [vendor, plain(number, 60) if number is not None else "no number", price]
        head += [plain(self.when, 20) or "time not read", *marks]
        return ["  ".join(head), *(f"    {_item(item)}" for item in self.items)]

    def values(self) -> dict[str, Any]:
        """For `--json`: the record's id and what shows of each of its fields."""
        document = self.record.document
        return {
            "id": self.record.id.hex(),
            "vendorName": self.vendor_name,
            "waiting": self.record.waiting,
            "readOnly": self.record.read_only,
            "fields": {name: document.shown(name) for name in sorted(document.fields)},
        }


def orders(records: Iterable[Record], words: Sequence[str] = (), *, deleted: bool = False) -> list[Order]:
    """Those that hold all of `words`, whatever their case, newest first."""
    everything = list(records)
    names = {str(one.document.shown("domain")): one.document.shown("name") for one in everything if one.document.type == "Vendor"}
    found = [
        Order(one, names.get(str(one.document.shown("vendor"))))
        for one in everything
        if one.document.type == "Order" and one.document.deleted == deleted
    ]
    wanted = [word.casefold() for word in words]
    found = [order for order in found if all(word in order.text for word in wanted)]
    return sorted(found, key=lambda order: (order.when, order.record.id), reverse=True)


def find_order(records: Iterable[Record], name: str) -> Order:
    """The one order called `name`: its number, `vendor/number`, or at least 6 hex digits of its id."""
    everything = list(records)
    candidates = orders(everything) + orders(everything, deleted=True)
    found = [order for order in candidates if _is_called(order, name)]
    if len(found) > 1:
        names = ", ".join(f"{plain(one.shown('vendor'), 60)}/{plain(one.shown('orderNumber'), 60)}" for one in found[:4])
        raise ClientError(f"more than one order is called {plain(name, 60)!r}: {names}; name the vendor too")
    if not found:
        raise ClientError(f"there is no order {plain(name, 60)!r} here; 'counterfoil list' shows them")
    return found[0]


def _is_called(order: Order, name: str) -> bool:
    vendor, slash, number = name.rpartition("/")
    ours = order.shown("orderNumber")
    if _normal(ours) is not None and _normal(ours) == _normal(name):
        return True
    if slash and _normal(ours) is not None and _normal(ours) == _normal(number) and order.shown("vendor") == vendor.casefold():
        return True
    return len(name) >= 6 and order.record.id.hex().startswith(name.lower())


def _normal(number: Any) -> str | None:
    try:
        return normal_order_number(number) if isinstance(number, str) else None
    except RefusedError:
        return None


def _item(item: Any) -> str:
    if not isinstance(item, dict):
        return plain(item)
    quantity, total = item.get("quantity"), item.get("total") or item.get("unitPrice")
    parts = [f"{plain(quantity, 12)} x" if quantity is not None else "-", plain(item.get("name") or "no name", 120)]
    return " ".join(parts + ([plain(total, 30)] if total is not None else []))
