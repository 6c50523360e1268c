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
    _waiting: list[tuple[str, asyncio.Future[None]]] = field(default_factory=list)

    @contextmanager
    def taking_part(self, *names: str) -> Iterator[None]:
        assert not self._taking_part
        self._taking_part = set(names)
        try:
            yield
        finally:
            self._taking_part = set()
            self._let_go(set(names))

    def done(self, name: str) -> None:
        """Whatever it asked for and no longer waits for, as after a time-out, goes on to the relay: nobody waits for it."""
        self._taking_part.discard(name)
        self._let_go({name})
        self._next()

    async def mine(self, name: str | None) -> None:
        """Returns when the request of `name` may go on."""
        if name is None or name not in self._taking_part:
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((name, turn))
        self._next()
        await turn

    def _next(self) -> None:
        asking = sorted({name for name, _ in self._waiting})
        if asking and set(asking) == self._taking_part:
            chosen = self.chance.choice(asking)
            first = next(one for one in self._waiting if one[0] == chosen)
            self._waiting.remove(first)
            _go_on(first[1])

    def _let_go(self, names: set[str]) -> None:
        for name, turn in self._waiting:
            if name in names:
                _go_on(turn)
        self._waiting = [one for one in self._waiting if one[0] not in names]


def _go_on(turn: asyncio.Future[None]) -> None:
    if not turn.done():  # its request may have been cancelled
        turn.set_result(None)
