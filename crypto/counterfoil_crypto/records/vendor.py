"""A company one deals with (schema.org Organization)."""

from .common import Record, Text


class Vendor(Record):
    """A vendor: a registrable domain and the name it gives itself."""

    domain: Text | None = None
    name: Text | None = None
