"""When a value was written: a hybrid clock that orders writes without trusting anyone's wall clock (SPEC.md, *document*)."""

from typing import Any, Final, NamedTuple

from .encoding import MOST_MS
from .errors import RefusedError

MOST_COUNTER: Final = 2**31
AHEAD_MS: Final = 600_000


class Clock(NamedTuple):
    """ms since 1970 and a counter for what shares a millisecond."""

    ms: int
    counter: int


class Stamp(NamedTuple):
    """A clock reading and the device [16 bytes, as hex] that wrote then."""

    ms: int
    counter: int
    device: str

    @property
    def clock(self) -> Clock:
        return Clock(self.ms, self.counter)

    def encode(self) -> list[int | str]:
        return [self.ms, self.counter, self.device]


def parse_stamp(value: Any) -> Stamp:
    """A stamp from `[ms, counter, device]`; refused with `document`."""
    match value:
        case [int(ms), int(counter), str(device)] if (
            not isinstance(ms, bool)
            and not isinstance(counter, bool)
            and 0 <= ms < MOST_MS
            and 0 <= counter < MOST_COUNTER
            and len(device) == 32
            and set(device) <= set("0123456789abcdef")
        ):
            return Stamp(ms, counter, device)
    raise RefusedError("document", "a register's stamp is not [ms, counter, device]")


def tick(clock: Clock, wall_ms: int, above: Clock | None = None) -> Clock:
    """The least reading at or after `wall_ms`, after `clock`, and after the reading `above` of the value it replaces."""
    floor = max(clock, above or clock)
    if (wall_ms, 0) > floor:
        reading = Clock(wall_ms, 0)
    elif floor.counter + 1 < MOST_COUNTER:
        reading = Clock(floor.ms, floor.counter + 1)
    else:
        reading = Clock(floor.ms + 1, 0)
    if reading.ms >= MOST_MS:
        raise RefusedError("stamp", "this value was written by a clock so far ahead that nothing can be written after it")
    return reading


def follow(clock: Clock, seen: Clock, wall_ms: int) -> Clock:
    """The clock after `seen`, but never led more than ten minutes ahead of the wall."""
    return max(clock, min(seen, Clock(wall_ms + AHEAD_MS, 0)))
