"""What was bought, and one's own words: `counterfoil list`, `terms`, `edit`, `delete`, `attach`, `export` and their kin."""

import argparse

from . import attachment_commands, listing, terms_files, transfer
from .console import say
from .device import LocalDevice
from .errors import ClientError
from .membership import check_member
from .saving import write_new
from .status_command import say_what_waits
from .terms import Terms
from .text import counted, plain, plain_lines, to_json
from .values import parse_value


async def run(device: LocalDevice, arguments: argparse.Namespace) -> None:
    match arguments.command:
        case "list":
            _list(device, arguments)
        case "terms":
            await _terms(device, arguments)
        case "edit":
            _edit(device, arguments)
        case "delete" | "restore":
            _move(device, arguments)
        case "attach":
            attachment_commands.attach(device, arguments)
        case "attachments":
            await attachment_commands.attachments(device, arguments)
        case "export":
            count = transfer.export_records(device, arguments.file)
            say(f"Saved {arguments.file} with {counted(count, 'record')}. Whoever has it can read it. Files are not in it.")
        case "import":
            _import(device, arguments)


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


async def _terms(device: LocalDevice, arguments: argparse.Namespace) -> None:
    records = device.records()
    order, terms = listing.find_order(records, arguments.order).record, Terms(records)
    if arguments.number is None:
        for line in terms.lines(order):
            say(line)
        return
    version = terms.version(order, arguments.number)
    digest = terms.file(version)
    if arguments.out is not None:
        content = await terms_files.content(device, digest) if digest else terms.read(version).encode()
        write_new(arguments.out, [content])
        say(f"Saved {arguments.out}.")
        return
    if digest:
        raise ClientError("this document is a PDF; save it with --out FILE")
    for line in plain_lines(terms.read(version)):
        say(line)


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
    say_what_waits(device)


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
    say_what_waits(device)


def _import(device: LocalDevice, arguments: argparse.Namespace) -> None:
    check_member(device.vault)  # nothing of it would reach the others
    found = transfer.import_records(device, arguments.file)
    say(f"Read {counted(found.read, 'record')}; {found.new} of them said something new.")
    if found.newer:
        say(f"{counted(found.newer, 'record needs', 'records need')} a newer counterfoil and was left out.")
    say_what_waits(device)
