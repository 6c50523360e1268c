"""Records under new ids: into another account, or into a new epoch before they were ever sent.

A record that a page gave is found by its natural key on every device, so its new id is that key's; any other gets a random one.
Where one record names another by its id, it names the new one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from nacl.utils import random

from counterfoil_crypto.document import Document, Field, join
from counterfoil_crypto.epoch import Epoch
from counterfoil_crypto.identity import (
    NaturalKey,
    acceptance_key,
    agreement_key,
    attachment_key,
    natural_key_of,
    record_id,
    texts_key,
)
from counterfoil_crypto.orders import is_other

_SHA_256: Final = re.compile(r"[0-9a-f]{64}")


def move(documents: Mapping[bytes, Document], earlier_epochs: Iterable[Epoch], epoch: Epoch) -> dict[bytes, Document]:
    """All of `documents` but devices, under their ids in `epoch`; those they have now are of `earlier_epochs`."""
    keys = _keys_outside(documents, earlier_epochs)
    moved: dict[bytes, Document] = {}
    ids: dict[bytes, bytes] = {}
    for earlier, document in acceptances_last(documents):
        if document.type == "Device":
            continue
        key = keys.get(earlier)
        record = record_id(epoch, document.type, key) if key else _new_id(document, epoch, ids)
        if record in moved and is_a_number_used_twice(moved[record], document):
            record = random(16)
        ids[earlier] = record
        moved[record] = join(moved[record], document) if record in moved else document
    return {record: with_references(document, ids) for record, document in moved.items()}


def _keys_outside(documents: Mapping[bytes, Document], epochs: Iterable[Epoch]) -> dict[bytes, NaturalKey]:
    """Natural keys that do not stand in their own records: known by the ids that they give."""
    candidates: list[tuple[str, NaturalKey]] = [("Agreement", agreement_key(None))]
    parts = sum(one.type == "TermsTexts" for one in documents.values())
    candidates += [("TermsTexts", texts_key(part)) for part in range(parts)]
    for document in documents.values():
        if document.type == "Agreement" and isinstance(vendor := document.shown("vendor"), str):
            candidates.append(("Agreement", agreement_key(vendor)))
        elif document.type == "TermsDocument":
            candidates += [("Attachment", attachment_key(file)) for file in _files_of(document)]
    ids = {record_id(epoch, kind, key): (kind, key) for epoch in epochs for kind, key in candidates}
    return {record: ids[record][1] for record, one in documents.items() if record in ids and ids[record][0] == one.type}


def _files_of(document: Document) -> Iterator[bytes]:
    """SHA-256 of what the versions of a document are."""
    for name in document.fields:
        match document.shown(name) if name.startswith("version/") else None:
            case {"digest": str(digest)} if _SHA_256.fullmatch(digest):
                yield bytes.fromhex(digest)


def is_a_number_used_twice(one: Document, other: Document) -> bool:
    return one.type == "Order" and is_other(one, other)


def acceptances_last(documents: Mapping[bytes, Document]) -> list[tuple[bytes, Document]]:
    """Their ids are made of their orders'."""
    return sorted(documents.items(), key=lambda one: (one[1].type == "Acceptance", one[0]))


def _new_id(document: Document, epoch: Epoch, ids: Mapping[bytes, bytes]) -> bytes:
    if document.type == "Acceptance":
        order = _id_of(document.page_said("order"))
        return record_id(epoch, document.type, acceptance_key(ids.get(order, order))) if order else random(16)
    key = natural_key_of(document)
    return record_id(epoch, document.type, key) if key else random(16)


def with_references(document: Document, ids: Mapping[bytes, bytes]) -> Document:
    """An acceptance that names its order and its documents as they are called now; every other record as it is."""
    if document.type != "Acceptance":
        return document
    names = {earlier.hex(): record.hex() for earlier, record in ids.items()}
    fields = {name: _renamed(document.fields[name], names) for name in ("order", "documents") if name in document.fields}
    return replace(document, fields={**document.fields, **fields})


def _renamed(registers: Field, names: Mapping[str, str]) -> Field:
    return {origin: replace(register, value=_rename(register.value, names)) for origin, register in registers.items()}


def _rename(value: Any, names: Mapping[str, str]) -> Any:
    match value:
        case str():
            return names.get(value, value)
        case list():
            return [_rename(one, names) if isinstance(one, dict) else one for one in value]
        case {"document": str(document)}:
            return {**value, "document": names.get(document, document)}
    return value


def _id_of(value: Any) -> bytes | None:
    try:
        return bytes.fromhex(value) if isinstance(value, str) and len(value) == 32 else None
    except ValueError:
        return None
