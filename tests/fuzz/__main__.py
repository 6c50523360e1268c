"""`make fuzz`: a time-boxed round for each target, printed and kept in `results/`.

`--seconds` and names of targets play another one, which is kept nowhere.
"""

from __future__ import annotations

import argparse
import platform
import re
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from tests.fuzz.targets import TARGETS

RESULTS: Final = Path(__file__).parent / "results"
FOUND: Final = Path(__file__).parents[2] / "build/fuzz"
SECONDS: Final = 60
SEED: Final = 1
LONGEST: Final = {"blob": 200_000, "blob-inside": 200_000}
SHOWN: Final = re.compile(r"^#\d+\s+DONE\s+cov: (\d+) ft: \d+ corp: (\d+)/.*exec/s: (\d+)", re.MULTILINE)
RUNS: Final = re.compile(r"^stat::number_of_executed_units: (\d+)", re.MULTILINE)


def round_of(target: str, seconds: int) -> tuple[str, bool]:
    """One line of the table, and whether nothing was found. What was found is left in build/fuzz."""
    FOUND.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="counterfoil-fuzz-") as corpus:
        options = [
            f"-max_total_time={seconds}",
            f"-seed={SEED}",
            f"-max_len={LONGEST.get(target, 8_192)}",
            "-print_final_stats=1",
        ]
        options += [f"-artifact_prefix={FOUND}/{target}-", "-timeout=20", "-rss_limit_mb=2048"]
        done = subprocess.run(
            [sys.executable, "-m", "tests.fuzz.run", target, corpus, *options], capture_output=True, text=True, check=False
        )
    said = done.stdout + done.stderr
    shown, runs = SHOWN.search(said), RUNS.search(said)
    if done.returncode or shown is None or runs is None:
        return f"{target:<18} FOUND SOMETHING\n{said[-3_000:]}", False
    return f"{target:<18}{int(runs[1]):>12,}{int(shown[1]):>10,}{int(shown[2]):>10,}   nothing found", True


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=SECONDS)
    parser.add_argument("targets", nargs="*", default=list(TARGETS))
    asked = parser.parse_args()
    text = (
        f"atheris, Python {platform.python_version()}, {datetime.now(UTC):%Y-%m-%d}, {asked.seconds} s a target, seed {SEED}\n\n"
    )
    text += f"{'target':<18}{'inputs':>12}{'edges':>10}{'corpus':>10}\n"
    sys.stdout.write(text)
    well = True
    for target in asked.targets:
        line, good = round_of(target, asked.seconds)
        well = well and good
        text += line + "\n"
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
    if asked.seconds == SECONDS and asked.targets == list(TARGETS):
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "atheris.txt").write_text(text, "utf-8")
    sys.exit(0 if well else 1)


if __name__ == "__main__":
    main()
