"""Opening an account: its first statement is all the relay needs."""

from aiohttp import web

from counterfoil.wire import Account, Head, OpenAccount
from counterfoil_crypto.chain import NO_RECORD, EntryKind, extend_head, start_head
from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.statement import Genesis, parse, statement_digest

from .bodies import answer, read_body
from .keys import SETTINGS, STORE


async def open_account(request: web.Request) -> web.Response:
    body = await read_body(request, OpenAccount)
    genesis = parse(body.genesis)
    if not isinstance(genesis, Genesis):
        raise RefusedError("kind", "an account begins with a genesis")
    allowed = request.app[SETTINGS].accounts == "open"
    new = await request.app[STORE].open_account(genesis, allowed=allowed)
    account = genesis.account
    head = extend_head(start_head(account), EntryKind.STATEMENT, NO_RECORD, statement_digest(genesis.signed))
    return answer(Account(account=account, head=Head.of(head)), status=201 if new else 200)
