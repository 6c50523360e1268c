"""What the size of a sealed record says: a classifier that knows how often each type has each size, and guesses by that alone.

python -m tests.attacks.sizes        the tables of SECURITY.md
"""

from __future__ import annotations

import math
import sys
import zlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from counterfoil_crypto.encoding import Reader
from counterfoil_crypto.header import take_header
from counterfoil_crypto.records import TYPES
from counterfoil_crypto.statement import Head

from .lifelike import NOW, Life, new_sealer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

EACH: Final = 600
INNER: Final = 153
"""What stands before the document inside an envelope."""
AROUND: Final = 24 + 16
"""Nonce and tag."""


@dataclass(frozen=True)
class Sample:
    """A sealed record: its type, its length before padding, and the length of what is sealed as the relay sees it.

    Without its header, which says openly how many files the record names.
    """

    type: str
    plain: int
    sealed: int


def samples(each: int = EACH, seed: int = 22) -> list[Sample]:
    life = Life(seed)
    sealer = new_sealer()
    found = []
    for record_type in sorted(TYPES):
        for count in range(1, each + 1):
            document = life.document(record_type)
            head = Head(bytes(32), count, life.random_bytes(32))
            envelope = sealer.revision(life.random_bytes(16), document, count=count, date=NOW, witness=head, base=None)
            encoded = document.encode()
            stored = zlib.compress(encoded, 9, -15) if document.only_from_pages else encoded
            found.append(Sample(record_type, INNER + len(stored), len(envelope) - len(take_header(Reader(envelope)).encode())))
    return found


def accuracy(known: Iterable[Sample], unknown: Iterable[Sample]) -> tuple[float, float]:
    """How often a guess by size is right, with every type as likely as any other; and chance. It learns from `known`."""
    seen: dict[str, Counter[int]] = {}
    for sample in known:
        seen.setdefault(sample.type, Counter())[sample.sealed] += 1
    types = sorted(seen)

    def guess(size: int) -> str:
        return max(types, key=lambda one: seen[one][size] / seen[one].total())

    right, all_of = Counter[str](), Counter[str]()
    for sample in unknown:
        all_of[sample.type] += 1
        right[sample.type] += guess(sample.sealed) == sample.type
    return sum(right[one] / all_of[one] for one in all_of) / len(all_of), 1 / len(types)


def halves(of: Iterable[Sample]) -> tuple[list[Sample], list[Sample]]:
    listed = list(of)
    return listed[::2], listed[1::2]


def steps(of: Iterable[Sample]) -> dict[str, Counter[str]]:
    """How many of each type have a padded size up to each step."""
    table: dict[str, Counter[str]] = {}
    for sample in of:
        table.setdefault(step(sample.sealed - AROUND), Counter())[sample.type] += 1
    return table


def step(padded: int) -> str:
    kibibytes = 1 << max(0, math.ceil(math.log2(padded / 1_024)))
    return f"{kibibytes} KiB" if kibibytes <= 64 else "more"


def markdown(table: Mapping[str, Counter[str]], each: int) -> list[str]:
    """Shares in per cent, a row a size, a column a type."""
    types = sorted(TYPES)
    order = [f"{1 << power} KiB" for power in range(7)] + ["more"]
    lines = ["| padded to | " + " | ".join(types) + " |", "|---|" + "---|" * len(types)]
    for name in order:
        if name in table:
            shares = (table[name][one] / each for one in types)
            lines.append(f"| {name} | " + " | ".join(f"{share:.0%}" if share else "" for share in shares) + " |")
    return lines


def bits(of: Iterable[Sample]) -> float:
    """How much of a type's entropy its size gives away, types alike in number."""
    joint = Counter((one.type, one.sealed) for one in of)
    total, types, sizes = joint.total(), Counter[str](), Counter[int]()
    for (record_type, size), count in joint.items():
        types[record_type] += count
        sizes[size] += count
    return sum(
        count / total * math.log2(count * total / (types[record_type] * sizes[size]))
        for (record_type, size), count in joint.items()
    )


def report(found: list[Sample]) -> str:
    """As SECURITY.md has it."""
    right, chance = accuracy(*halves(found))
    known = f"{bits(found):.1f} of {math.log2(len(TYPES)):.1f} bits"
    table = "\n".join(markdown(steps(found), EACH))
    return f"{table}\n\nA guess by size alone is right {right:.0%} of the time; chance is {chance:.0%}. It gives away {known}.\n"


def main() -> None:
    sys.stdout.write(report(samples()))


if __name__ == "__main__":
    main()
