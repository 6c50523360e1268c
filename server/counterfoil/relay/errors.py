"""Whatever goes wrong becomes RFC 9457 problem details: a 4xx that names the fault, or a bare 500 and a traceback in the log."""

import logging
from typing import Final

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from counterfoil.wire import PROBLEM_MEDIA_TYPE, Problem, ProblemCode
from counterfoil_crypto.errors import RefusedError

from .bodies import malformed
from .cors import preflight
from .problem import ProblemError

log: Final = logging.getLogger(__name__)


@web.middleware
async def problems(request: web.BaseRequest, handler: Handler) -> web.StreamResponse:
    """Answers for whatever `handler` raises."""
    try:
        return await handler(request)  # type: ignore[arg-type] # aiohttp hands the outermost handler the same request
    except ProblemError as error:
        return to_response(error)
    except RefusedError as error:
        return to_response(ProblemError(ProblemCode.REFUSED, str(error), refusal=error.code))
    except web.HTTPException as error:
        return _of_aiohttp(request, error)
    except ConnectionError:
        raise  # the client is gone, nobody reads an answer
    except Exception:
        log.exception("a fault of the relay")
        return internal_fault()


def _of_aiohttp(request: web.BaseRequest, error: web.HTTPException) -> web.Response:
    if isinstance(error, web.HTTPMethodNotAllowed):
        if request.method == hdrs.METH_OPTIONS:
            return preflight(error.allowed_methods)
        response = to_response(ProblemError(ProblemCode.METHOD_NOT_ALLOWED, "this route has other methods"))
        response.headers[hdrs.ALLOW] = ", ".join(sorted(error.allowed_methods))
        return response
    if isinstance(error, web.HTTPNotFound):
        return to_response(ProblemError(ProblemCode.NOT_FOUND, "this relay has no such route"))
    return to_response(malformed("request", error.reason))


def to_response(error: ProblemError) -> web.Response:
    response = _response(error.problem)
    if error.code is ProblemCode.UNAUTHORIZED:
        response.headers[hdrs.WWW_AUTHENTICATE] = "Bearer"
    return response


def internal_fault() -> web.Response:
    return _response(Problem(title="A fault of the relay", status=500))


def _response(problem: Problem) -> web.Response:
    body = problem.model_dump_json(exclude_none=True).encode()
    return web.Response(body=body, status=problem.status, content_type=PROBLEM_MEDIA_TYPE)
