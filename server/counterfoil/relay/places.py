"""Ids and numbers in addresses, read as strictly as those in bodies."""

from typing import Final

from aiohttp import web

from counterfoil_crypto.encoding import LARGEST_INTEGER, from_base64url
from counterfoil_crypto.errors import RefusedError

from .bodies import malformed

LONGEST_NUMBER: Final = len(str(LARGEST_INTEGER))


def id_in_path(request: web.Request, name: str) -> bytes:
    """The id `{name}` of the route; `malformed`."""
    return _id(name, request.match_info[name], (32,))


def only(request: web.Request, *names: str) -> list[str]:
    """The parameters with these names, of which each is there once and no other; `malformed`."""
    if sorted(name for name, _ in request.query.items()) != sorted(names):
        raise malformed(names[0], f"say {', '.join(names)}, each once, and nothing else")
    return [request.query[name] for name in names]


def sequence(name: str, text: str) -> int:
    """A sequence in decimal digits; `malformed`."""
    if not (text.isascii() and text.isdigit()) or len(text) > LONGEST_NUMBER or int(text) > LARGEST_INTEGER:
        raise malformed(name, f"a sequence is a number from 0 to {LARGEST_INTEGER}")
    return int(text)


def record_or_none(name: str, text: str) -> bytes:
    """A record id, or nothing; `malformed`."""
    return _id(name, text, (0, 16))


def _id(name: str, text: str, lengths: tuple[int, ...]) -> bytes:
    try:
        found = from_base64url(text)
    except RefusedError as error:
        raise malformed(name, str(error)) from None
    if len(found) not in lengths:
        raise malformed(name, f"an id there has {lengths[-1]} bytes")
    return found
