"""A relay that was put back to an earlier state heals by itself and loses nothing; one that lies about it is named."""

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from counterfoil.client import LocalDevice, StoppedError, life
from counterfoil.client.engine import DAY_MS
from counterfoil.client.errors import ConfirmError, RelayProblemError, RemovedError
from counterfoil.client.life import connected
from counterfoil.client.putting_back import put_back_account
from counterfoil.client.relay_commands import put_back
from counterfoil.client.states import State, states
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
    sync_quickly,
    two,
)


@asynccontextmanager
async def restored(devices: Devices, backup: Path, *, of: int | None = None) -> AsyncIterator[Liar]:
    """A relay over a copy of its folder that the operator declared to be one."""
    async with running_liar(backup) as relay:
        await relay.store.declare_restore(devices.clock.ms, of)
        yield relay


def move(relay: Liar, *everyone: LocalDevice) -> None:
    for device in everyone:
        device.set_relay(relay.url)


def shown_states(device: LocalDevice) -> dict[State, str]:
    return {one.state: one.words for one in states(device)}


async def test_what_was_lost_is_put_back_and_the_person_is_told(devices: Devices, liar: Liar, tmp_path: Path) -> None:
    laptop, phone = await two(devices, liar)
    await settle(laptop, phone)
    at = devices.clock.ms
    await copy_relay(tmp_path / "relay", tmp_path / "backup")
    capture(laptop, order("3"))
    laptop.change(find(laptop), "total", "1.00")
    await laptop.sync()
    phone.change(find(phone, "2"), "note", "only the phone read this back")
    await phone.sync()
    await settle(laptop, phone)
    phone.change(find(phone), "note", "unsent")
    lost = laptop.vault.log.sequence
    async with restored(devices, tmp_path / "backup", of=at) as relay:
        lost -= (await relay.store.head(laptop.vault.membership.account)).sequence - 1
        move(relay, laptop, phone)
        await laptop.sync()
        words = shown_states(laptop)[State.RESTORED]
        assert words.startswith("The operator restored a backup of 21 November 2026.")
        assert f"{lost} entries were lost, {lost} put back." in words
        assert "phone wrote last; open it once." in words
        await settle(phone, laptop)
        assert documents(laptop) == documents(phone)
        assert shown(laptop, "total") == "1.00"
        assert shown(laptop, "note", "2") == "only the phone read this back"
        assert shown(laptop, "note") == "unsent"
        assert (laptop.waiting, phone.waiting, laptop.verdict, phone.verdict) == (0, 0, None, None)
        before = laptop.vault.log.head
        laptop = devices.reopen(laptop)
        await settle(laptop, phone)
        assert laptop.vault.log.head == before
        tablet = await devices.pair(laptop, "tablet")
        assert set(documents(laptop)) < set(documents(tablet))


async def test_a_device_that_the_backup_does_not_know_puts_itself_back(devices: Devices, liar: Liar, tmp_path: Path) -> None:
    laptop = devices.begin("laptop", liar.url)
    capture(laptop, order())
    await laptop.sync()
    await copy_relay(tmp_path / "relay", tmp_path / "backup")
    phone = await devices.pair(laptop, "phone")
    phone.change(find(phone), "note", "by the phone")
    await phone.sync()
    add = phone.vault.statements[-1].statement.signed
    async with restored(devices, tmp_path / "backup") as relay:
        move(relay, laptop, phone)
        await phone.sync()
        assert phone.vault.statements[-1].statement.signed == add
        await settle(laptop, phone)
        assert documents(laptop) == documents(phone)
        assert shown(laptop, "note") == "by the phone"
        assert (phone.waiting, phone.verdict, laptop.verdict) == (0, None, None)


async def three_and_a_removal_after_the_backup(
    devices: Devices, liar: Liar, tmp_path: Path
) -> tuple[LocalDevice, LocalDevice, LocalDevice]:
    """The laptop has removed the phone; the backup knows nothing of that yet."""
    laptop = devices.begin("laptop", liar.url)
    capture(laptop, order())
    await laptop.sync()
    phone, tablet = await devices.pair(laptop, "phone"), await devices.pair(laptop, "tablet")
    await settle(laptop, phone, tablet)
    await copy_relay(tmp_path / "relay", tmp_path / "backup")
    await life.revoke(laptop, phone.vault.me)
    return laptop, phone, tablet


@pytest.mark.parametrize("first", ["laptop", "tablet"])
async def test_a_lost_removal_is_put_back_and_never_unlearned(devices: Devices, liar: Liar, tmp_path: Path, first: str) -> None:
    laptop, phone, tablet = await three_and_a_removal_after_the_backup(devices, liar, tmp_path)
    laptop.change(find(laptop), "note", "after the removal")
    await settle(laptop, tablet)
    with pytest.raises(RemovedError):
        await phone.sync()
    async with restored(devices, tmp_path / "backup") as relay:
        move(relay, laptop, tablet, phone)
        with pytest.raises(RemovedError):
            await phone.sync()
        order_of = [laptop, tablet] if first == "laptop" else [tablet, laptop]
        await settle(*order_of)
        for one in order_of:
            assert phone.vault.me not in one.members
            assert one.vault.epoch.number == 1
            assert (one.waiting, one.verdict, one.vault.lost) == (0, None, [])
        assert documents(laptop) == documents(tablet)
        assert shown(tablet, "note") == "after the removal"


async def test_a_removed_device_that_writes_after_the_restore_is_not_believed(
    devices: Devices, liar: Liar, tmp_path: Path
) -> None:
    """The phone does not know yet that it was removed, and reaches the restored relay first."""
    laptop = devices.begin("laptop", liar.url)
    capture(laptop, order())
    await laptop.sync()
    phone = await devices.pair(laptop, "phone")
    await settle(laptop, phone)
    await copy_relay(tmp_path / "relay", tmp_path / "backup")
    await life.revoke(laptop, phone.vault.me)
    async with restored(devices, tmp_path / "backup") as relay:
        move(relay, laptop, phone)
        phone.change(find(phone), "note", "by who is gone")
        await phone.sync()
        await laptop.sync()
        assert phone.vault.me not in laptop.members
        assert shown(laptop, "note") is None
        assert laptop.verdict is None
        with pytest.raises(RemovedError):
            await phone.sync()


async def test_acts_that_cannot_come_back_as_they_were_are_done_again(devices: Devices, liar: Liar, tmp_path: Path) -> None:
    """Somebody else signed something first, so the lost removal no longer follows the newest statement."""
    laptop, phone, tablet = await three_and_a_removal_after_the_backup(devices, liar, tmp_path)
    capture(laptop, order("2"))
    await laptop.sync()
    async with restored(devices, tmp_path / "backup") as relay:
        move(relay, laptop, tablet)
        await life.rotate(tablet)  # it has not heard of the removal
        await settle(laptop, tablet)
        for one in (laptop, tablet):
            assert phone.vault.me not in one.members
            assert one.vault.epoch.number == 2
            assert (one.waiting, one.verdict, one.vault.lost) == (0, None, [])
        assert documents(laptop) == documents(tablet)
        assert shown(tablet, "total", "2") == "59.97"


async def test_a_second_restore_within_thirty_days_waits_for_the_person(devices: Devices, liar: Liar, tmp_path: Path) -> None:
    laptop, phone = await two(devices, liar)
    await settle(laptop, phone)
    await copy_relay(tmp_path / "relay", tmp_path / "backup")
    laptop.change(find(laptop), "note", "lost twice")
    await laptop.sync()
    async with restored(devices, tmp_path / "backup") as relay:
        move(relay, laptop)
        await laptop.sync()
        await copy_relay(tmp_path / "backup", tmp_path / "again")
        laptop.change(find(laptop), "total", "3.00")
        await laptop.sync()
    async with restored(devices, tmp_path / "again") as relay:
        move(relay, laptop)
        before = laptop.vault.log.head
        with pytest.raises(ConfirmError, match="counterfoil relay confirm"):
            await laptop.sync()
        laptop = devices.reopen(laptop)
        assert laptop.vault.log.head == before
        assert State.CONFIRM in shown_states(laptop)
        from counterfoil.client.relay_commands import _confirm  # noqa: PLC0415 # what the command calls

        await _confirm(laptop)
        assert State.CONFIRM not in shown_states(laptop)
        assert (shown(laptop, "total"), shown(laptop, "note"), laptop.waiting) == ("3.00", "lost twice", 0)


async def test_after_thirty_days_a_restore_is_lived_through_without_asking(devices: Devices, liar: Liar, tmp_path: Path) -> None:
    laptop, _ = await two(devices, liar)
    await laptop.sync()
    await copy_relay(tmp_path / "relay", tmp_path / "backup")
    laptop.change(find(laptop), "note", "lost")
    await laptop.sync()
    async with restored(devices, tmp_path / "backup") as relay:
        move(relay, laptop)
        await laptop.sync()
        devices.clock.ms += 31 * DAY_MS
        assert State.RESTORED not in shown_states(laptop)
        await relay.store.declare_restore(devices.clock.ms)
        await laptop.sync()
        assert "Nothing was lost." in shown_states(laptop)[State.RESTORED]


async def test_a_relay_that_lost_everything_gets_it_back_only_when_the_person_says_so(
    devices: Devices, liar: Liar, tmp_path: Path
) -> None:
    laptop, phone = await two(devices, liar)
    await settle(laptop, phone)
    await life.rotate(laptop)
    await settle(phone, laptop)
    async with running_liar(tmp_path / "new") as empty:
        move(empty, laptop, phone)
        with pytest.raises(RelayProblemError, match="counterfoil relay put-back"):
            await laptop.sync()
        assert State.UNKNOWN_ACCOUNT in shown_states(devices.reopen(laptop))
        laptop = devices.opened[-1]
        await put_back(laptop)
        assert (laptop.waiting, laptop.verdict) == (0, None)
        assert State.UNKNOWN_ACCOUNT not in shown_states(laptop)
        await settle(phone, laptop)
        assert documents(laptop) == documents(phone)
        assert laptop.vault.log.head == phone.vault.log.head
        assert (phone.waiting, phone.verdict) == (0, None)


async def test_a_restore_that_hides_a_fork_is_named(devices: Devices, liar: Liar, tmp_path: Path) -> None:
    laptop, phone = await two(devices, liar)
    await settle(laptop, phone)
    await copy_relay(tmp_path / "relay", tmp_path / "other")
    laptop.change(find(laptop), "note", "one history")
    await laptop.sync()
    async with running_liar(tmp_path / "other") as other:
        phone.set_relay(other.url)
        phone.change(find(phone), "note", "another")
        await phone.sync()
        await other.store.declare_restore(devices.clock.ms)
        move(other, laptop)
        before = documents(laptop)
        with pytest.raises(StoppedError) as found:
            await sync_quickly(laptop)
        assert found.value.verdict.code == "chain"
        laptop = devices.reopen(laptop)
        assert documents(laptop) == before


async def test_a_generation_that_no_restored_entry_explains_is_named(devices: Devices, liar: Liar, tmp_path: Path) -> None:
    laptop, _ = await two(devices, liar)
    await laptop.sync()
    async with running_liar(tmp_path / "new") as empty:
        stranger = devices.begin("stranger", empty.url)
        await stranger.sync()
    liar.on_log(lambda page: {**page, "restores": [2]})
    with pytest.raises(StoppedError) as found:
        await sync_quickly(laptop)
    assert found.value.verdict.code == "fork"
    assert laptop.verdict is not None


@pytest.mark.parametrize("seed", range(4))
async def test_honest_restores_at_any_time_raise_no_alarm_and_lose_nothing(devices: Devices, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 # a repeatable story
    said: set[str] = set()
    async with running_liar(tmp_path / "relay0") as relay:
        everyone = [devices.begin("laptop", relay.url)]
        capture(everyone[0], order())
        await everyone[0].sync()
        everyone += [await devices.pair(everyone[0], "phone"), await devices.pair(everyone[0], "tablet")]
    for round_of in range(3):
        folder, copied_at = tmp_path / f"relay{round_of}", chance.randrange(12)
        async with running_liar(folder) as relay:
            if round_of:
                await relay.store.declare_restore(devices.clock.ms)
            move(relay, *everyone)
            for step in range(12):
                if step == copied_at:
                    await copy_relay(folder, tmp_path / f"relay{round_of + 1}")
                await do_something(devices, everyone, chance, said, f"{seed}{round_of}{step}")
            devices.clock.ms += 31 * DAY_MS
            if round_of == 2:
                await settle(*everyone)
    for device in everyone:
        assert documents(device) == documents(everyone[0])
        assert (device.waiting, device.verdict, device.vault.lost) == (0, None, [])
        assert said <= {one.document.shown("orderNumber") for one in device.records() if one.document.type == "Order"}


async def do_something(devices: Devices, everyone: list[LocalDevice], chance: random.Random, said: set[str], number: str) -> None:
    at = chance.randrange(len(everyone))
    device = everyone[at]
    match chance.randrange(5):
        case 0:
            capture(device, order(number))
            said.add(number)
        case 1:
            device.change(find(device), "note", number)
        case 2 if len(everyone) < 5:
            everyone.append(await devices.pair(device, f"desk{number}"))
        case 3:
            everyone[at] = devices.reopen(device)
        case _:
            await device.sync()


async def test_the_account_is_never_put_back_unasked(devices: Devices, liar: Liar, tmp_path: Path) -> None:
    laptop, _ = await two(devices, liar)
    async with running_liar(tmp_path / "new") as empty:
        move(empty, laptop)
        for _ in range(2):
            with pytest.raises(RelayProblemError):
                await laptop.sync()
        async with connected(laptop) as relay:
            with pytest.raises(RelayProblemError):
                await relay.read_log(0)
            await put_back_account(laptop.vault, relay)
            assert (await relay.read_log(0)).head.sequence > 1


async def test_a_backup_of_no_day_that_there_is_is_one_of_an_unknown_day(devices: Devices, liar: Liar) -> None:
    laptop, _ = await two(devices, liar)
    await laptop.sync()
    await liar.store.declare_restore(devices.clock.ms, 2**53 - 1)
    await laptop.sync()
    assert shown_states(laptop)[State.RESTORED].startswith("The operator restored a backup. Nothing was lost.")
