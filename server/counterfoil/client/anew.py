"""Starting again from this device: a new account, a fresh seed, everything that can be opened here sealed anew."""

from typing import Final

from counterfoil_crypto.device import Device

from . import blobs
from .account import Kept, put_membership, start_account
from .device import LocalDevice
from .errors import ClientError
from .moving import move
from .pairing_rows import end as end_pairing
from .relay import connect
from .vault import Vault

KEEP_NAME: Final = "this device"


async def fetch_files(device: LocalDevice) -> int:
    """What is attached and not here yet, while the old account can still be asked; how many stay behind."""
    vault = device.vault
    missing = [name for document in vault.documents.values() for name in blobs.names_of(document)]
    missing = [name for name in missing if not blobs.is_here(vault, name.id)]
    if not missing or vault.relay is None:
        return len(missing)
    left = 0
    async with connect(vault.relay) as relay:
        relay.log_in(vault.device, vault.membership.account)
        for name in missing:
            try:
                await blobs.fetch(vault, relay, name)
            except ClientError:
                left += 1
    return left


def start_again(device: LocalDevice, relay: str | None) -> None:
    """One transaction: before it everything is as it was, after it all waits to be sent to the new account."""
    before = device.vault
    name = device.device_name(before.me) or KEEP_NAME
    fresh = Device.new()
    store, passphrase = device.store, device.passphrase
    with device.founding():
        end_pairing(store)
        store.clear()
        put_membership(store, start_account(fresh), Kept.of(fresh, passphrase), relay)
        vault = Vault(store, fresh)
        for record, document in move(before.documents, before.keyring.epochs, vault.epoch).items():
            vault.put_draft(record, document, device.now())
        vault.put_clock(before.clock)
        device.rename(name)
    store.erase_freed()
