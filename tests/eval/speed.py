"""What capture costs, measured in the page: the gate, which all pay, and a full reading beside the browser's own parsing."""

from __future__ import annotations

import json
import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .bundles import Bundles
    from .tab import Tab

DECISIONS = 50
ROUNDS = 7


@dataclass(frozen=True)
class Timing:
    """Milliseconds of the main thread. The gate's is the mean of a batch in a new world, so its cold start is in it."""

    gate: float
    first_reading: float
    reading: float
    parsing: float

    @property
    def ratio(self) -> float:
        return self.reading / self.parsing


def time(tab: Tab, bundles: Bundles, html: str) -> Timing:
    world = tab.world()
    tab.run(world, f"{bundles.timers}\n;0")
    gate = tab.run(world, f"timeGate({DECISIONS})")
    tab.run(world, f"{bundles.readers['shipped']}\n;0")
    asked = json.dumps(tab.ask(bundles, "confirmation"))
    took = tab.run(world, f"timeReading({json.dumps(html)}, {asked}, {ROUNDS})")
    return Timing(gate, took["first"], statistics.median(took["reading"]), statistics.median(took["parsing"]))
