"""Bodies: read within limits and parsed by their model, or refused with a problem that says where and what; and written."""

import asyncio
from typing import Final, TypeVar

from aiohttp import web
from pydantic import BaseModel, ValidationError

from counterfoil.wire import LARGEST_SMALL_BODY, TOO_LARGE, Answer, Fault, ProblemCode, Request

from .problem import ProblemError

Model = TypeVar("Model", bound=Request)

BODY_SECONDS: Final = 60
MOST_FAULTS: Final = 20
LONGEST_PLACE: Final = 200


async def read_body(request: web.Request, model: type[Model], most: int = LARGEST_SMALL_BODY) -> Model:
    """The body of `request`, at most `most` bytes of plain JSON; `unsupported-media-type`, `too-large`, `malformed`."""
    if request.content_type != "application/json":
        raise ProblemError(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "send the body as application/json")
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise ProblemError(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "send the body without a content coding")
    if (request.content_length or 0) > most:
        raise _too_large(most)
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.content.iter_any():
                body += chunk
                if len(body) > most:
                    raise _too_large(most)
    except TimeoutError:
        raise malformed("body", f"did not arrive within {BODY_SECONDS} seconds") from None
    except web.RequestPayloadError:
        raise malformed("body", "not readable as HTTP") from None
    return parse(model, bytes(body))


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


def _too_large(limit: int) -> ProblemError:
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
