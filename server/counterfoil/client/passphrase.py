"""Where a passphrase comes from: the terminal, unseen, or the file descriptor that COUNTERFOIL_PASSPHRASE_FD names.

Never an argument, which other programs see and shells keep.
"""

import getpass
import os
import sys
from collections.abc import Callable
from typing import Final

from .errors import ClientError, LockedError

TWIN: Final = "COUNTERFOIL_PASSPHRASE_FD"
SHORTEST: Final = 8
LONGEST_LINE: Final = 4_096

Ask = Callable[[], str]


def nobody_to_ask() -> str:
    raise LockedError("this device is locked; it needs its passphrase")


def ask_passphrase() -> str:
    return _ask("Passphrase:")


def ask_new_passphrase() -> str:
    """Asked twice where someone types it."""
    chosen = _ask("New passphrase:")
    if len(chosen) < SHORTEST:
        raise ClientError(f"a passphrase has at least {SHORTEST} characters; five random words are good; nothing was changed")
    if TWIN not in os.environ and _ask("The same again:") != chosen:
        raise ClientError("those were two different ones; nothing was changed; try again")
    return chosen


def _ask(question: str) -> str:
    if TWIN in os.environ:
        return _next_line()
    if not sys.stdin.isatty():
        raise LockedError(f"this needs a passphrase; run it where someone can type, or let {TWIN} name a file descriptor")
    try:
        return getpass.getpass(f"{question} ")
    except EOFError as error:
        raise ClientError("nobody answered; run this where someone can type") from error


def _next_line() -> str:
    """Byte by byte: what follows belongs to the next question."""
    line = bytearray()
    try:
        descriptor = int(os.environ[TWIN])
        while len(line) < LONGEST_LINE and (byte := os.read(descriptor, 1)) not in {b"", b"\n"}:
            line += byte
    except (ValueError, OSError) as error:
        raise ClientError(f"{TWIN} is not the number of an open file descriptor; correct it") from error
    if not line:
        raise ClientError(f"there is no passphrase left to read in {TWIN}; give one on each line")
    try:
        return line.decode().rstrip("\r")
    except ValueError as error:
        raise ClientError("a passphrase is UTF-8 text on one line; write it so") from error
