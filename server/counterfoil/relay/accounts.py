"""Opening an account: its first statement is all the relay needs."""

from aiohttp import web

from counterfoil.wire import Account, Head, OpenAccount
from counterfoil_crypto.chain import first_head
from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.statement import Genesis, parse

from .bodies import answer, read_body
from .state import SETTINGS, STORE


async def open_account(request: web.Request) -> web.Response:
    body = await read_body(request, OpenAccount)
    genesis = parse(body.genesis)
    if not isinstance(genesis, Genesis):
        raise RefusedError("kind", "an account begins with a genesis")
    allowed = request.app[SETTINGS].accounts == "open"
    new = await request.app[STORE].open_account(genesis, allowed=allowed)
    return answer(Account(account=genesis.account, head=Head.of(first_head(genesis))), status=201 if new else 200)
