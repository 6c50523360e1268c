"""The outbox: what waits, what is sealed for the log and on its way, and what the relay did not take.

A device's counts must rise along the log. So while anything sealed has an unknown fate nothing else is sealed: after a lost
answer the same bytes go out again, and only if no later count of ours is in the log. What the relay refused is sealed anew.
"""

from collections.abc import Collection, Sequence
from typing import Final

from counterfoil.wire import LARGEST_BATCH
from counterfoil_crypto.document import Document

from .errors import OversizedError
from .sealing import Sent
from .vault import Vault, understands

LARGEST_SEND: Final = 4 * 1024 * 1024


def check_size(vault: Vault, record: bytes, document: Document, before: Document | None) -> None:
    """Refuses a record that no relay would take, before it is queued.

    What was too large already may be shortened little by little, and deleted.
    """
    fits, head = vault.sealer.fits, vault.log.head
    if not fits(record, document, head) and (before is None or fits(record, before, head)):
        raise OversizedError


def oversized(vault: Vault) -> list[bytes]:
    """What waits and no relay would take: two devices added to one record at the same time."""
    return [record for record in sorted(vault.drafts) if _is_oversized(vault, record, vault.documents[record])]


def _is_oversized(vault: Vault, record: bytes, document: Document) -> bool:
    return understands(document) and not vault.sealer.fits(record, document, vault.log.head)


def under_way(vault: Vault) -> list[Sent]:
    """What was sealed and may have arrived, in the order of its counts; what could no longer be valid is withdrawn."""
    found = sorted((one for sent in vault.sent.values() for one in sent.values() if one.envelope), key=lambda one: one.count)
    landed = vault.log.counts.get(vault.me, 0)
    late = [one for one in found if one.count <= landed]
    if late:
        withdraw(vault, late)
    return [one for one in found if one.count > landed]


def seal_batch(vault: Vault, now: int, most: int = LARGEST_BATCH, skip: Collection[bytes] = ()) -> list[Sent]:
    """Seals up to `most` drafts for the log as it is now; on disk when this returns."""
    batch: list[Sent] = []
    size = 0
    with vault.changing():
        for record in sorted(vault.drafts):
            document = vault.documents[record]
            if record in skip or not understands(document):
                continue
            try:
                envelope = vault.sealer.revision(
                    record,
                    document,
                    count=vault.count + 1,
                    date=now,
                    witness=vault.log.head,
                    base=vault.log.newest.get(record),
                )
            except OversizedError:  # it waits, and keeps nothing else from being sent
                continue
            size += len(envelope)
            if len(batch) == most or size > LARGEST_SEND:
                break
            vault.put_count(vault.count + 1)
            batch.append(Sent.of(record, vault.count, envelope))
            vault.put_sent(batch[-1])
    return batch


def withdraw(vault: Vault, refused: Sequence[Sent]) -> None:
    """The relay said that it did not append these. Their digests stay known, in case it lied."""
    with vault.changing():
        for one in refused:
            vault.put_sent(Sent(one.record, one.digest, one.count, None))
