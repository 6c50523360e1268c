"""A real relay process, for stories that end it, start it again, and look at what it keeps."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Self

from . import patience

if TYPE_CHECKING:
    from pathlib import Path


class RelayError(Exception):
    """The relay did not start; the text is its log."""


class Relay:
    """The relay on loopback, with its database (`data`) and its log in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.data = folder / "data"
        self._process: subprocess.Popen[bytes] | None = None
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def files(self) -> list[Path]:
        """All that the relay has written: database, write-ahead log, log."""
        return [path for path in self._folder.rglob("*") if path.is_file()]

    @property
    def log(self) -> str:
        """All that it has printed: where it listens, then a line for each answer."""
        return (self._folder / "relay.log").read_text()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Again at its old port, if it had one."""
        self._folder.mkdir(parents=True, exist_ok=True)
        log = self._folder / "relay.log"
        seen = log.stat().st_size if log.exists() else 0
        command = [sys.executable, "-m", "counterfoil.relay", "--port", str(self.port), "--data", str(self.data)]
        with log.open("ab") as output:
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        deadline = time.monotonic() + patience.SECONDS
        while not (bound := re.search(rb"listening on http://127\.0\.0\.1:(\d+)", log.read_bytes()[seen:])):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RelayError(log.read_text()[-2000:])
            time.sleep(0.05)
        self.port = int(bound[1])

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int | None:
        """Its exit status, None if it was not running. SIGKILL is as near to a power cut as a process gets."""
        if self._process is None:
            return None
        process, self._process = self._process, None
        process.send_signal(how)
        try:
            return process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            return process.wait()
