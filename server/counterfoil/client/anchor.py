"""A second note, outside the database, of how far this device had come: whoever puts an old database back is told what it lacks.

The file `anchor` names the device and the account, the newest head that was verified, the restores known until there, the count
last sealed with and how many changes waited. A database behind it is a local copy that was lost: the relay's log is read again,
no log below the anchor is taken for the newest, and no count is used twice. Only a restore that the anchor does not name, at or
below it, explains a log that does not lead back to it.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self

from counterfoil_crypto.log import Log, parted_at
from counterfoil_crypto.statement import Head

from . import conditions
from .conditions import Code

if TYPE_CHECKING:
    from .store import Store
    from .vault import Vault

NAME: Final = "anchor"


@dataclass(frozen=True)
class Floor:
    """A place in the log, as an anchor names it. `restores`: sequence and generation of each until there."""

    head: Head
    restores: tuple[tuple[int, bytes], ...]

    @classmethod
    def of(cls, log: Log) -> Self:
        return cls(log.head, tuple(log.restores))

    @classmethod
    def parse(cls, said: Any) -> Self:
        """`ValueError`, `TypeError` or `KeyError` if this is none."""
        sequence = said["sequence"]
        if not isinstance(sequence, int):
            raise TypeError("sequence")
        head = Head(bytes.fromhex(said["generation"]), sequence, bytes.fromhex(said["hash"]))
        return cls(head, tuple((int(at), bytes.fromhex(generation)) for at, generation in said["restores"]))

    def values(self) -> dict[str, Any]:
        return {
            "generation": self.head.generation.hex(),
            "sequence": self.head.sequence,
            "hash": self.head.hash.hex(),
            "restores": [[at, generation.hex()] for at, generation in self.restores],
        }

    def parting(self, restores: Iterable[tuple[int, bytes]]) -> int | None:
        """Where a log with these `restores` parted from this place.

        None: it did not part below, or no `restored` entry that was not known here says so (SPEC.md, *Restore*).
        """
        at = parted_at(self.restores, restores)
        return at if at is not None and at <= self.head.sequence else None

    def holds(self, log: Log) -> bool:
        """Whether `log` has yet to lead back to here."""
        return self.head.sequence > log.sequence and self.parting(log.restores) is None


def floor(store: "Store") -> Floor | None:
    """How far this device had come before its local copy was lost; None if it was not."""
    lost = conditions.get(store, Code.LOCAL_COPY_LOST)
    return Floor.parse(lost.body) if lost else None


def let_go(vault: "Vault") -> None:
    """A restore explains what the log lacks, and was told: from here on the log as it is now is the one to lead back to."""
    lost = conditions.get(vault.store, Code.LOCAL_COPY_LOST)
    assert lost is not None
    conditions.put(vault.store, Code.LOCAL_COPY_LOST, lost.at, {**lost.body, **Floor.of(vault.log).values()})


def drop(vault: "Vault") -> None:
    """Written beside what it replaces, so that there is always one of the two. A failure costs the second note, nothing else.

    While a lost copy is read again it stays where it was.
    """
    path, before = vault.store.folder / NAME, floor(vault.store)
    place = before if before and before.holds(vault.log) else Floor.of(vault.log)
    said = {
        "account": vault.membership.account.hex(),
        "device": vault.me.hex(),
        **place.values(),
        "count": vault.count,
        "waiting": len(vault.drafts),
    }
    if _read(vault) == said:
        return
    fresh = path.with_suffix(".new")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(said, file)
        fresh.replace(path)
    except OSError:
        return


def compare(vault: "Vault", now: int) -> None:
    """Notes a lost local copy, and goes on with the count that was used last."""
    said = _read(vault)
    if said is None or said["account"] != vault.membership.account.hex() or said["device"] != vault.me.hex():
        return
    known = floor(vault.store)
    reached = max(vault.log.sequence, known.head.sequence if known else 0)
    if not vault.store.writes or (said["count"] <= vault.count and said["sequence"] <= reached):
        return
    body = {"count": said["count"], "waiting": said["waiting"], **Floor.parse(said).values()}
    with vault.changing():
        conditions.put(vault.store, Code.LOCAL_COPY_LOST, now, body)
        vault.put_count(max(vault.count, said["count"]))
        vault.forgotten = said["count"]


def _read(vault: "Vault") -> dict[str, Any] | None:
    try:
        said = json.loads((vault.store.folder / NAME).read_bytes())
        Floor.parse(said)
    except (OSError, ValueError, TypeError, KeyError):
        return None
    kinds = {"account": str, "device": str, "count": int, "waiting": int}
    return said if isinstance(said, dict) and all(isinstance(said.get(name), kind) for name, kind in kinds.items()) else None
