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

from .bodies import answer, read_body
from .places import id_in_path
from .sessions import authenticate, count_stranger, moment
from .state import STORE, milliseconds


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
    count_stranger(request)
    mailbox, body = _mailbox(request), await read_body(request, PairingMessage)
    await request.app[STORE].claim_pairing(mailbox, body.message, milliseconds(request.app))
    return web.Response(status=204)


async def put_answer(request: web.Request) -> web.Response:
    opener = await _opener(request)
    mailbox, body = _mailbox(request), await read_body(request, PairingMessage)
    await request.app[STORE].answer_pairing(mailbox, body.message, milliseconds(request.app), opener)
    return web.Response(status=204)


async def read_answer(request: web.Request) -> web.Response:
    count_stranger(request)
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
    return id_in_path(request, "mailbox")
