"""An honest restore from a backup heals by itself: no alarm, nothing lost.

A thousand such histories: `tests.merge.soak`.
"""

from pathlib import Path

import pytest

from counterfoil.client import LocalDevice
from counterfoil.client.states import State, states
from tests.attacks.malicious import MaliciousRelay, running_malicious
from tests.attacks.people import TYPED, goes_on, two, type_in, write
from tests.merge.restores import History
from tests.server.client.capturing import capture
from tests.server.client.devices import Devices, copy_relay, documents, order, settle, shown


async def test_what_a_backup_lacks_comes_back_and_is_told(devices: Devices, relay: MaliciousRelay, tmp_path: Path) -> None:
    laptop, phone = await two(devices, relay)
    of = devices.clock.ms
    await copy_relay(tmp_path / "relay", tmp_path / "backup")
    await write(phone, "by the phone, since the backup", "2")
    capture(laptop, order("3"))
    await settle(laptop, phone)
    type_in(laptop)
    async with running_malicious(tmp_path / "backup") as restored:
        await restored.store.declare_restore(devices.clock.ms, of)
        move(restored, laptop, phone)
        await laptop.sync()
        words = next(one.words for one in states(laptop) if one.state is State.RESTORED)
        assert words == (
            "The operator restored a backup of 21 November 2026. 2 entries were lost, 2 put back. phone wrote last; open it once."
        )
        await goes_on(restored, laptop, phone)
        assert shown(phone, "note", "2") == "by the phone, since the backup"
        assert shown(phone, "total", "3") == "59.97"
        assert (laptop.verdict, phone.verdict) == (None, None)
        tablet = await devices.pair(laptop, "tablet")
        assert documents(laptop).items() <= documents(tablet).items()
        assert shown(tablet, "note") == TYPED


@pytest.mark.parametrize("seed", [205, 210, 214, 215])
async def test_a_history_with_restores_raises_no_alarm_and_loses_nothing(tmp_path: Path, seed: int) -> None:
    met = await History(tmp_path, seed, steps=18).run()
    assert met["restores"] > 0
    assert met["registers written"] > 0


def move(relay: MaliciousRelay, *everyone: LocalDevice) -> None:
    for device in everyone:
        device.set_relay(relay.url)
