"""Texts of terms: named by their digest, and put together from patches (SPEC.md, *terms*)."""

import hashlib
from typing import Any

from .errors import RefusedError


def version_id(content: bytes) -> str:
    """The first 32 digits of the SHA-256 of what was kept: of a text as UTF-8, or of a file's bytes."""
    return hashlib.sha256(content).hexdigest()[:32]


def patched(base: str, edits: Any) -> str:
    """The text that `edits` make of `base`; refused (`patch`) if they do not fit.

    They come out of a record, so they may be anything. In threes: UTF-16 code units that stay, code units that go, the text that
    comes in their place. What follows the last three stays.
    """
    if not isinstance(edits, list) or len(edits) % 3:
        raise RefusedError("patch", "a patch comes in threes")
    units, parts, at = base.encode("utf-16-le"), [], 0
    for index in range(0, len(edits), 3):
        keep, drop, insert = edits[index : index + 3]
        if not _is_count(keep) or not _is_count(drop) or not isinstance(insert, str):
            raise RefusedError("patch", "a patch is numbers and text")
        if 2 * (at + keep + drop) > len(units):
            raise RefusedError("patch", "a patch goes past the end of its text")
        try:
            parts += [units[2 * at : 2 * (at + keep)], insert.encode("utf-16-le")]
        except UnicodeEncodeError as error:
            raise RefusedError("patch", "a patch is not well-formed") from error
        at += keep + drop
    try:
        return (b"".join(parts) + units[2 * at :]).decode("utf-16-le")
    except UnicodeDecodeError as error:
        raise RefusedError("patch", "a patch parts a surrogate pair") from error


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
