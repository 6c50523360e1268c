"""Entries that nobody wrote, put at the end of the log: forged statements, damaged, moved and replayed envelopes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from nacl.utils import random

from counterfoil_crypto.chain import NO_RECORD, Entry, EntryKind
from counterfoil_crypto.device import Device
from counterfoil_crypto.encoding import Reader
from counterfoil_crypto.epoch import Epoch
from counterfoil_crypto.header import Header, take_header
from counterfoil_crypto.statement import Add, Genesis, Placed, parse
from tests.attacks import forging
from tests.attacks.forging import Where, add_act, epoch_start, forged
from tests.attacks.lies.registry import switch
from tests.attacks.malicious import Asked, Lie, MaliciousRelay

if TYPE_CHECKING:
    from collections.abc import Sequence


def statement(body: bytes) -> Entry:
    return Entry(0, EntryKind.STATEMENT, NO_RECORD, b"", body)


def record(body: bytes, record_id: bytes | None = None) -> Entry:
    return Entry(0, EntryKind.RECORD, record_id or take_header(Reader(body)).record, b"", body)


def newest_with_bytes(entries: Sequence[Entry]) -> Entry:
    return [one for one in entries if one.kind is EntryKind.RECORD and one.body][-1]


class Insertion(Lie, ABC):
    """Everybody sees the true log and one entry more, as long as the log stays as it is."""

    def __init__(self, relay: MaliciousRelay, victim: bytes | None = None) -> None:
        super().__init__(relay, victim)
        self.stranger = Device.new()
        self.epoch = Epoch.new()
        self._made: dict[int, Entry] = {}

    def told(self, asked: Asked, entries: list[Entry]) -> list[Entry]:
        if len(entries) not in self._made:
            self._made[len(entries)] = self.make(asked, entries)
        return [*entries, self._made[len(entries)]]

    @abstractmethod
    def make(self, asked: Asked, entries: list[Entry]) -> Entry:
        """The entry that comes after `entries`."""


@switch("01-own-key")
class OwnKey(Insertion):
    """The relay starts an epoch of its own and seals the key to the one who reads."""

    def make(self, asked: Asked, entries: list[Entry]) -> Entry:
        where = Where.after(asked.account, entries)
        start = epoch_start(Epoch.new(1), self.epoch, asked.account, {self.stranger.keys.id: self.stranger.keys})
        return statement(forged(self.stranger, forging.ROTATE, where, start))


@switch("03-stranger")
class Stranger(Insertion):
    """A device that nobody let in lets itself in."""

    def make(self, asked: Asked, entries: list[Entry]) -> Entry:
        where = Where.after(asked.account, entries)
        return statement(forged(self.stranger, forging.ADD, where, add_act(self.stranger.keys, self.epoch)))


@switch("03-in-anothers-name")
class InAnothersName(Insertion):
    """Likewise, in the name of the one who reads."""

    def make(self, asked: Asked, entries: list[Entry]) -> Entry:
        where, act = Where.after(asked.account, entries), add_act(self.stranger.keys, self.epoch)
        return statement(forged(self.stranger, forging.ADD, where, act, signer=asked.device))


@switch("30-forged-revoke")
class ForgedRevoke(Insertion):
    """The one who reads is removed, by nobody."""

    def make(self, asked: Asked, entries: list[Entry]) -> Entry:
        members = {self.stranger.keys.id: self.stranger.keys}
        act = asked.device + epoch_start(Epoch.new(1), self.epoch, asked.account, members)
        return statement(forged(self.stranger, forging.REVOKE, Where.after(asked.account, entries), act))


@switch("05-version")
class Version(Insertion):
    """The newest revision again, as if by an older version of the format."""

    def make(self, asked: Asked, entries: list[Entry]) -> Entry:  # noqa: ARG002 # the account is in the entries
        newest = newest_with_bytes(entries)
        assert newest.body
        return record(b"\0" + newest.body[1:], newest.record)


@switch("06-plaintext")
class Plaintext(Insertion):
    """A revision that nobody sealed, and that is otherwise all that it must be: the relay knows who writes, and on what."""

    def make(self, asked: Asked, entries: list[Entry]) -> Entry:
        newest, where = newest_with_bytes(entries), Where.after(asked.account, entries)
        assert newest.body
        members = [parse(one.body) for one in entries if one.kind is EntryKind.STATEMENT and one.body]
        genesis, admission = members[:2]
        assert isinstance(genesis, Genesis)
        assert isinstance(admission, Placed)
        assert isinstance(admission.act, Add)
        (writer,) = {genesis.keys.id, admission.act.keys.id} - {asked.device}
        header = take_header(Reader(newest.body))
        document = b'{"fields":{"note":{"person":{"at":[1,0,"' + b"0" * 32 + b'"],"value":"forged"}}},"schema":1,"type":"Order"}'
        plain = bytes(1) + writer + (1 << 40).to_bytes(8) + bytes(8) + where.head.encode()
        plain += newest.sequence.to_bytes(8) + newest.digest + 2 * len(document).to_bytes(4) + document
        return record(header.encode() + bytes(24) + plain.ljust(1_024, b"\0"))


@switch("07-moved")
class Moved(Insertion):
    """One record's contents under the header of another."""

    def make(self, asked: Asked, entries: list[Entry]) -> Entry:  # noqa: ARG002 # likewise
        revisions = [one for one in entries if one.kind is EntryKind.RECORD and one.body]
        one, other = revisions[-1], next(entry for entry in revisions if entry.record != revisions[-1].record)
        assert one.body
        assert other.body
        return record(one.body[:56] + other.body[56:], one.record)


@switch("08-flipped")
class Flipped(Insertion):
    """One bit of the newest revision is another."""

    def make(self, asked: Asked, entries: list[Entry]) -> Entry:  # noqa: ARG002 # likewise
        newest = newest_with_bytes(entries)
        assert newest.body
        return record(newest.body[:200] + bytes([newest.body[200] ^ 1]) + newest.body[201:])


@switch("24-garbage")
class Garbage(Insertion):
    """A new record of a mebibyte of chance."""

    def make(self, asked: Asked, entries: list[Entry]) -> Entry:  # noqa: ARG002 # likewise
        return record(Header(asked.account, random(16), 0).encode() + random((1 << 20) - 56))


@switch("24-ten-megabytes")
class TenMegabytes(Insertion):
    """Likewise, and longer than any relay takes."""

    def make(self, asked: Asked, entries: list[Entry]) -> Entry:  # noqa: ARG002 # likewise
        return record(Header(asked.account, random(16), 0).encode() + random(10_000_000))


@switch("14-replayed")
class Replayed(Lie):
    """What was the newest revision of each record when `act` was told so comes again after newer ones."""

    def __init__(self, relay: MaliciousRelay, victim: bytes | None = None) -> None:
        super().__init__(relay, victim)
        self._kept: dict[bytes, Entry] = {}

    async def act(self, what: str) -> None:
        """`what` is the account in hex."""
        entries = await self.relay.entries(bytes.fromhex(what))
        self._kept = {one.record: one for one in entries if one.kind is EntryKind.RECORD and one.body}

    def told(self, asked: Asked, entries: list[Entry]) -> list[Entry]:  # noqa: ARG002 # likewise
        newest = {one.record: one.digest for one in entries if one.kind is EntryKind.RECORD}
        return [*entries, *(one for one in self._kept.values() if one.digest != newest[one.record])]
