"""What a reader makes of a relay that went back: behind, restored, or another history."""

from dataclasses import dataclass, field

import pytest

from counterfoil_crypto import chain, statement
from counterfoil_crypto.chain import NO_RECORD, Entry, EntryKind, Restored, extend_head, first_head
from counterfoil_crypto.device import Device, DeviceKeys
from counterfoil_crypto.epoch import Epoch
from counterfoil_crypto.errors import RelayInconsistentError
from counterfoil_crypto.keyring import Keyring, start_epoch
from counterfoil_crypto.log import Log
from counterfoil_crypto.statement import Add, Head, Role, Rotate

LAPTOP, EPOCH = Device(bytes(32)), Epoch(0, bytes(range(32)))
GENESIS = statement.genesis(LAPTOP, EPOCH.commitment, EPOCH.seal_to(LAPTOP.keys), bytes(16))


@dataclass
class History:
    """A relay's log of statements and restores."""

    entries: list[Entry] = field(default_factory=list)
    heads: list[Head] = field(default_factory=list)
    newest: bytes = bytes(32)

    @classmethod
    def begun(cls) -> "History":
        history = cls()
        history.put(EntryKind.STATEMENT, statement.statement_digest(GENESIS.signed), GENESIS.signed)
        return history

    def put(self, kind: EntryKind, digest: bytes, body: bytes) -> None:
        head = extend_head(self.heads[-1], kind, NO_RECORD, digest) if self.heads else first_head(GENESIS)
        self.entries.append(Entry(head.sequence, kind, NO_RECORD, digest, body))
        self.heads.append(head)
        if kind is EntryKind.STATEMENT:
            self.newest = digest

    def let(self, newcomer: Device) -> None:
        act = Add(Role.DEVICE, newcomer.keys, 0, EPOCH.seal_to(newcomer.keys))
        placed = statement.sign(LAPTOP, act, account=GENESIS.account, previous=self.newest, head=self.heads[-1], date=5)
        self.put(EntryKind.STATEMENT, statement.statement_digest(placed.signed), placed.signed)

    def restored_to(self, sequence: int, number: int = 1) -> "History":
        history = History(self.entries[:sequence], self.heads[:sequence])
        history.newest = next(one.digest for one in reversed(history.entries) if one.kind is EntryKind.STATEMENT)
        entry = Restored(bytes([number] * 16), 7, 0)
        history.put(EntryKind.RESTORED, entry.generation, entry.encode())
        return history

    def read(self) -> Log:
        log = Log.empty(GENESIS.account)
        log.read(self.entries, self.heads[-1], self.heads[-1], LAPTOP, Keyring(GENESIS.account))
        return log


def with_two() -> History:
    history = History.begun()
    history.let(Device(b"\1" * 32))
    history.let(Device(b"\2" * 32))
    return history


def test_a_shorter_log_of_the_same_generation_is_behind_and_another_is_a_fork() -> None:
    history = with_two()
    log = history.read()
    assert not log.was_restored(history.heads[1], [])
    assert log.is_behind(history.heads[1])
    assert not log.is_behind(history.heads[2])
    with pytest.raises(RelayInconsistentError) as other:
        log.is_behind(history.heads[1]._replace(hash=bytes(32)))
    assert other.value.code == "fork"


def test_a_restored_log_tells_where_the_lost_part_begins() -> None:
    history = with_two()
    log, restored = history.read(), history.restored_to(2)
    assert log.was_restored(restored.heads[-1], [3])
    assert log.lost_from(restored.read()) == 3
    assert restored.read().generation_at(2) == chain.FIRST_GENERATION
    assert restored.read().generation_at(3) == restored.heads[-1].generation


def test_a_backup_that_is_restored_twice_is_noticed_although_the_sequences_are_alike() -> None:
    history = with_two()
    first, second = history.restored_to(2), history.restored_to(2, 2)
    log = first.read()
    assert not log.was_restored(first.heads[-1], [3])
    assert log.was_restored(second.heads[-1], [3])
    assert log.lost_from(second.read()) == 3


def test_after_an_older_backup_a_newer_one_parts_where_the_older_one_did() -> None:
    history = with_two()
    older, newer = history.restored_to(1), history.restored_to(3, 2)
    log = older.read()
    assert log.was_restored(newer.heads[-1], [4])
    assert log.lost_from(newer.read()) == 2
    with pytest.raises(RelayInconsistentError) as taken_back:
        log.lost_from(history.read())  # it names no restore
    assert taken_back.value.code == "fork"


def test_a_restore_does_not_move() -> None:
    log, earlier = with_two().restored_to(2).read(), with_two().restored_to(1)
    with pytest.raises(RelayInconsistentError) as moved:
        log.lost_from(earlier.read())
    assert moved.value.code == "fork"


def test_a_restore_explains_no_other_history() -> None:
    log, other = with_two().read(), History.begun()
    other.let(Device(b"\3" * 32))
    with pytest.raises(RelayInconsistentError) as parted:
        log.lost_from(other.restored_to(2).read())
    assert parted.value.code == "fork"
    with pytest.raises(RelayInconsistentError) as unexplained:
        log.lost_from(other.read())
    assert unexplained.value.code == "fork"


def test_a_restore_after_all_that_was_read_explains_nothing_of_what_was() -> None:
    one, other = History.begun(), with_two()
    before = one.read()
    one.let(Device(b"\3" * 32))
    with pytest.raises(RelayInconsistentError) as parted:
        one.read().lost_from(other.restored_to(3).read())
    assert parted.value.code == "fork"
    assert before.lost_from(other.restored_to(3).read()) == 4


def test_whoever_reads_a_start_can_open_it_and_a_box_key_made_to_fail_does_not_stop_it() -> None:
    hostile = DeviceKeys(sign=Device(b"\4" * 32).keys.sign, box=bytes(32))
    members = {keys.id: keys for keys in (LAPTOP.keys, hostile)}
    epoch, start = start_epoch(EPOCH, GENESIS.account, members)
    assert [device for device, _ in start.sealed] == sorted(members)
    place = {"account": GENESIS.account, "previous": bytes(32), "head": first_head(GENESIS)}
    rotated = statement.sign(LAPTOP, Rotate(start), **place, date=5)  # type: ignore[arg-type] # three kinds of values
    keyring = Keyring.gather(LAPTOP, GENESIS.account, [GENESIS, rotated])
    assert [one.key for one in keyring.epochs] == [epoch.key, EPOCH.key]
