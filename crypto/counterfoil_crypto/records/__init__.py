"""What the fields of each record type hold: the one source of the JSON Schema and of the TypeScript types.

A document's fields are stamped registers (SPEC.md, *document*); these models describe the values that show.
Names are schema.org's where it has one. Unknown is null, never a guess.
"""

from .acceptance import Acceptance
from .agreement import Agreement, AgreementEvent
from .attachment import AttachedFile, Attachment
from .common import Model, Record, Source
from .device import Device
from .order import Item, Order
from .terms import TermsDocument, TermsPatch, TermsTexts, TermsVersion
from .vendor import Vendor

TYPES: dict[str, type[Record]] = {
    "Acceptance": Acceptance,
    "Agreement": Agreement,
    "Attachment": Attachment,
    "Device": Device,
    "Order": Order,
    "TermsDocument": TermsDocument,
    "TermsTexts": TermsTexts,
    "Vendor": Vendor,
}
ELEMENTS: tuple[type[Model], ...] = (Source, TermsVersion, TermsPatch, AgreementEvent, AttachedFile)
"""What the elements of growing lists hold."""

__all__ = [
    "ELEMENTS",
    "TYPES",
    "Acceptance",
    "Agreement",
    "AgreementEvent",
    "AttachedFile",
    "Attachment",
    "Device",
    "Item",
    "Order",
    "Record",
    "Source",
    "TermsDocument",
    "TermsPatch",
    "TermsTexts",
    "TermsVersion",
    "Vendor",
]
