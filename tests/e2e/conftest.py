"""One relay, one shop and one built extension a module; browsers come and go with each test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from .browser import EXTENSION, Device
from .relay import Relay
from .shop import Shop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Playwright


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    with Shop() as open_shop:
        yield open_shop


@pytest.fixture
def relay(tmp_path: Path) -> Iterator[Relay]:
    with Relay(tmp_path / "relay") as running:
        yield running


@pytest.fixture
def new_device(playwright: Playwright, shop: Shop, tmp_path: Path) -> Iterator[Callable[[str], Device]]:
    """Opens the profile of that name; opened again after `close`, it is a restart of the browser."""
    opened: list[Device] = []

    def open_profile(name: str) -> Device:
        device = Device(playwright, tmp_path / name, EXTENSION, hosts=shop.hosts())
        device.__enter__()
        opened.append(device)
        return device

    yield open_profile
    for device in opened:
        device.__exit__()
