"""Statements of every kind, read alone."""

from typing import Any

from vectors.raw import (
    ACCOUNT,
    COMMITMENT,
    DATE,
    EPOCH,
    FIRST,
    GENESIS,
    GENESIS_DIGEST,
    KIT,
    LAPTOP,
    PHONE,
    SECOND_EPOCH,
    WITNESS,
    ZERO32,
    add,
    case,
    derive,
    digest,
    genesis,
    head,
    noise,
    placed,
    sealed_box,
    starting,
    u,
    wrapped,
)


def cases() -> None:
    def parsed(name: str, why: str, signed: bytes, output: Any = None, refused: str | None = None) -> None:
        case(f"statement/{name}", why, "statement", {"statement": signed.hex()}, output=output, refused=refused)

    parsed("genesis", "a new account", GENESIS, {
        "kind": "genesis", "account": ACCOUNT.hex(), "digest": GENESIS_DIGEST.hex(), "sign": LAPTOP.sign.hex(),
        "box": LAPTOP.box.hex(), "commitment": COMMITMENT.hex(), "sealed": sealed_box(EPOCH, LAPTOP.box, "genesis").hex(),
    })  # fmt: skip
    place: dict[str, Any] = {"previous": GENESIS_DIGEST, "before": WITNESS}

    def shown(kind: str, signed: bytes, **act: Any) -> dict[str, Any]:
        return {
            "kind": kind, "account": ACCOUNT.hex(), "digest": digest("statement", signed).hex(), "previous": GENESIS_DIGEST.hex(),
            "head": {"generation": ZERO32.hex(), "sequence": 1, "hash": FIRST.hex()}, "signer": LAPTOP.id.hex(), "date": DATE, **act,
        }  # fmt: skip

    good = add(**place)
    parsed(
        "add",
        "a newcomer; its signature needs the signer",
        good,
        shown(
            "add",
            good,
            role=1,
            sign=PHONE.sign.hex(),
            box=PHONE.box.hex(),
            epoch=0,
            sealed=sealed_box(EPOCH, PHONE.box, "add").hex(),
        ),
    )
    with_kit = add(newcomer=KIT, role=2, **place)
    parsed(
        "add-kit",
        "a kit",
        with_kit,
        shown(
            "add",
            with_kit,
            role=2,
            sign=KIT.sign.hex(),
            box=KIT.box.hex(),
            epoch=0,
            sealed=sealed_box(EPOCH, KIT.box, "add").hex(),
        ),
    )

    members = [LAPTOP, KIT]
    start = starting(members)
    started = {
        "number": 1, "commitment": derive(SECOND_EPOCH, "epoch/commit").hex(), "wrapped": wrapped(SECOND_EPOCH, EPOCH, 1).hex(),
        "sealed": [[keys.id.hex(), sealed_box(SECOND_EPOCH, keys.box, f"start 1 {keys.id.hex()}").hex()]
                   for keys in sorted(members, key=lambda keys: keys.id)],
    }  # fmt: skip
    revoke, rotate = placed(3, PHONE.id + start, **place), placed(5, start, **place)
    parsed(
        "revoke",
        "removes a device and starts an epoch for the others",
        revoke,
        shown("revoke", revoke, device=PHONE.id.hex(), start=started),
    )
    parsed("rotate", "starts an epoch", rotate, shown("rotate", rotate, start=started))
    for kind, name, why, act, fields in (
        (4, "leave", "its signer goes", b"", {}),
        (6, "checkpoint", "signs for the live set", noise("live"), {"live": noise("live").hex()}),
        (7, "close", "the account ends", b"", {}),
        (8, "notice", "a kit is to be removed", KIT.id, {"kit": KIT.id.hex()}),
        (9, "cancel", "the kit stays", KIT.id, {"kit": KIT.id.hex()}),
    ):
        signed = placed(kind, act, **place)
        parsed(name, why, signed, shown(name, signed, **fields))
        parsed(f"{name}-long", "a byte too many", placed(kind, act + b"\0", **place), refused="length")
    last = placed(4, b"", **{**place, "date": 2**43 - 1})
    parsed("date-last", "the latest date there is", last, {**shown("leave", last), "date": 2**43 - 1})
    parsed("date", "a date of 2^43", placed(4, b"", **{**place, "date": 2**43}), refused="date")
    parsed("start-short", "a member's key is missing", placed(5, start[:-96], **place), refused="length")
    parsed("start-cut", "ends before the number of members", placed(5, start[:100], **place), refused="length")
    parsed("start-long", "a member more than it counts", placed(5, start + start[-96:], **place), refused="length")
    both = start[110:]
    parsed("start-descending", "members descend", placed(5, start[:110] + both[96:] + both[:96], **place), refused="members")
    parsed("start-double", "a member twice", placed(3, PHONE.id + start[:110] + both[:96] * 2, **place), refused="members")
    parsed("start-none", "no member at all: refused in its place only", placed(5, start[:108] + u(0, 2), **place), {
        **shown("rotate", placed(5, start[:108] + u(0, 2), **place)), "start": {**started, "sealed": []}})  # fmt: skip
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
    far_last = add(previous=GENESIS_DIGEST, before=head(ZERO32, 2**53 - 1, FIRST))
    sealed = sealed_box(EPOCH, PHONE.box, "add").hex()
    parsed("add-sequence-last", "the last sequence there is", far_last, {
        **shown("add", far_last, role=1, sign=PHONE.sign.hex(), box=PHONE.box.hex(), epoch=0, sealed=sealed),
        "head": {"generation": ZERO32.hex(), "sequence": 2**53 - 1, "hash": FIRST.hex()}})  # fmt: skip
    parsed("add-role", "a role from the future", add(**place, role=3), refused="role")

    # Two rules broken at once: the first one names it.
    late: dict[str, Any] = {**place, "date": 2**43}
    body = GENESIS[:-64]
    parsed("order-length-version", "one byte, of another version", b"\2", refused="length")
    parsed("order-version-kind", "another version and kind", genesis(version=2, kind=99), refused="version")
    parsed("order-kind-length", "another kind, too short", genesis(kind=99)[:-1], refused="kind")
    parsed(
        "order-length-head", "too short, a sequence above 2^53-1", add(previous=GENESIS_DIGEST, before=far)[:-1], refused="length"
    )
    parsed(
        "order-head-role",
        "a sequence above 2^53-1, another role",
        add(previous=GENESIS_DIGEST, before=far, role=3),
        refused="head",
    )
    parsed("order-role-date", "another role, a date of 2^43", add(**late, role=3), refused="role")
    parsed("order-date-members", "a date of 2^43, members descend", placed(5, start[:110] + both[96:] + both[:96], **late),
           refused="date")  # fmt: skip
    parsed("order-length-signature", "too short, and signed for that", LAPTOP.signed(body[:-1]), refused="length")
