"""Whether a statement is valid as the next entry of a log (SPEC.md, *statement*), apart from any database.

Who belongs is the roster's to say. What only who keeps the log can tell is said here: whether the head that a statement names is
the log's, and how long a kit has been under notice by the relay's own clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from counterfoil.relay.problem import ProblemError
from counterfoil.wire import ProblemCode
from counterfoil_crypto.chain import Restored, is_put_back
from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.roster import Roster
from counterfoil_crypto.statement import Head, Placed, Revoke, Statement, statement_digest

from .append import check_generation


@dataclass(frozen=True)
class Restore:
    """A `restored` entry of a log, and the head directly before it."""

    before: Head
    restored: Restored


@dataclass
class Membership:
    """An account's statements up to now, and when the relay took each (by digest, ms)."""

    roster: Roster
    taken: dict[bytes, int] = field(default_factory=dict)

    def apply(self, statement: Statement, taken: int) -> None:
        """Goes on with a statement that was checked."""
        self.roster.apply(statement)
        self.taken[statement_digest(statement.signed)] = taken

    def check_term(self, statement: Placed, taken: int) -> None:
        """Refused (`notice`): the removal of a kit too early by the relay's clock. The roster held it against the dates."""
        act, signer = statement.act, statement.place.signer
        if not isinstance(act, Revoke) or act.device not in self.roster.kits:
            return
        if not self.roster.kit_may_go(act.device, signer, taken, self.taken):
            raise RefusedError("notice", "this kit may not be removed yet, by the clock of the relay")


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


def when_taken(statement: Placed, restore: Restore | None, now: int) -> int:
    """What is put back counts as taken on its date, but within the part that was lost: a thief can date it as he likes."""
    if restore is None:
        return now
    return min(max(statement.place.date, restore.restored.of), restore.restored.at)
