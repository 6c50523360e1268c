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

from counterfoil.client import ClientError, LocalDevice, RelayProblemError, RelayUnavailableError, StoppedError, blobs
from counterfoil.client.anew import fetch_files, start_again
from counterfoil.client.attaching import attach, attached, remove
from counterfoil.client.blobs import names_of
from counterfoil.client.duties import DAY_MS, SILENCE_MS
from counterfoil.client.guest import Guest
from counterfoil.client.host import Host
from counterfoil.client.life import connected
from counterfoil.client.outbox import seal_batch
from counterfoil.client.relay import connect
from counterfoil.client.states import State, states
from counterfoil.client.transfer import export_records
from counterfoil.wire import Appended, NewRevision, ProblemCode
from counterfoil_crypto.chain import FIRST_GENERATION
from counterfoil_crypto.encoding import from_base64url, to_base64url
from counterfoil_crypto.envelope import LARGEST_DOCUMENT
from tests.server.client.capturing import capture
from tests.server.client.devices import (
    Devices,
    Liar,
    append,
    documents,
    find,
    items_of,
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


def by_a_page(device: LocalDevice, size: int) -> None:
    capture(device, order(items=items_of(size)))


def by_hand(device: LocalDevice, size: int) -> None:
    device.change(find(device), "items", items_of(size))


def name_files(device: LocalDevice, first: int, count: int) -> None:
    """As `attach` does, without their bytes."""
    for number in range(first, first + count):
        said = {"name": f"{number}.txt", "blob": to_base64url(number.to_bytes(32)), "key": to_base64url(bytes(32)), "size": 1}
        device.change(find(device), f"attachments/{number:032x}", said)


TOO_MUCH = [
    ("bytes", lambda device, which: (by_a_page, by_hand)[which](device, 700_000)),
    ("files", lambda device, which: name_files(device, 100 * which, 40)),
]


@pytest.mark.parametrize("write", [one[1] for one in TOO_MUCH], ids=[one[0] for one in TOO_MUCH])
async def test_what_two_devices_made_too_large_waits_is_told_and_keeps_nothing_else_from_being_sent(
    devices: Devices, liar: Liar, write: Callable[[LocalDevice, int], None], tmp_path: Path
) -> None:
    laptop, phone = await two(devices, liar)
    await settle(laptop, phone)
    write(laptop, 0)
    await laptop.sync()
    write(phone, 1)
    capture(phone, order("3"))
    capture(laptop, order("4"))
    await laptop.sync()
    assert (await phone.sync()).waiting == 1
    assert (await phone.sync()).waiting == 1
    await laptop.sync()
    assert find(laptop, "3")
    phone = devices.reopen(phone)
    assert find(phone, "4")
    shown_states = states(phone)
    assert [one.state for one in shown_states] == [State.OVERSIZED, State.NO_KIT]
    assert shown_states[0].words.startswith("1 record is larger than a relay takes")
    assert "100001" in shown_states[0].words
    assert export_records(phone, tmp_path / "copy") == len(phone.vault.documents)
    other = await devices.pair(phone, "tablet")
    assert find(other, "3")
    phone.delete(find(phone))
    devices.clock.ms += 40 * DAY_MS
    assert (await phone.sync()).waiting == 0
    await settle(laptop, phone)
    assert documents(laptop) == documents(phone)


async def two_with_too_many(devices: Devices, liar: Liar, each: int) -> tuple[LocalDevice, LocalDevice]:
    """Both named so many files in one order, and the phone, whose change waits, has read of the laptop's."""
    laptop, phone = await two(devices, liar)
    await settle(laptop, phone)
    name_files(laptop, 0, each)
    await laptop.sync()
    name_files(phone, 100, each)
    assert (await phone.sync()).waiting == 1
    return laptop, phone


async def test_files_that_are_too_many_are_taken_off_one_by_one(devices: Devices, liar: Liar) -> None:
    laptop, phone = await two_with_too_many(devices, liar, 33)
    for left in (1, 0):
        (it,) = (one for one in phone.records() if one.id == find(phone))
        remove(phone, it, attached(it)[0])
        assert len(phone.oversized) == left
    assert (await phone.sync()).waiting == 0
    await laptop.sync()
    assert documents(laptop) == documents(phone)


async def test_a_device_that_has_only_what_is_too_large_still_gives_a_sign_of_life(devices: Devices, liar: Liar) -> None:
    laptop, phone = await two_with_too_many(devices, liar, 40)
    devices.clock.ms += SILENCE_MS + 1
    assert (await phone.sync()).written == 1
    await laptop.sync()
    assert laptop.vault.signs[phone.vault.me] > devices.clock.ms - DAY_MS


async def test_what_is_too_large_goes_along_into_a_new_history(devices: Devices, liar: Liar) -> None:
    _, phone = await two_with_too_many(devices, liar, 40)
    await fetch_files(phone)
    start_again(phone, liar.url)
    assert (await phone.sync()).waiting == 1
    assert len(names_of(phone.vault.documents[find(phone)])) == 80


async def test_what_is_too_large_may_be_made_smaller_step_by_step_and_goes_then(devices: Devices, liar: Liar) -> None:
    laptop, phone = await two(devices, liar)
    await settle(laptop, phone)
    by_a_page(laptop, 700_000)
    await laptop.sync()
    by_hand(phone, 900_000)
    assert (await phone.sync()).waiting == 1
    with pytest.raises(ClientError, match="shorten it"):
        phone.change(find(phone, "2"), "items", items_of(2**20 + 10_000))
    by_hand(phone, 600_000)
    assert (await phone.sync()).waiting == 1
    by_hand(phone, 2_000)
    assert (await phone.sync()).waiting == 0
    assert State.OVERSIZED not in [one.state for one in states(phone)]
    await laptop.sync()
    assert len(shown(laptop, "items")) == 1


async def test_what_waits_is_kept_however_large_it_is(devices: Devices) -> None:
    laptop = devices.begin("laptop", None)
    capture(laptop, order())
    vault, record = laptop.vault, find(laptop)
    writer = vault.writer(laptop.now())
    vault.put_drafts({record: writer.say(vault.documents[record], "note", "x" * (LARGEST_DOCUMENT + 1))}, writer.clock, 0)
    before = documents(laptop)
    laptop = devices.reopen(laptop)
    assert documents(laptop) == before
    assert laptop.oversized == [record]
