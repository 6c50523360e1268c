"""Shipping is charged on small baskets, so that an order's total is not always the sum of its lines."""

from typing import Any

from oscar.apps.shipping import repository
from oscar.apps.shipping.methods import FixedPrice, Free

from lantern.money import amount


class ParcelPost(FixedPrice):
    code = "parcel-post"
    name = "Parcel post"


class Repository(repository.Repository):
    """A flat rate, free from 150.00 (or the same figure in minor units)."""

    def get_available_shipping_methods(self, basket: Any, **_: Any) -> list[Any]:
        return [Free() if basket.total_incl_tax >= amount(15000) else ParcelPost(amount(495), amount(495))]
