"""A sealed revision of a record: what the relay carries and cannot read (SPEC.md, *envelope*)."""

import zlib
from dataclasses import dataclass
from typing import Final

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
)
from nacl.exceptions import CryptoError
from nacl.utils import random

from . import labels
from .chain import Revision
from .encoding import Reader, frame
from .epoch import Epoch
from .errors import RefusedError
from .header import Header, take_header
from .statement import Head

NONCE_LENGTH: Final = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
SMALLEST_STEP: Final = 1_024
LARGEST_POWER: Final = 65_536
LARGEST_DOCUMENT: Final = 4 * 1024 * 1024


@dataclass(frozen=True)
class Inner:
    """Who wrote an envelope (device id, count, ms), the newest head they had verified, and what they built on."""

    writer: bytes
    count: int
    date: int
    witness: Head
    base: Revision | None
    document: bytes


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


def seal(epoch: Epoch, header: Header, inner: Inner, *, deflate: bool, nonce: bytes | None = None) -> bytes:
    """Seals a document. `deflate` only if every value in it came from a page (SPEC.md says why)."""
    if len(inner.document) > LARGEST_DOCUMENT:
        raise RefusedError("inner", f"a record holds at most {LARGEST_DOCUMENT} bytes, this one has {len(inner.document)}")
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


def open_envelope(epoch: Epoch, envelope: bytes) -> Opened:
    """Opens and parses an envelope; refused with `length`, `header`, `epoch`, `open`, `inner` or `inflate`."""
    reader = Reader(envelope)
    header = take_header(reader)
    if header.epoch != epoch.number:
        raise RefusedError("epoch", f"sealed under epoch {header.epoch}, not {epoch.number}")
    data = frame(labels.ENVELOPE, header.encode())
    nonce = reader.take(NONCE_LENGTH)
    try:
        plain = crypto_aead_xchacha20poly1305_ietf_decrypt(reader.rest(), data, nonce, epoch.seal_key)
    except (CryptoError, ValueError) as error:
        raise RefusedError("open", "does not open: damaged, or sealed under another key") from error
    return Opened(header, _parse(plain))


def _parse(plain: bytes) -> Inner:
    reader = Reader(plain, "inner")
    flag, writer, count, date = reader.number(1), reader.take(16), reader.number(8), reader.number(8)
    witness, base = Head.take(reader, "inner"), Revision(reader.number(8), reader.take(32))
    stored, inflated = reader.number(4), reader.number(4)
    document, padding = reader.take(stored), reader.rest()
    if flag > 1:
        raise RefusedError("inner", f"flag {flag} is not known here")
    if (base.sequence == 0) != (base.digest == bytes(32)):
        raise RefusedError("inner", "the base is half empty")
    if inflated > LARGEST_DOCUMENT or (flag == 0 and inflated != stored):
        raise RefusedError("inner", "the document's lengths do not fit")
    if any(padding) or len(plain) != size_step(len(plain) - len(padding)):
        raise RefusedError("inner", "the padding is not as it must be")
    if flag:
        document = _inflate(document, inflated)
    return Inner(writer, count, date, witness, base if base.sequence else None, document)


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
