"""An honest operator's older file under live devices: no alarm before a day has passed, and all heals once it is said."""

import shutil
from pathlib import Path

import pytest

from counterfoil.client import BehindError, LocalDevice
from counterfoil.client.engine import DAY_MS
from counterfoil.client.states import State, states
from tests.attacks.malicious import running_malicious
from tests.attacks.people import goes_on, is_kept, two, type_in, write
from tests.server.client.devices import Devices, copy_relay, shown, sync_quickly

HOUR_MS = 3_600_000


async def is_behind(devices: Devices, device: LocalDevice, missing: str) -> LocalDevice:
    with pytest.raises(BehindError, match="nothing is lost here, nothing is sent"):
        await sync_quickly(device)
    device = devices.reopen(device)
    assert device.verdict is None
    (said,) = [one for one in states(device) if one.state is State.BEHIND]
    assert said.words.startswith(f"The relay is missing its newest {missing}. Nothing is lost here")
    return device


async def test_it_is_no_alarm_before_the_day_and_heals_when_it_is_declared(devices: Devices, tmp_path: Path) -> None:
    folder, old = tmp_path / "relay", tmp_path / "old"
    async with running_malicious(folder) as relay:
        port = int(relay.url.rpartition(":")[2])
        laptop, phone = await two(devices, relay)
        await copy_relay(folder, old)
        await write(laptop, "since the copy", "2")
        await write(phone, "and by the phone")
        await laptop.sync()
    shutil.rmtree(folder)
    shutil.copytree(old, folder)
    async with running_malicious(folder, port) as relay:
        type_in(laptop)
        for hours in (0, 1, 22):
            devices.clock.ms += hours * HOUR_MS
            laptop, phone = await is_behind(devices, laptop, "2 entries"), await is_behind(devices, phone, "2 entries")
            is_kept(laptop)
        assert not any("POST /v1/log" in one for one in relay.seen)
        await relay.store.declare_restore(devices.clock.ms)
        await goes_on(relay, laptop, phone)
        assert shown(phone, "note", "2") == "since the copy"
        assert State.BEHIND not in {one.state for one in states(laptop)}
        assert [one.words.split(". ")[1] for one in states(laptop) if one.state is State.RESTORED] == [
            "2 entries were lost, 2 put back"
        ]
        devices.clock.ms += 2 * DAY_MS
        await goes_on(relay, laptop, phone)
