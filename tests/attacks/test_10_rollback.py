"""Row 10: rollback of one record or of all."""

import pytest

from counterfoil.client import BehindError
from counterfoil.client.engine import DAY_MS
from tests.attacks.malicious import MaliciousRelay
from tests.attacks.people import goes_on, is_kept, is_stopped, lie, two, type_in, write
from tests.server.client.devices import Devices, sync_quickly


@pytest.mark.parametrize("name", ["10-rollback", "10-rollback-of-all"])
@pytest.mark.parametrize("restarted", [False, True])
async def test_a_shorter_log_is_behind_and_after_a_day_an_attack(
    devices: Devices, relay: MaliciousRelay, name: str, *, restarted: bool
) -> None:
    laptop, _ = await two(devices, relay)
    await lie(relay, name)
    if restarted:
        laptop = devices.reopen(laptop)
    type_in(laptop)
    sent = len(relay.seen)
    with pytest.raises(BehindError, match=r"missing its newest .*nothing is lost"):
        await sync_quickly(laptop)
    assert not any("POST /v1/log" in one for one in relay.seen[sent:])
    is_kept(laptop)
    laptop = devices.reopen(laptop)
    devices.clock.ms += DAY_MS + 1_000
    await is_stopped(devices, laptop, "behind", "for over a day")


async def test_one_that_was_only_behind_heals(devices: Devices, relay: MaliciousRelay) -> None:
    laptop, phone = await two(devices, relay)
    await lie(relay, "10-rollback", laptop)
    type_in(laptop)
    with pytest.raises(BehindError):
        await sync_quickly(laptop)
    await goes_on(relay, laptop, phone)


@pytest.mark.parametrize("restarted", [False, True])
async def test_a_log_that_was_rewritten_stops_the_sync(devices: Devices, relay: MaliciousRelay, *, restarted: bool) -> None:
    laptop, _ = await two(devices, relay)
    await lie(relay, "10-rewritten")
    if restarted:
        laptop = devices.reopen(laptop)
    await is_stopped(devices, laptop, "chain", "chain")


async def test_a_log_that_was_rewritten_to_the_same_length_is_a_fork(devices: Devices, relay: MaliciousRelay) -> None:
    laptop, phone = await two(devices, relay)
    await write(phone, "one more", "2")
    await laptop.sync()
    await lie(relay, "10-rewritten-as-long", laptop)
    await is_stopped(devices, laptop, "fork", "not the one read before")
