"""All records in a file, and back: joined, never put over what is here; a malformed file gives nothing."""

import json
from pathlib import Path
from typing import Any

import pytest

from counterfoil.client import LocalDevice
from counterfoil.client.errors import ClientError
from counterfoil.client.transfer import export_records, import_records
from tests.server.client.capturing import capture
from tests.server.client.devices import Devices, documents, find, order, settle, shown
from tests.server.client.test_command import Terminal, laptop  # noqa: F401 # a fixture
from tests.server.client.test_terms import accept, accepted
from tests.server.helpers import Relay


def exported(device: LocalDevice, target: Path) -> dict[str, Any]:
    export_records(device, target)
    said: dict[str, Any] = json.loads(target.read_bytes())
    return said


def put(target: Path, said: Any) -> Path:
    target.write_text(json.dumps(said))
    return target


async def test_what_was_exported_comes_back_and_old_words_change_nothing(devices: Devices, relay: Relay, tmp_path: Path) -> None:
    device = devices.begin("laptop", relay.url)
    capture(device, order())
    device.change(find(device), "note", "first")
    said = exported(device, tmp_path / "all.json")
    assert said["format"] == "counterfoil-export/1"
    assert (tmp_path / "all.json").stat().st_mode & 0o077 == 0
    assert said["records"].keys() == {record.hex() for record in documents(device)}
    device.change(find(device), "note", "second")
    await device.sync()
    before = documents(device)
    assert import_records(device, tmp_path / "all.json").new == 0
    assert documents(device) == before
    with pytest.raises(ClientError, match="choose another name"):
        export_records(device, tmp_path / "all.json")


async def test_another_history_takes_the_records_in_under_its_own_ids(devices: Devices, relay: Relay, tmp_path: Path) -> None:
    old, new = devices.begin("old", None), devices.begin("new", relay.url)
    for one in ("100001", "2"):
        capture(old, order(one))
    accept(old, [accepted(None)])
    old.change(find(old), "note", "from the file")
    old.delete(find(old, "2"))
    capture(new, order("100001"))
    new.change(find(new), "total", "1.00")
    export_records(old, tmp_path / "all.json")
    found = import_records(new, tmp_path / "all.json")
    assert (found.read, found.newer) == (len(documents(old)), 0)
    assert (shown(new, "note"), shown(new, "total")) == ("from the file", "1.00")
    assert new.vault.documents[find(new, "2")].deleted
    acceptance = next(one.document for one in new.records() if one.document.type == "Acceptance")
    assert acceptance.shown("order") == find(new).hex()
    assert {one.document.shown("name") for one in new.records() if one.document.type == "Device"} == {"new"}
    phone = await devices.pair(new, "phone")
    await settle(new, phone)
    assert documents(phone) == documents(new)
    assert import_records(phone, tmp_path / "all.json").new == 0


def test_an_order_of_that_number_that_is_another_one_stays_apart(devices: Devices, tmp_path: Path) -> None:
    old, new = devices.begin("old", None), devices.begin("new", None)
    capture(old, order("7", orderDate="2023-01-01"))
    capture(new, order("7", orderDate="2026-01-01"))
    export_records(old, tmp_path / "all.json")
    import_records(new, tmp_path / "all.json")
    dates = sorted(str(one.document.shown("orderDate")) for one in new.records() if one.document.type == "Order")
    assert dates == ["2023-01-01", "2026-01-01"]


def test_records_of_a_newer_version_are_counted_and_left_out(devices: Devices, tmp_path: Path) -> None:
    device = devices.begin("laptop", None)
    capture(device, order())
    said = exported(device, tmp_path / "all.json")
    said["records"]["0" * 32] = {**said["records"][find(device).hex()], "schema": 99}
    said["readable"] = 1.5
    with pytest.raises(ClientError, match="no well-formed JSON"):
        import_records(device, put(tmp_path / "changed.json", said))
    said["readable"] = ["for people"]
    assert import_records(device, put(tmp_path / "changed.json", said)).newer == 1
    assert bytes(16) not in documents(device)


ODD: tuple[Any, ...] = (
    [],
    {},
    {"format": "counterfoil-export/2", "records": {}},
    {"format": "counterfoil-export/1", "records": []},
    {"format": "counterfoil-export/1", "records": {"../x": {}}},
    {"format": "counterfoil-export/1", "records": {"A" * 32: {}}},
    {"format": "counterfoil-export/1", "records": {"0" * 32: {"type": "Order", "schema": 1, "fields": {}, "more": 1}}},
    {"format": "counterfoil-export/1", "records": {"0" * 32: {"type": "Order", "schema": True, "fields": {}}}},
    {"format": "counterfoil-export/1", "records": {"0" * 32: [[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]}},
)


@pytest.mark.parametrize("said", ODD)
def test_a_file_that_is_malformed_anywhere_gives_nothing(devices: Devices, tmp_path: Path, said: Any) -> None:
    device = devices.begin("laptop", None)
    if said and "0" * 32 in said["records"]:
        capture(device, order())
        good = exported(device, tmp_path / "good.json")["records"]
        said = {**said, "records": {**good, **said["records"]}}
        device = devices.begin("other", None)
    before = documents(device)
    with pytest.raises(ClientError):
        import_records(device, put(tmp_path / "odd.json", said))
    assert documents(device) == before


def test_keys_that_stand_twice_and_bytes_that_are_no_text_are_refused(devices: Devices, tmp_path: Path) -> None:
    device = devices.begin("laptop", None)
    for content in (b'{"format": "counterfoil-export/1", "records": {}, "records": {}}', b"\xff", b"[" * 100_000):
        (tmp_path / "odd.json").write_bytes(content)
        with pytest.raises(ClientError, match="no well-formed JSON"):
            import_records(device, tmp_path / "odd.json")


async def test_the_commands(laptop: Terminal, tmp_path: Path) -> None:  # noqa: F811 # the fixture
    await laptop.works("init", "--name", "Laptop")
    laptop.capture("100001")
    assert "Whoever has it can read it." in await laptop.works("export", str(tmp_path / "all.json"))
    other = Terminal(tmp_path / "other")
    await other.works("init", "--name", "Other")
    assert "of them said something new" in await other.works("import", str(tmp_path / "all.json"))
    assert "100001" in await other.works("list")
    assert "check its name" in await other.fails("import", str(tmp_path / "none.json"))
    assert "choose one of them" in await other.fails("status", "--at", "7")
    assert (await other.works("status", "--at", "0")).startswith("entry 0  ")
