"""The end of an account: believed only by a `close` that follows, statement by statement, from its genesis."""

from typing import TYPE_CHECKING

from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.roster import Roster
from counterfoil_crypto.statement import Placed, parse, statement_digest

from . import conditions
from .conditions import Code
from .membership import check_member

if TYPE_CHECKING:
    from .engine import Engine
    from .relay import Relay


async def verify(engine: "Engine", relay: "Relay") -> None:
    """`ClosedError`, or `RemovedError` if this device had gone before, where the statements show it; returns where they don't."""
    vault = engine.vault
    account = vault.membership.account
    gone = {*vault.log.roster.gone, *vault.log.outcasts}
    verified = {one.digest for one in vault.statements} | vault.log.verified
    roster = Roster(account)
    try:
        for signed in await relay.closed_statements(account):
            statement = parse(signed)
            # Who was removed signs nothing more, and lets nobody in who would sign for it.
            if isinstance(statement, Placed) and statement.place.signer in gone and statement_digest(signed) not in verified:
                return
            roster.admit(statement)
    except RefusedError:
        return
    if roster.closed is None:
        return
    by, date = roster.closed
    conditions.put(vault.store, Code.CLOSED, engine.now(), {"by": by.hex(), "date": date})
    check_member(vault)
