"""Taking in an answer of the relay: verified, merged and saved in one transaction, or not at all.

- A revision that this device sealed is known by its digest. One in this device's name that it did not seal: a copy writes too.
- What was received is joined with what is held. If that adds something to what was received it is the new draft, else there
  is none.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from counterfoil_crypto.chain import Entry
from counterfoil_crypto.document import Document, join, latest
from counterfoil_crypto.errors import CopiedProfileError, RefusedError, RelayInconsistentError
from counterfoil_crypto.header import envelope_digest
from counterfoil_crypto.log import Admitted, Merged, Read, SetAside, Superseded
from counterfoil_crypto.stamp import follow
from counterfoil_crypto.statement import Head, statement_digest

from .log_rows import save_log
from .vault import Aside, Vault


@dataclass(frozen=True)
class Taken:
    """How many entries were new, and how many of this device's changes were among them."""

    read: int = 0
    written: int = 0

    def __add__(self, other: "Taken") -> "Taken":
        return Taken(self.read + other.read, self.written + other.written)


def take(vault: Vault, entries: Sequence[Entry], through: Head, head: Head, now: int) -> Taken:
    """`RelayInconsistentError` or `CopiedProfileError` leave everything as it was."""
    log = vault.log
    with vault.changing():
        before = log.head.sequence
        try:
            read = log.read(entries, through, head, vault.open_envelope)
        except CopiedProfileError as error:
            _blame_relay(vault, entries, error)
            raise
        written = sum(_settle(vault, one, now) for one in read)
        save_log(vault.store, log, before, read)
        vault.put_behind(None)
    return Taken(len(read), written)


def _blame_relay(vault: Vault, entries: Sequence[Entry], error: CopiedProfileError) -> None:
    """A count of ours that comes too late, in an envelope that we did seal: the relay had said that it did not append it."""
    if error.device != vault.me:
        return
    for entry in entries:
        if entry.sequence == error.sequence and entry.body and envelope_digest(entry.body) in vault.sent.get(entry.record, {}):
            detail = f"entry {entry.sequence} is an envelope of this device that the relay had refused"
            raise RelayInconsistentError("count", entry.sequence, detail) from error


def _settle(vault: Vault, one: Read, now: int) -> bool:
    """Whether this was one of our changes, now written."""
    if isinstance(one, Admitted):
        _check_admission(vault, one)
        return False
    ours = _settle_sent(vault, one)
    match one:
        case Merged():
            _merge(vault, one, now)
        case SetAside():
            _set_aside(vault, Aside(one.record, one.revision.sequence, one.code, one.writer))
        case Superseded():
            pass
    return ours


def _check_admission(vault: Vault, one: Admitted) -> None:
    admission = statement_digest(one.statement.signed)
    expected = vault.membership.admission
    if one.statement.keys.id == vault.me and expected is not None and admission != expected:
        raise RelayInconsistentError("account", one.sequence, f"statement {one.sequence} is not the one that let this device in")
    vault.admissions[one.statement.keys.id] = admission


def _settle_sent(vault: Vault, one: Merged | SetAside | Superseded) -> bool:
    """Forgets what was sent of this record; refuses a revision in our name that we did not seal."""
    sent = vault.sent.get(one.record, {}).get(one.revision.digest)
    writer = one.inner.writer if isinstance(one, Merged) else one.writer if isinstance(one, SetAside) else None
    if sent is None and writer == vault.me:
        raise CopiedProfileError(vault.me, one.revision.sequence)
    if sent is not None:  # of a superseded one the log did not see the count
        vault.log.counts[vault.me] = max(vault.log.counts.get(vault.me, 0), sent.count)
    vault.forget_sent(one.record)
    return sent is not None


def _merge(vault: Vault, one: Merged, now: int) -> None:
    received, held = one.document, vault.documents.get(one.record)
    try:
        merged = join(received, held) if held else received
    except RefusedError as error:
        _set_aside(vault, Aside(one.record, one.revision.sequence, error.code, one.inner.writer))
        return
    _put_received(vault, one)
    if merged is received:
        vault.documents[one.record] = received
        vault.drop_draft(one.record)
    else:
        vault.put_draft(one.record, merged, now)
    _follow(vault, received, now)


def _put_received(vault: Vault, one: Merged) -> None:
    vault.store.run("INSERT OR REPLACE INTO envelopes VALUES (?, ?, ?)", one.record, one.revision.sequence, one.envelope)
    if vault.aside.pop(one.record, None):
        vault.store.run("DELETE FROM aside WHERE record = ?", one.record)


def _set_aside(vault: Vault, aside: Aside) -> None:
    vault.store.run("INSERT OR REPLACE INTO aside VALUES (?, ?, ?, ?)", aside.record, aside.sequence, aside.code, aside.writer)
    vault.aside[aside.record] = aside


def _follow(vault: Vault, received: Document, now: int) -> None:
    clock = follow(vault.clock, latest(received), now)
    if clock != vault.clock:
        vault.put_clock(clock)
