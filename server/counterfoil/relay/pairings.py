"""Mailboxes through which a newcomer's keys and an account's answer pass, sealed, for ten minutes."""

from aiohttp import web

from counterfoil.wire import (
    PAIRING_SECONDS,
    OpenPairing,
    PairingAnswer,
    PairingClaim,
    PairingMessage,
    PairingOpened,
)
from counterfoil_crypto.encoding import from_base64url
from counterfoil_crypto.errors import RefusedError

from .bodies import answer, malformed, read_body
from .sessions import authenticate, moment
from .state import STORE, milliseconds

MAILBOX_LENGTH = 32


async def open_pairing(request: web.Request) -> web.Response:
    session = await authenticate(request)
    body = await read_body(request, OpenPairing)
    now = milliseconds(request.app)
    ends, new = await request.app[STORE].open_pairing(
        body.mailbox, session.account, session.device, now=now, expires=now + PAIRING_SECONDS * 1000
    )
    return answer(PairingOpened(expires=moment(ends)), status=201 if new else 200)


async def read_claim(request: web.Request) -> web.Response:
    opener = await _opener(request)
    found = await request.app[STORE].pairing(_mailbox(request), milliseconds(request.app), opener)
    return answer(PairingClaim(claim=found.claim, expires=moment(found.expires)))


async def claim(request: web.Request) -> web.Response:
    mailbox, body = _mailbox(request), await read_body(request, PairingMessage)
    await request.app[STORE].claim_pairing(mailbox, body.message, milliseconds(request.app))
    return web.Response(status=204)


async def put_answer(request: web.Request) -> web.Response:
    opener = await _opener(request)
    mailbox, body = _mailbox(request), await read_body(request, PairingMessage)
    await request.app[STORE].answer_pairing(mailbox, body.message, milliseconds(request.app), opener)
    return web.Response(status=204)


async def read_answer(request: web.Request) -> web.Response:
    found = await request.app[STORE].pairing(_mailbox(request), milliseconds(request.app))
    return answer(PairingAnswer(answer=found.answer, expires=moment(found.expires)))


async def close_pairing(request: web.Request) -> web.Response:
    opener = await _opener(request)
    await request.app[STORE].close_pairing(_mailbox(request), milliseconds(request.app), opener)
    return web.Response(status=204)


async def _opener(request: web.Request) -> tuple[bytes, bytes]:
    session = await authenticate(request)
    return session.account, session.device


def _mailbox(request: web.Request) -> bytes:
    try:
        mailbox = from_base64url(request.match_info["mailbox"])
    except RefusedError as error:
        raise malformed("mailbox", str(error)) from None
    if len(mailbox) != MAILBOX_LENGTH:
        raise malformed("mailbox", f"a mailbox id has {MAILBOX_LENGTH} bytes")
    return mailbox
