"""A device that becomes a new one: a fresh seed that the old one lets in, and which then removes the old one, or asks first.

For a profile that was copied or put back from a backup, and for the first lock: what lay unlocked on a disk counts as known.
The new seed is on disk before anything is signed, so that an interruption leads on with the same one.
"""

from dataclasses import replace
from typing import Final

from counterfoil_crypto.device import Device
from counterfoil_crypto.roster import Roster
from counterfoil_crypto.statement import Act, Add, Role

from . import verdict
from .account import Kept, put_kept
from .acts import act
from .device import LocalDevice
from .engine import Engine
from .errors import ClientError, LockedError, StoppedError
from .membership import check_member
from .relay import Relay, connect
from .store import Store
from .vault import Vault


class Succession:
    """One attempt; the next one goes on where it ended."""

    def __init__(self, device: LocalDevice, passphrase: str | None, *, remove: bool) -> None:
        self._device: Final = device
        self._passphrase: Final = passphrase
        self._remove: Final = remove

    async def run(self) -> None:
        """Needs the relay: an account without one starts again instead (`anew`)."""
        device = self._device
        if device.vault.relay is None:
            raise ClientError("this history has no relay yet; give it one with 'counterfoil init --relay URL'")
        successor = self._prepare()
        old = device.vault.me
        engine = device.engine()
        self._check(engine)
        try:
            async with connect(device.vault.relay) as relay:
                relay.log_in(device.vault.device, device.vault.membership.account)
                await self._let_in(engine, relay, successor)
        except StoppedError as error:
            with device.store.transaction():
                verdict.clear(device.store)
                verdict.save(device.store, error.verdict)
            raise
        self._become(successor, old)
        await device.sync()

    @property
    def _is_first_lock(self) -> bool:
        """Else it is because the folder was copied."""
        return self._passphrase is not None and not self._device.is_locked

    def _check(self, engine: Engine) -> None:
        """What stands in the way, but for the copy that this is about: that is told until it is done."""
        device, found = self._device, self._device.verdict
        if self._is_first_lock:
            engine.check()
            return
        with device.vault.changing():
            device.store.run("INSERT OR IGNORE INTO copied VALUES (?)", device.vault.me)
            device.vault.load()
        if found and found.kind is verdict.Kind.COPIED and found.device == device.vault.me:
            check_member(device.vault)
        else:
            engine.check()

    def _prepare(self) -> Device:
        """The seed of an attempt that was interrupted, else a fresh one."""
        store = self._device.store
        found = _load(store)
        if found is not None:
            try:
                successor = found.open(self._passphrase)
            except LockedError:
                successor = None
            if successor and (found.locked is None) == (self._passphrase is None):
                return successor
        fresh = Device.new()
        kept = Kept.of(fresh, self._passphrase)
        with store.transaction():
            store.run("INSERT OR REPLACE INTO successor VALUES (1, ?, ?, ?, ?)", kept.seed, kept.locked, kept.id, self._remove)
        return fresh

    async def _let_in(self, engine: Engine, relay: Relay, successor: Device) -> None:
        vault = engine.vault

        def decide(roster: Roster) -> Act | None:
            if successor.keys.id in roster.members:
                return None
            return Add(Role.DEVICE, successor.keys, roster.epoch, vault.epoch.seal_to(successor.keys))

        await engine.settle_epoch(relay)
        await act(engine, relay, decide)

    def _become(self, successor: Device, old: bytes) -> None:
        """From here on this folder is the new device; nothing is left of the old one's seed."""
        device = self._device
        name = device.device_name(old)
        store = device.store
        written = [] if self._is_first_lock else _written_by(device.vault, old)
        kept = _load(store)
        assert kept is not None
        admission = device.vault.log.roster.members[successor.keys.id].admitted
        membership = replace(
            device.vault.membership, genesis=None, admission=admission, predecessor=old if self._remove else None
        )
        with device.founding():
            store.run(
                "UPDATE device SET id = ?, seed = ?, locked = ?, genesis = NULL, admission = ?, predecessor = ?, count = 0",
                *(kept.id, kept.seed, kept.locked, membership.admission, membership.predecessor),
            )
            store.run("DELETE FROM sent")
            store.run("DELETE FROM sealed")
            store.run("DELETE FROM successor")
            verdict.clear(store)
            device.passphrase = self._passphrase
            if name:
                device.rename(name)
            for record in written:
                device.vault.put_draft(record, device.vault.documents[record], device.now())
        store.erase_freed()


def _written_by(vault: Vault, device: bytes) -> list[bytes]:
    """Records whose newest revision is of a device that was copied: where its counts were used twice, others set that aside."""
    rows = vault.store.rows("SELECT record, envelope FROM envelopes")
    return [record for record, envelope in rows if vault.sealer.open_envelope(envelope).inner.writer == device]


def lock(device: LocalDevice, passphrase: str | None) -> None:
    """The same seed under another passphrase, or none."""
    kept = Kept.of(device.vault.device, passphrase)
    with device.store.transaction():
        put_kept(device.store, kept)
    device.passphrase = passphrase
    device.store.erase_freed()


def _load(store: Store) -> Kept | None:
    found = store.row("SELECT id, seed, locked FROM successor")
    return Kept(*found) if found else None
