"""What a device signs when it hands out evidence of an order (SPEC.md, *evidence*)."""

import hashlib
from typing import Any

from . import labels
from .document import canonical
from .encoding import frame
from .errors import RefusedError


def evidence_digest(evidence: Any) -> bytes:
    """SHA-256 of the canonical JSON; refused (`canonical`) if there is none."""
    return hashlib.sha256(canonical(evidence)).digest()


def evidence_message(digest: bytes, page: bytes | None) -> bytes:
    """The bytes to sign: bound to the evidence [32] and to the page that shows it [32], or to none."""
    if len(digest) != 32 or (page is not None and len(page) != 32):
        raise RefusedError("length", "a digest has 32 bytes")
    return frame(labels.EVIDENCE, digest, page or b"")
