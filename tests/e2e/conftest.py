"""One shop for all, one built extension; browsers and relays come and go with each test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import sync_playwright

from . import side_by_side
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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    side_by_side.sort(items)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> side_by_side.Scheduling:
    config.option.loadscopereorder = False
    return side_by_side.Scheduling(config, log)


@pytest.fixture(scope="session")
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
