"""Reading an account's log and appending to it."""

from typing import Final, Literal

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

from .bodies import answer, read_body, read_large_body
from .places import only, sequence
from .sessions import authenticate_first
from .state import MEMBERS, SETTINGS, STORE, milliseconds
from .store.append import Room


async def read_log(request: web.Request) -> web.Response:
    """Of a removed device too: only it is told of its removal, and nothing else."""
    session, _ = await authenticate_first(request, removed=True)
    (after,) = only(request, "after")
    page = await request.app[STORE].read_log(
        session.account,
        sequence("after", after),
        entries=LARGEST_PAGE,
        size=LARGEST_PAGE_BODIES,
        removed=session.removed,
    )
    return answer(
        LogPage.model_construct(
            head=Head.of(page.head),
            through=Head.of(page.through),
            restores=page.restores,
            entries=[to_wire(one) for one in page.entries],
        )
    )


async def append_records(request: web.Request) -> web.Response:
    session, growing = await authenticate_first(request)
    body = await read_large_body(request, AppendRecords, LARGEST_BODY, request.app[MEMBERS], session.account)
    head, results = await request.app[STORE].append_records(
        session.account,
        session.device,
        body.generation,
        body.records,
        now=milliseconds(request.app),
        room=Room(request.app[SETTINGS].quota, growing=growing),
    )
    return answer(RecordsAppended(head=Head.of(head), results=results))


async def append_statement(request: web.Request) -> web.Response:
    session, _ = await authenticate_first(request)
    body = await read_body(request, AppendStatement)
    parsed = statement.parse(body.statement)
    head = await request.app[STORE].append_statement(session.account, session.device, parsed, now=milliseconds(request.app))
    return answer(StatementAppended(sequence=head.sequence, head=Head.of(head)))


KINDS: Final[dict[chain.EntryKind, Literal["statement", "record", "restored"]]] = {
    chain.EntryKind.STATEMENT: "statement",
    chain.EntryKind.RECORD: "record",
    chain.EntryKind.RESTORED: "restored",
}


def to_wire(entry: chain.Entry) -> Entry:
    """Not validated again: it comes from the store, a thousand at a time."""
    return Entry.model_construct(
        sequence=entry.sequence,
        kind=KINDS[entry.kind],
        record=entry.record if entry.kind is chain.EntryKind.RECORD else None,
        digest=entry.digest,
        body=entry.body,
    )
