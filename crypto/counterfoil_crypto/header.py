"""What an envelope shows to everyone: the header that is bound to its contents (SPEC.md, *envelope*)."""

import hashlib
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from . import labels
from .encoding import Reader, digest, frame
from .errors import RefusedError

VERSION: Final = 1
KIND_RECORD: Final = 2
MOST_BLOBS: Final = 64


@dataclass(frozen=True)
class Header:
    """account [32], record id [16], epoch, ids of the blobs it lists [32 each]."""

    account: bytes
    record: bytes
    epoch: int
    blobs: tuple[bytes, ...] = ()

    def encode(self) -> bytes:
        return (
            bytes([VERSION])
            + self.account
            + bytes([KIND_RECORD])
            + self.record
            + self.epoch.to_bytes(4)
            + len(self.blobs).to_bytes(2)
            + b"".join(self.blobs)
        )


def take_header(reader: Reader) -> Header:
    """Reads a header off the front of an envelope."""
    version, account, kind, record = reader.number(1), reader.take(32), reader.number(1), reader.take(16)
    epoch, count = reader.number(4), reader.number(2)
    if version != VERSION:
        raise RefusedError("header", f"envelope version {version} is not known here")
    if kind != KIND_RECORD:
        raise RefusedError("header", f"envelope kind {kind} is not known here")
    if count > MOST_BLOBS:
        raise RefusedError("header", f"{count} blobs are more than {MOST_BLOBS}")
    blobs = tuple(reader.take(32) for _ in range(count))
    if any(one >= other for one, other in pairwise(blobs)):
        raise RefusedError("header", "blob ids are not ascending")
    return Header(account, record, epoch, blobs)


def envelope_digest(envelope: bytes) -> bytes:
    return hashlib.blake2b(b"".join((_ENVELOPE, len(envelope).to_bytes(4), envelope)), digest_size=32).digest()


_ENVELOPE: Final = frame(labels.ENVELOPE)


class BlobDigest:
    """The id of a blob of `length` bytes, as its bytes come."""

    def __init__(self, length: int) -> None:
        self._left = length
        self._hash: Final = hashlib.blake2b(frame(labels.BLOB) + length.to_bytes(4), digest_size=32)

    def update(self, data: bytes) -> None:
        self._left -= len(data)
        self._hash.update(data)

    def id(self) -> bytes:
        """[32]; refused (`length`) if other than `length` bytes came."""
        if self._left:
            raise RefusedError("length", "a blob of another length than announced")
        return self._hash.digest()

    def check(self, named: bytes) -> None:
        """Refused (`blob`) if this is not the blob of that id."""
        if self.id() != named:
            raise RefusedError("blob", "another file than the one that was listed")


def blob_id(blob: bytes) -> bytes:
    return digest(labels.BLOB, blob)
