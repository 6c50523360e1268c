"""`counterfoil devices`, `revoke`, `leave`, `rotate`, `rename`, `close`, `keep`, `erase`, `own-device`, `lock`."""

import argparse
import shutil
from typing import Any

from . import anew, blobs, life
from .anchor import NAME as ANCHOR
from .console import agreed, say
from .device import LocalDevice
from .errors import ClientError
from .life import Listed
from .membership import called, check_member, name_of, over_words
from .passphrase import ask_new_passphrase
from .status_command import say_what_waits
from .succession import Succession, lock
from .text import day, moment, plain, to_json


async def run(device: LocalDevice, arguments: argparse.Namespace) -> None:  # noqa: C901 # a table
    match arguments.command:
        case "devices":
            devices(device, arguments)
        case "revoke":
            await revoke(device, arguments)
        case "leave":
            await leave(device)
        case "rotate":
            await rotate(device)
        case "rename":
            rename(device, arguments)
        case "close":
            await close(device)
        case "keep":
            keep(device)
        case "erase":
            erase(device)
        case "own-device":
            await own_device(device)
        case "lock":
            await set_lock(device, arguments)


def devices(device: LocalDevice, arguments: argparse.Namespace) -> None:
    found = life.devices(device)
    if arguments.json:
        say(to_json([_values(device, one) for one in found]))
        return
    for one in found:
        mark = "  (this one)" if one.id == device.vault.me else ""
        say(f"{called(device.vault, one.id)}{mark}")
        say(f"    {one.kind}  {one.fingerprint}")
        say(f"    {'; '.join(_said(device, one))}")


def _said(device: LocalDevice, one: Listed) -> list[str]:
    said = []
    if one.added == 0:
        said.append("began this history")
    elif one.added is not None:
        said.append(f"added {day(one.added)}" + (f" by {name_of(device.vault, one.by)}" if one.by else ""))
    if one.seen is not None:
        said.append(f"last sign of life {day(one.seen)}")
    if one.notice is not None:
        said.append(f"to be removed, said {day(one.notice)}; 'counterfoil kit cancel' keeps it")
    if one.gone is not None:
        how = "left" if one.gone_by == one.id else f"removed by {name_of(device.vault, one.gone_by or b'')}"
        said.append(f"{how} on {day(one.gone)}")
    return said or ["nothing known"]


def _values(device: LocalDevice, one: Listed) -> dict[str, Any]:
    return {
        "id": one.id.hex(),
        "name": one.name,
        "kind": one.kind,
        "thisOne": one.id == device.vault.me,
        "added": moment(one.added) if one.added else None,
        "addedBy": one.by.hex() if one.by else None,
        "seen": moment(one.seen) if one.seen else None,
        "notice": moment(one.notice) if one.notice else None,
        "gone": moment(one.gone) if one.gone else None,
        "goneBy": one.gone_by.hex() if one.gone_by else None,
    }


async def revoke(device: LocalDevice, arguments: argparse.Namespace) -> None:
    check_member(device.vault)
    one = life.find_member(device, arguments.name)
    if one.id == device.vault.me:
        raise ClientError("this is the device itself; 'counterfoil leave' takes it out")
    if one.kind != "device":
        raise ClientError("that is a recovery kit; 'counterfoil kit remove' takes it out")
    await life.revoke(device, one.id)
    name = plain(one.name or one.fingerprint, 64)
    say(f"{name} is removed. It keeps what it had read, and reads nothing that is written from now on.")


async def leave(device: LocalDevice) -> None:
    check_member(device.vault)
    if len(device.vault.log.roster.members) <= 1:
        raise ClientError("this is the only device; 'counterfoil close' ends the history, 'counterfoil erase' empties the folder")
    if not agreed("This device will read nothing more of this history. Leave?"):
        raise ClientError("nothing was changed")
    await life.leave(device)
    say("This device has left. What was here is still here: 'counterfoil keep' or 'counterfoil erase'.")
    say_what_waits(device)


async def rotate(device: LocalDevice) -> None:
    await life.rotate(device)
    say("Everything that is written from now on is under a new key.")


def rename(device: LocalDevice, arguments: argparse.Namespace) -> None:
    check_member(device.vault)
    device.rename(arguments.name)
    say(f"This device is called {plain(arguments.name, 64)!r}; the others see it after the next sync.")


async def close(device: LocalDevice) -> None:
    check_member(device.vault)
    consequence = "The relay will erase everything but the statements, for all of your devices; each keeps what it has read."
    if not agreed(f"{consequence} Close it?"):
        raise ClientError("nothing was changed")
    await life.close(device)
    say("This history is closed. What was here is still here: 'counterfoil keep' or 'counterfoil erase'.")
    say_what_waits(device)


def keep(device: LocalDevice) -> None:
    """Only for who has nothing left to sync with: everyone else starts again."""
    if over_words(device.vault) is None:
        raise ClientError("this device still belongs to its history; 'counterfoil relay start-again' makes a new one of it")
    anew.start_again(device, None)
    say("What was here is a history of its own now. It has no relay yet: 'counterfoil init --relay URL'.")


def erase(device: LocalDevice) -> None:
    """Everything of this device, and nothing else that may lie in the folder."""
    waiting = "" if device.is_locked or not device.waiting else f" {device.waiting} of its changes were never sent."
    if not agreed(f"This erases the history in {device.store.folder} from this machine.{waiting} Erase it?"):
        raise ClientError("nothing was erased")
    folder = device.store.folder
    device.forget()
    # The history last: while there is one, what was interrupted can be done again.
    shutil.rmtree(folder / blobs.FOLDER, ignore_errors=True)
    (folder / ANCHOR).unlink(missing_ok=True)
    with device.store.transaction():
        device.store.clear()
    device.store.erase_freed()
    say("It is erased here. The relay and your other devices have what they had.")


async def own_device(device: LocalDevice) -> None:
    check_member(device.vault)
    found = device.verdict
    if found is None or found.device != device.vault.me:
        doubt = "Nothing here says that this folder was copied; only if another device says so, go on. Go on?"
        if not agreed(doubt):
            raise ClientError("nothing was changed")
    name = device.device_name(device.vault.me)
    remove = agreed(
        "This folder becomes a device of its own. Remove the one that it was, too? Say no while its copy is still used elsewhere:"
        " the copy would be removed"
    )
    await Succession(device, device.passphrase, remove=remove).run()
    say(f"This is a device of its own now, called {plain(name or 'as before', 64)!r}; 'counterfoil rename' calls it otherwise.")


async def set_lock(device: LocalDevice, arguments: argparse.Namespace) -> None:
    if arguments.remove:
        if not device.is_locked:
            raise ClientError("there is no lock")
        lock(device, None)
        say("The lock is off: whoever can read this folder can read this history.")
        return
    if device.is_locked != arguments.change:
        locked = device.is_locked
        raise ClientError("there is a lock; change it with --change" if locked else "there is no lock yet; leave out --change")
    if device.is_locked:
        _ = device.vault  # asks for the passphrase that it has, before the new one
    chosen = ask_new_passphrase()
    if device.is_locked:
        lock(device, chosen)
        say("The passphrase is changed.")
        return
    if device.vault.relay is None and device.vault.log.sequence == 0:
        device.passphrase = chosen
        anew.start_again(device, None)
    else:
        await Succession(device, chosen, remove=True).run()
    say("This device is locked: each command asks for the passphrase. Without it nobody opens this folder, nor do you.")
