"""What a device signs to be let in by its relay (SPEC.md, *session*)."""

from . import labels
from .encoding import frame

ACTION = "session"
NONCE_LENGTH = 32


def session_message(origin: str, account: bytes, nonce: bytes, action: str = ACTION) -> bytes:
    """The bytes to sign: bound to the origin as dialled, the account, the action and the relay's one-use nonce [32]."""
    return frame(labels.SESSION, origin.encode("utf-8"), account, action.encode("ascii"), nonce)
