"""A recovery kit: a device on paper, as 24 words (SPEC.md, *kit*).

The words are BIP-39's. The package `mnemonic` is its authors' own and nothing else; `bip-utils` would bring twenty coins with it.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from mnemonic import Mnemonic
from nacl.utils import random

from . import labels
from .device import Device
from .encoding import digest
from .errors import RefusedError
from .identity import WHITE_SPACE

WORD_COUNT: Final = 24
_HALF: Final = 16
_APART: Final = re.compile(f"[{WHITE_SPACE}]+")
_LOWER: Final = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


@dataclass(frozen=True)
class Kit:
    """16 random bytes, shown once and never stored, and the first 16 bytes of the account's id."""

    random: bytes
    account_start: bytes

    @classmethod
    def new(cls, account: bytes) -> "Kit":
        return cls(random(_HALF), account[:_HALF])

    @property
    def words(self) -> tuple[str, ...]:
        """24 of them, the last one with the checksum in it."""
        return tuple(_mnemonic().to_mnemonic(self.random + self.account_start).split(" "))

    @property
    def device(self) -> Device:
        return Device(digest(labels.KIT, self.random, self.account_start))


def parse_words(text: str) -> Kit:
    """Reads what a person typed; refused with `words` or `check`."""
    words = [word for word in _APART.split(text.translate(_LOWER)) if word]
    if len(words) != WORD_COUNT:
        raise RefusedError("words", f"a kit has {WORD_COUNT} words, these are {len(words)}")
    unknown = next((at for at, word in enumerate(words, start=1) if word not in word_list()), None)
    if unknown is not None:
        raise RefusedError("words", f"word {unknown} is none that a kit has; compare it with the paper")
    try:
        entropy = bytes(_mnemonic().to_entropy(words))
    except ValueError as error:
        raise RefusedError(
            "check", "one of the words is another one than on the paper, or two stand the other way round"
        ) from error
    return Kit(entropy[:_HALF], entropy[_HALF:])


@cache
def word_list() -> frozenset[str]:
    """BIP-39's 2,048 English words."""
    return frozenset(_mnemonic().wordlist)


@cache
def _mnemonic() -> Mnemonic:
    return Mnemonic("english")
