"""Bodies: read within limits and parsed by their model, or refused with a problem that says where and what; and written.

Little of a body is read before it has its turn: whoever sends much and then nothing more must not fill the memory.
"""

import asyncio
from collections.abc import AsyncIterator, Hashable
from contextlib import AsyncExitStack
from typing import Final, TypeVar

from aiohttp import web
from pydantic import BaseModel, ValidationError

from counterfoil.wire import LARGEST_SMALL_BODY, TOO_LARGE, Answer, Fault, ProblemCode, Request

from .problem import ProblemError
from .turns import Turns

Model = TypeVar("Model", bound=Request)

BODY_SECONDS: Final = 60
STANDSTILL_SECONDS: Final = 10
MOST_FAULTS: Final = 20
LONGEST_PLACE: Final = 200


async def read_body(request: web.Request, model: type[Model]) -> Model:
    """The body of `request`, at most 64 KiB of plain JSON; `unsupported-media-type`, `too-large`, `malformed`."""
    require_type(request, "application/json")
    check_length(request, LARGEST_SMALL_BODY)
    body = bytearray()
    async for chunk in arriving(request, BODY_SECONDS):
        body += chunk
        if len(body) > LARGEST_SMALL_BODY:
            raise too_large(LARGEST_SMALL_BODY)
    return parse(model, bytes(body))


async def read_large_body(request: web.Request, model: type[Model], most: int, turns: Turns, key: Hashable) -> Model:
    """Likewise with at most `most` bytes, those beyond 64 KiB when it is the turn of `key`."""
    require_type(request, "application/json")
    check_length(request, most)
    body = bytearray()
    async with AsyncExitStack() as stack:
        waiting = True
        async for chunk in arriving(request, BODY_SECONDS):
            body += chunk
            if len(body) > most:
                raise too_large(most)
            if waiting and len(body) > LARGEST_SMALL_BODY:
                await stack.enter_async_context(turns.take(key))
                waiting = False
        return parse(model, bytes(body))


async def arriving(request: web.Request, seconds: float) -> AsyncIterator[bytes]:
    """The body's chunks; `malformed` if it takes longer than `seconds`, or nothing comes for a while.

    The time counts while somebody waits for a chunk, so that whoever waits for a turn in between pays nothing.
    """
    clock = asyncio.get_running_loop().time
    left = seconds
    while True:
        began = clock()
        try:
            async with asyncio.timeout(min(left, STANDSTILL_SECONDS)):
                chunk = await request.content.readany()
        except TimeoutError:
            raise malformed("body", f"did not arrive within {seconds} seconds, or stood still") from None
        except web.RequestPayloadError:
            raise malformed("body", "not readable as HTTP") from None
        if not chunk:
            return
        left -= clock() - began
        yield chunk


def require_type(request: web.Request, content_type: str) -> None:
    """`unsupported-media-type` for another one, or a content coding."""
    if request.content_type != content_type:
        raise ProblemError(ProblemCode.UNSUPPORTED_MEDIA_TYPE, f"send the body as {content_type}")
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise ProblemError(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "send the body without a content coding")


def check_length(request: web.Request, most: int) -> None:
    """`too-large` for a body that is announced to be."""
    if (request.content_length or 0) > most:
        raise too_large(most)


def parse(model: type[Model], text: bytes | str) -> Model:
    """`text` as JSON of `model`; `malformed`, `too-large`."""
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        raise _named(error) from None


def answer(model: Answer, status: int = 200) -> web.Response:
    return web.Response(body=dump(model), status=status, content_type="application/json")


def dump(model: BaseModel) -> bytes:
    return model.model_dump_json().encode()


def malformed(where: str, what: str) -> ProblemError:
    return ProblemError(ProblemCode.MALFORMED, f"{where}: {what}", errors=[Fault(where=where, what=what)])


def too_large(limit: int) -> ProblemError:
    return ProblemError(ProblemCode.TOO_LARGE, f"the body has more than {limit} bytes", limit=limit)


def _named(error: ValidationError) -> ProblemError:
    """Names what was wrong without repeating what was sent, except the names of fields, cut short."""
    faults = []
    for one in error.errors(include_url=False, include_input=False)[:MOST_FAULTS]:
        where = ".".join(str(part)[:LONGEST_PLACE] for part in one["loc"])[:LONGEST_PLACE] or "body"
        if one["type"] == TOO_LARGE:
            return ProblemError(ProblemCode.TOO_LARGE, f"{where}: {one['msg']}", limit=one["ctx"]["limit"])
        faults.append(Fault(where=where, what=one["msg"]))
    return ProblemError(ProblemCode.MALFORMED, f"{faults[0].where}: {faults[0].what}", errors=faults)
