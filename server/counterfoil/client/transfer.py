"""All records in a file of the person's own, and back: the extension's format (extension/EXPORT.md).

What is in the file is joined with what is here, never put over it, so that an old file takes nothing away.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from nacl.utils import random

from counterfoil_crypto.document import Document, canonical, decode, join, latest
from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.identity import natural_key_of
from counterfoil_crypto.stamp import follow

from . import strict_json
from .device import LocalDevice
from .errors import ClientError
from .moving import acceptances_last, is_a_number_used_twice, with_references
from .outbox import check_size
from .saving import write_new
from .text import moment, plain
from .vault import Vault, understands

FORMAT: Final = "counterfoil-export/1"
LARGEST: Final = 512 * 1024 * 1024
_RECORD: Final = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Imported:
    """How many records the file had, how many of them said something new, and how many need a newer counterfoil."""

    read: int
    new: int
    newer: int


def export_records(device: LocalDevice, target: Path) -> int:
    """Writes a new file; how many records are in it. Deleted ones too; files of attachments are not."""
    held = device.vault.documents
    records = {record.hex(): json.loads(document.encode()) for record, document in sorted(held.items())}
    said = {"format": FORMAT, "made": moment(device.now()), "records": records}
    write_new(target, [json.dumps(said, ensure_ascii=False, indent=1).encode(), b"\n"])
    return len(records)


def import_records(device: LocalDevice, source: Path) -> Imported:
    """`ClientError` for a file that is not as it should be, in any part: then nothing of it is taken."""
    found = _read(source)
    vault, now = device.vault, device.now()
    known = {record: document for record, document in found.items() if understands(document) and document.type != "Device"}
    changed = _joined(vault, known)
    clock = vault.clock
    for record, document in changed.items():
        check_size(vault, record, document, vault.documents.get(record))
        clock = follow(clock, latest(document), now)
    if changed:
        vault.put_drafts(changed, clock, now)
    return Imported(len(found), len(changed), sum(not understands(document) for document in found.values()))


def _joined(vault: Vault, documents: Mapping[bytes, Document]) -> dict[bytes, Document]:
    """Those that say more than what is here, by the ids that they have here."""
    changed: dict[bytes, Document] = {}
    ids: dict[bytes, bytes] = {}
    for record, one in acceptances_last(documents):
        document = with_references(one, ids)
        ids[record] = target = _place(vault, record, document)
        there = changed.get(target) or vault.documents.get(target)
        merged = join(there, document) if there else document
        if merged is not there:
            changed[target] = merged
    return changed


def _place(vault: Vault, record: bytes, document: Document) -> bytes:
    there = vault.documents.get(record)
    if there and there.type == document.type:
        return record
    key = natural_key_of(document)
    if key:
        found, known = vault.find(document.type, key)
        if known and not is_a_number_used_twice(known, document):
            return found
    return record if there is None else random(16)


def _read(source: Path) -> dict[bytes, Document]:
    try:
        with source.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise ClientError(f"cannot read {plain(str(source), 200)!r}: {error.strerror}; check its name") from error
    if len(content) > LARGEST:
        raise ClientError(f"this file is larger than {LARGEST // 1024 // 1024} MiB; it is no export of Counterfoil")
    try:
        said = strict_json.parse(content)
    except (ValueError, RecursionError) as error:
        raise ClientError(
            "this file is no well-formed JSON; nothing was taken from it; choose a file that was exported"
        ) from error
    match said:
        case {"format": str(other)} if other != FORMAT:
            raise ClientError(f"this file has the format {plain(other, 60)!r}, which this counterfoil does not know; update it")
        case {"format": str(), "records": dict(records)}:
            return {_id(record): _document(record, value) for record, value in records.items()}
    raise ClientError("this file is no export of Counterfoil; nothing was taken from it")


def _id(record: str) -> bytes:
    if not _RECORD.fullmatch(record):
        raise ClientError(f"{plain(record, 60)!r} in this file is no id of a record; nothing was taken from it")
    return bytes.fromhex(record)


def _document(record: str, value: Any) -> Document:
    try:
        return decode(canonical(value))
    except (RefusedError, RecursionError) as error:
        raise ClientError(f"record {record} in this file is malformed ({error}); nothing was taken from it") from error
