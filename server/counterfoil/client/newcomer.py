"""The device that a pairing or a kit is to let in, in a folder that it does not belong to yet.

Its seed is on disk before anybody hears of its keys, and stays until it is in: whatever interrupts that, the next attempt goes on
with the same device. Else a member would be left over that nobody has the seed of.
"""

from counterfoil_crypto.device import Device

from .store import Store


def newcomer(store: Store) -> Device:
    """The one of an attempt that did not come to its end, else a fresh one."""
    found = store.row("SELECT seed FROM newcomer")
    if found:
        return Device(found[0])
    fresh = Device.new()
    with store.transaction():
        store.run("INSERT INTO newcomer VALUES (1, ?)", fresh.seed)
    return fresh


def forget(store: Store) -> None:
    """It is in; called inside the transaction that makes it this folder's own device."""
    store.run("DELETE FROM newcomer")
