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
from vectors.sections.book import Book, admitted, aside, merged, paired, revision, started


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
    read("withheld-yet", "the newer revision may come with the next answer", book,
         [*both, {"sequence": 3, "is": "superseded"}], head=ahead)  # fmt: skip

    book = paired()
    book.entries[1]["body"] = None
    read("statement-withheld", "a statement is never superseded", book, refused="withheld")

    book = paired()
    del book.entries[0]
    read("gap", "the first entry is missing", book, refused="sequence")

    book = paired()
    read("other-head", "the entries give another hash", book, refused="chain", through={**book.head(), "hash": noise("x").hex()})
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
    book.entries[first - 1]["body"] = None
    read("withheld-later", "no newer revision up to the head that was named when its bytes were missing", book, refused="withheld",
         head={**book.head(), "hash": book.hashes[-1].hex()})  # fmt: skip
    book = Book()
    book.statement(add(previous=ZERO32, before=head(ZERO32, 0, START)))
    read("genesis-missing", "an account begins with its genesis", book, refused="signer")
