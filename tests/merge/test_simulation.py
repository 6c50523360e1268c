"""Whatever happens to honest devices and the network between them, they end equal: what the stamps name, and nothing missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.merge.simulation import Simulation

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("seed", range(2))
async def test_five_devices_converge(tmp_path: Path, seed: int) -> None:
    met = await Simulation(tmp_path, seed, edits=60).run()
    assert met["edits"] == 5 * 60
    assert met["connections cut before the relay heard"] + met["answers lost"] > 0
    assert met["workers that died"] > 0


async def test_so_do_devices_of_both_languages(tmp_path: Path) -> None:
    met = await Simulation(tmp_path, 3, edits=40, python=2, node=2).run()
    assert met["edits"] == 4 * 40
