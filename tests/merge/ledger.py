"""Everything that was ever written, and what must be left of it when all have met: the greatest by its stamp, and nothing else.

A device whose profile was put back from a copy has lost what it had not written to the log: that may turn up, and need not.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.merge.oracle import joined, rank

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tests.merge.oracle import Json

Documents = dict[str, Any]
"""Documents as plain JSON, by record id in hex."""
Key = tuple[str, str, str]
Rank = tuple[int, int, bytes, bytes]


def by_natural_key(documents: Documents, names: dict[str, str]) -> Documents:
    """Records of one order or vendor as the one that they are read as, by what a page called it; others by their ids.

    `names` keeps what each record was called: a purge takes that away.
    """
    groups: dict[str, list[Json]] = defaultdict(list)
    for record, document in documents.items():
        key = _natural_key(document)
        if key:
            names[record] = key
        groups[names.get(record, record)].append(document)
    return {key: some[0] if len(some) == 1 else joined(some) for key, some in groups.items()}


def _natural_key(document: Json) -> str | None:
    said = {name: origins["page"]["value"] for name, origins in document["fields"].items() if "page" in origins}
    match document["type"], said:
        case "Order", {"vendor": str(vendor), "orderNumber": str(number)}:
            return f"order {number} of {vendor}"
        case "Vendor", {"domain": str(domain)}:
            return f"vendor {domain}"
    return None


def registers(document: Json) -> Iterator[tuple[str, str, Json]]:
    for name, origins in document["fields"].items():
        for origin, register in origins.items():
            yield name, origin, register


@dataclass
class Ledger:
    said: dict[Key, dict[Rank, Json]] = field(default_factory=lambda: defaultdict(dict))
    maybe: dict[Key, set[Rank]] = field(default_factory=lambda: defaultdict(set))
    purges: dict[str, set[tuple[int, int, bytes]]] = field(default_factory=lambda: defaultdict(set))
    writes: int = 0
    _looked_at: dict[tuple[str, str], Json] = field(default_factory=dict)
    """By device and record: the very document that was last looked through."""

    def wrote(self, device: str, before: Documents, after: Documents, wall: int) -> list[tuple[Json | None, Json]]:
        """A local step took a device from `before` to `after`: pairs of what was replaced and what took its place."""
        new = []
        for record, document in after.items():
            was = before.get(record)
            if document is was or document == was:
                continue
            self._note_purge(record, document)
            for name, origin, register in registers(document):
                old = was["fields"].get(name, {}).get(origin) if was else None
                if register == old:
                    continue
                assert register["at"][2] == device, f"{device} wrote in the name of {register['at'][2]}"
                assert register["at"][0] >= wall, "a stamp before the wall's time"
                assert old is None or rank(register)[:3] > rank(old)[:3], "a stamp that is not above what it replaces"
                self._note(record, name, origin, register)
                new.append((old, register))
        return new

    def synced(self, device: str, after: Documents) -> None:
        """What a device wrote by itself while it synced, such as a sign of life or a purge."""
        for record, document in after.items():
            if self._looked_at.get((device, record)) is document:
                continue
            self._looked_at[device, record] = document
            self._note_purge(record, document)
            for name, origin, register in registers(document):
                if register["at"][2] == device and rank(register) not in self.said[record, name, origin]:
                    self._note(record, name, origin, register)

    def lost(self, device: str, known: Iterable[Documents]) -> None:
        """A profile was put back, or a device is gone: what it wrote above all that is `known` may be lost with it.

        That is not only what waited: one unsent register takes the place of another, and both are gone.
        """
        greatest: dict[Key, Rank] = {}
        for documents in known:
            for record, document in documents.items():
                for name, origin, register in registers(document):
                    key = record, name, origin
                    greatest[key] = max(greatest.get(key, rank(register)), rank(register))
        writer = bytes.fromhex(device)
        for key, said in self.said.items():
            self.maybe[key].update(one for one in said if one[2] == writer and (key not in greatest or one > greatest[key]))

    def check(self, found: Documents) -> None:
        """`found` is what all devices ended with."""
        for record, document in found.items():
            for name, origin, register in registers(document):
                assert rank(register) in self.said[record, name, origin], f"nobody wrote {record} {name} {origin}: {register}"
        for key, said in self.said.items():
            record, name, origin = key
            floor = max(self.purges[record], default=None)
            due = [one for one in said if one not in self.maybe[key] and (floor is None or one[:3] > floor)]
            if not due:
                continue
            kept = found.get(record, {"fields": {}})["fields"].get(name, {}).get(origin)
            assert kept is not None, f"{key} is gone; {said[max(due)]} was written"
            assert rank(kept) >= max(due), f"{key} is {kept}; {said[max(due)]} is above it"

    def _note(self, record: str, name: str, origin: str, register: Json) -> None:
        self.said[record, name, origin][rank(register)] = register
        self.writes += 1

    def _note_purge(self, record: str, document: Mapping[str, Json]) -> None:
        if "purge" in document:
            ms, counter, device = document["purge"]
            self.purges[record].add((ms, counter, bytes.fromhex(device)))
