"""Reading an account's log and appending to it."""

from aiohttp import web

from counterfoil.wire import (
    LARGEST_BODY,
    LARGEST_PAGE,
    LARGEST_PAGE_BODIES,
    AppendRecords,
    AppendStatement,
    Entry,
    Head,
    LogPage,
    RecordsAppended,
    StatementAppended,
)
from counterfoil_crypto import chain, statement
from counterfoil_crypto.encoding import LARGEST_INTEGER

from .bodies import answer, malformed, read_body
from .sessions import authenticate
from .state import STORE


async def read_log(request: web.Request) -> web.Response:
    session = await authenticate(request)
    after = _after(request)
    page = await request.app[STORE].read_log(session.account, after, entries=LARGEST_PAGE, size=LARGEST_PAGE_BODIES)
    return answer(
        LogPage.model_construct(
            head=Head.of(page.head),
            through=Head.of(page.through),
            entries=[_entry(one) for one in page.entries],
        )
    )


async def append_records(request: web.Request) -> web.Response:
    session = await authenticate(request)
    body = await read_body(request, AppendRecords, LARGEST_BODY)
    head, results = await request.app[STORE].append_records(session.account, session.device, body.generation, body.records)
    return answer(RecordsAppended(head=Head.of(head), results=results))


async def append_statement(request: web.Request) -> web.Response:
    session = await authenticate(request)
    body = await read_body(request, AppendStatement)
    parsed = statement.parse(body.statement)
    head = await request.app[STORE].append_statement(session.account, session.device, parsed)
    return answer(StatementAppended(sequence=head.sequence, head=Head.of(head)))


def _after(request: web.Request) -> int:
    text = request.query.get("after", "")
    if len(request.query) != 1 or not (text.isascii() and text.isdigit()) or len(text) > len(str(LARGEST_INTEGER)):
        raise malformed("after", "say once, and nothing else, after which sequence to read: ?after=0")
    after = int(text)
    if after > LARGEST_INTEGER:
        raise malformed("after", f"a sequence is at most {LARGEST_INTEGER}")
    return after


def _entry(entry: chain.Entry) -> Entry:
    """Not validated again: it comes from the store, a thousand at a time."""
    is_record = entry.kind is chain.EntryKind.RECORD
    return Entry.model_construct(
        sequence=entry.sequence,
        kind="record" if is_record else "statement",
        record=entry.record if is_record else None,
        digest=entry.digest,
        body=entry.body,
    )
