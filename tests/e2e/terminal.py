"""The third device: the `counterfoil` command, run as a person runs it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import patience

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

COMMAND = Path(sys.executable).parent / "counterfoil"


class Terminal:
    """A device without a browser; all it knows is in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def run(self, *arguments: str, fails: bool = False) -> str:
        """Standard output; with `fails`, standard error of a command that must not succeed."""
        done = subprocess.run(
            self._command(*arguments), capture_output=True, text=True, check=False, timeout=2 * patience.SECONDS
        )
        assert bool(done.returncode) == fails, done.stdout + done.stderr
        return done.stderr if fails else done.stdout

    def orders(self, *words: str) -> list[dict[str, Any]]:
        """What `list --json` prints."""
        found: list[dict[str, Any]] = json.loads(self.run("list", "--json", *words))
        return found

    @contextmanager
    def joining(self, code: str) -> Iterator[str]:
        """Joins with a code: the six digits it prints, and at the end it is in."""
        command = self._command("pair", "-", "--name", "Terminal")
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as joining:
            try:
                assert joining.stdin
                assert joining.stdout
                joining.stdin.write(code + "\n")
                joining.stdin.close()
                yield self._digits(joining.stdout)
                assert joining.wait(patience.SECONDS) == 0
            finally:
                joining.kill()

    @staticmethod
    def _digits(lines: Iterable[str]) -> str:
        printed = ""
        for line in lines:
            printed += line
            if digits := re.search(r"\b(\d{3}) ?(\d{3})\b", line):
                return digits[1] + digits[2]
        raise AssertionError(f"no digits were printed: {printed}")

    def _command(self, *arguments: str) -> list[str]:
        return [str(COMMAND), "--data", str(self._folder), *arguments]
