"""`make run`: a relay on loopback with its data in ./data, and a browser with the extension where there is a display."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress

from .browser import EXTENSION, BrowserError, chromium
from .shop import ROOT

DATA = ROOT / "data"


def main() -> int:
    relay = subprocess.Popen([sys.executable, "-m", "counterfoil.relay", "--data", str(DATA / "relay")])
    browser = open_browser()
    try:
        with suppress(KeyboardInterrupt):
            relay.wait()
    finally:
        for process in filter(None, (browser, relay)):
            process.terminate()
            process.wait()
    return relay.returncode


def open_browser() -> subprocess.Popen[bytes] | None:
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        say(f"There is no display here; to use the extension, load {EXTENSION.relative_to(ROOT)} into a browser.")
        return None
    try:
        path = chromium()
    except BrowserError as error:
        say(f"No browser is opened: {error}.")
        return None
    command = [path, f"--user-data-dir={DATA / 'browser'}", f"--load-extension={EXTENSION}", "--no-first-run"]
    if os.geteuid() == 0:
        command.append("--no-sandbox")  # as root Chromium refuses to start with it
    return subprocess.Popen(command)


def say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
