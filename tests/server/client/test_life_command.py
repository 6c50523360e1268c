"""The commands for devices, kits, locks, files and the relay's life, as a person runs them: processes, lines, exit codes."""

import json
import os
import re
import shutil
from pathlib import Path

import pytest
from aiohttp import web

from counterfoil.client import LocalDevice, kit_commands, recovery
from counterfoil.client.store import Store
from counterfoil.client.usage import parser
from counterfoil.wire import ProblemCode
from counterfoil_crypto.kit import Kit, parse_words
from tests.server.client.devices import Devices, Liar, copy_relay, join, refusal, running_liar
from tests.server.client.test_command import Ended, Terminal
from tests.server.helpers import Relay


@pytest.fixture
def laptop(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "laptop")


@pytest.fixture
def phone(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "phone")


async def both(laptop: Terminal, phone: Terminal, url: str) -> None:
    await laptop.works("init", "--relay", url, "--name", "Laptop")
    laptop.capture("100001")
    await laptop.works("sync")
    with LocalDevice(laptop.folder) as one, LocalDevice(phone.folder) as other:
        await join(one, other, "Phone")
        await other.sync()
    await laptop.works("sync")


async def status(terminal: Terminal) -> dict[str, object]:
    found: dict[str, object] = json.loads(await terminal.works("status", "--json"))
    return found


async def with_passphrases(terminal: Terminal, *arguments: str, given: str) -> Ended:
    """Runs a command with a file descriptor that gives a passphrase a line."""
    there, here = os.pipe()
    os.write(here, given.encode())
    os.close(here)
    try:
        return await terminal.run(*arguments, passphrase=there)
    finally:
        os.close(there)


async def test_devices_revoke_and_what_the_removed_one_can_do(laptop: Terminal, phone: Terminal, relay: Relay) -> None:
    await both(laptop, phone, relay.url)
    listed = await laptop.works("devices")
    assert "Laptop  (this one)" in listed
    assert "began this history" in listed
    assert "by Laptop" in listed
    assert "Phone is removed." in await laptop.works("revoke", "Phone")
    assert "there is no device" in await laptop.fails("revoke", "Phone")
    told = await phone.fails("sync")
    assert told.startswith("Laptop removed this device on ")
    said = await status(phone)
    assert said["state"] == "removed"
    assert said["states"][0]["ways"] == ["counterfoil keep", "counterfoil erase", "counterfoil pair CODE"]  # type: ignore[index]
    assert "removed by Laptop" in await laptop.works("devices")
    assert "100001" in await phone.works("list")
    kept = "Laptop removed this device on .*: 1 change is kept here only, for 'counterfoil keep' or 'counterfoil pair CODE'"
    assert re.search(kept, await phone.works("edit", "100001", "note=still mine"))
    exported = str(phone.folder.parent / "exported.json")
    await laptop.works("export", exported)
    for refused in (["leave"], ["close"], ["own-device"], ["rename", "Pocket"], ["revoke", "Laptop"], ["import", exported]):
        ended = await phone.run(*refused, typed="y\n" * 3)
        assert (ended.code, ended.out) == (1, ""), "it asks nothing"
        assert "Laptop removed this device on " in ended.err
    assert "still belongs" in await laptop.fails("keep")
    assert "a history of its own now" in await phone.works("keep")
    assert json.loads(await phone.works("list", "--json"))[0]["fields"]["note"] == "still mine"
    assert (await status(phone))["state"] == "no-relay"
    assert "nothing was erased" in await phone.fails("erase", typed="n\n")
    assert "It is erased here." in await phone.works("erase", typed="y\n")
    assert "there is no history" in await phone.fails("list")


async def test_one_that_has_written_nothing_yet_is_the_new_one(laptop: Terminal, phone: Terminal, relay: Relay) -> None:
    await laptop.works("init", "--relay", relay.url, "--name", "Laptop")
    with LocalDevice(laptop.folder) as one, LocalDevice(phone.folder) as other:
        await join(one, other, "Phone")
    assert "device   new device  " in await laptop.works("status")
    assert "new device\n    device  " in await laptop.works("devices")
    await phone.works("sync")
    await laptop.works("sync")
    assert "device   Phone  " in await laptop.works("status")


async def test_leave_rotate_rename_and_close(laptop: Terminal, phone: Terminal, relay: Relay) -> None:
    await both(laptop, phone, relay.url)
    assert "under a new key" in await laptop.works("rotate")
    assert "the only device" not in await phone.works("rename", "Pocket")
    await phone.works("sync")
    await laptop.works("sync")
    assert "Pocket" in await laptop.works("devices")
    assert "This device has left." in await phone.works("leave", typed="y\n")
    await laptop.works("sync")
    assert (await status(laptop))["epoch"] == 2
    assert "this is the only device" in await laptop.fails("leave")
    assert "is closed" in await laptop.works("close", typed="y\n")
    assert "closed this history" in await laptop.fails("sync")
    assert (await status(laptop))["state"] == "closed"


async def test_a_kit_is_written_down_typed_back_and_restores(laptop: Terminal, phone: Terminal, relay: Relay) -> None:
    await laptop.works("init", "--relay", relay.url, "--name", "Laptop")
    laptop.capture("100001")
    await laptop.works("sync")
    assert (await status(laptop))["state"] == "no-kit"
    page = laptop.folder.parent / "kit.html"
    assert "nobody answered" in await laptop.fails("kit", "new", "--page", str(page))
    assert not page.exists()
    words = await made_kit(laptop, page)
    assert (await status(laptop))["state"] == "ok"
    assert page.stat().st_mode & 0o077 == 0
    assert f"<li>{words[0]}</li>" in page.read_text()
    typed = "\n".join(" ".join(words[at : at + 4]).upper() for at in range(0, 24, 4)) + "\n"
    back = await phone.works("kit", "restore", "--relay", relay.url, "--name", "Fresh", typed=typed)
    assert "This history is back" in back
    assert "Devices that you have lost" in back
    assert "100001" in await phone.works("list")
    assert "word 1 is none" in await phone.fails("kit", "remove", "--words", typed=" ".join(["nonsense", *words[1:]]) + "\n")
    assert "Notice is given" in await phone.works("kit", "remove")
    assert "The kit stays." in await phone.works("kit", "cancel")
    assert "The kit is removed" in await phone.works("kit", "remove", "--words", typed=" ".join(words) + "\n")
    assert "no such recovery kit" in await phone.fails("kit", "cancel")
    assert "already" in await phone.fails("kit", "restore", "--relay", relay.url, typed=typed)


async def made_kit(terminal: Terminal, page: Path) -> list[str]:
    """Runs `kit new` and types what it asks for from what it showed."""
    process = await terminal.start("kit", "new", "--page", str(page))
    assert process.stdin is not None
    assert process.stdout is not None
    words: dict[int, str] = {}
    asked = ""
    while part := await process.stdout.read(1):
        asked = (asked + part.decode()).lstrip(" ")
        if asked.endswith("\n"):
            pieces = asked.split()  # "1 word  2 word  3 word  4 word"
            if len(pieces) == 8 and pieces[0].isdigit():
                words |= {int(place): word for place, word in zip(pieces[::2], pieces[1::2], strict=True)}
            asked = ""
        elif asked.startswith("Word number") and asked.endswith(":"):
            place = int(asked.removeprefix("Word number ").removesuffix(":"))
            process.stdin.write(f"{words[place]}\n".encode())
            asked = ""
    _, err = await process.communicate()
    assert (process.returncode, err) == (0, b"")
    found = [words[place] for place in range(1, 25)]
    assert parse_words(" ".join(found))
    return found


async def test_a_lock_asks_for_the_passphrase_and_never_takes_it_as_an_argument(laptop: Terminal, relay: Relay) -> None:
    await laptop.works("init", "--relay", relay.url, "--name", "Laptop")
    laptop.capture("100001")
    await laptop.works("sync")
    assert "someone can type" in await laptop.fails("lock")
    short = await with_passphrases(laptop, "lock", given="short\n")
    assert (short.code, "at least 8 characters" in short.err) == (1, True)
    locked = await with_passphrases(laptop, "lock", given="a long passphrase\n")
    assert (locked.code, locked.err) == (0, "")
    assert "needs a passphrase" in await laptop.fails("list")
    assert (await status(laptop))["state"] == "locked"
    assert "that is not the passphrase" in (await with_passphrases(laptop, "list", given="another one\n")).err
    assert "100001" in (await with_passphrases(laptop, "list", given="a long passphrase\n")).out
    listed = json.loads((await with_passphrases(laptop, "devices", "--json", given="a long passphrase\n")).out)
    assert [one["gone"] is None for one in listed] == [True, False]
    changed = await with_passphrases(laptop, "lock", "--change", given="a long passphrase\nthe next passphrase\n")
    assert "changed" in changed.out
    assert (await with_passphrases(laptop, "lock", "--remove", given="the next passphrase\n")).code == 0
    assert "100001" in await laptop.works("list")
    for arguments in (["lock", "a long passphrase"], ["lock", "--passphrase", "x"]):
        assert (await laptop.run(*arguments)).code == 2


async def test_files_are_attached_listed_and_saved(laptop: Terminal, phone: Terminal, relay: Relay, tmp_path: Path) -> None:
    await both(laptop, phone, relay.url)
    (tmp_path / "in\x1b[31mvoice.pdf").write_bytes(b"%PDF" + bytes(100_000))
    assert "Attached" in await laptop.works("attach", "100001", str(tmp_path / "in\x1b[31mvoice.pdf"))
    await laptop.works("sync", "--files")
    await phone.works("sync")
    listed = await phone.works("attachments", "100001")
    assert "\x1b" not in listed
    assert listed.startswith("1  in")
    assert "say where to save it" in await phone.fails("attachments", "100001", "1")
    assert "there is no file 2" in await phone.fails("attachments", "100001", "2", "--out", str(tmp_path / "x"))
    await phone.works("attachments", "100001", "1", "--out", str(tmp_path / "saved.pdf"))
    assert (tmp_path / "saved.pdf").read_bytes() == b"%PDF" + bytes(100_000)
    assert json.loads(await phone.works("attachments", "100001", "--json"))[0]["size"] == 100_004
    assert (await phone.works("attachments", "100001", "1", "--remove")).startswith("Removed.\n1 change waits.")
    assert await phone.works("attachments", "100001") == "No files.\n"


async def test_a_copied_folder_becomes_a_device_of_its_own(laptop: Terminal, phone: Terminal, relay: Relay) -> None:
    await both(laptop, phone, relay.url)
    copy = Terminal(laptop.folder.parent / "copy")
    shutil.copytree(laptop.folder, copy.folder)
    laptop.capture("2")
    await laptop.works("sync")
    assert "nothing was changed" in await copy.fails("own-device", typed="n\n")
    assert "own-device" in await copy.fails("sync")
    assert (await status(copy))["state"] == "copied-profile"
    evidence = laptop.folder.parent / "evidence.json"
    await copy.works("status", "--evidence", str(evidence))
    assert json.loads(evidence.read_text())["kind"] == "copied profile"
    assert "choose another name" in await copy.fails("status", "--evidence", str(evidence))
    assert "a device of its own now" in await copy.works("own-device", typed="n\n")
    await copy.works("rename", "Second laptop")
    await copy.works("sync")
    await laptop.works("sync")
    assert "Second laptop" in await laptop.works("devices")
    assert "no evidence" in await copy.fails("status", "--evidence", str(evidence))


async def test_the_relays_life_from_the_terminal(
    laptop: Terminal, phone: Terminal, liar: Liar, devices: Devices, tmp_path: Path
) -> None:
    await both(laptop, phone, liar.url)
    await copy_relay(tmp_path / "relay", tmp_path / "backup")
    laptop.capture("2")
    await laptop.works("sync")
    async with running_liar(tmp_path / "backup") as relay:
        await relay.store.declare_restore(devices.clock.ms)
        moved = await laptop.works("relay", "move", relay.url)
        assert "Read " in moved
        said = await status(laptop)
        assert said["state"] == "restored"
        assert "1 entry was lost, 1 put back." in said["states"][0]["words"]  # type: ignore[index]
        assert [(one["type"], one["name"], one["back"]) for one in said["lost"]] == [("Order", "2", True)]  # type: ignore[attr-defined]
        assert "    put back  Order 2" in (await laptop.works("status")).splitlines()
        assert "there is no restore that waits" in await laptop.fails("relay", "confirm")
        assert "Put away: The operator restored a backup" in await laptop.works("status", "--clear")
        assert json.loads(await laptop.works("status", "--clear", "--json"))["state"] == "no-kit"
        await relay.store.declare_restore(devices.clock.ms)
        assert "restored again" in await laptop.fails("sync")
        assert (await status(laptop))["state"] == "confirm-restore"
        await laptop.works("relay", "confirm")
        assert (await status(laptop))["state"] == "restored"
    async with running_liar(tmp_path / "empty") as empty:
        assert "nothing was put there" in await laptop.fails("relay", "move", empty.url, typed="n\n")
        assert empty.url not in await laptop.works("status")
        assert "does not know your history" in await phone.fails("init", "--relay", empty.url)
        assert "unknown-account: This relay does not know your history." in await phone.works("status")
        assert "Your history is at" in await phone.works("relay", "put-back")
        assert "nothing to put back" in await phone.fails("relay", "put-back")
        assert "restored again" in await laptop.fails("relay", "move", empty.url)
        await laptop.works("relay", "confirm")
        assert "2  59.97" in await laptop.works("list")
        await phone.works("sync")
        assert "nothing was changed" in await phone.fails("relay", "start-again", typed="n\n")
        before = (await status(phone))["account"]
        assert "A new history begins here." in await phone.works("relay", "start-again", typed="y\n")
        assert (await status(phone))["account"] != before
        assert "2  59.97" in await phone.works("list")


def test_every_command_says_what_it_does() -> None:
    (commands,) = [action for action in parser()._actions if action.dest == "command"]
    assert commands.choices is not None
    for name, one in dict(commands.choices).items():
        assert name in one.prog
        assert one.format_help()


@pytest.fixture
def everyone_types_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is asked for words of a kit has written them down."""
    monkeypatch.setattr(kit_commands, "_check_written_down", lambda _: None)


@pytest.mark.usefixtures("everyone_types_well")
async def test_a_kit_that_may_not_be_in_is_said_to_be_worth_nothing(laptop: Terminal, liar: Liar) -> None:
    await laptop.works("init", "--relay", liar.url)
    page = laptop.folder.parent / "kit.html"

    async def break_down(request: web.Request) -> web.Response | None:
        return web.Response(status=503) if request.path == "/v1/log/statements" else None

    liar.instead = break_down
    line = await laptop.fails("kit", "new", "--page", str(page))
    assert line.endswith("this kit may not be in: destroy its words, and make another with 'counterfoil kit new'")
    assert not page.exists()


async def test_a_history_that_a_kit_brought_back_is_back_though_the_relay_then_went(laptop: Terminal, liar: Liar) -> None:
    await laptop.works("init", "--relay", liar.url)
    with LocalDevice(laptop.folder) as device:
        kit = Kit.new(device.vault.membership.account)
        await recovery.add(device, kit)

    async def break_down(request: web.Request) -> web.Response | None:
        return web.Response(status=503) if request.path == "/v1/log/records" else None

    liar.instead = break_down
    fresh = Terminal(laptop.folder.parent / "fresh")
    ended = await fresh.run("kit", "restore", "--relay", liar.url, typed=" ".join(kit.words) + "\n")
    assert ended.code == 1
    assert ended.out.count("This history is back: 2 records.") == 1


async def test_what_could_not_be_sent_before_leaving_is_told(laptop: Terminal, phone: Terminal, liar: Liar) -> None:
    await both(laptop, phone, liar.url)
    await phone.works("edit", "100001", "note=unsent")

    async def refuse(request: web.Request) -> web.Response | None:
        return refusal(ProblemCode.TOO_LARGE, limit=1) if request.path == "/v1/log/records" else None

    liar.instead = refuse
    assert ": 1 change is kept here only, for 'counterfoil keep'" in await phone.works("leave", typed="y\n")


async def test_erasing_that_was_interrupted_is_done_again(
    laptop: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await laptop.works("init")
    laptop.capture("100001")
    (tmp_path / "file").write_bytes(b"one")
    await laptop.works("attach", "100001", str(tmp_path / "file"))
    for step in ("clear", "erase_freed"):

        def interrupt(_: Store) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(Store, step, interrupt)
            assert (await laptop.run("erase", typed="y\n")).code == 130
    left = {one.name for one in laptop.folder.rglob("*")}
    assert left <= {"counterfoil.sqlite3", "counterfoil.sqlite3-wal", "counterfoil.sqlite3-shm", "lock"}
