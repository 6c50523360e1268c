"""Vectors with something wrong in them, and what Python says of each, one JSON a line.

    python -m tests.fuzz.mutants --seed N --count N

Half of those of a sealed structure are damaged inside and sealed again, as a hostile member could.
"""

from __future__ import annotations

import argparse
import json
import sys
from random import Random
from typing import TYPE_CHECKING, Any, Final

from nacl import bindings as sodium
from nacl.exceptions import CryptoError

from counterfoil_crypto import labels
from counterfoil_crypto.encoding import Reader, derive, frame
from counterfoil_crypto.envelope import size_step
from counterfoil_crypto.errors import CopiedProfileError, RefusedError, RelayInconsistentError
from counterfoil_crypto.header import blob_id, take_header
from tests.crypto.test_vectors import OPERATIONS
from tests.fuzz.mutation import mistyped, mutated
from tests.fuzz.seeds import VECTORS

if TYPE_CHECKING:
    from collections.abc import Iterator

Given = dict[str, Any]
BYTES: Final = {
    "open": ("envelope",),
    "statement": ("statement",),
    "restored": ("entry",),
    "decode": ("document",),
    "join": ("one", "other"),
    "open-epoch": ("sealed",),
    "open-claim": ("claim",),
    "open-answer": ("answer",),
    "open-blob": ("blob",),
    "verify": ("signature", "public", "message"),
}
TEXTS: Final = {
    "parse-code": ("code",),
    "parse-words": ("text",),
    "order-number": ("number",),
    "vendor": ("url",),
    "base64url": ("text",),
}
LARGEST: Final = 80_000
"""Bytes of a vector's input, so that thousands of mutants stay a small file."""


def mutants(seed: int, count: int) -> Iterator[Given]:
    """Operation, input and what Python makes of it: an output or the code of a refusal."""
    chance = Random(seed)  # noqa: S311 # repeatable damage
    cases = [json.loads(path.read_text()) for path in sorted(VECTORS.glob("*/*.json"))]
    by_operation: dict[str, list[Given]] = {}
    for case in cases:
        if case["operation"] in {*BYTES, *TEXTS, "read", "unlock"} and len(json.dumps(case)) < LARGEST:
            by_operation.setdefault(case["operation"], []).append(case["input"])
    names = sorted(by_operation)
    for _ in range(count):
        operation = chance.choice(names)
        given = damaged(chance, operation, chance.choice(by_operation[operation]))
        yield {"operation": operation, "input": given, **judged(operation, given)}


def damaged(chance: Random, operation: str, given: Given) -> Given:
    if operation in TEXTS:
        name = chance.choice(TEXTS[operation])
        return {**given, name: mistyped(chance, given[name])}
    if operation == "read":
        entries = [dict(one) for one in given["entries"]]
        entry = chance.choice(entries)
        if entry["body"] is not None:
            entry["body"] = mutated(chance, bytes.fromhex(entry["body"])).hex()
        return {**given, "entries": entries}
    if operation == "unlock":
        return {**given, "locked": _cheap(chance, bytes.fromhex(given["locked"])).hex()}
    name = chance.choice(BYTES[operation])
    data = bytes.fromhex(given[name])
    if operation == "open-blob" and chance.random() < 0.9:
        blob = _blob(chance, given) if chance.random() < 0.5 else mutated(chance, data)
        return {**given, "blob": blob.hex(), "id": blob_id(blob).hex()}
    inside = _inside(operation, given) if chance.random() < 0.5 else None
    if inside is None:
        return {**given, name: mutated(chance, data).hex()}
    plain, key, bound, before = inside
    sealed = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(_padded(chance, plain), bound, bytes(24), key)
    return {**given, name: (before + bytes(24) + sealed).hex()}


def _blob(chance: Random, given: Given) -> bytes:
    """Chunks of about the right length under any tags, sealed with the blob's key."""
    left, state = size_step(given["size"]), sodium.crypto_secretstream_xchacha20poly1305_state()
    sealed = sodium.crypto_secretstream_xchacha20poly1305_init_push(state, bytes.fromhex(given["key"]))
    while left > 0:
        length = min(left, 65_536) if chance.random() < 0.9 else chance.randrange(left + 1)
        plain = bytes(length) if chance.random() < 0.7 else chance.randbytes(length)
        left -= length
        tag = (0 if left else 3) if chance.random() < 0.8 else chance.randrange(4)
        sealed += sodium.crypto_secretstream_xchacha20poly1305_push(state, plain, None, tag)
    return sealed


def _cheap(chance: Random, locked: bytes) -> bytes:
    """Refused before anything is computed: a passphrase takes a second, and what is computed is the vectors' business."""
    while True:
        spoilt = mutated(chance, locked[:26]) + locked[26:]
        passes, memory = int.from_bytes(spoilt[1:5]), int.from_bytes(spoilt[5:9])
        if len(spoilt) != len(locked) or spoilt[0] != 1 or not (passes <= 16 and memory <= 1 << 20 and spoilt[9] == 1):
            return spoilt


def _padded(chance: Random, plain: bytes) -> bytes:
    """Damage where the fields are rather than in the zeros after them; mostly of the length that it must have."""
    end = len(plain.rstrip(b"\0")) + 4
    spoilt = mutated(chance, plain[:end])
    return spoilt if chance.random() < 0.1 else spoilt.ljust(len(plain), b"\0")[: max(len(plain), len(spoilt.rstrip(b"\0")))]


def _inside(operation: str, given: Given) -> tuple[bytes, bytes, bytes, bytes] | None:
    """What a sealed structure holds, its key, what is bound to it and what stands before the nonce; None if it does not open."""
    if operation == "open":
        data, key = bytes.fromhex(given["envelope"]), derive(bytes.fromhex(given["epoch_key"]), labels.EPOCH_SEAL)
        try:
            before = take_header(Reader(data)).encode()
        except RefusedError:
            return None
        bound, rest = frame(labels.ENVELOPE, before), data[len(before) :]
    elif operation in {"open-claim", "open-answer"}:
        secret = bytes.fromhex(given["secret"])
        label = labels.PAIRING_CLAIM if operation == "open-claim" else labels.PAIRING_ANSWER
        mailbox = derive(secret, labels.PAIRING_MAILBOX)
        parts = [mailbox] if operation == "open-claim" else [mailbox, bytes.fromhex(given["claim"])]
        key, bound, before = derive(secret, label), frame(label, *parts), b""
        rest = bytes.fromhex(given["claim" if operation == "open-claim" else "answer"])
    else:
        return None
    try:
        return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(rest[24:], bound, rest[:24], key), key, bound, before
    except (CryptoError, ValueError):
        return None


def judged(operation: str, given: Given) -> Given:
    try:
        return {"output": OPERATIONS[operation](given)}
    except (RefusedError, RelayInconsistentError) as error:
        return {"refused": error.code}
    except CopiedProfileError:
        return {"refused": "count"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=2_000)
    asked = parser.parse_args()
    for one in mutants(asked.seed, asked.count):
        sys.stdout.write(json.dumps(one) + "\n")


if __name__ == "__main__":
    main()
