"""`counterfoil pair`: both sides of a pairing, at a terminal."""

import argparse
import platform
import sys

from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.pairing import Code, parse_code

from . import pairing_rows
from .address import is_in_the_clear, parse_relay
from .console import agreed, ask, say, warn
from .device import LocalDevice, check_name
from .errors import ClientError
from .guest import Guest
from .host import Host
from .relay import connect
from .text import counted, plain


def default_name() -> str:
    """This machine's, cut to what a claim holds."""
    return (platform.node() or "command line").encode("utf-8", "replace")[:64].decode("utf-8", "ignore")


async def let_in(device: LocalDevice) -> None:
    """The signed-in side."""
    relay_url = device.vault.relay
    if relay_url is None:
        raise ClientError("pairing needs a relay; give this history one with 'counterfoil init --relay URL'")
    async with connect(relay_url) as relay:
        host = Host(device, relay)
        code = await host.open()
        say(f"On the new device, within ten minutes:\n\n    {code}\n")
        claim = await host.wait_claim()
        if not host.underway.confirmed:
            say(f"A device that calls itself {plain(claim.name, 64)!r} wants to join.")
            await host.confirm(ask("Type the six digits that it shows:"))
        await host.admit()
        say(f"{plain(claim.name, 64)!r} is in.")


async def join_in(device: LocalDevice, arguments: argparse.Namespace) -> None:
    """The newcomer's side."""
    code, name = read_code(device, arguments), default_name() if arguments.name is None else arguments.name
    check_name(name)
    _ask_to_keep(device, keep=arguments.keep_mine)
    async with connect(dial(code.relay, insecure=arguments.insecure)) as relay:
        guest = Guest(device, relay)
        digits = await guest.claim(code, name)
        say(f"Type these digits on the other device: {digits}")
        answer = await guest.wait_answer()
        await guest.join(answer, name)
    say("This device is in; reading the history.")
    synced = await device.sync()
    say(f"Read {counted(synced.read, 'entry', 'entries')}.")


def is_joining(device: LocalDevice) -> bool:
    """Whether a join was begun here and is not over."""
    found = pairing_rows.load(device.store, device.now())
    return found is not None and found.role == "guest"


def read_code(device: LocalDevice, arguments: argparse.Namespace) -> Code:
    """The code that was typed, or the one of the join that was interrupted."""
    found = pairing_rows.load(device.store, device.now())
    if arguments.code is None and found is not None:
        return Code(found.relay, found.secret)
    text = sys.stdin.readline() if arguments.code == "-" else arguments.code
    try:
        return parse_code(text)
    except RefusedError as error:
        raise ClientError(f"{error}; type it again") from error


def dial(url: str, *, insecure: bool) -> str:
    """The relay's canonical address; a warning where everyone on the way can look on."""
    relay = parse_relay(url, insecure=insecure)
    if is_in_the_clear(relay):
        warn(f"warning: {relay} is plain http; everyone on the way sees when you write, and can pretend to be the relay")
    return relay


def _ask_to_keep(device: LocalDevice, *, keep: bool) -> None:
    if not device.has_account:
        return
    earlier = [one for one in device.records() if one.document.type != "Device"]
    if not earlier or keep:
        return
    question = f"This folder has a history with {counted(len(earlier), 'record')}. Take them along into the other one?"
    if not agreed(question):
        raise ClientError("nothing was joined; to keep the two apart, pair with another folder: --data")
