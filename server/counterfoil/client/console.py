"""The person at the terminal: lines out, answers in."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from .errors import ClientError


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 # this is the command's output


def warn(text: str) -> None:
    print(f"counterfoil: {text}", file=sys.stderr, flush=True)  # noqa: T201 # this is the command's output


@contextmanager
def stops_at_once() -> Iterator[None]:
    """Ctrl-C ends a question: asyncio's own handler only marks the task, and a read that waits would go on waiting."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def ask(question: str) -> str:
    """A line from the person; `ClientError` if nobody is there to answer."""
    print(question, end=" ", flush=True)  # noqa: T201 # this is the command's output
    with stops_at_once():
        line = sys.stdin.readline()
    if not line:
        raise ClientError("nobody answered; run this where someone can type")
    return line.strip()


def agreed(question: str) -> bool:
    return ask(f"{question} [y/N]").casefold() in {"y", "yes"}
