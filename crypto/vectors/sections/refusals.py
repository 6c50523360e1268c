"""Two rules of the log broken at once: the first one in SPEC.md's order names the refusal."""

from typing import Any

from vectors.raw import (
    KIT,
    LAPTOP,
    OTHER_EPOCH,
    PHONE,
    STRANGER,
    TABLET,
    ZERO32,
    adding,
    case,
    genesis,
    head,
    noise,
    starting,
)
from vectors.sections.book import Book, admitted, aside, paired, revision, started

ELSEWHERE = head(ZERO32, 2, noise("elsewhere"))


def cases() -> None:
    def read(name: str, book: Book, refused: str | None = None, output: list[Any] | None = None, **given: Any) -> None:
        why = f"{name.replace('-', ' before ', 1)}: both rules are broken"
        case(f"log/order-{name}", why, "read", book.given(**given), output=output, refused=refused)

    # A statement in its place
    book = started()
    book.statement(genesis(PHONE))
    read("previous-account", book, "previous")
    closed = started()
    closed.do(7)
    closed.do(2, adding(PHONE), account=noise("account"))
    read("closed-account", closed, "closed")
    newcomer = adding(PHONE)
    for name, refused, kind, body, place in (
        ("account-previous", "account", 2, newcomer, {"account": noise("account"), "previous": noise("previous")}),
        ("previous-head", "previous", 2, newcomer, {"previous": noise("previous"), "before": ELSEWHERE}),
        ("head-signer", "head", 2, newcomer, {"before": ELSEWHERE, "signer": STRANGER}),
        ("signer-signature", "signer", 2, newcomer, {"signer": LAPTOP, "claimed_signer": STRANGER.id}),
        ("signature-epoch", "signature", 2, adding(PHONE, epoch=1), {"signer": STRANGER, "claimed_signer": LAPTOP.id}),
        ("signature-device", "signature", 4, b"", {"signer": STRANGER, "claimed_signer": LAPTOP.id}),
        ("signer-device", "signer", 3, LAPTOP.id + starting([]), {"signer": STRANGER}),
        ("date-account", "date", 7, b"", {"date": 2**43, "account": noise("account")}),
        ("epoch-known-device", "epoch", 2, adding(LAPTOP, epoch=1), {}),
        ("known-device-commitment", "known-device", 2, adding(LAPTOP, key=OTHER_EPOCH), {}),
    ):
        book = started()
        book.do(kind, body, **place)
        read(name, book, refused)
    for name, refused, body in (
        ("device-epoch", "device", STRANGER.id + starting([LAPTOP], number=7)),
        ("device-notice", "device", KIT.id + starting([LAPTOP, PHONE])),
        ("notice-epoch", "notice", KIT.id + starting([LAPTOP, PHONE], number=7)),
        ("notice-members", "notice", KIT.id + starting([LAPTOP])),
        ("epoch-members", "epoch", PHONE.id + starting([LAPTOP], number=7)),
        ("members-commitment", "members", PHONE.id + starting([LAPTOP], committed=OTHER_EPOCH)),
    ):
        book = paired()
        book.let(KIT, 2)
        book.do(3, body, signer=KIT if name == "device-notice" else LAPTOP)
        read(name, book, refused)
    outcast: dict[str, Any] = {"outcasts": {PHONE.id.hex(): [ZERO32.hex()]}}
    book = paired()
    book.restored()
    book.do(2, adding(TABLET), signer=PHONE, before=head(ZERO32, 1, noise("x")))
    read("head-outcast", book, "head", **outcast)
    book = paired()
    book.restored()
    book.do(2, adding(TABLET), signer=STRANGER, claimed_signer=PHONE.id)
    read("outcast-signature", book, "signer", **outcast)

    # Entries
    read("sequence-withheld", gap(), "sequence")
    book = started()
    book.do(7)
    book.entries.append({**book.entries[1], "sequence": 4})
    read("sequence-closed", book, "sequence")
    book = started()
    book.do(7)
    book.entries.append({**book.entries[1], "sequence": 3, "kind": 4})
    read("closed-kind", book, "closed")
    book = started()
    book.do(7)
    book.entries.append({**book.entries[1], "sequence": 3, "body": None})
    read("closed-withheld", book, "closed")
    book = Book()
    book.restored()
    book.entries[0]["body"] = None
    read("kind-withheld", book, "kind")

    # A record
    elsewhere = head(ZERO32, 1, noise("other"))
    nowhere = (1, noise("nowhere"))
    records: list[tuple[str, str, dict[str, Any]]] = [
        ("witness-base", "witness", {"witness": elsewhere, "base": nowhere}),
        ("witness-writer", "witness", {"witness": elsewhere, "writer": STRANGER}),
        ("base-writer", "base", {"base": nowhere, "writer": STRANGER}),
        ("base-count", "base", {"base": nowhere, "count": 0}),
        ("count-document", "count", {"count": 0, "document": b"{}"}),
    ]
    for name, refused, sealed in records:
        book = started()
        book.record(revision("one", **{"witness": book.witness(), **sealed}))
        read(name, book, refused)
    records = [
        ("damaged-witness", "damaged", {"witness": elsewhere, "epoch_key": OTHER_EPOCH}),
        ("writer-count", "writer", {"writer": STRANGER, "count": 0}),
        ("writer-document", "writer", {"writer": STRANGER, "document": b"{}"}),
    ]
    for name, code, sealed in records:
        book = started()
        book.record(revision("one", **{"witness": book.witness(), **sealed}))
        read(name, book, output=[admitted(1), aside(2, code)])
    book = started()
    book.record(revision("one", witness=book.witness(), count=0, document=b"{}"))
    read("count-document-copied", book, output=[admitted(1), aside(2, "count")], copied=[LAPTOP.id.hex()])


def gap() -> Book:
    """Entry 2 is left out, and entry 3 has no bytes."""
    book = paired()
    book.do(7)
    book.entries[2]["body"] = None
    del book.entries[1]
    return book
