"""`counterfoil`: a device in a terminal. Exits with 0, 1 and one line that names the fault, or 2 with a usage message."""

import argparse
import asyncio
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from counterfoil_crypto.encoding import to_base64url

from . import listing, verify
from .console import agreed, say, warn
from .device import LocalDevice
from .errors import ClientError
from .folder import default_folder
from .pairing_commands import default_name, dial, is_joining, join_in, let_in
from .terms import Terms
from .text import counted, plain, to_json
from .usage import parser
from .values import parse_value

READ_ONLY = frozenset({"list", "terms"})


def main(arguments: Sequence[str] | None = None) -> None:
    """The entry point of the `counterfoil` command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    parsed = parser().parse_args(arguments)
    folder = getattr(parsed, "data", None) or default_folder(os.environ)
    try:
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
    except KeyboardInterrupt:
        warn("stopped; what was done until here is kept")
        sys.exit(130)


async def _run(arguments: argparse.Namespace, folder: Path) -> None:
    command = arguments.command
    write = command not in READ_ONLY and not (command == "status" and not arguments.clear)
    starts = command == "init" or (command == "pair" and arguments.code)
    with LocalDevice(folder, write=write, make=bool(starts)) as device:
        match command:
            case "init":
                await _init(device, arguments)
            case "pair" if arguments.code or is_joining(device):
                await join_in(device, arguments)
            case "pair":
                await let_in(device)
            case "sync":
                await _sync(device)
            case "list":
                _list(device, arguments)
            case "terms":
                _terms(device, arguments)
            case "edit":
                _edit(device, arguments)
            case "delete" | "restore":
                _move(device, arguments)
            case "status":
                _status(device, arguments)


async def _init(device: LocalDevice, arguments: argparse.Namespace) -> None:
    relay = dial(arguments.relay, insecure=arguments.insecure) if arguments.relay else None
    if not device.has_account:
        device.start(default_name() if arguments.name is None else arguments.name, relay)
        say(f"A new history is in {device.store.folder}.")
    elif relay is None and arguments.name is None:
        raise ClientError(f"there is a history in {device.store.folder} already; --relay or --name change it")
    else:
        if arguments.name is not None:
            device.rename(arguments.name)
        if relay is not None:
            device.set_relay(relay)
    if relay is not None:
        await _sync(device)
    elif device.vault.relay is None:
        say("It has no relay yet: changes wait here until 'counterfoil init --relay URL'.")


async def _sync(device: LocalDevice) -> None:
    try:
        synced = await device.sync()
    except ClientError as error:
        waiting = f" ({counted(device.waiting, 'change waits', 'changes wait')})" if device.waiting else ""
        raise ClientError(f"{error}{waiting}") from error
    say(f"Read {counted(synced.read, 'entry', 'entries')}, wrote {counted(synced.written, 'change')}.")
    _say_what_waits(device)


def _list(device: LocalDevice, arguments: argparse.Namespace) -> None:
    records = device.records()
    found = listing.orders(records, arguments.words, deleted=arguments.bin)
    if arguments.json:
        say(to_json([order.values() for order in found]))
        return
    terms = Terms(records)
    for order in found:
        for line in order.lines():
            say(line)
        summary = terms.summary(order.record)
        if summary is not None:
            say(f"    {summary}")
    if not found:
        say("No orders." if not arguments.words else "No orders with these words.")


def _terms(device: LocalDevice, arguments: argparse.Namespace) -> None:
    records = device.records()
    order, terms = listing.find_order(records, arguments.order).record, Terms(records)
    for line in terms.lines(order) if arguments.number is None else terms.read(order, arguments.number):
        say(line)


def _verify(arguments: argparse.Namespace) -> None:
    lines, fault = verify.report(arguments.file)
    for line in lines:
        say(line)
    if fault is not None:
        raise ClientError(fault)


def _edit(device: LocalDevice, arguments: argparse.Namespace) -> None:
    """All values are checked before the first is written."""
    order = listing.find_order(device.records(), arguments.order)
    pairs = [value.partition("=") for value in arguments.values]
    for name, equals, _ in pairs:
        if not equals:
            raise ClientError(f"{plain(name, 60)!r} has no =; write FIELD=VALUE, for example total=12.50")
    values = {name: parse_value("Order", name, text) for name, _, text in pairs}
    changed = device.change_all(order.record.id, values)
    say(f"Changed {', '.join(changed)}." if changed else "It says so already.")
    _say_what_waits(device)


def _move(device: LocalDevice, arguments: argparse.Namespace) -> None:
    order = listing.find_order(device.records(), arguments.order)
    delete = arguments.command == "delete"
    if order.record.document.deleted == delete:
        say("It is in the bin already." if delete else "It is not in the bin.")
        return
    if delete:
        device.delete(order.record.id)
    else:
        device.restore(order.record.id)
    say("It is in the bin; 'counterfoil restore' brings it back." if delete else "It is back.")
    _say_what_waits(device)


def _status(device: LocalDevice, arguments: argparse.Namespace) -> None:
    verdict, vault = device.verdict, device.vault
    if arguments.clear and verdict:
        if not agreed(f"{verdict.words}\nClear this, and with it the evidence?"):
            raise ClientError("the verdict stays")
        device.clear_verdict()
        verdict = None
    head = vault.log.head
    status: dict[str, Any] = {
        "account": to_base64url(vault.membership.account),
        "device": vault.me.hex(),
        "name": device.device_name(vault.me),
        "relay": vault.relay,
        "head": {"sequence": head.sequence, "hash": head.hash.hex()},
        "devices": {member.hex(): device.device_name(member) for member in device.members},
        "records": len(vault.documents),
        "waiting": device.waiting,
        "setAside": [
            {"record": one.record.hex(), "sequence": one.sequence, "code": one.code, "writer": _writer(device, one.writer)}
            for one in device.set_aside
        ],
        "verdict": verdict.evidence() if verdict else None,
    }
    if arguments.json:
        say(to_json(status))
        return
    say(f"account  {status['account']}")
    say(f"relay    {plain(vault.relay or 'none yet')}")
    say(f"head     {head.sequence} {head.hash.hex()[:16]}")
    for member in list(device.members) or [vault.me]:
        mark = " (this one)" if member == vault.me else ""
        say(f"device   {plain(device.device_name(member) or 'no name', 64)}{mark}  {member.hex()}")
    say(f"records  {len(vault.documents)}")
    _say_what_waits(device)
    for one in status["setAside"]:
        writer = plain(one["writer"] or "nobody known", 64)
        say(f"aside    entry {one['sequence']} is set aside ({one['code']}), written by {writer}")
    if verdict:
        say(f"stopped  {plain(verdict.words, 2_000)}")


def _writer(device: LocalDevice, writer: bytes | None) -> str | None:
    return (device.device_name(writer) or writer.hex()) if writer else None


def _say_what_waits(device: LocalDevice) -> None:
    if device.waiting:
        say(f"{counted(device.waiting, 'change waits', 'changes wait')}.")
    newer = sum(one.read_only for one in device.records())
    if newer:
        say(f"{counted(newer, 'record needs', 'records need')} a newer counterfoil.")


if __name__ == "__main__":
    main()
