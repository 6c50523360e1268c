"""The chain, and the reader: one honest log, spoiled in one place a case."""

from typing import Any

from vectors.raw import (
    ACCOUNT,
    FIRST,
    GENESIS_DIGEST,
    LAPTOP,
    OTHER_EPOCH,
    PHONE,
    RECORD,
    START,
    STRANGER,
    ZERO16,
    ZERO32,
    add,
    case,
    extend,
    genesis,
    head,
    header,
    noise,
)
from vectors.sections.book import Book, admitted, aside, merged, paired, revision, started, superseded


def cases() -> None:
    case("log/chain", "two entries", "chain", {
        "account": ACCOUNT.hex(),
        "entries": [{"kind": 1, "record": ZERO16.hex(), "digest": GENESIS_DIGEST.hex()},
                    {"kind": 2, "record": RECORD.hex(), "digest": noise("digest").hex()}],
    }, output=[START.hex(), FIRST.hex(), extend(FIRST, 2, 2, RECORD, noise("digest")).hex()])  # fmt: skip

    def read(name: str, why: str, book: Book, output: list[Any] | None = None, refused: str | None = None, **given: Any) -> None:
        case(f"log/{name}", why, "read", book.given(**given), output=output, refused=refused)

    both = [admitted(1), admitted(2)]

    book = paired()
    first = book.record(revision("one", witness=book.witness()))
    book.record(revision("two", witness=book.witness(), base=book.base(first), writer=PHONE))
    read("honest", "genesis, add, a record by one device and its revision by the other", book,
         [*both, merged(3), merged(4, PHONE)])  # fmt: skip
    book.entries[2]["body"] = None
    read("superseded", "the older revision's bytes are gone", book,
         [*both, {"sequence": 3, "is": "superseded"}, merged(4, PHONE)])  # fmt: skip

    book = paired()
    book.record(revision("one", witness=book.witness()))
    book.entries[2]["body"] = None
    read("withheld", "claimed superseded, but nothing newer comes", book, refused="withheld")
    ahead = {**book.head(), "sequence": 9, "hash": noise("later").hex()}
    read("withheld-chain", "nor is the chain the one that is named", book, refused="chain",
         through={**book.head(), "hash": noise("x").hex()}, head=ahead)  # fmt: skip
    read("withheld-yet", "the newer revision may come with the next answer", book,
         [*both, {"sequence": 3, "is": "superseded"}], head=ahead)  # fmt: skip

    book = paired()
    book.entries[1]["body"] = None
    read("statement-withheld", "a statement is never superseded", book, refused="withheld")

    book = paired()
    del book.entries[0]
    read("gap", "the first entry is missing", book, refused="sequence")

    book = paired()
    book.entries[1]["record"] = RECORD.hex()
    read("statement-record", "a statement under a record id", book, refused="withheld")
    for kind in (0, 4):
        book = paired()
        book.entries.append({**book.entries[1], "sequence": 3, "kind": kind})
        read(f"kind-{kind}", "an entry of a kind that there is not", book, refused="kind")

    book = paired()
    first = book.record(revision("one", witness=book.witness()))
    book.entries[first - 1]["digest"] = noise("x").hex()
    book.entries[1]["digest"] = noise("y").hex()
    read("digest", "where the bytes are there, the digest is theirs, whatever the relay says", book, [*both, merged(3)])

    book = paired()
    for name, why, otherwise in (
        ("head", "hash", {"hash": noise("x").hex()}),
        ("sequence", "sequence", {"sequence": 3}),
        ("generation", "generation", {"generation": noise("x").hex()}),
    ):
        read(
            f"other-{name}",
            f"the entries give another {why}",
            book,
            refused="chain",
            through={**book.head(), **otherwise},
            head=ahead,
        )
    read(
        "two-heads",
        "through and head differ at one sequence",
        book,
        refused="chain",
        head={**book.head(), "hash": noise("x").hex()},
    )

    book = started()
    first = book.record(revision("one", witness=book.witness(0)))
    book.record(revision("two", witness=book.witness(1), base=book.base(first), count=2))
    book.record(revision("replayed", witness=book.witness(), base=book.base(first), count=3))
    read("base", "built on a revision that is not the newest", book, refused="base")
    book = started()
    book.record(revision("one", witness=book.witness(), base=(1, GENESIS_DIGEST)))
    read("base-none", "built on something that was never this record", book, refused="base")
    book = started()
    first = book.record(revision("one", witness=book.witness()))
    book.record(revision("two", witness=book.witness(), base=(first, noise("other")), count=2))
    read("base-digest", "built on another revision of that sequence", book, refused="base")

    for name, why, witness in (
        ("witness-hash", "its writer saw another history", head(ZERO32, 1, noise("other"))),
        ("witness-ahead", "its writer saw what was not yet there", head(ZERO32, 2, FIRST)),
        ("witness-generation", "its writer saw another generation", head(noise("generation"), 1, FIRST)),
    ):
        book = started()
        book.record(revision("one", witness=witness))
        read(name, why, book, refused="witness")

    book = started()
    first = book.record(revision("one", witness=book.witness(), count=5))
    book.record(revision("two", witness=book.witness(), base=book.base(first), count=5))
    read("count", "one count used twice", book, refused="count")
    book = started()
    book.record(revision("one", witness=book.witness(), count=0))
    read("count-0", "the count of a draft", book, refused="count")
    book = started()
    first = book.record(revision("one", witness=book.witness(), count=5))
    book.restored()
    book.record(revision("two", witness=book.witness(), base=book.base(first), count=5))
    read("count-restored", "one count used twice, a restore between", book, refused="count")
    for name, why, code, spoiled, taken in (
        ("document", "what was set aside for its document counts", "count", {"document": b"{}"}, None),
        ("damaged", "what did not open does not", None, {"epoch_key": OTHER_EPOCH}, "damaged"),
        ("writer", "nor what was no member's", None, {"writer": PHONE}, "writer"),
    ):
        book = started()
        first = book.record(revision("one", witness=book.witness(), count=5, **spoiled))
        if name == "writer":
            book.let(PHONE)
        writer = PHONE if name == "writer" else LAPTOP
        book.record(revision("two", witness=book.witness(), base=book.base(first), count=5, writer=writer))
        taken_in = [
            admitted(1),
            aside(2, taken or ""),
            *([admitted(3)] if name == "writer" else []),
            merged(len(book.entries), writer),
        ]
        read(f"count-after-{name}", why, book, None if code else taken_in, code)

    for name, why, code, sealed in (
        ("aside-writer", "written by a device that is no member", "writer", {"writer": STRANGER}),
        ("aside-key", "sealed under a key that is not the epoch's", "damaged", {"epoch_key": OTHER_EPOCH}),
        ("aside-epoch", "an epoch that is not the current one", "epoch", {"header": header(RECORD, epoch=1)}),
        ("aside-account", "another account's envelope", "damaged", {"header": header(RECORD, account=noise("account"))}),
        (
            "aside-account-epoch",
            "another account's envelope, of another epoch",
            "damaged",
            {"header": header(RECORD, account=noise("account"), epoch=1)},
        ),
        ("aside-record", "another record's envelope", "damaged", {"header": header(noise("other", 16))}),
        ("aside-document", "its document is not one", "document", {"document": b"{}"}),
    ):
        book = started()
        bad = book.record(revision("one", witness=book.witness(), **sealed))
        book.record(revision("two", witness=book.witness(), base=book.base(bad), count=2))
        read(name, f"{why}; what follows is read", book, [admitted(1), aside(2, code), merged(3)])

    book = started()
    book.record(b"\x01")
    read("aside-short", "one byte", book, [admitted(1), aside(2, "damaged")])

    def refused_add(name: str, why: str, code: str, **options: Any) -> None:
        spoiled = started()
        made = {"previous": GENESIS_DIGEST, "before": spoiled.witness(), **options}
        spoiled.statement(add(**made))
        read(f"add-{name}", why, spoiled, refused=code)

    refused_add("account", "another account's", "account", account=noise("account"))
    refused_add("previous", "not after the newest statement", "previous", previous=noise("previous"))
    refused_add("head-hash", "signed for another history", "head", before=head(ZERO32, 1, noise("other")))
    refused_add("head-sequence", "signed for an earlier place", "head", before=head(ZERO32, 0, START))
    refused_add("head-generation", "signed for another generation", "head", before=head(noise("generation"), 1, FIRST))
    refused_add("stranger", "signed by a device that is no member", "signer", signer=STRANGER)
    refused_add("forged", "names a member, signed by another", "signature", signer=STRANGER, claimed_signer=LAPTOP.id)
    refused_add("epoch", "an epoch that is not the current one", "epoch", epoch=1)
    refused_add("head-only-sequence", "the hash at another sequence", "head", before=head(ZERO32, 5, FIRST))
    refused_add("known", "a device that is a member already", "known-device", newcomer=LAPTOP)
    book = started()
    book.statement(genesis(PHONE))
    read("genesis-twice", "a second genesis", book, refused="previous")
    book = Book()
    book.statement(genesis(PHONE))
    read("genesis-other", "the genesis of another account", book, refused="account")
    book = Book()
    book.record(revision("one", witness=head(ZERO32, 0, START)))
    read("record-first", "a record before the genesis", book, refused="kind")
    book = paired()
    first = book.record(revision("one", witness=book.witness()))
    read("head-behind", "the relay's own head lies before what it sent", book, refused="chain", head=book.head(2))

    def missing(*more: str) -> Book:
        """A revision without its bytes, and then entries: `same` is a newer one of it, also without, `other` another record."""
        late = paired()
        newest = late.record(revision("one", witness=late.witness()))
        for count, name in enumerate(more, start=2):
            record = noise(name, 16) if name != "same" else RECORD
            base = late.base(newest) if name == "same" else (0, ZERO32)
            newest = late.record(revision(f"{name} {count}", record, witness=late.witness(), base=base, count=count), record)
        for entry in late.entries[2:]:
            entry["body"] = None if entry["record"] == RECORD.hex() else entry["body"]
        return late

    def answers(late: Book, *named: tuple[int, int]) -> dict[str, Any]:
        """What `read` takes: answers that end at one sequence and name a head at another."""
        ends = [0, *(end for end, _ in named)]
        pages = [
            {"entries": late.entries[start:end], "through": late.head(end), "head": late.head(at)}
            for start, (end, at) in zip(ends, named, strict=False)
        ]
        return {**pages[0], "then": pages[1:]}

    late, kept = missing("other", "another"), [*both, superseded(3)]
    read("withheld-later", "none up to the head that was named when its bytes were missing, though the log goes on", late,
         refused="withheld", **answers(late, (3, 4), (4, 5)))  # fmt: skip
    read("withheld-not-yet", "an answer before that one may yet end without it", late, [*kept, merged(4)],
         **answers(late, (3, 5), (4, 5)))  # fmt: skip
    again = missing("same", "other")
    read("withheld-again", "a newer one came, without its bytes as well: it has a head of its own", again,
         [*kept, superseded(4)], **answers(again, (3, 4), (4, 5)))  # fmt: skip
    read("withheld-again-later", "and that was reached", again, refused="withheld", **answers(again, (3, 4), (4, 5), (5, 5)))
    read(
        "withheld-nothing-new",
        "an answer without entries is an answer",
        late,
        refused="withheld",
        **answers(late, (3, 5), (5, 5), (5, 5)),
    )
    whole = paired()
    first = whole.record(revision("one", witness=whole.witness()))
    whole.record(revision("two", witness=whole.witness(), base=whole.base(first), count=2))
    whole.entries[2]["body"] = None
    read("withheld-came", "and here it comes with the next answer", whole, [*kept, merged(4)], **answers(whole, (3, 4), (4, 4)))
    book = Book()
    book.statement(add(previous=ZERO32, before=head(ZERO32, 0, START)))
    read("genesis-missing", "an account begins with its genesis", book, refused="signer")
