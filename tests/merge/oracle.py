"""What the stamps name: the specification's rules once more, over plain JSON and without any of the code that they judge."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Json = Any
AHEAD_MS: Final = 600_000
MOST_COUNTER: Final = 2**31


def encoded(value: Json) -> bytes:
    """RFC 8785, for what documents hold."""
    return json.dumps(_sorted(value), ensure_ascii=False, separators=(",", ":")).encode()


def _sorted(value: Json) -> Json:
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value, key=lambda key: key.encode("utf-16-be"))}
    return [_sorted(one) for one in value] if isinstance(value, list) else value


def rank(register: Mapping[str, Json]) -> tuple[int, int, bytes, bytes]:
    """The order of registers: ms, counter, device as bytes, the whole register's bytes."""
    ms, counter, device = register["at"]
    return ms, counter, bytes.fromhex(device), encoded(register)


def joined(documents: Iterable[Mapping[str, Json]]) -> dict[str, Json]:
    """What documents of one type say together."""
    documents = list(documents)
    purges = [one["purge"] for one in documents if "purge" in one]
    floor = max(purges, key=lambda at: (at[0], at[1], bytes.fromhex(at[2])), default=None)
    fields: dict[str, dict[str, Json]] = {}
    for one in documents:
        for name, registers in one["fields"].items():
            for origin, register in registers.items():
                if floor is not None and not _above(register["at"], floor):
                    continue
                held = fields.setdefault(name, {})
                if origin not in held or rank(register) > rank(held[origin]):
                    held[origin] = register
    found = {"fields": fields, "schema": max(one["schema"] for one in documents), "type": documents[0]["type"]}
    return found if floor is None else {**found, "purge": floor}


def _above(at: Json, floor: Json) -> bool:
    return (at[0], at[1], bytes.fromhex(at[2])) > (floor[0], floor[1], bytes.fromhex(floor[2]))


def next_reading(clock: tuple[int, int], wall: int, replaced: tuple[int, int] | None) -> tuple[int, int]:
    """The least reading at or after (wall, 0), after the clock and after what is replaced."""
    floor = max(clock, replaced or clock)
    if (wall, 0) > floor:
        return wall, 0
    ms, counter = floor
    return (ms, counter + 1) if counter + 1 < MOST_COUNTER else (ms + 1, 0)


def led(clock: tuple[int, int], seen: tuple[int, int], wall: int) -> tuple[int, int]:
    """The clock after it has seen a reading: never back, and never more than ten minutes ahead of the wall."""
    return max(clock, min(seen, (wall + AHEAD_MS, 0)))
