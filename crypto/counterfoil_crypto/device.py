"""A device is a seed: what it signs and opens boxes with comes from it (SPEC.md, *device*)."""

from dataclasses import dataclass
from functools import cached_property

from nacl.bindings import crypto_box_seed_keypair, crypto_sign_BYTES
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox
from nacl.signing import SigningKey, VerifyKey
from nacl.utils import random

from . import labels
from .encoding import derive, digest
from .errors import RefusedError

SIGNATURE_LENGTH = crypto_sign_BYTES


@dataclass(frozen=True)
class DeviceKeys:
    """The public half of a device: two keys of 32 bytes each, named by `id`, 16 bytes."""

    sign: bytes
    box: bytes

    @cached_property
    def id(self) -> bytes:
        return digest(labels.DEVICE_ID, self.sign, self.box)[:16]

    @property
    def names(self) -> set[bytes]:
        """Everything by which an account knows a device."""
        return {self.id, self.sign, self.box}


class Device:
    """The secret half, made from a 32-byte seed that itself is never a key of anything but `derive`."""

    def __init__(self, seed: bytes) -> None:
        if len(seed) != 32:
            raise RefusedError("length", f"a device seed has 32 bytes, this one has {len(seed)}")
        self.seed = seed
        self._sign = SigningKey(derive(seed, labels.DEVICE_SIGN))
        box_public, box_secret = crypto_box_seed_keypair(derive(seed, labels.DEVICE_BOX))
        self._box = PrivateKey(box_secret)
        self.keys = DeviceKeys(sign=bytes(self._sign.verify_key), box=box_public)

    @classmethod
    def new(cls) -> "Device":
        return cls(random(32))

    def sign(self, message: bytes) -> bytes:
        """Ed25519, 64 bytes."""
        return self._sign.sign(message).signature

    def open_box(self, sealed: bytes) -> bytes:
        """What was sealed to this device; refused (`open`) if it was not."""
        try:
            return SealedBox(self._box).decrypt(sealed)
        except (CryptoError, ValueError, TypeError) as error:
            raise RefusedError("open", "not sealed to this device") from error


def verify(public: bytes, message: bytes, signature: bytes) -> None:
    """Strict Ed25519 (libsodium's rules, SPEC.md *Primitives*); refused with `signature`."""
    try:
        VerifyKey(public).verify(message, signature)
    except (CryptoError, ValueError, TypeError) as error:
        raise RefusedError("signature", "the signature does not fit") from error
