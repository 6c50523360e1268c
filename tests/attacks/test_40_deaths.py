"""A power cut at each await, a database from before, two at once: nothing is lost or written twice, nobody is taken for a copy.

Every other kind of work dies at its awaits in `tests/server/client/test_kill.py` and `test_kill_life.py`.
"""

import shutil

import pytest

from counterfoil.client import ClientError, folder
from counterfoil.client.states import State, states
from tests.attacks.malicious import MaliciousRelay
from tests.attacks.people import goes_on, two, type_in, write
from tests.server.client.capturing import capture
from tests.server.client.devices import Devices, documents, find, order, settle, shown
from tests.server.client.test_kill import dies


async def test_a_device_killed_at_each_await_writes_each_change_once(devices: Devices, relay: MaliciousRelay) -> None:
    laptop, phone = await two(devices, relay)
    at, died = 0, True
    while died:
        at += 1
        laptop.change(find(laptop), "note", f"typed before death {at}")
        laptop.change(find(laptop, "2"), "total", f"{at}.00")
        before = laptop.vault.log.head.sequence
        died = await dies(at, laptop.sync)
        laptop = devices.reopen(laptop)
        assert shown(laptop, "note") == f"typed before death {at}"
        await laptop.sync()
        assert laptop.vault.log.head.sequence == before + 2
        assert (laptop.waiting, laptop.vault.sent, laptop.verdict) == (0, {}, None)
    assert at > 12
    await phone.sync()
    assert documents(phone) == documents(laptop)
    assert not phone.set_aside


async def test_a_database_from_before_is_told_read_again_and_repeats_no_count(devices: Devices, relay: MaliciousRelay) -> None:
    laptop, phone = await two(devices, relay)
    laptop.close()
    shutil.copytree(laptop.store.folder, devices.folder / "before", ignore=shutil.ignore_patterns("anchor"))
    laptop = devices.open("laptop")
    await write(laptop, "written since")
    capture(laptop, order("3"))
    await laptop.sync()
    laptop.change(find(laptop), "total", "2.00")
    laptop.close()
    for name in ("-wal", "-shm"):
        (laptop.store.folder / f"{folder.DATABASE}{name}").unlink(missing_ok=True)
    shutil.copy(devices.folder / "before" / folder.DATABASE, laptop.store.folder / folder.DATABASE)
    laptop = devices.open("laptop")
    type_in(laptop)
    (said,) = [one for one in states(laptop) if one.state is State.LOST]
    assert said.words == "An older copy of this folder was put back. 1 unsent change is gone; the rest is being read again."
    await goes_on(relay, laptop, phone)
    assert shown(laptop, "total", "3") == "59.97"
    assert (laptop.verdict, phone.verdict, phone.set_aside) == (None, None, [])


async def test_one_process_at_a_time_changes_a_folder(
    devices: Devices, relay: MaliciousRelay, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop, phone = await two(devices, relay)
    monkeypatch.setattr(folder, "LOCK_SECONDS", 0.05)
    type_in(laptop)
    with pytest.raises(ClientError, match="another counterfoil command is using"):
        devices.open("laptop")
    await goes_on(relay, laptop, phone)
    await settle(phone)
    assert not phone.set_aside
