"""What an epoch key derives; sealed keys and commitments."""

from vectors.raw import COMMITMENT, EPOCH, LAPTOP, OTHER_EPOCH, PHONE, case, derive, sealed_box


def cases() -> None:
    case("epoch/derive", "what an epoch key gives", "epoch", {"key": EPOCH.hex()},
         output={name: derive(EPOCH, f"epoch/{name}").hex() for name in ("seal", "id", "wrap", "commit")})  # fmt: skip

    def opened(name: str, why: str, sealed: bytes, seed: bytes = LAPTOP.seed, refused: str | None = None) -> None:
        given = {"seed": seed.hex(), "number": 0, "sealed": sealed.hex(), "commitment": COMMITMENT.hex()}
        case(f"epoch/open-{name}", why, "open-epoch", given, output=None if refused else EPOCH.hex(), refused=refused)

    good = sealed_box(EPOCH, LAPTOP.box, "epoch")
    opened("good", "the key that was committed to", good)
    opened("other-key", "sealed well, committed to another", sealed_box(OTHER_EPOCH, LAPTOP.box, "epoch"), refused="commitment")
    opened("other-device", "sealed to another device", good, seed=PHONE.seed, refused="open")
    opened("flipped", "one bit", good[:-1] + bytes([good[-1] ^ 1]), refused="open")
    opened("short", "31 bytes", sealed_box(EPOCH[:31], LAPTOP.box, "epoch"), refused="length")
    opened("cut", "a byte of the box is missing", good[:-1], refused="open")
    opened("long", "33 bytes", sealed_box(EPOCH + b"\0", LAPTOP.box, "epoch"), refused="length")
