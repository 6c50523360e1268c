"""What can be typed. argparse: it is there already, and its usage errors end with 2 as they should."""

import argparse
from pathlib import Path

EPILOG = """COUNTERFOIL_DATA names the data folder where --data does not. Secrets never belong on a command line; a pairing code
works once, and '-' reads it from standard input."""


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

    init = commands.add_parser("init", parents=[common, dialling], help="start a history, or give it a relay or a new name")
    init.add_argument("--relay", metavar="URL", help="where this history is kept for other devices; can come later")
    init.add_argument("--name", help="what this device is called")

    pair = commands.add_parser("pair", parents=[common, dialling], help="let another device in, or join with its code")
    pair.add_argument("code", nargs="?", metavar="CODE", help="the code that the other device shows; - reads it")
    pair.add_argument("--name", help="what this device is called")
    pair.add_argument("--keep-mine", action="store_true", help="take the records in this folder along")

    commands.add_parser("sync", parents=[common], help="read from the relay, then send what waits")

    listed = commands.add_parser("list", parents=[common], help="orders, newest first")
    listed.add_argument("words", nargs="*", metavar="WORDS", help="only orders that hold all of these")
    listed.add_argument("--json", action="store_true", help="as JSON")
    listed.add_argument("--bin", action="store_true", help="deleted ones instead")

    terms = commands.add_parser("terms", parents=[common], help="what was agreed to with an order, or the text of one document")
    terms.add_argument("order", metavar="ORDER", help="a number, vendor/number, or the start of an id")
    terms.add_argument("number", nargs="?", type=int, metavar="N", help="the document of this number, word for word")

    verified = commands.add_parser("verify", help="check a file of evidence, offline")
    verified.add_argument("file", type=Path, metavar="FILE", help="the HTML or JSON file as it was saved")

    edit = commands.add_parser("edit", parents=[common], help="correct an order's fields")
    edit.add_argument("order", metavar="ORDER", help="a number, vendor/number, or the start of an id")
    edit.add_argument("values", nargs="+", metavar="FIELD=VALUE", help="an empty value blanks the field")
    for name, text in (("delete", "put an order into the bin"), ("restore", "bring a deleted order back")):
        one = commands.add_parser(name, parents=[common], help=text)
        one.add_argument("order", metavar="ORDER", help="a number, vendor/number, or the start of an id")

    status = commands.add_parser("status", parents=[common], help="account, relay, devices, what waits, what is wrong")
    status.add_argument("--json", action="store_true", help="as JSON, with the evidence of a verdict")
    status.add_argument("--clear", action="store_true", help="clear a verdict and sync again; keep its evidence first")
    return top
