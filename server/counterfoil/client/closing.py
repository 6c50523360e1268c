"""The end of an account: believed only by a `close` that follows, statement by statement, from its genesis."""

from typing import TYPE_CHECKING

from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.roster import Roster
from counterfoil_crypto.statement import parse

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
    roster = Roster(account)
    try:
        for signed in await relay.closed_statements(account):
            roster.admit(parse(signed))
    except RefusedError:
        return
    if roster.closed is None or roster.closed[0] in vault.log.roster.gone:
        return
    by, date = roster.closed
    conditions.put(vault.store, Code.CLOSED, engine.now(), {"by": by.hex(), "date": date})
    check_member(vault)
