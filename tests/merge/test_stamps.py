"""A device's clock: never back, above what it replaces, and led by others only so far."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from counterfoil_crypto.encoding import MOST_MS
from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.stamp import AHEAD_MS, MOST_COUNTER, Clock, follow, tick
from tests.merge.oracle import led, next_reading

MS = st.one_of(st.integers(0, MOST_MS - 1), st.sampled_from([0, 1, 2, 1_795_300_000_000, MOST_MS - 2, MOST_MS - 1]))
COUNTER = st.one_of(st.integers(0, MOST_COUNTER - 1), st.sampled_from([0, 1, MOST_COUNTER - 2, MOST_COUNTER - 1]))
CLOCKS = st.builds(Clock, MS, COUNTER)
LAWS = settings(max_examples=500, deadline=None)


@LAWS
@given(CLOCKS, MS, st.none() | CLOCKS)
def test_a_new_reading_is_the_least_that_may_be(clock: Clock, wall: int, above: Clock | None) -> None:
    expected = next_reading(clock, wall, above)
    if expected[0] >= MOST_MS:
        with pytest.raises(RefusedError) as found:
            tick(clock, wall, above)
        assert found.value.code == "stamp"
        return
    reading = tick(clock, wall, above)
    assert reading == expected
    assert reading > clock
    assert reading >= (wall, 0)
    assert above is None or reading > above


@LAWS
@given(CLOCKS, CLOCKS, MS)
def test_a_clock_never_goes_back_and_is_led_ten_minutes_at_most(clock: Clock, seen: Clock, wall: int) -> None:
    after = follow(clock, seen, wall)
    assert after == led(clock, seen, wall)
    assert clock <= after <= max(clock, (wall + AHEAD_MS, 0))
    assert follow(after, seen, wall) == after


@LAWS
@given(CLOCKS, CLOCKS, CLOCKS, MS)
def test_the_order_in_which_stamps_are_met_does_not_matter(clock: Clock, one: Clock, other: Clock, wall: int) -> None:
    assert follow(follow(clock, one, wall), other, wall) == follow(follow(clock, other, wall), one, wall)


@LAWS
@given(CLOCKS, MS, st.lists(st.tuples(CLOCKS, st.integers(-(10**12), 10**12)), max_size=8))
def test_whatever_a_device_meets_a_correction_is_above_what_it_corrects(
    clock: Clock, wall: int, met: list[tuple[Clock, int]]
) -> None:
    """Through stamps from the future and a wall clock that jumps."""
    newest: Clock | None = None
    for seen, jump in met:
        wall = min(max(wall + jump, 0), MOST_MS - 1)
        clock = follow(clock, seen, wall)
        assume(max(clock, newest or clock).ms < MOST_MS - 1)
        reading = tick(clock, wall, newest)
        assert newest is None or reading > newest
        newest, clock = reading, follow(clock, reading, wall)
