"""Prices are written in minor units, so that each currency prints the decimals it has: 1249 is £12.49 or ¥1,249."""

from decimal import Decimal

from babel.numbers import get_currency_precision
from django.conf import settings


def amount(minor: int) -> Decimal:
    """The shop's currency; oscar's columns hold two decimals, so three-decimal currencies are out of reach."""
    return Decimal(minor).scaleb(-get_currency_precision(settings.OSCAR_DEFAULT_CURRENCY))
