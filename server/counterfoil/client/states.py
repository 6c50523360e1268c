"""What the person sees of sync: each state with a stable code, words, and the commands that lead out of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from . import conditions, verdict
from .conditions import Code
from .device import LocalDevice
from .lost_records import is_lost, record_name
from .membership import closed_words, name_of, removed_words
from .restore import AGAIN_MS
from .text import counted, day, megabytes, span

MOST_NAMED: Final = 5


class State(StrEnum):
    """The gravest first."""

    REMOVED = "removed"
    CLOSED = "closed"
    INCONSISTENT = "relay-inconsistent"
    COPIED = "copied-profile"
    LOST = "local-copy-lost"
    UNKNOWN_ACCOUNT = "unknown-account"
    UNKNOWN_DEVICE = "unknown-device"
    CONFIRM = "confirm-restore"
    BEHIND = "relay-behind"
    RESTORED = "restored"
    OVERSIZED = "oversized"
    WAITING = "waiting"
    SET_ASIDE = "set-aside"
    CLOCK = "clock"
    NO_RELAY = "no-relay"
    NO_KIT = "no-kit"
    OK = "ok"


@dataclass(frozen=True)
class Shown:
    """`words`: one line or more for the person; `ways`: what they can type."""

    state: State
    words: str
    ways: tuple[str, ...] = ()

    def values(self) -> dict[str, Any]:
        return {"state": self.state.value, "words": self.words, "ways": list(self.ways)}


def states(device: LocalDevice) -> list[Shown]:
    """All that hold, the gravest first; `OK` alone if none does."""
    order = list(State)
    found = sorted(_found(device), key=lambda one: order.index(one.state))
    return found or [Shown(State.OK, "All is well.")]


def _found(device: LocalDevice) -> Iterator[Shown]:
    yield from _ended(device)
    yield from _verdict(device)
    yield from _of_the_relay(device)
    yield from _waiting(device)
    yield from _of_entries(device)
    roster = device.vault.log.roster
    if device.vault.relay is None:
        yield Shown(State.NO_RELAY, "This history has no relay yet: changes wait here.", ("counterfoil init --relay URL",))
    elif roster.members and not roster.kits and device.vault.removed is None and closed_words(device.vault) is None:
        alone = len(roster.devices) == 1
        words = "If you lose this device, everything is lost." if alone else "If you lose all your devices, everything is lost."
        yield Shown(State.NO_KIT, words, ("counterfoil kit new",))


def _ended(device: LocalDevice) -> Iterator[Shown]:
    removed, closed = removed_words(device.vault), closed_words(device.vault)
    ways = ("counterfoil keep", "counterfoil erase", "counterfoil pair CODE")
    if removed:
        yield Shown(State.REMOVED, f"{_sentence(removed)}.", ways)
    elif closed:
        yield Shown(State.CLOSED, f"{_sentence(closed)}. All is still here.", ways)


def _verdict(device: LocalDevice) -> Iterator[Shown]:
    found = device.verdict
    if found is None:
        return
    if found.kind is verdict.Kind.COPIED and found.device == device.vault.me:
        words = "A copy of this device's folder is in use. Sync has stopped; all is still here."
        yield Shown(State.COPIED, words, ("counterfoil own-device", "counterfoil erase"))
    elif found.kind is verdict.Kind.COPIED and found.device is not None:
        words = f"A copy of {name_of(device.vault, found.device)}'s data is in use. Sync has stopped; all is still here."
        yield Shown(State.COPIED, words, ("counterfoil own-device, on that device", "counterfoil status --clear"))
    else:
        ways = ("counterfoil status --evidence FILE", "counterfoil relay start-again [URL]", "counterfoil status --clear")
        yield Shown(State.INCONSISTENT, _sentence(found.words), ways)


def _of_the_relay(device: LocalDevice) -> Iterator[Shown]:
    store = device.store
    lost = conditions.get(store, Code.LOCAL_COPY_LOST)
    if lost:
        gone = counted(lost.body["waiting"], "unsent change is gone", "unsent changes are gone")
        words = f"An older copy of this folder was put back. {gone}; the rest is being read again."
        yield Shown(State.LOST, words, ("counterfoil sync", "counterfoil status --clear"))
    if conditions.get(store, Code.UNKNOWN_ACCOUNT):
        words = "This relay does not know your history. It may be new or the wrong address. All is still here."
        ways = ("counterfoil relay move URL", "counterfoil relay put-back", "counterfoil relay start-again [URL]")
        yield Shown(State.UNKNOWN_ACCOUNT, words, ways)
    if conditions.get(store, Code.UNKNOWN_DEVICE):
        words = "The relay says that it does not know this device, and shows nothing that proves it. All is still here."
        yield Shown(State.UNKNOWN_DEVICE, words, ("counterfoil sync", "counterfoil relay start-again [URL]"))
    if conditions.get(store, Code.CONFIRM):
        words = "The relay was restored again, within thirty days of the last time. Nothing is sent to it until you say so."
        yield Shown(State.CONFIRM, words, ("counterfoil relay confirm", "counterfoil relay start-again [URL]"))
    behind = conditions.get(store, Code.BEHIND)
    if behind and device.vault.behind_since is not None:
        missing = counted(behind.body["missing"], "entry", "entries")
        words = f"The relay is missing its newest {missing}. Nothing is lost here; it is tried again with every sync."
        yield Shown(State.BEHIND, words, ("counterfoil sync",))
    yield from _restored(device)


def _restored(device: LocalDevice) -> Iterator[Shown]:
    found = conditions.get(device.store, Code.RESTORED)
    if found is None or found.body["read"] or device.now() - found.at > AGAIN_MS:
        return
    vault, body = device.vault, found.body
    of = f" of {day(body['of'])}" if body["of"] else ""
    waiting = [record for record in map(bytes.fromhex, body["records"]) if is_lost(device, record, body["first"])]
    back = max(0, body["lost"] - body["unknown"] - len(waiting) - len(vault.lost))
    words = [f"The operator restored a backup{of}."]
    lost = counted(body["lost"], "entry was", "entries were")
    words.append(f"{lost} lost, {back} put back." if body["lost"] else "Nothing was lost.")
    others = [writer for writer in map(bytes.fromhex, body["writers"]) if writer != vault.me]
    if others:
        words.append(f"{name_of(vault, others[0])} wrote last; open it once.")
    yield Shown(State.RESTORED, " ".join(words), ("counterfoil sync", "counterfoil devices", "counterfoil status --clear"))


def _waiting(device: LocalDevice) -> Iterator[Shown]:
    full, oversized = conditions.get(device.store, Code.FULL), device.oversized
    if oversized:
        ways = ("counterfoil edit ORDER FIELD=VALUE", "counterfoil attachments ORDER N --remove", "counterfoil sync")
        yield Shown(State.OVERSIZED, oversized_words(device, oversized), ways)
    if device.waiting == len(oversized) and not full:
        return
    changes = counted(device.waiting, "change waits", "changes wait") if device.waiting else "An attached file waits"
    if full:
        room = f"{megabytes(full.body['used'])} of {megabytes(full.body['limit'])}"
        ways = ("counterfoil delete ORDER", "counterfoil list --json", "counterfoil sync")
        yield Shown(State.WAITING, f"{changes}. The relay is full ({room}).", ways)
    elif conditions.get(device.store, Code.UNREACHABLE):
        yield Shown(State.WAITING, f"{changes}. The relay can't be reached.", ("counterfoil sync",))
    elif device.vault.relay is not None:
        yield Shown(State.WAITING, f"{changes}.", ("counterfoil sync",))


def oversized_words(device: LocalDevice, records: Sequence[bytes]) -> str:
    """Which records no relay takes, and what to do."""
    known = device.vault.documents
    named = [f"{known[one].type} {record_name(one, known[one])}" for one in records[:MOST_NAMED]]
    more = [f"{len(records) - MOST_NAMED} more"] if len(records) > MOST_NAMED else []
    larger = counted(len(records), "record is larger than a relay takes", "records are larger than a relay takes")
    them, goes = ("it", "it goes") if len(records) == 1 else ("them", "they go")
    return (
        f"{larger}, because two devices added to {them} at the same time: {', '.join(named + more)}."
        f" All is still here, and all else is sent; shorten {them} or remove a file, and {goes} with the next sync."
    )


def _of_entries(device: LocalDevice) -> Iterator[Shown]:
    newer = sum(one.read_only for one in device.records())
    if newer:
        words = f"{counted(newer, 'record needs', 'records need')} a newer version."
        yield Shown(State.SET_ASIDE, words, ("update counterfoil",))
    for writer in sorted({one.writer for one in device.set_aside}, key=lambda one: one or b""):
        count = sum(one.writer == writer for one in device.set_aside)
        who = name_of(device.vault, writer) if writer else "nobody known"
        words = f"{counted(count, 'entry is', 'entries are')} damaged (written by {who})."
        yield Shown(State.SET_ASIDE, words, ("write it again on that device",))
    clock = conditions.get(device.store, Code.CLOCK)
    if clock:
        for ahead_one, ahead in sorted(clock.body.items()):
            words = f"{name_of(device.vault, bytes.fromhex(ahead_one))}'s clock was {span(ahead)} ahead."
            ways = ("set that clock", "counterfoil edit ORDER FIELD=VALUE", "counterfoil status --clear")
            yield Shown(State.CLOCK, words, ways)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
