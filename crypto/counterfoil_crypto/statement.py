"""Signed acts that change who belongs to an account; each is a checkpoint of the whole log before it (SPEC.md, *statement*)."""

from dataclasses import dataclass
from enum import IntEnum

from nacl.utils import random

from . import labels
from .device import SIGNATURE_LENGTH, Device, DeviceKeys, verify
from .encoding import Reader, digest, frame
from .errors import RefusedError

VERSION = 1
SEALED_KEY_LENGTH = 80


class Kind(IntEnum):
    GENESIS = 1
    ADD = 2


class Role(IntEnum):
    DEVICE = 1
    KIT = 2


@dataclass(frozen=True)
class Head:
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
class Add:
    """`signer` (device id) lets `keys` in, with the current epoch's key sealed [80] to it."""

    account: bytes
    previous: bytes
    head: Head
    signer: bytes
    role: Role
    keys: DeviceKeys
    epoch: int
    sealed_key: bytes
    signed: bytes

    def verify(self, signer: DeviceKeys) -> None:
        """Refused (`signature`) unless `signer` signed these very bytes."""
        _verify(signer, self.signed)


Statement = Genesis | Add


def statement_digest(signed: bytes) -> bytes:
    return digest(labels.STATEMENT, signed)


def genesis(device: Device, commitment: bytes, sealed_key: bytes, nonce: bytes | None = None) -> Genesis:
    """A new account's first statement, signed by `device`."""
    keys = device.keys
    body = bytes([VERSION, Kind.GENESIS]) + (nonce or random(16)) + keys.sign + keys.box + commitment + sealed_key
    return Genesis(keys, commitment, sealed_key, _sign(device, body))


def add(
    device: Device,
    *,
    account: bytes,
    previous: bytes,
    head: Head,
    newcomer: DeviceKeys,
    epoch: int,
    sealed_key: bytes,
    role: Role = Role.DEVICE,
) -> Add:
    """`device` lets `newcomer` in; valid only as the very next entry after `head`, whose last statement is `previous`."""
    body = (
        bytes([VERSION, Kind.ADD])
        + account
        + previous
        + head.encode()
        + device.keys.id
        + bytes([role])
        + newcomer.sign
        + newcomer.box
        + epoch.to_bytes(4)
        + sealed_key
    )
    return Add(account, previous, head, device.keys.id, role, newcomer, epoch, sealed_key, _sign(device, body))


def parse(signed: bytes) -> Statement:
    """Reads a statement; a genesis is verified at once, an `Add` needs its signer's keys (`Add.verify`)."""
    reader = Reader(signed)
    version, kind = reader.number(1), reader.number(1)
    if version != VERSION:
        raise RefusedError("version", f"statement version {version} is not known here")
    if kind == Kind.GENESIS:
        return _genesis(reader, signed)
    if kind == Kind.ADD:
        return _add(reader, signed)
    raise RefusedError("kind", f"statement kind {kind} is not known here")


def check_statement(
    statement: Statement,
    *,
    account: bytes,
    previous: bytes,
    head: Head,
    members: dict[bytes, DeviceKeys],
    epoch: int,
) -> None:
    """Refuses a statement that is not valid as the entry directly after `head`, with the code of SPEC.md, *statement*."""
    if isinstance(statement, Genesis) and head.sequence != 0:
        raise RefusedError("previous", "a second genesis")
    if statement.account != account:
        raise RefusedError("account", "a statement of another account")
    if isinstance(statement, Genesis):
        return
    if statement.previous != previous:
        raise RefusedError("previous", "does not follow the newest statement")
    if statement.head != head:
        raise RefusedError("head", "does not follow the newest entry")
    signer = members.get(statement.signer)
    if signer is None:
        raise RefusedError("signer", "signed by a device that is not a member")
    statement.verify(signer)
    if statement.epoch != epoch:
        raise RefusedError("epoch", f"names epoch {statement.epoch}, the current one is {epoch}")
    known = {name for keys in members.values() for name in keys.names}
    if known & statement.keys.names:
        raise RefusedError("known-device", "names a device that the account knows already")


def _genesis(reader: Reader, signed: bytes) -> Genesis:
    reader.take(16)
    keys = DeviceKeys(sign=reader.take(32), box=reader.take(32))
    commitment, sealed_key = reader.take(32), reader.take(SEALED_KEY_LENGTH)
    reader.take(SIGNATURE_LENGTH)
    reader.end()
    _verify(keys, signed)
    return Genesis(keys, commitment, sealed_key, signed)


def _add(reader: Reader, signed: bytes) -> Add:
    account, previous, head, signer = reader.take(32), reader.take(32), Head.take(reader, "head"), reader.take(16)
    role = reader.number(1)
    keys = DeviceKeys(sign=reader.take(32), box=reader.take(32))
    epoch, sealed_key = reader.number(4), reader.take(SEALED_KEY_LENGTH)
    reader.take(SIGNATURE_LENGTH)
    reader.end()
    if role not in (Role.DEVICE, Role.KIT):
        raise RefusedError("role", f"role {role} is not known here")
    return Add(account, previous, head, signer, Role(role), keys, epoch, sealed_key, signed)


def _sign(device: Device, body: bytes) -> bytes:
    return body + device.sign(frame(labels.STATEMENT, body))


def _verify(keys: DeviceKeys, signed: bytes) -> None:
    verify(keys.sign, frame(labels.STATEMENT, signed[:-SIGNATURE_LENGTH]), signed[-SIGNATURE_LENGTH:])
