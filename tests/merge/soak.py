"""`make soak`: the simulations and the histories with restores in full, printed and written to `results/`.

`--edits`, `--histories` and `--seed` play others, which are written nowhere.
"""

from __future__ import annotations

import argparse
import asyncio
import platform
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from tests.merge.restores import History
from tests.merge.simulation import Simulation

RESULTS: Final = Path(__file__).parent / "results"
MEMORY: Final = Path("/dev/shm")  # noqa: S108 # folders of its own are made in it
EDITS: Final = 10_000
HISTORIES: Final = 1_000
STEPS: Final = 30
SEED: Final = 20_261_122


def folder() -> tempfile.TemporaryDirectory[str]:
    """In memory where there is such a place: workers die here, machines do not, so nothing has to reach a disk."""
    return tempfile.TemporaryDirectory(prefix="counterfoil-soak-", dir=MEMORY if MEMORY.is_dir() else None)


def played(title: str, seed: int, edits: int, python: int, node: int) -> str:
    """One simulation's paragraph; AssertionError if it did not converge."""
    began = time.monotonic()
    with folder() as here:
        met = asyncio.run(Simulation(Path(here), seed, edits, python, node).run())
    return paragraph(f"{title}, seed {seed}", met, time.monotonic() - began)


def restored(seed: int, histories: int) -> str:
    """Honest histories with restores, the failures by their seeds."""
    began, met = time.monotonic(), Counter[str]()
    failed: list[str] = []
    for at in range(seed, seed + histories):
        with folder() as here:
            try:
                met += asyncio.run(History(Path(here), at, STEPS).run())
            except AssertionError as error:
                failed.append(f"seed {at}: {str(error)[:300]}")
    title = f"{histories:,} histories of {STEPS} steps with restores, seeds from {seed}"
    if failed:
        sys.exit("\n".join([f"{title}: {len(failed)} failed", *failed]))
    return paragraph(title, met, time.monotonic() - began)


def paragraph(title: str, met: Counter[str], seconds: float) -> str:
    lines = [f"{count:>9,}  {what}" for what, count in sorted(met.items(), key=lambda one: (-one[1], one[0]))]
    return "\n".join([f"{title}: converged, nothing missing, no alarm; {seconds:.0f} s", *lines, ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=EDITS)
    parser.add_argument("--histories", type=int, default=HISTORIES)
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args()
    facts = f"Tree {commit()}, Python {platform.python_version()}, {datetime.now(UTC):%Y-%m-%d}\n\n"
    simulated = ""
    for title, python, node in (
        (f"5 devices in Python x {asked.edits:,} edits", 5, 0),
        (f"3 devices in Python and 2 of the extension x {asked.edits:,} edits", 3, 2),
    ):
        if asked.edits:
            simulated += played(title, asked.seed, asked.edits, python, node) + "\n"
    keep("simulation.txt", facts + simulated, full=(asked.edits, asked.seed) == (EDITS, SEED))
    if asked.histories:
        text = restored(asked.seed, asked.histories)
        keep("restores.txt", facts + text, full=(asked.histories, asked.seed) == (HISTORIES, SEED))


def commit() -> str:
    """The commit that this runs from, and whether there is more than that."""
    said = subprocess.run(["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=False)
    return said.stdout.strip() or "without a commit"


def keep(name: str, text: str, *, full: bool) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
    if full:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
