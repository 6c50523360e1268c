"""Relays and people that err: lost, late and senseless answers, forgotten accounts, copied folders."""

import asyncio
import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from counterfoil.client import ClientError, RelayProblemError, RelayUnavailableError, StoppedError, blobs
from counterfoil.client.attaching import attach
from counterfoil.client.guest import Guest
from counterfoil.client.host import Host
from counterfoil.client.life import connected
from counterfoil.client.outbox import seal_batch
from counterfoil.client.relay import connect
from counterfoil.client.states import states
from counterfoil.wire import Appended, NewRevision, ProblemCode
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
    no_sleep,
    order,
    refusal,
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


async def test_a_pairing_outlasts_a_relay_that_was_asked_too_much(devices: Devices, liar: Liar) -> None:
    laptop, phone = devices.begin("laptop", liar.url), devices.open("phone")
    asked: Counter[str] = Counter()

    async def busy(request: web.Request) -> web.Response | None:
        if request.method != "GET" or not request.path.startswith("/v1/pairings/"):
            return None
        asked[request.path] += 1
        return refusal(ProblemCode.TOO_MANY_REQUESTS, retry=1) if asked[request.path] <= 2 else None

    liar.instead = busy
    await join(laptop, phone, "phone")
    assert list(asked.values()) == [3, 3]
    assert len(phone.members) == 2


async def test_a_claim_that_the_relay_did_not_take_yet_goes_out_again_as_it_was(devices: Devices, liar: Liar) -> None:
    """It may have arrived the first time: another one would be refused."""
    laptop, phone = devices.begin("laptop", liar.url), devices.open("phone")
    claims: list[bytes] = []

    async def busy(request: web.Request) -> web.Response | None:
        if not request.path.endswith("/claim"):
            return None
        claims.append(await request.read())
        return refusal(ProblemCode.TOO_MANY_REQUESTS) if len(claims) == 1 else web.Response(status=204)

    liar.instead = busy
    async with connect(liar.url) as one, connect(liar.url) as other:
        code = await Host(laptop, one, no_sleep).open()
        with pytest.raises(RelayProblemError, match="asked too much"):
            await Guest(phone, other, no_sleep).claim(code, "phone")
        await Guest(phone, other, no_sleep).claim(code, "phone")
    assert claims[0] == claims[1]


@pytest.mark.parametrize("code", [ProblemCode.CLAIMED, ProblemCode.NO_MAILBOX])
async def test_a_code_that_the_relay_ended_is_not_shown_again(devices: Devices, liar: Liar, code: ProblemCode) -> None:
    laptop = devices.begin("laptop", liar.url)
    async with connect(liar.url) as dialled:
        shown_first = await Host(laptop, dialled, no_sleep).open()

        async def end(request: web.Request) -> web.Response | None:
            return refusal(code) if request.path == "/v1/pairings" else None

        liar.instead = end
        with pytest.raises(RelayProblemError, match="start again with a new code"):
            await Host(laptop, dialled, no_sleep).open()
        liar.instead = None
        assert (await Host(laptop, dialled, no_sleep).open()).secret != shown_first.secret


async def test_sizes_beyond_all_measure_are_said_to_be_unknown(devices: Devices, liar: Liar) -> None:
    laptop, _ = await two(devices, liar)
    await laptop.sync()
    laptop.change(find(laptop), "note", "waits")

    async def full(request: web.Request) -> web.Response | None:
        return refusal(ProblemCode.FULL, used=10**400, limit=-1) if request.path == "/v1/log/records" else None

    liar.instead = full
    unknown = "is full .an unknown number of MB of an unknown number of MB."
    with pytest.raises(RelayProblemError, match=unknown):
        await laptop.sync()
    assert any(re.search(unknown, one.words) for one in states(laptop))


async def test_a_full_disk_is_not_called_a_relay_that_cannot_be_reached(devices: Devices, liar: Liar, tmp_path: Path) -> None:
    laptop = devices.begin("laptop", liar.url)
    capture(laptop, order())
    (tmp_path / "file").write_bytes(b"one")
    attach(laptop, next(one for one in laptop.records() if one.id == find(laptop)), tmp_path / "file")
    await laptop.sync()
    (blob,) = blobs.listed(laptop.vault)
    async with connected(laptop) as relay:
        with pytest.raises(ClientError, match="make room on the disk") as error:
            await relay.get_blob(blob, Path("/dev/full"), 1 << 20)
    assert not isinstance(error.value, RelayUnavailableError)
