"""Sealing a record twice: as a draft for this device alone, and for the log just before it is sent."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from counterfoil_crypto.blob import blobs_of
from counterfoil_crypto.chain import Revision
from counterfoil_crypto.document import Document, decode
from counterfoil_crypto.encoding import Reader
from counterfoil_crypto.envelope import Inner, Opened, open_envelope, seal
from counterfoil_crypto.header import Header, envelope_digest, take_header
from counterfoil_crypto.keyring import Keyring
from counterfoil_crypto.statement import Head


@dataclass(frozen=True)
class Sealer:
    """What every envelope of this device's names. It seals under the newest epoch, and opens by the epoch in the header."""

    account: bytes
    writer: bytes
    keyring: Keyring

    def draft(self, record: bytes, document: Document, head: Head, date: int) -> bytes:
        """Count 0 and no base: it never leaves the device, and no reader would take it."""
        return self._seal(record, document, Inner(self.writer, 0, date, head, None, document.encode()))

    def revision(
        self, record: bytes, document: Document, *, count: int, date: int, witness: Head, base: Revision | None
    ) -> bytes:
        return self._seal(record, document, Inner(self.writer, count, date, witness, base, document.encode()))

    def open_envelope(self, envelope: bytes) -> Opened:
        """Refused with `epoch` if its key is not here."""
        return open_envelope(self.keyring.epoch(take_header(Reader(envelope)).epoch), envelope)

    def open(self, envelope: bytes) -> Document:
        """What this device kept for itself; it was checked before."""
        return decode(self.open_envelope(envelope).inner.document)

    def _seal(self, record: bytes, document: Document, inner: Inner) -> bytes:
        epoch = self.keyring.current
        header = Header(self.account, record, epoch.number, blobs_of(document))
        return seal(epoch, header, inner, deflate=document.only_from_pages)


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

    def refused(self) -> "Sent":
        """Not to be sent again; its digest stays known."""
        return replace(self, envelope=None)


def by_record(rows: Iterable[Sent]) -> dict[bytes, dict[bytes, Sent]]:
    """Record to digest to what was sent."""
    found: dict[bytes, dict[bytes, Sent]] = {}
    for one in rows:
        found.setdefault(one.record, {})[one.digest] = one
    return found
