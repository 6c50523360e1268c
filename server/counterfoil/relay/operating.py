"""What an operator does beside serving: `counterfoil-relay backup`, `restore` and `declare-restore` (OPERATIONS.md)."""

import argparse
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from .settings import DEFAULT_DATA, TWIN
from .store.backup import back_up, declare, put_back

COMMANDS: Final = ("backup", "restore", "declare-restore")


def operate(arguments: Sequence[str], environment: Mapping[str, str]) -> None:
    """Runs one of `COMMANDS`, says what it did, or raises `StoreError`; a usage message if its arguments make no sense."""
    found = _parser(environment.get(TWIN + "DATA") or DEFAULT_DATA).parse_args(arguments)
    now = int(time.time() * 1000)
    match found.command:
        case "backup":
            blobs, missing = back_up(found.data, found.file)
            lost = f"; {missing} more {'has' if missing == 1 else 'have'} no file" if missing else ""
            _say(f"{found.file}: the database and {_counted(blobs, 'blob')}{lost}")
        case "restore":
            accounts = put_back(found.data, found.file, now)
            _say(f"{found.data}: put back and declared to {_counted(accounts, 'account')}; start the relay")
        case "declare-restore":
            of = None if found.of is None else int(found.of.timestamp() * 1000)
            _say(f"{found.data}: declared to {_counted(declare(found.data, now, of), 'account')}; start the relay")


def _parser(data: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="counterfoil-relay", description="A relay's copies; without a command it serves.")
    commands = parser.add_subparsers(dest="command", required=True)
    backup = commands.add_parser("backup", help="copies the data into a new file; the relay may run")
    restore = commands.add_parser("restore", help="puts such a copy into an empty folder and tells the devices of it")
    told = commands.add_parser("declare-restore", help="tells the devices that the data came back from an earlier state")
    for one in (backup, restore):
        one.add_argument("file", type=Path, metavar="FILE")
    told.add_argument("--of", type=_moment, metavar="TIME", help="of when that state is, RFC 3339 (the newest entry's time)")
    for one in (backup, restore, told):
        one.add_argument("--data", type=Path, default=data, help="folder of the database (%(default)s)")
    return parser


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or not datetime.fromtimestamp(0, UTC) <= found <= datetime.now(UTC):
        raise argparse.ArgumentTypeError(f"{text!r} is not a time that was, such as 2026-05-03T04:00:00Z")
    return found


def _counted(number: int, one: str) -> str:
    return f"{number} {one}" if number == 1 else f"{number} {one}s"


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
