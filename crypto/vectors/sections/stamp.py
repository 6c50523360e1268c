"""The clock."""

from vectors.raw import case


def cases() -> None:
    def ticked(
        name: str, why: str, clock: tuple[int, int], wall: int, above: tuple[int, int] | None, new: tuple[int, int] | None
    ) -> None:
        given = {"clock": list(clock), "wall": wall, "above": list(above) if above else None}
        case(f"stamp/tick-{name}", why, "tick", given, output=list(new) if new else None, refused=None if new else "stamp")

    ticked("wall", "the wall is ahead", (5, 9), 10, None, (10, 0))
    ticked("same", "within one millisecond", (10, 0), 10, None, (10, 1))
    ticked("back", "the wall went back", (10, 3), 4, None, (10, 4))
    ticked("above", "above the replaced value", (1, 0), 10, (50, 2), (50, 3))
    ticked("above-earlier", "the replaced value is older", (1, 0), 10, (5, 2), (10, 0))
    ticked("overflow", "the counter is full", (10, 2**31 - 1), 10, None, (11, 0))
    ticked("wall-equal", "the counter is full in the wall's millisecond", (10, 2**31 - 1), 10, (9, 0), (11, 0))
    ticked("above-overflow", "the counter of the replaced value is full", (1, 0), 10, (50, 2**31 - 1), (51, 0))
    ticked("wall-last", "the last millisecond", (1, 0), 2**43 - 1, None, (2**43 - 1, 0))
    ticked("wall-late", "a wall clock beyond it", (1, 0), 2**43, None, None)
    ticked("last", "the last stamp there is", (2**43 - 1, 2**31 - 2), 10, None, (2**43 - 1, 2**31 - 1))
    ticked("none", "no stamp is left", (1, 0), 10, (2**43 - 1, 2**31 - 1), None)
    for name, why, clock, seen, wall, new in (
        ("later", "a later stamp leads", (10, 0), (20, 5), 15, (20, 5)),
        ("earlier", "an earlier one does not", (10, 0), (9, 9), 15, (10, 0)),
        ("ahead", "at most ten minutes", (10, 0), (10_000_000, 3), 15, (600_015, 0)),
        ("counter", "a later counter", (10, 3), (10, 4), 15, (10, 4)),
        ("over", "a counter above ten minutes", (10, 0), (600_015, 1), 15, (600_015, 0)),
        ("ceiling", "a clock at ten minutes keeps its counter", (600_015, 3), (10_000_000, 0), 15, (600_015, 3)),
        (
            "back",
            "a clock further ahead than ten minutes stays, as the wall went back",
            (900_000, 3),
            (10_000_000, 0),
            15,
            (900_000, 3),
        ),
        ("edge", "ten minutes exactly", (10, 0), (600_015, 0), 15, (600_015, 0)),
    ):
        case(f"stamp/follow-{name}", why, "follow", {"clock": list(clock), "seen": list(seen), "wall": wall}, output=list(new))
