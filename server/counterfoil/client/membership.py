"""Whether this device still belongs: by verified statements alone, whatever the relay says."""

from typing import Final

from counterfoil_crypto.identity import device_key

from . import conditions
from .conditions import Code
from .errors import ClosedError, RemovedError
from .text import day, plain
from .vault import Vault

WAYS_ON: Final = (
    "keep what is here as a history of its own with 'counterfoil keep', remove it from this machine with 'counterfoil erase',"
    " or pair again with 'counterfoil pair CODE'"
)


def check_member(vault: Vault) -> None:
    """`RemovedError` or `ClosedError`, in words."""
    words = removed_words(vault)
    if words:
        raise RemovedError(f"{words}; {WAYS_ON}")
    words = closed_words(vault)
    if words:
        raise ClosedError(f"{words}; {WAYS_ON}")


def removed_words(vault: Vault) -> str | None:
    """Who removed this device, and when."""
    gone = vault.removed
    if gone is None:
        return None
    if gone.how == "leave":
        return f"this device left on {day(gone.date)}"
    return f"{name_of(vault, gone.by)} removed this device on {day(gone.date)}"


def closed_words(vault: Vault) -> str | None:
    """Who closed the account, and when."""
    closed = vault.log.roster.closed
    if closed is None:
        found = conditions.get(vault.store, Code.CLOSED)
        if found is None:
            return None
        closed = bytes.fromhex(found.body["by"]), found.body["date"]
    by, date = closed
    who = "this device" if by == vault.me else name_of(vault, by)
    return f"{who} closed this history on {day(date)}"


def name_of(vault: Vault, device: bytes) -> str:
    """What its person calls a device, else that it is one, or a kit, and the start of its fingerprint."""
    name = device_name(vault, device)
    if name:
        return plain(name, 64)
    return f"{'recovery kit' if device in vault.log.roster.kits else 'device'} {device.hex()[:8]}"


def over_words(vault: Vault) -> str | None:
    """Why what is written here reaches nobody any more."""
    return removed_words(vault) or closed_words(vault)


def called(vault: Vault, device: bytes) -> str:
    """A member as a list names it; one that has written nothing yet has not said its name either."""
    name = device_name(vault, device)
    if name:
        return plain(name, 64)
    if device in vault.log.roster.kits:
        return "recovery kit"
    return "no name" if device in vault.signs or device == vault.me else "new device"


def device_name(vault: Vault, device: bytes) -> str | None:
    _, document = vault.find("Device", device_key(device))
    name = document.shown("name") if document else None
    return name if isinstance(name, str) else None
