"""What a restore took out of the relay's log, record by record, and whether it is there again."""

from dataclasses import dataclass
from typing import Any

from counterfoil_crypto.document import Document

from . import conditions
from .conditions import Code
from .device import LocalDevice
from .text import plain

_NAMES = ("orderNumber", "confirmationNumber", "name", "domain", "title", "url")


@dataclass(frozen=True)
class Lost:
    """`name`: as `record_name` gives it."""

    record: bytes
    type: str
    name: str
    back: bool

    def values(self) -> dict[str, Any]:
        return {"record": self.record.hex(), "type": self.type, "name": self.name, "back": self.back}


def lost_records(device: LocalDevice) -> list[Lost]:
    """Those of the last restore, what is still missing first."""
    found = conditions.get(device.store, Code.RESTORED)
    if found is None:
        return []
    lost = [_lost(device, bytes.fromhex(one), found.body["first"]) for one in found.body["records"]]
    return sorted((one for one in lost if one), key=lambda one: (one.back, one.type, one.name, one.record))


def _lost(device: LocalDevice, record: bytes, first: int) -> Lost | None:
    document = device.vault.documents.get(record)
    if document is None:
        return None
    return Lost(record, document.type, record_name(record, document), back=not is_lost(device, record, first))


def record_name(record: bytes, document: Document) -> str:
    """What a person knows a record by, made harmless for a terminal."""
    words = (document.shown(name) for name in _NAMES)
    return next((plain(one, 60) for one in words if isinstance(one, str) and one), record.hex()[:8])


def is_lost(device: LocalDevice, record: bytes, first: int) -> bool:
    """Whether the log still lacks what it had of a record from entry `first` on."""
    newest = device.vault.log.newest.get(record)
    return record in device.vault.drafts or newest is None or newest.sequence < first
