"""Every mutation still applies and names tests that exist; `make mutate` says whether they notice it."""

import pytest

from tests.attacks.mutate import ROOT, Mutation, load

MUTATIONS = load()


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda one: f"{one.row} {one.defence}")
def test_it_applies_and_names_tests(mutation: Mutation) -> None:
    for change in mutation.changes:
        assert (ROOT / change.file).read_text("utf-8").count(change.find) == 1, change
    for test in mutation.fails:
        assert (ROOT / test.partition("::")[0]).is_file(), test
