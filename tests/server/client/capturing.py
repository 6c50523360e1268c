"""What a page says becomes records by the extension's rules: a Vendor and an Order, each under the id of its natural key.

Origin `page`; `created` once; on the order one `source/<id>` for each page, once. The vendor's first name stays, and a field that
an earlier page was surer of. So a page read again, by whichever device, writes nothing. Nothing at all is written into an order
that is deleted, or whose total, currency and items all differ: that is a number used twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from counterfoil.client import LocalDevice
from counterfoil.client.values import check_values
from counterfoil.client.vault import Vault, understands
from counterfoil_crypto.document import PAGE, Document, Writer, canonical
from counterfoil_crypto.identity import order_key, source_id, vendor_key
from counterfoil_crypto.records import Order, Vendor
from counterfoil_crypto.records.common import Record, Source

_TELLING: Final = ("total", "currency", "items")


@dataclass(frozen=True)
class Seen:
    """A value as a page showed it, where (`signal`), and how surely (0 to 100)."""

    value: Any
    signal: str
    confidence: int


@dataclass(frozen=True)
class Capture:
    """An order as a page confirmed it.

    `vendor` is its registrable domain, `url` has no query, fragment or secret in it, `order` is by the JSON names of `Order`'s
    fields, `orderNumber` among them.
    """

    vendor: str
    url: str
    order: Mapping[str, Seen]
    vendor_name: Seen | None = None


def capture(device: LocalDevice, seen: Capture) -> bool:
    """Writes what a page said about an order. False if it said nothing new."""
    writer, now = device.vault.writer(device.now()), device.now()
    changed = changed_by(seen, device.vault, writer, now)
    device._put(changed, writer.clock)
    return bool(changed)


def changed_by(seen: Capture, vault: Vault, writer: Writer, now: int) -> dict[bytes, Document]:
    """The records that `seen` changes, by id; none if it says nothing new."""
    order_id, before = vault.find("Order", order_key(seen.vendor, seen.order["orderNumber"].value))
    vendor_id, known = vault.find("Vendor", vendor_key(seen.vendor))
    if before and (before.deleted or _is_other(before, seen.order)):
        return {}
    order = _Page({"vendor": seen.vendor}, {name: one for name, one in seen.order.items() if not _was_surer(before, name, one)})
    order.add_once(before, "created", to_moment(now))
    source = Source(kind="page", url=seen.url, time=to_moment(now)).model_dump(mode="json")
    order.add_once(before, f"source/{source_id(seen.url)}", source)
    vendor = _Page({"domain": seen.vendor})
    if seen.vendor_name and (known is None or known.shown("name") is None):
        vendor.seen["name"] = seen.vendor_name
    vendor.add_once(known, "created", to_moment(now))
    changed = {order_id: _write(before, Order, order, writer), vendor_id: _write(known, Vendor, vendor, writer)}
    return {record: document for record, document in changed.items() if document is not None}


@dataclass
class _Page:
    """What a page says of one record: `plain` values that need no evidence, and what was seen."""

    plain: dict[str, Any]
    seen: dict[str, Seen] = field(default_factory=dict)

    def add_once(self, before: Document | None, name: str, value: Any) -> None:
        if before is None or before.shown(name) is None:
            self.plain[name] = value


def _was_surer(before: Document | None, name: str, seen: Seen) -> bool:
    """A reload without its checkout context knows less, not better."""
    register = before.fields.get(name, {}).get(PAGE) if before else None
    known = register.extra.get("confidence") if register else None
    return isinstance(known, int) and known > seen.confidence


def _is_other(before: Document, seen: Mapping[str, Seen]) -> bool:
    return all(
        name in seen and before.shown(name) is not None and canonical(before.shown(name)) != canonical(seen[name].value)
        for name in _TELLING
    )


def _write(before: Document | None, model: type[Record], page: _Page, writer: Writer) -> Document | None:
    """The changed record, or None."""
    before = before or Document(model.__name__, model.schema_number, {})
    if not understands(before):
        return None
    values = page.plain | {name: one.value for name, one in page.seen.items()}
    check_values(model, values)
    extras: dict[str, dict[str, Any]] = {
        name: {"signal": one.signal, "confidence": one.confidence} for name, one in page.seen.items()
    }
    after = writer.capture(before, values, extras)
    return None if after is before else after


def to_moment(ms: int) -> str:
    return datetime.fromtimestamp(ms // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
