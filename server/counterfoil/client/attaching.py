"""Files that belong to an order: each in the order's growing list `attachments/…`, its bytes in a blob."""

import hashlib
import mimetypes
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from nacl.utils import random
from pydantic import ValidationError

from counterfoil_crypto.blob import BlobName
from counterfoil_crypto.encoding import from_base64url, to_base64url
from counterfoil_crypto.records import AttachedFile

from . import blobs
from .device import LocalDevice, Record
from .errors import ClientError
from .life import connected
from .saving import write_new
from .text import megabytes, plain

LARGEST: Final = 64 * 1024 * 1024
MOST: Final = 64
LIST: Final = "attachments"
_MEDIA_TYPE: Final = re.compile(r"[a-z]+/[a-z0-9.+-]+")


@dataclass(frozen=True)
class Attached:
    """`name` and `media_type` are words of whoever attached it."""

    field: str
    name: str
    media_type: str | None
    blob: BlobName


def attached(order: Record) -> list[Attached]:
    """The files of an order, by name; what another version wrote and does not read as one is left out."""
    found = [_read(name, order.document.shown(name)) for name in order.document.fields if name.startswith(f"{LIST}/")]
    return sorted((one for one in found if one), key=lambda one: (one.name, one.field))


def attach(device: LocalDevice, order: Record, path: Path) -> Attached:
    """Seals a file and writes it down with the order; it is sent with the next sync."""
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > LARGEST:
                raise ClientError(f"this file has {megabytes(size)}; at most {megabytes(LARGEST)} can be attached")
            digest = hashlib.file_digest(file, "sha256").hexdigest()[:32]
            before = attached(order)
            there = next((one for one in before if one.field == f"{LIST}/{digest}"), None)
            if there and blobs.is_here(device.vault, there.blob.id):
                raise ClientError("this file is attached to it already")
            if not there and len(before) >= MOST:
                raise ClientError(f"an order holds at most {MOST} files; this one has that many")
            file.seek(0)
            blob = blobs.seal_file(device.vault, file, size, random(32))
    except OSError as error:
        raise ClientError(f"cannot read {plain(str(path), 200)!r}: {error.strerror}; check its name") from error
    one = Attached(f"{LIST}/{digest}", plain(path.name, 200), _media_type(path), blob)
    device.change(order.id, one.field, _write(one))
    return one


def remove(device: LocalDevice, order: Record, one: Attached) -> None:
    """Takes a file off an order; what nothing names any more is swept in time."""
    device.change(order.id, one.field, None)


async def save(device: LocalDevice, one: Attached, target: Path) -> None:
    """Writes a file's own bytes to a new file at `target`; fetches it first where it is not here."""
    await fetch(device, one.blob)
    write_new(target, blobs.open_file(device.vault, one.blob))


async def fetch(device: LocalDevice, blob: BlobName) -> None:
    """From the relay, if there is one and it is not here yet."""
    if not blobs.is_here(device.vault, blob.id) and device.vault.relay is not None:
        async with connected(device) as relay:
            await blobs.fetch(device.vault, relay, blob)


def _write(one: Attached) -> dict[str, Any]:
    value = AttachedFile(
        name=one.name,
        media_type=one.media_type,
        blob=to_base64url(one.blob.id),
        key=to_base64url(one.blob.key),
        size=one.blob.size,
    )
    return value.model_dump(mode="json", by_alias=True, exclude_none=True)


def _read(field: str, value: Any) -> Attached | None:
    try:
        file = AttachedFile.model_validate(value, by_name=False, by_alias=True)
        blob = BlobName(from_base64url(file.blob), from_base64url(file.key), file.size)
    except (ValidationError, ValueError):
        return None
    return Attached(field, file.name, file.media_type, blob)


def _media_type(path: Path) -> str | None:
    guessed, _ = mimetypes.guess_type(path.name)
    return guessed if guessed and _MEDIA_TYPE.fullmatch(guessed) else None
