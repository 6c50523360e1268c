"""What a newcomer reads instead of the whole log."""

from aiohttp import web

from counterfoil.wire import LARGEST_PAGE, LARGEST_PAGE_BODIES, Checkpoint, Head, LivePage

from .bodies import answer
from .log import to_wire
from .places import only, record_or_none, sequence
from .sessions import authenticate
from .state import STORE


async def read_checkpoint(request: web.Request) -> web.Response:
    session = await authenticate(request)
    found = await request.app[STORE].checkpoint(session.account)
    return answer(Checkpoint.model_construct(head=Head.of(found.head), entries=[to_wire(one) for one in found.entries]))


async def read_live(request: web.Request) -> web.Response:
    session = await authenticate(request)
    at, after = only(request, "sequence", "after")
    entries, more = await request.app[STORE].live(
        session.account,
        sequence("sequence", at),
        record_or_none("after", after),
        entries=LARGEST_PAGE,
        size=LARGEST_PAGE_BODIES,
    )
    return answer(LivePage.model_construct(entries=[to_wire(one) for one in entries], more=more))
