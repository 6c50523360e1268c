"""`make soak`: the simulations in full, printed and written to `results/`. `--edits` and `--seed` play another one, written nowhere."""

from __future__ import annotations

import argparse
import asyncio
import platform
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.merge.simulation import Simulation

if TYPE_CHECKING:
    from collections import Counter

RESULTS: Final = Path(__file__).parent / "results"
EDITS: Final = 10_000
SEED: Final = 20_261_122


def played(title: str, seed: int, edits: int, python: int, node: int) -> str:
    """One simulation's paragraph; AssertionError if it did not converge."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="counterfoil-soak-") as folder:
        met = asyncio.run(Simulation(Path(folder), seed, edits, python, node).run())
    return paragraph(f"{title}, seed {seed}", met, time.monotonic() - began)


def paragraph(title: str, met: Counter[str], seconds: float) -> str:
    lines = [f"{count:>9,}  {what}" for what, count in sorted(met.items(), key=lambda one: (-one[1], one[0]))]
    return "\n".join([f"{title}: converged, nothing missing, no alarm; {seconds:.0f} s", *lines, ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=EDITS)
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args()
    text = f"Python {platform.python_version()}, {datetime.now(UTC):%Y-%m-%d}\n"
    for title, python, node in (
        (f"5 devices in Python x {asked.edits:,} edits", 5, 0),
        (f"3 devices in Python and 2 of the extension x {asked.edits:,} edits", 3, 2),
    ):
        text += "\n" + played(title, asked.seed, asked.edits, python, node)
        sys.stdout.write(text.rpartition("\n\n")[2])
        sys.stdout.flush()
    if (asked.edits, asked.seed) == (EDITS, SEED):
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "simulation.txt").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
