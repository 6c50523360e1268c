"""SECURITY.md says only what is true: every test that it names exists, and its figures are the measured ones."""

import re
from pathlib import Path

import pytest

from tests.attacks.sizes import report, samples

ROOT = Path(__file__).parents[1]
SECURITY = (ROOT / "SECURITY.md").read_text("utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/.-]+\.(?:py|ts)(?:::\w+)?)`", SECURITY)))


@pytest.mark.parametrize("test", NAMED)
def test_every_test_that_it_names_exists(test: str) -> None:
    file, _, name = test.partition("::")
    source = (ROOT / file).read_text("utf-8")
    if name:
        assert re.search(rf"^\s*(?:async )?def {name}\b", source, re.MULTILINE)
    tests = r"^\s*(?:async )?def test_" if file.endswith(".py") else r"\b(?:it|test)(?:\.each)?\("
    assert re.search(tests, source, re.MULTILINE)


def test_it_names_tests_at_all() -> None:
    assert len(NAMED) > 20


def test_its_figures_on_sizes_are_the_measured_ones() -> None:
    """To a tenth of each: deflate differs a little from one zlib to the next."""
    said, measured = figures(SECURITY), figures(report(samples()))
    assert said.keys() == measured.keys()
    for where, number in measured.items():
        assert said[where] == pytest.approx(number, abs=max(2, number / 10)), where


def figures(text: str) -> dict[tuple[str, int], float]:
    """By the beginning of a row of the table of sizes, and the place in it; and those of the sentence below it."""
    rows = {
        line.split("|")[1].strip(): line.split("|")[2:-1] for line in text.splitlines() if re.match(r"\| (\d+ KiB|more) \|", line)
    }
    found = {(name, at): float(cell.strip().rstrip("%") or 0) for name, cells in rows.items() for at, cell in enumerate(cells)}
    (right, chance) = re.search(r"right (\d+)% of the time; chance is (\d+)%", text).groups()  # type: ignore[union-attr]
    return found | {("right", 0): float(right), ("chance", 0): float(chance)}
