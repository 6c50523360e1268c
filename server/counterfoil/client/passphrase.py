"""Where a passphrase comes from: the terminal, unseen, or the file descriptor that COUNTERFOIL_PASSPHRASE_FD names.

Never an argument, which other programs see and shells keep.
"""

import getpass
import os
import sys
from collections.abc import Callable
from typing import Final, TextIO

from .errors import ClientError, LockedError

TWIN: Final = "COUNTERFOIL_PASSPHRASE_FD"
SHORTEST: Final = 8
LONGEST_LINE: Final = 4_096

Ask = Callable[[], str]
_given: list[TextIO] = []
"""The stream of the file descriptor, kept so that the next question reads its next line."""


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
    if not _given:
        try:
            _given.append(os.fdopen(int(os.environ[TWIN]), encoding="utf-8"))
        except (ValueError, OSError) as error:
            raise ClientError(f"{TWIN} is not the number of an open file descriptor; correct it") from error
    try:
        line = _given[0].readline(LONGEST_LINE)
    except ValueError as error:
        raise ClientError("a passphrase is UTF-8 text on one line; write it so") from error
    if not line:
        raise ClientError(f"there is no passphrase left to read in {TWIN}; give one on each line")
    return line.rstrip("\r\n")
