"""The person at the terminal: lines out, answers in."""

import sys

from .errors import ClientError


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 # this is the command's output


def warn(text: str) -> None:
    print(f"counterfoil: {text}", file=sys.stderr, flush=True)  # noqa: T201 # this is the command's output


def ask(question: str) -> str:
    """A line from the person; `ClientError` if nobody is there to answer."""
    print(question, end=" ", flush=True)  # noqa: T201 # this is the command's output
    line = sys.stdin.readline()
    if not line:
        raise ClientError("nobody answered; run this where someone can type")
    return line.strip()


def agreed(question: str) -> bool:
    return ask(f"{question} [y/N]").casefold() in {"y", "yes"}
