"""Blobs in and out, never whole in memory; and how much an account takes up."""

import asyncio
from typing import Final

from aiohttp import web

from counterfoil.wire import LARGEST_BLOB
from counterfoil_crypto.header import BlobDigest

from .bodies import answer, arriving, check_length, malformed, require_type
from .places import id_in_path
from .problem import ProblemError
from .sessions import authenticate
from .state import SETTINGS, STORE, UPLOADS, milliseconds
from .store.append import Room
from .store.base import Upload

BLOB_SECONDS: Final = 600
STANDSTILL_SECONDS: Final = 60
BUFFER: Final = 256 * 1024
BINARY: Final = "application/octet-stream"


async def put_blob(request: web.Request) -> web.Response:
    session = await authenticate(request)
    blob, size = id_in_path(request, "blob"), _announced(request)
    store, room, now = request.app[STORE], Room(request.app[SETTINGS].quota), milliseconds(request.app)
    async with request.app[UPLOADS].take(session.account):
        try:
            wanted = await store.wants_blob(session.account, session.device, blob, size, now=now, room=room)
        except ProblemError:
            await _pass_by(request)
            raise
        if not wanted:
            await _pass_by(request)
            return web.Response(status=200)
        async with store.upload(session.account, session.device, blob, size) as upload:
            await _take(request, upload, blob, size)
            await upload.keep(now=now, room=room)
    return web.Response(status=201)


async def get_blob(request: web.Request) -> web.StreamResponse:
    session = await authenticate(request)
    size, chunks = await request.app[STORE].read_blob(session.account, id_in_path(request, "blob"))
    response = web.StreamResponse(headers={"Content-Type": BINARY, "Content-Length": str(size)})
    try:
        await response.prepare(request)
        async for chunk in chunks:
            async with asyncio.timeout(STANDSTILL_SECONDS):
                await response.write(chunk)
        await response.write_eof()
    except TimeoutError:
        if request.transport is not None:
            request.transport.abort()
        raise ConnectionResetError("nobody reads the blob") from None
    finally:
        await chunks.aclose()
    return response


async def usage(request: web.Request) -> web.Response:
    session = await authenticate(request)
    return answer(await request.app[STORE].usage(session.account, request.app[SETTINGS].quota))


def _announced(request: web.Request) -> int:
    require_type(request, BINARY)
    check_length(request, LARGEST_BLOB)
    if not request.content_length:
        raise malformed("Content-Length", "say how many bytes the blob has")
    return request.content_length


async def _take(request: web.Request, upload: Upload, blob: bytes, size: int) -> None:
    """Writes what comes; `RefusedError` (`blob`) if it is not what `blob` is the digest of."""
    digest = BlobDigest(size)
    buffer = bytearray()
    async for chunk in arriving(request, BLOB_SECONDS):
        digest.update(chunk)
        buffer += chunk
        if len(buffer) >= BUFFER:
            await upload.write(bytes(buffer))
            buffer.clear()
    await upload.write(bytes(buffer))
    digest.check(blob)


async def _pass_by(request: web.Request) -> None:
    """Reads what is sent, and keeps nothing: a client that still sends would never see an answer."""
    async for _ in arriving(request, BLOB_SECONDS):
        pass
