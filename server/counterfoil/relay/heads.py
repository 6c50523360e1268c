"""Who waits for the news of which account. A subscriber holds the newest head and nothing before it, however slowly it reads."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from counterfoil_crypto.statement import Head


class Subscription:
    """`next` waits for a head that was published since it was last called; those in between are never seen."""

    _newest: Head
    """There once `_news` is set."""

    def __init__(self) -> None:
        self._news: Final = asyncio.Event()

    def publish(self, head: Head) -> None:
        self._newest = head
        self._news.set()

    async def next(self) -> Head:
        await self._news.wait()
        self._news.clear()
        return self._newest


class Heads:
    """`publish` is a store's `announce`."""

    def __init__(self) -> None:
        self._subscriptions: Final[defaultdict[bytes, set[Subscription]]] = defaultdict(set)

    def publish(self, account: bytes, head: Head) -> None:
        for subscription in self._subscriptions.get(account, ()):
            subscription.publish(head)

    @contextmanager
    def subscribe(self, account: bytes) -> Iterator[Subscription]:
        subscription = Subscription()
        self._subscriptions[account].add(subscription)
        try:
            yield subscription
        finally:
            self._subscriptions[account].discard(subscription)
            if not self._subscriptions[account]:
                del self._subscriptions[account]
