"""A device of the account, as its person calls it."""

from .common import Record, Text


class Device(Record):
    """A device's name; its keys are in the statement that let it in."""

    name: Text | None = None
