"""An epoch's key derives all others and is handed to each member in a sealed box (SPEC.md, *epoch*)."""

import hmac
from dataclasses import dataclass
from functools import cached_property

from nacl.public import PublicKey, SealedBox
from nacl.utils import random

from . import labels
from .device import Device, DeviceKeys
from .encoding import derive
from .errors import RefusedError


@dataclass(frozen=True)
class Epoch:
    """Number and 32-byte key of an epoch; the key only derives."""

    number: int
    key: bytes

    @classmethod
    def new(cls, number: int = 0) -> "Epoch":
        return cls(number, random(32))

    @cached_property
    def seal_key(self) -> bytes:
        return derive(self.key, labels.EPOCH_SEAL)

    @cached_property
    def id_key(self) -> bytes:
        return derive(self.key, labels.EPOCH_ID)

    @cached_property
    def commitment(self) -> bytes:
        return derive(self.key, labels.EPOCH_COMMIT)

    def seal_to(self, keys: DeviceKeys) -> bytes:
        """The key sealed to a member's box key: 80 bytes."""
        return SealedBox(PublicKey(keys.box)).encrypt(self.key)


def open_epoch(device: Device, number: int, sealed_key: bytes, commitment: bytes) -> Epoch:
    """The epoch sealed to `device`; refused (`commitment`) if its starting statement committed to another key."""
    key = device.open_box(sealed_key)
    if len(key) != 32:
        raise RefusedError("length", f"an epoch key has 32 bytes, this one has {len(key)}")
    epoch = Epoch(number, key)
    if not hmac.compare_digest(epoch.commitment, commitment):
        raise RefusedError("commitment", "the sealed key is not the one that the epoch's statement committed to")
    return epoch
