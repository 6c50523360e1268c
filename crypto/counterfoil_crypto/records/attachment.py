"""A file, kept whole."""

from typing import Annotated

from pydantic import Field, StringConstraints

from .common import Record, Text


class Attachment(Record):
    """A file by the SHA-256 of its bytes."""

    name: Text | None = None
    media_type: Annotated[str, StringConstraints(pattern=r"^[a-z]+/[a-z0-9.+-]+$")] | None = None
    content: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]*$")] | None = Field(
        default=None, description="its bytes as base64url"
    )
