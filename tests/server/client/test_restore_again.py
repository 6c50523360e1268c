"""Backups put back more than once, in any order: what this device knows from one of them the next may lack, or bring back."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from counterfoil.client import LocalDevice, life
from counterfoil.client.engine import DAY_MS
from counterfoil.client.errors import ConfirmError, RemovedError
from counterfoil.client.succession import Succession
from counterfoil_crypto.encoding import to_base64url
from tests.server.client.capturing import capture
from tests.server.client.devices import Devices, Liar, copy_relay, documents, find, order, settle, shown, two
from tests.server.client.test_restore import move, restored


def healed(*everyone: LocalDevice) -> None:
    for device in everyone:
        assert documents(device) == documents(everyone[0])
        assert (device.waiting, device.verdict, device.vault.lost) == (0, None, [])


@pytest.mark.parametrize("writes", [True, False])
async def test_one_backup_put_back_twice(devices: Devices, liar: Liar, tmp_path: Path, *, writes: bool) -> None:
    """Both logs have a `restored` entry at one sequence; the relay names sequences only."""
    laptop, phone = await two(devices, liar)
    await settle(laptop, phone)
    await copy_relay(tmp_path / "relay", tmp_path / "backup")
    await copy_relay(tmp_path / "backup", tmp_path / "again")
    async with restored(devices, tmp_path / "backup") as relay:
        move(relay, laptop, phone)
        await laptop.sync()
        if writes:
            laptop.change(find(laptop), "note", "in the first one")
        await settle(laptop, phone)
    devices.clock.ms += 31 * DAY_MS
    async with restored(devices, tmp_path / "again") as relay:
        move(relay, laptop, phone)
        await settle(phone, laptop)
        healed(laptop, phone)
        assert shown(laptop, "note") == ("in the first one" if writes else "again")


async def test_one_backup_put_back_twice_and_another_restore_that_goes_further(
    devices: Devices, liar: Liar, tmp_path: Path
) -> None:
    """The new one stands beyond what this device has, and the one before it in the place of another."""
    laptop, phone = await two(devices, liar)
    await settle(laptop, phone)
    await copy_relay(tmp_path / "relay", tmp_path / "backup")
    await copy_relay(tmp_path / "backup", tmp_path / "again")
    async with restored(devices, tmp_path / "backup") as relay:
        move(relay, laptop)
        capture(laptop, order("3"))
        await laptop.sync()
    devices.clock.ms += 31 * DAY_MS
    async with restored(devices, tmp_path / "again") as relay:
        move(relay, laptop, phone)
        for number in range(8):
            phone.change(find(phone), "note", f"{number}")
            await phone.sync()
        await relay.store.declare_restore(devices.clock.ms)
        devices.clock.ms += 31 * DAY_MS
        await settle(laptop, phone)
        healed(laptop, phone)
        assert shown(phone, "total", "3") == "59.97"


async def test_a_newer_backup_after_one_that_was_too_old(devices: Devices, liar: Liar, tmp_path: Path) -> None:
    """It knows nothing of the first restore, and brings back what the laptop wrote before it."""
    laptop, phone = await two(devices, liar)
    await copy_relay(tmp_path / "relay", tmp_path / "older")
    await settle(laptop, phone)
    laptop.change(find(laptop), "note", "lost once, then back")
    capture(laptop, order("3"))
    await settle(laptop, phone)
    await copy_relay(tmp_path / "relay", tmp_path / "newer")
    async with restored(devices, tmp_path / "older") as relay:
        move(relay, laptop, phone)
        await settle(laptop, phone)
        phone.change(find(phone), "total", "4.00")
        await settle(laptop, phone)
    devices.clock.ms += 31 * DAY_MS
    async with restored(devices, tmp_path / "newer") as relay:
        move(relay, laptop, phone)
        await settle(laptop, phone)
        healed(laptop, phone)
        assert (shown(laptop, "note"), shown(laptop, "total")) == ("lost once, then back", "4.00")


async def test_a_removed_device_hears_it_from_a_relay_that_was_restored(devices: Devices, liar: Liar, tmp_path: Path) -> None:
    """It reads the log anew, in which all records are withheld from it."""
    laptop, phone = await two(devices, liar)
    await settle(laptop, phone)
    await copy_relay(tmp_path / "relay", tmp_path / "backup")
    phone.change(find(phone), "note", "lost")
    await phone.sync()
    async with restored(devices, tmp_path / "backup") as relay:
        move(relay, laptop, phone)
        await life.revoke(laptop, phone.vault.me)
        for _ in range(2):
            with pytest.raises(RemovedError, match="laptop removed this device"):
                await phone.sync()
        assert phone.verdict is None
        assert shown(phone, "note") == "lost"


async def test_what_a_copy_wrote_and_others_set_aside_is_written_anew(devices: Devices, liar: Liar, tmp_path: Path) -> None:
    """The copy does not notice: all that the original wrote since was superseded."""
    laptop, phone = await two(devices, liar)
    await settle(laptop, phone)
    phone.close()
    shutil.copytree(tmp_path / "phone", tmp_path / "copy")
    (tmp_path / "copy" / "anchor").unlink(missing_ok=True)
    phone = devices.open("phone")
    phone.change(find(phone), "note", "by the original")
    await settle(phone, laptop)
    laptop.change(find(laptop), "note", "by the laptop")
    await laptop.sync()
    copy = devices.open("copy")
    copy.change(find(copy, "2"), "note", "by the copy")
    await copy.sync()
    laptop.store.run("INSERT OR IGNORE INTO copied VALUES (?)", copy.vault.me)  # its person was told
    laptop.vault.load()
    await laptop.sync()
    assert [one.code for one in laptop.set_aside] == ["count"]
    assert copy.verdict is None
    await Succession(copy, None, remove=False).run()
    await settle(laptop, copy)
    assert (shown(laptop, "note", "2"), laptop.set_aside) == ("by the copy", [])
    healed(laptop, copy)


def named_as(relay: Liar, generation: bytes, *, hidden: bool) -> None:
    """The head in the first answer is of that generation, not of what comes next; `hidden`: its restores are no more either."""
    pages: list[Any] = []

    def lie(page: Any) -> Any:
        pages.append(page)
        if len(pages) > 1:
            return page
        head = {**page["head"], "generation": to_base64url(generation), "sequence": page["head"]["sequence"] + hidden}
        return {**page, "head": head, "restores": page["restores"][:1] if hidden else page["restores"]}

    relay.on_log(lie)


@pytest.mark.parametrize("hidden", [True, False])
async def test_a_second_restore_asks_though_the_relay_calls_it_the_first(devices: Devices, liar: Liar, *, hidden: bool) -> None:
    laptop, phone = await two(devices, liar)
    await settle(laptop, phone)
    await liar.store.declare_restore(devices.clock.ms)
    await laptop.sync()
    before = laptop.vault.log.head
    await liar.store.declare_restore(devices.clock.ms)
    named_as(liar, before.generation, hidden=hidden)
    with pytest.raises(ConfirmError):
        await laptop.sync()
    assert laptop.vault.log.head == before


async def test_a_second_restore_that_takes_a_part_asks_though_the_relay_calls_it_the_first(
    devices: Devices, liar: Liar, tmp_path: Path
) -> None:
    laptop, phone = await two(devices, liar)
    await settle(laptop, phone)
    await copy_relay(tmp_path / "relay", tmp_path / "one")
    async with restored(devices, tmp_path / "one") as relay:
        move(relay, laptop)
        await laptop.sync()
        await copy_relay(tmp_path / "one", tmp_path / "other")
        capture(laptop, order("3"))
        await laptop.sync()
    before = laptop.vault.log.head
    async with restored(devices, tmp_path / "other") as relay:
        move(relay, laptop)
        named_as(relay, before.generation, hidden=False)
        with pytest.raises(ConfirmError):
            await laptop.sync()
    assert laptop.vault.log.head == before
    assert (shown(laptop, "total", "3"), laptop.verdict) == ("59.97", None)
