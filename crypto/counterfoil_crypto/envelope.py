"""A sealed revision of a record: what the relay carries and cannot read (SPEC.md, *envelope*)."""

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
)
from nacl.exceptions import CryptoError
from nacl.utils import random

from . import labels
from .chain import Revision
from .encoding import LARGEST_INTEGER, Reader, frame
from .epoch import Epoch
from .errors import RefusedError
from .header import KIND_RECORD, VERSION, Header, take_header
from .statement import Head

NONCE_LENGTH: Final = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
SMALLEST_STEP: Final = 1_024
LARGEST_POWER: Final = 65_536
LARGEST_DOCUMENT: Final = 4 * 1024 * 1024
_NO_DIGEST: Final = bytes(32)


class Inner(NamedTuple):
    """Who wrote an envelope (device id, count, ms), the newest head they had verified, and what they built on."""

    writer: bytes
    count: int  # type: ignore[assignment] # nobody counts what is in it
    date: int
    witness: Head
    base: Revision | None
    document: bytes


class NoKeyError(RefusedError):
    """The key of the current epoch was never given to this reader: it can judge nothing."""


@dataclass(frozen=True)
class Opened:
    header: Header
    inner: Inner


def size_step(length: int) -> int:
    """The padded size of `length` bytes: 1 KiB, powers of two to 64 KiB, then Padmé."""
    if length <= SMALLEST_STEP:
        return SMALLEST_STEP
    if length <= LARGEST_POWER:
        return int(1 << (length - 1).bit_length())
    exponent = length.bit_length() - 1
    granularity = 1 << (exponent - exponent.bit_length())
    return -(-length // granularity) * granularity


def seal(
    epoch: Epoch, header: Header, inner: Inner, *, deflate: bool, most: float = LARGEST_DOCUMENT, nonce: bytes | None = None
) -> bytes:
    """Seals a document. `deflate` only if every value in it came from a page (SPEC.md says why).

    `most`: the largest document; another than `LARGEST_DOCUMENT` only for what never leaves the device.
    """
    if len(inner.document) > most:
        raise RefusedError("inner", f"a record holds at most {most} bytes, this one has {len(inner.document)}")
    document = zlib.compress(inner.document, level=9, wbits=-15) if deflate else inner.document
    base = inner.base or Revision(0, bytes(32))
    plain = (
        bytes([deflate])
        + inner.writer
        + inner.count.to_bytes(8)
        + inner.date.to_bytes(8)
        + inner.witness.encode()
        + base.sequence.to_bytes(8)
        + base.digest
        + len(document).to_bytes(4)
        + len(inner.document).to_bytes(4)
        + document
    )
    padded = plain.ljust(size_step(len(plain)), b"\0")
    nonce = nonce or random(NONCE_LENGTH)
    encoded = header.encode()
    data = frame(labels.ENVELOPE, encoded)
    return encoded + nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(padded, data, nonce, epoch.seal_key)


def open_envelope(epoch: Epoch, envelope: bytes, most: float = LARGEST_DOCUMENT) -> Opened:
    """Opens and parses an envelope; refused with `length`, `header`, `epoch`, `open`, `inner` or `inflate`. `most` as sealed."""
    reader = Reader(envelope)
    header = take_header(reader)
    if header.epoch != epoch.number:
        raise RefusedError("epoch", f"sealed under epoch {header.epoch}, not {epoch.number}")
    return Opened(header, _open(epoch, envelope, header.encode(), most))


def open_record(epoch_of: Callable[[int], Epoch], account: bytes, record: bytes, number: int, envelope: bytes) -> Inner:
    """Opens what must be of this account, record and epoch, whatever blobs it lists.

    Refused with `epoch` if only that differs, and as `NoKeyError` if its key is not there; everything else is a damage.
    """
    encoded = b"".join((_START, account, _RECORD, record, number.to_bytes(4), _NO_BLOBS))
    if not envelope.startswith(encoded):
        header = take_header(Reader(envelope))
        if header.account != account or header.record != record:
            raise RefusedError("damaged", "an envelope of another account or record")
        if header.epoch != number:
            raise RefusedError("epoch", f"sealed under epoch {header.epoch}, the current one is {number}")
        encoded = header.encode()
    try:
        epoch = epoch_of(number)
    except RefusedError as error:
        raise NoKeyError(error.code, str(error)) from error
    return _open(epoch, envelope, encoded)


# The header of almost every record, but for what changes.
_START: Final = bytes([VERSION])
_RECORD: Final = bytes([KIND_RECORD])
_NO_BLOBS: Final = bytes(2)


def _open(epoch: Epoch, envelope: bytes, header: bytes, most: float = LARGEST_DOCUMENT) -> Inner:
    start = len(header) + NONCE_LENGTH
    if len(envelope) < start:
        raise RefusedError("length", f"{len(envelope)} bytes are too few")
    data, nonce = frame(labels.ENVELOPE, header), envelope[len(header) : start]
    try:
        return _parse(crypto_aead_xchacha20poly1305_ietf_decrypt(envelope[start:], data, nonce, epoch.seal_key), most)
    except (CryptoError, ValueError) as error:
        if isinstance(error, RefusedError):
            raise
        raise RefusedError("open", "does not open: damaged, or sealed under another key") from error


_FIXED: Final = struct.Struct(">B16sQQ32sQ32sQ32sII")
"""Flag; writer, count, date; witness; base; two lengths."""


def _parse(plain: bytes, most: float) -> Inner:
    if len(plain) < _FIXED.size:
        raise RefusedError("inner", f"{len(plain)} bytes are too few")
    flag, writer, count, date, generation, seen, seen_hash, built_on, base, stored, inflated = _FIXED.unpack_from(plain)
    end = _FIXED.size + stored
    if end > len(plain):
        raise RefusedError("inner", f"{len(plain)} bytes are too few")
    if max(count, date, seen, built_on) > LARGEST_INTEGER:
        raise RefusedError("inner", "a number is above 2^53-1")
    if flag > 1:
        raise RefusedError("inner", f"flag {flag} is not known here")
    if (built_on == 0) != (base == _NO_DIGEST):
        raise RefusedError("inner", "the base is half empty")
    if inflated > most or (flag == 0 and inflated != stored):
        raise RefusedError("inner", "the document's lengths do not fit")
    if plain.count(0, end) != len(plain) - end or len(plain) != size_step(end):
        raise RefusedError("inner", "the padding is not as it must be")
    document = plain[_FIXED.size : end]
    if flag:
        document = _inflate(document, inflated)
    witness = Head(generation, seen, seen_hash)
    return Inner(writer, count, date, witness, Revision(built_on, base) if built_on else None, document)


def _inflate(data: bytes, length: int) -> bytes:
    """Inflates to exactly `length` bytes; stops there, whatever the stream would still give."""
    stream = zlib.decompressobj(wbits=-15)
    try:
        out = stream.decompress(data, length + 1)
    except zlib.error as error:
        raise RefusedError("inflate", "the deflated document is broken") from error
    if len(out) != length or not stream.eof or stream.unused_data:
        raise RefusedError("inflate", "the document does not inflate to the length it announced")
    return out
