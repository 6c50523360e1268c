"""Reading a log from its beginning: a newcomer from the newest checkpoint, everybody else from the genesis on.

An entry may be sealed under a key that only a later statement gives to this reader. So the statements are looked at first, for
the keys they hold; they are verified, like everything else, when the log is read.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from counterfoil import wire
from counterfoil_crypto.errors import RefusedError, RelayInconsistentError
from counterfoil_crypto.roster import Roster
from counterfoil_crypto.statement import Statement, parse

from . import anchor
from .errors import RelayProblemError, RelayUnavailableError
from .reading import Taken, keep
from .relay import to_entries

if TYPE_CHECKING:
    from .engine import Engine
    from .relay import Relay
    from .vault import Vault

LARGEST_HISTORY: Final = 2 * 1024**3
"""Bytes; a hundred thousand records of the usual size are a tenth of it."""


async def read_fresh(engine: "Engine", relay: "Relay") -> Taken:
    """Fills a log in which nothing was read yet. The caller reads on from there.

    After the local copy was lost, all of it: from a checkpoint on it could not be held against the anchor.
    """
    lost = anchor.floor(engine.vault.store)
    from_checkpoint = None if lost else await _read_checkpoint(engine, relay)
    if from_checkpoint is not None:
        return from_checkpoint
    pages = await read_pages(relay)
    _use_keys(engine.vault, entries_of(pages))
    taken = Taken()
    for page in pages:
        taken += engine.take_page(page)
    return taken


def _use_keys(vault: "Vault", entries: Iterable[wire.Entry]) -> None:
    try:
        vault.use_keys(believable(vault.membership.account, entries))
    except RefusedError as error:
        detail = f"this device was given another key than the one committed to: {error}"
        raise RelayInconsistentError("commitment", vault.log.sequence, detail) from error


async def read_pages(relay: "Relay", after: int = 0) -> list[wire.LogPage]:
    """All of a log after a sequence, up to the head that the relay names first: what comes later is read later.

    Nothing of it is verified yet, so it must at least go on where it stopped, and end.
    """
    pages = [await relay.read_log(after)]
    end, size = pages[0].head.sequence, 0
    while pages[-1].entries:
        for entry in pages[-1].entries:
            after += 1
            if entry.sequence != after:
                raise RelayInconsistentError("sequence", after, f"entry {after} is missing; the relay sent {entry.sequence}")
            size += _weight(entry)
        if after >= end:
            break
        _check_size(size)
        pages.append(await relay.read_log(after))
    return pages


def _weight(entry: wire.Entry) -> int:
    """What an entry costs to keep, in bytes: one without a body is not free."""
    return 256 + len(entry.body or b"")


def _check_size(size: int) -> None:
    if size > LARGEST_HISTORY:
        raise RelayUnavailableError("the relay's history is longer than this device can read at once; ask its operator")


def entries_of(pages: Iterable[wire.LogPage]) -> list[wire.Entry]:
    return [entry for page in pages for entry in page.entries]


def believable(account: bytes, entries: Iterable[wire.Entry]) -> list[Statement]:
    """The statements among `entries` that follow from one another, as far as they do."""
    roster, found = Roster(account), list[Statement]()
    for entry in entries:
        if entry.kind != "statement" or entry.body is None:
            continue
        try:
            statement = parse(entry.body)
            roster.admit(statement)
        except RefusedError:
            break
        found.append(statement)
    return found


async def _read_checkpoint(engine: "Engine", relay: "Relay") -> Taken | None:
    """None if there is no checkpoint to start from."""
    try:
        found = await relay.read_checkpoint()
    except RelayProblemError as error:
        if error.code == wire.ProblemCode.NO_CHECKPOINT:
            return None
        raise
    if not found.entries:
        raise RelayInconsistentError("checkpoint", 0, "the relay names a checkpoint and does not send it")
    live = await _read_live(relay, found.entries[-1].sequence)
    pages = await read_pages(relay, found.head.sequence)
    named = pages[0].head.value()
    vault = engine.vault
    _use_keys(vault, [*found.entries, *entries_of(pages)])
    with vault.changing():
        read = vault.log.read_checkpoint(
            to_entries(found.entries), to_entries(live), named, device=vault.device, keyring=vault.keyring
        )
        if vault.log.head != found.head.value():
            raise RelayInconsistentError("chain", found.head.sequence, "the relay names another head for its checkpoint")
        keep(vault, read, None, engine.now())
        return sum((engine.take_page(page) for page in pages), Taken(len(read), 0))


async def _read_live(relay: "Relay", sequence: int) -> Sequence[wire.Entry]:
    """The live set of the checkpoint at `sequence`."""
    found: list[wire.Entry] = []
    after, size = b"", 0
    while True:
        page = await relay.read_live(sequence, after)
        found += page.entries
        size += sum(map(_weight, page.entries))
        _check_size(size)
        last = page.entries[-1].record if page.entries else None
        if not page.more:
            return found
        if last is None or last <= after or len(found) >= sequence:  # a record has an entry of its own
            raise RelayInconsistentError("checkpoint", sequence, "the relay does not go on with its live set")
        after = last
