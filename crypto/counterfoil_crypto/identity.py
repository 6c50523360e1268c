"""What makes two sightings one record: natural keys, and the ids made from them (SPEC.md, *identity*)."""

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from . import labels
from .document import Document
from .encoding import MOST_MS, digest, frame, to_utf8
from .epoch import Epoch
from .errors import RefusedError

WHITE_SPACE: Final = (
    "\u0009\u000a\u000b\u000c\u000d\u0020\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
_DROPPED: Final = dict.fromkeys(map(ord, WHITE_SPACE + "#"))
_UPPER: Final = {code: code - 32 for code in range(ord("a"), ord("z") + 1)}
_LOWER: Final = {upper: lower for lower, upper in _UPPER.items()}

_AMOUNT: Final = re.compile(r"(-?)(0|[1-9][0-9]{0,15})(?:\.([0-9]{1,8}))?")
_CURRENCY: Final = re.compile(r"[A-Z]{3}")
MOST_OF_ONE: Final = 1_000_000

NaturalKey = tuple[str, ...]
Goods = tuple[str, int | None]
"""An item's name, and how many of it; None: unknown."""


def normal_order_number(number: str) -> str:
    """Without spaces and `#`, ASCII letters upper case; refused (`empty`) if nothing is left."""
    normal = number.translate(_DROPPED | _UPPER)
    if not normal:
        raise RefusedError("empty", "an order number needs at least one character")
    return normal


def vendor_key(vendor: str) -> NaturalKey:
    return ("domain", vendor)


def order_key(vendor: str, number: str) -> NaturalKey:
    return ("number", vendor, normal_order_number(number))


def unnumbered_key(vendor: str, at_ms: int, total: str, currency: str | None, items: Sequence[Goods]) -> NaturalKey:
    """An order without a number, captured at `at_ms` since 1970; no `items`: unknown.

    Refused: `time`, `amount`, `currency`, `quantity`.
    """
    if not 0 <= at_ms < MOST_MS:
        raise RefusedError("time", "not a time from 1970 to 2248")
    day = datetime.fromtimestamp(at_ms // 1000, UTC).strftime("%Y-%m-%d")
    amount = normal_amount(total)
    if currency is not None and not _CURRENCY.fullmatch(currency):
        raise RefusedError("currency", "a currency is three capital letters")
    return ("unnumbered", vendor, day, amount if currency is None else f"{amount} {currency}", _items_digest(items))


def normal_amount(amount: str) -> str:
    """A decimal string in its one spelling, `12.5` for `12.50`; refused (`amount`) if it is none."""
    found = _AMOUNT.fullmatch(amount)
    if not found:
        raise RefusedError("amount", "an amount looks like 49.97")
    sign, whole, fraction = found[1], found[2], (found[3] or "").rstrip("0")
    normal = f"{whole}.{fraction}" if fraction else whole
    return normal if normal == "0" else sign + normal


def _items_digest(items: Sequence[Goods]) -> str:
    if not items:
        return ""
    pairs = sorted((to_utf8(name), _quantity(quantity)) for name, quantity in items)
    return digest(labels.ITEMS, *(part for pair in pairs for part in pair))[:16].hex()


def _quantity(quantity: int | None) -> bytes:
    if quantity is not None and not 1 <= quantity <= MOST_OF_ONE:
        raise RefusedError("quantity", f"a quantity is from 1 to {MOST_OF_ONE}")
    return b"" if quantity is None else str(quantity).encode()


def device_key(device: bytes) -> NaturalKey:
    return ("device", device.hex())


def terms_key(vendor: str, url: str, language: str | None, part: int = 0) -> NaturalKey:
    """A document at one address in one language, None: unknown; `part` counts the records that a long one takes."""
    return ("terms", vendor, url, "und" if language is None else language.translate(_LOWER), str(part))


def texts_key(part: int) -> NaturalKey:
    """The texts of all documents, in as many records as they take."""
    return ("texts", str(part))


def acceptance_key(order: bytes) -> NaturalKey:
    """By the record id of its order."""
    return ("acceptance", order.hex())


def agreement_key(vendor: str | None) -> NaturalKey:
    """None: the person's standing choice."""
    return ("agreement", vendor or "")


def attachment_key(sha256: bytes) -> NaturalKey:
    return ("sha-256", sha256.hex())


def record_id(epoch: Epoch, record_type: str, key: NaturalKey) -> bytes:
    """The 16-byte id of a captured record: keyed, so that nobody outside the epoch can confirm a guess."""
    message = frame(labels.RECORD, *(to_utf8(part) for part in (record_type, *key)))
    return hashlib.blake2b(message, digest_size=16, key=epoch.id_key).digest()


def source_id(address: str) -> str:
    """The element of `source/<id>` that a page's cleaned address has on every device: 16 hex digits."""
    return digest(labels.SOURCE, to_utf8(address))[:8].hex()


def natural_key_digest(record_type: str, key: NaturalKey) -> str:
    """What is left of a natural key once its record was purged: 32 hex digits, of its field `key/<digest>`."""
    return digest(labels.NATURAL_KEY, *(to_utf8(part) for part in (record_type, *key))).hex()[:32]


def number_of(document: Document) -> str | None:
    """An order's number in normal form: the order number, or the confirmation number while there is no other."""
    return _normal(document.page_said("orderNumber")) or confirmation_of(document)


def confirmation_of(document: Document) -> str | None:
    """An order's confirmation number in normal form."""
    return _normal(document.page_said("confirmationNumber"))


def natural_key_of(document: Document) -> NaturalKey | None:
    """The natural key of a captured record, by what pages said; None for one that has none, or not enough to tell."""
    said = {name: document.page_said(name) for name in document.fields}
    match document.type, said:
        case "Vendor", {"domain": str(domain)}:
            return vendor_key(domain)
        case "Order", {"vendor": str(vendor)}:
            number = number_of(document)
            return _unnumbered_of(vendor, said) if number is None else order_key(vendor, number)
        case "TermsDocument", {"vendor": str(vendor), "url": str(url)}:
            language, part = said.get("language"), 0 if said.get("part") is None else said["part"]
            if isinstance(part, int) and not isinstance(part, bool) and part >= 0:
                return terms_key(vendor, url, language if isinstance(language, str) else None, part)
        case "Acceptance", {"order": str(order)}:
            return ("acceptance", order)
    return None


def _normal(number: Any) -> str | None:
    try:
        return normal_order_number(number) if isinstance(number, str) else None
    except RefusedError:
        return None


def _unnumbered_of(vendor: str, said: dict[str, Any]) -> NaturalKey | None:
    """None where a value is not as the record model has it."""
    created, total, currency = said.get("created"), said.get("total"), said.get("currency")
    goods = _goods_of(said.get("items"))
    if not isinstance(created, str) or not _MOMENT.fullmatch(created) or not isinstance(total, str) or goods is None:
        return None
    if not isinstance(currency, str | None):
        return None
    try:
        at = datetime.strptime(created, "%Y-%m-%dT%H:%M:%S%z")
        return unnumbered_key(vendor, int(at.timestamp()) * 1000, total, currency, goods)
    except (ValueError, RefusedError):
        return None


_MOMENT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", re.ASCII)


def _goods_of(said: Any) -> list[Goods] | None:
    """None: not a list of items; nothing said is an empty one."""
    goods: list[Goods] = []
    for item in [] if said is None else said if isinstance(said, list) else [None]:
        match item:
            case {"name": str(name), **rest}:
                quantity = rest.get("quantity")
                if isinstance(quantity, bool) or not isinstance(quantity, int | None):
                    return None
                goods.append((name, quantity))
            case _:
                return None
    return goods
