"""A record's contents: fields of stamped registers, and the join that makes all devices agree (SPEC.md, *document*)."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic_core import from_json, to_json

from .encoding import LARGEST_INTEGER, MOST_MS, to_utf8
from .errors import RefusedError
from .stamp import MOST_COUNTER, Clock, Stamp, follow, parse_stamp, tick

PAGE: Final = "page"
PERSON: Final = "person"
DELETED: Final = "deleted"
KEY: Final = "key"
DEEPEST: Final = 16
BIN_MS: Final = 30 * 24 * 3_600_000

_BESIDE: Final = ("signal", "confidence")

_TYPE = re.compile(r"[A-Z][A-Za-z0-9]{0,31}", re.ASCII)
_FIELD = re.compile(r"[a-z][A-Za-z0-9]{0,63}(/[A-Za-z0-9_-]{1,64})?", re.ASCII)
_ORIGIN = re.compile(r"[a-z][A-Za-z0-9]{0,31}", re.ASCII)
_DEVICE = re.compile(r"[0-9a-f]{32}", re.ASCII)


def canonical(value: Any) -> bytes:
    """RFC 8785 over null, booleans, text, lists, objects and integers within 2^53-1; anything else is refused."""
    return json.dumps(_checked(value, DEEPEST), ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _checked(value: Any, depth: int) -> Any:
    """`value` with every object's keys in the order of their UTF-16 code units, as RFC 8785 has them."""
    match value:
        case None | bool():
            return value
        case str():
            to_utf8(value, "canonical")
            return value
        case int() if abs(value) <= LARGEST_INTEGER:
            return value
        case list() | tuple() if depth > 0:
            return [_checked(item, depth - 1) for item in value]
        case dict() if depth > 0 and all(isinstance(key, str) for key in value):
            keys = sorted((_checked(key, 1) for key in value), key=lambda key: key.encode("utf-16-be"))
            return {key: _checked(value[key], depth - 1) for key in keys}
    raise RefusedError("canonical", "a value is too deep, too large, or not of a kind that documents hold")


@dataclass(frozen=True)
class Register:
    """One origin's word for a field: when, what, and whatever else came with it (signal, confidence, …)."""

    at: Stamp
    value: Any
    extra: Mapping[str, Any] = field(default_factory=dict)

    def encode(self) -> dict[str, Any]:
        return {**self.extra, "at": self.at.encode(), "value": self.value}

    def says(self, value: Any, extra: Mapping[str, Any]) -> bool:
        """Whether a write would change nothing; what a newer version keeps beside a value does not count."""
        before, after = ({key: beside[key] for key in _BESIDE if key in beside} for beside in (self.extra, extra))
        return canonical([self.value, before]) == canonical([value, after])


Field = Mapping[str, Register]


@dataclass(frozen=True)
class Document:
    """A record: its type, the schema it was written by, and its fields, each a register by origin.

    `purge`: the stamp at or below which there is nothing any more.
    """

    type: str
    schema: int
    fields: Mapping[str, Field]
    purge: Stamp | None = None

    def shown(self, name: str) -> Any:
        """The value a person sees: their own word if there is one, else the page's, else None."""
        registers = self.fields.get(name, {})
        register = registers.get(PERSON) or registers.get(PAGE)
        return register.value if register else None

    def page_said(self, name: str) -> Any:
        """What pages said of a field, whatever the person says of it; None if nothing."""
        register = self.fields.get(name, {}).get(PAGE)
        return register.value if register else None

    @property
    def deleted(self) -> bool:
        return self.shown(DELETED) is True

    @property
    def only_from_pages(self) -> bool:
        return all(set(registers) == {PAGE} for registers in self.fields.values())

    def encode(self) -> bytes:
        fields = {
            name: {origin: register.encode() for origin, register in registers.items()} for name, registers in self.fields.items()
        }
        purge = {"purge": self.purge.encode()} if self.purge else {}
        return canonical({"fields": fields, **purge, "schema": self.schema, "type": self.type})


def decode(data: bytes) -> Document:
    """Parses a document; refused with `canonical` or `document`."""
    try:
        value = from_json(data, allow_inf_nan=False)
    except ValueError as error:
        raise RefusedError("canonical", "not JSON") from error
    if to_json(value) == data and _is_regular(value):
        purge = value.get("purge")
        return Document(value["type"], value["schema"], _Fields(value["fields"]), Stamp(*purge) if purge else None)
    return _decode_by_the_letter(value, data)


def _decode_by_the_letter(value: Any, data: bytes) -> Document:
    """What `decode` takes a shorter way for, if the document is a regular one: several times as slow, and names what is wrong."""
    if canonical(value) != data:
        raise RefusedError("canonical", "not in canonical form")
    match value:
        case {"fields": dict(fields), "schema": int(schema), "type": str(kind)} if (
            len(value) == 3 + ("purge" in value) and not isinstance(schema, bool) and schema >= 1 and _TYPE.fullmatch(kind)
        ):
            purge = parse_stamp(value["purge"]) if "purge" in value else None
            parsed = {name: _parse_field(name, raw) for name, raw in fields.items()}
            if purge and any(register.at <= purge for registers in parsed.values() for register in registers.values()):
                raise RefusedError("document", "a register is older than the purge of its document")
            return Document(kind, schema, parsed, purge)
    raise RefusedError("document", "a document has fields, schema and type, perhaps a purge, and nothing else")


class _Fields(Mapping[str, Field]):
    """Fields of a document that was checked, made only when they are asked for: most of a history is never looked at."""

    __slots__ = ("_made", "_raw")

    def __init__(self, raw: dict[str, dict[str, dict[str, Any]]]) -> None:
        self._raw: Final = raw
        self._made: Final[dict[str, Field]] = {}

    def __getitem__(self, name: str) -> Field:
        made = self._made.get(name)
        if made is None:
            made = {origin: _register(raw) for origin, raw in self._raw[name].items()}
            self._made[name] = made
        return made

    def __iter__(self) -> Iterator[str]:
        return iter(self._raw)

    def __len__(self) -> int:
        return len(self._raw)

    def __contains__(self, name: object) -> bool:
        return name in self._raw


def _is_regular(value: Any) -> bool:
    """Whether JSON that its own encoding gives back byte for byte is a document. False may also mean: not sure."""
    try:
        if tuple(value) not in _TOP or type(value["type"]) is not str or not _TYPE.fullmatch(value["type"]):
            return False
        schema, fields = value["schema"], value["fields"]
        purge = value.get("purge", _EVER)
        if type(schema) is not int or not 1 <= schema <= LARGEST_INTEGER or list(fields) != sorted(fields):
            return False
        return (purge is _EVER or _is_stamp(purge)) and _are_fields(fields, purge)
    except (TypeError, ValueError, AttributeError):  # something is of another type than a document has there
        return False


_TOP: Final = {("fields", "schema", "type"), ("fields", "purge", "schema", "type")}
_EVER: Final = [-1]


def _are_fields(fields: dict[str, dict[str, dict[str, Any]]], purge: list[Any]) -> bool:
    """Written for speed: a first sync comes here a dozen times for each record."""
    for name, registers in fields.items():
        if not (_names[name] and _origins[tuple(registers)]):
            return False
        for register in registers.values():
            if not _shapes[tuple(register)]:
                return False
            at = register["at"]
            ms, counter, device = at
            if type(at) is not list or type(ms) is not int or type(counter) is not int or not _devices[device]:
                return False
            if not (0 <= ms < MOST_MS and 0 <= counter < MOST_COUNTER) or at <= purge:
                return False
            for item in register.values():
                kind = type(item)
                if (
                    kind is not str
                    and item is not at
                    and (kind is not int or abs(item) > LARGEST_INTEGER)
                    and not _is_plain(item)
                ):
                    return False
    return True


def _is_stamp(at: Any) -> bool:
    ms, counter, device = at
    return (
        type(at) is list
        and type(ms) is int
        and type(counter) is int
        and 0 <= ms < MOST_MS
        and 0 <= counter < MOST_COUNTER
        and _devices[device]
    )


def _is_plain(value: Any, depth: int = DEEPEST - 4) -> bool:
    """Whether a value that is no text is one that documents hold, in containers at most `depth` deep."""
    kind = type(value)
    if kind is int:
        return bool(-LARGEST_INTEGER <= value <= LARGEST_INTEGER)
    if kind is dict and depth and _ascending[tuple(value)]:
        value = value.values()
    elif kind is not list or not depth:
        return kind is bool or value is None
    for item in value:  # noqa: SIM110 # a generator takes twice as long
        if type(item) is not str and not _is_plain(item, depth - 1):
            return False
    return True


class _Known(dict[Any, bool]):
    """What was checked before: a history has few names, devices and shapes of objects, each many times."""

    def __init__(self, check: Callable[[Any], bool]) -> None:
        super().__init__()
        self._check: Final = check

    def __missing__(self, key: Any) -> bool:
        if len(self) >= 4_096:
            self.clear()
        self[key] = found = self._check(key)
        return found


def _ascend(keys: tuple[str, ...]) -> bool:
    return list(keys) == sorted(keys, key=lambda key: key.encode("utf-16-be"))


_ascending: Final = _Known(_ascend)
_shapes: Final = _Known(lambda keys: "at" in keys and "value" in keys and _ascend(keys))
_origins: Final = _Known(lambda keys: len(keys) > 0 and all(_ORIGIN.fullmatch(key) for key in keys) and _ascend(keys))
_names: Final = _Known(lambda name: _FIELD.fullmatch(name) is not None)
_devices: Final = _Known(lambda device: _DEVICE.fullmatch(device) is not None)


def _parse_field(name: str, raw: Any) -> Field:
    if not _FIELD.fullmatch(name):
        raise RefusedError("document", "a field's name is malformed")
    if not isinstance(raw, dict) or not raw:
        raise RefusedError("document", f"field {name} has no registers")
    return {origin: _parse_register(name, origin, register) for origin, register in raw.items()}


def _parse_register(name: str, origin: str, raw: Any) -> Register:
    if not _ORIGIN.fullmatch(origin):
        raise RefusedError("document", f"an origin of field {name} is malformed")
    if not isinstance(raw, dict) or "at" not in raw or "value" not in raw:
        raise RefusedError("document", f"a register of field {name} lacks its stamp or value")
    parse_stamp(raw["at"])
    return _register(raw)


def _register(raw: Mapping[str, Any]) -> Register:
    extra = {key: value for key, value in raw.items() if key not in {"at", "value"}}
    return Register(Stamp(*raw["at"]), raw["value"], extra)


def join(one: Document, other: Document) -> Document:
    """What both say: commutative, associative, idempotent. Returns `one` itself when `other` adds nothing."""
    if one.type != other.type:
        raise RefusedError("type", f"{one.type} and {other.type} do not join")
    purge = max((stamp for stamp in (one.purge, other.purge) if stamp), default=None)
    fields = dict(one.fields) if purge == one.purge else _above(purge, one.fields)
    for name, theirs in (other.fields if purge == other.purge else _above(purge, other.fields)).items():
        ours = fields.get(name, {})
        joined = {origin: _greater(ours.get(origin), register) for origin, register in theirs.items()}
        if any(joined[origin] is not ours.get(origin) for origin in joined):
            fields[name] = {**ours, **joined}
    schema = max(one.schema, other.schema)
    if schema == one.schema and purge == one.purge and all(fields[name] is one.fields.get(name) for name in fields):
        return one
    return Document(one.type, schema, fields, purge)


def _above(purge: Stamp | None, fields: Mapping[str, Field]) -> dict[str, Field]:
    """What a purge leaves."""
    left = {
        name: {origin: register for origin, register in registers.items() if purge is None or register.at > purge}
        for name, registers in fields.items()
    }
    return {name: registers for name, registers in left.items() if registers}


def _greater(ours: Register | None, theirs: Register) -> Register:
    if ours is None or theirs.at > ours.at:
        return theirs
    if theirs.at == ours.at and canonical(theirs.encode()) > canonical(ours.encode()):
        return theirs
    return ours


def latest(document: Document) -> Clock:
    """The newest stamp in a document."""
    stamps = [register.at.clock for registers in document.fields.values() for register in registers.values()]
    if document.purge:
        stamps.append(document.purge.clock)
    return max(stamps, default=Clock(0, 0))


def purge_is_due(document: Document, wall_ms: int) -> bool:
    """Whether it is in the bin for 30 days by the person's word, and something is left to drop."""
    word = document.fields.get(DELETED, {}).get(PERSON)
    if word is None or word.value is not True or word.at.ms + BIN_MS > wall_ms:
        return False
    return any(
        set(registers) != {PERSON} or not (name == DELETED or name.startswith(f"{KEY}/"))
        for name, registers in document.fields.items()
    )


class Writer:
    """Writes registers in one device's name and keeps its clock. `schema` is the newest that this writer understands."""

    def __init__(self, device: bytes, clock: Clock, wall_ms: int, schema: int = 1) -> None:
        self._device: Final = device.hex()
        self._wall_ms: Final = wall_ms
        self._schema: Final = schema
        self.clock = clock

    def say(self, document: Document, name: str, value: Any) -> Document:
        """The person's word for a field; None blanks it. Unchanged if it says that already; refused (`schema`) if newer."""
        self._check_schema(document)
        return self._write(document, name, PERSON, value, {})

    def purge(self, document: Document, keys: Iterable[str]) -> Document:
        """Only that it was deleted is left, and `keys`, digests [32] of natural keys as hex; refused (`schema`) if newer."""
        self._check_schema(document)
        left = {name for name in document.fields if name.startswith(f"{KEY}/")} | {f"{KEY}/{key[:32]}" for key in keys}
        purged = Document(document.type, self._schema, {}, self._tick(latest(document)))
        for name in (DELETED, *sorted(left)):
            purged = self._write(purged, name, PERSON, True, {})  # noqa: FBT003 # the value
        return purged

    def capture(self, document: Document, values: Mapping[str, Any], extras: Mapping[str, Mapping[str, Any]]) -> Document:
        """A page's words: never None over anything, nothing into a deleted or newer record, nothing that is there already."""
        if document.deleted or document.schema > self._schema:
            return document
        for name, value in values.items():
            if value is not None:
                document = self._write(document, name, PAGE, value, extras.get(name, {}))
        return document

    def _write(self, document: Document, name: str, origin: str, value: Any, extra: Mapping[str, Any]) -> Document:
        registers = document.fields.get(name, {})
        before = registers.get(origin)
        if before and before.says(value, extra):
            return document
        stamp = self._tick(max(before.at if before else _NEVER, document.purge or _NEVER).clock)
        fields = {**document.fields, name: {**registers, origin: Register(stamp, value, dict(extra))}}
        return Document(document.type, self._schema, fields, document.purge)

    def _tick(self, above: Clock) -> Stamp:
        reading = tick(self.clock, self._wall_ms, above)
        self.clock = follow(self.clock, reading, self._wall_ms)
        return Stamp(reading.ms, reading.counter, self._device)

    def _check_schema(self, document: Document) -> None:
        if document.schema > self._schema:
            raise RefusedError("schema", "this record was written by a newer version; update to change it")


_NEVER: Final = Stamp(0, 0, "")
