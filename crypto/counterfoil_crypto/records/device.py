"""A device of the account, as its person calls it."""

from pydantic import Field

from .common import Moment, Record, Text


class Device(Record):
    """A device's name; its keys are in the statement that let it in."""

    name: Text | None = None
    seen: Moment | None = Field(default=None, description="written after a week of silence, as a sign of life")
