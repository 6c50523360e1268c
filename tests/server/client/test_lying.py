"""Relays that lie: each is found out, named, stops the sync for good, and costs no local change."""

import asyncio
import copy
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from counterfoil.client import BehindError, LocalDevice, RelayProblemError, RelayUnavailableError, StoppedError
from counterfoil.client.engine import DAY_MS
from counterfoil.client.outbox import seal_batch
from counterfoil.relay.store.append import Draft
from counterfoil.relay.store.sqlite import SqliteStore
from counterfoil_crypto.chain import FIRST_GENERATION
from counterfoil_crypto.device import Device
from counterfoil_crypto.encoding import from_base64url, to_base64url
from counterfoil_crypto.header import take_header
from counterfoil_crypto.encoding import Reader
from counterfoil_crypto.statement import add
from tests.server.client.devices import Devices, Liar, documents, find, join, order, running_liar, settle, shown, sync_quickly


async def two(devices: Devices, liar: Liar) -> tuple[LocalDevice, LocalDevice]:
    """A laptop and a phone with an order and everything read, and three entries by the phone that the laptop has not read."""
    laptop = devices.begin("laptop", liar.url)
    laptop.capture(order())
    await laptop.sync()
    phone = await devices.pair(laptop, "phone")
    await laptop.sync()
    phone.change(find(phone), "note", "from the phone")
    await phone.sync()
    phone.change(find(phone), "note", "again")
    phone.capture(order("2"))
    await phone.sync()
    return laptop, phone


async def is_stopped(devices: Devices, laptop: LocalDevice, code: str, words: str) -> LocalDevice:
    """The next sync is, and so is the one after a restart; the change made offline waits."""
    laptop.change(find(laptop), "total", "1.00")
    with pytest.raises(StoppedError, match=words) as found:
        await sync_quickly(laptop)
    assert found.value.verdict.code == code
    laptop = devices.reopen(laptop)
    assert laptop.verdict == found.value.verdict
    with pytest.raises(StoppedError):
        await laptop.sync()
    assert shown(laptop, "total") == "1.00"
    assert laptop.waiting == 1
    return laptop


Tamper = Callable[[Any], None]


def omit(page: Any) -> None:
    del page["entries"][0]


def omit_and_renumber(page: Any) -> None:
    del page["entries"][0]
    for entry in page["entries"]:
        entry["sequence"] -= 1


def omit_the_last(page: Any) -> None:
    del page["entries"][-1]


def withhold_the_tail(page: Any) -> None:
    page["entries"] = []


def swap(page: Any) -> None:
    one, other = page["entries"][0], page["entries"][-1]
    one["sequence"], other["sequence"] = other["sequence"], one["sequence"]
    page["entries"] = [other, *page["entries"][1:-1], one]


def substitute(page: Any) -> None:
    page["entries"][-1]["body"] = to_base64url(from_base64url(page["entries"][-1]["body"])[:-1] + b"\0")


def withhold(page: Any) -> None:
    page["entries"][-1]["body"] = None


def relabel(page: Any) -> None:
    page["entries"][-1]["record"] = to_base64url(bytes(range(16)))


def other_generation(page: Any) -> None:
    for head in (page["head"], page["through"]):
        head["generation"] = to_base64url(bytes([1] * 32))


def two_heads(page: Any) -> None:
    page["head"]["hash"] = to_base64url(bytes(32))


@pytest.mark.parametrize(
    ("tamper", "code", "words"),
    [
        (omit, "sequence", "is missing"),
        (omit_and_renumber, "witness", "another history"),
        (omit_the_last, "chain", "chain"),
        (withhold_the_tail, "withheld", "withholds entry"),
        (swap, "witness", "another history"),
        (substitute, "chain", "chain"),
        (withhold, "withheld", "withholds"),
        (relabel, "chain", "chain"),
        (other_generation, "chain", "chain"),
        (two_heads, "chain", "two heads"),
    ],
)
async def test_a_tampered_answer_is_named(devices: Devices, liar: Liar, tamper: Tamper, code: str, words: str) -> None:
    laptop, _ = await two(devices, liar)

    def change(page: Any) -> Any:
        changed = copy.deepcopy(page)
        tamper(changed)
        return changed

    liar.on_log(change)
    before = documents(laptop)
    laptop = await is_stopped(devices, laptop, code, words)
    assert laptop.verdict is not None
    assert laptop.verdict.ours == laptop.vault.log.head
    assert laptop.verdict.theirs.sequence > laptop.verdict.ours.sequence
    assert set(documents(laptop)) == set(before)


async def test_a_tail_that_is_named_and_not_sent_is_withheld(devices: Devices, liar: Liar) -> None:
    laptop, _ = await two(devices, liar)
    ours = laptop.vault.log.head
    through = {"generation": to_base64url(ours.generation), "sequence": ours.sequence, "hash": to_base64url(ours.hash)}
    liar.on_log(lambda page: {**page, "entries": [], "through": through})
    await is_stopped(devices, laptop, "withheld", "withholds entry")


async def test_a_log_that_is_a_prefix_is_only_behind_for_a_day(devices: Devices, liar: Liar, tmp_path: Path) -> None:
    laptop, phone = await two(devices, liar)
    assert liar.store is not None
    copied = tmp_path / "copied"
    await copy_relay(tmp_path / "relay", copied)
    await laptop.sync()
    laptop.change(find(laptop), "note", "after the backup")
    await laptop.sync()
    laptop.change(find(laptop), "total", "1.00")
    async with running_liar(copied) as older:
        laptop.set_relay(older.url)
        head = laptop.vault.log.head
        with pytest.raises(BehindError, match="missing its newest entry; nothing is lost"):
            await laptop.sync()
        laptop = devices.reopen(laptop)
        devices.clock.ms += DAY_MS // 2
        with pytest.raises(BehindError):
            await laptop.sync()
        laptop.set_relay(liar.url)
        await laptop.sync()
        laptop.set_relay(older.url)
        laptop.change(find(laptop), "total", "2.00")
        devices.clock.ms += DAY_MS
        with pytest.raises(BehindError):  # the day begins again
            await laptop.sync()
        assert older.store is not None
        assert (await older.store.read_log(laptop.vault.membership.account, 0, entries=1, size=1)).head.sequence < head.sequence
        devices.clock.ms += DAY_MS + 1_000
        with pytest.raises(StoppedError, match="over a day"):
            await laptop.sync()
    assert laptop.verdict is not None
    assert laptop.verdict.code == "behind"
    assert laptop.waiting == 1


async def test_a_rolled_back_log_that_went_on_differently_is_a_fork(devices: Devices, liar: Liar, tmp_path: Path) -> None:
    laptop, phone = await two(devices, liar)
    await settle(laptop, phone)
    await copy_relay(tmp_path / "relay", tmp_path / "copied")
    laptop.change(find(laptop), "note", "one history")
    await laptop.sync()
    async with running_liar(tmp_path / "copied") as other:
        phone.set_relay(other.url)
        phone.change(find(phone), "note", "another")
        await phone.sync()
        laptop.set_relay(other.url)
        await is_stopped(devices, laptop, "fork", "not the one read before")
        phone.change(find(phone), "note", "and on")
        await phone.sync()
        phone.set_relay(liar.url)
        phone = devices.reopen(phone)
        with pytest.raises(StoppedError) as found:
            await phone.sync()
        assert found.value.verdict.code == "fork"


async def test_two_histories_are_noticed_when_an_entry_crosses(devices: Devices, liar: Liar, tmp_path: Path) -> None:
    """The relay shows each device its own tail, then passes an envelope of one to the other under its own valid chain."""
    laptop, phone = await two(devices, liar)
    await settle(laptop, phone)
    await copy_relay(tmp_path / "relay", tmp_path / "copied")
    laptop.change(find(laptop, "2"), "note", "only shown to the laptop")
    await laptop.sync()
    async with running_liar(tmp_path / "copied") as other:
        phone.set_relay(other.url)
        phone.change(find(phone, "2"), "note", "only shown to the phone")
        await phone.sync()
        phone.change(find(phone), "note", "crosses")
        await phone.sync()
        assert other.store is not None
        crossing = (await other.store.read_log(phone.vault.membership.account, 0, entries=999, size=1 << 20)).entries[-1]
    assert crossing.body is not None
    await append(liar, laptop, phone, crossing.body)
    await is_stopped(devices, laptop, "witness", "was shown another history")


async def test_an_old_revision_replayed_under_a_new_sequence_is_named(devices: Devices, liar: Liar) -> None:
    laptop, phone = await two(devices, liar)
    await settle(laptop, phone)
    kept = bytes_of(laptop, find(laptop))
    phone.change(find(phone), "note", "newer")
    await phone.sync()
    await laptop.sync()
    await append(liar, laptop, phone, kept)
    await is_stopped(devices, laptop, "base", "not built on the revision before it")


async def test_a_forged_statement_is_refused(devices: Devices, liar: Liar) -> None:
    laptop, _ = await two(devices, liar)
    await laptop.sync()
    stranger, log = Device.new(), laptop.vault.log
    forged = add(
        stranger,
        account=log.account,
        previous=log.statement,
        head=log.head,
        newcomer=stranger.keys,
        epoch=0,
        sealed_key=bytes(80),
    )

    def forge(page: Any) -> Any:
        entry = {"sequence": log.head.sequence + 1, "kind": "statement", "record": None, "digest": to_base64url(bytes(32))}
        head = {**page["head"], "sequence": log.head.sequence + 1}
        return {"entries": [{**entry, "body": to_base64url(forged.signed)}], "head": head, "through": head}

    liar.on_log(forge)
    laptop = await is_stopped(devices, laptop, "signer", "not a member")
    assert stranger.keys.id not in laptop.members


async def test_an_envelope_appended_after_it_was_refused_is_the_relays_doing(devices: Devices, liar: Liar) -> None:
    """Else a lying relay could make a device look like its own copy."""
    laptop, _ = await two(devices, liar)
    await laptop.sync()
    laptop.capture(order("3"))
    laptop.change(find(laptop), "note", "held back")
    account, refused = laptop.vault.membership.account, find(laptop)
    kept: list[bytes] = []

    async def refuse_one(request: web.Request) -> web.Response | None:
        if request.path != "/v1/log/records":
            return None
        assert liar.store is not None
        results: list[dict[str, Any]] = []
        for one in (await request.json())["records"]:
            envelope = from_base64url(one["envelope"])
            if take_header(Reader(envelope)).record == refused:
                kept.append(envelope)
                results.append({"problem": "conflict", "newest": one["base"]})
            else:
                await liar.store.append_records(account, laptop.vault.me, FIRST_GENERATION, [Draft(one["base"], envelope)])
                results.append({"sequence": 99})
        head = laptop.vault.log.head
        said = {"generation": to_base64url(head.generation), "sequence": head.sequence, "hash": to_base64url(head.hash)}
        return web.json_response({"head": said, "results": results})

    liar.instead = refuse_one
    with pytest.raises(RelayUnavailableError, match="other devices keep writing"):
        await sync_quickly(laptop)
    laptop.capture(order("4"))  # lands with a greater count
    with pytest.raises(RelayUnavailableError):
        await sync_quickly(laptop)
    liar.instead = None
    await append(liar, laptop, laptop, kept[0])
    with pytest.raises(StoppedError, match="that the relay had refused") as found:
        await laptop.sync()
    assert found.value.verdict.kind == "relay inconsistent"


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
    laptop.capture(order("3"))
    await laptop.sync()
    assert liar.store is not None
    batch = [Draft(one["base"], from_base64url(one["envelope"])) for one in late[0]["records"]]
    _, outcomes = await liar.store.append_records(laptop.vault.membership.account, laptop.vault.me, FIRST_GENERATION, batch)
    assert [one.problem for one in outcomes] == [None]
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
    laptop.capture(order())
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
    laptop.capture(order("3"))
    copied.capture(order("4"))
    engine = copied.engine()
    await laptop.sync()
    vault = copied.vault
    batch = seal_batch(vault, engine.now())  # a copy that does not care to read first
    for sent in batch:
        await append(liar, copied, copied, sent.envelope or b"")
    with pytest.raises(StoppedError, match="a count it had used before") as found:
        await phone.sync()
    assert found.value.verdict.device == laptop.vault.me


def bytes_of(device: LocalDevice, record: bytes) -> bytes:
    """The newest envelope of a record, as it came."""
    found = device.store.row("SELECT envelope FROM envelopes WHERE record = ?", record)
    assert found is not None
    return bytes(found[0])


async def append(liar: Liar, reader: LocalDevice, writer: LocalDevice, envelope: bytes) -> None:
    """The relay appends `envelope` by itself, under a chain that is valid."""
    assert liar.store is not None
    account = reader.vault.membership.account
    record = take_header(Reader(envelope)).record
    page = await liar.store.read_log(account, 0, entries=9_999, size=1 << 30)
    newest = [entry.sequence for entry in page.entries if entry.record == record]
    draft = Draft(newest[-1] if newest else None, envelope)
    _, outcomes = await liar.store.append_records(account, writer.vault.me, FIRST_GENERATION, [draft])
    assert outcomes[0].problem is None


async def copy_relay(source: Path, target: Path) -> None:
    """A copy of a running relay's folder, as an operator's backup would be."""
    shutil.copytree(source, target)
    store = await SqliteStore.open(target)
    await store.close()
