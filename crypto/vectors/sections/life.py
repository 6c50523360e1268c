"""Statements in their place: who may do what, and when."""

from typing import Any

from vectors.raw import (
    EPOCH,
    GENESIS,
    LAPTOP,
    OTHER_EPOCH,
    PHONE,
    RECORD,
    SECOND_EPOCH,
    STRANGER,
    TABLET,
    THIRD_EPOCH,
    ZERO32,
    Keys,
    add,
    adding,
    case,
    derive,
    head,
    live,
    noise,
    starting,
    wrapped,
)
from vectors.sections.book import Book, admitted, aside, merged, paired, revision, started, superseded


def mixed(sign: Keys, box: Keys) -> Keys:
    """One's signing key and another's box key."""
    keys = Keys("mixed")
    keys.sign, keys.box = sign.sign, box.box
    return keys


def cases() -> None:
    def read(name: str, why: str, book: Book, refused: str | None = None, output: list[Any] | None = None, **given: Any) -> None:
        every = [admitted(entry["sequence"]) for entry in book.entries] if output is None else output
        case(f"log/{name}", why, "read", book.given(**given), output=None if refused else every, refused=refused)

    # Removal and epochs
    book = paired()
    book.do(3, PHONE.id + starting([LAPTOP]))
    book.record(revision("after", epoch=1, epoch_key=SECOND_EPOCH, witness=book.witness()))
    read("revoke", "a device goes; what follows is under the new epoch", book, output=[*map(admitted, (1, 2, 3)), merged(4)])
    old = paired()
    old.do(3, PHONE.id + starting([LAPTOP]))
    old.record(revision("old", witness=old.witness()))
    read(
        "revoke-old-epoch",
        "written under the epoch before: set aside",
        old,
        output=[*map(admitted, (1, 2, 3)), aside(4, "epoch")],
    )
    gone = paired()
    gone.do(3, PHONE.id + starting([LAPTOP]))
    gone.record(revision("gone", epoch=1, epoch_key=SECOND_EPOCH, witness=gone.witness(), writer=PHONE))
    read(
        "revoke-writer", "the removed one writes under the new key", gone, output=[*map(admitted, (1, 2, 3)), aside(4, "writer")]
    )
    for name, why, code, body, options in (
        ("stranger", "not a member", "device", STRANGER.id + starting([LAPTOP, PHONE]), {}),
        ("self", "itself: that is leaving", "device", LAPTOP.id + starting([PHONE]), {}),
        ("number", "an epoch is skipped", "epoch", PHONE.id + starting([LAPTOP], number=2), {}),
        ("too-many", "seals the new key to the one removed as well", "members", PHONE.id + starting([LAPTOP, PHONE]), {}),
        ("too-few", "seals the new key to nobody", "members", PHONE.id + starting([]), {}),
        ("other-member", "seals the new key to another one", "members", PHONE.id + starting([STRANGER]), {}),
        ("committed", "commits to another key than the sealed one", "commitment",
         PHONE.id + starting([LAPTOP], committed=OTHER_EPOCH), {}),
        ("sealed", "seals another key than the one committed to", "commitment", PHONE.id + starting([LAPTOP], sealed=OTHER_EPOCH), {}),
        ("wrapped", "wraps another key than that of the epoch before", "commitment",
         PHONE.id + starting([LAPTOP], before=OTHER_EPOCH), {}),
        ("unwrapped", "wraps nothing that opens", "commitment", PHONE.id + starting([LAPTOP], wrap=noise("wrap", 72)), {}),
        ("account", "another account's", "account", PHONE.id + starting([LAPTOP]), {"account": noise("account")}),
        ("previous", "not after the newest statement", "previous", PHONE.id + starting([LAPTOP]), {"previous": noise("previous")}),
        ("head", "not after the newest entry", "head", PHONE.id + starting([LAPTOP]), {"before": head(ZERO32, 2, noise("head"))}),
        ("signer", "signed by a stranger", "signer", PHONE.id + starting([LAPTOP]), {"signer": STRANGER}),
        ("forged", "names a member, signed by another", "signature", PHONE.id + starting([LAPTOP]),
         {"signer": STRANGER, "claimed_signer": LAPTOP.id}),
    ):  # fmt: skip
        book = paired()
        book.do(3, body, **options)
        read(f"revoke-{name}", why, book, code)
    book = paired()
    book.do(3, PHONE.id + starting([LAPTOP]))
    book.do(3, LAPTOP.id + starting([PHONE], number=2, key=THIRD_EPOCH, before=SECOND_EPOCH), signer=PHONE)
    read("revoke-each-other", "the first one in the log wins", book, "signer")
    book = paired()
    book.do(3, PHONE.id + starting([LAPTOP]))
    book.do(2, adding(PHONE, epoch=1, key=SECOND_EPOCH))
    read("add-gone", "who was removed comes back under the same keys", book, "known-device")
    book = paired()
    book.do(3, PHONE.id + starting([LAPTOP]))
    book.let(TABLET)
    read("add-old-epoch", "hands out the key of the epoch before", book, "epoch")
    for name, why, sign, box in (
        ("sign", "the signing key of a member, and a new box key", LAPTOP, TABLET),
        ("box", "a new signing key, and the box key of a member", TABLET, LAPTOP),
        ("gone-sign", "the signing key of one who was removed", PHONE, TABLET),
        ("gone-box", "the box key of one who was removed", TABLET, PHONE),
    ):
        book = paired()
        book.do(3, PHONE.id + starting([LAPTOP]))
        book.do(2, adding(mixed(sign, box), epoch=1, key=SECOND_EPOCH))
        read(f"add-known-{name}", why, book, "known-device")
    book = paired()
    book.do(4, signer=PHONE)
    book.do(2, adding(PHONE))
    read("add-left", "who left comes back under the same keys", book, "known-device")

    book = paired()
    book.record(revision("kept back", witness=book.witness()))
    book.do(3, PHONE.id + starting([LAPTOP]))
    book.entries[2]["body"] = None
    read("removed-reader", "its own removal is the newest entry: it asks for nothing that was withheld", book, reader=PHONE,
         output=[admitted(1), admitted(2), superseded(3), admitted(4)])  # fmt: skip
    read("withheld-before-revoke", "everyone else does", book, "withheld")
    book.record(revision("after", epoch=1, epoch_key=SECOND_EPOCH, witness=book.witness(), count=2, base=book.base(3)))
    book.entries[4]["body"] = None
    read("removed-reader-later", "nor for anything after it", book, reader=PHONE,
         output=[admitted(1), admitted(2), superseded(3), admitted(4), superseded(5)])  # fmt: skip
    book = paired()
    book.do(3, PHONE.id + starting([LAPTOP]))
    book.record(revision("after", epoch=1, epoch_key=SECOND_EPOCH, witness=book.witness()))
    read("removed-reader-epoch", "and has no key of what came after", book, reader=PHONE,
         output=[*map(admitted, (1, 2, 3)), aside(4, "epoch")])  # fmt: skip
    book = paired()
    book.record(revision("kept back", witness=book.witness()))
    book.do(4, signer=PHONE)
    book.entries[2]["body"] = None
    read(
        "left-reader",
        "who left is done as well",
        book,
        reader=PHONE,
        output=[admitted(1), admitted(2), superseded(3), admitted(4)],
    )

    book = paired()
    book.do(4, signer=PHONE)
    read("leave", "a device goes by itself; the epoch stays", book)
    book.do(5, starting([LAPTOP]))
    read("rotate", "and another one starts the next", book)
    book = paired()
    book.do(4, signer=PHONE)
    book.record(revision("late", witness=book.witness()))
    book.do(2, adding(TABLET))
    read("leave-not-rotated", "no reader refuses what comes before that", book,
         output=[admitted(1), admitted(2), admitted(3), merged(4), admitted(5)])  # fmt: skip
    book = paired()
    book.do(4, signer=PHONE)
    book.record(revision("gone", witness=book.witness(), writer=PHONE))
    read("leave-writer", "who left writes on", book, output=[*map(admitted, (1, 2, 3)), aside(4, "writer")])
    book = paired()
    book.do(5, starting([LAPTOP, PHONE]))
    read("rotate-undue", "a rotation need not be due", book)
    book = started()
    book.do(4)
    read("leave-last", "the only member stays", book, "device")
    book = paired()
    book.do(4, signer=PHONE)
    book.do(5, starting([LAPTOP]), signer=PHONE)
    read("rotate-left", "who left does not choose the key", book, "signer")
    for name, why, code, body in (
        ("number", "the current epoch again", "epoch", starting([LAPTOP, PHONE], number=0)),
        ("members", "a member goes without the key", "members", starting([LAPTOP])),
    ):
        book = paired()
        book.do(5, body)
        read(f"rotate-{name}", why, book, code)

    # Newcomers, who were given an epoch's key and with it all before
    book = paired()
    book.record(revision("before", witness=book.witness()))
    book.do(5, starting([LAPTOP, PHONE]))
    let = book.do(2, adding(TABLET, epoch=1, key=SECOND_EPOCH))
    statements = [entry["body"] for entry in book.entries if entry["kind"] == 1]
    read("newcomer", "reads what was written before it came", book, reader=TABLET, ahead=statements,
         output=[admitted(1), admitted(2), merged(3), admitted(4), admitted(let)])  # fmt: skip
    read("newcomer-no-keys", "without them it can judge nothing", book, "epoch", reader=TABLET)

    starts: list[tuple[str, str, str, dict[str, Any]]] = [
        ("other-key", "what was read ahead commits to another key", "commitment", {"key": OTHER_EPOCH}),
        ("other-wrap", "what was read ahead wraps the right key otherwise", "commitment",
         {"wrap": wrapped(SECOND_EPOCH, EPOCH, 1, name="another wrap")}),
        ("no-wrap", "what was read ahead wraps nothing", "epoch", {"wrap": noise("wrap", 72)}),
    ]  # fmt: skip
    for name, why, code, otherwise in starts:
        said = paired()
        said.do(5, starting([LAPTOP, PHONE], **otherwise))
        said.do(2, adding(TABLET, epoch=1, key=otherwise.get("key", SECOND_EPOCH)))
        ahead = [entry["body"] for entry in said.entries]
        read(f"newcomer-{name}", why, book, code, reader=TABLET, ahead=ahead)
    body = GENESIS[:82] + derive(OTHER_EPOCH, "epoch/commit") + GENESIS[114:194]
    read("newcomer-other-genesis", "what was read ahead begins with another key", book, "commitment", reader=TABLET,
         ahead=[LAPTOP.signed(body).hex(), *statements[1:]])  # fmt: skip
    book = paired()
    book.do(5, starting([LAPTOP, PHONE]))
    book.do(5, starting([LAPTOP, PHONE], number=2, key=THIRD_EPOCH, before=OTHER_EPOCH))
    book.do(2, adding(TABLET, epoch=2, key=THIRD_EPOCH))
    read("newcomer-wrapped", "an epoch before it wraps another key than the one before that", book, "commitment", reader=TABLET,
         ahead=[entry["body"] for entry in book.entries])  # fmt: skip
    book = paired()
    book.do(5, starting([LAPTOP, PHONE], before=OTHER_EPOCH))
    book.record(revision("one", epoch=1, epoch_key=SECOND_EPOCH, witness=book.witness()))
    book.do(5, starting([LAPTOP, PHONE], number=2, key=THIRD_EPOCH, before=SECOND_EPOCH))
    book.do(2, adding(TABLET, epoch=2, key=THIRD_EPOCH))
    read("newcomer-wrapped-below", "and so does one further below, though a key between was used already", book, "commitment",
         reader=TABLET, ahead=[entry["body"] for entry in book.entries if entry["kind"] == 1])  # fmt: skip
    book = paired()
    start = starting([LAPTOP, PHONE])
    mine = start.index(LAPTOP.id, 110) + 16
    book.do(5, start[:mine] + noise("no box", 80) + start[mine + 80 :], signer=PHONE)
    read("rotate-unopened", "what it seals to the reader does not open", book, "commitment")
    read("rotate-unopened-unseen", "the others do not know", book, reader=PHONE)
    book = started()
    book.do(2, adding(PHONE, key=OTHER_EPOCH))
    read("add-sealed", "seals another key to the newcomer: it says so, the others do not know", book, "commitment", reader=PHONE)
    read("add-sealed-unseen", "the others do not know", book)

    # The end
    book = paired()
    book.do(7, signer=PHONE)
    read("close", "any member ends the account", book)
    for name, why in (("statement", "a statement"), ("record", "a record"), ("restored", "a restored entry")):
        book = started()
        book.do(7)
        if name == "statement":
            book.let(PHONE)
        elif name == "record":
            book.record(revision("after the end", witness=book.witness()))
        else:
            book.restored()
        read(f"close-{name}", f"{why} after the end", book, "closed")
    book = started()
    book.record(revision("kept back", witness=book.witness()))
    book.do(7)
    book.entries[1]["body"] = None
    read("close-withheld", "after the end nothing is asked for", book, output=[admitted(1), superseded(2), admitted(3)])

    # Copies
    book = started()
    first = book.record(revision("one", witness=book.witness(), count=5))
    book.record(revision("two", witness=book.witness(), base=book.base(first), count=5))
    read("count-copied", "the person knows of the copy: what repeats a count is set aside", book, copied=[LAPTOP.id.hex()],
         output=[admitted(1), merged(2), aside(3, "count")])  # fmt: skip

    # Checkpoints, in the log
    other = noise("other record", 16)
    book = paired()
    first = book.record(revision("one", witness=book.witness()))
    book.record(revision("other", record=other, witness=book.witness(), writer=PHONE), other)
    book.record(revision("two", witness=book.witness(), base=book.base(first), count=2))
    book.checkpoint()
    read("checkpoint", "signs for the newest revision of every record", book,
         output=[admitted(1), admitted(2), merged(3), merged(4, PHONE), merged(5), admitted(6)])  # fmt: skip
    for name, why, rows in (
        ("older", "an older revision", {**book.live(), RECORD: book.base(first)}),
        ("fewer", "a record is missing", {RECORD: book.live()[RECORD]}),
        ("digest", "another digest", {**book.live(), RECORD: (5, noise("digest"))}),
    ):
        spoiled = paired()
        first = spoiled.record(revision("one", witness=spoiled.witness()))
        spoiled.record(revision("other", record=other, witness=spoiled.witness(), writer=PHONE), other)
        spoiled.record(revision("two", witness=spoiled.witness(), base=spoiled.base(first), count=2))
        spoiled.checkpoint(live(rows))
        read(f"checkpoint-{name}", why, spoiled, "checkpoint")
    odd = paired()
    odd.record(revision("one", witness=odd.witness()))
    odd.record(revision("other", record=other, witness=odd.witness(), writer=STRANGER), other)
    odd.entries[2]["body"] = None
    odd.checkpoint()
    read("checkpoint-every", "what was set aside and what is withheld is in the live set", odd,
         output=[admitted(1), admitted(2), superseded(3), aside(4, "writer"), admitted(5)],
         head={**odd.head(), "sequence": 9, "hash": noise("later").hex()})  # fmt: skip
    empty = started()
    empty.checkpoint()
    read("checkpoint-empty", "no record yet", empty)

    # A statement that comes too late for its place
    book = started()
    late_add = add(previous=book.newest, before=book.witness())
    book.record(revision("between", witness=book.witness()))
    book.statement(late_add)
    read("add-late", "an entry came between", book, "head")
