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
from counterfoil_crypto.log import Admitted, Merged, Read, RestoredRead, SetAside, Superseded
from counterfoil_crypto.stamp import AHEAD_MS, follow
from counterfoil_crypto.statement import Add, Head, Placed, statement_digest

from . import conditions
from .conditions import Code
from .log_rows import Kept, save_log
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
    with vault.changing():
        before = vault.log.sequence if vault.store.row("SELECT 1 FROM log") else None
        try:
            read = vault.log.read(entries, through, head, vault.device, vault.keyring)
        except CopiedProfileError as error:
            _blame_relay(vault, entries, error)
            raise
        written = keep(vault, read, before, now)
    return Taken(len(read), written)


def keep(vault: Vault, read: Sequence[Read], before: int | None, now: int) -> int:
    """Merges and saves what the log has verified, nothing after `before` being saved yet; how many changes of ours it shows."""
    written = sum(_settle(vault, one, now) for one in read)
    save_log(vault.store, vault.log, before, read)
    _note_signs(vault, read)
    _note_clocks(vault, read, now)
    return written


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
        vault.statements.append(Kept(one.sequence, one.statement))
        return False
    if isinstance(one, RestoredRead):
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
    """The newcomer was told by which statement it was let in; after a restore it may have been let in again by another."""
    expected = vault.membership.admission
    if expected is None or vault.log.verified or not isinstance(one.statement, Placed):
        return
    is_ours = isinstance(one.statement.act, Add) and one.statement.act.keys == vault.device.keys
    if is_ours and statement_digest(one.statement.signed) != expected:
        raise RelayInconsistentError("account", one.sequence, f"statement {one.sequence} is not the one that let this device in")


def _settle_sent(vault: Vault, one: Merged | SetAside | Superseded) -> bool:
    """Forgets what was sent of this record; refuses a revision in our name that we did not seal."""
    sent = vault.sent.get(one.record, {}).get(one.revision.digest)
    writer = one.inner.writer if isinstance(one, Merged) else one.writer if isinstance(one, SetAside) else None
    if sent is None and writer == vault.me and not _is_known_as_ours(vault, one):
        raise CopiedProfileError(vault.me, one.revision.sequence)
    if sent is not None:  # of a superseded one the log did not see the count
        vault.log.counts[vault.me] = max(vault.log.counts.get(vault.me, 0), sent.count)
    vault.forget_sent(one.record)
    return sent is not None


def _is_known_as_ours(vault: Vault, one: Merged | SetAside | Superseded) -> bool:
    """It was read before in another state of the log, or the person knows of the copy, or the local copy was lost since."""
    if vault.me in vault.log.copied or vault.has_sealed(one.revision.digest):
        return True
    return isinstance(one, Merged) and one.inner.count <= vault.forgotten


def _merge(vault: Vault, one: Merged, now: int) -> None:
    received, held = one.document, vault.documents.get(one.record)
    try:
        merged = join(received, held) if held else received
    except RefusedError as error:
        _set_aside(vault, Aside(one.record, one.revision.sequence, error.code, one.inner.writer))
        return
    _put_received(vault, one)
    if merged is received:
        vault.hold(one.record, received)
        vault.drop_draft(one.record)
    else:
        vault.put_draft(one.record, merged, now)
    clock = follow(vault.clock, latest(received), now)
    if clock != vault.clock:
        vault.put_clock(clock)


def _put_received(vault: Vault, one: Merged) -> None:
    vault.store.run("INSERT OR REPLACE INTO envelopes VALUES (?, ?, ?)", one.record, one.revision.sequence, one.envelope)
    if vault.aside.pop(one.record, None):
        vault.store.run("DELETE FROM aside WHERE record = ?", one.record)


def _set_aside(vault: Vault, aside: Aside) -> None:
    vault.store.run("INSERT OR REPLACE INTO aside VALUES (?, ?, ?, ?)", aside.record, aside.sequence, aside.code, aside.writer)
    vault.aside[aside.record] = aside


def _note_signs(vault: Vault, read: Sequence[Read]) -> None:
    """The date in the newest entry of each device, by its own clock."""
    found: dict[bytes, int] = {}
    for one in read:
        if isinstance(one, Merged):
            found[one.inner.writer] = one.inner.date
        elif isinstance(one, Admitted) and isinstance(one.statement, Placed):
            found[one.statement.place.signer] = one.statement.place.date
    for device, date in found.items():
        vault.put_sign(device, date)


def _note_clocks(vault: Vault, read: Sequence[Read], now: int) -> None:
    """Whose clock was how far ahead when it wrote a value that stands now."""
    ahead: dict[str, int] = {}
    for one in read:
        if isinstance(one, Merged):
            for device, ms in _far_ahead(one.document, now):
                ahead[device] = max(ahead.get(device, 0), ms)
    if ahead:
        found = conditions.get(vault.store, Code.CLOCK)
        conditions.begin(vault.store, Code.CLOCK, now, {**(found.body if found else {}), **ahead})


def _far_ahead(document: Document, now: int) -> list[tuple[str, int]]:
    if latest(document).ms <= now + AHEAD_MS:
        return []
    stamps = [register.at for registers in document.fields.values() for register in registers.values()]
    return [(stamp.device, stamp.ms - now) for stamp in stamps if stamp.ms > now + AHEAD_MS]
