"""Documents of terms that are files: each stands in an `Attachment` by its SHA-256, its bytes in a blob."""

import hashlib

from counterfoil_crypto.blob import blob_named
from counterfoil_crypto.identity import attachment_key

from . import blobs
from .attaching import fetch
from .device import LocalDevice
from .errors import ClientError


async def content(device: LocalDevice, digest: str) -> bytes:
    """The file with this SHA-256 (hex) and no other, fetched where it is not here."""
    _, document = device.vault.find("Attachment", attachment_key(bytes.fromhex(digest)))
    blob = blob_named(document.shown("file")) if document else None
    if blob is None:
        raise ClientError("this file is not here; sync, or look at it where it was read")
    await fetch(device, blob)
    found = b"".join(blobs.open_file(device.vault, blob))
    if hashlib.sha256(found).hexdigest() != digest:
        raise ClientError("this is another file than the one that was accepted; a device of yours wrote a wrong one")
    return found
