"""What can be typed. argparse: it is there already, and its usage errors end with 2 as they should."""

import argparse
from pathlib import Path
from typing import TypeAlias

EPILOG = """COUNTERFOIL_DATA names the data folder where --data does not. Secrets never belong on a command line: a pairing code
works once, and '-' reads it from standard input; a passphrase is typed, or read from the file descriptor that
COUNTERFOIL_PASSPHRASE_FD names, a line for each question; a kit's words are read from standard input."""

ORDER = "a number, vendor/number, or the start of an id"


def parser() -> argparse.ArgumentParser:
    """One subcommand for each thing a person does."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--data", type=Path, default=argparse.SUPPRESS, help="folder of this device (COUNTERFOIL_DATA)")
    dialling = argparse.ArgumentParser(add_help=False)
    dialling.add_argument("--insecure", action="store_true", help="allow plain http to another machine")
    top = argparse.ArgumentParser(
        prog="counterfoil", description="The customer's half of the receipt, in a terminal.", epilog=EPILOG, parents=[common]
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_records(commands, common)
    _add_sync(commands, common, dialling)
    _add_life(commands, common)
    _add_kit(commands, common, dialling)
    _add_relay(commands, common, dialling)
    return top


Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 # argparse has no other name for it


def _add_sync(commands: "Commands", common: argparse.ArgumentParser, dialling: argparse.ArgumentParser) -> None:
    init = commands.add_parser("init", parents=[common, dialling], help="start a history, or give it a relay")
    init.add_argument("--relay", metavar="URL", help="where this history is kept for other devices; can come later")
    init.add_argument("--name", help="what this device is called")

    pair = commands.add_parser("pair", parents=[common, dialling], help="let another device in, or join with its code")
    pair.add_argument("code", nargs="?", metavar="CODE", help="the code that the other device shows; - reads it")
    pair.add_argument("--name", help="what this device is called")
    pair.add_argument("--keep-mine", action="store_true", help="take the records in this folder along")

    sync = commands.add_parser("sync", parents=[common], help="read from the relay, then send what waits")
    sync.add_argument("--files", action="store_true", help="also send every attached file again that the relay may have lost")

    status = commands.add_parser("status", parents=[common], help="account, relay, devices, what waits, what is wrong")
    status.add_argument("--json", action="store_true", help="as JSON, with the evidence of a verdict")
    status.add_argument("--evidence", type=Path, metavar="FILE", help="save the evidence of a verdict as a new file")
    status.add_argument("--at", type=int, metavar="N", help="the place in the history at entry N, to compare with another device")
    status.add_argument(
        "--clear", action="store_true", help="clear a verdict and sync again, keep its evidence first; put away what was told"
    )


def _add_records(commands: "Commands", common: argparse.ArgumentParser) -> None:
    listed = commands.add_parser("list", parents=[common], help="orders, newest first")
    listed.add_argument("words", nargs="*", metavar="WORDS", help="only orders that hold all of these")
    listed.add_argument("--json", action="store_true", help="as JSON")
    listed.add_argument("--bin", action="store_true", help="deleted ones instead")

    terms = commands.add_parser("terms", parents=[common], help="what was agreed to with an order, or the text of one document")
    terms.add_argument("order", metavar="ORDER", help=ORDER)
    terms.add_argument("number", nargs="?", type=int, metavar="N", help="the document of this number, word for word")
    terms.add_argument("--out", type=Path, metavar="FILE", help="save it as a new file, as a PDF is read")

    verified = commands.add_parser("verify", help="check a file of evidence, offline")
    verified.add_argument("file", type=Path, metavar="FILE", help="the HTML or JSON file as it was saved")

    edit = commands.add_parser("edit", parents=[common], help="correct an order's fields")
    edit.add_argument("order", metavar="ORDER", help=ORDER)
    edit.add_argument("values", nargs="+", metavar="FIELD=VALUE", help="an empty value blanks the field")
    for name, text in (("delete", "put an order into the bin"), ("restore", "bring a deleted order back")):
        one = commands.add_parser(name, parents=[common], help=text)
        one.add_argument("order", metavar="ORDER", help=ORDER)

    attach = commands.add_parser("attach", parents=[common], help="keep a file with an order")
    attach.add_argument("order", metavar="ORDER", help=ORDER)
    attach.add_argument("file", type=Path, metavar="FILE", help="at most 64 MiB")
    attachments = commands.add_parser("attachments", parents=[common], help="the files of an order, or one of them")
    attachments.add_argument("order", metavar="ORDER", help=ORDER)
    attachments.add_argument("number", nargs="?", type=int, metavar="N", help="the file of this number")
    attachments.add_argument("--out", type=Path, metavar="FILE", help="save it as a new file")
    attachments.add_argument("--remove", action="store_true", help="take it off the order")
    attachments.add_argument("--json", action="store_true", help="as JSON")

    export = commands.add_parser("export", parents=[common], help="all records as a file that anyone can read")
    export.add_argument("file", type=Path, metavar="FILE", help="a new file")
    imported = commands.add_parser("import", parents=[common], help="join what an exported file says with what is here")
    imported.add_argument("file", type=Path, metavar="FILE", help="as export, or the extension, saved it")


def _add_life(commands: "Commands", common: argparse.ArgumentParser) -> None:
    devices = commands.add_parser("devices", parents=[common], help="who belongs to this history, and who did")
    devices.add_argument("--json", action="store_true", help="as JSON")
    revoke = commands.add_parser("revoke", parents=[common], help="remove another device")
    revoke.add_argument("name", metavar="NAME", help="its name, or the start of its fingerprint")
    commands.add_parser("leave", parents=[common], help="take this device out")
    commands.add_parser("rotate", parents=[common], help="write under a new key from now on")
    rename = commands.add_parser("rename", parents=[common], help="call this device otherwise")
    rename.add_argument("name", metavar="NAME", help="1 to 64 bytes")
    commands.add_parser("close", parents=[common], help="end this history at the relay, for all devices")
    commands.add_parser("keep", parents=[common], help="after a removal: make what is here a history of its own")
    commands.add_parser("erase", parents=[common], help="remove this history from this machine")
    commands.add_parser("own-device", parents=[common], help="after this folder was copied or put back: become a new device")
    lock = commands.add_parser("lock", parents=[common], help="keep this device under a passphrase")
    which = lock.add_mutually_exclusive_group()
    which.add_argument("--change", action="store_true", help="another passphrase")
    which.add_argument("--remove", action="store_true", help="none any more")


def _add_kit(commands: "Commands", common: argparse.ArgumentParser, dialling: argparse.ArgumentParser) -> None:
    kit = commands.add_parser("kit", parents=[common], help="the recovery kit: 24 words on paper")
    acts = kit.add_subparsers(dest="act", required=True, metavar="ACT")
    new = acts.add_parser("new", parents=[common], help="make one; its words are shown once")
    new.add_argument("--page", type=Path, metavar="FILE", help="also save a page to print, with a QR code")
    remove = acts.add_parser("remove", parents=[common], help="remove one, by its words, by notice or from a second device")
    remove.add_argument("kit", nargs="?", metavar="KIT", help="the start of its fingerprint, where there are several")
    remove.add_argument("--words", action="store_true", help="at once, by its words from standard input")
    cancel = acts.add_parser("cancel", parents=[common], help="end the notice: the kit stays")
    cancel.add_argument("kit", nargs="?", metavar="KIT", help="the start of its fingerprint, where there are several")
    restore = acts.add_parser("restore", parents=[common, dialling], help="bring a history back from its words alone")
    restore.add_argument("--relay", required=True, metavar="URL", help="where the history is kept")
    restore.add_argument("--name", help="what this device is called")


def _add_relay(commands: "Commands", common: argparse.ArgumentParser, dialling: argparse.ArgumentParser) -> None:
    relay = commands.add_parser("relay", parents=[common], help="when the relay was restored, forgot, moved, or lies")
    acts = relay.add_subparsers(dest="act", required=True, metavar="ACT")
    acts.add_parser("confirm", parents=[common], help="it was restored again, and that is in order")
    acts.add_parser("put-back", parents=[common], help="it does not know this history: put it back there")
    move = acts.add_parser("move", parents=[common, dialling], help="another address, or another relay")
    move.add_argument("url", metavar="URL")
    again = acts.add_parser("start-again", parents=[common, dialling], help="a new history of what is here")
    again.add_argument("url", nargs="?", metavar="URL", help="where; else at the same relay")
