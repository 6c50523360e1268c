"""What makes two sightings one record: natural keys, and the ids made from them (SPEC.md, *identity*)."""

import hashlib
from typing import Final

from . import labels
from .encoding import digest, frame, to_utf8
from .epoch import Epoch
from .errors import RefusedError

WHITE_SPACE: Final = (
    "\u0009\u000a\u000b\u000c\u000d\u0020\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
_DROPPED: Final = dict.fromkeys(map(ord, WHITE_SPACE + "#"))
_UPPER: Final = {code: code - 32 for code in range(ord("a"), ord("z") + 1)}

NaturalKey = tuple[str, ...]


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


def device_key(device: bytes) -> NaturalKey:
    return ("device", device.hex())


def record_id(epoch: Epoch, record_type: str, key: NaturalKey) -> bytes:
    """The 16-byte id of a captured record: keyed, so that nobody outside the epoch can confirm a guess."""
    message = frame(labels.RECORD, *(to_utf8(part) for part in (record_type, *key)))
    return hashlib.blake2b(message, digest_size=16, key=epoch.id_key).digest()


def source_id(address: str) -> str:
    """The element of `source/<id>` that a page's cleaned address has on every device: 16 hex digits."""
    return digest(labels.SOURCE, to_utf8(address))[:8].hex()
