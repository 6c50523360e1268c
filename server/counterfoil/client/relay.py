"""The relay as a device sees it: a method for each endpoint that it calls, and two ways to fail.

`RelayProblemError`: the relay said no, so nothing happened. `RelayUnavailableError`: nobody knows whether it happened. What a
relay says is text from outside; only the problem's code decides anything.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, TypeVar

import aiohttp
from pydantic import ValidationError

from counterfoil import wire
from counterfoil_crypto import chain
from counterfoil_crypto.device import Device
from counterfoil_crypto.encoding import to_base64url
from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.session import session_message

from .address import origin_of
from .errors import ClientError, RelayProblemError, RelayUnavailableError
from .text import megabytes, plain

Answer = TypeVar("Answer", bound=wire.Answer)

LARGEST_ANSWER: Final = 16 * 1024 * 1024
TIMEOUT: Final = aiohttp.ClientTimeout(total=60, sock_connect=10)
LONG_TIMEOUT: Final = aiohttp.ClientTimeout(total=600, sock_connect=10, sock_read=60)
"""For a blob."""


class Relay:
    """One relay over one connection pool; made by `connect`. With `log_in` it gets a token when it first needs one."""

    def __init__(self, url: str, http: aiohttp.ClientSession) -> None:
        self.url: Final = url
        self._http: Final = http
        self._token: bytes | None = None
        self._who: tuple[Device, bytes] | None = None

    def log_in(self, device: Device, account: bytes) -> None:
        self._who, self._token = (device, account), None

    async def open_account(self, genesis: bytes, statements: Sequence[bytes] = (), *, again: bool = False) -> wire.Account:
        """Opens an account, or puts `statements` back that were lost; `again`: also if the relay lost the account itself."""
        body = wire.OpenAccount(genesis=genesis, statements=list(statements), again=again)
        return await self._call("POST", "accounts", wire.Account, body)

    async def find_account(self, device: bytes, start: bytes) -> bytes:
        body = wire.FindAccount(device=device, start=start)
        return (await self._call("POST", "accounts/find", wire.FoundAccount, body)).account

    async def closed_statements(self, account: bytes) -> list[bytes]:
        """Every statement of an account that was closed."""
        return (await self._call("GET", f"accounts/{to_base64url(account)}/statements", wire.ClosedStatements)).statements

    async def read_log(self, after: int) -> wire.LogPage:
        return await self._authorized("GET", f"log?after={after}", wire.LogPage)

    async def read_checkpoint(self) -> wire.Checkpoint:
        return await self._authorized("GET", "checkpoint", wire.Checkpoint)

    async def read_live(self, sequence: int, after: bytes) -> wire.LivePage:
        return await self._authorized("GET", f"checkpoint/live?sequence={sequence}&after={to_base64url(after)}", wire.LivePage)

    async def put_blob(self, blob: bytes, file: Path) -> None:
        """Sends the sealed file at `file`."""
        await self._authorized("PUT", f"blobs/{to_base64url(blob)}", None, file)

    async def get_blob(self, blob: bytes, target: Path, most: int) -> None:
        """Leaves what the relay says is this blob at `target`, unchecked. Refused (`length`) above `most` bytes."""
        await self._authorized("GET", f"blobs/{to_base64url(blob)}", None, _Download(target, most))

    async def append(self, generation: bytes, revisions: Sequence[wire.NewRevision]) -> wire.RecordsAppended:
        body = wire.AppendRecords(generation=generation, records=list(revisions))
        answer = await self._authorized("POST", "log/records", wire.RecordsAppended, body)
        if len(answer.results) != len(revisions):
            raise self._junk()
        return answer

    async def append_statement(self, signed: bytes) -> wire.StatementAppended:
        return await self._authorized("POST", "log/statements", wire.StatementAppended, wire.AppendStatement(statement=signed))

    async def open_pairing(self, mailbox: bytes) -> wire.PairingOpened:
        return await self._authorized("POST", "pairings", wire.PairingOpened, wire.OpenPairing(mailbox=mailbox))

    async def read_claim(self, mailbox: bytes) -> wire.PairingClaim:
        return await self._authorized("GET", f"pairings/{to_base64url(mailbox)}", wire.PairingClaim)

    async def put_claim(self, mailbox: bytes, message: bytes) -> None:
        await self._call("PUT", f"pairings/{to_base64url(mailbox)}/claim", None, wire.PairingMessage(message=message))

    async def put_answer(self, mailbox: bytes, message: bytes) -> None:
        await self._authorized("PUT", f"pairings/{to_base64url(mailbox)}/answer", None, wire.PairingMessage(message=message))

    async def read_answer(self, mailbox: bytes) -> wire.PairingAnswer:
        return await self._call("GET", f"pairings/{to_base64url(mailbox)}/answer", wire.PairingAnswer)

    async def close_pairing(self, mailbox: bytes) -> None:
        await self._authorized("DELETE", f"pairings/{to_base64url(mailbox)}", None)

    async def _authorized(self, method: str, path: str, model: type[Answer] | None, body: "Body" = None) -> Answer:
        """With a token; a new one once if the relay no longer takes it."""
        fresh = self._token is None
        token = self._token or await self._new_token()
        try:
            return await self._call(method, path, model, body, token)
        except RelayProblemError as error:
            if fresh or error.code != wire.ProblemCode.UNAUTHORIZED:
                raise
        return await self._call(method, path, model, body, await self._new_token())

    async def _new_token(self) -> bytes:
        assert self._who is not None
        device, account = self._who
        ask = wire.AskChallenge(account=account, device=device.keys.id)
        challenge = await self._call("POST", "challenges", wire.Challenge, ask)
        origin = origin_of(self.url)
        signature = device.sign(session_message(origin, account, challenge.nonce))
        answer = wire.AskToken(account=account, device=device.keys.id, origin=origin, nonce=challenge.nonce, signature=signature)
        self._token = (await self._call("POST", "tokens", wire.Token, answer)).token
        return self._token

    async def _call(
        self,
        method: str,
        path: str,
        model: type[Answer] | None,
        body: "Body" = None,
        token: bytes | None = None,
    ) -> Answer:
        headers = {"Authorization": f"Bearer {to_base64url(token)}"} if token else {}
        try:
            with _opened(body, headers) as data:
                async with self._http.request(
                    method,
                    f"{self.url}/v1/{path}",
                    data=data,
                    headers=headers,
                    allow_redirects=False,
                    timeout=LONG_TIMEOUT if isinstance(body, Path | _Download) else TIMEOUT,
                ) as response:
                    if isinstance(body, _Download) and response.status < 300:
                        return await self._save(response, body)
                    text = await self._read(response)
        except TimeoutError as error:
            raise RelayUnavailableError(f"the relay at {self.url} does not answer; try again later") from error
        except (aiohttp.ClientError, OSError) as error:
            raise RelayUnavailableError(
                f"the relay at {self.url} can't be reached ({_reason(error)}); try again later"
            ) from error
        return self._parse(response, text, model)

    async def _read(self, response: aiohttp.ClientResponse) -> bytes:
        text = bytearray()
        async for chunk in response.content.iter_any():
            text += chunk
            if len(text) > LARGEST_ANSWER:
                raise self._junk()
        return bytes(text)

    async def _save(self, response: aiohttp.ClientResponse, download: "_Download") -> Answer:
        size = 0
        try:
            with download.target.open("wb") as file:
                async for chunk in response.content.iter_any():
                    size += len(chunk)
                    if size > download.most:
                        raise RefusedError("length", "longer than the file that was listed")
                    file.write(chunk)
        except (aiohttp.ClientError, ConnectionError, TimeoutError):
            raise
        except OSError as error:
            raise ClientError(f"cannot keep what the relay sent ({_reason(error)}); make room on the disk") from error
        return None  # type: ignore[return-value] # the file is the answer

    def _parse(self, response: aiohttp.ClientResponse, text: bytes, model: type[Answer] | None) -> Answer:
        if response.status >= 500 and response.status != wire.ProblemCode.FULL.status:
            raise RelayUnavailableError(f"the relay at {self.url} has a fault of its own ({response.status}); try again later")
        if response.status >= 300:
            raise self._refusal(response, text)
        try:
            if model is None:
                return None  # type: ignore[return-value] # an endpoint without an answer
            return model.model_validate_json(text)
        except ValidationError as error:
            raise self._junk() from error

    def _refusal(self, response: aiohttp.ClientResponse, text: bytes) -> Exception:
        """The problem that the relay named; anything else came from something in between."""
        if response.content_type != wire.PROBLEM_MEDIA_TYPE:
            return self._junk()
        try:
            problem = wire.Problem.model_validate_json(text)
        except ValidationError:
            return self._junk()
        if problem.problem is None:
            return self._junk()
        return RelayProblemError(problem, _words(problem, self.url))

    def _junk(self) -> RelayUnavailableError:
        return RelayUnavailableError(f"what answers at {self.url} is not a counterfoil relay; check the address")


@asynccontextmanager
async def connect(url: str) -> AsyncIterator[Relay]:
    async with aiohttp.ClientSession(timeout=TIMEOUT) as http:
        yield Relay(url, http)
        await asyncio.sleep(0)  # lets the connector's transports close before the loop may end


@dataclass(frozen=True)
class _Download:
    """Where the body of an answer goes, and how much of it there may be."""

    target: Path
    most: int


Body = wire.Request | Path | _Download | None
"""What goes along with a request: JSON, a sealed file, or nothing; or where its answer goes."""


@contextmanager
def _opened(body: Body, headers: dict[str, str]) -> Iterator[bytes | BinaryIO | None]:
    if isinstance(body, wire.Request):
        headers["Content-Type"] = "application/json"
        yield body.model_dump_json().encode()
    elif isinstance(body, Path):
        headers |= {"Content-Type": "application/octet-stream", "Content-Length": str(body.stat().st_size)}
        with body.open("rb") as file:
            yield file
    else:
        yield None


_KINDS: Final = {
    "statement": chain.EntryKind.STATEMENT,
    "record": chain.EntryKind.RECORD,
    "restored": chain.EntryKind.RESTORED,
}


def to_entries(entries: Sequence[wire.Entry]) -> list[chain.Entry]:
    return [
        chain.Entry(
            one.sequence,
            _KINDS[one.kind],
            one.record or chain.NO_RECORD,
            one.digest,
            one.body,
        )
        for one in entries
    ]


def _reason(error: Exception) -> str:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
    return plain(reason, 80)


def _words(problem: wire.Problem, url: str) -> str:  # noqa: C901, PLR0911 # a table
    """What a person reads: our words for what we know, the relay's where there is nothing better."""
    match problem.problem:
        case "unknown-account":
            return (
                f"the relay at {url} does not know your history; it may be new or the wrong address; all is still here; change"
                " the address with 'counterfoil relay move URL', or put your history back there with 'counterfoil relay put-back'"
            )
        case "unknown-device":
            return f"the relay at {url} does not know this device; all is still here; ask your other devices"
        case "wrong-origin":
            origins = ", ".join(plain(one, 100) for one in problem.origins or [])
            return f"the relay at {url} answers to another address: {origins or 'none it names'}; use that with 'relay move'"
        case "accounts-closed":
            return f"the relay at {url} opens no new accounts; ask its operator, or choose another"
        case "too-large":
            return f"the relay at {url} takes at most {problem.limit or 'fewer'} bytes at once; the change waits here"
        case "full":
            return f"the relay at {url} is full ({megabytes(problem.used)} of {megabytes(problem.limit)}); all is still here"
        case "too-many-requests":
            return f"the relay at {url} was asked too much at once; try again in {problem.retry or 60} seconds"
        case "closed":
            return f"the relay at {url} says that this history was closed; all is still here"
        case "no-blob":
            return f"the relay at {url} does not have this file; run 'counterfoil sync --files' on a device that has it"
        case "no-mailbox":
            return "this pairing has ended; start again with a new code"
        case "claimed":
            return "another device used this code first; start again with a new code"
        case code:
            return f"the relay at {url} refused: {plain(problem.detail or problem.title)} ({plain(code, 40)})"
