"""What a browser left on the disk: every file of a profile, and what LevelDB keeps in packed blocks, as bytes to look into."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from tests.e2e.browser import EXTENSION
from tests.e2e.test_first_light import coats

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

FOOTER: Final = 48
MAGIC: Final = bytes.fromhex("57fb808b247547db")
SNAPPY: Final = 1


def words_found(profile: Path, planted: Iterable[str]) -> list[str]:
    """Every planted text that stands in the profile, as it is or in a coat that it might wear."""
    spellings = [(text, coat, spelling) for text in planted for coat, spelling in coats(text)]
    assert spellings
    # What the extension's code says by itself tells nothing when the browser keeps that code compiled.
    code = b"".join(path.read_bytes() for path in EXTENSION.rglob("*.js"))
    ours = {text for text, _, spelling in spellings if spelling in code}
    return sorted(
        f"{text!r} as {coat} in {path.relative_to(profile)}"
        for path, data in contents(profile)
        for text, coat, spelling in spellings
        if spelling in data and not ("Code Cache" in path.parts and text in ours)
    )


def contents(profile: Path) -> Iterator[tuple[Path, bytes]]:
    """Each file as it is; a table of LevelDB also with its blocks unpacked."""
    for path in sorted(profile.rglob("*")):
        if path.is_file() and not path.is_symlink():
            data = path.read_bytes()
            yield path, data
            if data[-8:] == MAGIC:
                yield path, b"\0".join(blocks(data))


def blocks(table: bytes) -> Iterator[bytes]:
    """The data of a table of LevelDB (doc/table_format.md): its footer names an index, whose values name the blocks."""
    footer = table[-FOOTER:]
    _, _, at = _handle(footer, 0)
    offset, size, _ = _handle(footer, at)
    for value in _values(_block(table, offset, size)):
        offset, size, _ = _handle(value, 0)
        yield _joined(_block(table, offset, size))


def _block(table: bytes, offset: int, size: int) -> bytes:
    return unpacked(table[offset : offset + size]) if table[offset + size] == SNAPPY else table[offset : offset + size]


def _handle(data: bytes, at: int) -> tuple[int, int, int]:
    offset, at = _number(data, at)
    size, at = _number(data, at)
    return offset, size, at


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A varint, and where it ends."""
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def _entries(block: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """How much of its key each has of the one before, the rest of the key, and the value."""
    restarts = struct.unpack("<I", block[-4:])[0]
    at, end = 0, len(block) - 4 * (restarts + 1)
    while at < end:
        shared, at = _number(block, at)
        own, at = _number(block, at)
        length, at = _number(block, at)
        yield shared, block[at : at + own], block[at + own : at + own + length]
        at += own + length


def _values(block: bytes) -> Iterator[bytes]:
    return (value for _, _, value in _entries(block))


def _joined(block: bytes) -> bytes:
    """Keys whole, where the table leaves out what they share."""
    out, key = bytearray(), b""
    for shared, own, value in _entries(block):
        key = key[:shared] + own
        out += key + b"\0" + value + b"\0"
    return bytes(out)


def unpacked(data: bytes) -> bytes:
    """Snappy (format_description.txt): runs of bytes, and copies of what came before."""
    length, at = _number(data, 0)
    out = bytearray()
    while at < len(data):
        tag, kind = data[at], data[at] & 3
        at += 1
        if kind == 0:
            size = tag >> 2
            if size >= 60:
                more = size - 59
                size, at = int.from_bytes(data[at : at + more], "little"), at + more
            out += data[at : at + size + 1]
            at += size + 1
            continue
        if kind == 1:
            size, back, at = (tag >> 2 & 7) + 4, (tag >> 5) << 8 | data[at], at + 1
        else:
            wide = 2 if kind == 2 else 4
            size, back, at = (tag >> 2) + 1, int.from_bytes(data[at : at + wide], "little"), at + wide
        for _ in range(size):
            out.append(out[-back])
    assert len(out) == length
    return bytes(out)
