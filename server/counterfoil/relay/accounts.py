"""Opening an account, putting back what was lost of it, and finding it with a recovery kit: all of it without a token."""

import asyncio
from collections.abc import Sequence

from aiohttp import web

from counterfoil.wire import LARGEST_BODY, Account, ClosedStatements, FindAccount, FoundAccount, Head, OpenAccount
from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.statement import Genesis, Kind, Placed, parse

from .bodies import answer, read_body, read_large_body
from .places import id_in_path
from .rates import network
from .sessions import count_stranger
from .state import SETTINGS, STORE, STRANGERS, milliseconds


async def open_account(request: web.Request) -> web.Response:
    count_stranger(request)
    body = await read_large_body(request, OpenAccount, LARGEST_BODY, request.app[STRANGERS], network(request.remote))
    genesis, statements = await asyncio.to_thread(_parse, body.genesis, body.statements)
    opening = await request.app[STORE].open_account(
        genesis,
        statements,
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


def _parse(first: bytes, rest: Sequence[bytes]) -> tuple[Genesis, list[Placed]]:
    """Blocks for a while if they are many. `rest` may begin with the genesis; no other is verified, for that takes long."""
    genesis = parse(first)
    if not isinstance(genesis, Genesis):
        raise RefusedError("kind", "an account begins with a genesis")
    statements = []
    for signed in rest[1:] if rest[:1] == [first] else rest:
        if signed[1:2] == bytes([Kind.GENESIS]):
            raise RefusedError("previous", "a second genesis")
        statement = parse(signed)
        assert isinstance(statement, Placed)
        statements.append(statement)
    return genesis, statements
