"""Keys from a seed; strict signatures."""

import hashlib

from nacl import bindings as sodium

from vectors.raw import LAPTOP, ORDER, PHONE, PRIME, ZERO32, case, noise, u


def cases() -> None:
    for keys, name in ((LAPTOP, "laptop"), (PHONE, "phone")):
        case(f"device/{name}", "keys and id from a seed", "device", {"seed": keys.seed.hex()},
             output={"sign": keys.sign.hex(), "box": keys.box.hex(), "id": keys.id.hex()})  # fmt: skip
    message = noise("message", 100)
    good = LAPTOP.signature(message)

    def verify(name: str, why: str, public: bytes, signature: bytes, *, ok: bool = False) -> None:
        given = {"public": public.hex(), "message": message.hex(), "signature": signature.hex()}
        case(f"device/verify-{name}", why, "verify", given, output=True if ok else None, refused=None if ok else "signature")

    verify("good", "an ordinary signature", LAPTOP.sign, good, ok=True)
    verify("other-key", "another device's key", PHONE.sign, good)
    verify("flipped", "one bit of R", LAPTOP.sign, bytes([good[0] ^ 1]) + good[1:])
    big = int.from_bytes(good[32:], "little") + ORDER
    verify("s-plus-l", "S is not below L", LAPTOP.sign, good[:32] + big.to_bytes(32, "little"))
    verify("short", "63 bytes", LAPTOP.sign, good[:63])
    identity = u(1, 1) + bytes(31)
    order8 = bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")
    # [S]B = R + [k]A holds for any message when A is of small order and R = [S]B - [k]A
    for name, point in {"identity": identity, "order-8": order8}.items():
        verify(f"small-order-key-{name}", "a key anyone can sign for", point, identity + ZERO32)
    verify("non-canonical-key", "y = p + 1 encodes the identity again", (PRIME + 1).to_bytes(32, "little"), identity + ZERO32)

    secret = sodium.crypto_core_ed25519_scalar_reduce(noise("torsion scalar", 64))
    pure = sodium.crypto_scalarmult_ed25519_base_noclamp(secret)

    def hram(r: bytes, a: bytes) -> bytes:
        return bytes(sodium.crypto_core_ed25519_scalar_reduce(hashlib.sha512(r + a + message).digest()))

    nonce = sodium.crypto_core_ed25519_scalar_reduce(noise("torsion nonce", 64))
    r_pure = sodium.crypto_scalarmult_ed25519_base_noclamp(nonce)
    r_mixed = sodium.crypto_core_ed25519_add(r_pure, order8)

    def answer(r: bytes, a: bytes, start: bytes = nonce) -> bytes:
        product = sodium.crypto_core_ed25519_scalar_mul(hram(r, a), secret)
        return bytes(sodium.crypto_core_ed25519_scalar_add(start, product))

    verify("made-by-hand", "the same equation, from scalars", pure, r_pure + answer(r_pure, pure), ok=True)
    verify("mixed-order-r", "holds only when multiplied by the cofactor", pure, r_mixed + answer(r_mixed, pure))
    small_r = answer(identity, pure, bytes(32))
    verify("small-order-r", "R is the identity", pure, identity + small_r)
