"""Every row of the list of attacks is tried on both: the Python device, and the extension's own code."""

from pathlib import Path

import pytest

from tests.attacks.mutate import MUTATIONS

HERE = Path(__file__).parent
ROWS = range(1, 46)
IN_A_BROWSER = {41}
"""What a browser leaves in its profile: there is nothing to try without one."""


def found(folder: Path, pattern: str) -> list[str]:
    return [path.name for path in folder.glob(pattern)]


@pytest.mark.parametrize("row", ROWS)
def test_a_row_has_a_test_in_each_language_and_mutations(row: int) -> None:
    assert len(found(MUTATIONS, f"{row:02}-*.toml")) == 1
    if row in IN_A_BROWSER:
        assert len(found(HERE / "browser", f"test_{row:02}_*.py")) == 1
        return
    assert len(found(HERE, f"test_{row:02}_*.py")) == 1
    assert len(found(HERE, f"{row:02}-*.test.ts")) == 1


def test_there_is_no_test_of_a_row_that_is_not_in_the_list() -> None:
    names = found(HERE, "test_[0-9]*.py") + found(HERE, "[0-9]*.test.ts") + found(HERE / "browser", "test_[0-9]*.py")
    assert {int(name.removeprefix("test_")[:2]) for name in names} == set(ROWS)
