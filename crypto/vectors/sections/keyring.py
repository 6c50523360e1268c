"""What one device can open, by the statements that hand it keys."""

from typing import Any

from vectors.raw import (
    ACCOUNT,
    EPOCH,
    LAPTOP,
    OTHER_EPOCH,
    PHONE,
    SECOND_EPOCH,
    STRANGER,
    TABLET,
    THIRD_EPOCH,
    Keys,
    adding,
    case,
    noise,
    sealed_box,
    starting,
    wrapped,
)
from vectors.sections.book import Book, paired, started

EVERY = {"0": EPOCH.hex(), "1": SECOND_EPOCH.hex(), "2": THIRD_EPOCH.hex()}


def twice(**second: Any) -> Book:
    """Two epochs started after the first; a tablet let in under the last one."""
    book = paired()
    book.do(5, starting([LAPTOP, PHONE]))
    made = {"number": 2, "key": THIRD_EPOCH, "before": SECOND_EPOCH, **second}
    book.do(3, PHONE.id + starting([LAPTOP], **made))
    book.do(2, adding(TABLET, epoch=2, key=THIRD_EPOCH))
    return book


def cases() -> None:
    def gather(name: str, why: str, book: Book, reader: Keys, output: Any = None, refused: str | None = None) -> None:
        given = {"seed": reader.seed.hex(), "account": ACCOUNT.hex(), "statements": [entry["body"] for entry in book.entries]}
        case(f"keyring/{name}", why, "keyring", given, output=output, refused=refused)

    gather("genesis", "the first device has the first epoch", started(), LAPTOP, {"0": EPOCH.hex()})
    gather("every", "who stayed has every epoch", twice(), LAPTOP, EVERY)
    gather("newcomer", "so has who came last: each key is wrapped under the next", twice(), TABLET, EVERY)
    gather("removed", "who was removed has none from then on", twice(), PHONE, {"0": EPOCH.hex(), "1": SECOND_EPOCH.hex()})
    gather("stranger", "who was never let in has none", twice(), STRANGER, {})
    gather("wrapped-other", "another key than that of the epoch before is wrapped", twice(before=OTHER_EPOCH), TABLET,
           {"2": THIRD_EPOCH.hex()})  # fmt: skip
    for name, why, wrap in (
        (
            "wrapped-flipped",
            "one bit",
            wrapped(THIRD_EPOCH, SECOND_EPOCH, 2)[:-1] + bytes([wrapped(THIRD_EPOCH, SECOND_EPOCH, 2)[-1] ^ 1]),
        ),
        ("wrapped-number", "bound to another epoch's number", wrapped(THIRD_EPOCH, SECOND_EPOCH, 3)),
        ("wrapped-account", "bound to another account", wrapped(THIRD_EPOCH, SECOND_EPOCH, 2, noise("account"))),
        ("wrapped-key", "wrapped under another key", wrapped(OTHER_EPOCH, SECOND_EPOCH, 2)),
    ):
        gather(name, why, twice(wrap=wrap), TABLET, {"2": THIRD_EPOCH.hex()})
    gather("wrapped-but-given", "a key of before was sealed to the device itself, and one is wrapped under that",
           twice(before=OTHER_EPOCH), LAPTOP, EVERY)  # fmt: skip
    gather("committed", "the epoch commits to another key", twice(committed=OTHER_EPOCH), LAPTOP, refused="commitment")
    book = twice()
    book.do(5, starting([LAPTOP, TABLET], number=3, key=noise("epoch 3"), before=THIRD_EPOCH, sealed=OTHER_EPOCH))
    gather("sealed-other", "another key is sealed than the one committed to", book, TABLET, refused="commitment")
    good = starting([LAPTOP])
    box = sealed_box(SECOND_EPOCH, PHONE.box, "x")
    book = started()
    book.do(5, good[:-80] + box)
    gather("sealed-unopened", "sealed to another device's box key", book, LAPTOP, refused="open")

    def between(sealed: bytes, **second: Any) -> Book:
        """What epoch 1 seals to the laptop is not its key; what epoch 2 does is."""
        spoiled = started()
        spoiled.do(5, good[:-80] + sealed)
        spoiled.do(5, starting([LAPTOP], **{"number": 2, "key": THIRD_EPOCH, "before": SECOND_EPOCH, **second}))
        return spoiled

    gather("between-unopened", "an earlier one that does not open: the next wraps it", between(box), LAPTOP, EVERY)
    gather("between-other", "nor the one committed to", between(sealed_box(OTHER_EPOCH, LAPTOP.box, "x")), LAPTOP, EVERY)
    gather("between-none", "nor does the next wrap it: what was sealed before is still there", between(box, before=OTHER_EPOCH), LAPTOP,
           {"0": EPOCH.hex(), "2": THIRD_EPOCH.hex()})  # fmt: skip
    book = twice()
    del book.entries[2]
    gather("start-missing", "no statement starts the epoch between: it and those before it are out of reach", book, TABLET,
           {"2": THIRD_EPOCH.hex()})  # fmt: skip
    book = paired()
    book.do(2, adding(TABLET, epoch=1, key=SECOND_EPOCH))
    gather("start-none", "nor the one that is sealed", book, TABLET, refused="commitment")
