"""Row 4: the parameters of the lock are made cheap, so that the passphrase can be guessed."""

import struct
from pathlib import Path

import pytest
from nacl.bindings import crypto_pwhash_alg

from counterfoil.client import LocalDevice
from counterfoil.client.errors import LockedError
from counterfoil.client.succession import Succession
from counterfoil_crypto import lock
from counterfoil_crypto.device import Device
from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.lock import lock_seed, unlock_seed
from tests.attacks.malicious import MaliciousRelay
from tests.attacks.people import TYPED, type_in
from tests.server.client.capturing import capture
from tests.server.client.devices import Devices, documents, order, shown

PASSPHRASE = "kettle under seven moons"
CHEAP = {"8 MiB": (3, 8_192), "1 pass": (1, 65_536), "8 MiB and 1 pass": (1, 8_192)}
DEAR = {"4 GiB": (3, 4_194_304), "a million passes": (1_000_000, 65_536)}


def with_cost(locked: bytes, passes: int, memory_kib: int) -> bytes:
    return locked[:1] + struct.pack(">II", passes, memory_kib) + locked[9:]


@pytest.fixture
def stretched(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """Passes and bytes of every passphrase that was stretched."""
    seen: list[tuple[int, int]] = []
    real = crypto_pwhash_alg

    def noted(length: int, passphrase: bytes, salt: bytes, *cost: int) -> bytes:
        passes, memory, kind = cost
        seen.append((passes, memory))
        return real(length, passphrase, salt, min(passes, 2), min(memory, 1 << 26), kind)

    monkeypatch.setattr(lock, "crypto_pwhash_alg", noted)
    return seen


@pytest.mark.parametrize("cost", [*CHEAP.values(), *DEAR.values()], ids=[*CHEAP, *DEAR])
def test_other_parameters_are_refused_before_anything_is_computed(
    cost: tuple[int, int], stretched: list[tuple[int, int]]
) -> None:
    device = Device.new()
    locked = lock_seed(device.seed, PASSPHRASE, passes=2, memory_kib=19_456)
    stretched.clear()
    with pytest.raises(RefusedError) as refused:
        unlock_seed(with_cost(locked, *cost), device.keys.id, PASSPHRASE)
    assert (refused.value.code, stretched) == ("floor", [])
    with pytest.raises(RefusedError) as refused:
        lock_seed(device.seed, PASSPHRASE, passes=cost[0], memory_kib=cost[1])
    assert (refused.value.code, stretched) == ("floor", [])


async def test_a_folder_whose_lock_was_made_cheap_says_so_and_opens_again_when_it_is_put_right(
    devices: Devices, relay: MaliciousRelay, stretched: list[tuple[int, int]]
) -> None:
    laptop = devices.begin("laptop", relay.url)
    capture(laptop, order())
    await laptop.sync()
    await Succession(laptop, PASSPHRASE, remove=True).run()
    type_in(laptop)
    before = documents(laptop)
    (locked,) = laptop.store.row("SELECT locked FROM device") or ()
    with laptop.store.transaction():
        laptop.store.run("UPDATE device SET locked = ?", with_cost(locked, 1, 8_192))
    laptop.close()
    stretched.clear()

    laptop = unlocked(devices, laptop.store.folder)
    with pytest.raises(LockedError, match=r"lock of this device is damaged .*1 passes over 8192 KiB.*put back a copy"):
        laptop.records()
    assert stretched == []
    with laptop.store.transaction():
        laptop.store.run("UPDATE device SET locked = ?", locked)
    laptop.close()

    laptop = unlocked(devices, laptop.store.folder)
    assert documents(laptop) == before
    assert (shown(laptop, "note"), laptop.waiting) == (TYPED, 1)
    assert (await laptop.sync()).waiting == 0


def unlocked(devices: Devices, folder: Path) -> LocalDevice:
    device = LocalDevice(folder, now=devices.clock, ask=lambda: PASSPHRASE)
    devices.opened.append(device)
    return device
