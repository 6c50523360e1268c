"""The switches by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.attacks.malicious import Lie

LIES: Final[dict[str, type[Lie]]] = {}


def switch(name: str) -> Callable[[type[Lie]], type[Lie]]:
    """Makes a `Lie` known by `name`."""

    def register(lie: type[Lie]) -> type[Lie]:
        assert name not in LIES, name
        LIES[name] = lie
        return lie

    return register
