"""Devices that talk to the relay at once, in an order that the seed gives: a story can be played again request by request."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random


@dataclass
class Turns:
    """A request waits until everybody else who takes part has asked for something too, or is done; then one of them goes on."""

    chance: Random
    _taking_part: set[str] = field(default_factory=set)
    _waiting: dict[str, asyncio.Future[None]] = field(default_factory=dict)

    @contextmanager
    def taking_part(self, *names: str) -> Iterator[None]:
        assert not self._taking_part
        self._taking_part = set(names)
        try:
            yield
        finally:
            self._taking_part = set()

    def done(self, name: str) -> None:
        self._taking_part.discard(name)
        self._next()

    async def mine(self, name: str | None) -> None:
        """Returns when the request of `name` may go on."""
        if name not in self._taking_part:
            return
        self._waiting[name] = asyncio.get_running_loop().create_future()
        self._next()
        await self._waiting_for(name)

    async def _waiting_for(self, name: str) -> None:
        try:
            await self._waiting[name]
        finally:
            self._waiting.pop(name, None)

    def _next(self) -> None:
        asking = sorted(name for name, turn in self._waiting.items() if not turn.done())
        if asking and set(asking) == self._taking_part:
            self._waiting[self.chance.choice(asking)].set_result(None)
