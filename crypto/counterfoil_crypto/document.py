"""A record's contents: fields of stamped registers, and the join that makes all devices agree (SPEC.md, *document*)."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from .encoding import LARGEST_INTEGER, from_utf8, to_utf8
from .errors import RefusedError
from .stamp import Clock, Stamp, follow, parse_stamp, tick

PAGE: Final = "page"
PERSON: Final = "person"
DELETED: Final = "deleted"
DEEPEST: Final = 16

_TYPE = re.compile(r"[A-Z][A-Za-z0-9]{0,31}", re.ASCII)
_FIELD = re.compile(r"[a-z][A-Za-z0-9]{0,63}(/[A-Za-z0-9_-]{1,64})?", re.ASCII)
_ORIGIN = re.compile(r"[a-z][A-Za-z0-9]{0,31}", re.ASCII)


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
        beside = all(self.extra.get(key) == extra.get(key) for key in ("signal", "confidence"))
        return beside and canonical(self.value) == canonical(value)


Field = Mapping[str, Register]


@dataclass(frozen=True)
class Document:
    """A record: its type, the schema it was written by, and its fields, each a register by origin."""

    type: str
    schema: int
    fields: Mapping[str, Field]

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
        return canonical({"fields": fields, "schema": self.schema, "type": self.type})


def decode(data: bytes) -> Document:
    """Parses a document; refused with `canonical` or `document`."""
    text = from_utf8(data, "canonical")
    try:
        value = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise RefusedError("canonical", "not JSON") from error
    if canonical(value) != data:
        raise RefusedError("canonical", "not in canonical form")
    match value:
        case {"fields": dict(fields), "schema": int(schema), "type": str(kind)} if (
            len(value) == 3 and not isinstance(schema, bool) and schema >= 1 and _TYPE.fullmatch(kind)
        ):
            return Document(kind, schema, {name: _parse_field(name, raw) for name, raw in fields.items()})
    raise RefusedError("document", "a document has exactly fields, schema and type")


def _no_constant(name: str) -> None:
    raise RefusedError("canonical", f"{name} is not JSON")


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
    extra = {key: value for key, value in raw.items() if key not in {"at", "value"}}
    return Register(parse_stamp(raw["at"]), raw["value"], extra)


def join(one: Document, other: Document) -> Document:
    """What both say: commutative, associative, idempotent. Returns `one` itself when `other` adds nothing."""
    if one.type != other.type:
        raise RefusedError("type", f"{one.type} and {other.type} do not join")
    fields: dict[str, Field] = dict(one.fields)
    for name, theirs in other.fields.items():
        ours = fields.get(name, {})
        joined = {origin: _greater(ours.get(origin), register) for origin, register in theirs.items()}
        if any(joined[origin] is not ours.get(origin) for origin in joined):
            fields[name] = {**ours, **joined}
    schema = max(one.schema, other.schema)
    if schema == one.schema and all(fields[name] is one.fields.get(name) for name in fields):
        return one
    return Document(one.type, schema, fields)


def _greater(ours: Register | None, theirs: Register) -> Register:
    if ours is None or theirs.at > ours.at:
        return theirs
    if theirs.at == ours.at and canonical(theirs.encode()) > canonical(ours.encode()):
        return theirs
    return ours


def latest(document: Document) -> Clock:
    """The newest stamp in a document."""
    stamps = [register.at.clock for registers in document.fields.values() for register in registers.values()]
    return max(stamps, default=Clock(0, 0))


class Writer:
    """Writes registers in one device's name and keeps its clock. `schema` is the newest that this writer understands."""

    def __init__(self, device: bytes, clock: Clock, wall_ms: int, schema: int = 1) -> None:
        self._device: Final = device.hex()
        self._wall_ms: Final = wall_ms
        self._schema: Final = schema
        self.clock = clock

    def say(self, document: Document, name: str, value: Any) -> Document:
        """The person's word for a field; None blanks it. Unchanged if it says that already; refused (`schema`) if newer."""
        if document.schema > self._schema:
            raise RefusedError("schema", "this record was written by a newer version; update to change it")
        return self._write(document, name, PERSON, value, {})

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
        reading = tick(self.clock, self._wall_ms, before.at.clock if before else None)
        self.clock = follow(self.clock, reading, self._wall_ms)
        register = Register(Stamp(reading.ms, reading.counter, self._device), value, dict(extra))
        fields = {**document.fields, name: {**registers, origin: register}}
        return Document(document.type, self._schema, fields)
