"""Sealing a record twice: as a draft for this device alone, and for the log just before it is sent."""

from collections.abc import Iterable
from dataclasses import dataclass

from counterfoil_crypto.chain import Revision
from counterfoil_crypto.document import Document, decode
from counterfoil_crypto.envelope import Inner, open_envelope, seal
from counterfoil_crypto.epoch import Epoch
from counterfoil_crypto.header import Header, envelope_digest
from counterfoil_crypto.statement import Head


@dataclass(frozen=True)
class Sealer:
    """What every envelope of this device's names."""

    account: bytes
    writer: bytes
    epoch: Epoch

    def draft(self, record: bytes, document: Document, head: Head, date: int) -> bytes:
        """Count 0 and no base: it never leaves the device, and no reader would take it."""
        return self._seal(record, document, Inner(self.writer, 0, date, head, None, document.encode()))

    def revision(
        self, record: bytes, document: Document, *, count: int, date: int, witness: Head, base: Revision | None
    ) -> bytes:
        return self._seal(record, document, Inner(self.writer, count, date, witness, base, document.encode()))

    def open(self, envelope: bytes) -> Document:
        """What this device kept for itself; it was checked before."""
        return decode(open_envelope(self.epoch, envelope).inner.document)

    def _seal(self, record: bytes, document: Document, inner: Inner) -> bytes:
        header = Header(self.account, record, self.epoch.number)
        return seal(self.epoch, header, inner, deflate=document.only_from_pages)


@dataclass(frozen=True)
class Sent:
    """A revision sealed for the log. `envelope` is None once the relay said that it did not append it."""

    record: bytes
    digest: bytes
    count: int
    envelope: bytes | None

    @classmethod
    def of(cls, record: bytes, count: int, envelope: bytes) -> "Sent":
        return cls(record, envelope_digest(envelope), count, envelope)


def by_record(rows: Iterable[Sent]) -> dict[bytes, dict[bytes, Sent]]:
    """Record to digest to what was sent."""
    found: dict[bytes, dict[bytes, Sent]] = {}
    for one in rows:
        found.setdefault(one.record, {})[one.digest] = one
    return found
