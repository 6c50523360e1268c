"""What a device signs to be let in by its relay (SPEC.md, *session*)."""

from typing import Final

from . import labels
from .encoding import frame, to_utf8

ACTION: Final = b"session"
NONCE_LENGTH: Final = 32


def session_message(origin: str, account: bytes, nonce: bytes) -> bytes:
    """The bytes to sign: bound to the origin as dialled, the account, the one action and the relay's one-use nonce [32]."""
    return frame(labels.SESSION, to_utf8(origin), account, ACTION, nonce)
