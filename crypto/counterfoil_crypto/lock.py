"""A device's seed under a passphrase (SPEC.md, *lock*)."""

import struct
import unicodedata
from typing import Final

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_pwhash_alg,
    crypto_pwhash_ALG_ARGON2ID13,
)
from nacl.exceptions import CryptoError
from nacl.utils import random

from . import labels
from .device import Device
from .encoding import frame, to_utf8
from .errors import RefusedError

VERSION: Final = 1
LENGTH: Final = 98
PASSES: Final = 3
MEMORY_KIB: Final = 65_536
_LANES: Final = 1
_LEAST: Final = (2, 19_456)
_MOST: Final = (16, 1_048_576)
_SALT: Final = 16
_NONCE: Final = 24
_PARAMETERS: Final = struct.Struct(f">BIIB{_SALT}s")
"""Version, passes, memory, lanes, salt: 26 bytes, bound to what they open."""


def lock_seed(
    seed: bytes,
    passphrase: str,
    *,
    passes: int = PASSES,
    memory_kib: int = MEMORY_KIB,
    salt: bytes | None = None,
    nonce: bytes | None = None,
) -> bytes:
    """A device's seed [32] under a passphrase: 98 bytes. Refused: `floor`, also for no passphrase; `text`."""
    if not passphrase:
        raise RefusedError("floor", "an empty passphrase locks nothing; choose one")
    device = Device(seed).keys.id
    parameters = _PARAMETERS.pack(VERSION, passes, memory_kib, _LANES, salt or random(_SALT))
    key, nonce = _key(parameters, passphrase), nonce or random(_NONCE)
    return parameters + nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(seed, _bound(parameters, device), nonce, key)


def unlock_seed(locked: bytes, device: bytes, passphrase: str) -> bytes:
    """The seed [32] of `device` (id [16]).

    Refused: `length`, `version`, `floor` before anything is computed; `text`; `open` for another passphrase.
    """
    if len(locked) != LENGTH:
        raise RefusedError("length", f"a locked seed has {LENGTH} bytes, this one has {len(locked)}")
    if locked[0] != VERSION:
        raise RefusedError("version", f"version {locked[0]} of a locked seed is not known here")
    parameters, nonce, sealed = locked[:26], locked[26:50], locked[50:]
    key = _key(parameters, passphrase)
    if not passphrase:
        raise RefusedError("open", "an empty passphrase locks nothing")
    try:
        return crypto_aead_xchacha20poly1305_ietf_decrypt(sealed, _bound(parameters, device), nonce, key)
    except CryptoError as error:
        raise RefusedError("open", "another passphrase, or a damaged seed") from error


def _key(parameters: bytes, passphrase: str) -> bytes:
    _, passes, memory, lanes, salt = _PARAMETERS.unpack(parameters)
    if not _LEAST[0] <= passes <= _MOST[0] or not _LEAST[1] <= memory <= _MOST[1] or lanes != _LANES:
        raise RefusedError("floor", f"{passes} passes over {memory} KiB are not what a passphrase is locked with here")
    typed = unicodedata.normalize("NFC", passphrase)
    return crypto_pwhash_alg(32, to_utf8(typed), salt, passes, memory * 1024, crypto_pwhash_ALG_ARGON2ID13)


def _bound(parameters: bytes, device: bytes) -> bytes:
    return frame(labels.LOCK, parameters, device)
