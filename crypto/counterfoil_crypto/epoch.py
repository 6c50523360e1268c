"""An epoch's key derives all others and is handed to each member in a sealed box (SPEC.md, *epoch*)."""

import hmac
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt, crypto_aead_xchacha20poly1305_ietf_encrypt
from nacl.exceptions import CryptoError
from nacl.public import PublicKey, SealedBox
from nacl.utils import random

from . import labels
from .device import Device, DeviceKeys
from .encoding import derive, frame
from .errors import RefusedError

_NONCE_LENGTH: Final = 24


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

    def wrap(self, before: "Epoch", account: bytes, nonce: bytes | None = None) -> bytes:
        """The key of the epoch before under this one: 72 bytes."""
        nonce = nonce or random(_NONCE_LENGTH)
        return nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(before.key, self._bound(account), nonce, self._wrap_key)

    def unwrap(self, wrapped: bytes, account: bytes, commitment: bytes) -> "Epoch":
        """The epoch before; refused with `open`, `length`, or `commitment` if its statement committed to another key."""
        nonce, sealed = wrapped[:_NONCE_LENGTH], wrapped[_NONCE_LENGTH:]
        try:
            key = crypto_aead_xchacha20poly1305_ietf_decrypt(sealed, self._bound(account), nonce, self._wrap_key)
        except (CryptoError, ValueError, TypeError) as error:
            raise RefusedError("open", f"the wrapped key of epoch {self.number - 1} does not open") from error
        return _committed(self.number - 1, key, commitment)

    @property
    def _wrap_key(self) -> bytes:
        return derive(self.key, labels.EPOCH_WRAP)

    def _bound(self, account: bytes) -> bytes:
        return frame(labels.EPOCH_WRAP, account, self.number.to_bytes(4))


def open_epoch(device: Device, number: int, sealed_key: bytes, commitment: bytes) -> Epoch:
    """The epoch sealed to `device`; refused (`commitment`) if its starting statement committed to another key."""
    return _committed(number, device.open_box(sealed_key), commitment)


def _committed(number: int, key: bytes, commitment: bytes) -> Epoch:
    if len(key) != 32:
        raise RefusedError("length", f"an epoch key has 32 bytes, this one has {len(key)}")
    epoch = Epoch(number, key)
    if not hmac.compare_digest(epoch.commitment, commitment):
        raise RefusedError("commitment", f"not the key that the statement of epoch {number} committed to")
    return epoch
