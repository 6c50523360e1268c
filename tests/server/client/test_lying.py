"""Relays that lie: each is found out, named, stops the sync for good, and costs no local change."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from counterfoil.client import BehindError, LocalDevice, RelayUnavailableError, StoppedError
from counterfoil.client.engine import DAY_MS
from counterfoil.wire import NewRevision
from counterfoil_crypto.chain import FIRST_GENERATION
from counterfoil_crypto.device import Device
from counterfoil_crypto.encoding import Reader, from_base64url, to_base64url
from counterfoil_crypto.header import take_header
from counterfoil_crypto.statement import Add, Role, sign
from tests.server.client.capturing import capture
from tests.server.client.devices import (
    Devices,
    Liar,
    append,
    bytes_of,
    copy_relay,
    documents,
    find,
    order,
    running_liar,
    settle,
    shown,
    sync_quickly,
    two,
)


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
    laptop, _ = await two(devices, liar)
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
    forged = sign(
        stranger,
        Add(Role.DEVICE, stranger.keys, 0, bytes(80)),
        account=log.account,
        previous=log.roster.statement,
        head=log.head,
        date=devices.clock.ms,
    )

    def forge(page: Any) -> Any:
        entry = {"sequence": log.head.sequence + 1, "kind": "statement", "record": None, "digest": to_base64url(bytes(32))}
        head = {**page["head"], "sequence": log.head.sequence + 1}
        return {**page, "entries": [{**entry, "body": to_base64url(forged.signed)}], "head": head, "through": head}

    liar.on_log(forge)
    laptop = await is_stopped(devices, laptop, "signer", "not a member")
    assert stranger.keys.id not in laptop.members


async def test_an_envelope_appended_after_it_was_refused_is_the_relays_doing(devices: Devices, liar: Liar) -> None:
    """Else a lying relay could make a device look like its own copy."""
    laptop, _ = await two(devices, liar)
    await laptop.sync()
    capture(laptop, order("3"))
    laptop.change(find(laptop), "note", "held back")
    account, refused = laptop.vault.membership.account, find(laptop)
    kept: list[bytes] = []

    async def refuse_one(request: web.Request) -> web.Response | None:
        if request.path != "/v1/log/records":
            return None
        results: list[dict[str, Any]] = []
        for one in (await request.json())["records"]:
            envelope = from_base64url(one["envelope"])
            if take_header(Reader(envelope)).record == refused:
                kept.append(envelope)
                results.append({"problem": "conflict", "newest": one["base"]})
            else:
                await liar.store.append_records(
                    account, laptop.vault.me, FIRST_GENERATION, [NewRevision(base=one["base"], envelope=envelope)], now=0
                )
                results.append({"sequence": 99})
        head = laptop.vault.log.head
        said = {"generation": to_base64url(head.generation), "sequence": head.sequence, "hash": to_base64url(head.hash)}
        return web.json_response({"head": said, "results": results})

    liar.instead = refuse_one
    with pytest.raises(RelayUnavailableError, match="other devices keep writing"):
        await sync_quickly(laptop)
    capture(laptop, order("4"))  # lands with a greater count
    with pytest.raises(RelayUnavailableError):
        await sync_quickly(laptop)
    liar.instead = None
    await append(liar, laptop, laptop, kept[0])
    with pytest.raises(StoppedError, match="that the relay had refused") as found:
        await laptop.sync()
    assert found.value.verdict.kind == "relay inconsistent"


async def test_another_relay_that_is_behind_has_a_day_of_its_own(devices: Devices, liar: Liar, tmp_path: Path) -> None:
    laptop, _ = await two(devices, liar)
    for name in ("one", "other"):
        await copy_relay(tmp_path / "relay", tmp_path / name)
    await laptop.sync()
    laptop.change(find(laptop), "note", "after the copies")
    await laptop.sync()
    for name in ("one", "other"):
        async with running_liar(tmp_path / name) as behind:
            laptop.set_relay(behind.url)
            with pytest.raises(BehindError):
                await laptop.sync()
        devices.clock.ms += 2 * DAY_MS
    assert laptop.verdict is None
