"""Who this device is and what it belongs to. Its keys to the account's epochs come from the statements it verified."""

from dataclasses import dataclass

from counterfoil_crypto.device import Device
from counterfoil_crypto.epoch import Epoch
from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.lock import lock_seed, unlock_seed
from counterfoil_crypto.statement import Genesis, genesis

from .errors import ClientError, LockedError
from .store import Store


@dataclass(frozen=True)
class Membership:
    """`genesis` is the statement where this device made the account; `admission` the digest of the `add` that let it in.

    `predecessor` is the device that this one replaces and still has to remove.
    """

    account: bytes
    genesis: bytes | None = None
    admission: bytes | None = None
    predecessor: bytes | None = None


@dataclass(frozen=True)
class Kept:
    """A device's seed as it lies on disk: itself, or under a passphrase."""

    id: bytes
    seed: bytes | None
    locked: bytes | None

    @classmethod
    def of(cls, device: Device, passphrase: str | None) -> "Kept":
        if passphrase is None:
            return cls(device.keys.id, device.seed, None)
        return cls(device.keys.id, None, lock_seed(device.seed, passphrase))

    def open(self, passphrase: str | None = None) -> Device:
        """`LockedError` if it lies under another passphrase, or under one and there is none."""
        if self.seed is not None:
            return Device(self.seed)
        assert self.locked is not None
        if passphrase is None:
            raise LockedError("this device is locked; it needs its passphrase")
        try:
            return Device(unlock_seed(self.locked, self.id, passphrase))
        except RefusedError as error:
            if error.code == "open":
                raise LockedError("that is not the passphrase; try again") from error
            raise LockedError(f"the lock of this device is damaged ({error}); put back a copy of the folder") from error


def start_account(device: Device) -> Membership:
    """A new account with this device as its first."""
    epoch = Epoch.new()
    first: Genesis = genesis(device, epoch.commitment, epoch.seal_to(device.keys))
    return Membership(first.account, genesis=first.signed)


def load_membership(store: Store) -> Membership:
    found = store.row("SELECT account, genesis, admission, predecessor FROM device")
    if found is None:
        raise ClientError(f"there is no history in {store.folder}; start one with 'counterfoil init' or 'counterfoil pair CODE'")
    return Membership(*found)


def load_kept(store: Store) -> Kept:
    found = store.row("SELECT id, seed, locked FROM device")
    if found is None:
        raise ClientError(f"there is no history in {store.folder}; start one with 'counterfoil init' or 'counterfoil pair CODE'")
    return Kept(*found)


def has_membership(store: Store) -> bool:
    return store.row("SELECT 1 FROM device") is not None


def put_membership(store: Store, membership: Membership, kept: Kept, relay: str | None) -> None:
    store.run(
        "INSERT INTO device (one, id, seed, locked, account, genesis, admission, predecessor, relay)"
        " VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)",
        kept.id,
        kept.seed,
        kept.locked,
        membership.account,
        membership.genesis,
        membership.admission,
        membership.predecessor,
        relay,
    )


def put_kept(store: Store, kept: Kept) -> None:
    """The same device's seed, kept another way."""
    store.run("UPDATE device SET seed = ?, locked = ? WHERE id = ?", kept.seed, kept.locked, kept.id)
