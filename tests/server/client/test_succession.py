"""A folder that was copied, or put back from a backup, becomes a device of its own."""

import shutil
from pathlib import Path

import pytest

from counterfoil.client import LocalDevice, RelayUnavailableError, StoppedError
from counterfoil.client.conditions import Code, get
from counterfoil.client.states import State, states
from counterfoil.client.succession import Succession
from counterfoil_crypto.encoding import to_base64url
from tests.server.client.capturing import capture
from tests.server.client.devices import Devices, Liar, documents, find, order, settle, shown
from tests.server.helpers import Relay


async def copied(devices: Devices, relay: Relay | Liar, tmp_path: Path) -> tuple[LocalDevice, LocalDevice]:
    """Two folders with one device in them, both with something to say."""
    laptop = devices.begin("laptop", relay.url)
    capture(laptop, order())
    await laptop.sync()
    laptop.close()
    shutil.copytree(tmp_path / "laptop", tmp_path / "copy")
    laptop, copy = devices.open("laptop"), devices.open("copy")
    laptop.change(find(laptop), "note", "by the original")
    copy.change(find(copy), "total", "1.00")
    await laptop.sync()
    with pytest.raises(StoppedError):
        await copy.sync()
    return laptop, copy


async def test_a_copy_becomes_a_device_of_its_own_with_what_it_had_to_say(devices: Devices, relay: Relay, tmp_path: Path) -> None:
    laptop, copy = await copied(devices, relay, tmp_path)
    (said, *_) = states(copy)
    assert said.state is State.COPIED
    assert said.ways[0] == "counterfoil own-device"
    await Succession(copy, None, remove=False).run()
    assert copy.vault.me != laptop.vault.me
    await settle(laptop, copy)
    assert documents(laptop) == documents(copy)
    assert (shown(laptop, "note"), shown(laptop, "total")) == ("by the original", "1.00")
    assert (laptop.verdict, copy.verdict, copy.waiting) == (None, None, 0)
    assert len(laptop.members) == 2
    laptop.change(find(laptop), "note", "both go on")
    copy.change(find(copy), "total", "2.00")
    await settle(copy, laptop)
    assert documents(laptop) == documents(copy)


async def test_what_it_was_is_removed_if_the_person_says_so(devices: Devices, relay: Relay, tmp_path: Path) -> None:
    laptop, copy = await copied(devices, relay, tmp_path)
    await Succession(copy, None, remove=True).run()
    assert set(copy.members) == {copy.vault.me}
    assert states(copy)[0].state is not State.COPIED
    laptop = devices.reopen(laptop)
    with pytest.raises(Exception, match="removed this device"):
        await laptop.sync()


async def test_an_old_database_in_the_same_folder_is_a_lost_local_copy(devices: Devices, relay: Relay, tmp_path: Path) -> None:
    """The anchor beside it knows better: nothing is taken for a copy, no count is used twice."""
    laptop = devices.begin("laptop", relay.url)
    capture(laptop, order())
    await laptop.sync()
    laptop.close()
    folder = tmp_path / "laptop"
    old = (folder / "counterfoil.sqlite3").read_bytes()
    laptop = devices.open("laptop")
    laptop.change(find(laptop), "note", "sent")
    await laptop.sync()
    laptop.change(find(laptop), "total", "1.00")
    laptop.close()
    for left in folder.glob("counterfoil.sqlite3*"):
        left.unlink()
    (folder / "counterfoil.sqlite3").write_bytes(old)
    laptop = devices.open("laptop")
    assert states(laptop)[0].state is State.LOST
    assert "1 unsent change is gone" in states(laptop)[0].words
    await laptop.sync()
    assert shown(laptop, "note") == "sent"
    assert laptop.verdict is None
    laptop.change(find(laptop), "total", "2.00")
    assert (await laptop.sync()).written == 1
    assert get(laptop.store, Code.LOCAL_COPY_LOST)
    laptop.clear_verdict()
    assert states(laptop)[0].state is not State.LOST


async def test_another_devices_double_count_stops_only_until_the_person_knows(
    devices: Devices, relay: Relay, tmp_path: Path
) -> None:
    laptop = devices.begin("laptop", relay.url)
    capture(laptop, order())
    await laptop.sync()
    phone = await devices.pair(laptop, "phone")
    await settle(laptop, phone)
    phone.close()
    shutil.copytree(tmp_path / "phone", tmp_path / "copy")
    phone, copy = devices.open("phone"), devices.open("copy")
    phone.change(find(phone), "note", "one")
    capture(copy, order("2"))
    batch = phone.vault.count
    await phone.sync()
    from counterfoil import wire  # noqa: PLC0415
    from counterfoil.client.outbox import seal_batch  # noqa: PLC0415
    from counterfoil.client.relay import connect  # noqa: PLC0415

    sealed = seal_batch(copy.vault, copy.now())  # it has not read what the original wrote
    assert sealed[0].count == batch + 1
    async with connect(relay.url) as dialled:
        dialled.log_in(copy.vault.device, copy.vault.membership.account)
        revisions = [wire.NewRevision(base=None, envelope=one.envelope or b"") for one in sealed[:1]]
        await dialled.append(copy.vault.log.generation, revisions)
    with pytest.raises(StoppedError, match="count"):
        await laptop.sync()
    assert states(laptop)[0].state is State.COPIED
    laptop.clear_verdict()
    await laptop.sync()
    assert shown(laptop, "note") == "one"
    assert [one.code for one in laptop.set_aside] == ["count"]


async def test_that_a_copy_is_in_use_is_told_until_it_is_a_device_of_its_own(
    devices: Devices, relay: Relay, tmp_path: Path
) -> None:
    laptop, copy = await copied(devices, relay, tmp_path)
    copy.set_relay("http://127.0.0.1:1")
    with pytest.raises(RelayUnavailableError):
        await Succession(copy, None, remove=False).run()
    copy = devices.reopen(copy)
    assert states(copy)[0].state is State.COPIED
    with pytest.raises(StoppedError):
        await copy.sync()
    copy.set_relay(relay.url)
    await Succession(copy, None, remove=False).run()
    await settle(laptop, copy)
    assert documents(laptop) == documents(copy)
    assert (laptop.verdict, copy.verdict) == (None, None)


async def test_a_lie_met_on_the_way_to_a_device_of_its_own_is_kept(devices: Devices, liar: Liar, tmp_path: Path) -> None:
    _, copy = await copied(devices, liar, tmp_path)
    liar.on_log(lambda page: {**page, "through": {**page["through"], "hash": to_base64url(bytes(32))}})
    with pytest.raises(StoppedError, match="chain"):
        await Succession(copy, None, remove=False).run()
    copy = devices.reopen(copy)
    assert copy.verdict is not None
    assert copy.verdict.code == "chain"
