"""One ciphertext that opens under two keys: XChaCha20-Poly1305 does not bind what it seals to the key.

    python -m tests.attacks.two_keys      writes two_keys.json anew, for the tests in both languages

The authenticator is a polynomial in the blocks of the ciphertext, with a point and an offset of each key's own. With one block to
choose, the tags under two keys are made the same by solving one equation; a solution has a block's form for every few nonces.
"""

from __future__ import annotations

import hashlib
import json
import struct
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from counterfoil_crypto import labels
from counterfoil_crypto.encoding import frame
from counterfoil_crypto.epoch import Epoch

if TYPE_CHECKING:
    from collections.abc import Sequence

VECTOR: Final = Path(__file__).with_name("two_keys.json")
NUMBER: Final = 1
PRIME: Final = (1 << 130) - 5
TAG: Final = 1 << 128
CLAMP: Final = 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF


def made() -> dict[str, object]:
    """An account, two keys of its epoch 1, and a wrapped key of epoch 0 that opens under both."""
    account = _seed("account")
    one, other = (Epoch(NUMBER, _seed(name)) for name in ("one key", "other key"))
    data = frame(labels.EPOCH_WRAP, account, NUMBER.to_bytes(4))
    keys = [epoch._wrap_key for epoch in (one, other)]
    for attempt in range(64):
        nonce = _seed(f"nonce {attempt}")[:24]
        sealed = _sealed(keys, nonce, data)
        if sealed is not None:
            break
    else:
        raise AssertionError("no nonce gives a block")
    return {
        "account": account.hex(),
        "epoch": NUMBER,
        "keys": [epoch.key.hex() for epoch in (one, other)],
        "commitments": [epoch.commitment.hex() for epoch in (one, other)],
        "wrapped": (nonce + sealed).hex(),
    }


def _sealed(keys: list[bytes], nonce: bytes, data: bytes) -> bytes | None:
    """32 bytes of ciphertext and the tag that both `keys` find right; None: this nonce gives none."""
    (r1, s1), (r2, s2) = (_authenticator(key, nonce) for key in keys)
    first = _seed("ciphertext")[:16]
    before = [*_blocks(data), first]
    after = struct.pack("<QQ", len(data), 32)
    # With m the block to choose: tag = fixed + m·r² + s, the last two blocks being m and the lengths.
    fixed1, fixed2 = (_evaluate([*before, None, after], r) for r in (r1, r2))
    factor = pow(r1 * r1 - r2 * r2, -1, PRIME)
    for carry in range(-4, 5):
        m = (s2 - s1 + carry * TAG - fixed1 + fixed2) * factor % PRIME
        block = m - TAG
        if not 0 <= block < TAG:
            continue
        chosen = block.to_bytes(16, "little")
        blocks = [*before, chosen, after]
        tag1, tag2 = ((_evaluate(blocks, r) + s) % TAG for r, s in ((r1, s1), (r2, s2)))
        if tag1 == tag2:
            return first + chosen + tag1.to_bytes(16, "little")
    return None


def _blocks(data: bytes) -> list[bytes]:
    return [data[at : at + 16].ljust(16, b"\0") for at in range(0, len(data), 16)]


def _evaluate(blocks: Sequence[bytes | None], r: int) -> int:
    """Poly1305's polynomial; a block that is None counts as nothing at all."""
    total = 0
    for block in blocks:
        total = (total + (int.from_bytes(block, "little") + TAG if block is not None else 0)) * r % PRIME
    return total


def _authenticator(key: bytes, nonce: bytes) -> tuple[int, int]:
    """Point and offset of the one-time authenticator of XChaCha20-Poly1305."""
    state = _rounds(_state(key, nonce[:16]))
    subkey = struct.pack("<8I", *state[:4], *state[12:])
    start = _state(subkey, bytes(8) + nonce[16:])
    words = [(one + two) & 0xFFFFFFFF for one, two in zip(start, _rounds(start), strict=True)]
    block = struct.pack("<16I", *words)
    return int.from_bytes(block[:16], "little") & CLAMP, int.from_bytes(block[16:32], "little")


def _state(key: bytes, rest: bytes) -> list[int]:
    return list(struct.unpack("<16I", b"expand 32-byte k" + key + rest))


def _rounds(state: list[int]) -> list[int]:
    x = list(state)

    def turn(at: int, by: int, bits: int) -> None:
        mixed = x[at] ^ x[by]
        x[at] = (mixed << bits | mixed >> (32 - bits)) & 0xFFFFFFFF

    def quarter(a: int, b: int, c: int, d: int) -> None:
        for one, two, three, bits in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
            x[one] = (x[one] + x[two]) & 0xFFFFFFFF
            turn(three, one, bits)

    for _ in range(10):
        for at in range(4):
            quarter(at, 4 + at, 8 + at, 12 + at)
        for at in range(4):
            quarter(at, 4 + (at + 1) % 4, 8 + (at + 2) % 4, 12 + (at + 3) % 4)
    return x


def _seed(name: str) -> bytes:
    return hashlib.blake2b(name.encode(), digest_size=32, person=b"two keys").digest()


if __name__ == "__main__":
    VECTOR.write_text(json.dumps(made(), indent=2) + "\n")
    sys.stdout.write(f"{VECTOR.name}\n")
