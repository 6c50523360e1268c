"""`counterfoil`: a device in a terminal. Exits with 0, 1 and one line that names the fault, or 2 with a usage message."""

import argparse
import asyncio
import io
import os
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from . import blobs, kit_commands, life_commands, record_commands, relay_commands, status_command, verify
from .console import TerminatedError, end_at_once, say, warn
from .device import LocalDevice
from .errors import ClientError
from .folder import default_folder
from .pairing_commands import default_name, dial, is_joining, join_in, let_in
from .passphrase import ask_passphrase
from .status_command import say_what_waits
from .text import counted, plain
from .usage import parser

RECORDS: Final = frozenset({"list", "terms", "edit", "delete", "restore", "attach", "attachments", "export", "import"})
STOPPED: Final = "stopped; what was done until here is kept"
READ_ONLY: Final = frozenset({"list", "terms", "devices", "export"})


def main(arguments: Sequence[str] | None = None) -> None:
    """The entry point of the `counterfoil` command."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    parsed = parser().parse_args(arguments)
    folder = getattr(parsed, "data", None) or default_folder(os.environ)
    try:
        end_at_once()
        if parsed.command == "verify":  # needs no data folder, and makes none
            _verify(parsed)
        else:
            asyncio.run(_run(parsed, folder))
    except ClientError as error:
        warn(plain(str(error), 2_000))
        sys.exit(1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read us has gone; Python would still flush
        sys.exit(1)
    except (OSError, sqlite3.Error) as error:
        warn(f"cannot go on: {plain(str(error), 300)}; see that the disk has room and that {folder} is whole and yours")
        sys.exit(1)
    except KeyboardInterrupt:
        warn(STOPPED)
        sys.exit(130)
    except TerminatedError:
        warn(STOPPED)
        sys.exit(143)


async def _run(arguments: argparse.Namespace, folder: Path) -> None:
    command = arguments.command
    fetches = command == "terms" and arguments.out is not None
    write = fetches or (command not in READ_ONLY and not (command == "status" and not arguments.clear))
    starts = command == "init" or (command == "pair" and arguments.code) or (command == "kit" and arguments.act == "restore")
    with LocalDevice(folder, write=write, make=bool(starts), ask=ask_passphrase) as device:
        if not starts and not device.has_account and command != "pair":
            _ = device.vault  # says what is missing
        match command:
            case "init":
                await _init(device, arguments)
            case "pair" if arguments.code or is_joining(device):
                await join_in(device, arguments)
            case "pair":
                await let_in(device)
            case "kit":
                await kit_commands.run(device, arguments)
            case "relay":
                await relay_commands.run(device, arguments)
            case "status":
                status_command.run(device, arguments)
            case "sync":
                await sync(device, files=arguments.files)
            case _ if command in RECORDS:
                await record_commands.run(device, arguments)
            case _:
                await life_commands.run(device, arguments)


async def _init(device: LocalDevice, arguments: argparse.Namespace) -> None:
    relay = dial(arguments.relay, insecure=arguments.insecure) if arguments.relay else None
    if not device.has_account:
        device.start(default_name() if arguments.name is None else arguments.name, relay)
        say(f"A new history is in {device.store.folder}.")
    elif arguments.name is not None:
        raise ClientError(
            f"there is a history in {device.store.folder} already; 'counterfoil rename NAME' calls this device otherwise"
        )
    elif relay is None:
        raise ClientError(
            f"there is a history in {device.store.folder} already; --relay gives it one, --data names another folder"
        )
    else:
        device.set_relay(relay)
    if relay is not None:
        await sync(device)
    elif device.vault.relay is None:
        say("It has no relay yet: changes wait here until 'counterfoil init --relay URL'.")


async def sync(device: LocalDevice, *, files: bool = False) -> None:
    if files:
        blobs.forget_uploads(device.vault)
    try:
        synced = await device.sync()
    except ClientError as error:
        waiting = f" ({counted(device.waiting, 'change waits', 'changes wait')})" if device.waiting else ""
        raise ClientError(f"{error}{waiting}") from error
    say(f"Read {counted(synced.read, 'entry', 'entries')}, wrote {counted(synced.written, 'change')}.")
    say_what_waits(device)


def _verify(arguments: argparse.Namespace) -> None:
    lines, fault = verify.report(arguments.file)
    for line in lines:
        say(line)
    if fault is not None:
        raise ClientError(fault)


if __name__ == "__main__":
    main()
