"""Who waits for the news of which account. A subscriber holds the newest head and nothing before it, however slowly it reads."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from counterfoil.wire import ACCOUNT_CLOSED, DEVICE_REMOVED
from counterfoil_crypto.statement import Head


class DismissedError(Exception):
    """There is no more news for this device; `code` is the stream's closing code."""

    def __init__(self, code: int) -> None:
        super().__init__(f"ended with {code}")
        self.code: Final = code


class Subscription:
    """`next` waits for a head that was published since it was last called; those in between are never seen."""

    _newest: Head
    """There once `_news` is set."""

    def __init__(self, device: bytes) -> None:
        self.device: Final = device
        self._news: Final = asyncio.Event()
        self._ended: int | None = None

    def publish(self, head: Head) -> None:
        self._newest = head
        self._news.set()

    def end(self, code: int) -> None:
        self._ended = code
        self._news.set()

    async def next(self) -> Head:
        """`DismissedError` once the device was removed, or the account closed."""
        await self._news.wait()
        self._news.clear()
        if self._ended is not None:
            raise DismissedError(self._ended)
        return self._newest


class Heads:
    """`publish` is a store's `announce`, `dismiss` its `dismiss`."""

    def __init__(self) -> None:
        self._subscriptions: Final[defaultdict[bytes, set[Subscription]]] = defaultdict(set)

    def publish(self, account: bytes, head: Head) -> None:
        for subscription in self._subscriptions.get(account, ()):
            subscription.publish(head)

    def dismiss(self, account: bytes, device: bytes | None) -> None:
        """Ends the device's subscriptions, or with None all of the account."""
        for subscription in self._subscriptions.get(account, ()):
            if device is None:
                subscription.end(ACCOUNT_CLOSED)
            elif device == subscription.device:
                subscription.end(DEVICE_REMOVED)

    @contextmanager
    def subscribe(self, account: bytes, device: bytes) -> Iterator[Subscription]:
        subscription = Subscription(device)
        self._subscriptions[account].add(subscription)
        try:
            yield subscription
        finally:
            self._subscriptions[account].discard(subscription)
            if not self._subscriptions[account]:
                del self._subscriptions[account]
