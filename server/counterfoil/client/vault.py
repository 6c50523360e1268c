"""Everything of one account on this device: sealed in the store, open in memory only.

Each change of it is one transaction. When one fails the memory is thrown away and read again from what is on disk.

What is kept to: `documents` holds the join of all that was received and said of a record; a draft exists exactly while that
adds something to the newest revision received, whoever it came from; `sent` holds what was sealed for the log and not yet seen
in it, and forgets a record's when any revision of that record is read, because nothing built on an older one can follow.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from counterfoil_crypto.document import Document, Writer, join
from counterfoil_crypto.envelope import Opened, open_envelope
from counterfoil_crypto.records import TYPES
from counterfoil_crypto.stamp import Clock

from .account import load_membership
from .log_rows import load_admissions, load_log
from .sealing import Sealer, Sent, by_record
from .store import Store


@dataclass(frozen=True)
class Aside:
    """The newest revision of a record, where it is in the chain and could not be merged."""

    record: bytes
    sequence: int
    code: str
    writer: bytes | None


class Vault:
    def __init__(self, store: Store) -> None:
        self.store = store
        self.load()

    def load(self) -> None:
        """Reads everything from the store and opens it."""
        with self.store.snapshot():
            self.membership = load_membership(self.store)
            self.device, self.epoch = self.membership.open()
            self.me = self.device.keys.id
            self.sealer = Sealer(self.membership.account, self.me, self.epoch)
            row = self.store.row("SELECT relay, clock_ms, clock_counter, count, behind_since FROM device")
            assert row is not None
            self.relay: str | None = row[0]
            self.clock = Clock(row[1], row[2])
            self.count: int = row[3]
            self.behind_since: int | None = row[4]
            self.log = load_log(self.store, self.membership.account)
            self.admissions = load_admissions(self.store)
            self.aside = {row[0]: Aside(*row) for row in self.store.rows("SELECT record, sequence, code, writer FROM aside")}
            self.sent = by_record(Sent(*row) for row in self.store.rows("SELECT record, digest, count, envelope FROM sent"))
            self._load_documents()

    def _load_documents(self) -> None:
        self.documents: dict[bytes, Document] = {
            record: self.sealer.open(envelope) for record, envelope in self.store.rows("SELECT record, envelope FROM envelopes")
        }
        self.drafts: set[bytes] = set()
        for record, envelope in self.store.rows("SELECT record, envelope FROM drafts"):
            draft, received = self.sealer.open(envelope), self.documents.get(record)
            self.documents[record] = join(received, draft) if received else draft
            self.drafts.add(record)

    @contextmanager
    def changing(self) -> Iterator[None]:
        """One transaction over store and memory."""
        try:
            with self.store.transaction():
                yield
        except BaseException:
            self.load()
            raise

    def open_envelope(self, envelope: bytes) -> Opened:
        return open_envelope(self.epoch, envelope)

    def writer(self, now: int) -> Writer:
        return Writer(self.me, self.clock, now)

    def put_drafts(self, documents: dict[bytes, Document], clock: Clock, now: int) -> None:
        """Local changes: each of `documents` waits in the outbox from here on."""
        with self.changing():
            for record, document in documents.items():
                self.put_draft(record, document, now)
            self.put_clock(clock)

    # What follows is called inside `changing`.

    def put_draft(self, record: bytes, document: Document, now: int) -> None:
        envelope = self.sealer.draft(record, document, self.log.head, now)
        self.store.run("INSERT OR REPLACE INTO drafts VALUES (?, ?)", record, envelope)
        self.documents[record] = document
        self.drafts.add(record)

    def drop_draft(self, record: bytes) -> None:
        if record in self.drafts:
            self.store.run("DELETE FROM drafts WHERE record = ?", record)
            self.drafts.remove(record)

    def put_clock(self, clock: Clock) -> None:
        self.store.run("UPDATE device SET clock_ms = ?, clock_counter = ?", *clock)
        self.clock = clock

    def put_sent(self, sent: Sent) -> None:
        self.store.run("INSERT OR REPLACE INTO sent VALUES (?, ?, ?, ?)", sent.digest, sent.record, sent.count, sent.envelope)
        self.sent.setdefault(sent.record, {})[sent.digest] = sent

    def forget_sent(self, record: bytes) -> None:
        if self.sent.pop(record, None):
            self.store.run("DELETE FROM sent WHERE record = ?", record)

    def put_count(self, count: int) -> None:
        self.store.run("UPDATE device SET count = ?", count)
        self.count = count

    def put_behind(self, since: int | None) -> None:
        self.store.run("UPDATE device SET behind_since = ?", since)
        self.behind_since = since


def understands(document: Document) -> bool:
    """Whether this version may write the record: not of a newer schema or an unknown type."""
    model = TYPES.get(document.type)
    return model is not None and document.schema <= model.schema_number
