"""Ctrl-C, or the end of the machine, at each question: one line, and everything is as it was before the command."""

import asyncio
import getpass
import io
import os
import shutil
import signal
import sqlite3
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from counterfoil.client import LocalDevice
from counterfoil.client.command import STOPPED, main
from counterfoil.client.console import TerminatedError, end_at_once
from counterfoil.client.folder import DATABASE
from counterfoil.client.guest import Guest
from counterfoil.client.relay import connect
from counterfoil_crypto.pairing import Code, Pairing, parse_code
from tests.server.client.capturing import capture
from tests.server.client.devices import Devices, join, no_sleep, order
from tests.server.client.test_command import Terminal, until
from tests.server.helpers import Relay, running_on_disk

LATE = 20


class Stops:
    """Standard input at which somebody types `lines` and then sends a signal."""

    def __init__(self, lines: str, number: signal.Signals, *, terminal: bool = False) -> None:
        self._typed = io.StringIO(lines)
        self._number = number
        self._terminal = terminal

    def readline(self) -> str:
        line = self._typed.readline()
        if not line:
            send(self._number)
        return line

    def isatty(self) -> bool:
        return self._terminal


def send(number: signal.Signals) -> None:
    os.kill(os.getpid(), number)


@pytest.fixture(scope="module")
def two_devices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folders `laptop` and `phone` of one history, and `alone` of another."""
    folder = tmp_path_factory.mktemp("devices")

    async def make() -> None:
        devices = Devices(folder)
        async with running_on_disk(folder / "relay") as relay:
            laptop, phone = devices.begin("laptop", relay.url), devices.open("phone")
            capture(laptop, order())
            await laptop.sync()
            await join(laptop, phone, "phone")
            await phone.sync()
            await laptop.sync()
            capture(devices.begin("alone", None), order("2"))
            devices.close()

    asyncio.run(make())
    return folder


@pytest.fixture
def folder(two_devices: Path, tmp_path: Path) -> Path:
    shutil.copytree(two_devices, tmp_path / "of", ignore=shutil.ignore_patterns("relay"))
    return tmp_path / "of"


@pytest.fixture(autouse=True)
def signals() -> Iterator[None]:
    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
    yield
    for one, handler in before.items():
        signal.signal(one, handler)


def contents(folder: Path) -> dict[str, list[str]]:
    """Every file's name, and what is in the databases."""
    found = dict[str, list[str]]()
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        found[str(path.relative_to(folder))] = []
        if path.name == DATABASE:
            with closing(sqlite3.connect(path)) as database:
                found[str(path.relative_to(folder))] = list(database.iterdump())
    return {name: rows for name, rows in found.items() if not name.endswith(("-wal", "-shm"))}


def stopped(arguments: list[str], data: Path, number: signal.Signals, typed: str = "", *, terminal: bool = False) -> str:
    """What the command printed before it ended with the one line that it should."""
    assert threading.current_thread() is threading.main_thread()
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COUNTERFOIL_DATA", str(data))
        patch.setattr(getpass, "getpass", lambda _: send(number))
        for name, stream in (("stdin", Stops(typed, number, terminal=terminal)), ("stdout", out), ("stderr", err)):
            patch.setattr(sys, name, stream)
        with pytest.raises(SystemExit) as end:
            main(arguments)
    assert end.value.code == 128 + number
    assert err.getvalue() == f"counterfoil: {STOPPED}\n"
    return out.getvalue()


CODE = Code("http://127.0.0.1:1", Pairing.new().secret)

QUESTIONS = {
    "erase": ("laptop", ["erase"], "Erase it?"),
    "leave": ("laptop", ["leave"], "Leave?"),
    "close": ("laptop", ["close"], "Close it?"),
    "own-device": ("laptop", ["own-device"], "Go on?"),
    "start-again": ("laptop", ["relay", "start-again"], "Go on?"),
    "kit new": ("laptop", ["kit", "new", "--page", "PAGE"], "Word number"),
    "kit remove": ("laptop", ["kit", "remove", "--words"], "Type the 24 words:"),
    "kit restore": ("nobody", ["kit", "restore", "--relay", "http://127.0.0.1:1"], "Type the 24 words:"),
    "pair -": ("alone", ["pair", "-"], ""),
    "pair CODE": ("alone", ["pair", "CODE"], "Take them along"),
    "lock": ("laptop", ["lock"], ""),
}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "terminated"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_at_a_question_nothing_is_done(folder: Path, question: str, number: signal.Signals) -> None:
    name, arguments, words = QUESTIONS[question]
    before = contents(folder / name)
    places = {"PAGE": str(folder / "kit.html"), "CODE": str(CODE)}
    printed = stopped([places.get(one, one) for one in arguments], folder / name, number, terminal=True)
    assert words in printed
    assert not (folder / "kit.html").exists(), "the page of a kit that nobody may use"
    if name == "nobody":
        with LocalDevice(folder / name) as device:
            assert not device.has_account
    else:
        assert contents(folder / name) == before


def test_at_a_later_question_nothing_is_done_either(folder: Path) -> None:
    before = contents(folder / "laptop")
    assert "Remove the one that it was" in stopped(["own-device"], folder / "laptop", signal.SIGINT, typed="y\n")
    assert contents(folder / "laptop") == before


async def test_at_the_digits_nobody_is_let_in_and_the_same_code_goes_on(tmp_path: Path, relay: Relay) -> None:
    laptop = Terminal(tmp_path / "laptop")
    await laptop.works("init", "--relay", relay.url)
    host = await laptop.start("pair")
    _, code = await until(host, lambda line: "#" in line)
    await asyncio.sleep(0.5)  # it asks the relay for a claim, again and again
    host.send_signal(signal.SIGINT)
    _, err = await asyncio.wait_for(host.communicate(), LATE)
    assert (host.returncode, err.decode()) == (130, f"counterfoil: {STOPPED}\n")
    host = await laptop.start("pair")
    assert (await until(host, lambda line: "#" in line))[1] == code
    with LocalDevice(tmp_path / "phone") as phone:
        async with connect(relay.url) as dialled:
            await Guest(phone, dialled, no_sleep).claim(parse_code(code.strip()), "Phone")
    await until(host, lambda line: "wants to join" in line)
    host.send_signal(signal.SIGINT)
    _, err = await asyncio.wait_for(host.communicate(), LATE)
    assert (host.returncode, err.decode()) == (130, f"counterfoil: {STOPPED}\n")
    with LocalDevice(laptop.folder) as device:
        assert len(device.members) == 1
    again = await laptop.start("pair")
    _, same = await until(again, lambda line: "#" in line)
    assert same == code
    again.terminate()
    _, err = await asyncio.wait_for(again.communicate(), LATE)
    assert (again.returncode, err.decode()) == (143, f"counterfoil: {STOPPED}\n")


def test_a_signal_ends_the_command_whatever_it_is_doing() -> None:
    """Also in one of the event loop's own callbacks; of what else they raise it only makes a report."""

    async def wait() -> None:
        asyncio.get_running_loop().call_soon(send, signal.SIGTERM)
        await asyncio.sleep(LATE)

    end_at_once()
    with pytest.raises(TerminatedError):
        asyncio.run(wait())
