"""Whether a statement is valid as the next entry of a log (SPEC.md, *statement*), apart from any database.

Who belongs is the roster's to say. What only who keeps the log can tell is said here: whether the head that a statement names is
the log's, and how long a kit has been under notice by the relay's own clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from counterfoil.relay.problem import ProblemError
from counterfoil.wire import ProblemCode
from counterfoil_crypto.chain import Restored, is_put_back
from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.roster import KIT_TERM_MS, Roster
from counterfoil_crypto.statement import (
    Add,
    Cancel,
    Close,
    Head,
    Leave,
    Placed,
    Revoke,
    Rotate,
    Statement,
    statement_digest,
)

from .append import check_generation

MOST_MEMBERS: Final = 256
"""A `revoke` that is sealed to all but one of them is well within what a request takes."""
MOST_BYTES: Final = 1024 * 1024
"""Of an account's statements; 3,500 checkpoints have as many."""


@dataclass(frozen=True)
class Restore:
    """A `restored` entry of a log, and the head directly before it."""

    before: Head
    restored: Restored


@dataclass
class Membership:
    """An account's statements up to now, how many bytes they have, and when the relay took each (by digest, ms).

    `lost`: when it counts as taken before, of one that was put back.
    """

    roster: Roster
    taken: dict[bytes, int] = field(default_factory=dict)
    lost: dict[bytes, int] = field(default_factory=dict)
    size: int = 0

    def apply(self, statement: Statement, taken: int, lost: int | None) -> None:
        """Goes on with a statement that was checked."""
        self.roster.apply(statement)
        name = statement_digest(statement.signed)
        self.taken[name] = taken
        if lost is not None:
            self.lost[name] = lost
        self.size += len(statement.signed)

    def check_term(self, statement: Placed, restore: Restore | None, now: int) -> None:
        """Refused (`notice`): the removal of a kit too early by the relay's clock. The roster held it against the dates.

        Where a removal is put back, the dates say whether the term was over in the part that was lost; but only for as long after
        the restore as the term is. Later, and for a new removal, only what the relay saw itself counts.
        """
        act, signer = statement.act, statement.place.signer
        if not isinstance(act, Revoke) or act.device not in self.roster.kits:
            return
        at, times = now, self.taken
        if restore is not None and now - restore.restored.at < KIT_TERM_MS:
            at, times = when_lost(statement, restore), {**self.taken, **self.lost}
        if not self.roster.kit_may_go(act.device, signer, at, times):
            raise RefusedError("notice", "this kit may not be removed yet, by the clock of the relay")

    def check_room(self, statement: Placed) -> None:
        """`too-large` for what would leave no room to remove whoever did it.

        A statement that starts an epoch names every member, and the relay reads all statements to check one more.
        """
        act = statement.act
        if isinstance(act, Add) and len(self.roster.members) >= MOST_MEMBERS:
            raise ProblemError(
                ProblemCode.TOO_LARGE, f"the account has {MOST_MEMBERS} members; remove one first", limit=MOST_MEMBERS
            )
        removes = isinstance(act, Revoke | Leave | Close | Cancel) or (isinstance(act, Rotate) and self.roster.rotation_due)
        if not removes and self.size + len(statement.signed) > MOST_BYTES:
            raise ProblemError(ProblemCode.TOO_LARGE, f"the account has {self.size} bytes of statements", limit=MOST_BYTES)


def check_place(statement: Statement, account: bytes, head: Head, restores: Sequence[Restore]) -> Restore | None:
    """`stale-generation` or `conflict` for a statement made for an earlier head; the restore after which it is put back."""
    if not isinstance(statement, Placed) or statement.place.account != account:
        return None
    named = statement.place.head
    if is_put_back(named, head.generation, [one.before for one in restores]):
        ended = [one for one in restores if one.before.generation == named.generation]
        return ended[0] if ended else restores[-1]
    check_generation(head, named.generation)
    if named != head:
        raise ProblemError(ProblemCode.CONFLICT, "the log moved on; read on and sign anew", head=head)
    return None


def when_lost(statement: Placed, restore: Restore) -> int:
    """When what is put back was taken before: on its date, but within the part that was lost. A thief can date it as he likes."""
    return min(max(statement.place.date, restore.restored.of), restore.restored.at)
