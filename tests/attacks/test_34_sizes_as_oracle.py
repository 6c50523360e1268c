"""Page and relay together use size as an oracle: what a person typed does not show in how small a record becomes.

A page writes guesses of a typed word into the order that it shows, as often as it likes, and the relay tells it how long the
sealed record is. If both stood in one deflate stream, the guess that is right would be the shortest.
"""

import random
from bisect import bisect
from collections import Counter

from counterfoil.client.sealing import Sealer
from counterfoil_crypto.document import Document, Register, Writer
from counterfoil_crypto.envelope import size_step
from counterfoil_crypto.stamp import Clock, Stamp
from counterfoil_crypto.statement import Head
from tests.attacks.lifelike import new_sealer

CAPTURES = 1_000
PEOPLE = 6
WORDS = [
    "pregnancy",
    "insolvent",
    "apartment",
    "blackmail",
    "chemicals",
    "rehearsal",
    "telescope",
    "orchestra",
    "lawnmower",
    "waistcoat",
    "inherited",
    "nightmare",
]
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
NOW = 1_795_300_000_000


def test_no_guess_of_a_typed_word_ranks_better_than_chance() -> None:
    dice = random.Random(34)  # noqa: S311 # the same in every run
    sealer = new_sealer()
    ranks: Counter[float] = Counter()
    for _ in range(PEOPLE):
        guesses = dice.sample(WORDS, 6)
        typed = dice.choice(guesses)
        sizes = sizes_by_guess(sealer, dice, typed, guesses)
        ranks[rank_of(typed, sizes)] += 1
        # Stronger than the rank: whatever is guessed, the relay sees the same.
        assert len(set(map(tuple, sizes.values()))) == 1
        assert len(set(sizes[typed])) > 1, "the captures lie on both sides of a size step, so that one byte would show"
    assert ranks == {3.5: PEOPLE}


def sizes_by_guess(sealer: Sealer, dice: random.Random, typed: str, guesses: list[str]) -> dict[str, list[int]]:
    """What the relay sees of a record that holds `typed`, for a sixth of the captures with each guess.

    The page pads its items so that the record's size goes over the next step somewhere in the middle of its captures.
    """
    each = CAPTURES // len(guesses)
    noise = "".join(dice.choice(ALPHABET) for _ in range(6_000))
    lengths = range(2_000, 6_000)
    border = lengths[bisect(lengths, LARGE, key=lambda length: len(revision(sealer, typed, guesses[0], noise[:length])))]
    fillers = [noise[: border - each // 2 + at] for at in range(each)]
    return {guess: [len(revision(sealer, typed, guess, filler)) for filler in fillers] for guess in guesses}


LARGE = size_step(3_000) + 200


def revision(sealer: Sealer, typed: str, guess: str, filler: str) -> bytes:
    """An order with a typed note, read again from a page that has the guess in it many times."""
    writer = Writer(sealer.writer, Clock(NOW, 0), NOW)
    noted = Document("Order", 1, {"note": {"person": Register(Stamp(NOW, 0, sealer.writer.hex()), f"about the {typed} of mine")}})
    goods = [{"name": f"about the {guess} of mine", "quantity": None} for _ in range(3)]
    items = [*goods, *({"name": filler[at : at + 1_500]} for at in range(0, len(filler), 1_500))]
    document = writer.capture(noted, {"vendor": "shop.example", "orderNumber": "1001", "items": items}, {})
    assert document.shown("items") == items
    head = Head(bytes(32), 7, bytes(32))
    return sealer.revision(bytes(16), document, count=1, date=NOW, witness=head, base=None)


def rank_of(typed: str, sizes: dict[str, list[int]]) -> float:
    """1 for the guess under which the record was shortest; those that are alike share their ranks: 3.5 is chance among six."""
    total = {guess: sum(of) for guess, of in sizes.items()}
    shorter = sum(one < total[typed] for one in total.values())
    alike = sum(one == total[typed] for one in total.values())
    return shorter + (alike + 1) / 2
