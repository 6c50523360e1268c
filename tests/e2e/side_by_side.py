"""Which tests may run beside each other in several processes, and what begins first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]  # it has no types

if TYPE_CHECKING:
    import pytest

DEAREST_FIRST = (
    "test_shops", "test_first_light", "test_41_profile", "test_terms", "test_firefox", "test_capture",
    "test_eval", "test_hostile_pages", "test_firefox_lock", "test_trust_screens", "test_screens",
)  # fmt: skip
ALONE = frozenset({"test_first_light", "test_trust_screens", "test_screens"})
"""Each of their tests has browsers of its own; those of other files share theirs and stay together."""


class Scheduling(LoadScopeScheduling):  # type: ignore[misc]
    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        stem = stem_of(file)
        if stem in ALONE:
            return nodeid
        # In one function for each browser.
        return nodeid.partition("[")[0] if stem == "test_shops" else file


def stem_of(file: str) -> str:
    return file.rpartition("/")[2].removesuffix(".py")


def sort(items: list[pytest.Item]) -> None:
    """So that the processes end together."""
    rank = {stem: at for at, stem in enumerate(DEAREST_FIRST)}
    items.sort(key=lambda item: rank.get(item.path.stem, len(rank)))
