"""How long is waited for what is to come: long, because a busy computer is slow; what comes at once costs nothing."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

SECONDS = 90.0
MILLISECONDS = 90_000


def teach(context: BrowserContext) -> None:
    """Playwright, which would give up after 5 s in an `expect` and after 30 s elsewhere."""
    context.set_default_timeout(MILLISECONDS)
    expect.set_options(timeout=MILLISECONDS)


def until(condition: Callable[[], bool], complaint: Callable[[], str], page: Page | None = None) -> None:
    """With Playwright, name any `page`: its events come only while it waits itself."""
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, complaint()
        if page is None:
            time.sleep(0.05)
        else:
            page.wait_for_timeout(50)
