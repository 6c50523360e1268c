"""What can go wrong for a person: each text is one lower-case line that names the fault and the next step."""

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from counterfoil.wire import Problem

    from .verdict import Verdict


class ClientError(Exception):
    """Something a person can act on; nothing local is lost by it."""


class RelayUnavailableError(ClientError):
    """No usable answer: not reached, too slow, failing, or not a relay at all. What was sent may have arrived."""


class RelayProblemError(ClientError):
    """The relay refused, by a problem of the protocol's table: what was sent did not happen."""

    def __init__(self, problem: "Problem", text: str) -> None:
        super().__init__(text)
        self.problem: Final = problem

    @property
    def code(self) -> str:
        return self.problem.problem or "about:blank"

    @property
    def is_for_now(self) -> bool:
        """Whether it may take the same a moment later."""
        return self.code == "too-many-requests"


class BehindError(ClientError):
    """The relay's log is a prefix of what was verified here. `missing` entries."""

    def __init__(self, missing: int) -> None:
        entries = "entry" if missing == 1 else f"{missing} entries"
        super().__init__(f"the relay is missing its newest {entries}; nothing is lost here, nothing is sent; try again later")
        self.missing: Final = missing


class StoppedError(ClientError):
    """Sync has stopped on a verdict, which stays until the person clears it."""

    def __init__(self, verdict: "Verdict") -> None:
        super().__init__(verdict.words)
        self.verdict: Final = verdict


class RemovedError(ClientError):
    """A verified statement says that this device is no member any more."""


class ClosedError(ClientError):
    """A verified statement says that the account has ended."""


class OversizedError(ClientError):
    """A record is more than one envelope of the log holds."""

    def __init__(self) -> None:
        super().__init__("this record would be larger than a relay takes; shorten it or remove a file")


class ActRefusedError(ClientError):
    """The account's rules do not allow this act, as the account stands."""


class ConfirmError(ClientError):
    """The relay was restored again within thirty days; the person has to say that this may be."""


class LockedError(ClientError):
    """The seed lies under a passphrase that is not at hand."""


class PairingError(ClientError):
    """A pairing that ended."""
