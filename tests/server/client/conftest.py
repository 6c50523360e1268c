"""Folders of devices, and a relay that lies on demand."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.server.client.devices import Devices, Liar, running_liar


@pytest.fixture
def devices(tmp_path: Path) -> Iterator[Devices]:
    one = Devices(tmp_path)
    yield one
    one.close()


@pytest.fixture
async def liar(tmp_path: Path) -> AsyncIterator[Liar]:
    async with running_liar(tmp_path / "relay") as one:
        yield one
