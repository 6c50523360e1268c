"""A file, kept whole as a blob (SPEC.md, *blob*)."""

from typing import Annotated

from pydantic import Field, StringConstraints

from .common import Model, Record, Text

MediaType = Annotated[str, StringConstraints(pattern=r"^[a-z]+/[a-z0-9.+-]+$")]
Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{43}$")]
"""32 bytes as base64url."""


class StoredFile(Model):
    """Where a file is, and how it opens (SPEC.md, *blob*)."""

    blob: Key = Field(description="the blob's id")
    key: Key = Field(description="what it is sealed under")
    size: Annotated[int, Field(ge=0, le=67_108_864)] = Field(description="in bytes")


class AttachedFile(StoredFile):
    """A file that belongs to an order, in the growing list `attachments/<first 32 digits of the SHA-256 of its bytes>`."""

    name: Text
    media_type: MediaType | None = None


class Attachment(Record):
    """A file by the SHA-256 of its bytes."""

    name: Text | None = None
    media_type: MediaType | None = None
    file: StoredFile | None = None
