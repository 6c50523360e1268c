"""What a relay asks of its store, in typed values. A backend is as good as the contract in tests/server/test_store.py says.

Every write is one transaction: durable when the call returns, or nothing happened. A caller that gives up while it waits
changes neither. Times are milliseconds since 1970 in UTC; what expires at a time is gone at that time.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from counterfoil.wire import NewRevision, Result
from counterfoil_crypto.chain import Entry
from counterfoil_crypto.device import DeviceKeys
from counterfoil_crypto.statement import Genesis, Head, Statement

Announce = Callable[[bytes, Head], None]


@dataclass(frozen=True)
class Session:
    """Whom a token speaks for, and until when."""

    account: bytes
    device: bytes
    expires: int


@dataclass(frozen=True)
class Page:
    """`through` is the head after the last of `entries`, `head` the newest."""

    head: Head
    through: Head
    entries: list[Entry]


@dataclass(frozen=True)
class Mailbox:
    """A pairing as it stands."""

    expires: int
    claim: bytes | None
    answer: bytes | None


class Store(ABC):
    """Raises `ProblemError` with the codes of PROTOCOL.md, and `RefusedError` for what SPEC.md refuses."""

    announce: Announce
    """Called in the event loop with account and new head, in order, after the commit of every append. Must not raise."""

    @abstractmethod
    async def ready(self) -> None:
        """Returns once the store answers."""

    @abstractmethod
    async def close(self) -> None:
        """Ends what runs; calls after it fail."""

    @abstractmethod
    async def purge(self, now: int) -> None:
        """Erases challenges, tokens and pairings that ran out."""

    @abstractmethod
    async def open_account(self, genesis: Genesis, *, allowed: bool) -> bool:
        """True for a new account, False for one that is there; `accounts-closed` for a new one unless `allowed`."""

    @abstractmethod
    async def add_challenge(self, nonce: bytes, account: bytes, device: bytes, expires: int) -> None:
        """Keeps the hash [32] of a nonce; `unknown-account`, `unknown-device`."""

    @abstractmethod
    async def take_challenge(self, nonce: bytes, account: bytes, device: bytes, now: int) -> DeviceKeys:
        """Uses a challenge up; `unknown-account`, `unknown-device`, `bad-session`."""

    @abstractmethod
    async def add_token(self, token: bytes, session: Session) -> None:
        """Keeps the hash [32] of a token."""

    @abstractmethod
    async def session(self, token: bytes, now: int) -> Session | None:
        """The session of the token with this hash, unless it ran out."""

    @abstractmethod
    async def head(self, account: bytes) -> Head:
        """The newest head; `unknown-account`."""

    @abstractmethod
    async def read_log(self, account: bytes, after: int, *, entries: int, size: int) -> Page:
        """At most `entries` entries, ending with the one that brings the bodies to `size` bytes; `unknown-account`."""

    @abstractmethod
    async def append_records(
        self, account: bytes, device: bytes, generation: bytes, revisions: Sequence[NewRevision]
    ) -> tuple[Head, list[Result]]:
        """PROTOCOL.md's checks in its order; `unknown-device`, `stale-generation`, or `RefusedError` for the whole batch."""

    @abstractmethod
    async def append_statement(self, account: bytes, device: bytes, statement: Statement) -> Head:
        """The head right after the statement; `unknown-device`, `stale-generation`, `conflict`, or `RefusedError`."""

    @abstractmethod
    async def open_pairing(self, mailbox: bytes, account: bytes, device: bytes, *, now: int, expires: int) -> tuple[int, bool]:
        """When it ends, and whether it is new; `claimed` if another device opened it."""

    @abstractmethod
    async def pairing(self, mailbox: bytes, now: int, opener: tuple[bytes, bytes] | None = None) -> Mailbox:
        """The pairing, if `opener` (account and device) opened it; `no-mailbox`."""

    @abstractmethod
    async def claim_pairing(self, mailbox: bytes, message: bytes, now: int) -> None:
        """Once, or the same bytes again; `no-mailbox`, `claimed`."""

    @abstractmethod
    async def answer_pairing(self, mailbox: bytes, message: bytes, now: int, opener: tuple[bytes, bytes]) -> None:
        """Once, or the same bytes again, after a claim; `no-mailbox`, `out-of-turn`."""

    @abstractmethod
    async def close_pairing(self, mailbox: bytes, now: int, opener: tuple[bytes, bytes]) -> None:
        """Ends it; `no-mailbox`."""
