"""`counterfoil kit`: the recovery kit at a terminal."""

import argparse
import sys
from pathlib import Path

from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.kit import Kit, parse_words

from . import recovery
from .console import ask, say, warn
from .device import LocalDevice
from .errors import ClientError
from .kit_page import page
from .pairing_commands import default_name, dial
from .saving import write_new
from .text import counted, day

TRIES = 3


async def run(device: LocalDevice, arguments: argparse.Namespace) -> None:
    match arguments.act:
        case "new":
            await _new(device, arguments.page)
        case "remove" if arguments.words:
            await recovery.leave(device, _typed_kit())
            say("The kit is removed; its words open nothing that is written from now on.")
        case "remove":
            await _remove(device, arguments.kit)
        case "cancel":
            kit = recovery.find_kit(device, arguments.kit)
            say("The kit stays." if await recovery.cancel(device, kit) else "Nobody asked for this kit to be removed.")
        case "restore":
            await _restore(device, arguments)


async def _new(device: LocalDevice, file: Path | None) -> None:
    vault = device.vault
    if vault.relay is None:
        raise ClientError("a kit needs a relay to restore from; give this history one with 'counterfoil init --relay URL'")
    device.engine().check()
    kit = Kit.new(vault.membership.account)
    if file is not None:
        write_new(file, [page(vault.relay, kit.words, day(device.now())).encode()])
        say(f"The page is in {file}. Print it, then delete the file.")
    say("These 24 words are shown once. Write them down, in this order:\n")
    for row in range(0, 24, 4):
        say("   ".join(f"{at + 1:2} {kit.words[at]:9}" for at in range(row, row + 4)))
    say(f"\nand the relay's address: {vault.relay}\n")
    try:
        _check_written_down(kit)
        await _add(device, kit)
    except BaseException:
        if file is not None:
            file.unlink(missing_ok=True)  # noqa: ASYNC240 # one name in a folder
        raise
    say("The kit is in. 'counterfoil kit restore' brings this history back from it alone.")
    others = [one for one in vault.log.roster.kits if one != kit.device.keys.id]
    if others:
        warn(f"{counted(len(others), 'older kit')} can still be used; 'counterfoil kit remove' takes one out")


async def _add(device: LocalDevice, kit: Kit) -> None:
    try:
        await recovery.add(device, kit)
    except ClientError as error:
        unsure = "this kit may not be in: destroy its words, and make another with 'counterfoil kit new'"
        raise ClientError(f"{error}; {unsure}") from error


def _check_written_down(kit: Kit) -> None:
    for place in recovery.some_places():
        for _ in range(TRIES):
            if ask(f"Word number {place}:").casefold() == kit.words[place - 1]:
                break
            say("That is another word; look again.")
        else:
            raise ClientError("the kit was not added, and its words are worth nothing; make another with 'counterfoil kit new'")


async def _remove(device: LocalDevice, start: str | None) -> None:
    kit = recovery.find_kit(device, start)
    until = await recovery.remove(device, kit)
    if until is None:
        say("The kit is removed.")
        return
    say(f"Notice is given, and every device shows it. From {day(until)} on 'counterfoil kit remove' takes the kit out.")
    say("Sooner: on another device that has been in for a week, as this one has; or at once by the kit's words, with --words.")


async def _restore(device: LocalDevice, arguments: argparse.Namespace) -> None:
    if device.has_account:
        raise ClientError(f"there is a history in {device.store.folder} already; choose an empty folder with --data")
    relay = dial(arguments.relay, insecure=arguments.insecure)
    name = default_name() if arguments.name is None else arguments.name
    await recovery.restore(device, _typed_kit(), relay, name)
    say(f"This history is back: {counted(len(device.vault.documents), 'record')}.")
    say("The kit can still be used. If someone else may have seen it: 'counterfoil kit new', then 'kit remove --words'.")
    if len(device.vault.log.roster.devices) > 1:
        say("Devices that you have lost are still let in: 'counterfoil devices' shows them, 'counterfoil revoke' removes them.")
    await device.sync()


def _typed_kit() -> Kit:
    """Words are read from standard input: a command line is kept, and shown to other programs."""
    if sys.stdin.isatty():
        say("Type the 24 words:")
    typed: list[str] = []
    while len(typed) < 24 and (line := sys.stdin.readline()):
        typed += line.partition("#")[2].split() if "#" in line else line.split()
    try:
        return parse_words(" ".join(typed))
    except RefusedError as error:
        raise ClientError(f"{error}; type them again") from error
