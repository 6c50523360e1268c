"""A device that dies at any step of what its person does with devices, kits, locks, files or a restored relay goes on after."""

from pathlib import Path

import pytest

from counterfoil.client import LocalDevice, anew, life, recovery
from counterfoil.client.attaching import attach, attached, save
from counterfoil.client.errors import ClientError, RelayProblemError
from counterfoil.client.relay_commands import put_back
from counterfoil.client.succession import Succession
from counterfoil_crypto.kit import Kit
from tests.server.client.capturing import capture
from tests.server.client.devices import (
    Devices,
    Liar,
    copy_relay,
    documents,
    find,
    order,
    running_liar,
    settle,
    shown,
)
from tests.server.client.test_kill import dies, each_death


async def pair_of(devices: Devices, relay: str, at: int) -> tuple[LocalDevice, LocalDevice]:
    """Fresh devices for each death, one with something to say."""
    laptop = devices.begin(f"laptop{at}", relay)
    capture(laptop, order())
    await laptop.sync()
    phone = await devices.pair(laptop, f"phone{at}")
    await settle(laptop, phone)
    laptop.change(find(laptop), "note", "waits")
    return laptop, phone


def settled(*everyone: LocalDevice) -> None:
    assert [(one.waiting, one.verdict, one.vault.lost) for one in everyone] == [(0, None, [])] * len(everyone)


async def test_removing_a_device_killed_at_any_step(devices: Devices, liar: Liar) -> None:
    async def act(at: int) -> bool:
        laptop, phone = await pair_of(devices, liar.url, at)
        tablet = await devices.pair(laptop, f"tablet{at}")
        gone = phone.vault.me
        died = await dies(at, lambda: life.revoke(laptop, gone))
        laptop = devices.reopen(laptop)
        if gone in laptop.members:
            await life.revoke(laptop, gone)
        await settle(laptop, tablet)
        assert gone not in tablet.members
        assert (shown(tablet, "note"), tablet.vault.epoch.number) == ("waits", 1)
        settled(laptop, tablet)
        devices.close()
        return died

    assert await each_death(act) > 10


async def test_a_restore_killed_at_any_step_loses_nothing(devices: Devices, tmp_path: Path) -> None:
    async def act(at: int) -> bool:
        folder, backup = tmp_path / f"relay{at}", tmp_path / f"backup{at}"
        async with running_liar(folder) as relay:
            laptop, phone = await pair_of(devices, relay.url, at)
            await copy_relay(folder, backup)
            await laptop.sync()
            tablet = await devices.pair(laptop, f"tablet{at}")
            await life.revoke(laptop, phone.vault.me)
            capture(laptop, order("2"))
            await settle(laptop, tablet)
            laptop.change(find(laptop), "total", "1.00")
        async with running_liar(backup) as relay:
            await relay.store.declare_restore(devices.clock.ms)
            laptop.set_relay(relay.url)
            tablet.set_relay(relay.url)
            died = await dies(at, laptop.sync)
            laptop = devices.reopen(laptop)
            await settle(laptop, tablet)
            assert documents(laptop) == documents(tablet)
            assert (shown(tablet, "note"), shown(tablet, "total"), shown(tablet, "total", "2")) == ("waits", "1.00", "59.97")
            assert phone.vault.me not in tablet.members
            settled(laptop, tablet)
            devices.close()
        return died

    assert await each_death(act) > 10


async def test_putting_the_account_back_killed_at_any_step(devices: Devices, liar: Liar, tmp_path: Path) -> None:
    async def act(at: int) -> bool:
        laptop, phone = await pair_of(devices, liar.url, at)
        async with running_liar(tmp_path / f"new{at}") as relay:
            laptop.set_relay(relay.url)
            phone.set_relay(relay.url)
            died = await dies(at, lambda: put_back(laptop))
            laptop = devices.reopen(laptop)
            try:
                await laptop.sync()
            except RelayProblemError:
                await put_back(laptop)
            await settle(laptop, phone)
            assert documents(laptop) == documents(phone)
            settled(laptop, phone)
            devices.close()
        return died

    assert await each_death(act) > 8


async def test_becoming_a_new_device_killed_at_any_step(devices: Devices, liar: Liar) -> None:
    async def act(at: int) -> bool:
        laptop, phone = await pair_of(devices, liar.url, at)
        old = laptop.vault.me
        died = await dies(at, Succession(laptop, None, remove=True).run)
        laptop = devices.reopen(laptop)
        if laptop.vault.me == old:
            await Succession(laptop, None, remove=True).run()
        await settle(laptop, phone)
        assert old not in phone.members
        assert len(phone.members) == 2
        assert shown(phone, "note") == "waits"
        assert documents(laptop) == documents(phone)
        assert laptop.device_name(laptop.vault.me) == f"laptop{at}"
        settled(laptop, phone)
        devices.close()
        return died

    assert await each_death(act) > 10


async def test_restoring_from_a_kit_killed_at_any_step_lets_one_device_in(devices: Devices, liar: Liar) -> None:
    async def act(at: int) -> bool:
        laptop, phone = await pair_of(devices, liar.url, at)
        kit = Kit.new(laptop.vault.membership.account)
        await recovery.add(laptop, kit)
        await laptop.sync()
        fresh = devices.open(f"fresh{at}")
        died = await dies(at, lambda: recovery.restore(fresh, kit, liar.url, "fresh"))
        fresh = devices.reopen(fresh)
        if not fresh.has_account:
            await recovery.restore(fresh, kit, liar.url, "fresh")
        await settle(fresh, laptop)
        assert len(laptop.vault.log.roster.devices) == 3
        assert shown(fresh, "note") == "waits"
        settled(fresh, laptop)
        assert phone.vault.me in fresh.members
        devices.close()
        return died

    assert await each_death(act) > 8


async def test_starting_again_happens_whole_or_not_at_all(devices: Devices, liar: Liar) -> None:
    async def act(at: int) -> bool:
        laptop, _ = await pair_of(devices, liar.url, at)
        account = laptop.vault.membership.account

        async def start() -> None:
            anew.start_again(laptop, liar.url)

        died = await dies(at, start)
        laptop = devices.reopen(laptop)
        assert shown(laptop, "note") == "waits"
        await laptop.sync()
        settled(laptop)
        assert died or laptop.vault.membership.account != account
        devices.close()
        return died

    assert await each_death(act) > 1


async def test_attaching_and_sending_a_file_killed_at_any_step(devices: Devices, liar: Liar, tmp_path: Path) -> None:
    (tmp_path / "invoice.txt").write_bytes(b"one invoice" * 10_000)

    async def act(at: int) -> bool:
        laptop, phone = await pair_of(devices, liar.url, at)

        async def attach_and_send() -> None:
            attach(laptop, next(one for one in laptop.records() if one.id == find(laptop)), tmp_path / "invoice.txt")
            await laptop.sync()

        died = await dies(at, attach_and_send)
        laptop = devices.reopen(laptop)
        record = next(one for one in laptop.records() if one.id == find(laptop))
        if not attached(record):
            attach(laptop, record, tmp_path / "invoice.txt")
        await settle(laptop, phone)
        (one,) = attached(next(one for one in phone.records() if one.id == find(phone)))
        await save(phone, one, tmp_path / f"out{at}")
        assert (tmp_path / f"out{at}").read_bytes() == b"one invoice" * 10_000
        settled(laptop, phone)
        devices.close()
        return died

    assert await each_death(act) > 10


async def test_leaving_killed_at_any_step(devices: Devices, liar: Liar) -> None:
    async def act(at: int) -> bool:
        laptop, phone = await pair_of(devices, liar.url, at)
        gone = laptop.vault.me
        died = await dies(at, lambda: life.leave(laptop))
        laptop = devices.reopen(laptop)
        try:
            await life.leave(laptop)
        except ClientError as error:
            assert "left on" in str(error)  # noqa: PT017 # what it is told when it was through already
        await settle(phone)
        assert gone not in phone.members
        assert (shown(phone, "note"), phone.vault.epoch.number) == ("waits", 1)
        settled(phone)
        devices.close()
        return died

    assert await each_death(act) > 8


@pytest.mark.usefixtures("devices")
async def test_nothing_of_a_half_made_kit_is_kept(devices: Devices, liar: Liar) -> None:
    async def act(at: int) -> bool:
        laptop, _ = await pair_of(devices, liar.url, at)
        kit = Kit.new(laptop.vault.membership.account)
        died = await dies(at, lambda: recovery.add(laptop, kit))
        laptop = devices.reopen(laptop)
        await laptop.sync()
        assert set(laptop.vault.log.roster.kits) <= {kit.device.keys.id}
        settled(laptop)
        devices.close()
        return died

    assert await each_death(act) > 6
