"""The WebSocket that announces heads: at once, after every commit, and until its token runs out."""

import asyncio
import logging
from typing import Final

from aiohttp import WSCloseCode, WSMsgType, web

from counterfoil.wire import ACCOUNT_CLOSED, DEVICE_REMOVED, TOKEN_RAN_OUT, WRONG_TOKEN, Head, StreamHead, StreamToken

from .bodies import dump, parse
from .heads import DismissedError, Subscription
from .problem import ProblemError
from .sessions import count_stranger, find_session
from .state import HEADS, STORE, milliseconds
from .store.base import Session

SOCKETS: Final[web.AppKey[set[web.WebSocketResponse]]] = web.AppKey("sockets")

FIRST_FRAME_SECONDS: Final = 10
PING_SECONDS: Final = 30
LARGEST_FRAME: Final = 4_096

log: Final = logging.getLogger(__name__)


async def stream(request: web.Request) -> web.WebSocketResponse:
    count_stranger(request)  # its token comes later
    socket = web.WebSocketResponse(heartbeat=PING_SECONDS, max_msg_size=LARGEST_FRAME, compress=False)
    await socket.prepare(request)
    request.app[SOCKETS].add(socket)
    try:
        token = await _first_frame(socket)
        session = await find_session(request.app, token)
        if session is None:
            await socket.close(code=WRONG_TOKEN, message=b"no valid token")
        elif session.removed is not None:
            await socket.close(code=DEVICE_REMOVED, message=b"the device was removed")
        else:
            await _announce(request.app, socket, session, token)
    except ConnectionError:
        pass  # the client is gone
    except ProblemError:
        await socket.close(code=ACCOUNT_CLOSED, message=b"the account was closed")
    except Exception:
        log.exception("a fault of the relay")
        await socket.close(code=WSCloseCode.INTERNAL_ERROR)
    finally:
        request.app[SOCKETS].discard(socket)
    return socket


async def close_sockets(app: web.Application) -> None:
    """Tells whoever listens that the relay goes away."""
    sockets = app[SOCKETS]
    await asyncio.gather(*(one.close(code=WSCloseCode.GOING_AWAY, message=b"the relay stops") for one in tuple(sockets)))


async def _first_frame(socket: web.WebSocketResponse) -> bytes:
    """The token in it; nothing if there is none."""
    try:
        frame = await socket.receive(timeout=FIRST_FRAME_SECONDS)
        return parse(StreamToken, frame.data).token if frame.type is WSMsgType.TEXT else b""
    except (TimeoutError, ProblemError):
        return b""


async def _announce(app: web.Application, socket: web.WebSocketResponse, session: Session, token: bytes) -> None:
    """Until the client goes away, its token runs out, or the device or account ends."""
    with app[HEADS].subscribe(session.account, session.device) as subscription:
        if await find_session(app, token) != session:  # it ended before there was a subscription to tell
            await socket.close(code=WRONG_TOKEN, message=b"no valid token")
            return
        tasks = [asyncio.create_task(_send_heads(app, socket, session, subscription)), asyncio.create_task(_listen(socket))]
        left = (session.expires - milliseconds(app)) / 1000
        ending = None
        try:
            done, _ = await asyncio.wait(tasks, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            if not done:
                ending = TOKEN_RAN_OUT, b"the token ran out"
            for one in done:
                one.result()
        except DismissedError as end:
            ending = end.code, b"the device was removed, or the account closed"
        finally:
            for one in tasks:
                one.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        if ending is not None:  # once nobody reads any more, so that it waits until the client has read it
            await socket.close(code=ending[0], message=ending[1])


async def _listen(socket: web.WebSocketResponse) -> None:
    """Reads what else the client sends, for the sake of pings, and ignores it."""
    async for _ in socket:
        pass


async def _send_heads(app: web.Application, socket: web.WebSocketResponse, session: Session, subscription: Subscription) -> None:
    """Subscribed before the newest head is read, so that no commit falls between the two."""
    sent = None
    head = await app[STORE].head(session.account)
    while True:
        if sent is None or head.generation != sent.generation or head.sequence > sent.sequence:
            await socket.send_str(dump(StreamHead(head=Head.of(head))).decode())
            sent = head
        head = await subscription.next()
