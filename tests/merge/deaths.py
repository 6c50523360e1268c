"""Devices of this process that die between two steps, and whose keys come from a seed.

The steps are: before and after each call to the relay, before and after each commit.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any, Final

import nacl.utils
import pytest

from counterfoil.client.relay import Relay
from counterfoil.client.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator


class KilledError(BaseException):
    """Not an `Exception`: no handler may survive it."""


@dataclass
class Death:
    """Comes at the chosen step."""

    at: int
    step: int = 0

    def pass_by(self) -> None:
        self.step += 1
        if self.step == self.at:
            raise KilledError


_waits: Final[ContextVar[Death | None]] = ContextVar("death", default=None)


def _pass_by() -> None:
    death = _waits.get()
    if death is not None:
        death.pass_by()


@contextmanager
def mortal(seed: int) -> Iterator[None]:
    """Within it devices can die, and what they draw is what the seed gives, so that a story can be played again."""
    call, transaction = Relay._call, Store.transaction

    async def dying_call(self: Relay, *arguments: Any, **more: Any) -> Any:
        _pass_by()
        answer = await call(self, *arguments, **more)
        _pass_by()
        return answer

    @contextmanager
    def dying_transaction(self: Store) -> Iterator[None]:
        with transaction(self):
            yield
            _pass_by()
        _pass_by()

    drawn = Random(seed).randbytes  # noqa: S311 # a repeatable story
    with pytest.MonkeyPatch.context() as patch:
        for name, module in list(sys.modules.items()):
            if name.startswith("counterfoil") and getattr(module, "random", None) is nacl.utils.random:
                patch.setattr(module, "random", drawn)
        patch.setattr(Relay, "_call", dying_call)
        patch.setattr(Store, "transaction", dying_transaction)
        yield


@contextmanager
def dying(at: int) -> Iterator[None]:
    """Whoever works in this context dies at step `at`, if it gets that far."""
    token = _waits.set(Death(at))
    try:
        yield
    finally:
        _waits.reset(token)
