"""Sizes, ids and types tell a story: what the relay can guess of a record's type from its size."""

from collections import Counter

import pytest

from tests.attacks.sizes import AROUND, Sample, accuracy, halves, samples

SMALL = 1_024
EACH = 200
"""A third of what the tables of SECURITY.md are counted from."""
ENOUGH = 50


@pytest.fixture(scope="module")
def found() -> list[Sample]:
    return samples(EACH)


def test_among_records_under_1_kib_a_guess_by_size_is_within_a_twentieth_of_chance(found: list[Sample]) -> None:
    small = [one for one in found if one.plain <= SMALL]
    often = [name for name, count in Counter(one.type for one in small).items() if count >= ENOUGH]
    assert len(often) >= 6
    assert len({one.plain for one in small}) > 200, "before padding they have many lengths"
    right, chance = accuracy(*halves(one for one in small if one.type in often))
    assert abs(right - chance) <= 0.05
    assert {one.sealed for one in small} == {SMALL + AROUND}


def test_larger_records_have_few_sizes(found: list[Sample]) -> None:
    """To 64 KiB a record has one of seven; above, no step is wider than an eighth of what it holds."""
    assert {one.sealed - AROUND for one in found if one.plain <= 65_536} <= {SMALL << power for power in range(7)}
    assert all(one.sealed - AROUND <= one.plain * 1.125 for one in found if one.plain > 65_536)
