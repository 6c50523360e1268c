"""Size steps, headers, sealed revisions."""

from typing import Any

from vectors.raw import (
    ACCOUNT,
    EPOCH,
    FIRST,
    LAPTOP,
    ORDER_DOCUMENT,
    OTHER_EPOCH,
    PAGE_DOCUMENT,
    RECORD,
    WITNESS,
    ZERO32,
    case,
    deflated,
    document,
    envelope,
    head,
    header,
    inner,
    noise,
    padded,
    register,
    size_step,
    u,
)


def cases() -> None:
    for length in (0, 1, 1023, 1024, 1025, 2048, 2049, 40_000, 65_536, 65_537, 67_584, 67_585, 1_000_000):
        case(f"envelope/step-{length}", "padded sizes", "size-step", {"length": length}, output=size_step(length))

    def opened(name: str, why: str, sealed: bytes, output: Any = None, refused: str | None = None) -> None:
        given = {"epoch": 0, "epoch_key": EPOCH.hex(), "envelope": sealed.hex()}
        case(f"envelope/{name}", why, "open", given, output=output, refused=refused)

    def shown(text: bytes, base: tuple[int, bytes] | None = None, blobs: tuple[bytes, ...] = (), **other: Any) -> dict[str, Any]:
        return {
            "account": ACCOUNT.hex(), "record": RECORD.hex(), "epoch": 0, "blobs": [blob.hex() for blob in blobs],
            "writer": LAPTOP.id.hex(), "count": 1, "date": 1_795_300_000_000,
            "witness": {"generation": ZERO32.hex(), "sequence": 1, "hash": FIRST.hex()},
            "base": None if base is None else {"sequence": base[0], "digest": base[1].hex()}, "document": text.hex(), **other,
        }  # fmt: skip

    plain = inner(ORDER_DOCUMENT, witness=WITNESS)
    good = envelope(header(RECORD), padded(plain), "good")
    opened("stored", "a person's words are stored as they are", good, shown(ORDER_DOCUMENT))
    based = inner(ORDER_DOCUMENT, witness=WITNESS, base=(7, noise("base")))
    opened(
        "base", "built on a revision", envelope(header(RECORD), padded(based), "base"), shown(ORDER_DOCUMENT, (7, noise("base")))
    )
    largest: dict[str, Any] = {"count": 2**53 - 1, "date": 2**53 - 1}
    far = head(ZERO32, 2**53 - 1, FIRST)
    most = inner(ORDER_DOCUMENT, witness=far, base=(2**53 - 1, noise("base")), **largest)
    opened("largest-numbers", "2^53-1 everywhere", envelope(header(RECORD), padded(most), "largest"), shown(
        ORDER_DOCUMENT, (2**53 - 1, noise("base")), witness={"generation": ZERO32.hex(), "sequence": 2**53 - 1, "hash": FIRST.hex()},
        **largest))  # fmt: skip
    squeezed = inner(PAGE_DOCUMENT, witness=WITNESS, flag=1, stored=deflated(PAGE_DOCUMENT))
    opened(
        "deflated", "a page's words are deflated", envelope(header(RECORD), padded(squeezed), "deflated"), shown(PAGE_DOCUMENT)
    )
    blobs = tuple(sorted((noise("blob 1"), noise("blob 2"))))
    opened("blobs", "two blobs listed", envelope(header(RECORD, blobs=list(blobs)), padded(plain), "blobs"),
           shown(ORDER_DOCUMENT, blobs=blobs))  # fmt: skip
    opened("not-text", "bytes that are no document, and no text", envelope(
        header(RECORD), padded(inner(b"\xff\0", witness=WITNESS)), "not text"), shown(b"\xff\0"))  # fmt: skip
    ids = sorted(noise(f"b{number}") for number in range(64))
    opened(
        "blobs-most",
        "64 blobs",
        envelope(header(RECORD, blobs=ids), padded(plain), "most"),
        shown(ORDER_DOCUMENT, blobs=tuple(ids)),
    )
    exact = 1024 - len(inner(b"", witness=WITNESS))
    for name, length in (("full", exact), ("one-over", exact + 1)):
        text = b"x" * length
        opened(f"step-{name}", "the document need not parse to open; padding 0 or a whole step", envelope(
            header(RECORD), padded(inner(text, witness=WITNESS)), name), shown(text))  # fmt: skip

    opened("empty", "nothing at all", b"", refused="length")
    opened("header-only", "no nonce", header(RECORD), refused="length")
    opened("nonce-only", "no ciphertext", header(RECORD) + bytes(24), refused="open")
    opened("no-tag", "no room for the tag", header(RECORD) + bytes(24) + bytes(15), refused="open")
    opened("version", "version 2", envelope(header(RECORD, version=2), padded(plain), "v"), refused="header")
    opened("kind", "a kind from the future", envelope(header(RECORD, kind=9), padded(plain), "k"), refused="header")
    opened("epoch", "sealed for another epoch", envelope(header(RECORD, epoch=1), padded(plain), "e"), refused="epoch")
    opened(
        "blobs-order",
        "blob ids descend",
        envelope(header(RECORD, blobs=[blobs[1], blobs[0]]), padded(plain), "b"),
        refused="header",
    )
    opened("blobs-double", "a blob twice", envelope(header(RECORD, blobs=[blobs[0]] * 2), padded(plain), "b"), refused="header")
    opened("blobs-many", "65 blobs", envelope(header(RECORD, blobs=sorted(noise(f"b{n}") for n in range(65))), padded(plain), "b"),
           refused="header")  # fmt: skip
    crowded = header(RECORD, blobs=[blobs[0]] * 256)
    opened("blobs-256", "256 blobs: the number has two bytes", crowded + bytes(40), refused="header")
    opened("blobs-many-cut", "65 blobs, and not even their bytes", crowded[:54] + b"\0\x41", refused="header")
    opened("blobs-cut", "ends within a blob id", header(RECORD, blobs=list(blobs))[:-1], refused="length")
    opened("version-cut", "version 2, and a byte of the header is missing", header(RECORD, version=2)[:-1], refused="length")
    opened("epoch-short", "another epoch, and no nonce", header(RECORD, epoch=1), refused="epoch")
    opened("blobs-order-epoch", "blob ids descend, for another epoch", header(RECORD, epoch=1, blobs=[blobs[1], blobs[0]]),
           refused="header")  # fmt: skip
    case("envelope/epoch-largest", "an epoch's number has four bytes", "open",
         {"epoch": 2**32 - 1, "epoch_key": EPOCH.hex(), "envelope": envelope(header(RECORD, epoch=2**32 - 1), padded(plain), "largest epoch").hex()},
         output={**shown(ORDER_DOCUMENT), "epoch": 2**32 - 1})  # fmt: skip
    opened("other-key", "another epoch's key", envelope(header(RECORD), padded(plain), "o", OTHER_EPOCH), refused="open")
    opened("flipped", "one bit of the ciphertext", good[:-20] + bytes([good[-20] ^ 1]) + good[-19:], refused="open")
    opened("moved", "put under another record's header", header(noise("other", 16)) + good[len(header(RECORD)) :], refused="open")
    opened("truncated", "the end is missing", good[:-1], refused="open")

    def spoiled(name: str, why: str, raw: bytes, code: str = "inner") -> None:
        opened(name, why, envelope(header(RECORD), raw, name), refused=code)

    spoiled("inner-short", "shorter than its fixed part", bytes(152))
    spoiled("inner-flag", "flag 2", padded(inner(ORDER_DOCUMENT, witness=WITNESS, flag=2)))
    spoiled("inner-count", "a count above 2^53-1", padded(inner(ORDER_DOCUMENT, witness=WITNESS, count=2**53)))
    spoiled("inner-date", "a date above 2^53-1", padded(inner(ORDER_DOCUMENT, witness=WITNESS, date=2**53)))
    spoiled("inner-witness", "a witness's sequence above 2^53-1",
            padded(inner(ORDER_DOCUMENT, witness=head(ZERO32, 2**53, FIRST))))  # fmt: skip
    spoiled("inner-base-sequence", "a base's sequence above 2^53-1",
            padded(inner(ORDER_DOCUMENT, witness=WITNESS, base=(2**53, noise("b")))))  # fmt: skip
    spoiled("inner-long", "a document longer than what is there", padded(plain)[:149] + u(2000, 4) + padded(plain)[153:])
    spoiled("inner-base", "a base without a digest", padded(inner(ORDER_DOCUMENT, witness=WITNESS, base=(3, ZERO32))))
    spoiled("inner-base-digest", "a digest without a base", padded(inner(ORDER_DOCUMENT, witness=WITNESS, base=(0, noise("b")))))
    spoiled("inner-lengths", "stored, but the lengths differ",
            padded(inner(ORDER_DOCUMENT, witness=WITNESS, announced=len(ORDER_DOCUMENT) + 1)))  # fmt: skip
    spoiled("inner-padding", "a bit in the padding", padded(plain)[:-1] + b"\1")
    spoiled("inner-padding-long", "a step more than needed", plain + bytes(2048 - len(plain)))
    spoiled("inner-padding-none", "not padded", plain)
    spoiled("inner-large", "announces over 4 MiB",
            padded(inner(PAGE_DOCUMENT, witness=WITNESS, flag=1, stored=deflated(PAGE_DOCUMENT), announced=4 * 1024 * 1024 + 1)))  # fmt: skip

    def stream(name: str, why: str, stored: bytes, announced: int) -> None:
        raw = inner(b"", witness=WITNESS, flag=1, stored=stored, announced=announced)
        spoiled(f"inflate-{name}", why, padded(raw), "inflate")

    stream("broken", "not a stream", b"\xff\xff\xff\xff", 10)
    stream("ends-early", "the stream stops in the middle", deflated(PAGE_DOCUMENT)[:-4], len(PAGE_DOCUMENT))
    stream("goes-on", "something after its end", deflated(PAGE_DOCUMENT) + b"\0", len(PAGE_DOCUMENT))
    stream("longer", "inflates to more than announced", deflated(PAGE_DOCUMENT), len(PAGE_DOCUMENT) - 1)
    stream("shorter", "inflates to less than announced", deflated(PAGE_DOCUMENT), len(PAGE_DOCUMENT) + 1)
    stream("bomb", "1,000 to 1", deflated(bytes(3_000_000)), 100)
    stream("empty", "no stream at all", b"", 0)
    stream("largest", "announces just 4 MiB, which is not too much", deflated(PAGE_DOCUMENT), 4 * 1024 * 1024)

    page, person = register("100001"), register("100002", ms=1_795_300_100_000)
    for name, why, text, answer in (
        ("page", "pages alone said it", document(orderNumber={"page": page}), True),
        ("person", "a word of a person's", document(orderNumber={"page": page, "person": person}), False),
        ("unknown", "an origin that is not known", document(orderNumber={"page": page, "scanner": page}), False),
        ("nothing", "no register at all", document(), True),
    ):
        case(f"envelope/deflates-{name}", why, "deflates", {"document": text.hex()}, output=answer)
