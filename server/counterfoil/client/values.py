"""A person's and a page's values, held to the record models before they are written."""

import json
from collections.abc import Mapping
from typing import Any, Final

from pydantic import ValidationError

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
}
"""What a pattern of the record models says, in words."""


def fields_of(model: type[Record]) -> dict[str, bool]:
    """The JSON names of the fields that a person may type, and whether each is plain text."""
    found = {}
    for name, field in model.model_fields.items():
        alias = field.alias or name
        if alias not in NOT_TYPED:
            found[alias] = "list" not in str(field.annotation)
    return found


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
            raise ClientError(f'{name} is written as JSON, for example [{{"name": "Lamp"}}]: {error}') from error
    check_values(model, {name: value})
    return value


def check_values(model: type[Record], values: Mapping[str, Any]) -> None:
    """`ClientError` that names the first value which `model` does not allow."""
    try:
        model.model_validate(values, strict=True, by_name=False, by_alias=True)
        canonical(dict(values))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        said = plain(first["msg"])
        if first["type"] == "string_pattern_mismatch":
            said = _WRITTEN.get(first["ctx"]["pattern"], said)
        raise ClientError(f"{plain(where, 80)}: {_lower(said)}; write it another way") from error
    except RefusedError as error:
        raise ClientError(f"{', '.join(sorted(values))}: {error}; write it another way") from error


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
