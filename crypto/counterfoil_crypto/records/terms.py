"""Terms as they were seen: a document and its versions (types by Open Terms Archive's names, schema.org DigitalDocument)."""

from typing import Annotated

from pydantic import Field, StringConstraints

from .common import Model, Moment, Record, Text

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256, hex."""
VersionId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
"""The first 32 digits of the SHA-256 of what was kept: of the text as UTF-8, or of the file's bytes."""


class TermsVersion(Model):
    """One text of a document: an element of the growing list `version/<version id>`. Its text is in `text/` or in patches."""

    seen_at: Moment = Field(description="when it was first seen")
    final_url: Text | None = Field(default=None, description="the address that answered")
    via: Annotated[str, StringConstraints(pattern=r"^(page|fetch)$")]
    kind: Annotated[str, StringConstraints(pattern=r"^(text|pdf|large-pdf)$")]
    digest: Digest
    normal_digest: Digest | None = Field(default=None, description="by which texts are told apart; only of a text")
    source_digest: Digest | None = Field(default=None, description="of the page or file that the text was made from")
    extractor: Annotated[int, Field(ge=0)]
    grade: Annotated[str, StringConstraints(pattern=r"^(first|same|minor|substantive|suspect)$")]
    size: Annotated[int, Field(ge=0)] = Field(description="in bytes")
    title: Text | None = None
    recleans: VersionId | None = Field(
        default=None, description="the version that a newer extractor made this one of, from the same page"
    )


class TermsPatch(Model):
    """How one text becomes another: an element of the growing list `patch/<version id>-<first 31 digits of the base's id>`."""

    base: VersionId
    edits: list[int | str] = Field(description="SPEC.md, *terms*")


class TermsDocument(Record):
    """A document of a vendor, at one address and in one language.

    Growing lists: `version/<version id>`, `patch/…`, and `confirmed/<version id>` (the moment of a second look, more than an hour
    later, that saw it again).
    """

    vendor: Text | None = None
    terms_type: Text | None = None
    url: Text | None = Field(default=None, description="as linked, without query, fragment and what looks like a secret")
    language: Text | None = Field(default=None, description="BCP 47")
    title: Text | None = None
    current: VersionId | None = Field(default=None, description="the version that was seen last; in the document's first part")
    part: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="of a document that outgrew one record: which part of it this is, after the first"
    )


class TermsTexts(Record):
    """Texts of many documents: the growing lists `text/<version id>` (a whole text, Markdown) and `patch/…` (the long ones).

    Many together, because a record's size is padded: by up to half of a small one, by hardly anything of a large one. Texts stand
    apart from what is said of them, so that whatever two devices write at once, each text can still be put together.
    """
