"""The `counterfoil` command as a person runs it: its lines, its exit code; a process where someone answers as it goes on."""

import asyncio
import io
import json
import os
import re
import shutil
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from counterfoil.client import LocalDevice
from counterfoil.client.command import main
from counterfoil.client.values import pattern_in_words
from counterfoil_crypto.records import Order
from tests.server.client.capturing import Capture, Seen, capture
from tests.server.client.devices import Devices, order
from tests.server.helpers import Relay

HOSTILE = "\x1b]0;owned\x07\x9b31m\u202egnp.exe\u2066\r\nfake line\x7f"


@dataclass
class Ended:
    code: int
    out: str
    err: str


_one_at_a_time: Final = threading.Lock()


def _text(stream: io.TextIOWrapper) -> str:
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode()


@dataclass
class Terminal:
    """Runs commands on the folder of one device."""

    folder: Path

    async def start(self, *arguments: str, passphrase: int | None = None) -> asyncio.subprocess.Process:
        """`passphrase`: a file descriptor to read passphrases from."""
        twin = {} if passphrase is None else {"COUNTERFOIL_PASSPHRASE_FD": str(passphrase)}
        return await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "counterfoil.client.command", *arguments),
            env={**os.environ, "COUNTERFOIL_DATA": str(self.folder), "PYTHONWARNINGS": "error::ResourceWarning", **twin},
            pass_fds=() if passphrase is None else (passphrase,),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )

    async def run(self, *arguments: str, typed: str = "", passphrase: int | None = None) -> Ended:
        """The whole command in a thread of this process: starting Python again for each would take most of the time."""
        return await asyncio.to_thread(self._run, arguments, typed, passphrase)

    def _run(self, arguments: tuple[str, ...], typed: str, passphrase: int | None) -> Ended:
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
        code = 0
        with _one_at_a_time, pytest.MonkeyPatch.context() as patch:
            patch.setenv("COUNTERFOIL_DATA", str(self.folder))
            if passphrase is not None:
                patch.setenv("COUNTERFOIL_PASSPHRASE_FD", str(passphrase))
            for name, stream in (("stdin", io.StringIO(typed)), ("stdout", out), ("stderr", err)):
                patch.setattr(sys, name, stream)
            try:
                main(arguments)
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else 1
        return Ended(code, _text(out), _text(err))

    async def works(self, *arguments: str, typed: str = "") -> str:
        ended = await self.run(*arguments, typed=typed)
        assert (ended.code, ended.err) == (0, "")
        return ended.out

    async def fails(self, *arguments: str, typed: str = "") -> str:
        """One line that starts with the program's name and is lower case after it."""
        ended = await self.run(*arguments, typed=typed)
        assert ended.code == 1
        (line,) = ended.err.splitlines()
        assert line.startswith("counterfoil: ")
        return line.removeprefix("counterfoil: ")

    def capture(self, *numbers: str, **more: str) -> None:
        """What a page said, put in between two commands."""
        with LocalDevice(self.folder) as device:
            for number in numbers:
                capture(device, order(number, **more))


@pytest.fixture
def laptop(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "laptop")


@pytest.fixture
def phone(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "phone")


async def pair(host: Terminal, guest: Terminal, *arguments: str) -> tuple[str, str]:
    """Lets `guest` in through both commands; what each printed."""
    signed_in = await host.start("pair")
    assert signed_in.stdout is not None
    assert signed_in.stdin is not None
    said, code = await until(signed_in, lambda line: "#" in line)
    newcomer = await guest.start("pair", "-", *arguments)
    assert newcomer.stdin is not None
    newcomer.stdin.write(f"{code.strip().lower()}\n".encode())
    told, digits = await until(newcomer, lambda line: "digits" in line)
    signed_in.stdin.write(digits.rpartition(" ")[2].encode())
    (out, err), (out_there, err_there) = await asyncio.gather(signed_in.communicate(), newcomer.communicate())
    assert (signed_in.returncode, newcomer.returncode, err, err_there) == (0, 0, b"", b"")
    return said + out.decode(), told + out_there.decode()


async def until(process: asyncio.subprocess.Process, wanted: Callable[[str], bool]) -> tuple[str, str]:
    """Everything printed up to the line that `wanted` accepts, and that line."""
    assert process.stdout is not None
    printed = ""
    while line := (await process.stdout.readline()).decode():
        printed += line
        if wanted(line):
            return printed, line
    assert process.stderr is not None
    raise AssertionError(printed + (await process.stderr.read()).decode())


async def test_the_story_from_init_to_a_second_device(laptop: Terminal, phone: Terminal, relay: Relay) -> None:
    began = await laptop.works("init", "--relay", relay.url, "--name", "Laptop")
    assert began.splitlines() == [f"A new history is in {laptop.folder}.", "Read 2 entries, wrote 1 change."]
    laptop.capture("100001")
    assert "wrote 2 changes" in await laptop.works("sync")
    host, guest = await pair(laptop, phone, "--name", "Phone")
    assert "'Phone' is in." in host
    assert "This device is in" in guest
    listed = await phone.works("list")
    assert listed.splitlines()[0].startswith("The Shop (shop.example)  100001  59.97 EUR  2026-")
    assert listed.splitlines()[1] == "    2 x Brass lantern 59.97"
    assert "Changed total, note." in await phone.works("edit", "100001", "total=49.97", "note=Überraschung")
    assert "wrote 1 change." in await phone.works("sync")
    await laptop.works("sync")
    (found,) = json.loads(await laptop.works("list", "--json"))
    assert (found["fields"]["total"], found["fields"]["note"]) == ("49.97", "Überraschung")
    assert "Phone" in await laptop.works("status")
    assert "It is not in the bin." in await laptop.works("restore", "100001")
    assert "It is in the bin; " in await laptop.works("delete", "#100001")
    assert "It is in the bin already." in await laptop.works("delete", "100001")
    assert await laptop.works("list") == "No orders.\n"
    assert "deleted" in await laptop.works("list", "--bin")
    assert "It is back." in await laptop.works("restore", "shop.example/100001")
    assert "100001" in await laptop.works("list", "lantern", "SHOP")
    assert await laptop.works("list", "umbrella") == "No orders with these words.\n"


async def test_orders_are_listed_by_their_own_date_where_they_have_one(laptop: Terminal) -> None:
    await laptop.works("init")
    for number in ("1", "2", "3", "4"):
        laptop.capture(number)
    await laptop.works("edit", "2", "orderDate=2019-03")
    await laptop.works("edit", "3", "orderDate=2031-01-02")
    listed = [line for line in (await laptop.works("list")).splitlines() if "shop.example" in line]
    assert [line.split("  ")[1] for line in listed] in (["3", "4", "1", "2"], ["3", "1", "4", "2"])
    assert listed[0].endswith("2031-01-02  waits")
    assert listed[-1].endswith("2019-03  waits")


async def test_a_name_is_not_changed_by_init(laptop: Terminal, relay: Relay) -> None:
    await laptop.works("init", "--name", "Laptop")
    assert "'counterfoil rename NAME'" in await laptop.fails("init", "--name", "Other")
    assert "'counterfoil rename NAME'" in await laptop.fails("init", "--relay", relay.url, "--name", "Other")
    assert "relay    none yet" in await laptop.works("status")
    assert "Laptop (this one)" in await laptop.works("status")


async def test_a_history_without_a_relay_gets_one(laptop: Terminal, relay: Relay) -> None:
    assert "no relay yet" in await laptop.works("init")
    assert "there is a history" in await laptop.fails("init")
    assert "init --relay URL" in await laptop.fails("sync")
    assert "init --relay URL" in await laptop.fails("pair")
    assert "wrote 1 change" in await laptop.works("init", "--relay", relay.url)


async def test_earlier_records_are_joined_in_after_asking(laptop: Terminal, phone: Terminal, relay: Relay) -> None:
    await laptop.works("init", "--relay", relay.url)
    await phone.works("init")
    phone.capture("7")
    signed_in = await laptop.start("pair")
    _, code = await until(signed_in, lambda line: "#" in line)
    assert "to keep the two apart" in await phone.fails("pair", code.strip(), typed="no\n")
    assert "7" in await phone.works("list")
    signed_in.terminate()
    await signed_in.communicate()
    await pair(laptop, phone, "--keep-mine")
    await phone.works("sync")
    await laptop.works("sync")
    assert "shop.example)  7  " in await laptop.works("list")


async def test_wrong_digits_are_an_error_on_both_sides(laptop: Terminal, phone: Terminal, relay: Relay) -> None:
    await laptop.works("init", "--relay", relay.url)
    signed_in = await laptop.start("pair")
    _, code = await until(signed_in, lambda line: "#" in line)
    newcomer = await phone.start("pair", code.strip())
    await until(newcomer, lambda line: "digits" in line)
    out, err = await signed_in.communicate(b"12345\n")
    assert signed_in.returncode == 1
    assert b"nobody was let in" in err
    assert b"is in." not in out
    _, err = await newcomer.communicate()
    assert newcomer.returncode == 1
    assert b"this pairing has ended" in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["list"], "there is no history"),
        (["status"], "there is no history"),
        (["sync"], "there is no history"),
        (["pair"], "there is no history"),
        (["init", "--relay", "relay.example"], "is not a relay's address"),
        (["init", "--relay", "ftp://relay.example"], "is not a relay's address"),
        (["init", "--relay", "https://relay.example/?token=1"], "is not a relay's address"),
        (["init", "--relay", "http://relay.example"], "plain http"),
        (["init", "--name", ""], "1 to 64 bytes"),
        (["init", "--name", "x" * 65], "1 to 64 bytes"),
        (["pair", "https://relay.example"], "a pairing code is"),
        (["pair", "https://relay.example#00000-00000-00000-00000-00000-00001"], "mistyped"),
    ],
)
async def test_a_fault_is_one_line_with_the_next_step(laptop: Terminal, arguments: list[str], words: str) -> None:
    assert words in await laptop.fails(*arguments)
    assert not (await laptop.run("list")).out


async def test_faults_of_editing_name_the_field(laptop: Terminal) -> None:
    await laptop.works("init")
    laptop.capture("1", vendor="a.example")
    laptop.capture("1", vendor="b.example")
    assert "a.example/1" in await laptop.fails("edit", "1", "total=1.00")
    assert "is not a field of an order" in await laptop.fails("edit", "a.example/1", "price=1.00")
    assert "total: " in await laptop.fails("edit", "a.example/1", "note=kept out", "total=1,00")
    assert "has no =" in await laptop.fails("edit", "a.example/1", "total")
    assert """for example items='[{"name": "Lamp", "quantity": 1}]'""" in await laptop.fails("edit", "a.example/1", "items=lamp")
    assert """for example payment='{"kind": "card",""" in await laptop.fails("edit", "a.example/1", "payment=card")
    for value, words in (
        ("status=delivered", "status: this is one of OrderProcessing, OrderPaymentDue, OrderPickupAvailable, "),
        ('payment={"kind": "cash"}', "payment.kind: this is one of card, wallet, bank-transfer, "),
        ('payment={"last4": "42"}', "payment.last4: these are the last four digits of the card, as 4242; "),
        ('payment=["card"]', "payment: this has parts, in { }, each a name in double quotes, a colon and a value; "),
        ('items=[{"name": "Lamp"}, "Lamp"]', "items.2: this has parts, in { }, "),
        ('items={"name": "Lamp"}', "items: this is a list, in [ ]; "),
        ('items=[{"name": "Lamp", "gtin": "12"}]', "items.1.gtin: a GTIN is the 8, 12, 13 or 14 digits under a bar code; "),
        ('items=[{"name": "Lamp", "quantity": "2"}]', "items.1.quantity: this is a whole number, without quotes; "),
        ('items=[{"name": "Lamp", "quantity": 0}]', "items.1.quantity: this is at least 1; "),
        ('items=[{"quantity": 1}]', "items.1.name: this is missing; "),
        (f"note={'x' * 2_001}", "note: this is text of at most 2000 characters; "),
        ("total=1,00", "total: an amount is digits with a point, as 49.97; "),
    ):
        assert words in await laptop.fails("edit", "a.example/1", value)
    assert "Changed payment." in await laptop.works("edit", "a.example/1", 'payment={"kind": "card", "last4": "4242"}')
    assert "items" in await laptop.fails("edit", "a.example/1", 'items=[{"name": "Lamp", "weight": 1.5}]')
    assert "there is no order" in await laptop.fails("delete", "2")
    assert "note" not in json.loads(await laptop.works("list", "--json"))[0]["fields"]
    await laptop.works("edit", "a.example/1", 'items=[{"name": "Lamp", "quantity": 1}]', "total=")
    assert "1 x Lamp" in await laptop.works("list")
    assert "total not read" in await laptop.works("list")


def test_each_pattern_of_an_order_has_words() -> None:
    def patterns(schema: Any) -> Iterator[str]:
        if isinstance(schema, dict):
            yield from (schema["pattern"],) if isinstance(schema.get("pattern"), str) else ()
            schema = list(schema.values())
        if isinstance(schema, list):
            for one in schema:
                yield from patterns(one)

    found = set(patterns(Order.model_json_schema()))
    assert len(found) > 6
    assert {one for one in found if pattern_in_words(one) == pattern_in_words("")} == set()


async def test_a_relay_that_is_down_is_told_and_the_changes_wait(laptop: Terminal) -> None:
    line = await laptop.fails("init", "--relay", "http://127.0.0.1:1")
    assert "can't be reached" in line
    assert line.endswith("(1 change waits)")
    laptop.capture("1")
    assert "3 changes wait." in await laptop.works("edit", "1", "note=x")


async def test_usage_errors_end_with_2(laptop: Terminal) -> None:
    assert (await laptop.run()).code == 2
    assert (await laptop.run("fly")).code == 2
    assert (await laptop.run("edit", "1")).code == 2


async def test_text_from_records_cannot_drive_the_terminal(laptop: Terminal, phone: Terminal, relay: Relay) -> None:
    await laptop.works("init", "--relay", relay.url)
    with LocalDevice(laptop.folder) as device:
        seen = order("1", items=[{"name": HOSTILE}], note=HOSTILE)
        values = {**seen.order, "orderNumber": Seen(f"1{HOSTILE}", "x", 1)}
        capture(device, Capture(seen.vendor, seen.url, values, Seen(HOSTILE, "x", 1)))
    host, _ = await pair(laptop, phone, "--name", HOSTILE)
    printed = host
    for arguments in (["list"], ["list", "--json"], ["status"], ["status", "--json"]):
        printed += await laptop.works(*arguments)
    await phone.works("sync")
    await laptop.works("sync")
    printed += await laptop.works("status")
    printed += (await laptop.run("edit", HOSTILE, f"{HOSTILE}=1")).err
    assert not set(printed) & set("\x1b\x07\x9b\u202e\u2066\r\x7f")
    assert "\nfake line" not in printed


async def test_only_the_owner_reads_the_folder_and_nothing_in_it_is_plain(laptop: Terminal) -> None:
    words = ["Brass lantern", "shop.example", "100001", "The Shop", "gift for Ada", "Kitchen laptop"]
    await laptop.works("init", "--name", "Kitchen laptop")
    device = LocalDevice(laptop.folder)
    try:
        capture(device, order())
        device.change(next(one.id for one in device.records() if one.document.type == "Order"), "note", "gift for Ada")
        files = list(laptop.folder.iterdir())
        assert {file.suffix for file in files} >= {".sqlite3", ".sqlite3-wal"}
        for file in files:
            content = file.read_bytes()
            for word in words:
                for spelled in (word.encode(), word.encode("utf-16-le"), word.encode().hex().encode()):
                    assert spelled not in content
            assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(laptop.folder.stat().st_mode) == 0o700
    finally:
        device.close()


async def test_a_verdict_is_shown_kept_and_cleared_only_by_the_person(laptop: Terminal, devices: Devices, relay: Relay) -> None:
    device = devices.begin("laptop", relay.url)
    await device.sync()
    device.close()
    copy = Terminal(laptop.folder.parent / "copy")
    shutil.copytree(laptop.folder, copy.folder)
    laptop.capture("1")
    await laptop.works("sync")
    assert "a copy of a device's data is in use" in await copy.fails("sync")
    assert "a copy of a device's data is in use" in await copy.fails("sync")
    assert "copied-profile: A copy of this device's folder is in use." in await copy.works("status")
    evidence = json.loads(await copy.works("status", "--json"))["verdict"]
    assert evidence["kind"] == "copied profile"
    assert evidence["theirs"]["sequence"] > evidence["ours"]["sequence"]
    assert json.loads(evidence["entry"])["sequence"] == evidence["sequence"]
    assert "the verdict stays" in await copy.fails("status", "--clear", typed="n\n")
    assert "copied-profile" not in await copy.works("status", "--clear", typed="y\n")


async def test_a_damaged_database_is_one_line(laptop: Terminal) -> None:
    await laptop.works("init")
    laptop.capture(*map(str, range(30)))
    path = laptop.folder / "counterfoil.sqlite3"
    content = path.read_bytes()
    path.write_bytes(content[:8_192] + b"\xff" * (len(content) - 8_192))
    assert "cannot go on: database disk image is malformed; " in await laptop.fails("list")


@pytest.mark.parametrize("arguments", [["pair", "-"], ["kit", "restore", "--relay", "http://127.0.0.1:1"]])
async def test_what_is_typed_may_be_any_bytes(laptop: Terminal, monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "utf-8:strict")  # as in most languages' settings
    process = await laptop.start(*arguments)
    _, err = await process.communicate(b"\xff\xfe\n")
    assert process.returncode == 1
    assert re.fullmatch(rb"counterfoil: [^\n]*type (it|them) again\n", err)
