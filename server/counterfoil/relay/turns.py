"""Who may hold much memory at a time: so many in all, and so many of one account."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from typing import Final

from counterfoil.wire import ProblemCode

from .problem import ProblemError

WAIT_SECONDS: Final = 15


class Turns:
    """At most `most` at a time, `each` of them for one key; whoever else comes waits a while."""

    def __init__(self, most: int, each: int) -> None:
        self._most: Final = most
        self._each: Final = each
        self._taken: Final[Counter[Hashable]] = Counter()
        self._given_back: Final = asyncio.Condition()

    @asynccontextmanager
    async def take(self, key: Hashable) -> AsyncIterator[None]:
        """`too-many-requests` if none comes free in time."""
        try:
            async with asyncio.timeout(WAIT_SECONDS), self._given_back:
                await self._given_back.wait_for(lambda: self._is_free(key))
                self._taken[key] += 1
        except TimeoutError:
            raise ProblemError(
                ProblemCode.TOO_MANY_REQUESTS, "too much is being sent at once; come back later", retry=WAIT_SECONDS
            ) from None
        try:
            yield
        finally:
            self._taken[key] -= 1
            if not self._taken[key]:
                del self._taken[key]
            async with self._given_back:
                self._given_back.notify_all()

    def _is_free(self, key: Hashable) -> bool:
        return self._taken.total() < self._most and self._taken[key] < self._each
