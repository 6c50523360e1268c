"""JSON from a file that anybody may have made: read by every program in one way, or not at all."""

import json
from typing import Any


def parse(data: bytes) -> Any:
    """`ValueError` or `RecursionError` for what is no JSON of text, integers, lists and objects whose keys stand once."""
    return json.loads(data.decode("utf-8"), object_pairs_hook=_object, parse_constant=_refuse, parse_float=_refuse)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of a key that stands twice, one reader shows the one value and the next the other."""
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key stands twice")
    return made


def _refuse(text: str) -> Any:
    raise ValueError(f"{text} is no integer")
