"""Everything of one account on this device: sealed in the store, open in memory only.

Each change of it is one transaction. When one fails the memory is thrown away and read again from what is on disk.

What is kept to: `documents` holds the join of all that was received and said of a record; a draft exists exactly while that
adds something to the newest revision received, whoever it came from; `sent` holds what was sealed for the log and not yet seen
in it, and forgets a record's when any revision of that record is read, because nothing built on an older one can follow.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from counterfoil_crypto.device import Device
from counterfoil_crypto.document import KEY, Document, Writer, join
from counterfoil_crypto.epoch import Epoch
from counterfoil_crypto.identity import NaturalKey, natural_key_digest, record_id
from counterfoil_crypto.keyring import Keyring
from counterfoil_crypto.records import TYPES
from counterfoil_crypto.roster import Gone
from counterfoil_crypto.stamp import Clock
from counterfoil_crypto.statement import Statement, parse

from . import conditions
from .account import load_membership
from .conditions import Code
from .log_rows import Kept, load_log, load_statements
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
    """`device` is who reads and writes here: the folder's own, or a recovery kit on its behalf."""

    def __init__(self, store: Store, device: Device) -> None:
        self.store = store
        self.use(device)

    def use(self, device: Device) -> None:
        self.device = device
        self.me = device.keys.id
        self.load()

    def load(self) -> None:
        """Reads everything from the store and opens it."""
        with self.store.snapshot():
            self.membership = load_membership(self.store)
            row = self.store.row("SELECT relay, clock_ms, clock_counter, count, behind_since FROM device")
            assert row is not None
            self.relay: str | None = row[0]
            self.clock = Clock(row[1], row[2])
            self.count: int = row[3]
            self.behind_since: int | None = row[4]
            self.statements: list[Kept] = load_statements(self.store)
            self.log = load_log(self.store, self.membership.account, self.statements)
            self._gather()
            self.aside = {row[0]: Aside(*row) for row in self.store.rows("SELECT record, sequence, code, writer FROM aside")}
            self.sent = by_record(Sent(*row) for row in self.store.rows("SELECT record, digest, count, envelope FROM sent"))
            self.signs: dict[bytes, int] = dict(self.store.rows("SELECT device, date FROM signs"))
            lost_copy = conditions.get(self.store, Code.LOCAL_COPY_LOST)
            self.forgotten: int = lost_copy.body["count"] if lost_copy else 0
            self.lost: list[bytes] = [signed for (signed,) in self.store.rows("SELECT signed FROM lost ORDER BY position")]
            self.astray: set[bytes] = {record for (record,) in self.store.rows("SELECT record FROM astray")}
            self._load_documents()

    def _gather(self) -> None:
        genesis = self.membership.genesis
        first = [parse(genesis)] if genesis and not self.statements else []
        self.use_keys([*first, *(one.statement for one in self.statements)])

    def _load_documents(self) -> None:
        self.documents: dict[bytes, Document] = {}
        self.purged: dict[str, set[bytes]] = {}
        for record, envelope in self.store.rows("SELECT record, envelope FROM envelopes"):
            self.hold(record, self.sealer.open(envelope))
        self.drafts: set[bytes] = set()
        for record, envelope in self.store.rows("SELECT record, envelope FROM drafts"):
            draft, received = self.sealer.open(envelope), self.documents.get(record)
            self.hold(record, join(received, draft) if received else draft)
            self.drafts.add(record)

    @contextmanager
    def changing(self) -> Iterator[None]:
        """One transaction over store and memory; one inside another is part of it."""
        if self.store.is_changing:
            yield
            return
        try:
            with self.store.transaction():
                yield
        except BaseException:
            self.load()
            raise

    def has_sealed(self, digest: bytes) -> bool:
        """Whether this device made that envelope for the log, however long ago."""
        return self.store.row("SELECT 1 FROM sealed WHERE digest = ?", digest) is not None

    @property
    def epoch(self) -> Epoch:
        """The current one, or the newest that this device has a key of."""
        return self.keyring.current

    @property
    def removed(self) -> Gone | None:
        """The verified end of this device's membership."""
        return self.log.roster.gone.get(self.me)

    def writer(self, now: int) -> Writer:
        return Writer(self.me, self.clock, now)

    def find(self, record_type: str, key: NaturalKey) -> tuple[bytes, Document | None]:
        """Where a record with this natural key is written on, and what is known of it, whichever epoch it was begun in.

        SPEC.md, *identity*: several are read as one; of a purged one only the digest of its key is left.
        """
        ids = {record_id(epoch, record_type, key) for epoch in self.keyring.epochs}
        found = {one for one in ids if one in self.documents}
        found |= self.purged.get(natural_key_digest(record_type, key), set())
        whole: Document | None = None
        for one in sorted(found):
            document = self.documents[one]
            if document.type == record_type:
                whole = join(whole, document) if whole else document
        return (min(found) if whole else record_id(self.epoch, record_type, key)), whole

    def put_drafts(self, documents: dict[bytes, Document], clock: Clock, now: int) -> None:
        """Local changes: each of `documents` waits in the outbox from here on."""
        with self.changing():
            for record, document in documents.items():
                self.put_draft(record, document, now)
            self.put_clock(clock)

    # What follows is called inside `changing`.

    def use_keys(self, statements: Iterable[Statement]) -> None:
        """The keys that these give to this device; the log verifies them as it reads."""
        self.keyring = Keyring.gather(self.device, self.membership.account, statements)
        self.sealer = Sealer(self.membership.account, self.me, self.keyring)

    def hold(self, record: bytes, document: Document) -> None:
        """What is known of a record, in memory."""
        self.documents[record] = document
        if document.purge:
            for name in document.fields:
                if name.startswith(f"{KEY}/"):
                    self.purged.setdefault(name.removeprefix(f"{KEY}/"), set()).add(record)

    def put_draft(self, record: bytes, document: Document, now: int) -> None:
        envelope = self.sealer.draft(record, document, self.log.head, now)
        self.store.run("INSERT OR REPLACE INTO drafts VALUES (?, ?)", record, envelope)
        self.hold(record, document)
        self.drafts.add(record)

    def drop_record(self, record: bytes) -> None:
        """A draft that was never sent, and is one no more."""
        self.drop_draft(record)
        self.forget_sent(record)
        del self.documents[record]

    def drop_draft(self, record: bytes) -> None:
        if record in self.drafts:
            self.store.run("DELETE FROM drafts WHERE record = ?", record)
            self.drafts.remove(record)

    def put_clock(self, clock: Clock) -> None:
        self.store.run("UPDATE device SET clock_ms = ?, clock_counter = ?", *clock)
        self.clock = clock

    def put_sent(self, sent: Sent) -> None:
        self.store.run("INSERT OR IGNORE INTO sealed VALUES (?)", sent.digest)
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

    def put_sign(self, device: bytes, date: int) -> None:
        """The newest word of a device, by its own clock."""
        self.store.run("INSERT OR REPLACE INTO signs VALUES (?, ?)", device, date)
        self.signs[device] = date


def understands(document: Document) -> bool:
    """Whether this version may write the record: not of a newer schema or an unknown type."""
    model = TYPES.get(document.type)
    return model is not None and document.schema <= model.schema_number
