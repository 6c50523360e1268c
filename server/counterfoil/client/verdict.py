"""Why sync has stopped, in words, with what shows it: both heads and the entry. It stays until the person clears it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from counterfoil_crypto.encoding import Reader
from counterfoil_crypto.errors import CopiedProfileError, RelayInconsistentError
from counterfoil_crypto.statement import Head

from .store import Store


class Kind(StrEnum):
    INCONSISTENT = "relay inconsistent"
    COPIED = "copied profile"


@dataclass(frozen=True)
class Verdict:
    """`code` as in SPEC.md, *log*; `entry` the relay's JSON (sealed contents); `at` in ms."""

    kind: Kind
    code: str
    detail: str
    sequence: int
    device: bytes | None
    ours: Head
    theirs: Head
    entry: bytes | None
    at: int

    @property
    def words(self) -> str:
        if self.kind is Kind.COPIED:
            return (
                f"a copy of a device's data is in use: {self.detail}; sync has stopped and all is still here; "
                "there, 'counterfoil own-device' makes it a device of its own; elsewhere, then clear this with 'status --clear'"
            )
        return (
            f"the relay's history contradicts what it showed before: {self.detail} ({self.code}); sync has stopped and all is "
            "still here; keep the evidence of 'counterfoil status --json', compare with your other devices"
        )

    def evidence(self) -> dict[str, Any]:
        """For a file that a third party can look at."""
        return {
            "kind": self.kind.value,
            "code": self.code,
            "detail": self.detail,
            "sequence": self.sequence,
            "device": self.device.hex() if self.device else None,
            "ours": _head(self.ours),
            "theirs": _head(self.theirs),
            "entry": self.entry.decode("ascii", "replace") if self.entry else None,
            "at": self.at,
        }


def judge(
    error: RelayInconsistentError | CopiedProfileError,
    *,
    me: bytes,
    ours: Head,
    theirs: Head,
    entry: bytes | None,
    at: int,
) -> Verdict:
    if isinstance(error, CopiedProfileError):
        here = f"entry {error.sequence} was written in this device's name, but not by it"
        detail = here if error.device == me else str(error)
        return Verdict(Kind.COPIED, "count", detail, error.sequence, error.device, ours, theirs, entry, at)
    return Verdict(Kind.INCONSISTENT, error.code, str(error), error.sequence, None, ours, theirs, entry, at)


def save(store: Store, verdict: Verdict) -> None:
    """The first one stays: it is the evidence."""
    with store.transaction():
        store.run(
            "INSERT OR IGNORE INTO verdict VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            verdict.kind.value,
            verdict.code,
            verdict.detail,
            verdict.sequence,
            verdict.device,
            verdict.ours.encode(),
            verdict.theirs.encode(),
            verdict.entry,
            verdict.at,
        )


def load(store: Store) -> Verdict | None:
    found = store.row("SELECT kind, code, detail, sequence, device, ours, theirs, entry, at FROM verdict")
    if found is None:
        return None
    kind, code, detail, sequence, device, ours, theirs, entry, at = found
    heads = Head.take(Reader(ours), "head"), Head.take(Reader(theirs), "head")
    return Verdict(Kind(kind), code, detail, sequence, device, *heads, entry, at)


def clear(store: Store) -> None:
    with store.transaction():
        store.run("DELETE FROM verdict")


def _head(head: Head) -> dict[str, Any]:
    return {"generation": head.generation.hex(), "sequence": head.sequence, "hash": head.hash.hex()}
