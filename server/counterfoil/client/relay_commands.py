"""`counterfoil relay`: what to do when the relay was restored, forgot, moved, or can't be trusted any more."""

import argparse

from . import anew, conditions
from .conditions import Code
from .console import agreed, say
from .device import LocalDevice
from .errors import ClientError, RelayProblemError, RelayUnavailableError
from .life import connected
from .pairing_commands import dial
from .putting_back import put_back_account
from .status_command import say_what_waits
from .text import counted


async def run(device: LocalDevice, arguments: argparse.Namespace) -> None:
    match arguments.act:
        case "confirm":
            await _confirm(device)
        case "put-back":
            await put_back(device)
        case "move":
            await _move(device, arguments)
        case "start-again":
            await _start_again(device, arguments)


async def _confirm(device: LocalDevice) -> None:
    found = conditions.get(device.store, Code.CONFIRM)
    if found is None:
        raise ClientError("there is no restore that waits for you; 'counterfoil status' says what does")
    with device.store.transaction():
        conditions.put(device.store, Code.CONFIRMED, device.now(), found.body)
        conditions.end(device.store, Code.CONFIRM)
    await sync(device)


async def put_back(device: LocalDevice) -> None:
    """Begins the log anew at a relay that does not know it. Only the person decides that."""
    engine = device.engine()
    engine.check()
    async with connected(device) as relay:
        try:
            await relay.read_log(device.vault.log.sequence)
        except RelayProblemError as error:
            if error.code != "unknown-account":
                raise
        else:
            raise ClientError("this relay knows your history; there is nothing to put back; run 'counterfoil sync'")
        await put_back_account(device.vault, relay)
        engine.expects_restore = True
        await engine.run(relay)
    say(f"Your history is at {device.vault.relay}. Open each of your other devices once.")


async def _move(device: LocalDevice, arguments: argparse.Namespace) -> None:
    """To another address of the same relay, to a relay that took over its data, or to one that knows nothing of it."""
    url = dial(arguments.url, insecure=arguments.insecure)
    before = device.vault.relay
    device.set_relay(url)
    try:
        await sync(device)
    except RelayUnavailableError as error:
        raise RelayUnavailableError(
            f"{error}; the address is the new one now; if it is wrong, 'counterfoil relay move URL'"
        ) from error
    except RelayProblemError as error:
        if error.code != "unknown-account":
            raise
        try:
            wanted = agreed(f"{url} does not know your history. Put it there?")
        except BaseException:  # nobody answered, or Ctrl-C: that is no yes
            if before is not None:
                device.set_relay(before)
            raise
        if not wanted:
            if before is not None:
                device.set_relay(before)
            raise ClientError("nothing was put there; the address is as it was") from error
        await put_back(device)
    say("On each of your other devices: 'counterfoil relay move' to the same address.")


async def _start_again(device: LocalDevice, arguments: argparse.Namespace) -> None:
    url = dial(arguments.url, insecure=arguments.insecure) if arguments.url else device.vault.relay
    question = (
        "This makes a new history of everything that can be read here; your other devices stay with the old one until you pair"
        f" them with this one, and evidence of a verdict goes unless you saved it. It will be at {url or 'no relay yet'}. Go on?"
    )
    if not agreed(question):
        raise ClientError("nothing was changed")
    left = await anew.fetch_files(device)
    anew.start_again(device, url)
    if left:
        files = counted(left, "attached file is", "attached files are")
        say(f"{files} not here and could not be fetched; another device may have them.")
    say("A new history begins here.")
    if url is not None:
        await sync(device)


async def sync(device: LocalDevice) -> None:
    synced = await device.sync()
    say(f"Read {counted(synced.read, 'entry', 'entries')}, wrote {counted(synced.written, 'change')}.")
    say_what_waits(device)
