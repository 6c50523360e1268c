"""The wire contract of PROTOCOL.md: a model for every body and every answer, and the one table of problems.

Requests refuse fields that they do not know. Answers ignore them, so that a device outlives its relay's next version.
Bytes are `bytes` in Python and canonical base64url in JSON; times are aware datetimes, in JSON RFC 3339 in UTC.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import PydanticCustomError, core_schema

from counterfoil_crypto import statement
from counterfoil_crypto.encoding import LARGEST_INTEGER, from_base64url, to_base64url
from counterfoil_crypto.errors import RefusedError

LARGEST_BODY: Final = 8 * 1024 * 1024
LARGEST_SMALL_BODY: Final = 64 * 1024
LARGEST_ENVELOPE: Final = 1024 * 1024
LARGEST_BATCH: Final = 100
LARGEST_PAGE: Final = 1_000
LARGEST_PAGE_BODIES: Final = 4 * 1024 * 1024
LARGEST_MESSAGE: Final = 1_024
LARGEST_FILE: Final = 64 * 1024 * 1024
LARGEST_BLOB: Final = 24 + LARGEST_FILE + 17 * (LARGEST_FILE // 65_536)
"""A file of the largest size, sealed (SPEC.md, *blob*): it is its own size step."""

CHALLENGE_SECONDS: Final = 60
TOKEN_SECONDS: Final = 3_600
PAIRING_SECONDS: Final = 600
BLOB_UNLISTED_SECONDS: Final = 7 * 86_400
BLOB_SUPERSEDED_SECONDS: Final = 30 * 86_400

WRONG_TOKEN: Final = 4401
DEVICE_REMOVED: Final = 4403
TOKEN_RAN_OUT: Final = 4408
ACCOUNT_CLOSED: Final = 4410
"""Codes with which the relay closes a stream."""

PROBLEM_TYPE: Final = "urn:counterfoil:problem:"
PROBLEM_MEDIA_TYPE: Final = "application/problem+json"
TOO_LARGE: Final = "too_large"
"""The type of a validation error that is the problem `too-large`; its context holds `limit`."""


@dataclass(frozen=True)
class Base64Url:
    """Marks `bytes` of `least` to `most` bytes. With `limited`, longer ones are `too-large` instead of malformed."""

    least: int
    most: int
    limited: bool = False

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """JSON: canonical base64url text. Python: the bytes themselves. Both within the lengths."""
        text = core_schema.no_info_after_validator_function(self._read, core_schema.str_schema(strict=True))
        raw = core_schema.no_info_after_validator_function(self._measure, core_schema.bytes_schema(strict=True))
        written = core_schema.plain_serializer_function_ser_schema(
            to_base64url, return_schema=core_schema.str_schema(), when_used="json"
        )
        return core_schema.json_or_python_schema(json_schema=text, python_schema=raw, serialization=written)

    def _read(self, text: str) -> bytes:
        if len(text) > -(-self.most * 4 // 3):
            raise self._too_long()
        try:
            return self._measure(from_base64url(text))
        except RefusedError as error:
            raise PydanticCustomError("base64url", "not base64url in its canonical spelling") from error

    def _measure(self, data: bytes) -> bytes:
        if len(data) > self.most:
            raise self._too_long()
        if len(data) < self.least:
            raise PydanticCustomError("length", "fewer than {least} bytes", {"least": self.least})
        return data

    def _too_long(self) -> PydanticCustomError:
        kind: Literal["too_large", "length"] = "too_large" if self.limited else "length"
        return PydanticCustomError(kind, "more than {limit} bytes", {"limit": self.most})


def _within_batch(records: list[object]) -> list[object]:
    if len(records) > LARGEST_BATCH:
        raise PydanticCustomError(TOO_LARGE, "more than {limit} records", {"limit": LARGEST_BATCH})
    return records


@dataclass(frozen=True)
class BatchLimit:
    """Marks a list that is `too-large` above `LARGEST_BATCH`, told before its items are looked at."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        counted = core_schema.no_info_after_validator_function(
            _within_batch, core_schema.list_schema(core_schema.any_schema(), strict=True)
        )
        return core_schema.chain_schema([counted, handler(source)])


Bytes16 = Annotated[bytes, Base64Url(16, 16)]
Bytes32 = Annotated[bytes, Base64Url(32, 32)]
Signature = Annotated[bytes, Base64Url(64, 64)]
Signed = Annotated[bytes, Base64Url(1, 32_768)]
Envelope = Annotated[bytes, Base64Url(1, LARGEST_ENVELOPE, limited=True)]
Message = Annotated[bytes, Base64Url(1, LARGEST_MESSAGE, limited=True)]
Sequence = Annotated[int, Field(ge=0, le=LARGEST_INTEGER)]
MOST_RESTORES: Final = 10_000

EntrySequence = Annotated[int, Field(ge=1, le=LARGEST_INTEGER)]


class Request(BaseModel):
    """A body that a device sends."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


class Answer(BaseModel):
    """A body that the relay sends."""

    model_config = ConfigDict(extra="ignore", strict=True, frozen=True, hide_input_in_errors=True)


class Head(Answer):
    """A point in a log, as JSON; `of` and `value` go from and to the format's own `Head`."""

    generation: Bytes32
    sequence: Sequence
    hash: Bytes32

    @classmethod
    def of(cls, head: statement.Head) -> Self:
        return cls(generation=head.generation, sequence=head.sequence, hash=head.hash)

    def value(self) -> statement.Head:
        return statement.Head(self.generation, self.sequence, self.hash)


class Health(Answer):
    status: Literal["ok"]


class Limits(Answer):
    """`body`, `envelope` and `blob` in bytes, `batch` in records, `page` in entries."""

    body: int
    envelope: int
    batch: int
    page: int
    blob: int


class Info(Answer):
    name: str
    version: str
    accounts: Literal["open", "closed"]
    origins: list[str]
    limits: Limits


class OpenAccount(Request):
    """`statements`: those that came after the genesis and were lost; `again`: the relay may have lost all, the genesis too."""

    genesis: Signed
    statements: list[Signed] = Field(default_factory=list)
    again: bool = False


class Account(Answer):
    """`head` is the one right after the genesis, or, when something was to be put back, the newest."""

    account: Bytes32
    head: Head


class FindAccount(Request):
    """`start`: the first half of the account id, as a recovery kit has it."""

    device: Bytes16
    start: Bytes16


class FoundAccount(Answer):
    account: Bytes32


class ClosedStatements(Answer):
    """Every statement of an account that was closed, the genesis first."""

    statements: list[Signed]


class AskChallenge(Request):
    account: Bytes32
    device: Bytes16


class Challenge(Answer):
    nonce: Bytes32
    expires: AwareDatetime


class AskToken(Request):
    account: Bytes32
    device: Bytes16
    origin: Annotated[str, Field(min_length=1, max_length=300)]
    nonce: Bytes32
    signature: Signature


class Token(Answer):
    """`token` goes into `Authorization: Bearer …` in its base64url spelling."""

    token: Bytes32
    expires: AwareDatetime


class NewRevision(Request):
    """A sealed revision of a record and the sequence of the revision that it builds on."""

    base: EntrySequence | None
    envelope: Envelope


class AppendRecords(Request):
    generation: Bytes32
    records: Annotated[list[NewRevision], Field(min_length=1), BatchLimit()]


class Appended(Answer):
    sequence: EntrySequence


class NotAppended(Answer):
    """`newest` is the sequence of the newest revision of that record."""

    problem: Literal["conflict", "stale-epoch"]
    newest: EntrySequence | None


class NoRoom(Answer):
    """The revision is larger than the one before, and the account has `used` of `limit` bytes."""

    problem: Literal["full"]
    newest: EntrySequence | None
    used: int
    limit: int


Result = Appended | NotAppended | NoRoom


class RecordsAppended(Answer):
    """One result for each record, in the order of the request."""

    head: Head
    results: list[Result]


class AppendStatement(Request):
    statement: Signed


class StatementAppended(Answer):
    sequence: EntrySequence
    head: Head


class Entry(Answer):
    """`record` is null unless it is a record's; `body` is null for a revision that was superseded."""

    sequence: EntrySequence
    kind: Literal["statement", "record", "restored"]
    record: Bytes16 | None
    digest: Bytes32
    body: Annotated[bytes, Base64Url(1, LARGEST_ENVELOPE)] | None


class LogPage(Answer):
    """`through` is the head after the last of `entries`, `head` the newest; `restores`: where the log was restored, ascending."""

    head: Head
    through: Head
    restores: Annotated[list[EntrySequence], Field(max_length=MOST_RESTORES)]
    entries: list[Entry]


class Checkpoint(Answer):
    """`head` is the one right after the newest checkpoint; `entries` all of the log up to it that are not records'."""

    head: Head
    entries: list[Entry]


class LivePage(Answer):
    """The newest revision of each record before a checkpoint, ascending by record id."""

    entries: list[Entry]
    more: bool


class Usage(Answer):
    """`bytes` of what is kept sealed, blobs too, of at most `limit`; `records` that have revisions, `entries` of the log."""

    bytes: int
    limit: int | None
    records: int
    entries: int
    blobs: int


class StreamToken(Request):
    """The first frame of a stream."""

    token: Bytes32


class StreamHead(Answer):
    head: Head


class OpenPairing(Request):
    mailbox: Bytes32


class PairingMessage(Request):
    """A claim or an answer."""

    message: Message


class PairingOpened(Answer):
    expires: AwareDatetime


class PairingClaim(Answer):
    claim: Message | None
    expires: AwareDatetime


class PairingAnswer(Answer):
    answer: Message | None
    expires: AwareDatetime


class ProblemCode(StrEnum):
    """Every problem that the relay names, each with its HTTP status and heading (the `title` of the problem)."""

    status: int
    heading: str

    def __new__(cls, code: str, status: int, heading: str) -> Self:
        self = str.__new__(cls, code)
        self._value_ = code
        self.status = status
        self.heading = heading
        return self

    MALFORMED = "malformed", 400, "The request is not what the protocol says"
    TOO_LARGE = "too-large", 413, "Over a limit of this relay"
    REFUSED = "refused", 422, "Not valid in Counterfoil's format"
    NOT_FOUND = "not-found", 404, "No such route"
    METHOD_NOT_ALLOWED = "method-not-allowed", 405, "This route does not have that method"
    UNSUPPORTED_MEDIA_TYPE = "unsupported-media-type", 415, "The body must be plain application/json"
    UNAUTHORIZED = "unauthorized", 401, "No valid token"
    UNKNOWN_ACCOUNT = "unknown-account", 404, "This relay has no such account"
    UNKNOWN_DEVICE = "unknown-device", 403, "The account has no such current device"
    BAD_SESSION = "bad-session", 403, "The challenge was not met"
    WRONG_ORIGIN = "wrong-origin", 403, "This relay does not answer to that origin"
    ACCOUNTS_CLOSED = "accounts-closed", 403, "This relay opens no new accounts"
    STALE_GENERATION = "stale-generation", 409, "The log was restored meanwhile"
    STALE_EPOCH = "stale-epoch", 409, "Sealed under an epoch that ended"
    CONFLICT = "conflict", 409, "The log moved on"
    NO_MAILBOX = "no-mailbox", 404, "No such pairing"
    CLAIMED = "claimed", 409, "Another device has this pairing"
    OUT_OF_TURN = "out-of-turn", 409, "Not the turn of an answer"
    CLOSED = "closed", 410, "The account was closed"
    NO_CHECKPOINT = "no-checkpoint", 404, "The log has no checkpoint"
    NO_BLOB = "no-blob", 404, "This relay does not have that blob"
    FULL = "full", 507, "The account has no more room"
    TOO_MANY_REQUESTS = "too-many-requests", 429, "Too much at once"


class Fault(Answer):
    """Where in a request something is wrong (`records.0.envelope`), and what."""

    where: str
    what: str


class Problem(Answer):
    """RFC 9457 problem details. `code` is the refusal of SPEC.md when the problem is `refused`; `retry` is in seconds."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    errors: list[Fault] | None = None
    limit: int | None = None
    code: str | None = None
    head: Head | None = None
    origins: list[str] | None = None
    used: int | None = None
    retry: int | None = None

    @property
    def problem(self) -> str | None:
        """The code of the table, also one that this version does not know; None for a problem without one."""
        return self.type.removeprefix(PROBLEM_TYPE) if self.type.startswith(PROBLEM_TYPE) else None
