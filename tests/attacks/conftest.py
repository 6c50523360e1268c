"""Folders of devices, and a relay that is honest until a switch is turned on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.attacks.malicious import MaliciousRelay, running_malicious
from tests.server.client.devices import Devices

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path


@pytest.fixture
def devices(tmp_path: Path) -> Iterator[Devices]:
    one = Devices(tmp_path)
    yield one
    one.close()


@pytest.fixture
async def relay(tmp_path: Path) -> AsyncIterator[MaliciousRelay]:
    async with running_malicious(tmp_path / "relay") as one:
        yield one
