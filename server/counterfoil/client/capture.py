"""What a page says becomes records by the extension's rules: a Vendor and an Order, each under the id of its natural key.

Origin `page`; `created` once; one `source/<id>` for each page, once. A page read again writes nothing, and nothing at all is
written into a record that is deleted or of a newer schema.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from counterfoil_crypto.document import PAGE, Document, Writer
from counterfoil_crypto.epoch import Epoch
from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.identity import NaturalKey, order_key, record_id, vendor_key
from counterfoil_crypto.records import Order, Vendor
from counterfoil_crypto.records.common import Record, Source

from .errors import ClientError
from .values import check_values
from .vault import understands


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


def captured_key(document: Document) -> NaturalKey | None:
    """The natural key by what pages said; None for a record that no page gave."""
    said = {name: registers[PAGE].value for name, registers in document.fields.items() if PAGE in registers}
    match document.type, said:
        case "Vendor", {"domain": str(domain)}:
            return vendor_key(domain)
        case "Order", {"vendor": str(vendor), "orderNumber": str(number)}:
            try:
                return order_key(vendor, number)
            except RefusedError:
                return None
    return None


def capture(seen: Capture, documents: Mapping[bytes, Document], epoch: Epoch, writer: Writer, now: int) -> dict[bytes, Document]:
    """The records that `seen` changes, by id; none if it says nothing new. `ClientError` if it is not an order."""
    number = seen.order.get("orderNumber")
    if number is None:
        raise ClientError("an order is captured by its number; this one has none")
    try:
        order_id = record_id(epoch, "Order", order_key(seen.vendor, number.value))
    except RefusedError as error:
        raise ClientError(f"an order is captured by its number: {error}") from error
    vendor_id = record_id(epoch, "Vendor", vendor_key(seen.vendor))
    order = {"vendor": Seen(seen.vendor, "url", 100), **seen.order}
    vendor = {"domain": Seen(seen.vendor, "url", 100)} | ({"name": seen.vendor_name} if seen.vendor_name else {})
    changed: dict[bytes, Document] = {}
    if order_id in documents and documents[order_id].deleted:
        return changed
    for record, model, values in ((vendor_id, Vendor, vendor), (order_id, Order, order)):
        before = documents.get(record) or Document(model.__name__, model.schema_number, {})
        after = _write(before, model, values, writer, url=seen.url, now=now)
        if after is not before:
            changed[record] = after
    return changed


def _write(before: Document, model: type[Record], seen: Mapping[str, Seen], writer: Writer, *, url: str, now: int) -> Document:
    if not understands(before):
        return before
    values = {name: one.value for name, one in seen.items()}
    check_values(model, values)
    extras: dict[str, dict[str, Any]] = {name: {"signal": one.signal, "confidence": one.confidence} for name, one in seen.items()}
    moment = to_moment(now)
    once = {"created": moment, f"source/{source_id(url)}": Source(kind="page", url=url, time=moment).model_dump(mode="json")}
    return writer.capture(before, values | {name: value for name, value in once.items() if name not in before.fields}, extras)


def source_id(url: str) -> str:
    """The same page is the same source, however often it is read."""
    return hashlib.blake2b(url.encode(), digest_size=8).hexdigest()


def to_moment(ms: int) -> str:
    return datetime.fromtimestamp(ms // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
