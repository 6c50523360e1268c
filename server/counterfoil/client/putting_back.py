"""What a relay lost goes back into its log: statements byte for byte, and where that is not possible, their acts again."""

from typing import TYPE_CHECKING

from counterfoil.wire import ProblemCode
from counterfoil_crypto.roster import Roster
from counterfoil_crypto.statement import Act, Add, Cancel, Close, Leave, Notice, Placed, Revoke, Role, parse

from .acts import Decide, act, revoking
from .errors import ActRefusedError, RelayProblemError

if TYPE_CHECKING:
    from .engine import Engine
    from .relay import Relay
    from .vault import Vault


def genesis_of(vault: "Vault") -> bytes:
    """The statement that the account began with."""
    if vault.statements:
        return vault.statements[0].statement.signed
    assert vault.membership.genesis is not None
    return vault.membership.genesis


async def put_back_account(vault: "Vault", relay: "Relay") -> None:
    """For a relay that does not know the account: it begins the log anew with all statements that were verified here."""
    statements = [one.statement.signed for one in vault.statements[1:]]
    await relay.open_account(genesis_of(vault), statements, again=True)


async def put_back_lost(engine: "Engine", relay: "Relay") -> None:
    """Once the log shows that nothing is missing any more, it is no longer kept."""
    vault = engine.vault
    if not vault.lost:
        return
    if any(signed not in _here(vault) for signed in vault.lost):
        await relay.open_account(genesis_of(vault), vault.lost)
        await engine.read(relay)
    for signed in vault.lost:
        statement = parse(signed)
        if signed in _here(vault) or not isinstance(statement, Placed):
            continue
        try:
            await act(engine, relay, _again(engine, statement))
        except ActRefusedError:
            continue  # the account went on in a way that leaves no room for it
        except RelayProblemError as error:
            if error.code not in {ProblemCode.REFUSED, ProblemCode.TOO_LARGE}:
                raise
            continue  # by the relay's own clock it is too early, or there is no room for it; nothing else waits for that
    with vault.changing():
        vault.store.run("DELETE FROM lost")
        vault.lost = []


def _here(vault: "Vault") -> set[bytes]:
    return {one.statement.signed for one in vault.statements}


def _again(engine: "Engine", statement: Placed) -> Decide:
    """The same act, as far as it is not so already."""
    vault = engine.vault

    def decide(roster: Roster) -> Act | None:  # noqa: PLR0911 # one for each act
        match statement.act:
            case Add(role, keys):
                known = keys.id in roster.members or keys.id in roster.gone or keys.id in vault.log.outcasts
                return None if known else Add(role, keys, roster.epoch, vault.epoch.seal_to(keys))
            case Revoke(device):
                return _removing(engine, roster, device)
            case Leave():
                return _removing(engine, roster, statement.place.signer)
            case Close():
                return None if roster.closed else Close()
            case Notice(kit):
                return Notice(kit) if kit in roster.kits and kit not in roster.notices else None
            case Cancel(kit):
                return Cancel(kit) if kit in roster.notices else None
        return None  # a checkpoint is made when it is due, and a rotation signed when it is

    return decide


def _removing(engine: "Engine", roster: Roster, device: bytes) -> Act | None:
    vault = engine.vault
    member = roster.members.get(device)
    if member is None or device == vault.me:
        return None
    if member.role is Role.KIT and device not in roster.notices:
        return Notice(device)
    if member.role is Role.KIT and not roster.kit_may_go(device, vault.me, engine.now()):
        return None  # its week has begun; the person removes it when that is over
    return revoking(vault, device)(roster)
