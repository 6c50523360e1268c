"""The relay's log was put back to an earlier state, or begun anew (SPEC.md, *Restore*).

What this device has from there on is its lost part. The log is read anew from the start, must be the same up to there, and then
lost statements go back byte for byte, and whatever the documents here hold beyond the relay's waits to be sealed anew. All of
that is one transaction: a death in between leaves everything as it was.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from counterfoil import wire
from counterfoil_crypto.chain import FIRST_GENERATION, Restored, parse_restored
from counterfoil_crypto.document import Document, join
from counterfoil_crypto.encoding import MOST_MS
from counterfoil_crypto.errors import RefusedError, RelayInconsistentError
from counterfoil_crypto.identity import natural_key_of, record_id
from counterfoil_crypto.log import Log, parted_at
from counterfoil_crypto.statement import Leave, Placed, Revoke

from . import anchor, conditions
from .conditions import Code
from .errors import ConfirmError
from .fresh import believable, entries_of, read_pages
from .log_rows import Kept, forget_log, load_empty_log

if TYPE_CHECKING:
    from .anchor import Floor
    from .engine import Engine
    from .relay import Relay
    from .vault import Vault

AGAIN_MS: Final = 30 * 24 * 3_600_000
NOTHING: Final[dict[str, Any]] = {"lost": 0, "unknown": 0, "first": 0, "writers": [], "records": [], "read": False}


def loses_a_part(log: Log, page: wire.LogPage) -> bool:
    """Whether what this device has of the log may no longer all be in the relay's: then it is to be read anew.

    The relay names sequences only. Where this log has `restored` entries itself, another one may stand in the place of each.
    """
    if log.sequence == 0 or not log.was_restored(page.head.value(), page.restores):
        return False
    return bool(log.restores) or min(page.restores, default=0) <= log.sequence


def check_confirmed(engine: "Engine", begun: bytes) -> None:
    """`ConfirmError` for a second restore within thirty days, which began that generation, until the person says that it may be.

    It counts with the generation of its own `restored` entry: the head that a page names may be any.
    """
    store, generation = engine.vault.store, begun.hex()
    before, confirmed = conditions.get(store, Code.RESTORED), conditions.get(store, Code.CONFIRMED)
    if engine.expects_restore or before is None or before.body["generation"] == generation or engine.now() - before.at > AGAIN_MS:
        return
    if confirmed and confirmed.body["generation"] == generation:
        return
    conditions.begin(store, Code.CONFIRM, engine.now(), {"generation": generation})
    raise ConfirmError(
        "the relay was restored again, within thirty days of the last time; nothing is sent to it; ask its operator, then"
        " 'counterfoil relay confirm'"
    )


def note(vault: "Vault", now: int, restored: Restored, body: dict[str, Any] | None = None) -> None:
    """What the person reads of it, for thirty days."""
    of = restored.of if restored.of < MOST_MS else 0  # the relay's word, and any number
    said = {"of": of, "generation": vault.log.generation.hex(), **(body or NOTHING)}
    conditions.put(vault.store, Code.RESTORED, now, said)
    conditions.end(vault.store, Code.CONFIRM, Code.CONFIRMED, Code.UNKNOWN_ACCOUNT, Code.UNKNOWN_DEVICE)


def note_below(vault: "Vault", now: int, floor: "Floor", first: int) -> None:
    """What a restore took that this device had read before its local copy was lost: nobody here knows what that was."""
    found, generation = conditions.get(vault.store, Code.RESTORED), vault.log.generation.hex()
    told = found.body if found and found.body["generation"] == generation else {"of": 0, **NOTHING, "first": first}
    lost = max(told["lost"], floor.head.sequence - first + 1)
    with vault.changing():
        body = {**told, "generation": generation, "lost": lost, "unknown": lost - told["lost"], "read": False}
        conditions.put(vault.store, Code.RESTORED, now, body)
        anchor.let_go(vault)


def put_away(vault: "Vault") -> bool:
    """The person has read of it; it still counts as one, so that a second one asks. False if there is nothing to put away."""
    found = conditions.get(vault.store, Code.RESTORED)
    if found is None or found.body["read"]:
        return False
    conditions.put(vault.store, Code.RESTORED, found.at, {**found.body, "read": True})
    return True


async def live_through(engine: "Engine", relay: "Relay") -> None:
    """`RelayInconsistentError` if no restore explains the relay's log; then everything is as it was."""
    vault = engine.vault
    pages = await read_pages(relay)
    first, parted = _parting(vault.log, entries_of(pages))
    if parted is not None:
        check_confirmed(engine, parted.generation)
    with vault.changing():
        before, statements, held = vault.log, vault.statements, dict(vault.documents)
        made_of_keys = _made_of_keys(vault)
        lost = [one for one in statements if one.sequence >= first]
        writers = _writers(vault, first)
        _remember(vault, before, statements, lost)
        _forget(vault, believable_keys=pages)
        for page in pages:
            engine.take_page(page)
        if parted is None or before.lost_from(vault.log) != first:
            raise RelayInconsistentError("fork", first, "the relay's log is another one, and no restore explains it")
        _keep_lost(vault, lost)
        _keep_documents(vault, held, engine.now())
        vault.astray = {record for record in vault.drafts - vault.log.newest.keys() if record in made_of_keys}
        vault.store.run("DELETE FROM astray")
        vault.store.run_all("INSERT INTO astray VALUES (?)", [(record,) for record in vault.astray])
        records = [record.hex() for record, revision in before.newest.items() if revision.sequence >= first]
        note(
            vault,
            engine.now(),
            parted,
            {**NOTHING, "lost": max(0, before.sequence - first + 1), "first": first, "writers": writers, "records": records},
        )


def _parting(log: Log, entries: Sequence[wire.Entry]) -> tuple[int, Restored | None]:
    """Where this log's lost part begins, and the last restore that it does not know; both are verified when all is read."""
    named = dict[tuple[int, bytes], Restored]()
    for entry in entries:
        if entry.kind == "restored" and entry.body is not None:
            try:
                restored = parse_restored(entry.body)
            except RefusedError:
                break
            named[entry.sequence, restored.generation] = restored
    new = [restored for place, restored in named.items() if place not in log.restores]
    at = parted_at(log.restores, named)
    return log.sequence + 1 if at is None else at, new[-1] if new else None


def _made_of_keys(vault: "Vault") -> set[bytes]:
    """Records whose ids come from their natural keys, and this device's own epochs."""
    found = set()
    for record, document in vault.documents.items():
        key = natural_key_of(document)
        if key and any(record_id(epoch, document.type, key) == record for epoch in vault.keyring.epochs):
            found.add(record)
    return found | vault.astray


def _writers(vault: "Vault", first: int) -> list[str]:
    """Who wrote what is lost and is here, the last one first."""
    newest: dict[str, int] = {}
    for (envelope,) in vault.store.rows("SELECT envelope FROM envelopes WHERE sequence >= ?", first):
        inner = vault.sealer.open_envelope(envelope).inner
        newest[inner.writer.hex()] = max(newest.get(inner.writer.hex(), 0), inner.date)
    return sorted(newest, key=lambda writer: newest[writer], reverse=True)


def _remember(vault: "Vault", log: Log, statements: Sequence[Kept], lost: Sequence[Kept]) -> None:
    """What a restore does not make this device unlearn."""
    vault.store.run_all("INSERT OR IGNORE INTO verified VALUES (?)", [(one.digest,) for one in statements])
    for one in lost:
        if not isinstance(one.statement, Placed):
            continue
        match one.statement.act:
            case Revoke(device):
                removed = device
            case Leave():
                removed = one.statement.place.signer
            case _:
                continue
        generations = [FIRST_GENERATION, *(generation for at, generation in log.restores if at <= one.sequence)]
        vault.store.run_all("INSERT OR IGNORE INTO outcasts VALUES (?, ?)", [(removed, generation) for generation in generations])


def _forget(vault: "Vault", believable_keys: Sequence[wire.LogPage]) -> None:
    """An empty log, and nothing read of it; what was sealed for the old one is not sent any more."""
    forget_log(vault.store)
    for change in ("DELETE FROM envelopes", "DELETE FROM drafts", "DELETE FROM uploaded", "UPDATE sent SET envelope = NULL"):
        vault.store.run(change)
    account = vault.membership.account
    vault.log = load_empty_log(vault.store, account)
    vault.statements, vault.documents, vault.purged, vault.drafts, vault.aside = [], {}, {}, set(), {}
    vault.sent = {record: {digest: one.refused() for digest, one in sent.items()} for record, sent in vault.sent.items()}
    vault.use_keys(believable(account, entries_of(believable_keys)))


def _keep_lost(vault: "Vault", lost: Sequence[Kept]) -> None:
    """Statements that the relay's log does not have, in their order; those of an earlier restore come first."""
    here = {one.statement.signed for one in vault.statements}
    still = [signed for signed in dict.fromkeys([*vault.lost, *(one.statement.signed for one in lost)]) if signed not in here]
    vault.store.run("DELETE FROM lost")
    vault.store.run_all("INSERT INTO lost (signed) VALUES (?)", [(signed,) for signed in still])
    vault.lost = still


def _keep_documents(vault: "Vault", held: dict[bytes, Document], now: int) -> None:
    for record, document in held.items():
        received = vault.documents.get(record)
        if received is None:
            vault.put_draft(record, document, now)
            continue
        if received.type != document.type:
            continue  # set aside when it was read; ours cannot be joined with it
        merged = join(received, document)
        if merged is not received:
            vault.put_draft(record, merged, now)
