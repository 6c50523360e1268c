"""Sealing a record twice: as a draft for this device alone, and for the log just before it is sent."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from counterfoil.wire import LARGEST_ENVELOPE
from counterfoil_crypto.blob import blobs_named, blobs_of
from counterfoil_crypto.chain import Revision
from counterfoil_crypto.document import Document, decode
from counterfoil_crypto.encoding import Reader
from counterfoil_crypto.envelope import Inner, Opened, open_envelope, seal
from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.header import MOST_BLOBS, Header, envelope_digest, take_header
from counterfoil_crypto.keyring import Keyring
from counterfoil_crypto.statement import Head

from .errors import OversizedError


@dataclass(frozen=True)
class Sealer:
    """What every envelope of this device's names. It seals under the newest epoch, and opens by the epoch in the header."""

    account: bytes
    writer: bytes
    keyring: Keyring

    def draft(self, record: bytes, document: Document, head: Head, date: int) -> bytes:
        """Count 0 and no base: it never leaves the device, and no reader would take it.

        It lists no files, and has no limits: each of two devices may have written what fits, and both together not.
        """
        inner = Inner(self.writer, 0, date, head, None, document.encode())
        header = Header(self.account, record, self.keyring.current.number)
        return seal(self.keyring.current, header, inner, deflate=document.only_from_pages, most=math.inf)

    def revision(
        self, record: bytes, document: Document, *, count: int, date: int, witness: Head, base: Revision | None
    ) -> bytes:
        """For the log. `OversizedError` if it is more than one record of it holds."""
        inner = Inner(self.writer, count, date, witness, base, document.encode())
        try:
            header = Header(self.account, record, self.keyring.current.number, blobs_of(document))
            envelope = seal(self.keyring.current, header, inner, deflate=document.only_from_pages)
        except RefusedError as error:
            if error.code not in {"header", "inner"}:
                raise
            raise OversizedError from error
        if len(envelope) > LARGEST_ENVELOPE:
            raise OversizedError
        return envelope

    def fits(self, record: bytes, document: Document, head: Head) -> bool:
        """Whether a relay would take it."""
        if len(document.encode()) < LARGEST_ENVELOPE // 2 and len(blobs_named(document)) <= MOST_BLOBS:
            return True  # as it is with almost every record: padding, header and deflating never double it
        try:
            self.revision(record, document, count=1, date=0, witness=head, base=None)
        except OversizedError:
            return False
        return True

    def open_envelope(self, envelope: bytes) -> Opened:
        """Refused with `epoch` if its key is not here."""
        return open_envelope(self.keyring.epoch(take_header(Reader(envelope)).epoch), envelope, math.inf)

    def open(self, envelope: bytes) -> Document:
        """What this device kept for itself; it was checked before."""
        return decode(self.open_envelope(envelope).inner.document)


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
