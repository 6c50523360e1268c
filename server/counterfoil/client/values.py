"""A person's and a page's values, held to the record models before they are written."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from counterfoil_crypto.document import canonical
from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.records import TYPES
from counterfoil_crypto.records.common import Record

from .errors import ClientError
from .text import plain

NOT_TYPED = frozenset({"created", "deleted"})
"""Fields that a person changes by other commands, or not at all."""

_WRITTEN: Final = {
    r"^-?(0|[1-9][0-9]{0,15})(\.[0-9]{1,8})?$": "an amount is digits with a point, as 49.97",
    r"^[A-Z]{3}$": "a currency is three capital letters, as EUR",
    r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$": "a date is a year, a month or a day, as 2026-05-03",
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$": "a moment is in UTC, to the second, as 2026-05-03T09:14:07Z",
    r"^[0-9]{8}([0-9]{4,6})?$": "a GTIN is the 8, 12, 13 or 14 digits under a bar code",
    r"^[0-9]{4}$": "these are the last four digits of the card, as 4242",
}
"""What a pattern of the record models says, in words."""

_CHOICE: Final = re.compile(r"\^(\w*)\(([\w|-]+)\)\$")
"""The pattern of a field that has one of a few values."""

_EXAMPLES: Final = {
    "items": '[{"name": "Lamp", "quantity": 1}]',
    "payment": '{"kind": "card", "brand": "Visa", "last4": "4242"}',
    "delivery": '{"carrier": "DHL", "trackingNumber": "00340434161094"}',
    "returnPolicy": '{"days": 30}',
}
"""How the fields that are more than text are typed."""

_FAULTS: Final = {
    "string_type": "this is text, in double quotes",
    "string_too_short": "this is text, and not empty",
    "string_too_long": "this is text of at most {max_length} characters",
    "int_type": "this is a whole number, without quotes",
    "int_from_float": "this is a whole number, without quotes",
    "greater_than_equal": "this is at least {ge}",
    "less_than_equal": "this is at most {le}",
    "list_type": "this is a list, in [ ]",
    "dict_type": "this has parts, in {{ }}, each a name in double quotes, a colon and a value",
    "model_type": "this has parts, in {{ }}, each a name in double quotes, a colon and a value",
    "model_attributes_type": "this has parts, in {{ }}, each a name in double quotes, a colon and a value",
    "missing": "this is missing",
}
"""What pydantic finds, in words; its context fills them in."""


def fields_of(model: type[Record]) -> dict[str, bool]:
    """The JSON names of the fields that a person may type, and whether each is plain text."""
    found = {}
    for name, field in model.model_fields.items():
        alias = field.alias or name
        if alias not in NOT_TYPED:
            found[alias] = _is_text(field.annotation)
    return found


def _is_text(annotation: Any) -> bool:
    return annotation is str or (get_origin(annotation) is not list and any(map(_is_text, get_args(annotation))))


def parse_value(record_type: str, name: str, text: str) -> Any:
    """What a person typed for a field: empty blanks it, lists are JSON. `ClientError` if the field can't hold it."""
    model = TYPES[record_type]
    fields = fields_of(model)
    if name not in fields:
        raise ClientError(f"{plain(name, 60)!r} is not a field of an order; fields are {', '.join(sorted(fields))}")
    if text == "":
        return None
    value: Any = text
    if not fields[name]:
        try:
            value = json.loads(text)
        except ValueError as error:
            raise ClientError(f"{name} is written as JSON, for example {name}='{_EXAMPLES[name]}'; write it so") from error
    check_values(model, {name: value})
    return value


def check_values(model: type[Record], values: Mapping[str, Any]) -> None:
    """`ClientError` that names the first value which `model` does not allow."""
    try:
        model.model_validate(values, strict=True, by_name=False, by_alias=True)
        canonical(dict(values))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part + 1) if isinstance(part, int) else part for part in first["loc"])
        raise ClientError(f"{plain(where, 80)}: {_in_words(first)}; write it another way") from error
    except RefusedError as error:
        raise ClientError(f"{', '.join(sorted(values))}: {error}; write it another way") from error


def _in_words(fault: ErrorDetails) -> str:
    context = fault.get("ctx", {})
    if fault["type"] == "string_pattern_mismatch":
        return pattern_in_words(context["pattern"])
    return _FAULTS[fault["type"]].format(**context) if fault["type"] in _FAULTS else "this value can't stand here"


def pattern_in_words(pattern: str) -> str:
    """What text may be that has to match it."""
    choice = _CHOICE.fullmatch(pattern)
    if choice:
        start, ends = choice.groups()
        return f"this is one of {', '.join(start + end for end in ends.split('|'))}"
    return _WRITTEN.get(pattern, "this is not how it is written")
