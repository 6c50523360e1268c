"""A relay with a real file and a real port, its clock in the test's hand, and a device signed in to it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.server.helpers import Player, Relay, running_on_disk


@pytest.fixture
async def relay(tmp_path: Path) -> AsyncIterator[Relay]:
    async with running_on_disk(tmp_path / "data") as one:
        yield one


@pytest.fixture
async def player(relay: Relay) -> Player:
    return await Player.begin(relay)
