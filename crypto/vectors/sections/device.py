"""Keys from a seed; strict signatures."""

import hashlib

from nacl import bindings as sodium

from vectors.raw import LAPTOP, ORDER, PHONE, PRIME, case, noise, u


def on_curve(y: int) -> bool:
    """Whether x^2 = (y^2 - 1) / (d y^2 + 1) has a root."""
    d = -121665 * pow(121666, -1, PRIME)
    square = (y * y - 1) * pow(d * y * y + 1, -1, PRIME)
    return pow(square, (PRIME - 1) // 2, PRIME) != PRIME - 1


def cases() -> None:
    for keys, name in ((LAPTOP, "laptop"), (PHONE, "phone")):
        case(f"device/{name}", "keys and id from a seed", "device", {"seed": keys.seed.hex()},
             output={"sign": keys.sign.hex(), "box": keys.box.hex(), "id": keys.id.hex()})  # fmt: skip
    message = noise("message", 100)
    good = LAPTOP.signature(message)

    def verify(name: str, why: str, public: bytes, signature: bytes, *, ok: bool = False, of: bytes = message) -> None:
        given = {"public": public.hex(), "message": of.hex(), "signature": signature.hex()}
        case(f"device/verify-{name}", why, "verify", given, output=True if ok else None, refused=None if ok else "signature")

    verify("good", "an ordinary signature", LAPTOP.sign, good, ok=True)
    verify("other-key", "another device's key", PHONE.sign, good)
    verify("flipped", "one bit of R", LAPTOP.sign, bytes([good[0] ^ 1]) + good[1:])
    big = int.from_bytes(good[32:], "little") + ORDER
    verify("s-plus-l", "S is not below L", LAPTOP.sign, good[:32] + big.to_bytes(32, "little"))
    verify("short", "63 bytes", LAPTOP.sign, good[:63])
    identity = u(1, 1) + bytes(31)
    order8 = bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")
    # R is the base point and S is 1: the equation holds for every message that makes [k]A the neutral element.
    anyone = bytes.fromhex("58" + "66" * 31) + u(1, 1) + bytes(31)
    verify("small-order-key-identity", "a key anyone can sign for", identity, anyone, of=b"counterfoil 0")
    verify("small-order-key-order-8", "a key anyone can sign for, one message in eight", order8, anyone, of=b"counterfoil 2")
    verify(
        "non-canonical-key",
        "y = p + 1 encodes the identity again",
        (PRIME + 1).to_bytes(32, "little"),
        anyone,
        of=b"counterfoil 0",
    )
    mixed = bytes.fromhex("40a4cf5c611d737a2f1c6fcca84d9cabfed80987f186a5a6c57e629bff1af27f")
    fits = bytes.fromhex("9902023927de8e064113e230b3a755ef8ed5b28275852d11fb717f431a6d570d"
                         "0cf1e1bc832c3762d267c820e2a6ba90e5461434ea98970950ad670ea0dfaf02")  # fmt: skip
    verify("mixed-order-key", "a key of mixed order may sign", mixed, fits, ok=True, of=b"counterfoil 3")
    nowhere = next(y.to_bytes(32, "little") for y in range(2, 100) if not on_curve(y))
    verify("key-no-point", "a key that is no point", nowhere, good)
    verify("r-no-point", "R is no point", LAPTOP.sign, nowhere + good[32:])
    verify("key-short", "a key of 31 bytes", LAPTOP.sign[:31], good)
    verify("long", "65 bytes", LAPTOP.sign, good + b"\0")

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
