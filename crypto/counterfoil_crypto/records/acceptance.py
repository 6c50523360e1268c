"""What a person agreed to with an order, and how."""

from typing import Annotated

from pydantic import Field, StringConstraints

from .common import Model, Moment, Record, Text
from .terms import Digest, VersionId

RecordId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


class AcceptedDocument(Model):
    """A document among those that an order was placed under; `version` is null where it was not read, for `reason`."""

    type: Text | None = None
    url: Text = Field(description="as linked, without fragment and what looks like a secret")
    text: Text | None = Field(default=None, description="the link's own words")
    place: Annotated[str, StringConstraints(pattern=r"^(acceptance|submit|footer|page)$")] | None = None
    document: RecordId | None = None
    version: VersionId | None = None
    digest: Digest | None = None
    reason: Text | None = None


class Acceptance(Record):
    """An acceptance, frozen when the order was confirmed."""

    vendor: Text | None = None
    order: RecordId | None = None
    at: Moment | None = None
    act: Annotated[str, StringConstraints(pattern=r"^(ticked|unticked|button)$")] | None = None
    wordings: list[Text] | None = Field(default=None, description="the sentences of acceptance as the page showed them")
    gpc: bool | None = Field(default=None, description="Global Privacy Control as the page saw it")
    language: Text | None = None
    documents: list[AcceptedDocument] | None = None
