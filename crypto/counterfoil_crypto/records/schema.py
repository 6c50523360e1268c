"""JSON Schema 2020-12 of every record type, from the models: `python -m counterfoil_crypto.records.schema > PATH`."""

import json
import sys
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from . import ELEMENTS, TYPES


class Untitled(GenerateJsonSchema):
    """A title for each field only says its name again, and becomes a type of its own in TypeScript."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 # the signature is pydantic's
        return False


def schema() -> dict[str, Any]:
    """One schema whose `$defs` are the record types and what they are made of."""
    models = [(model, "serialization") for model in (*TYPES.values(), *ELEMENTS)]
    _, definitions = models_json_schema(models, by_alias=True, schema_generator=Untitled)  # type: ignore[arg-type] # mode's literal type is lost in the tuple
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "CounterfoilRecords",
        "type": "object",
        **definitions,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(schema(), indent=2, ensure_ascii=False) + "\n")
