"""`counterfoil attach` and `attachments`."""

import argparse

from . import attaching
from .console import say
from .device import LocalDevice
from .errors import ClientError
from .listing import find_order
from .membership import over_words
from .status_command import say_what_waits
from .text import megabytes, plain, to_json


def attach(device: LocalDevice, arguments: argparse.Namespace) -> None:
    order = find_order(device.records(), arguments.order).record
    one = attaching.attach(device, order, arguments.file)
    sent = "" if over_words(device.vault) else "; it is sent with the next sync"
    say(f"Attached {plain(one.name, 200)!r} ({megabytes(one.blob.size)}){sent}.")
    say_what_waits(device)


async def attachments(device: LocalDevice, arguments: argparse.Namespace) -> None:
    order = find_order(device.records(), arguments.order).record
    found = attaching.attached(order)
    if arguments.number is None:
        if arguments.json:
            values = [{"name": one.name, "mediaType": one.media_type, "size": one.blob.size} for one in found]
            say(to_json(values))
            return
        for number, one in enumerate(found, start=1):
            say(f"{number}  {plain(one.name, 200)}  {megabytes(one.blob.size)}")
        if not found:
            say("No files.")
        return
    if arguments.out is None and not arguments.remove:
        raise ClientError("say where to save it: --out FILE")
    if not 1 <= arguments.number <= len(found):
        raise ClientError(
            f"there is no file {arguments.number}; 'counterfoil attachments {plain(arguments.order, 60)}' shows them"
        )
    if arguments.remove:
        attaching.remove(device, order, found[arguments.number - 1])
        say("Removed.")
        say_what_waits(device)
        return
    await attaching.save(device, found[arguments.number - 1], arguments.out)
    say(f"Saved {arguments.out}.")
