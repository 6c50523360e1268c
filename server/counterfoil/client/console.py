"""The person at the terminal: lines out, answers in."""

import signal
import sys
import threading

from .errors import ClientError


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 # this is the command's output


def warn(text: str) -> None:
    print(f"counterfoil: {text}", file=sys.stderr, flush=True)  # noqa: T201 # this is the command's output


class TerminatedError(SystemExit):
    """SIGTERM: the command ends as with Ctrl-C, and takes away what must not stay.

    A `SystemExit`: of all else that one of its callbacks raises asyncio only makes a report, and goes on.
    """


def end_at_once() -> None:
    """Ctrl-C and SIGTERM end what is under way, wherever that is.

    asyncio's own handler only marks the task, and a question that waits for a person would go on waiting.
    """
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, _end)
        signal.signal(signal.SIGTERM, _end)


def _end(number: int, _frame: object) -> None:
    raise KeyboardInterrupt if number == signal.SIGINT else TerminatedError


def ask(question: str) -> str:
    """A line from the person; `ClientError` if nobody is there to answer."""
    print(question, end=" ", flush=True)  # noqa: T201 # this is the command's output
    line = sys.stdin.readline()
    if not line:
        raise ClientError("nobody answered; run this where someone can type")
    return line.strip()


def agreed(question: str) -> bool:
    return ask(f"{question} [y/N]").casefold() in {"y", "yes"}
