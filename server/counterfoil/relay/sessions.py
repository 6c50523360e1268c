"""Letting a device in: a challenge it signs, a token it gets for that, and the token on each request."""

import hashlib
from datetime import UTC, datetime
from secrets import token_bytes

from aiohttp import hdrs, web

from counterfoil.wire import (
    CHALLENGE_SECONDS,
    TOKEN_SECONDS,
    AskChallenge,
    AskToken,
    Challenge,
    ProblemCode,
    Token,
)
from counterfoil_crypto.device import verify
from counterfoil_crypto.encoding import from_base64url
from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.session import NONCE_LENGTH, session_message

from .bodies import answer, read_body
from .problem import ProblemError
from .rates import network
from .state import RATES, SETTINGS, STORE, milliseconds
from .store.base import Session

TOKEN_LENGTH = 32


async def ask_challenge(request: web.Request) -> web.Response:
    count_stranger(request)
    body = await read_body(request, AskChallenge)
    nonce = token_bytes(NONCE_LENGTH)
    expires = milliseconds(request.app) + CHALLENGE_SECONDS * 1000
    await request.app[STORE].add_challenge(_hash(nonce), body.account, body.device, expires)
    return answer(Challenge(nonce=nonce, expires=moment(expires)))


async def ask_token(request: web.Request) -> web.Response:
    count_stranger(request)
    body = await read_body(request, AskToken)
    store, origins, now = request.app[STORE], request.app[SETTINGS].answers_to, milliseconds(request.app)
    if body.origin not in origins:
        raise ProblemError(ProblemCode.WRONG_ORIGIN, "this relay does not answer to that origin", origins=origins)
    keys = await store.take_challenge(_hash(body.nonce), body.account, body.device, now)
    try:
        verify(keys.sign, session_message(body.origin, body.account, body.nonce), body.signature)
    except RefusedError:
        raise ProblemError(ProblemCode.BAD_SESSION, "the signature does not fit") from None
    token = token_bytes(TOKEN_LENGTH)
    expires = now + TOKEN_SECONDS * 1000
    await store.add_token(_hash(token), Session(body.account, body.device, expires))
    return answer(Token(token=token, expires=moment(expires)))


async def authenticate(request: web.Request) -> Session:
    """The session of the request's `Authorization: Bearer …`; `unauthorized`, `unknown-device`, `too-many-requests`."""
    session = await _session(request, removed=False)
    request.app[RATES].take(session.account)
    return session


async def authenticate_first(request: web.Request, *, removed: bool = False) -> tuple[Session, bool]:
    """Likewise for what must always be possible, and whether the account may grow by it. A removed device's with `removed`.

    Each device has a share of its own for that: a stolen one must not be able to use up what another needs to remove it. One that
    was removed has no other.
    """
    session = await _session(request, removed=removed)
    if session.removed is not None:
        return session, False
    own = (session.account, session.device)
    return session, request.app[RATES].take(session.account, own) == 0


def count_stranger(request: web.Request) -> None:
    """`too-many-requests` from the address of a request without a token."""
    where = network(request.remote)
    if where is not None:
        request.app[RATES].take(where)


async def _session(request: web.Request, *, removed: bool) -> Session:
    scheme, _, text = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
    try:
        token = from_base64url(text) if scheme.lower() == "bearer" else b""
    except RefusedError:
        token = b""
    session = await find_session(request.app, token)
    if session is None:
        count_stranger(request)
        raise ProblemError(ProblemCode.UNAUTHORIZED, "no token, an unknown one, or one that ran out; sign a challenge")
    if session.removed is not None:
        request.app[RATES].take((session.account, session.device))
        if not removed:
            raise ProblemError(ProblemCode.UNKNOWN_DEVICE, "the device was removed; it may read the log up to its removal")
    return session


async def find_session(app: web.Application, token: bytes) -> Session | None:
    if len(token) != TOKEN_LENGTH:
        return None
    return await app[STORE].session(_hash(token), milliseconds(app))


def moment(milliseconds_: int) -> datetime:
    return datetime.fromtimestamp(milliseconds_ / 1000, UTC)


def _hash(secret: bytes) -> bytes:
    return hashlib.blake2b(secret, digest_size=32).digest()
