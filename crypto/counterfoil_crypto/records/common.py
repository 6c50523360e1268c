"""What all records share."""

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

Text = Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
Amount = Annotated[str, StringConstraints(pattern=r"^-?(0|[1-9][0-9]{0,15})(\.[0-9]{1,8})?$")]
"""Money as a decimal string; the currency stands in a field of its own."""
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
"""ISO 4217."""
Date = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$")]
"""ISO 8601 with the precision that is known: a year, a month or a day."""
Moment = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$")]
"""RFC 3339 in UTC, to the second."""


class Model(BaseModel):
    """Values as they show, in camel case; unknown keys are kept."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="allow", frozen=True)


class Source(Model):
    """Where a record's contents came from: an element of the growing list `source/<id>`."""

    kind: Annotated[str, StringConstraints(pattern=r"^(page|import|mail|manual)$")]
    url: Text | None = Field(default=None, description="without query, fragment and what looks like a secret")
    time: Moment
    signal: Text | None = Field(default=None, description="what the page was known by")
    recipe: Text | None = Field(default=None, description="id of the recipe that read the page")
    recipe_version: Annotated[int, Field(ge=1)] | None = None


class Record(Model):
    """Fields that every type has. `schema_number` is the version of the type that this code writes."""

    schema_number: ClassVar[int] = 1

    created: Moment | None = Field(default=None, description="when the first device saw it")
    deleted: bool | None = Field(default=None, description="true while it is in the bin")
    note: Text | None = Field(default=None, description="the person's own words")
