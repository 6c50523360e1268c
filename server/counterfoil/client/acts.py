"""Signing an act and reading it back: valid only as the very next entry, so a lost race means reading on and deciding again."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from counterfoil.wire import ProblemCode
from counterfoil_crypto.device import Device
from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.keyring import start_epoch
from counterfoil_crypto.roster import Roster
from counterfoil_crypto.statement import Act, Revoke, Rotate, sign

from .errors import ActRefusedError, RelayProblemError
from .vault import Vault

if TYPE_CHECKING:
    from .engine import Engine
    from .relay import Relay

Decide = Callable[[Roster], Act | None]
"""What is to be done as the account stands; None: it is so already."""


async def act(engine: "Engine", relay: "Relay", decide: Decide, signer: Device | None = None) -> bool:
    """Reads on and does what `decide` says until the log shows that it is so. False if it was so from the start.

    `signer` is another device than this one, whose seed the person has at hand. `ActRefusedError`: the account's rules forbid it.
    """
    attempt = 0
    while True:
        await engine.read(relay)
        wanted = decide(engine.vault.log.roster)
        if wanted is None:
            return attempt > 0
        await engine.pause(attempt)
        attempt += 1
        await _send(engine, relay, wanted, signer or engine.vault.device)


async def _send(engine: "Engine", relay: "Relay", wanted: Act, signer: Device) -> None:
    vault = engine.vault
    log = vault.log
    try:
        statement = sign(signer, wanted, account=log.account, previous=log.roster.statement, head=log.head, date=engine.now())
        log.roster.check(statement)
    except RefusedError as error:
        raise ActRefusedError(f"this can't be done here now: {error}") from error
    try:
        await relay.append_statement(statement.signed)
    except RelayProblemError as error:
        if error.code not in {ProblemCode.CONFLICT, ProblemCode.STALE_GENERATION}:
            raise


def revoking(vault: Vault, device: bytes) -> Decide:
    """Removes `device` and gives those who stay a new epoch."""

    def decide(roster: Roster) -> Act | None:
        if device not in roster.members:
            return None
        members = {one: member.keys for one, member in roster.members.items() if one != device}
        _, start = start_epoch(vault.epoch, roster.account, members)
        return Revoke(device, start)

    return decide


def rotating(vault: Vault, since: int) -> Decide:
    """Gives all members a new epoch, unless one after `since` (its number) has begun."""

    def decide(roster: Roster) -> Act | None:
        if roster.epoch > since:
            return None
        _, start = start_epoch(vault.epoch, roster.account, {one: member.keys for one, member in roster.members.items()})
        return Rotate(start)

    return decide
