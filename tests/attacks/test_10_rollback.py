"""Row 10: rollback of one record or of all."""

import pytest

from counterfoil.client import BehindError
from counterfoil.client.engine import DAY_MS
from counterfoil.client.states import State, states
from tests.attacks.malicious import MaliciousRelay
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
from tests.server.client.devices import Devices, settle, shown, sync_quickly


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


@pytest.mark.parametrize("knows_a_restore", [False, True])
async def test_a_lost_local_copy_is_no_reason_to_take_a_shorter_log(
    devices: Devices, relay: MaliciousRelay, *, knows_a_restore: bool
) -> None:
    """The anchor beside the database knows better, also of a restore that the relay keeps silent about by then."""
    laptop, phone = await two(devices, relay)
    operator = await lie(relay, "29-operator")
    laptop = keep_database(devices, laptop)
    await write(laptop, "before")
    await operator.act("copy")
    if knows_a_restore:
        await operator.act("declare")
    for note in ("since", "once more", "and again"):
        await write(laptop, note, "2")
    whole = await lie(relay, "29-operator")
    await whole.act("copy")
    await operator.act("back")
    laptop = lose_local_copy(devices, laptop)
    sent = len(relay.seen)
    missing = 4 if knows_a_restore else 3
    for _ in range(2):
        with pytest.raises(BehindError, match=f"missing its newest {missing} entries; nothing is lost"):
            await sync_quickly(laptop)
        type_in(laptop)
        laptop = devices.reopen(laptop)
        is_kept(laptop)
    assert f"The relay is missing its newest {missing} entries." in {one.state: one.words for one in states(laptop)}[State.BEHIND]
    assert not any("POST /v1/log" in one for one in relay.seen[sent:])

    devices.clock.ms += DAY_MS + 1_000
    laptop = await is_stopped(devices, laptop, "behind", "for over a day")
    assert laptop.verdict is not None
    assert laptop.verdict.ours.sequence == laptop.verdict.theirs.sequence + missing

    await whole.act("back")
    laptop.clear_verdict()
    await goes_on(relay, laptop, phone)
    assert shown(phone, "note", "2") == "and again"


async def test_a_lost_local_copy_is_no_reason_to_take_another_log(devices: Devices, relay: MaliciousRelay) -> None:
    laptop, phone = await two(devices, relay)
    operator = await lie(relay, "29-operator")
    laptop = keep_database(devices, laptop)
    await operator.act("copy")
    await write(laptop, "shown once", "2")
    await laptop.sync()
    await operator.act("back")
    laptop.close()
    for note in ("one", "two"):
        await write(phone, note, "2")
    await settle(phone)
    await is_stopped(devices, lose_local_copy(devices, laptop), "fork", "not the one read before")
