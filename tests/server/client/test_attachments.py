"""Files with orders: sealed, sent before what lists them, checked when they come, kept while something names them."""

import os
from pathlib import Path

import pytest
from aiohttp import web

from counterfoil.client import ClientError, LocalDevice, Record, attaching, blobs
from counterfoil.client.anew import fetch_files, start_again
from counterfoil.client.attaching import Attached, attach, attached, save
from counterfoil.client.duties import DAY_MS
from counterfoil.client.errors import RelayProblemError
from counterfoil.client.states import State, states
from counterfoil.relay.store.sqlite import SqliteStore
from counterfoil.wire import ProblemCode
from counterfoil_crypto.blob import blob_length
from counterfoil_crypto.encoding import to_base64url
from tests.server.client.capturing import capture
from tests.server.client.devices import Devices, Liar, find, order, refusal, running_liar, settle
from tests.server.helpers import running


async def with_file(devices: Devices, relay: str, tmp_path: Path, size: int = 200_000) -> tuple[LocalDevice, bytes]:
    laptop = devices.begin("laptop", relay)
    capture(laptop, order())
    await laptop.sync()
    content = os.urandom(size)
    (tmp_path / "invoice.pdf").write_bytes(content)
    attach(laptop, of(laptop), tmp_path / "invoice.pdf")
    return laptop, content


def of(device: LocalDevice) -> Record:
    return next(one for one in device.records() if one.id == find(device))


def only(device: LocalDevice) -> Attached:
    (one,) = attached(of(device))
    return one


@pytest.mark.parametrize("size", [0, 1, 65_536, 300_001])
async def test_a_file_attached_on_one_device_is_saved_on_another(devices: Devices, liar: Liar, tmp_path: Path, size: int) -> None:
    laptop, content = await with_file(devices, liar.url, tmp_path, size)
    assert (await laptop.sync()).waiting == 0
    phone = await devices.pair(laptop, "phone")
    one = only(phone)
    assert (one.name, one.media_type, one.blob.size) == ("invoice.pdf", "application/pdf", size)
    assert not blobs.path_of(phone.vault, one.blob.id).exists()
    await save(phone, one, tmp_path / "out.pdf")
    assert (tmp_path / "out.pdf").read_bytes() == content
    with pytest.raises(ClientError, match="choose another name"):
        await save(phone, one, tmp_path / "out.pdf")
    await save(phone, one, tmp_path / "again.pdf")  # from the local copy
    assert (tmp_path / "again.pdf").read_bytes() == content
    if size > 100:
        assert content[:64] not in b"".join(file.read_bytes() for file in (tmp_path / "relay").rglob("*") if file.is_file())
        assert content[:64] not in blobs.path_of(phone.vault, one.blob.id).read_bytes()


async def test_the_file_is_there_before_the_revision_that_lists_it(devices: Devices, liar: Liar, tmp_path: Path) -> None:
    laptop, _ = await with_file(devices, liar.url, tmp_path)
    asked: list[str] = []

    async def note(request: web.Request) -> None:
        asked.append(f"{request.method} {request.path.rpartition('/')[0]}")

    liar.instead = note
    await laptop.sync()
    assert asked.index("PUT /v1/blobs") < asked.index("POST /v1/log")
    asked.clear()
    laptop.change(find(laptop), "note", "nothing to do with the file")
    await laptop.sync()
    assert "PUT /v1/blobs" not in asked


async def test_a_file_that_the_relay_swapped_or_lost_is_named_and_sent_again(
    devices: Devices, liar: Liar, tmp_path: Path
) -> None:
    laptop, content = await with_file(devices, liar.url, tmp_path)
    await laptop.sync()
    phone = await devices.pair(laptop, "phone")

    async def swap(request: web.Request) -> web.Response | None:
        if request.method == "GET" and request.path.startswith("/v1/blobs/"):
            return web.Response(body=os.urandom(blob_length(200_000)), content_type="application/octet-stream")
        return None

    liar.instead = swap
    with pytest.raises(ClientError, match="something else than this file"):
        await save(phone, only(phone), tmp_path / "out")
    assert not (tmp_path / "out").exists()

    async def lose(request: web.Request) -> web.Response | None:
        if request.method == "GET" and request.path.startswith("/v1/blobs/"):
            problem = {"type": "urn:counterfoil:problem:no-blob", "title": "gone", "status": 404, "detail": ""}
            return web.json_response(problem, status=404, content_type="application/problem+json")
        return None

    liar.instead = lose
    with pytest.raises(RelayProblemError, match="sync --files"):
        await save(phone, only(phone), tmp_path / "out")
    sent: list[str] = []

    async def note(request: web.Request) -> None:
        sent.append(request.method)

    liar.instead = note
    await laptop.sync()
    assert "PUT" not in sent
    blobs.forget_uploads(laptop.vault)
    await laptop.sync()
    assert "PUT" in sent
    liar.instead = None
    await save(phone, only(phone), tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == content


async def test_a_revision_that_came_too_late_does_not_send_its_file_twice(devices: Devices, liar: Liar, tmp_path: Path) -> None:
    laptop, _ = await with_file(devices, liar.url, tmp_path)
    sent: list[str] = []

    async def be_faster(request: web.Request) -> web.Response | None:
        sent.append(f"{request.method} {request.path.split('/')[2]}")
        if request.path == "/v1/log/records" and sent.count("POST log") == 1:
            phone.change(find(phone), "note", "faster")
            await phone.sync()
        return None

    await laptop.sync()
    phone = await devices.pair(laptop, "phone")
    (tmp_path / "receipt.txt").write_bytes(b"paid")
    attach(laptop, of(laptop), tmp_path / "receipt.txt")
    liar.instead = be_faster
    await laptop.sync()
    assert sent.count("POST log") == 3, "the laptop's, the phone's, and the laptop's again"
    assert sent.count("PUT blobs") == 1


async def test_a_new_relay_gets_the_files_too(devices: Devices, liar: Liar, tmp_path: Path) -> None:
    laptop, content = await with_file(devices, liar.url, tmp_path)
    await laptop.sync()
    phone = await devices.pair(laptop, "phone")
    assert await fetch_files(phone) == 0
    async with running_liar(tmp_path / "new") as new:
        start_again(phone, new.url)
        await phone.sync()
        tablet = await devices.pair(phone, "tablet")
        await save(tablet, only(tablet), tmp_path / "out")
        assert (tmp_path / "out").read_bytes() == content


async def test_what_does_not_fit_waits_and_the_rest_goes(devices: Devices, tmp_path: Path) -> None:
    store = await SqliteStore.open(tmp_path / "small")
    try:
        async with running(store, quota=100_000) as relay:
            laptop, _ = await with_file(devices, relay.url, tmp_path)
            capture(laptop, order("2"))
            synced = await laptop.sync()
            assert synced.waiting == 1
            (said,) = [one for one in states(laptop) if one.state is State.WAITING]
            assert said.words.startswith("1 change waits. The relay is full (")
            assert said.words.endswith("of 0.1 MB).")
            await settle(laptop)
            assert laptop.waiting == 1
            assert only(laptop).name == "invoice.pdf"
    finally:
        await store.close()


async def test_a_file_that_nothing_names_any_more_goes_after_thirty_days(devices: Devices, liar: Liar, tmp_path: Path) -> None:
    laptop, _ = await with_file(devices, liar.url, tmp_path)
    await laptop.sync()
    path = blobs.path_of(laptop.vault, only(laptop).blob.id)
    devices.clock.ms = int(path.stat().st_mtime * 1_000)
    laptop.delete(find(laptop))
    await laptop.sync()
    devices.clock.ms += 31 * DAY_MS
    await laptop.sync()
    assert not path.exists()


async def test_too_large_twice_or_missing_is_told(
    devices: Devices, liar: Liar, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop, _ = await with_file(devices, liar.url, tmp_path)
    with pytest.raises(ClientError, match="attached to it already"):
        attach(laptop, of(laptop), tmp_path / "invoice.pdf")
    with pytest.raises(ClientError, match="No such file"):
        attach(laptop, of(laptop), tmp_path / "none.pdf")
    monkeypatch.setattr(attaching, "LARGEST", 10)
    with pytest.raises(ClientError, match="can be attached"):
        attach(laptop, of(laptop), tmp_path / "invoice.pdf")


async def test_a_file_that_the_disk_damaged_comes_from_the_relay_again(devices: Devices, liar: Liar, tmp_path: Path) -> None:
    laptop, content = await with_file(devices, liar.url, tmp_path)
    await laptop.sync()
    damage(laptop)
    await save(laptop, only(laptop), tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == content


async def test_a_file_that_the_disk_damaged_holds_nothing_up_and_can_be_attached_again(
    devices: Devices, liar: Liar, tmp_path: Path
) -> None:
    laptop, content = await with_file(devices, liar.url, tmp_path)
    damage(laptop)
    capture(laptop, order("2"))
    assert (await laptop.sync()).waiting == 0
    with pytest.raises(RelayProblemError, match="does not have this file"):
        await save(laptop, only(laptop), tmp_path / "out")
    attach(laptop, of(laptop), tmp_path / "invoice.pdf")
    await laptop.sync()
    phone = await devices.pair(laptop, "phone")
    await save(phone, only(phone), tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == content
    with pytest.raises(ClientError, match="attached to it already"):
        attach(laptop, of(laptop), tmp_path / "invoice.pdf")


def damage(device: LocalDevice) -> None:
    path = blobs.path_of(device.vault, only(device).blob.id)
    path.write_bytes(b"x" + path.read_bytes()[1:])


@pytest.mark.parametrize(("code", "others"), [(ProblemCode.TOO_LARGE, 2), (ProblemCode.FULL, 0)])
async def test_what_the_relay_has_no_room_for_again_is_told_and_one_too_large_keeps_no_other_back(
    devices: Devices, liar: Liar, tmp_path: Path, code: ProblemCode, others: int
) -> None:
    laptop, _ = await with_file(devices, liar.url, tmp_path)
    for name in ("b", "c"):
        (tmp_path / name).write_text(name)
        attach(laptop, of(laptop), tmp_path / name)
    await laptop.sync()
    blobs.forget_uploads(laptop.vault)
    first = to_base64url(min(blobs.listed(laptop.vault)))

    async def refuse(request: web.Request) -> web.Response | None:
        return refusal(code, used=10, limit=10) if request.method == "PUT" and request.path.endswith(first) else None

    liar.instead = refuse
    await laptop.sync()
    assert laptop.store.row("SELECT count(*) FROM uploaded") == (others,)
    told = [one.words for one in states(laptop) if one.state is State.WAITING]
    assert told == (["An attached file waits. The relay is full (0.0 MB of 0.0 MB)."] if code is ProblemCode.FULL else [])
    liar.instead = None
    await laptop.sync()
    assert State.WAITING not in {one.state for one in states(laptop)}
