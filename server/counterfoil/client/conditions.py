"""What a person should know until it is over, kept over restarts: a stable code, when it began, and ids, numbers and times.

Never a word from a record: what is here lies on disk as it is.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from .store import Store


class Code(StrEnum):
    """`FULL`: used, limit. `BEHIND`: missing. `CONFIRM`: generation. `CLOCK`: device to ms ahead.

    `RESTORED`: lost, unknown (those of them that are in no copy here), first, writers, of, records, read. `CLOSED`: by, date.
    `LOCAL_COPY_LOST`: count, waiting, and the place that the anchor named.
    """

    FULL = "full"
    UNREACHABLE = "unreachable"
    RESTORED = "restored"
    CONFIRM = "confirm-restore"
    CONFIRMED = "confirmed-restore"
    UNKNOWN_ACCOUNT = "unknown-account"
    UNKNOWN_DEVICE = "unknown-device"
    BEHIND = "behind"
    CLOSED = "closed"
    CLOCK = "clock"
    LOCAL_COPY_LOST = "local-copy-lost"


OF_A_RELAY: Final = (Code.BEHIND, Code.FULL, Code.UNREACHABLE, Code.UNKNOWN_ACCOUNT, Code.UNKNOWN_DEVICE)
"""What ends when another address is dialled."""


@dataclass(frozen=True)
class Condition:
    """`at` in ms."""

    code: Code
    at: int
    body: Mapping[str, Any]


def put(store: Store, code: Code, at: int, body: Mapping[str, Any] | None = None) -> None:
    with store.transaction():
        store.run("INSERT OR REPLACE INTO conditions VALUES (?, ?, ?)", code.value, at, json.dumps(body or {}, sort_keys=True))


def begin(store: Store, code: Code, at: int, body: Mapping[str, Any] | None = None) -> None:
    """As `put`, but one that goes on keeps the time at which it began."""
    found = get(store, code)
    put(store, code, found.at if found else at, body)


def end(store: Store, *codes: Code) -> None:
    """Writes only if there is something to end."""
    if any(get(store, code) for code in codes):
        with store.transaction():
            for code in codes:
                store.run("DELETE FROM conditions WHERE code = ?", code.value)


def get(store: Store, code: Code) -> Condition | None:
    found = store.row("SELECT at, body FROM conditions WHERE code = ?", code.value)
    return Condition(code, found[0], json.loads(found[1])) if found else None
