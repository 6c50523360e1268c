"""What a device does unasked: purging, checkpoints, and what a newcomer makes of one."""

from typing import Any

import pytest
from aiohttp import web

from counterfoil.client import LocalDevice, StoppedError, duties, life
from counterfoil.client.errors import PairingError
from counterfoil.wire import ProblemCode
from counterfoil_crypto.log import Log
from counterfoil_crypto.statement import Checkpoint, Placed
from tests.server.client.capturing import capture
from tests.server.client.devices import Devices, Liar, documents, find, order, refusal, settle, shown
from tests.server.helpers import Relay


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """A checkpoint after ten superseded entries instead of 4,000."""
    monkeypatch.setattr(duties, "SUPERSEDED", 10)


def checkpoints(device: LocalDevice) -> int:
    statements = [one.statement for one in device.vault.statements]
    return sum(isinstance(one, Placed) and isinstance(one.act, Checkpoint) for one in statements)


async def busy(devices: Devices, relay: str) -> tuple[LocalDevice, LocalDevice]:
    """A laptop and a phone in the second epoch, with a checkpoint and some entries after it."""
    laptop = devices.begin("laptop", relay)
    for number in range(4):
        capture(laptop, order(str(number)))
    await laptop.sync()
    phone = await devices.pair(laptop, "phone")
    await life.rotate(phone)
    for number in range(12):
        laptop.change(find(laptop, "1"), "note", f"note {number}")
        await laptop.sync()
    laptop.change(find(laptop, "2"), "note", "after the checkpoint")
    await settle(laptop, phone)
    return laptop, phone


async def test_a_checkpoint_is_signed_once_and_every_reader_compares_it(devices: Devices, relay: Relay) -> None:
    laptop, phone = await busy(devices, relay.url)
    assert (checkpoints(laptop), checkpoints(phone)) == (1, 1)
    assert laptop.vault.log.superseded < 10
    assert documents(laptop) == documents(phone)


async def test_a_newcomer_starts_from_the_checkpoint_and_goes_on_as_ever(devices: Devices, relay: Relay) -> None:
    laptop, phone = await busy(devices, relay.url)
    tablet = await devices.pair(laptop, "tablet")
    assert tablet.vault.log.first > 0
    await settle(laptop, phone, tablet)
    assert documents(tablet) == documents(laptop)
    tablet = devices.reopen(tablet)
    assert documents(tablet) == documents(laptop)
    tablet.change(find(tablet, "1"), "note", "by the newcomer")
    capture(tablet, order("9"))
    await settle(tablet, phone, laptop)
    assert shown(laptop, "note", "1") == "by the newcomer"
    assert documents(tablet) == documents(laptop) == documents(phone)
    assert (tablet.verdict, laptop.verdict, phone.verdict) == (None, None, None)


async def test_a_live_set_that_lacks_or_swaps_a_record_joins_nobody(devices: Devices, liar: Liar) -> None:
    laptop, _ = await busy(devices, liar.url)

    def drop(page: Any) -> Any:
        return {**page, "entries": page["entries"][1:]}

    liar.tamper = lambda path, _, answer: drop(answer) if path == "/v1/checkpoint/live" else answer
    with pytest.raises(PairingError, match=r"checkpoint.*nothing was joined"):
        await devices.pair(laptop, "tablet")
    liar.tamper = None
    tablet = await devices.pair(laptop, "desk")
    assert documents(tablet).keys() >= documents(laptop).keys()


async def test_what_was_thirty_days_in_the_bin_is_gone_and_is_not_captured_again(devices: Devices, relay: Relay) -> None:
    laptop = devices.begin("laptop", relay.url)
    capture(laptop, order())
    laptop.change(find(laptop), "note", "private")
    await laptop.sync()
    phone = await devices.pair(laptop, "phone")
    record = find(laptop)
    phone.change(record, "total", "9.99")  # said offline, before the purge
    laptop.delete(record)
    await laptop.sync()
    devices.clock.ms += 29 * duties.DAY_MS
    await laptop.sync()
    assert shown(laptop, "note") == "private"
    devices.clock.ms += 2 * duties.DAY_MS
    await laptop.sync()
    left = laptop.vault.documents[record]
    assert left.deleted
    assert {name.partition("/")[0] for name in left.fields} == {"deleted", "key"}
    await settle(phone, laptop)
    assert phone.vault.documents[record].encode() == laptop.vault.documents[record].encode()
    assert not capture(phone, order())
    assert not capture(laptop, order())
    await life.rotate(laptop)
    assert not capture(laptop, order())
    assert laptop.restore(record)
    assert capture(laptop, order())
    assert shown(laptop, "total") == "59.97"


async def test_a_checkpoint_signed_for_other_records_is_named(
    devices: Devices, relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop, phone = await busy(devices, relay.url)
    monkeypatch.setattr(duties, "SUPERSEDED", 10)
    monkeypatch.setattr(Log, "live_digest", lambda _: bytes(32))
    for number in range(12):
        laptop.change(find(laptop, "1"), "note", f"more {number}")
        await laptop.sync()
    assert checkpoints(laptop) == 2
    monkeypatch.undo()
    with pytest.raises(StoppedError) as found:
        await phone.sync()
    assert found.value.verdict.code == "checkpoint"


async def test_a_checkpoint_that_there_is_no_room_for_keeps_nothing_back(devices: Devices, liar: Liar) -> None:
    laptop = devices.begin("laptop", liar.url)
    capture(laptop, order("1"))
    await laptop.sync()

    async def refuse(request: web.Request) -> web.Response | None:
        return refusal(ProblemCode.TOO_LARGE, limit=1) if request.path == "/v1/log/statements" else None

    liar.instead = refuse
    for number in range(12):
        laptop.change(find(laptop, "1"), "note", f"note {number}")
        await laptop.sync()
    assert (checkpoints(laptop), laptop.waiting) == (0, 0)
    liar.instead = None
    await laptop.sync()
    assert checkpoints(laptop) == 1
