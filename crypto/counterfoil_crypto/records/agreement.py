"""The person's own terms, offered to a vendor (IEEE 7012, in the words of W3C DPV)."""

from typing import Annotated

from pydantic import Field, StringConstraints

from .common import Model, Moment, Record, Text

State = Annotated[str, StringConstraints(pattern=r"^(offered|counter-offer|accepted|refused|no-reply)$")]


class AgreementEvent(Model):
    """What happened, as the person noted it: an element of the growing list `event/<id>`."""

    state: State
    at: Moment
    note: Text | None = None


class Agreement(Record):
    """An agreement with one vendor, or, without a vendor, the person's standing choice. All of it is the person's word."""

    vendor: Text | None = None
    agreement: Text | None = Field(default=None, description="IRI of an agreement of the vocabulary")
    state: State | None = Field(default=None, description="agreed only if the other side's reply is among the events")
