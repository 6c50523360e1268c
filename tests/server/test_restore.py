"""A relay that was put back to an earlier state says so, in every log, and takes back what was lost."""

import asyncio
import gzip
import io
import os
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from aiohttp import WSMsgType

from counterfoil.relay.store.backup import back_up, put_back
from counterfoil.relay.store.database import FILE, StoreError
from counterfoil_crypto import chain
from counterfoil_crypto.chain import FIRST_GENERATION, parse_restored
from counterfoil_crypto.encoding import to_base64url
from counterfoil_crypto.header import blob_id
from counterfoil_crypto.statement import Cancel, Close, Head, Notice, Role
from tests.e2e.relay import Relay
from tests.server.helpers import START, Clock, Player, Reply, draft, envelope, running_on_disk, verified

DAY_MS = 24 * 3_600_000
BINARY = {"Content-Type": "application/octet-stream"}


async def _in_time(
    folder: Path, before: Callable[[Player], Awaitable[object]], lost: Callable[[Player], Awaitable[object]]
) -> Player:
    """A device whose relay kept what it did `before`, and lost in a restore a day later what it did then."""
    async with running_on_disk(folder / "old") as relay:
        player = await Player.begin(relay)
        await before(player)
        await asyncio.to_thread(back_up, folder / "old", folder / "copy")
        relay.clock.seconds += 86_400
        await player.sign_in()
        await lost(player)
    relay.clock.seconds += 60
    put_back(folder / "new", folder / "copy", int(relay.clock.seconds * 1000))
    return player


async def test_a_restore_begins_a_generation_that_every_page_names(tmp_path: Path) -> None:
    player = await _in_time(tmp_path, Player.write, Player.write)
    async with running_on_disk(tmp_path / "new", clock=player.relay.clock) as relay:
        player.relay = relay
        assert (await player.send("GET", "/v1/log?after=0")).problem == "unauthorized"  # tokens are in no copy
        await player.sign_in()
        page = await player.read()
        assert [one.kind for one in page.entries] == ["statement", "record", "restored"]
        assert page.restores == [3]
        assert verified(player.account, page) == page.head.value()
        restored = parse_restored(page.entries[2].body or b"")
        assert restored.generation == page.head.generation == page.entries[2].digest
        assert (restored.at, restored.of) == (int((START + 86_460) * 1000), int(START * 1000))
        head = page.head.model_dump(mode="json")
        stale = await player.append(draft(envelope(player.account)), generation=FIRST_GENERATION)
        assert (stale.status, stale.problem, stale.json["head"]) == (409, "stale-generation", head)
        assert await player.write() == 4
        early = await player.read(1)
        assert early.through.generation == page.head.generation
        assert (await player.send("GET", "/v1/log?after=9")).json["restores"] == [3]
        assert verified(player.account, early, (await _through(player, 1))) == early.head.value()


async def _through(player: Player, sequence: int) -> Head:
    """The head after the entry with that sequence, as a reader computes it."""
    head = chain.start_head(player.account)
    for entry in (await player.read()).entries[:sequence]:
        head = chain.extend_head(head, chain.EntryKind[entry.kind.upper()], entry.record or chain.NO_RECORD, entry.digest)
    return head


async def test_lost_statements_come_back_byte_for_byte_with_or_without_a_token(tmp_path: Path) -> None:
    signed: list[bytes] = []

    async def lose(player: Player) -> None:
        await player.write()
        for _ in range(3):
            one = await player.add()
            await player.act(one)
            signed.append(one.signed)

    player = await _in_time(tmp_path, Player.write, lose)
    async with running_on_disk(tmp_path / "new", clock=player.relay.clock) as relay:
        player.relay = relay
        assert (await player.open_account([signed[1]])).json["head"]["sequence"] == 1  # fits nowhere yet, and no fault
        assert (await player.open_account(signed[:2])).json["head"]["sequence"] == 5
        assert (await player.open_account(signed[:2])).json["head"]["sequence"] == 5
        await player.sign_in()
        assert (await player.append_statement(signed[2])).json["sequence"] == 6
        page = await player.read()
        assert [one.body for one in page.entries[3:]] == signed
        assert verified(player.account, page) == page.head.value()
        assert len((await player.roster()).members) == 4
        assert (await player.act(await player.add())).json["sequence"] == 7


async def test_what_was_not_lost_is_not_put_back(tmp_path: Path) -> None:
    async def keep(player: Player) -> None:
        await player.write()
        await player.act(await player.add())

    player = await _in_time(tmp_path, keep, Player.write)
    async with running_on_disk(tmp_path / "new", clock=player.relay.clock) as relay:
        player.relay = relay
        await player.sign_in()
        page = await player.read()
        at_end, before = await _through(player, 3), await _through(player, 2)
        for head in (before, Head(at_end.generation, at_end.sequence, os.urandom(32)), page.head.value()):
            assert (await player.open_account([(await player.add(head=head)).signed])).status == 200
        forged = await player.add(head=at_end, signer=(await Player.begin(relay)).device)
        assert (await player.open_account([forged.signed])).status == 200
        assert await player.head() == page.head.value()
        assert (await player.open_account([(await player.add(head=at_end)).signed])).json["head"]["sequence"] == 5


async def test_a_removal_that_was_lost_is_one_again_once_it_is_back(tmp_path: Path) -> None:
    phones: list[Player] = []
    revokes: list[bytes] = []

    async def pair(player: Player) -> None:
        phones.append(await player.pair())

    async def revoke(player: Player) -> None:
        one = await player.revoke(phones[0].device.keys.id)
        await player.act(one)
        revokes.append(one.signed)

    player = await _in_time(tmp_path, pair, revoke)
    async with running_on_disk(tmp_path / "new", clock=player.relay.clock) as relay:
        player.relay = phones[0].relay = relay
        await phones[0].sign_in()
        await phones[0].read()
        socket = await relay.http.ws_connect(relay.url + "/v1/stream")
        await socket.send_json({"token": phones[0].token})
        await socket.receive_json()
        assert (await player.open_account(revokes)).json["head"]["sequence"] == 4
        assert (await phones[0].append(draft(envelope(player.account)))).problem == "unauthorized"
        while (ended := await socket.receive()).type is WSMsgType.TEXT:
            pass
        assert ended.data == 4403


async def test_put_it_back_here_after_a_total_loss(tmp_path: Path) -> None:
    async with running_on_disk(tmp_path / "one") as relay:
        player = await Player.begin(relay)
        await player.write()
        phone = await player.pair()
        await player.act(await player.revoke(phone.device.keys.id))
        signed = [one.signed for one in await player.statements()]
    async with running_on_disk(tmp_path / "two", clock=relay.clock) as other:
        player.relay = phone.relay = other
        assert (await player.open_account(signed)).problem == "unknown-account"
        wrong = await player.open_account([signed[1], signed[1]], again=True)
        assert (wrong.problem, wrong.json["code"]) == ("refused", "previous")
        assert (await player.ask_challenge()).problem == "unknown-account"
        reply = await player.open_account(signed, again=True)
        assert reply.status == 201
        assert reply.json["head"]["sequence"] == 4
        assert (await player.open_account(signed, again=True)).json == reply.json
        await player.sign_in()
        page = await player.read()
        assert [one.kind for one in page.entries] == ["statement", "restored", "statement", "statement"]
        assert parse_restored(page.entries[1].body or b"").of == 0
        assert verified(player.account, page) == page.head.value()
        await phone.sign_in()
        assert (await phone.append(draft(envelope(player.account)))).problem == "unknown-device"
        assert await player.write(epoch=1) == 5


async def test_a_relay_that_opens_no_accounts_puts_none_back_it_does_not_know(tmp_path: Path) -> None:
    async with running_on_disk(tmp_path / "one") as relay:
        player = await Player.begin(relay)
    async with running_on_disk(tmp_path / "two", "closed") as other:
        player.relay = other
        assert (await player.open_account([], again=True)).problem == "accounts-closed"


async def test_a_close_that_was_lost_closes_again(tmp_path: Path) -> None:
    closes: list[bytes] = []

    async def close(player: Player) -> None:
        one = await player.sign(Close())
        closes.append(one.signed)
        await player.act(one)

    player = await _in_time(tmp_path, Player.write, close)
    async with running_on_disk(tmp_path / "new", clock=player.relay.clock) as relay:
        player.relay = relay
        assert (await player.open_account(closes)).status == 200
        assert (await player.ask_challenge()).problem == "closed"


async def test_a_kit_is_held_to_the_relays_clock(player: Player) -> None:
    kit = await player.pair(Role.KIT)
    name, clock = kit.device.keys.id, player.relay.clock
    now = int(clock() * 1000)
    assert await _refused(player, name, now) == "notice"
    await player.act(await player.sign(Notice(name)))
    assert await _refused(player, name, now + 7 * DAY_MS) == "notice"  # by its date alone
    clock.seconds += 7 * 86_400 - 1
    await player.sign_in()
    assert await _refused(player, name, now + 8 * DAY_MS) == "notice"
    await player.act(await player.sign(Cancel(name)))
    await player.act(await player.sign(Notice(name)))
    clock.seconds += 86_400
    await player.sign_in()
    assert await _refused(player, name, now + 30 * DAY_MS) == "notice"
    clock.seconds += 6 * 86_400
    await player.sign_in()
    assert await _refused(player, name, int(clock() * 1000)) is None


async def _refused(player: Player, device: bytes, date: int) -> str | None:
    reply = await player.append_statement((await player.revoke(device, date=date)).signed)
    return (reply.json or {}).get("code") if reply.status != 200 else None


async def test_two_devices_that_are_old_enough_need_no_term(player: Player) -> None:
    kit, phone = await player.pair(Role.KIT), await player.pair()
    name, now = kit.device.keys.id, int(player.relay.clock() * 1000)
    await player.act(await player.sign(Notice(name)))
    assert await _refused(phone, name, now + 8 * DAY_MS - 60_000) == "notice"
    assert await _refused(phone, name, now) == "notice"
    player.relay.clock.seconds += 7 * 86_400
    for one in (player, phone):
        await one.sign_in()
    assert await _refused(phone, name, int(player.relay.clock() * 1000)) is None


async def test_what_is_put_back_cannot_be_older_than_what_was_lost(tmp_path: Path) -> None:
    """A thief dates a notice and the removal a week apart, and calls them lost."""
    kits: list[bytes] = []

    async def pair(player: Player) -> None:
        kits.append((await player.pair(Role.KIT)).device.keys.id)

    player = await _in_time(tmp_path, pair, Player.write)
    async with running_on_disk(tmp_path / "new", clock=player.relay.clock) as relay:
        player.relay = relay
        await player.sign_in()
        lost = Head(FIRST_GENERATION, 9, os.urandom(32))
        now = int(relay.clock() * 1000)
        notice = await player.sign(Notice(kits[0]), head=lost, date=now - 30 * DAY_MS)
        await player.act(notice)
        reply = await player.append_statement((await player.revoke(kits[0], head=lost, date=now)).signed)
        assert reply.json["code"] == "notice"


async def test_what_is_put_back_long_after_a_restore_does_not_begin_a_term_in_the_past(tmp_path: Path) -> None:
    """A thief of one device calls a notice lost, or a second device, and removes the kit at once."""
    kits: list[bytes] = []

    async def pair(player: Player) -> None:
        kits.append((await player.pair(Role.KIT)).device.keys.id)

    player = await _in_time(tmp_path, pair, Player.write)
    clock = player.relay.clock
    clock.seconds += 8 * 86_400
    async with running_on_disk(tmp_path / "new", clock=clock) as relay:
        player.relay = relay
        await player.sign_in()
        lost, now = Head(os.urandom(32), 9, os.urandom(32)), int(clock() * 1000)
        await player.act(await player.sign(Notice(kits[0]), head=lost, date=now - 30 * DAY_MS))
        assert await _refused(player, kits[0], now) == "notice"
        second = Player(relay, account=player.account, genesis=player.genesis)
        await player.act(await player.add(second.device, head=lost, date=now - 30 * DAY_MS))
        await second.sign_in()
        assert await _refused(second, kits[0], now) == "notice"
        clock.seconds += 7 * 86_400
        await player.sign_in()
        assert await _refused(player, kits[0], int(clock() * 1000)) is None


async def test_a_removal_of_a_kit_is_put_back_for_as_long_as_its_term(tmp_path: Path) -> None:
    """Where nothing is known of what was lost, a thief's dates are as good as others'; but not for ever."""
    clock = Clock()
    async with running_on_disk(tmp_path / "one", clock=clock) as relay:
        player = await Player.begin(relay)
        kit = (await player.pair(Role.KIT)).device.keys.id
        notice = await player.sign(Notice(kit))
        await player.act(notice)
        clock.seconds += 7 * 86_400
        await player.sign_in()
        revoke = await player.revoke(kit)
        await player.act(revoke)
        signed = [one.signed for one in await player.statements()]
    for name, later, fits in (("soon", 6, True), ("late", 8, False)):
        async with running_on_disk(tmp_path / name, clock=Clock(clock.seconds)) as other:
            player.relay = other
            assert (await player.open_account(signed[:2], again=True)).status == 201
            other.clock.seconds += later * 86_400
            assert (await player.open_account(signed)).status == 200
            await player.sign_in()
            assert (kit not in (await player.roster()).members) is fits


async def test_a_genesis_alone_does_not_keep_the_rest_out(tmp_path: Path) -> None:
    """Whoever was removed can open the account at another relay before its owners go there."""
    async with running_on_disk(tmp_path / "one") as relay:
        player = await Player.begin(relay)
        await player.act(await player.add())
        signed = [one.signed for one in await player.statements()][1:]
    async with running_on_disk(tmp_path / "two", clock=relay.clock) as other:
        player.relay = other
        assert (await player.open_account()).status == 201
        assert (await player.open_account(signed)).json["head"]["sequence"] == 1  # nobody said that anything was lost
        forged = signed[0][:-1] + bytes([signed[0][-1] ^ 1])
        assert (await player.open_account([forged], again=True)).json["head"]["sequence"] == 1
        await player.sign_in()
        assert [one.kind for one in (await player.read()).entries] == ["statement"]  # who puts nothing back declares nothing
        assert (await player.open_account(signed, again=True)).json["head"]["sequence"] == 3
        await player.sign_in()
        page = await player.read()
        assert [one.kind for one in page.entries] == ["statement", "restored", "statement"]
        assert verified(player.account, page) == page.head.value()


async def test_who_has_only_the_genesis_is_not_told_how_the_log_goes_on(player: Player) -> None:
    phone = await player.pair()
    removal = await player.revoke(phone.device.keys.id)
    told = (await player.act(removal)).json["head"]
    await player.write(epoch=1)
    first = (await player.open_account()).json["head"]
    for again in (True, False):
        assert (await player.open_account([], again=again)).json["head"] == first
        assert (await player.open_account([removal.signed], again=again)).json["head"] == told
    assert first["sequence"] == 1


async def test_nobody_gets_thousands_of_signatures_verified_with_one_request(player: Player) -> None:
    assert player.genesis is not None
    forged = player.genesis.signed[:-1] + bytes([player.genesis.signed[-1] ^ 1])
    reply = await player.open_account([forged] * 3)
    assert (reply.problem, reply.json["code"]) == ("refused", "previous")  # not `signature`
    assert (await player.open_account([player.genesis.signed])).status == 200


async def test_a_kit_finds_its_account(player: Player) -> None:
    kit = await player.pair(Role.KIT)

    async def find(device: bytes, start: bytes) -> Reply:
        body = {"device": to_base64url(device), "start": to_base64url(start)}
        return await player.relay.send("POST", "/v1/accounts/find", body)

    assert (await find(kit.device.keys.id, player.account[:16])).json == {"account": to_base64url(player.account)}
    for device, start in ((os.urandom(16), player.account[:16]), (kit.device.keys.id, os.urandom(16))):
        assert (await find(device, start)).problem == "unknown-account"


async def test_a_copy_has_the_blobs_and_no_token(tmp_path: Path) -> None:
    blob = os.urandom(300_000)
    path = f"/v1/blobs/{to_base64url(blob_id(blob))}"

    async def put(player: Player) -> None:
        assert (await player.send("PUT", path, blob, headers=BINARY)).status == 201

    player = await _in_time(tmp_path, put, Player.write)
    assert player.token.encode() not in (tmp_path / "copy").read_bytes()
    async with running_on_disk(tmp_path / "new", clock=player.relay.clock) as relay:
        player.relay = relay
        await player.sign_in()
        async with relay.http.get(relay.url + path, headers={"Authorization": f"Bearer {player.token}"}) as answer:
            assert await answer.read() == blob
    for one in (tmp_path / "copy", *(tmp_path / "new").rglob("*")):
        assert one.stat().st_mode & 0o077 == 0, one


def _command(*arguments: str, data: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "counterfoil.relay", *arguments, "--data", str(data)],
        check=False,
        capture_output=True,
        text=True,
    )


async def test_an_operators_commands(tmp_path: Path) -> None:
    async with running_on_disk(tmp_path / "data") as relay:
        player = await Player.begin(relay)
        await player.write()
        copied = await asyncio.to_thread(_command, "backup", str(tmp_path / "copy.tar"), data=tmp_path / "data")
        assert (copied.returncode, copied.stderr) == (0, "")
    packed = gzip.compress((tmp_path / "copy.tar").read_bytes())
    (tmp_path / "cut.gz").write_bytes(packed[: len(packed) // 2])
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / FILE).write_bytes(b"no database" * 1_000)
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere" / "else")
    for arguments, data, said in (
        (("backup", str(tmp_path / "copy.tar")), "data", "exists already"),
        (("backup", str(tmp_path / "other.tar")), "nowhere", "there is no relay.sqlite3"),
        (("restore", str(tmp_path / "copy.tar")), "data", "holds a database"),
        (("restore", str(tmp_path / "missing")), "empty", "cannot put"),
        (("restore", __file__), "empty", "cannot put"),
        (("restore", str(tmp_path / "cut.gz")), "empty", "no whole copy"),
        (("declare-restore",), "nowhere", "there is no relay.sqlite3"),
        (("declare-restore",), "damaged", "cannot use the database in"),
        (("backup", str(tmp_path / "copy.tar" / "other.tar")), "data", "Not a directory"),
        (("backup", str(tmp_path / "dangling" / "other.tar")), "data", "choose another place"),
    ):
        ended = await asyncio.to_thread(_command, *arguments, data=tmp_path / data)
        assert ended.returncode == 1
        assert ended.stderr.startswith("counterfoil-relay: ")
        assert said in ended.stderr
        assert "Traceback" not in ended.stderr
    assert (await asyncio.to_thread(_command, "declare-restore", "--of", "3 May", data=tmp_path / "data")).returncode == 2
    put = await asyncio.to_thread(_command, "restore", str(tmp_path / "copy.tar"), data=tmp_path / "empty")
    assert put.stdout.endswith("put back and declared to 1 account; start the relay\n")
    told = await asyncio.to_thread(_command, "declare-restore", "--of", "2026-05-03T04:00:00Z", data=tmp_path / "empty")
    assert (told.returncode, told.stderr) == (0, "")
    async with running_on_disk(tmp_path / "empty", clock=Clock(relay.clock.seconds + 60)) as other:
        player.relay = other
        await player.sign_in()
        page = await player.read()
        assert page.restores == [3, 4]
        assert parse_restored(page.entries[3].body or b"").of == 1_777_780_800_000
        assert verified(player.account, page) == page.head.value()


@pytest.mark.parametrize("beside", ["-wal", "-shm", "-journal"])
async def test_nothing_of_an_earlier_database_gets_into_one_that_is_put_back(tmp_path: Path, beside: str) -> None:
    async with running_on_disk(tmp_path / "data") as relay:
        await Player.begin(relay)
        back_up(tmp_path / "data", tmp_path / "copy")
    new = tmp_path / "new"
    new.mkdir()
    (new / f"{FILE}{beside}").write_bytes(b"of a database that was moved away")
    with pytest.raises(StoreError, match="move it away"):
        put_back(new, tmp_path / "copy", 1)
    (new / f"{FILE}{beside}").unlink()
    for name in (f"{FILE}.part", f"{FILE}.part{beside}"):  # of a restore that was killed
        (new / name).write_bytes(b"not finished")
    assert put_back(new, tmp_path / "copy", 1) == 1
    assert sorted(one.name for one in new.iterdir()) == sorted([FILE, "relay.lock"])


async def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    serving = Relay(tmp_path / "relay")
    await asyncio.to_thread(serving.start)
    for arguments in (("declare-restore",), ("--port", "0"), ("restore", "copy")):
        ended = await asyncio.to_thread(_command, *arguments, data=serving.data)
        assert ended.returncode == 1
        assert "stop it first" in ended.stderr
    assert await asyncio.to_thread(serving.stop) == 0


def test_a_copy_with_foreign_names_is_refused(tmp_path: Path) -> None:
    for name in ("../outside", "blobs/../../outside", "/outside", "blobs/" + "0" * 64 + "/short"):
        (tmp_path / "evil.tar").unlink(missing_ok=True)
        _write_tar(tmp_path / "evil.tar", name)
        with pytest.raises(StoreError, match="nothing that a copy"):
            put_back(tmp_path / "data", tmp_path / "evil.tar", 0)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["data", "evil.tar"]
    assert not (tmp_path / "data" / FILE).exists()


def _write_tar(path: Path, name: str) -> None:
    with tarfile.open(path, "w") as tar:
        member = tarfile.TarInfo(name)
        member.size = 4
        tar.addfile(member, io.BytesIO(b"evil"))


def test_a_damaged_copy_is_refused(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "relay.sqlite3") as database:
        database.execute("CREATE TABLE accounts (a)")
    database.close()
    with tarfile.open(tmp_path / "copy", "w") as tar:
        tar.add(tmp_path / "relay.sqlite3", "relay.sqlite3")
    with pytest.raises(StoreError, match="cannot use the database"):
        put_back(tmp_path / "data", tmp_path / "copy", 0)
    assert not (tmp_path / "data" / FILE).exists()
