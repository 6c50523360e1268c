"""Who belongs to an account, by its statements alone: one set of rules for relay and devices (SPEC.md, *statement*)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from .device import DeviceKeys
from .errors import RefusedError
from .statement import (
    Act,
    Add,
    Cancel,
    Checkpoint,
    Close,
    EpochStart,
    Genesis,
    Leave,
    Notice,
    Place,
    Placed,
    Revoke,
    Role,
    Rotate,
    Statement,
    statement_digest,
)

KIT_TERM_MS: Final = 7 * 24 * 3_600_000


@dataclass(frozen=True)
class Member:
    """One who belongs: since when (ms by the clock of who let it in; 0: from the genesis), by whom (device id; None: itself).

    `admitted`: digest [32] of the statement that let it in.
    """

    keys: DeviceKeys
    role: Role
    since: int
    by: bytes | None
    admitted: bytes


@dataclass(frozen=True)
class Gone:
    """One who belonged: removed by `by` (device id), or left, at `date` (ms by the signer's clock)."""

    keys: DeviceKeys
    role: Role
    by: bytes
    date: int
    how: Literal["revoke", "leave"]


@dataclass(frozen=True)
class NoticeGiven:
    """A kit is to be removed: who said so, when, and the digest [32] of that statement."""

    signer: bytes
    date: int
    statement: bytes


@dataclass
class Roster:
    """Who belongs and who did, the epoch, notices, and by whom and when the account was closed.

    `statement`: digest [32] of the newest one, zeros before the genesis. `rotation_due`: someone left and still has the key.
    """

    account: bytes
    statement: bytes = bytes(32)
    members: dict[bytes, Member] = field(default_factory=dict)
    gone: dict[bytes, Gone] = field(default_factory=dict)
    epoch: int = 0
    notices: dict[bytes, NoticeGiven] = field(default_factory=dict)
    rotation_due: bool = False
    closed: tuple[bytes, int] | None = None

    @property
    def devices(self) -> dict[bytes, Member]:
        return {device: member for device, member in self.members.items() if member.role is Role.DEVICE}

    @property
    def kits(self) -> dict[bytes, Member]:
        return {device: member for device, member in self.members.items() if member.role is Role.KIT}

    def admit(self, statement: Statement) -> None:
        """Checks a statement and takes it in."""
        self.check(statement)
        self.apply(statement)

    def check(self, statement: Statement) -> None:
        """Refuses a statement that does not follow from those before, by all rules but the one on its head."""
        self.check_order(statement)
        self.check_act(statement)

    def check_order(self, statement: Statement) -> None:
        """What comes before the rule on the head: `previous`, `account`, `closed`."""
        if isinstance(statement, Genesis) and self.members:
            raise RefusedError("previous", "a second genesis")
        if statement.account != self.account:
            raise RefusedError("account", "a statement of another account")
        if self.closed:
            raise RefusedError("closed", "the account is closed")
        if isinstance(statement, Placed) and statement.place.previous != self.statement:
            raise RefusedError("previous", "does not follow the newest statement")

    def check_act(self, statement: Statement) -> None:
        """What comes after the rule on the head: the signer, and what is signed."""
        if isinstance(statement, Genesis):
            return
        signer = self.members.get(statement.place.signer)
        if signer is None:
            raise RefusedError("signer", "signed by a device that is not a member")
        statement.verify(signer.keys)
        match statement.act:
            case Add() as act:
                self._check_add(act)
            case Revoke(device, start):
                self._check_revoke(device, statement.place)
                self._check_start(start, set(self.members) - {device})
            case Leave() if len(self.members) == 1:
                raise RefusedError("device", "the only member cannot leave; it can close the account")
            case Rotate(start):
                self._check_start(start, set(self.members))
            case Notice(kit) if kit not in self.kits or kit in self.notices:
                raise RefusedError("notice", "not a kit of this account, or under notice already")
            case Cancel(kit) if kit not in self.notices:
                raise RefusedError("notice", "not under notice")
            case _:
                pass

    def kit_may_go(self, kit: bytes, signer: bytes, at: int, taken: Mapping[bytes, int] | None = None) -> bool:
        """Whether `signer` may revoke `kit` at `at` (ms): after the term, or as the second of two who were let in before it.

        `taken`: digest of a statement to ms, where another clock than its signer's counts (a relay's own).
        """
        notice, times = self.notices.get(kit), taken or {}
        if notice is None:
            return False
        if at - times.get(notice.statement, notice.date) >= KIT_TERM_MS:
            return True
        return notice.signer != signer and all(
            member is not None and (member.by is None or at - times.get(member.admitted, member.since) >= KIT_TERM_MS)
            for member in (self.members.get(notice.signer), self.members.get(signer))
        )

    def _check_add(self, act: Add) -> None:
        if act.epoch != self.epoch:
            raise RefusedError("epoch", f"names epoch {act.epoch}, the current one is {self.epoch}")
        everyone = [*(one.keys for one in self.members.values()), *(one.keys for one in self.gone.values())]
        known = {name for keys in everyone for name in keys.names}
        if known & act.keys.names:
            raise RefusedError("known-device", "names a device that the account knows already")

    def _check_revoke(self, device: bytes, place: Place) -> None:
        member = self.members.get(device)
        if member is None or device == place.signer:
            raise RefusedError("device", "not another member")
        if member.role is Role.KIT and not self.kit_may_go(device, place.signer, place.date):
            raise RefusedError("notice", "a kit goes a week after notice, or when a second device says so")

    def _check_start(self, start: EpochStart, members: set[bytes]) -> None:
        if start.number != self.epoch + 1:
            raise RefusedError("epoch", f"starts epoch {start.number}, the current one is {self.epoch}")
        if [device for device, _ in start.sealed] != sorted(members):
            raise RefusedError("members", "an epoch's key is for those who are members then")

    def apply(self, statement: Statement) -> None:
        """Takes in a statement that was checked."""
        self.statement = statement_digest(statement.signed)
        if isinstance(statement, Genesis):
            self.members[statement.keys.id] = Member(statement.keys, Role.DEVICE, 0, None, self.statement)
        else:
            self._apply_act(statement.act, statement.place)

    def _apply_act(self, act: Act, place: Place) -> None:
        match act:
            case Add(role, keys):
                self.members[keys.id] = Member(keys, role, place.date, place.signer, self.statement)
            case Revoke(device, start):
                self._remove(device, place, "revoke")
                self._start(start)
            case Leave():
                self._remove(place.signer, place, "leave")
                self.rotation_due = True
            case Rotate(start):
                self._start(start)
            case Close():
                self.closed = (place.signer, place.date)
            case Notice(kit):
                self.notices[kit] = NoticeGiven(place.signer, place.date, self.statement)
            case Cancel(kit):
                del self.notices[kit]
            case Checkpoint():
                pass

    def _remove(self, device: bytes, place: Place, how: Literal["revoke", "leave"]) -> None:
        member = self.members.pop(device)
        self.gone[device] = Gone(member.keys, member.role, place.signer, place.date, how)
        self.notices.pop(device, None)

    def _start(self, start: EpochStart) -> None:
        self.epoch, self.rotation_due = start.number, False
