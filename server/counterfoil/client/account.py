"""Who this device is and what it belongs to: its seed, its account, and the epoch key that was sealed to it."""

from dataclasses import dataclass

from counterfoil_crypto.device import Device
from counterfoil_crypto.epoch import Epoch, open_epoch
from counterfoil_crypto.statement import Genesis, genesis

from .errors import ClientError
from .store import Store


@dataclass(frozen=True)
class Membership:
    """`genesis` is the statement where this device made the account; `admission` the digest of the `add` that let it in."""

    seed: bytes
    account: bytes
    epoch: int
    sealed_key: bytes
    commitment: bytes
    genesis: bytes | None = None
    admission: bytes | None = None

    def open(self) -> tuple[Device, Epoch]:
        device = Device(self.seed)
        return device, open_epoch(device, self.epoch, self.sealed_key, self.commitment)


def start_account() -> Membership:
    """A new account with this device as its first."""
    device, epoch = Device.new(), Epoch.new()
    first: Genesis = genesis(device, epoch.commitment, epoch.seal_to(device.keys))
    return Membership(device.seed, first.account, epoch.number, first.sealed_key, first.commitment, genesis=first.signed)


def load_membership(store: Store) -> Membership:
    found = store.row("SELECT seed, account, epoch, sealed_key, commitment, genesis, admission FROM device")
    if found is None:
        raise ClientError(f"there is no history in {store.folder}; start one with 'counterfoil init' or 'counterfoil pair CODE'")
    return Membership(*found)


def has_membership(store: Store) -> bool:
    return store.row("SELECT 1 FROM device") is not None


def put_membership(store: Store, membership: Membership, relay: str | None) -> None:
    store.run(
        "INSERT INTO device (one, seed, account, epoch, sealed_key, commitment, genesis, admission, relay)"
        " VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)",
        membership.seed,
        membership.account,
        membership.epoch,
        membership.sealed_key,
        membership.commitment,
        membership.genesis,
        membership.admission,
        relay,
    )
