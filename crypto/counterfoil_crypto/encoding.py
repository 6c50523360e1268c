"""Bytes: frames, digests, strict base64url, and a reader that never runs past the end."""

import base64
import hashlib
from functools import cache
from typing import Final

from .errors import RefusedError


def frame(label: str, *parts: bytes) -> bytes:
    """`label` and `parts`, each behind its length, so that no two lists of parts give the same bytes."""
    out = [_label(label)]
    for part in parts:
        out += (len(part).to_bytes(4), part)
    return b"".join(out)


@cache
def _label(label: str) -> bytes:
    name = label.encode("ascii")
    return len(name).to_bytes(1) + name


def digest(label: str, *parts: bytes) -> bytes:
    """BLAKE2b-256 of a frame: 32 bytes."""
    return hashlib.blake2b(frame(label, *parts), digest_size=32).digest()


def derive(key: bytes, label: str) -> bytes:
    """BLAKE2b-256 keyed with `key` over the label alone: 32 bytes."""
    return hashlib.blake2b(label.encode("ascii"), digest_size=32, key=key).digest()


def to_base64url(data: bytes) -> str:
    """RFC 4648 §5, without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def from_base64url(text: str) -> bytes:
    """The bytes of `text`; refuses (`base64url`) every spelling but the canonical one."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError as error:
        raise RefusedError("base64url", "not base64url") from error
    if to_base64url(data) != text:
        raise RefusedError("base64url", "not base64url in its canonical spelling")
    return data


def to_utf8(text: str, code: str = "text") -> bytes:
    """UTF-8 of well-formed Unicode text; refuses a lone surrogate with `code`."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise RefusedError(code, "text is not well-formed Unicode") from error


def from_utf8(data: bytes, code: str) -> str:
    """Well-formed Unicode text; refuses anything else with `code`."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusedError(code, "not well-formed UTF-8") from error


LARGEST_INTEGER: Final = 2**53 - 1
MOST_MS: Final = 2**43
"""Moments are ms since 1970, below this."""


class Reader:
    """Takes fields off the front of `data`; running out is refused with `code`."""

    def __init__(self, data: bytes, code: str = "length") -> None:
        self._data: Final = data
        self._code: Final = code
        self._at = 0

    def take(self, length: int) -> bytes:
        end = self._at + length
        if end > len(self._data):
            raise RefusedError(self._code, f"{len(self._data)} bytes are too few")
        taken = self._data[self._at : end]
        self._at = end
        return taken

    def number(self, length: int, code: str | None = None) -> int:
        """An unsigned big-endian integer of `length` bytes; above 2^53-1, which not every language holds, refused with `code`."""
        value = int.from_bytes(self.take(length))
        if value > LARGEST_INTEGER:
            raise RefusedError(code or self._code, "a number is above 2^53-1")
        return value

    def rest(self) -> bytes:
        taken = self._data[self._at :]
        self._at = len(self._data)
        return taken

    def end(self) -> None:
        if self._at != len(self._data):
            raise RefusedError(self._code, f"{len(self._data) - self._at} bytes too many")
