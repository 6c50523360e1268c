"""No bytes make a parser do anything but take them or refuse them with a code: a short, seeded round over every target."""

from __future__ import annotations

import os
from random import Random

import pytest

from tests.fuzz.mutation import mutated
from tests.fuzz.seeds import seeds
from tests.fuzz.targets import TARGETS, judge

ROUNDS = int(os.environ.get("COUNTERFOIL_FUZZ_ROUNDS", "400"))
SLOW = {"lock": 20, "blob": 8, "blob-inside": 4}
"""How many times fewer rounds."""


@pytest.mark.parametrize("name", TARGETS)
def test_it_takes_or_refuses(name: str) -> None:
    target, chance = TARGETS[name], Random(name)  # noqa: S311 # repeatable bytes
    some = seeds(name)
    taken = sum(judge(target, one) for one in some)
    assert taken or name == "statement"
    for _ in range(ROUNDS // SLOW.get(name, 1)):
        judge(target, mutated(chance, chance.choice(some), some))
