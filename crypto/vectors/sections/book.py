"""A log as an honest relay would serve it, to be spoiled in one place a case."""

from typing import Any

from vectors.raw import (
    ACCOUNT,
    EPOCH,
    GENESIS,
    LAPTOP,
    ORDER_DOCUMENT,
    PHONE,
    RECORD,
    START,
    ZERO16,
    ZERO32,
    Keys,
    add,
    adding,
    digest,
    envelope,
    extend,
    head,
    header,
    inner,
    live,
    padded,
    placed,
    restored,
)


class Book:
    """Entries, the hash and the generation after each, and the newest statement."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []
        self.hashes = [START]
        self.generations = [ZERO32]
        self.newest = ZERO32

    def put(self, kind: int, record: bytes, entry_digest: bytes, body: bytes | None) -> int:
        sequence = len(self.hashes)
        self.hashes.append(extend(self.hashes[-1], sequence, kind, record, entry_digest))
        self.generations.append(entry_digest if kind == 3 else self.generations[-1])
        self.entries.append({
            "sequence": sequence, "kind": kind, "record": record.hex(), "digest": entry_digest.hex(),
            "body": None if body is None else body.hex(),
        })  # fmt: skip
        return sequence

    def statement(self, signed: bytes) -> int:
        self.newest = digest("statement", signed)
        return self.put(1, ZERO16, self.newest, signed)

    def record(self, sealed: bytes, record: bytes = RECORD) -> int:
        return self.put(2, record, digest("envelope", sealed), sealed)

    def restored(self, entry: bytes | None = None) -> int:
        made = restored() if entry is None else entry
        return self.put(3, ZERO16, digest("restored", made), made)

    def act(self, kind: int, body: bytes = b"", **place: Any) -> bytes:
        """A statement of that kind for the very next place."""
        return placed(kind, body, **{"previous": self.newest, "before": self.witness(), **place})

    def do(self, kind: int, body: bytes = b"", **place: Any) -> int:
        return self.statement(self.act(kind, body, **place))

    def let(self, newcomer: Keys, role: int = 1, **place: Any) -> int:
        return self.do(2, adding(newcomer, role), **place)

    def witness(self, sequence: int | None = None) -> bytes:
        at = len(self.hashes) - 1 if sequence is None else sequence
        return head(self.generations[at], at, self.hashes[at])

    def head(self, sequence: int | None = None) -> dict[str, Any]:
        at = len(self.hashes) - 1 if sequence is None else sequence
        return {"generation": self.generations[at].hex(), "sequence": at, "hash": self.hashes[at].hex()}

    def base(self, sequence: int) -> tuple[int, bytes]:
        return sequence, bytes.fromhex(self.entries[sequence - 1]["digest"])

    def live(self) -> dict[bytes, tuple[int, bytes]]:
        """The newest revision of every record."""
        rows = {bytes.fromhex(entry["record"]): entry for entry in self.entries if entry["kind"] == 2}
        return {record: (entry["sequence"], bytes.fromhex(entry["digest"])) for record, entry in rows.items()}

    def checkpoint(self, digest_of: bytes | None = None, **place: Any) -> int:
        return self.do(6, live(self.live()) if digest_of is None else digest_of, **place)

    def given(self, reader: Keys = LAPTOP, **other: Any) -> dict[str, Any]:
        """What `read` takes: one answer of the relay, and in `then` those that came after it."""
        return {
            "account": ACCOUNT.hex(), "seed": reader.seed.hex(), "ahead": [], "entries": self.entries, "through": self.head(),
            "head": self.head(), **other,
        }  # fmt: skip


def revision(name: str, record: bytes = RECORD, epoch: int = 0, **options: Any) -> bytes:
    made = dict(options)
    head_bytes = made.pop("header", None) or header(record, epoch=epoch)
    epoch_key, text = made.pop("epoch_key", EPOCH), made.pop("document", ORDER_DOCUMENT)
    return envelope(head_bytes, padded(inner(text, **made)), name, epoch_key)


def started() -> Book:
    book = Book()
    book.statement(GENESIS)
    return book


def paired() -> Book:
    book = started()
    book.statement(add(previous=book.newest, before=book.witness(), newcomer=PHONE))
    return book


def admitted(sequence: int) -> dict[str, Any]:
    return {"sequence": sequence, "is": "admitted"}


def merged(sequence: int, writer: Keys = LAPTOP, text: bytes = ORDER_DOCUMENT) -> dict[str, Any]:
    return {"sequence": sequence, "is": "merged", "writer": writer.id.hex(), "document": text.hex()}


def aside(sequence: int, code: str) -> dict[str, Any]:
    return {"sequence": sequence, "is": "set-aside", "code": code}


def superseded(sequence: int) -> dict[str, Any]:
    return {"sequence": sequence, "is": "superseded"}


def put_back(sequence: int, generation: bytes) -> dict[str, Any]:
    return {"sequence": sequence, "is": "restored", "generation": generation.hex()}
