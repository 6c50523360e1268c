"""What is fuzzed: each target takes any bytes to a parser. It may refuse them; whatever it takes it must give back the same.

A sealed structure is met twice: as bytes from outside, and with what is inside it, sealed as a hostile member or page could.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

from nacl import bindings as sodium

from counterfoil_crypto import chain, labels, pairing, statement
from counterfoil_crypto.blob import blob_length, open_blob
from counterfoil_crypto.device import Device
from counterfoil_crypto.document import decode, join
from counterfoil_crypto.encoding import Reader, derive, frame
from counterfoil_crypto.envelope import open_envelope, seal, size_step
from counterfoil_crypto.epoch import Epoch
from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.header import Header, take_header
from counterfoil_crypto.identity import normal_order_number
from counterfoil_crypto.kit import parse_words, word_list
from counterfoil_crypto.lock import unlock_seed
from counterfoil_crypto.suffixes import vendor_of

if TYPE_CHECKING:
    from collections.abc import Callable

KEY: Final = bytes(range(32))
SECRET: Final = bytes(range(16))
NONCE: Final = bytes(24)
ACCOUNT: Final = bytes([7]) * 32
EPOCH: Final = Epoch(0, KEY)
HEADER: Final = Header(ACCOUNT, bytes(16), 0)
DEVICE: Final = Device(KEY)
WORDS: Final = sorted(word_list())
CLAIM: Final = bytes(232)
CHEAP: Final = (2, 19_456)
"""Passes and KiB of the cheapest lock there may be."""


def envelope(data: bytes) -> None:
    reader = Reader(data)
    header = take_header(reader)
    assert data.startswith(header.encode())
    open_envelope(Epoch(header.epoch, KEY), data)


def envelope_inside(data: bytes) -> None:
    """The first byte says whether the padding is made to fit."""
    plain = data[1:] if data[:1] > b"\x7f" else data[1:].ljust(size_step(len(data) - 1), b"\0")
    opened = open_envelope(EPOCH, _sealed(plain, HEADER.encode(), labels.ENVELOPE, EPOCH.seal_key))
    if plain[0] == 0:
        again = seal(EPOCH, opened.header, opened.inner, deflate=False, nonce=NONCE)
        assert again == _sealed(plain, HEADER.encode(), labels.ENVELOPE, EPOCH.seal_key)
    document(opened.inner.document)


def deflated(data: bytes) -> None:
    """A DEFLATE stream behind the length that it announces."""
    stream, announced = data[3:], int.from_bytes(data[:3])
    fixed = bytes([1]) + bytes(16) + bytes(8) + bytes(8) + bytes(72) + bytes(40) + len(stream).to_bytes(4) + announced.to_bytes(4)
    plain = (fixed + stream).ljust(size_step(len(fixed) + len(stream)), b"\0")
    inner = open_envelope(EPOCH, _sealed(plain, HEADER.encode(), labels.ENVELOPE, EPOCH.seal_key)).inner
    assert len(inner.document) == announced
    assert zlib.decompress(stream, wbits=-15) == inner.document


def a_statement(data: bytes) -> None:
    read = statement.parse(data)
    if isinstance(read, statement.Placed):
        place = read.place
        kind, act = statement._encode_act(read.act)
        named = place.account + place.previous + place.head.encode() + place.signer + place.date.to_bytes(8)
        assert data[:-64] == bytes([statement.VERSION, kind]) + named + act
    assert read.signed == data


def restored(data: bytes) -> None:
    assert chain.parse_restored(data).encode() == data


def document(data: bytes) -> None:
    read = decode(data)
    assert read.encode() == data
    assert join(read, decode(data)) is read


def code(data: bytes) -> None:
    read = pairing.parse_code(data.decode("utf-8", "surrogateescape"))
    assert pairing.parse_code(str(read)) == read


def claim(data: bytes) -> None:
    pairing.Pairing(SECRET).open_claim(data)


def claim_inside(data: bytes) -> None:
    asked = pairing.Pairing(SECRET)
    plain = data.ljust(192, b"\0")
    sealed = _sealed(plain, asked.mailbox, labels.PAIRING_CLAIM, derive(SECRET, labels.PAIRING_CLAIM), before=b"")
    assert asked.seal_claim(asked.open_claim(sealed), NONCE) == sealed


def answer(data: bytes) -> None:
    pairing.Pairing(SECRET).open_answer(data, CLAIM)


def words(data: bytes) -> None:
    """As a person types, or, behind a zero byte, two bytes for each word of the list."""
    if data[:1] == b"\0":
        numbers = [int.from_bytes(data[at : at + 2]) % len(WORDS) for at in range(1, len(data) - 1, 2)]
        typed = " ".join(WORDS[number] for number in numbers)
    else:
        typed = data.decode("utf-8", "surrogateescape")
    kit = parse_words(typed)
    assert parse_words(" ".join(kit.words)) == kit


def lock(data: bytes) -> None:
    """What costs more than the cheapest lock is made as cheap: its price is not what is looked for here."""
    if len(data) == 98 and int.from_bytes(data[1:5]) <= 16 and int.from_bytes(data[5:9]) <= 1 << 20:
        passes, memory = min(int.from_bytes(data[1:5]), CHEAP[0]), min(int.from_bytes(data[5:9]), CHEAP[1])
        data = data[:1] + passes.to_bytes(4) + memory.to_bytes(4) + data[9:]
    unlock_seed(data, DEVICE.keys.id, "correct horse")


def blob(data: bytes) -> None:
    """Behind its size in three bytes."""
    size = int.from_bytes(data[:3]) % 300_000
    opened = b"".join(open_blob(KEY, size, _pieces(data[3:])))
    assert len(opened) == size
    assert len(data) - 3 == blob_length(size)


def blob_inside(data: bytes) -> None:
    """Chunks of any length under any tag, as whoever has the key can make them: size, then for each its tag and length."""
    size, rest = int.from_bytes(data[:3]) % 300_000, data[3:]
    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    sealed = [sodium.crypto_secretstream_xchacha20poly1305_init_push(state, KEY)]
    while len(rest) >= 4 and len(sealed) < 8:
        tag, length = rest[0] % 4, int.from_bytes(rest[1:4]) % 65_600
        plain, rest = rest[4 : 4 + length].ljust(length, b"\0"), rest[4 + length :]
        sealed.append(sodium.crypto_secretstream_xchacha20poly1305_push(state, plain, None, tag))
    opened = b"".join(open_blob(KEY, size, _pieces(b"".join(sealed))))
    assert len(opened) == size


def url(data: bytes) -> None:
    named = vendor_of(data.decode("utf-8", "surrogateescape"))
    assert named == named.lower()
    # A port stays that is not its scheme's own.
    assert named in {vendor_of(f"{scheme}://{named}/") for scheme in ("https", "http")}


def number(data: bytes) -> None:
    normal = normal_order_number(data.decode("utf-8", "surrogateescape"))
    assert normal_order_number(normal) == normal


def _sealed(plain: bytes, bound: bytes, label: str, key: bytes, before: bytes | None = None) -> bytes:
    """`before` stands in front of the nonce; what is bound, unless it says otherwise."""
    sealed = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, frame(label, bound), NONCE, key)
    return (bound if before is None else before) + NONCE + sealed


def _pieces(data: bytes) -> list[bytes]:
    return [data[at : at + 10_007] for at in range(0, len(data), 10_007)]


TARGETS: Final[dict[str, Callable[[bytes], None]]] = {
    "envelope": envelope,
    "envelope-inside": envelope_inside,
    "deflated": deflated,
    "statement": a_statement,
    "restored": restored,
    "document": document,
    "code": code,
    "claim": claim,
    "claim-inside": claim_inside,
    "answer": answer,
    "words": words,
    "lock": lock,
    "blob": blob,
    "blob-inside": blob_inside,
    "vendor": url,
    "order-number": number,
}


def judge(target: Callable[[bytes], None], data: bytes) -> bool:
    """Whether it takes `data`. Anything else than a refusal with a code comes through."""
    try:
        target(data)
    except RefusedError as error:
        return not error.code
    return True
