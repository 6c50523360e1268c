"""Coverage-guided fuzzing of one target with atheris: `python -m tests.fuzz.run TARGET CORPUS [libFuzzer's options]`."""

from __future__ import annotations

import sys
from pathlib import Path

import atheris  # type: ignore[import-untyped] # only where `make fuzz` has put it

with atheris.instrument_imports(include=["counterfoil_crypto"]):
    from tests.fuzz.targets import TARGETS, judge

from tests.fuzz.seeds import seeds


def main() -> None:
    name, corpus, *options = sys.argv[1:]
    Path(corpus).mkdir(parents=True, exist_ok=True)
    for at, seed in enumerate(seeds(name)):
        (Path(corpus) / f"seed-{at}").write_bytes(seed)

    def test_one_input(data: bytes) -> None:
        judge(TARGETS[name], data)

    atheris.Setup([sys.argv[0], corpus, *options], test_one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
