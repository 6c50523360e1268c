"""What the fields of each record type hold: the one source of the JSON Schema and of the TypeScript types.

A document's fields are stamped registers (SPEC.md, *document*); these models describe the values that show.
Names are schema.org's where it has one. Unknown is null, never a guess.
"""

from .common import Record
from .device import Device
from .order import Item, Order
from .vendor import Vendor

TYPES: dict[str, type[Record]] = {"Device": Device, "Order": Order, "Vendor": Vendor}

__all__ = ["TYPES", "Device", "Item", "Order", "Record", "Vendor"]
