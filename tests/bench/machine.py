"""What the figures were measured on: nothing that names the machine."""

from __future__ import annotations

import json
import os
import platform
import re
import sqlite3
import subprocess
from importlib.metadata import version
from pathlib import Path

from tests.e2e.browser import chromium

ROOT = Path(__file__).parents[2]


def facts() -> str:
    cpu = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text("utf-8"))
    lines = [
        f"{len(os.sched_getaffinity(0))} cores, {cpu[1] if cpu else platform.machine()}",
        f"load {os.getloadavg()[0]:.1f} at the start",
        f"{_said(chromium(), '--version')}, Node {_said('node', '--version').removeprefix('v')}",
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        + ", ".join(f"{name} {version(name)}" for name in ("aiohttp", "aiosqlite", "pydantic", "PyNaCl")),
        ", ".join(f"{name} {_npm(name)}" for name in ("@noble/ciphers", "@noble/curves", "@noble/hashes", "libsodium-wrappers")),
    ]
    return "\n".join(lines) + "\n"


def _said(*command: str) -> str:
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return re.sub(r" built on.*", "", text).strip()


def _npm(name: str) -> str:
    manifest = json.loads((ROOT / "node_modules" / name / "package.json").read_text("utf-8"))
    return str(manifest["version"])
