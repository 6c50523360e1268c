"""Whoever opens an account agrees to the shop's terms."""

from typing import Any

from django import forms
from oscar.apps.customer import forms as oscars

from lantern.terms import linked, words


class EmailUserCreationForm(oscars.EmailUserCreationForm):
    def __init__(self, *args: Any, host: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, host=host, **kwargs)
        self.fields["terms"] = forms.BooleanField(label=linked(words()["joining"], host or ""))
