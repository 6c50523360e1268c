"""A newcomer starts at a checkpoint: the statements before it, the live set, and the log from there."""

from typing import Any

from vectors.raw import (
    ACCOUNT,
    EPOCH,
    LAPTOP,
    PHONE,
    RECORD,
    SECOND_EPOCH,
    TABLET,
    ZERO32,
    adding,
    case,
    head,
    header,
    live,
    noise,
    restored,
    starting,
)
from vectors.sections.book import Book, admitted, aside, merged, paired, put_back, revision, superseded

OTHER, THIRD = noise("other record", 16), noise("third record", 16)


def history(
    *,
    spoiled: dict[str, Any] | None = None,
    third: dict[str, Any] | None = None,
    early: bool = False,
    back: bool = False,
    at: int = 5,
) -> Book:
    """Three records, one of them revised, a removal, and the newcomer: nine entries before the checkpoint.

    `early`: the fourth entry is a checkpoint as well. `back`: the removal was lost in the restore, and is put back; `at`: the head that it names.
    """
    book = paired()
    first = book.record(revision("one", witness=book.witness()))
    if early:
        book.checkpoint()
    book.record(revision("other", record=OTHER, witness=book.witness(), writer=PHONE), OTHER)
    book.record(revision("two", witness=book.witness(), base=book.base(first), count=2))
    removal = book.act(3, PHONE.id + starting([LAPTOP]), before=book.witness(at)) if back else None
    book.restored()
    book.statement(removal or book.act(3, PHONE.id + starting([LAPTOP])))
    made: dict[str, Any] = {"epoch": 1, "epoch_key": SECOND_EPOCH, "witness": book.witness(), "count": 3, **(third or {})}
    book.record(revision("three", record=THIRD, **made), THIRD)
    book.do(2, adding(TABLET, epoch=1, key=SECOND_EPOCH))
    book.checkpoint(**(spoiled or {}))
    return book


def cases() -> None:
    def start(
        name: str,
        why: str,
        book: Book,
        output: list[Any] | None = None,
        refused: str | None = None,
        change: Any = None,
        after: Any = None,
        **known: Any,
    ) -> None:
        end = len(book.entries)
        entries = [entry for entry in book.entries if entry["kind"] != 2]
        rows = [book.entries[sequence - 1] for _, (sequence, _) in sorted(book.live().items())]
        given: dict[str, Any] = {
            "account": ACCOUNT.hex(), "seed": TABLET.seed.hex(), "ahead": [entry["body"] for entry in entries if entry["kind"] == 1],
            "entries": entries, "live": rows, "head": book.head(), **known,
        }  # fmt: skip
        if after:
            after(book)
        given["then"] = [{"entries": book.entries[end:], "through": book.head(), "head": book.head()}]
        if change:
            change(given)
        case(f"checkpoint/{name}", why, "read-checkpoint", given, output=output, refused=refused)

    generation = bytes.fromhex(history().entries[5]["digest"])
    before = [admitted(1), admitted(2), merged(4, PHONE), merged(5), put_back(6, generation), admitted(7), merged(8), admitted(9),
              admitted(10)]  # fmt: skip

    def revised(book: Book) -> None:
        base = book.base(5)
        sealed = revision("later", epoch=1, epoch_key=SECOND_EPOCH, witness=book.witness(), base=base, writer=TABLET)
        book.record(sealed)

    start("good", "a removal, a restore and the newcomer itself lie before it", history(), before)
    start("then", "and what follows is read as ever: a revision of a record of the live set", history(), [*before, merged(11, TABLET)],
          after=revised)  # fmt: skip

    def early(book: Book) -> None:
        witness = head(ZERO32, 3, noise("not to be compared"))
        book.record(revision("late", epoch=1, epoch_key=SECOND_EPOCH, witness=witness, base=book.base(5), count=9))

    start("then-early-witness", "a witness from before cannot be compared", history(), [*before, merged(11)], after=early)

    def at_head(book: Book) -> None:
        witness = head(generation, 9, noise("other"))
        book.record(revision("late", epoch=1, epoch_key=SECOND_EPOCH, witness=witness, base=book.base(5), count=9))

    start("then-witness", "that of the checkpoint's own head can", history(), refused="witness", after=at_head)

    def counting(count: int) -> Any:
        def after(book: Book) -> None:
            book.record(revision("late", epoch=1, epoch_key=SECOND_EPOCH, witness=book.witness(), base=book.base(5), count=count))

        return after

    start("then-count", "a count that its writer has in the live set", history(), refused="count", after=counting(3))

    def other_base(book: Book) -> None:
        sealed = revision("late", epoch=1, epoch_key=SECOND_EPOCH, witness=book.witness(), base=book.base(3), count=9)
        book.record(sealed)

    start("then-base", "built on what the live set does not have", history(), refused="base", after=other_base)

    def empty(given: dict[str, Any]) -> None:
        row = next(row for row in given["live"] if row["sequence"] == 5)
        given["live"] = [{**one, "body": None} if one is row else one for one in given["live"]]

    def empty_yet(given: dict[str, Any]) -> None:
        empty(given)
        given["head"] = {**given["head"], "sequence": 11, "hash": noise("later").hex()}

    start(
        "withheld",
        "bytes that never come",
        history(),
        refused="withheld",
        change=empty,
        after=lambda book: book.restored(restored("later")),
    )
    expected = [superseded(5) if one["sequence"] == 5 else one for one in before]
    start("superseded", "bytes that are gone, because a newer revision follows", history(), [*expected, merged(11, TABLET)],
          change=empty_yet, after=revised)  # fmt: skip

    def change_row(**spoiled: Any) -> Any:
        def change(given: dict[str, Any]) -> None:
            given["live"] = [{**given["live"][0], **spoiled}, *given["live"][1:]]

        return change

    def without_row(given: dict[str, Any]) -> None:
        given["live"] = given["live"][1:]

    def descending(given: dict[str, Any]) -> None:
        given["live"] = given["live"][::-1]

    start("row-missing", "a record is left out", history(), refused="checkpoint", change=without_row)
    start("row-order", "rows descend", history(), refused="checkpoint", change=descending)
    start("row-sequence", "a row at another sequence", history(), refused="checkpoint", change=change_row(sequence=3))
    start("row-body", "other bytes than the row's digest", history(), refused="checkpoint", change=change_row(body="01"))
    start("row-digest", "another digest, without bytes", history(), refused="checkpoint",
          change=change_row(body=None, digest=noise("digest").hex()))  # fmt: skip

    for name, why, code, third in (
        ("epoch", "written under the epoch before, after the removal", "epoch", {"epoch": 0, "epoch_key": EPOCH}),
        ("writer", "written by the removed one, after its removal", "writer", {"writer": PHONE}),
        ("key", "sealed under a key that is not the epoch's", "damaged", {"epoch_key": EPOCH}),
        ("record", "another record's envelope", "damaged", {"header": header(RECORD, epoch=1)}),
        ("document", "its document is not one", "document", {"document": b"{}"}),
    ):
        expected = [aside(8, code) if one["sequence"] == 8 else one for one in before]
        start(f"aside-{name}", f"{why}: set aside, as every reader of the log did", history(third=third), expected)

    start("forged", "signed by another than it names", history(spoiled={"signer": PHONE, "claimed_signer": LAPTOP.id}),
          refused="signature")  # fmt: skip
    start("signer", "signed by the removed one", history(spoiled={"signer": PHONE}), refused="signer")
    elsewhere = history()
    start("place", "signed for another place", history(spoiled={"before": head(generation, 8, noise("head"))}), refused="head")
    lost = head(noise("lost generation"), 9, noise("head"))
    start(
        "put-back", "a checkpoint that was put back tells of another log", history(spoiled={"before": lost}), refused="checkpoint"
    )

    def no_checkpoint(given: dict[str, Any]) -> None:
        given["entries"] = given["entries"][:-1]
        given["ahead"] = given["ahead"][:-1]

    start("none", "ends with another statement", elsewhere, refused="checkpoint", change=no_checkpoint)

    def twice_restored(given: dict[str, Any]) -> None:
        at = next(at for at, entry in enumerate(given["entries"]) if entry["kind"] == 3)
        given["entries"].insert(at, given["entries"][at])

    start("double", "one sequence, two entries", history(), refused="sequence", change=twice_restored)

    def no_genesis(given: dict[str, Any]) -> None:
        given["entries"] = given["entries"][1:]

    start("genesis-missing", "an account begins with its genesis", history(), refused="sequence", change=no_genesis)

    def late_genesis(given: dict[str, Any]) -> None:
        given["entries"] = [{**given["entries"][0], "sequence": 0}, *given["entries"][1:]]

    start("genesis-place", "and that is entry 1", history(), refused="sequence", change=late_genesis)

    def restored_first(given: dict[str, Any]) -> None:
        given["entries"] = [
            {**next(entry for entry in given["entries"] if entry["kind"] == 3), "sequence": 1},
            *given["entries"][1:],
        ]

    start("restored-first", "and no restored entry", history(), refused="kind", change=restored_first)

    def no_removal(given: dict[str, Any]) -> None:
        given["entries"] = [entry for entry in given["entries"] if entry["sequence"] != 7]

    start("statement-missing", "a removal is left out", history(), refused="previous", change=no_removal)

    def moved(given: dict[str, Any]) -> None:
        given["entries"] = [
            {**entry, "sequence": 8 if entry["sequence"] == 7 else entry["sequence"]} for entry in given["entries"]
        ]

    start("statement-moved", "a removal at another sequence than its head says", history(), refused="head", change=moved)

    def without_body(kind: int) -> Any:
        def change(given: dict[str, Any]) -> None:
            last = max(at for at, entry in enumerate(given["entries"]) if entry["kind"] == kind)
            given["entries"][last] = {**given["entries"][last], "body": None}

        return change

    start("statement-withheld", "the checkpoint's bytes are missing", history(), refused="withheld", change=without_body(1))
    start("restored-withheld", "the restored entry's are", history(), refused="withheld", change=without_body(3))

    def with_row(given: dict[str, Any]) -> None:
        given["entries"] = sorted([*given["entries"], given["live"][0]], key=lambda entry: entry["sequence"])

    def with_statement(given: dict[str, Any]) -> None:
        given["live"] = [given["entries"][1], *given["live"]]

    def backwards(given: dict[str, Any]) -> None:
        given["entries"] = given["entries"][::-1]

    start("record-listed", "a record among the statements", history(), refused="kind", change=with_row)
    start("row-statement", "a statement in the live set", history(), refused="kind", change=with_statement)
    start("descending", "the statements descend", history(), refused="sequence", change=backwards)
    ended = history()
    ended.do(7)
    ended.checkpoint()
    start("closed", "the account was closed before it", ended, refused="closed")
    ended = history()
    ended.do(7)
    ended.restored(restored("after the end", version=2))
    ended.checkpoint()
    start("closed-restored", "whatever comes between", ended, refused="closed")
    again = history()
    again.restored()
    again.checkpoint()
    start("restored-same", "one restored entry used twice", again, refused="restored")
    for name, sequence in (("same", 10), ("later", 11)):
        rows = {**history().live(), RECORD: (sequence, history().live()[RECORD][1])}

        def put_later(given: dict[str, Any], sequence: int = sequence) -> None:
            given["live"] = [{**row, "sequence": sequence} if row["record"] == RECORD.hex() else row for row in given["live"]]

        start(f"row-{name}", "its signer signed for a row that is not before it", history(spoiled={"digest_of": live(rows)}),
              refused="checkpoint", change=put_later)  # fmt: skip

    shifted = [{**one, "sequence": one["sequence"] + 1} for one in before]
    start("early", "a checkpoint before that one is not compared", history(early=True), [*before[:2], admitted(4), *shifted[2:]])
    start("back", "a statement that was put back is among them", history(back=True), before)
    start("back-early", "one that was never lost, for its head is before the restore", history(back=True, at=4), refused="head")
    start("outcast", "what an outcast wrote counts in the generations that it belonged to", history(), before,
          outcasts={PHONE.id.hex(): [ZERO32.hex()]})  # fmt: skip
    aside_phone = [aside(4, "writer") if one["sequence"] == 4 else one for one in before]
    start("outcast-row", "and in no other", history(), aside_phone, outcasts={PHONE.id.hex(): [noise("generation").hex()]})
    start("then-count-greatest", "the greatest count of its writer, not the newest, is the one to pass", history(third={"count": 1}), refused="count",
          after=counting(2))  # fmt: skip
    start("then-count-passed", "and passing it is enough", history(third={"count": 1}), [*before, merged(11)], after=counting(3))
    start("then-count-document", "what is set aside for its document counts", history(third={"document": b"{}"}), refused="count",
          after=counting(3))  # fmt: skip

    def other_hash(given: dict[str, Any]) -> None:
        spoiled = {**given["then"][0]["head"], "hash": noise("x").hex()}
        given["then"] = [{**given["then"][0], "through": spoiled, "head": spoiled}]

    start("chain", "the relay's hash at the checkpoint is another", history(), refused="chain", change=other_hash)
