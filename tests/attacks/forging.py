"""Statements as an attacker makes them: bytes by the specification, in whatever name and place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt
from nacl.utils import random

from counterfoil_crypto import labels
from counterfoil_crypto.chain import EntryKind
from counterfoil_crypto.encoding import derive, frame
from tests.attacks.malicious import heads_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from counterfoil_crypto.chain import Entry
    from counterfoil_crypto.device import Device, DeviceKeys
    from counterfoil_crypto.epoch import Epoch
    from counterfoil_crypto.statement import Head

ADD: Final = 2
REVOKE: Final = 3
ROTATE: Final = 5
DATE: Final = 1_795_300_000_000


@dataclass(frozen=True)
class Where:
    """The place directly after a log: what every statement names."""

    account: bytes
    previous: bytes
    head: Head

    @classmethod
    def after(cls, account: bytes, entries: Sequence[Entry]) -> Where:
        statements = [one.digest for one in entries if one.kind is EntryKind.STATEMENT]
        return cls(account, statements[-1] if statements else bytes(32), heads_of(account, entries)[-1])


def forged(device: Device, kind: int, where: Where, act: bytes, *, signer: bytes | None = None, date: int = DATE) -> bytes:
    """Signed by `device`, whoever `signer` says that it is."""
    place = bytes([1, kind]) + where.account + where.previous + where.head.encode() + (signer or device.keys.id)
    body = place + date.to_bytes(8) + act
    return body + device.sign(frame(labels.STATEMENT, body))


def add_act(newcomer: DeviceKeys, epoch: Epoch, role: int = 1) -> bytes:
    return bytes([role]) + newcomer.sign + newcomer.box + epoch.number.to_bytes(4) + epoch.seal_to(newcomer)


def epoch_start(epoch: Epoch, before: Epoch, account: bytes, members: Mapping[bytes, DeviceKeys]) -> bytes:
    """The start of `epoch`, which wraps the key of `before` and is sealed to `members` by device id."""
    data, nonce = frame(labels.EPOCH_WRAP, account, epoch.number.to_bytes(4)), random(24)
    wrapped = nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(before.key, data, nonce, derive(epoch.key, labels.EPOCH_WRAP))
    sealed = b"".join(device + epoch.seal_to(members[device]) for device in sorted(members))
    return epoch.number.to_bytes(4) + epoch.commitment + wrapped + len(members).to_bytes(2) + sealed
