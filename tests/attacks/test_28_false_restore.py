"""A restore that nobody made: it lets nobody in again, it hides no fork, and a second one waits for the person."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from counterfoil.client import LocalDevice, RelayUnavailableError, life
from counterfoil.client.errors import ConfirmError, RemovedError
from counterfoil.client.states import State, states
from counterfoil_crypto.chain import EntryKind
from counterfoil_crypto.encoding import Reader
from counterfoil_crypto.header import take_header
from tests.attacks.malicious import MaliciousRelay, running_malicious
from tests.attacks.people import (
    goes_on,
    is_kept,
    is_stopped,
    keep_database,
    lie,
    lose_local_copy,
    two,
    type_in,
    write,
)
from tests.server.client.devices import Devices, copy_relay, settle, shown, sync_quickly


@asynccontextmanager
async def called_restored(devices: Devices, folder: Path, *everyone: LocalDevice) -> AsyncIterator[MaliciousRelay]:
    """A relay over an earlier copy of its folder, which it says to be restored."""
    async with running_malicious(folder) as relay:
        await relay.store.declare_restore(devices.clock.ms)
        for device in everyone:
            device.set_relay(relay.url)
        yield relay


async def epochs_written(relay: MaliciousRelay, account: bytes) -> list[int]:
    entries = [one for one in await relay.entries(account) if one.kind is EntryKind.RECORD and one.body]
    return [take_header(Reader(one.body)).epoch for one in entries if one.body]


async def test_who_was_removed_stays_so(devices: Devices, relay: MaliciousRelay, tmp_path: Path) -> None:
    laptop, phone = await two(devices, relay)
    tablet = await devices.pair(laptop, "tablet")
    await settle(laptop, phone, tablet)
    await copy_relay(tmp_path / "relay", tmp_path / "copy")
    await life.revoke(laptop, phone.vault.me)
    await tablet.sync()
    async with called_restored(devices, tmp_path / "copy", laptop, phone, tablet) as again:
        await write(phone, "by who is gone", "2")
        type_in(laptop)
        await lie(again, "28-takes-nothing-back")
        before = await epochs_written(again, laptop.vault.log.account)
        with pytest.raises(RelayUnavailableError, match="does not show what it took"):
            await sync_quickly(laptop)
        laptop = devices.reopen(laptop)
        is_kept(laptop)
        assert [one.code for one in laptop.set_aside] == ["writer"]
        assert shown(laptop, "note", "2") is None
        assert await epochs_written(again, laptop.vault.log.account) == before, "nothing is sent that the removed one could read"
        await goes_on(again, laptop, tablet)
        assert phone.vault.me not in laptop.members
        assert 1 in await epochs_written(again, laptop.vault.log.account)
        assert shown(tablet, "note", "2") is None
        with pytest.raises(RemovedError, match="laptop removed this device"):
            await phone.sync()


@pytest.mark.parametrize("name", ["28-in-place-of-a-fork", "28-after-a-fork"])
async def test_no_fork_is_hidden_by_it(devices: Devices, relay: MaliciousRelay, name: str) -> None:
    laptop, phone = await two(devices, relay)
    fork = await lie(relay, name, phone)
    await write(phone, "only the phone sees this")
    await write(laptop, "only the laptop sees this")
    await write(phone, "crosses", "2")
    await laptop.sync()
    assert laptop.verdict is None
    await fork.act("cross")
    await is_stopped(devices, laptop, "witness", "contradicts what it showed before")


async def test_a_second_one_waits_for_the_person(devices: Devices, relay: MaliciousRelay, tmp_path: Path) -> None:
    laptop, phone = await two(devices, relay)
    await copy_relay(tmp_path / "relay", tmp_path / "one")
    await copy_relay(tmp_path / "relay", tmp_path / "other")
    await write(laptop, "lost once")
    async with called_restored(devices, tmp_path / "one", laptop, phone):
        await settle(laptop, phone)
        type_in(laptop)
    async with called_restored(devices, tmp_path / "other", laptop, phone) as again:
        seen, before = len(again.seen), laptop.vault.log.head
        with pytest.raises(ConfirmError, match="was restored again, within thirty days"):
            await laptop.sync()
        laptop = devices.reopen(laptop)
        assert laptop.vault.log.head == before
        assert not any("POST /v1/log" in one or "POST /v1/accounts" in one for one in again.seen[seen:])
        (said,) = [one for one in states(laptop) if one.state is State.CONFIRM]
        assert said.words.startswith("The relay was restored again, within thirty days of the last time. Nothing is sent")
        assert said.ways[0] == "counterfoil relay confirm"
        is_kept(laptop)
        devices.clock.ms += 31 * 86_400_000
        await goes_on(again, laptop, phone)


async def test_one_that_comes_with_a_lost_local_copy_is_told_with_what_it_took(devices: Devices, relay: MaliciousRelay) -> None:
    laptop, _ = await two(devices, relay)
    operator = await lie(relay, "29-operator")
    laptop = keep_database(devices, laptop)
    await operator.act("copy")
    for note in ("one", "two", "three"):
        await write(laptop, note, "2")
    await operator.act("back")
    await operator.act("declare")
    laptop = lose_local_copy(devices, laptop)
    await laptop.sync()
    laptop = devices.reopen(laptop)
    await laptop.sync()
    told = {one.state: one.words for one in states(laptop)}
    assert told[State.RESTORED].endswith(". 3 entries were lost, 0 put back.")
    laptop.clear_verdict()
    assert State.LOST not in {one.state for one in states(laptop)}
    await write(laptop, "since", "2")
    await operator.act("back")
    await operator.act("declare")
    with pytest.raises(ConfirmError, match="was restored again, within thirty days"):
        await laptop.sync()


async def test_one_that_was_lived_through_before_the_local_copy_was_lost_is_none(devices: Devices, relay: MaliciousRelay) -> None:
    laptop, phone = await two(devices, relay)
    operator = await lie(relay, "29-operator")
    laptop = keep_database(devices, laptop)
    await operator.act("declare")
    await write(laptop, "written since", "2")
    laptop = lose_local_copy(devices, laptop)
    await laptop.sync()
    assert State.RESTORED not in {one.state for one in states(laptop)}
    type_in(laptop)
    await goes_on(relay, laptop, phone)
    assert shown(phone, "note", "2") == "written since"
