"""Signed acts that change who belongs to an account; each is a checkpoint of the whole log before it (SPEC.md, *statement*)."""

from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from typing import Final, NamedTuple

from nacl.utils import random

from . import labels
from .device import SIGNATURE_LENGTH, Device, DeviceKeys, verify
from .encoding import MOST_MS, Reader, digest, frame
from .errors import RefusedError

VERSION: Final = 1
SEALED_KEY_LENGTH: Final = 80
WRAPPED_KEY_LENGTH: Final = 72
_GENESIS_LENGTH: Final = 194
_PLACE_LENGTH: Final = 162
_START_LENGTH: Final = 110
_MEMBER_LENGTH: Final = 16 + SEALED_KEY_LENGTH


class Kind(IntEnum):
    GENESIS = 1
    ADD = 2
    REVOKE = 3
    LEAVE = 4
    ROTATE = 5
    CHECKPOINT = 6
    CLOSE = 7
    NOTICE = 8
    CANCEL = 9


class Role(IntEnum):
    DEVICE = 1
    KIT = 2


class Head(NamedTuple):
    """A point in a log: generation [32], sequence, hash [32]."""

    generation: bytes
    sequence: int
    hash: bytes

    def encode(self) -> bytes:
        return self.generation + self.sequence.to_bytes(8) + self.hash

    @classmethod
    def take(cls, reader: Reader, code: str) -> "Head":
        return cls(generation=reader.take(32), sequence=reader.number(8, code), hash=reader.take(32))


@dataclass(frozen=True)
class Genesis:
    """The first device, which signs, and epoch 0: commitment [32] to its key and the key sealed [80] to that device."""

    keys: DeviceKeys
    commitment: bytes
    sealed_key: bytes
    signed: bytes

    @property
    def account(self) -> bytes:
        return digest(labels.ACCOUNT, self.signed)


@dataclass(frozen=True)
class Place:
    """Where a statement stands: after `previous` (digest [32]), directly after `head`; `date` in ms by its signer's clock."""

    account: bytes
    previous: bytes
    head: Head
    signer: bytes
    date: int


@dataclass(frozen=True)
class EpochStart:
    """A new epoch: commitment [32] to its key, the key before it wrapped [72], and its key sealed to each who stays.

    `sealed`: device id [16] and sealed key [80], ascending by id.
    """

    number: int
    commitment: bytes
    wrapped: bytes
    sealed: tuple[tuple[bytes, bytes], ...]

    def encode(self) -> bytes:
        fixed = self.number.to_bytes(4) + self.commitment + self.wrapped + len(self.sealed).to_bytes(2)
        return fixed + b"".join(device + key for device, key in self.sealed)

    @classmethod
    def take(cls, reader: Reader) -> "EpochStart":
        number, commitment, wrapped = reader.number(4), reader.take(32), reader.take(WRAPPED_KEY_LENGTH)
        sealed = tuple((reader.take(16), reader.take(SEALED_KEY_LENGTH)) for _ in range(reader.number(2)))
        return cls(number, commitment, wrapped, sealed)


@dataclass(frozen=True)
class Add:
    """Lets `keys` in, with the current epoch's key sealed [80] to them."""

    role: Role
    keys: DeviceKeys
    epoch: int
    sealed_key: bytes


@dataclass(frozen=True)
class Revoke:
    """Removes `device` [16] and starts an epoch."""

    device: bytes
    start: EpochStart


@dataclass(frozen=True)
class Leave:
    """The signer goes."""


@dataclass(frozen=True)
class Rotate:
    """Starts an epoch."""

    start: EpochStart


@dataclass(frozen=True)
class Checkpoint:
    """The digest [32] of the live set directly before it."""

    live: bytes


@dataclass(frozen=True)
class Close:
    """The account ends."""


@dataclass(frozen=True)
class Notice:
    """The kit [16] is to be removed."""

    kit: bytes


@dataclass(frozen=True)
class Cancel:
    """The kit [16] is to stay."""

    kit: bytes


Act = Add | Revoke | Leave | Rotate | Checkpoint | Close | Notice | Cancel


@dataclass(frozen=True)
class Placed:
    """Every statement but a genesis."""

    place: Place
    act: Act
    signed: bytes

    @property
    def account(self) -> bytes:
        return self.place.account

    def verify(self, signer: DeviceKeys) -> None:
        """Refused (`signature`) unless `signer` signed these very bytes."""
        _verify(signer, self.signed)


Statement = Genesis | Placed


def statement_digest(signed: bytes) -> bytes:
    return digest(labels.STATEMENT, signed)


def genesis(device: Device, commitment: bytes, sealed_key: bytes, nonce: bytes | None = None) -> Genesis:
    """A new account's first statement, signed by `device`."""
    keys = device.keys
    body = bytes([VERSION, Kind.GENESIS]) + (nonce or random(16)) + keys.sign + keys.box + commitment + sealed_key
    return Genesis(keys, commitment, sealed_key, _sign(device, body))


def sign(device: Device, act: Act, *, account: bytes, previous: bytes, head: Head, date: int) -> Placed:
    """`device` does `act`; valid only as the very next entry after `head`, whose last statement is `previous`."""
    if not 0 <= date < MOST_MS:
        raise RefusedError("date", "not a time from 1970 to 2248")
    place = Place(account, previous, head, device.keys.id, date)
    kind, encoded = _encode_act(act)
    body = bytes([VERSION, kind]) + account + previous + head.encode() + place.signer + date.to_bytes(8) + encoded
    return Placed(place, act, _sign(device, body))


def parse(signed: bytes) -> Statement:
    """Reads a statement; a genesis is verified at once, every other one needs its signer's keys (`Placed.verify`)."""
    reader = Reader(signed)
    version, number = reader.number(1), reader.number(1)
    if version != VERSION:
        raise RefusedError("version", f"statement version {version} is not known here")
    try:
        kind = Kind(number)
    except ValueError as error:
        raise RefusedError("kind", f"statement kind {number} is not known here") from error
    if len(signed) != _body_length(kind, signed) + SIGNATURE_LENGTH:
        raise RefusedError("length", f"{len(signed)} bytes are not a statement of kind {number}")
    return _take_genesis(reader, signed) if kind is Kind.GENESIS else _take_placed(reader, kind, signed)


_ACT_LENGTHS: Final = {
    Kind.ADD: 149,
    Kind.REVOKE: 16 + _START_LENGTH,
    Kind.LEAVE: 0,
    Kind.ROTATE: _START_LENGTH,
    Kind.CHECKPOINT: 32,
    Kind.CLOSE: 0,
    Kind.NOTICE: 16,
    Kind.CANCEL: 16,
}


def _body_length(kind: Kind, signed: bytes) -> int:
    """How many bytes the fixed fields, and the number of members among them, ask for."""
    if kind is Kind.GENESIS:
        return _GENESIS_LENGTH
    fixed = _PLACE_LENGTH + _ACT_LENGTHS[kind]
    if kind not in {Kind.REVOKE, Kind.ROTATE}:
        return fixed
    return fixed + _MEMBER_LENGTH * int.from_bytes(signed[fixed - 2 : fixed])


def _take_genesis(reader: Reader, signed: bytes) -> Genesis:
    reader.take(16)
    keys = DeviceKeys(sign=reader.take(32), box=reader.take(32))
    commitment, sealed_key = reader.take(32), reader.take(SEALED_KEY_LENGTH)
    _verify(keys, signed)
    return Genesis(keys, commitment, sealed_key, signed)


def _take_placed(reader: Reader, kind: Kind, signed: bytes) -> Placed:
    account, previous, head, signer = reader.take(32), reader.take(32), Head.take(reader, "head"), reader.take(16)
    date = int.from_bytes(reader.take(8))
    act = _take_act(reader, kind)
    if date >= MOST_MS:
        raise RefusedError("date", "a statement's date is from 1970 to 2248")
    if isinstance(act, Revoke | Rotate) and any(one >= other for (one, _), (other, _) in pairwise(act.start.sealed)):
        raise RefusedError("members", "the members of an epoch are not ascending")
    return Placed(Place(account, previous, head, signer, date), act, signed)


def _take_act(reader: Reader, kind: Kind) -> Act:  # noqa: PLR0911 # one return for each kind
    match kind:
        case Kind.ADD:
            role = reader.number(1)
            if role not in (Role.DEVICE, Role.KIT):
                raise RefusedError("role", f"role {role} is not known here")
            keys = DeviceKeys(sign=reader.take(32), box=reader.take(32))
            return Add(Role(role), keys, reader.number(4), reader.take(SEALED_KEY_LENGTH))
        case Kind.REVOKE:
            return Revoke(reader.take(16), EpochStart.take(reader))
        case Kind.LEAVE:
            return Leave()
        case Kind.ROTATE:
            return Rotate(EpochStart.take(reader))
        case Kind.CHECKPOINT:
            return Checkpoint(reader.take(32))
        case Kind.CLOSE:
            return Close()
        case Kind.NOTICE:
            return Notice(reader.take(16))
        case Kind.CANCEL:
            return Cancel(reader.take(16))
    raise RefusedError("kind", "a genesis has no place")


def _encode_act(act: Act) -> tuple[Kind, bytes]:  # noqa: PLR0911 # one return for each kind
    match act:
        case Add(role, keys, epoch, sealed_key):
            return Kind.ADD, bytes([role]) + keys.sign + keys.box + epoch.to_bytes(4) + sealed_key
        case Revoke(device, start):
            return Kind.REVOKE, device + start.encode()
        case Leave():
            return Kind.LEAVE, b""
        case Rotate(start):
            return Kind.ROTATE, start.encode()
        case Checkpoint(live):
            return Kind.CHECKPOINT, live
        case Close():
            return Kind.CLOSE, b""
        case Notice(kit):
            return Kind.NOTICE, kit
        case Cancel(kit):
            return Kind.CANCEL, kit


def _sign(device: Device, body: bytes) -> bytes:
    return body + device.sign(frame(labels.STATEMENT, body))


def _verify(keys: DeviceKeys, signed: bytes) -> None:
    verify(keys.sign, frame(labels.STATEMENT, signed[:-SIGNATURE_LENGTH]), signed[-SIGNATURE_LENGTH:])
