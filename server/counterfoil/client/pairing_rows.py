"""A pairing under way, kept so that an interrupted one goes on."""

from dataclasses import dataclass
from typing import Final, Literal

from counterfoil_crypto.pairing import Pairing

from .store import Store

MINUTES: Final = 10
LIFETIME_MS: Final = MINUTES * 60 * 1000


@dataclass(frozen=True)
class Underway:
    """`claim` is the one that was posted or first seen; `confirmed` once the digits were right."""

    role: Literal["host", "guest"]
    relay: str
    secret: bytes
    expires: int
    claim: bytes | None = None
    confirmed: bool = False
    answer: bytes | None = None

    @property
    def pairing(self) -> Pairing:
        return Pairing(self.secret)


def load(store: Store, now: int) -> Underway | None:
    """What is under way and not over."""
    found = store.row("SELECT role, relay, secret, expires, claim, confirmed, answer FROM pairing WHERE expires > ?", now)
    if found is None:
        return None
    role, relay, secret, expires, claim, confirmed, answer = found
    return Underway(role, relay, secret, expires, claim, bool(confirmed), answer)


def save(store: Store, underway: Underway) -> None:
    with store.transaction():
        store.run(
            "INSERT OR REPLACE INTO pairing (one, role, relay, secret, expires, claim, confirmed, answer)"
            " VALUES (1, ?, ?, ?, ?, ?, ?, ?)",
            underway.role,
            underway.relay,
            underway.secret,
            underway.expires,
            underway.claim,
            underway.confirmed,
            underway.answer,
        )


def end(store: Store) -> None:
    with store.transaction():
        store.run("DELETE FROM pairing")
