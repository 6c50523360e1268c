"""The third device: the `counterfoil` command, run as a person runs it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from . import patience

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

    def type_code(self, code: str) -> tuple[subprocess.Popen[str], str]:
        """Begins to join with a code: the waiting command and the six digits it prints."""
        command = self._command("pair", "-", "--name", "Terminal")
        joining = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert joining.stdin
        assert joining.stdout
        joining.stdin.write(code + "\n")
        joining.stdin.close()
        printed = ""
        for line in joining.stdout:
            printed += line
            if digits := re.search(r"\b(\d{3}) ?(\d{3})\b", line):
                return joining, digits[1] + digits[2]
        raise AssertionError(f"no digits were printed: {printed}")

    def _command(self, *arguments: str) -> list[str]:
        return [str(COMMAND), "--data", str(self._folder), *arguments]
