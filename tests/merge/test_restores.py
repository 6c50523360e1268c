"""An honest operator who restores backups costs nobody anything: no alarm, all converge, nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.merge.restores import History

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("seed", range(8))
async def test_histories_with_restores_heal(tmp_path: Path, seed: int) -> None:
    met = await History(tmp_path, seed, steps=30).run()
    assert met["edits"] > 0
