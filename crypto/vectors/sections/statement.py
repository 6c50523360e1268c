"""Genesis and add, read alone."""

from typing import Any

from vectors.raw import (
    ACCOUNT,
    COMMITMENT,
    EPOCH,
    FIRST,
    GENESIS,
    GENESIS_DIGEST,
    LAPTOP,
    PHONE,
    WITNESS,
    ZERO32,
    add,
    case,
    digest,
    genesis,
    head,
    sealed_box,
)


def cases() -> None:
    def parsed(name: str, why: str, signed: bytes, output: Any = None, refused: str | None = None) -> None:
        case(f"statement/{name}", why, "statement", {"statement": signed.hex()}, output=output, refused=refused)

    parsed("genesis", "a new account", GENESIS, {
        "kind": "genesis", "account": ACCOUNT.hex(), "digest": GENESIS_DIGEST.hex(), "sign": LAPTOP.sign.hex(),
        "box": LAPTOP.box.hex(), "commitment": COMMITMENT.hex(), "sealed": sealed_box(EPOCH, LAPTOP.box, "genesis").hex(),
    })  # fmt: skip
    good = add(previous=GENESIS_DIGEST, before=WITNESS)
    parsed("add", "a newcomer; its signature needs the signer", good, {
        "kind": "add", "account": ACCOUNT.hex(), "digest": digest("statement", good).hex(), "previous": GENESIS_DIGEST.hex(),
        "head": {"generation": ZERO32.hex(), "sequence": 1, "hash": FIRST.hex()}, "signer": LAPTOP.id.hex(), "role": 1,
        "sign": PHONE.sign.hex(), "box": PHONE.box.hex(), "epoch": 0, "sealed": sealed_box(EPOCH, PHONE.box, "add").hex(),
    })  # fmt: skip
    parsed("empty", "nothing at all", b"", refused="length")
    parsed("genesis-short", "a byte is missing", GENESIS[:-1], refused="length")
    parsed("genesis-long", "a byte too many", GENESIS + b"\0", refused="length")
    parsed("genesis-version", "version 2", genesis(version=2), refused="version")
    parsed("kind", "a kind from the future", genesis(kind=99), refused="kind")
    parsed("genesis-signature", "one bit of the signature", GENESIS[:-1] + bytes([GENESIS[-1] ^ 1]), refused="signature")
    parsed(
        "genesis-body",
        "one bit of the commitment",
        GENESIS[:100] + bytes([GENESIS[100] ^ 1]) + GENESIS[101:],
        refused="signature",
    )
    parsed("add-short", "a byte is missing", good[:-1], refused="length")
    far = head(ZERO32, 2**53, FIRST)
    parsed("add-sequence", "a sequence above 2^53-1", add(previous=GENESIS_DIGEST, before=far), refused="head")
    parsed("add-role", "a role from the future", add(previous=GENESIS_DIGEST, before=WITNESS, role=3), refused="role")
