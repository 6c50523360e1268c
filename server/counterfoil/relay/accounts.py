"""Opening an account, putting back what was lost of it, and finding it with a recovery kit: all of it without a token."""

from aiohttp import web

from counterfoil.wire import LARGEST_BODY, Account, ClosedStatements, FindAccount, FoundAccount, Head, OpenAccount
from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.statement import Genesis, parse

from .bodies import answer, read_body, read_large_body
from .places import id_in_path
from .sessions import count_stranger
from .state import SETTINGS, STORE, STRANGERS, milliseconds


async def open_account(request: web.Request) -> web.Response:
    count_stranger(request)
    body = await read_large_body(request, OpenAccount, LARGEST_BODY, request.app[STRANGERS], request.remote)
    genesis = parse(body.genesis)
    if not isinstance(genesis, Genesis):
        raise RefusedError("kind", "an account begins with a genesis")
    opening = await request.app[STORE].open_account(
        genesis,
        [parse(one) for one in body.statements],
        now=milliseconds(request.app),
        allowed=request.app[SETTINGS].accounts == "open",
        again=body.again,
    )
    return answer(Account(account=genesis.account, head=Head.of(opening.head)), status=201 if opening.new else 200)


async def find_account(request: web.Request) -> web.Response:
    count_stranger(request)
    body = await read_body(request, FindAccount)
    return answer(FoundAccount(account=await request.app[STORE].find_account(body.device, body.start)))


async def closed_statements(request: web.Request) -> web.Response:
    count_stranger(request)
    account = id_in_path(request, "account")
    return answer(ClosedStatements(statements=await request.app[STORE].closed_statements(account)))
