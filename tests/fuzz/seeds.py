"""Where fuzzing starts from: the vectors' bytes, and for each target something that it takes."""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import Final

from nacl import bindings as sodium

from counterfoil_crypto import labels
from counterfoil_crypto.blob import seal_blob
from counterfoil_crypto.chain import Restored
from counterfoil_crypto.encoding import frame
from counterfoil_crypto.envelope import Inner, seal
from counterfoil_crypto.kit import Kit
from counterfoil_crypto.lock import lock_seed
from counterfoil_crypto.pairing import Answer, Claim, Code, Pairing
from counterfoil_crypto.statement import Head
from tests.fuzz.targets import ACCOUNT, CHEAP, CLAIM, DEVICE, EPOCH, HEADER, KEY, NONCE, SECRET, WORDS

VECTORS: Final = Path(__file__).parents[2] / "crypto/vectors"
GIVEN: Final = {
    "envelope": ("open", "envelope"),
    "statement": ("statement", "statement"),
    "document": ("decode", "document"),
    "claim": ("open-claim", "claim"),
    "answer": ("open-answer", "answer"),
    "lock": ("unlock", "locked"),
    "restored": ("restored", "entry"),
}
TYPED: Final = {
    "code": ("parse-code", "code"),
    "vendor": ("vendor", "url"),
    "order-number": ("order-number", "number"),
    "words": ("parse-words", "text"),
}
DOCUMENT: Final = b'{"fields":{"note":{"person":{"at":[1,0,"' + b"0" * 32 + b'"],"value":"x"}}},"schema":1,"type":"Order"}'
INNER: Final = Inner(DEVICE.keys.id, 1, 1, Head(bytes(32), 1, bytes(32)), None, DOCUMENT)


def seeds(target: str) -> list[bytes]:
    """Bytes of any kind for a target, some of which it takes."""
    return [*_from_vectors(target), *_taken(target)]


def _from_vectors(target: str) -> list[bytes]:
    operation, name = GIVEN.get(target) or TYPED.get(target) or ("", "")
    cases = [json.loads(path.read_text()) for path in sorted(VECTORS.glob("*/*.json"))]
    found = [case["input"][name] for case in cases if case["operation"] == operation and name in case["input"]]
    if target in TYPED:
        return [one.encode("utf-8", "surrogatepass") for one in found]
    return [bytes.fromhex(one) for one in found]


def _taken(target: str) -> list[bytes]:  # noqa: C901, PLR0911, PLR0912 # a table
    match target:
        case "envelope":
            return [seal(EPOCH, HEADER, INNER, deflate=deflate, nonce=NONCE) for deflate in (False, True)]
        case "envelope-inside":
            return [b"\0" + _inside(deflate=deflate) for deflate in (False, True)]
        case "deflated":
            return [len(one).to_bytes(3) + zlib.compress(one, wbits=-15) for one in (b"", DOCUMENT, bytes(100_000))]
        case "code":
            return [str(Code("https://relay.example", SECRET)).encode()]
        case "claim":
            return [Pairing(SECRET).seal_claim(Claim(DEVICE.keys, "Phone"), NONCE)]
        case "claim-inside":
            return [DEVICE.keys.sign + DEVICE.keys.box + b"\5Phone"]
        case "answer":
            return [Pairing(SECRET).seal_answer(Answer(ACCOUNT, bytes(32)), CLAIM, NONCE)]
        case "words":
            kit = Kit(SECRET, ACCOUNT[:16])
            return [" ".join(kit.words).encode(), b"\0" + b"".join(WORDS.index(word).to_bytes(2) for word in kit.words)]
        case "lock":
            return [lock_seed(KEY, "correct horse", passes=CHEAP[0], memory_kib=CHEAP[1], salt=bytes(16), nonce=NONCE)]
        case "blob":
            return [size.to_bytes(3) + b"".join(seal_blob(KEY, size, [bytes(size)])) for size in (0, 5, 70_000)]
        case "blob-inside":
            return [b"\0\0\5\3\0\4\0hello" + bytes(1_019)]
        case "restored":
            return [Restored(SECRET, 5, 4).encode()]
        case "vendor":
            return [b"https://shop.example.co.uk/order", b"http://[::1]:8080/"]
        case "order-number":
            return ["# 10-ß 001".encode()]
        case "document":
            return [DOCUMENT]
    return []


def _inside(*, deflate: bool) -> bytes:
    sealed = seal(EPOCH, HEADER, INNER, deflate=deflate, nonce=NONCE)
    bound = frame(labels.ENVELOPE, HEADER.encode())
    return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(sealed[len(HEADER.encode()) + 24 :], bound, NONCE, EPOCH.seal_key)
