"""What a relay asks of its store, in typed values. A backend is as good as the contract in tests/server/test_store.py says.

Every write is one transaction: durable when the call returns, or nothing happened. A caller that gives up while it waits
changes neither. Times are milliseconds since 1970 in UTC; what expires at a time is gone at that time.
"""

from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from typing import Self

from counterfoil.wire import NewRevision, Result, Usage
from counterfoil_crypto.chain import Entry
from counterfoil_crypto.device import DeviceKeys
from counterfoil_crypto.statement import Genesis, Head, Statement

from .append import Room

Announce = Callable[[bytes, Head], None]
Dismiss = Callable[[bytes, bytes | None], None]


@dataclass(frozen=True)
class Session:
    """Whom a token speaks for, and until when. `removed`: the sequence of the statement that removed the device, if one did."""

    account: bytes
    device: bytes
    expires: int
    removed: int | None = None


@dataclass(frozen=True)
class Page:
    """`through` is the head after the last of `entries`, `head` the newest, `restores` where the log was restored."""

    head: Head
    through: Head
    restores: list[int]
    entries: list[Entry]


@dataclass(frozen=True)
class Checkpoint:
    """`head` is the one right after it; `entries` are all statements and `restored` entries up to it."""

    head: Head
    entries: list[Entry]


@dataclass(frozen=True)
class Opening:
    """What came of opening an account or putting statements back: whether it is new, and the head to tell."""

    new: bool
    head: Head


class Upload(ABC):
    """A blob on its way in, nothing of which is there until `keep` returned. An async context manager."""

    @abstractmethod
    async def __aenter__(self) -> Self:
        """Makes room for it to be written to."""

    @abstractmethod
    async def __aexit__(self, *_: object) -> None:
        """Leaves nothing behind unless it was kept."""

    @abstractmethod
    async def write(self, chunk: bytes) -> None:
        """Adds to it."""

    @abstractmethod
    async def keep(self, *, now: int, room: Room) -> None:
        """Durable once this returns; `unknown-device`, `full`, `closed`."""


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

    dismiss: Dismiss
    """Called likewise with an account and the device that was removed from it, or None if the account was closed."""

    @abstractmethod
    async def ready(self) -> None:
        """Returns once the store answers."""

    @abstractmethod
    async def close(self) -> None:
        """Ends what runs; calls after it fail."""

    @abstractmethod
    async def purge(self, now: int) -> None:
        """Erases challenges, tokens and pairings that ran out, blobs that nothing needs, and what is left of what was erased."""

    @abstractmethod
    async def declare_restore(self, now: int, of: int | None = None) -> int:
        """Adds a `restored` entry to every log that goes on, and ends all tokens: how many logs that are.

        `of`: when the state was the newest that was put back; None: for each account when its newest entry was taken.
        """

    @abstractmethod
    async def open_account(
        self, genesis: Genesis, statements: Sequence[Statement] = (), *, now: int, allowed: bool, again: bool = False
    ) -> Opening:
        """PROTOCOL.md, *Accounts*; `accounts-closed` for a new one unless `allowed`, `unknown-account`, `closed`."""

    @abstractmethod
    async def find_account(self, device: bytes, start: bytes) -> bytes:
        """The account whose id begins with `start` [16] and that has or had the device; `unknown-account`."""

    @abstractmethod
    async def closed_statements(self, account: bytes) -> list[bytes]:
        """All of a closed account; `unauthorized` of another one, `unknown-account`."""

    @abstractmethod
    async def add_challenge(self, nonce: bytes, account: bytes, device: bytes, expires: int) -> None:
        """Keeps the hash [32] of a nonce, for a device that was removed too; `unknown-account`, `closed`, `unknown-device`."""

    @abstractmethod
    async def take_challenge(self, nonce: bytes, account: bytes, device: bytes, now: int) -> DeviceKeys:
        """Uses a challenge up; `unknown-account`, `closed`, `unknown-device`, `bad-session`."""

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
    async def read_log(self, account: bytes, after: int, *, entries: int, size: int, removed: int | None = None) -> Page:
        """At most `entries` entries, ending with the one that brings the bodies to `size` bytes; `unknown-account`.

        For a device that was removed by the statement at `removed`, the log ends there, and records have no bodies.
        """

    @abstractmethod
    async def append_records(
        self,
        account: bytes,
        device: bytes,
        generation: bytes,
        revisions: Sequence[NewRevision],
        *,
        now: int,
        room: Room = Room(),  # noqa: B008 # frozen
    ) -> tuple[Head, list[Result]]:
        """PROTOCOL.md's checks in its order; `unknown-device`, `stale-generation`, or `RefusedError` for the whole batch."""

    @abstractmethod
    async def append_statement(self, account: bytes, device: bytes, statement: Statement, *, now: int) -> Head:
        """The head right after the statement; `unknown-device`, `stale-generation`, `conflict`, `closed`, or `RefusedError`."""

    @abstractmethod
    async def checkpoint(self, account: bytes) -> Checkpoint:
        """The newest one; `no-checkpoint`, `unknown-account`."""

    @abstractmethod
    async def live(self, account: bytes, checkpoint: int, after: bytes, *, entries: int, size: int) -> tuple[list[Entry], bool]:
        """Of each record the newest revision before the checkpoint at that sequence, by record id, and whether there are more."""

    @abstractmethod
    async def usage(self, account: bytes, limit: int | None) -> Usage:
        """What the account takes up; `unknown-account`, `closed`."""

    @abstractmethod
    async def wants_blob(self, account: bytes, device: bytes, blob: bytes, size: int, *, now: int, room: Room) -> bool:
        """Whether the blob is still to be sent; if it is there it counts as uploaded now. `unknown-device`, `closed`, `full`."""

    @abstractmethod
    def upload(self, account: bytes, device: bytes, blob: bytes, size: int) -> Upload:
        """A blob of `size` bytes that whoever writes it has checked."""

    @abstractmethod
    async def read_blob(self, account: bytes, blob: bytes) -> tuple[int, AsyncGenerator[bytes, None]]:
        """Size and chunks of a blob; `no-blob`."""

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
