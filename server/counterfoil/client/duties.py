"""What a device does unasked when it syncs, each thing only when it is due, and in this order.

Lost statements go back; a due rotation is signed before anything else is sent; the device that this one replaces is removed;
records that were never sent move into the new epoch; what has been in the bin for thirty days is purged; after a week of silence
a sign of life is written; after 4,000 superseded entries a checkpoint is signed.
"""

from typing import TYPE_CHECKING, Final

from counterfoil.wire import ProblemCode
from counterfoil_crypto.document import DELETED, KEY, Document, join, purge_is_due
from counterfoil_crypto.identity import device_key, natural_key_digest, natural_key_of, record_id
from counterfoil_crypto.orders import orders_of
from counterfoil_crypto.records import Device
from counterfoil_crypto.roster import Roster
from counterfoil_crypto.statement import Act, Checkpoint

from .acts import act, revoking, rotating
from .errors import RelayProblemError
from .moving import is_a_number_used_twice, with_references
from .putting_back import put_back_lost
from .text import moment
from .vault import Vault, understands

if TYPE_CHECKING:
    from .engine import Engine
    from .relay import Relay

DAY_MS: Final = 24 * 3_600_000
SILENCE_MS: Final = 7 * DAY_MS
SUPERSEDED: Final = 4_000
MOVES: Final = frozenset({"Vendor", "Order", "TermsDocument"})
"""Types whose natural keys somebody could guess (SPEC.md, *identity*)."""


async def before_sending(engine: "Engine", relay: "Relay") -> None:
    vault = engine.vault
    await put_back_lost(engine, relay)
    if vault.log.roster.rotation_due:
        await act(engine, relay, rotating(vault, vault.log.roster.epoch))
    replaced = vault.membership.predecessor
    if replaced is not None:
        await act(engine, relay, revoking(vault, replaced))
        with vault.changing():
            vault.store.run("UPDATE device SET predecessor = NULL")
            vault.load()
    tidy(vault, engine.now())


def tidy(vault: Vault, now: int) -> None:
    """What needs no relay, but the log as it is now."""
    move_unsent(vault, now)
    purge(vault, now)
    show_life(vault, now)


async def after_sending(engine: "Engine", relay: "Relay") -> None:
    log = engine.vault.log

    def decide(_: Roster) -> Act | None:
        return Checkpoint(engine.vault.log.live_digest()) if engine.vault.log.superseded >= SUPERSEDED else None

    if log.superseded >= SUPERSEDED:
        try:
            await act(engine, relay, decide)
        except RelayProblemError as error:
            if error.code != ProblemCode.TOO_LARGE:  # no room for more statements: everything else goes on without one
                raise


def move_unsent(vault: Vault, now: int) -> None:
    """Who was removed with an earlier epoch's key must not find what is first written now under ids that they can guess."""
    moves = {record: target for record in vault.drafts - vault.log.newest.keys() if (target := _new_id(vault, record))}
    if not moves:
        return
    with vault.changing():
        for record, target in moves.items():
            document, there = vault.documents[record], vault.documents.get(target)
            vault.drop_record(record)
            vault.put_draft(target, join(there, document) if there else document, now)
        for record in vault.drafts - vault.log.newest.keys():
            renamed = with_references(vault.documents[record], moves)
            if renamed != vault.documents[record]:
                vault.put_draft(record, renamed, now)


def _new_id(vault: Vault, record: bytes) -> bytes | None:
    """Where a record goes whose id was made with the key of an earlier epoch; None: nowhere, or it may have arrived as it is."""
    document = vault.documents[record]
    key = natural_key_of(document) if document.type in MOVES else None
    if key is None or any(one.envelope for one in vault.sent.get(record, {}).values()):
        return None
    current, *earlier = [record_id(epoch, document.type, key) for epoch in vault.keyring.epochs]
    there = vault.documents.get(current)
    if record == current or record not in {*earlier, *vault.astray} or (there and is_a_number_used_twice(there, document)):
        return None
    return current


def purge(vault: Vault, now: int) -> None:
    """All records of an order go together: else what is left of one would look like an order that was never deleted."""
    due: dict[bytes, Document] = {}
    writer = vault.writer(now)
    orders = [(order.records, order.document) for order in orders_of(vault.documents.items())]
    others = [((record,), document) for record, document in vault.documents.items() if document.type != "Order"]
    for records, shown in orders + others:
        if not purge_is_due(shown, now):
            continue
        for record in records:
            document = vault.documents[record]
            if understands(document) and not _is_purged(document):
                key = natural_key_of(document)
                keys = (natural_key_digest(document.type, key),) if key else ()
                due[record] = writer.purge(document, keys)
    if due:
        vault.put_drafts(due, writer.clock, now)


def _is_purged(document: Document) -> bool:
    """Whether nothing is left in it but that it was deleted."""
    return document.purge is not None and all(name == DELETED or name.startswith(f"{KEY}/") for name in document.fields)


def show_life(vault: Vault, now: int) -> None:
    """Other devices see that this one is still used, though it has had nothing to say for a week."""
    last = vault.signs.get(vault.me)
    if last is None or now - last <= SILENCE_MS:
        return
    record, known = vault.find("Device", device_key(vault.me))
    document = known or Document("Device", Device.schema_number, {})
    if record in vault.drafts or not understands(document):  # what waits already will be a sign of it
        return
    writer = vault.writer(now)
    vault.put_drafts({record: writer.say(document, "seen", moment(now))}, writer.clock, now)
