"""The relay's log was put back: generations, what is put back into it, and what nobody unlearns."""

from typing import Any

from vectors.raw import (
    DATE,
    LAPTOP,
    PHONE,
    SECOND_EPOCH,
    TABLET,
    ZERO32,
    adding,
    case,
    digest,
    head,
    noise,
    restored,
    starting,
)
from vectors.sections.book import Book, admitted, aside, merged, paired, put_back, revision, started

FIRST_RESTORE, SECOND_RESTORE = restored(), restored("restored again")
GENERATION = digest("restored", FIRST_RESTORE)
AGAIN = digest("restored", SECOND_RESTORE)


def cases() -> None:
    for name, why, entry, of in (
        ("good", "when the state that was put back was the newest is known", restored(of=DATE - 86_400_000), DATE - 86_400_000),
        ("unknown", "it is not known", FIRST_RESTORE, 0),
    ):
        case(f"restored/{name}", why, "restored", {"entry": entry.hex()}, output={
            "random": noise("restored", 16).hex(), "at": DATE, "of": of, "generation": digest("restored", entry).hex()})  # fmt: skip
    last = restored(at=2**53 - 1, of=2**53 - 1)
    case("restored/last", "the last time there is", "restored", {"entry": last.hex()}, output={
        "random": noise("restored", 16).hex(), "at": 2**53 - 1, "of": 2**53 - 1, "generation": digest("restored", last).hex()})  # fmt: skip
    for name, why, entry in (
        ("version", "version 2", restored(version=2)),
        ("short", "a byte is missing", FIRST_RESTORE[:-1]),
        ("long", "a byte too many", FIRST_RESTORE + b"\0"),
        ("empty", "nothing at all", b""),
        ("at", "a time above 2^53-1", restored(at=2**53)),
        ("of", "another time above 2^53-1", restored(of=2**53)),
    ):
        case(f"restored/{name}", why, "restored", {"entry": entry.hex()}, refused="restored")

    def read(name: str, why: str, book: Book, output: list[Any] | None = None, refused: str | None = None, **given: Any) -> None:
        case(f"log/{name}", why, "read", book.given(**given), output=output, refused=refused)

    began = put_back(2, GENERATION)
    book = started()
    book.restored()
    first = book.record(revision("one", witness=book.witness(2)))
    book.record(revision("two", witness=book.witness(1), base=book.base(first), count=2))
    read("restored", "the log goes on in a new generation; a witness of the one before is as good as ever", book,
         [admitted(1), began, merged(3), merged(4)])  # fmt: skip
    book = started()
    book.restored()
    book.restored(SECOND_RESTORE)
    book.record(revision("one", witness=book.witness(2)))
    read("restored-twice", "twice", book, [admitted(1), began, put_back(3, AGAIN), merged(4)])
    for name, why, witness in (
        ("lost", "its writer saw what was lost, in the generation before", head(ZERO32, 2, noise("lost"))),
        ("generation", "names the entry before the restore in the new generation", head(GENERATION, 1, started().hashes[1])),
        ("stale", "names the restored entry in the generation before", None),
    ):
        book = started()
        book.restored()
        book.record(revision("one", witness=witness or head(ZERO32, 2, book.hashes[2])))
        read(f"restored-witness-{name}", why, book, refused="witness")
    book = Book()
    book.restored()
    read("restored-first", "an account begins with its genesis", book, refused="kind")
    book = started()
    book.restored()
    book.entries[1]["body"] = None
    read("restored-withheld", "its bytes are missing", book, refused="withheld")
    book = started()
    book.restored(restored(version=2))
    read("restored-version", "a version from the future", book, refused="restored")

    book = started()
    book.restored()
    book.restored()
    read("restored-same", "one entry used twice", book, refused="restored")
    for name, why, generation in (
        ("head", "the generation before", ZERO32),
        ("head-other", "another generation", noise("generation")),
    ):
        book = started()
        book.restored()
        spoiled = {**book.head(), "generation": generation.hex()}
        read(f"restored-{name}", f"the relay names {why} at its head", book, refused="chain", head=spoiled, through=spoiled)

    # Put back
    def lost(before: Book, *kinds: tuple[int, bytes, dict[str, Any]]) -> tuple[Book, list[bytes]]:
        """Statements in the part that is lost, beside the log that is left: restored, at the length it has."""
        gone = Book()
        gone.entries, gone.hashes, gone.generations = [*before.entries], [*before.hashes], [*before.generations]
        gone.newest = before.newest
        statements = []
        for kind, body, place in kinds:
            gone.record(revision(f"lost {len(gone.hashes)}", noise("lost", 16), witness=gone.witness()), noise("lost", 16))
            statements.append(gone.act(kind, body, **place))
            gone.statement(statements[-1])
        before.restored()
        return before, statements

    book, (let,) = lost(started(), (2, adding(PHONE), {}))
    book.statement(let)
    read("put-back", "byte for byte, in the next generation", book, [admitted(1), began, admitted(3)])
    book, (let,) = lost(started(), (2, adding(PHONE), {}))
    book.record(revision("before it", witness=book.witness()))
    book.statement(let)
    read("put-back-later", "what was written since may stand before it", book, [admitted(1), began, merged(3), admitted(4)])
    book, both = lost(started(), (2, adding(PHONE), {}), (3, PHONE.id + starting([LAPTOP]), {}))
    for statement in both:
        book.statement(statement)
    book.record(revision("then", epoch=1, epoch_key=SECOND_EPOCH, witness=book.witness()))
    read("put-back-both", "two in their order, and a new record after them", book,
         [admitted(1), began, admitted(3), admitted(4), merged(5)])  # fmt: skip
    book, both = lost(started(), (2, adding(PHONE), {}), (3, PHONE.id + starting([LAPTOP]), {}))
    book.statement(both[1])
    read("put-back-out-of-order", "the second one first", book, refused="previous")
    book, (let,) = lost(started(), (2, adding(PHONE), {}))
    book.let(TABLET)
    book.statement(let)
    read("put-back-after-new", "a new statement stands before it", book, refused="previous")
    book, (let,) = lost(started(), (2, adding(PHONE), {}))
    book.restored(SECOND_RESTORE)
    book.statement(let)
    read("put-back-twice-restored", "two restores later", book, [admitted(1), began, put_back(3, AGAIN), admitted(4)])

    book = started()
    let = book.act(2, adding(PHONE))
    book.restored()
    book.statement(let)
    read("put-back-at-the-end", "signed for the very head that the restore left", book, [admitted(1), began, admitted(3)])
    book = started()
    book.restored()
    book.statement(book.act(2, adding(PHONE), before=head(ZERO32, 1, noise("other"))))
    read("put-back-other-hash", "signed for another head than the one that the restore left", book, refused="head")
    book = paired()
    book.record(revision("one", witness=book.witness()))
    early = book.act(2, adding(TABLET), before=book.witness(2))
    book.restored()
    book.statement(early)
    read("put-back-early", "signed for a place before the end of its generation: it was never in the log", book, refused="head")
    book = started()
    book.restored()
    book.statement(book.act(2, adding(PHONE), before=head(noise("generation"), 7, noise("lost"))))
    read("put-back-unknown", "of a generation that was lost whole", book, [admitted(1), began, admitted(3)])
    book = started()
    book.statement(book.act(2, adding(PHONE), before=head(noise("generation"), 7, noise("lost"))))
    read("put-back-not-restored", "the log was never restored", book, refused="head")
    book = started()
    book.restored()
    book.statement(book.act(2, adding(PHONE), before=head(GENERATION, 9, noise("later"))))
    read("put-back-current", "of the current generation", book, refused="head")
    book, (claim,) = lost(started(), (6, noise("live of the lost log"), {}))
    book.statement(claim)
    read("put-back-checkpoint", "tells of the lost log; it is not compared", book, [admitted(1), began, admitted(3)])

    # Nobody unlearns a removal
    outcast: dict[str, Any] = {"outcasts": {PHONE.id.hex(): [ZERO32.hex()]}}
    book = paired()
    first = book.record(revision("one", witness=book.witness(), writer=PHONE))
    book.restored()
    book.record(revision("two", witness=book.witness(), base=book.base(first), writer=PHONE, count=2))
    read("outcast-record", "removed in the part that was lost: what it wrote before counts, what it writes now does not", book,
         [admitted(1), admitted(2), merged(3, PHONE), put_back(4, GENERATION), aside(5, "writer")], **outcast)  # fmt: skip
    read("outcast-unknown", "who does not know of it takes both", book,
         [admitted(1), admitted(2), merged(3, PHONE), put_back(4, GENERATION), merged(5, PHONE)])  # fmt: skip
    book = paired()
    book.restored()
    book.let(TABLET, signer=PHONE)
    read("outcast-statement", "lets another one in", book, refused="signer", **outcast)
    book = paired()
    book.restored()
    book.statement(book.act(2, adding(TABLET), signer=PHONE, before=head(ZERO32, 2, book.hashes[2])))
    read("outcast-put-back", "pretends to put back what was not in the lost part", book, refused="signer", **outcast)
    book, both = lost(paired(), (2, adding(TABLET), {"signer": PHONE}), (3, PHONE.id + starting([LAPTOP, TABLET]), {}))
    for statement in both:
        book.statement(statement)
    read("outcast-verified", "what it signed before its removal, and the reader verified, is put back", book,
         [admitted(1), admitted(2), put_back(3, GENERATION), admitted(4), admitted(5)],
         verified=[digest("statement", both[0]).hex()], **outcast)  # fmt: skip
    book = paired()
    book.let(TABLET, signer=PHONE)
    book.restored()
    read("outcast-before", "what it signed before the restore, and the reader verified, stands", book,
         [admitted(1), admitted(2), admitted(3), put_back(4, GENERATION)],
         verified=[book.entries[2]["digest"]], **outcast)  # fmt: skip
