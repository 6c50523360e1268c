"""How much memory the extension's own process in Chromium ever had, as Linux tells."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path


def most_memory(profile: Path) -> int:
    """In bytes; the worker, the extension's pages and the documents that it reads in share the process."""
    running = command_lines()
    (main,) = [pid for pid, line in running.items() if f"--user-data-dir={profile} " in line and " --type=" not in line]
    own = [pid for pid, line in running.items() if "--extension-process" in line and main in ancestors(pid)]
    return max(1024 * status(pid, "VmHWM") for pid in own)


def command_lines() -> dict[int, str]:
    """By process."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it ended meanwhile
            found[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    return found


def ancestors(pid: int) -> list[int]:
    above = []
    while pid > 1:
        pid = status(pid, "PPid")
        above.append(pid)
    return above


def status(pid: int, field: str) -> int:
    """0 once the process has ended."""
    with suppress(OSError):
        if found := re.search(rf"^{field}:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE):
            return int(found[1])
    return 0
