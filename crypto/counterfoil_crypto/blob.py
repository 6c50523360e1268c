"""A file, sealed under a key of its own, in chunks (SPEC.md, *blob*)."""

from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_init_pull,
    crypto_secretstream_xchacha20poly1305_init_push,
    crypto_secretstream_xchacha20poly1305_pull,
    crypto_secretstream_xchacha20poly1305_push,
    crypto_secretstream_xchacha20poly1305_state,
)
from nacl.bindings import crypto_secretstream_xchacha20poly1305_TAG_FINAL as FINAL
from nacl.bindings import crypto_secretstream_xchacha20poly1305_TAG_MESSAGE as MESSAGE
from nacl.exceptions import CryptoError

from .document import Document
from .encoding import from_base64url
from .envelope import size_step
from .errors import RefusedError
from .header import MOST_BLOBS, BlobDigest, blob_id

__all__ = [
    "LARGEST_FILE",
    "BlobDigest",
    "BlobName",
    "blob_id",
    "blob_length",
    "blob_named",
    "blobs_named",
    "blobs_of",
    "open_blob",
    "seal_blob",
]

LARGEST_FILE: Final = 67_108_864
_CHUNK: Final = 65_536
_MORE: Final = 17
_HEADER: Final = 24


class BlobName(NamedTuple):
    """What a register says of a blob: its id [32], its key [32], and the file's length in bytes."""

    id: bytes
    key: bytes
    size: int


def blob_named(value: Any) -> BlobName | None:
    """The blob that a register's value names, if it names one."""
    match value:
        case {"blob": str(name), "key": str(key), "size": int(size)} if not isinstance(size, bool) and 0 <= size <= LARGEST_FILE:
            try:
                named = BlobName(from_base64url(name), from_base64url(key), size)
            except RefusedError:
                return None
            return named if len(named.id) == 32 and len(named.key) == 32 else None
    return None


def blobs_named(document: Document) -> tuple[bytes, ...]:
    """The ids of the blobs that a document names, ascending; an envelope has room for `MOST_BLOBS` of them."""
    registers = (register for registers in document.fields.values() for register in registers.values())
    return tuple(sorted({named.id for register in registers if (named := blob_named(register.value))}))


def blobs_of(document: Document) -> tuple[bytes, ...]:
    """The ids that an envelope of this document lists; refused (`header`) if they are more than 64."""
    ids = blobs_named(document)
    if len(ids) > MOST_BLOBS:
        raise RefusedError("header", f"a record names at most {MOST_BLOBS} files, this one names {len(ids)}")
    return ids


def blob_length(size: int) -> int:
    """How long the blob of a file of `size` bytes is; refused (`length`) if the file is too large."""
    if not 0 <= size <= LARGEST_FILE:
        raise RefusedError("length", f"a file has at most {LARGEST_FILE} bytes, this one has {size}")
    plain = size_step(size)
    return _HEADER + plain + _MORE * -(-plain // _CHUNK)


def seal_blob(key: bytes, size: int, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The blob of a file of `size` bytes that comes in `chunks` of any length; refused (`length`) if it is longer or shorter."""
    blob_length(size)
    state = crypto_secretstream_xchacha20poly1305_state()
    yield crypto_secretstream_xchacha20poly1305_init_push(state, key)
    left = size_step(size)
    for plain in _cut(_padded(size, chunks), _CHUNK):
        left -= len(plain)
        yield crypto_secretstream_xchacha20poly1305_push(state, plain, None, MESSAGE if left else FINAL)


def open_blob(key: bytes, size: int, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The file, from a blob that comes in `chunks` of any length. What came before a refusal is not to be used.

    Refused: `length`, `open`, `final`, `inner`. That it is the blob of a certain id, `BlobDigest` tells.
    """
    left, came = blob_length(size), size_step(size)
    pieces = _cut(_exactly(left, chunks), _HEADER, _CHUNK + _MORE)
    state = crypto_secretstream_xchacha20poly1305_state()
    crypto_secretstream_xchacha20poly1305_init_pull(state, next(pieces), key)
    of_file = size
    for piece in pieces:
        try:
            plain, tag = crypto_secretstream_xchacha20poly1305_pull(state, piece)
        except (CryptoError, RuntimeError) as error:
            raise RefusedError("open", "a chunk of the file does not open: damaged, or in another place") from error
        came -= len(plain)
        if tag != (MESSAGE if came else FINAL):
            raise RefusedError("final", "the file ends in another place than it says")
        if any(plain[of_file:]):
            raise RefusedError("inner", "something follows the file")
        yield plain[:of_file]
        of_file -= min(of_file, len(plain))


def _padded(size: int, chunks: Iterable[bytes]) -> Iterator[bytes]:
    yield from _exactly(size, chunks)
    yield bytes(size_step(size) - size)


def _exactly(length: int, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """`chunks`, the last of which is held back until it is known that their length is right."""
    held = b""
    for chunk in chunks:
        length -= len(chunk)
        if length < 0:
            break
        if held:
            yield held
        held = chunk
    if length:
        raise RefusedError("length", "not as long as its size says")
    yield held


def _cut(chunks: Iterable[bytes], first: int, then: int | None = None) -> Iterator[bytes]:
    """The same bytes in pieces of `first`, then of `then` bytes, the last one perhaps shorter."""
    waiting, want = bytearray(), first
    for chunk in chunks:
        waiting += chunk
        while len(waiting) > want:
            yield bytes(waiting[:want])
            del waiting[:want]
            want = then or first
    if waiting:
        yield bytes(waiting)
