"""One shop for all, one built extension; browsers and relays come and go with each test.

Several tests may run at a time: those of a file that share a browser of their own are one xdist group.
"""

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


DEAREST_FIRST = (
    "test_shops", "test_first_light", "test_41_profile", "test_terms", "test_firefox", "test_capture",
    "test_eval", "test_hostile_pages", "test_firefox_lock", "test_trust_screens", "test_screens",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that those that run beside each other end together."""
    items.sort(key=lambda item: DEAREST_FIRST.index(item.path.stem) if item.path.stem in DEAREST_FIRST else len(DEAREST_FIRST))


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
