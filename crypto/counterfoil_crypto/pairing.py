"""How a newcomer joins: a secret from screen to screen, six digits back (SPEC.md, *pairing*)."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt, crypto_aead_xchacha20poly1305_ietf_encrypt
from nacl.exceptions import CryptoError
from nacl.utils import random

from . import labels
from .device import DeviceKeys
from .encoding import Reader, derive, digest, frame, from_utf8, to_utf8
from .errors import RefusedError
from .identity import WHITE_SPACE

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SECRET_LENGTH: Final = 16
LONGEST_NAME: Final = 64
_NONCE_LENGTH: Final = 24
_CLAIM_LENGTH: Final = 192
_SECRET_CHARACTERS: Final = 26
_CHECK_CHARACTERS: Final = 4
_LENIENT: Final = str.maketrans("abcdefghijklmnopqrstuvwxyzOIL", "ABCDEFGH1JK1MN0PQRSTUVWXYZ011", "-" + WHITE_SPACE)
"""ASCII alone: `upper` makes an I of a dotless ı."""


@dataclass(frozen=True)
class Claim:
    """A newcomer's keys and the name its person gave it, 1 to 64 bytes of UTF-8."""

    keys: DeviceKeys
    name: str


@dataclass(frozen=True)
class Answer:
    """The account the newcomer joins, and the digest of the `add` that lets it in, 32 bytes each."""

    account: bytes
    add: bytes


@dataclass(frozen=True)
class Code:
    """What a signed-in device shows: its relay's URL and a 16-byte secret used once."""

    relay: str
    secret: bytes

    def __str__(self) -> str:
        characters = _to_base32(self.secret, _SECRET_CHARACTERS) + _to_base32(self._check, _CHECK_CHARACTERS)
        groups = [characters[start : start + 5] for start in range(0, len(characters), 5)]
        return f"{self.relay}#{'-'.join(groups)}"

    @property
    def _check(self) -> bytes:
        return digest(labels.PAIRING_CODE, to_utf8(self.relay), self.secret)


def parse_code(text: str) -> Code:
    """Reads a code as a person typed it; refused with `code`, `text` or `check`."""
    relay, mark, typed = text.strip(WHITE_SPACE).partition("#")
    characters = typed.translate(_LENIENT)
    if not mark or not relay:
        raise RefusedError("code", "a pairing code is the relay's address, a # and 30 characters")
    if len(characters) != _SECRET_CHARACTERS + _CHECK_CHARACTERS or not set(characters) <= set(ALPHABET):
        raise RefusedError("code", f"a pairing code has 30 letters and digits after the #, this one has {len(characters)}")
    value = 0
    for character in characters[:_SECRET_CHARACTERS]:
        value = value << 5 | ALPHABET.index(character)
    code = Code(relay, (value >> 2).to_bytes(SECRET_LENGTH))
    if str(code).replace("-", "").rpartition("#")[2] != characters:
        raise RefusedError("check", "a character of the pairing code is mistyped")
    return code


def _to_base32(data: bytes, characters: int) -> str:
    """The first `characters` groups of five bits, zero bits added at the end."""
    bits = int.from_bytes(data) << 5
    length = len(data) * 8 + 5
    return "".join(ALPHABET[bits >> (length - 5 * (index + 1)) & 31] for index in range(characters))


@dataclass(frozen=True)
class Pairing:
    """Everything a 16-byte secret gives to both sides."""

    secret: bytes

    @classmethod
    def new(cls) -> "Pairing":
        return cls(random(SECRET_LENGTH))

    @cached_property
    def mailbox(self) -> bytes:
        return derive(self.secret, labels.PAIRING_MAILBOX)

    def digits(self, claim: bytes) -> str:
        """Six digits that both sides get from the claim; only the newcomer shows them."""
        key = derive(self.secret, labels.PAIRING_DIGITS)
        value = int.from_bytes(hashlib.blake2b(claim, digest_size=32, key=key).digest()[:8])
        return f"{value % 1_000_000:06d}"

    def seal_claim(self, claim: Claim, nonce: bytes | None = None) -> bytes:
        name = to_utf8(claim.name, "name")
        if not 1 <= len(name) <= LONGEST_NAME:
            raise RefusedError("name", f"a device's name has 1 to {LONGEST_NAME} bytes, this one has {len(name)}")
        plain = claim.keys.sign + claim.keys.box + len(name).to_bytes(1) + name
        return self._seal(labels.PAIRING_CLAIM, plain.ljust(_CLAIM_LENGTH, b"\0"), nonce, self.mailbox)

    def open_claim(self, sealed: bytes) -> Claim:
        reader = Reader(self._open(labels.PAIRING_CLAIM, sealed, _CLAIM_LENGTH, self.mailbox))
        keys = DeviceKeys(sign=reader.take(32), box=reader.take(32))
        length = reader.number(1)
        if not 1 <= length <= LONGEST_NAME:
            raise RefusedError("name", "the newcomer's name is empty or too long")
        name, rest = from_utf8(reader.take(length), "name"), reader.rest()
        if any(rest):
            raise RefusedError("name", "something follows the newcomer's name")
        return Claim(keys, name)

    def seal_answer(self, answer: Answer, claim: bytes, nonce: bytes | None = None) -> bytes:
        return self._seal(labels.PAIRING_ANSWER, answer.account + answer.add, nonce, self.mailbox, claim)

    def open_answer(self, sealed: bytes, claim: bytes) -> Answer:
        plain = self._open(labels.PAIRING_ANSWER, sealed, 64, self.mailbox, claim)
        return Answer(plain[:32], plain[32:])

    def _seal(self, label: str, plain: bytes, nonce: bytes | None, *bound: bytes) -> bytes:
        nonce = nonce or random(_NONCE_LENGTH)
        key = derive(self.secret, label)
        return nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(plain, frame(label, *bound), nonce, key)

    def _open(self, label: str, sealed: bytes, length: int, *bound: bytes) -> bytes:
        if len(sealed) != _NONCE_LENGTH + length + 16:
            raise RefusedError("length", f"{len(sealed)} bytes are not a pairing message")
        nonce, ciphertext = sealed[:_NONCE_LENGTH], sealed[_NONCE_LENGTH:]
        try:
            return crypto_aead_xchacha20poly1305_ietf_decrypt(ciphertext, frame(label, *bound), nonce, derive(self.secret, label))
        except CryptoError as error:
            raise RefusedError("open", "this pairing message was not made with this code") from error
