"""Relays and people that err: lost, late and senseless answers, forgotten accounts, copied folders."""

import asyncio
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from counterfoil.client import RelayProblemError, RelayUnavailableError, StoppedError
from counterfoil.client.outbox import seal_batch
from counterfoil.wire import Appended, NewRevision
from counterfoil_crypto.chain import FIRST_GENERATION
from counterfoil_crypto.encoding import from_base64url, to_base64url
from tests.server.client.capturing import capture
from tests.server.client.devices import (
    Devices,
    Liar,
    append,
    documents,
    find,
    join,
    order,
    running_liar,
    settle,
    shown,
    sync_quickly,
    two,
)


async def test_what_was_acknowledged_and_is_not_in_the_log_is_not_written(devices: Devices, liar: Liar) -> None:
    laptop, _ = await two(devices, liar)
    await laptop.sync()
    laptop.change(find(laptop), "note", "acknowledged")

    async def swallow(request: web.Request) -> web.Response | None:
        if request.path != "/v1/log/records":
            return None
        count = len((await request.json())["records"])
        head = laptop.vault.log.head
        said = {"generation": to_base64url(head.generation), "sequence": head.sequence + 1, "hash": to_base64url(bytes(32))}
        return web.json_response({"head": said, "results": [{"sequence": head.sequence + 1}] * count})

    liar.instead = swallow
    with pytest.raises(RelayUnavailableError, match="does not show what it took"):
        await sync_quickly(laptop)
    assert laptop.waiting == 1
    liar.instead = None
    assert (await laptop.sync()).written == 1


async def test_a_lost_acknowledgement_is_found_in_the_log(devices: Devices, liar: Liar) -> None:
    laptop, _ = await two(devices, liar)
    await laptop.sync()
    laptop.change(find(laptop), "note", "once")
    before = laptop.vault.log.head.sequence

    async def lose(request: web.Request) -> web.Response | None:
        return web.Response(status=502, text="bad gateway") if request.path == "/v1/log/records" else None

    liar.after = lose
    with pytest.raises(RelayUnavailableError, match="fault of its own"):
        await laptop.sync()
    liar.after = None
    laptop = devices.reopen(laptop)
    assert laptop.waiting == 1
    assert (await laptop.sync()).written == 1
    assert laptop.vault.log.head.sequence == before + 1


async def test_a_pairing_outlasts_a_relay_that_is_away_for_a_while(devices: Devices, liar: Liar) -> None:
    laptop, phone = devices.begin("laptop", liar.url), devices.open("phone")
    asked: Counter[str] = Counter()

    async def away(request: web.Request) -> web.Response | None:
        if request.method != "GET" or not request.path.startswith("/v1/pairings/"):
            return None
        asked[request.path] += 1
        return web.Response(status=503) if asked[request.path] <= 2 else None

    liar.instead = away
    await join(laptop, phone, "phone")
    assert list(asked.values()) == [3, 3]
    assert len(phone.members) == 2


async def test_a_request_that_arrives_late_harms_nobody(devices: Devices, liar: Liar) -> None:
    """Its count would come after a greater one: so nothing else is sent before its fate is known."""
    laptop, phone = await two(devices, liar)
    await laptop.sync()
    laptop.change(find(laptop), "note", "slow")
    late: list[Any] = []

    async def hold(request: web.Request) -> web.Response | None:
        if request.path == "/v1/log/records" and not late:
            late.append(await request.json())
            return web.Response(status=504)
        return None

    liar.instead = hold
    with pytest.raises(RelayUnavailableError):
        await laptop.sync()
    capture(laptop, order("3"))
    await laptop.sync()
    batch = [NewRevision(base=one["base"], envelope=from_base64url(one["envelope"])) for one in late[0]["records"]]
    _, results = await liar.store.append_records(laptop.vault.membership.account, laptop.vault.me, FIRST_GENERATION, batch, now=0)
    assert [type(one) for one in results] == [Appended]
    await settle(laptop, phone)
    assert documents(laptop) == documents(phone)


async def test_a_relay_that_does_not_know_the_account_or_the_device_is_told_and_nothing_is_dropped(
    devices: Devices, liar: Liar, tmp_path: Path
) -> None:
    laptop, _ = await two(devices, liar)
    laptop.change(find(laptop), "total", "1.00")
    before = documents(laptop)
    async with running_liar(tmp_path / "empty") as empty:
        laptop.set_relay(empty.url)
        with pytest.raises(RelayProblemError, match="does not know your history"):
            await laptop.sync()
    assert documents(laptop) == before
    assert laptop.verdict is None
    assert laptop.waiting == 1


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda: web.Response(status=503), "fault of its own"),
        (lambda: web.Response(text="<html>welcome</html>"), "not a counterfoil relay"),
        (lambda: web.json_response({"head": None}), "not a counterfoil relay"),
        (lambda: web.Response(status=404, text="nope"), "not a counterfoil relay"),
        (lambda: web.Response(status=302, headers={"Location": "http://127.0.0.1:1/"}), "not a counterfoil relay"),
        (lambda: web.Response(body=b" " * (17 << 20)), "not a counterfoil relay"),
    ],
)
async def test_junk_is_told_in_words_and_local_work_goes_on(
    devices: Devices, liar: Liar, answer: Callable[[], web.Response], words: str
) -> None:
    async def junk(_: web.Request) -> web.Response:
        return answer()

    laptop = devices.begin("laptop", liar.url)
    capture(laptop, order())
    liar.instead = junk
    with pytest.raises(RelayUnavailableError, match=words):
        await laptop.sync()
    laptop.change(find(laptop), "note", "still here")
    liar.instead = None
    assert (await laptop.sync()).waiting == 0


async def test_a_silent_relay_times_out(devices: Devices, liar: Liar, monkeypatch: pytest.MonkeyPatch) -> None:
    async def silence(_: web.Request) -> None:
        await asyncio.sleep(1)

    monkeypatch.setattr("counterfoil.client.relay.TIMEOUT", aiohttp.ClientTimeout(total=0.2))
    liar.instead = silence
    laptop = devices.begin("laptop", liar.url)
    with pytest.raises(RelayUnavailableError, match="does not answer"):
        await laptop.sync()


async def test_a_copied_folder_is_noticed_by_both_copies(devices: Devices, liar: Liar, tmp_path: Path) -> None:
    laptop, _ = await two(devices, liar)
    await laptop.sync()
    laptop.close()
    shutil.copytree(tmp_path / "laptop", tmp_path / "copy")
    laptop, copied = devices.open("laptop"), devices.open("copy")
    laptop.change(find(laptop), "note", "by the original")
    await laptop.sync()
    copied.change(find(copied), "total", "1.00")
    with pytest.raises(StoppedError, match="in this device's name, but not by it") as found:
        await copied.sync()
    assert found.value.verdict.kind == "copied profile"
    copied = devices.reopen(copied)
    assert copied.verdict == found.value.verdict
    assert shown(copied, "total") == "1.00"
    assert copied.waiting == 1
    # the way out: the copy becomes a device of its own and brings its change along
    await join(laptop, copied, "copy")
    await settle(copied, laptop)
    assert shown(laptop, "total") == "1.00"
    assert documents(laptop) == documents(copied)


async def test_a_copy_that_writes_with_a_used_count_is_named_by_every_reader(
    devices: Devices, liar: Liar, tmp_path: Path
) -> None:
    laptop, phone = await two(devices, liar)
    await laptop.sync()
    laptop.close()
    shutil.copytree(tmp_path / "laptop", tmp_path / "copy")
    laptop, copied = devices.open("laptop"), devices.open("copy")
    capture(laptop, order("3"))
    capture(copied, order("4"))
    engine = copied.engine()
    await laptop.sync()
    vault = copied.vault
    batch = seal_batch(vault, engine.now())  # a copy that does not care to read first
    for sent in batch:
        await append(liar, copied, copied, sent.envelope or b"")
    with pytest.raises(StoppedError, match="a count it had used before") as found:
        await phone.sync()
    assert found.value.verdict.device == laptop.vault.me
