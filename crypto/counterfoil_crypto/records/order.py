"""An order as its shop confirmed it (schema.org Order, OrderItem)."""

from typing import Annotated

from pydantic import Field

from .common import Amount, Currency, Date, Model, Record, Text


class Item(Model):
    """One line of an order (schema.org OrderItem)."""

    name: Text
    quantity: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    unit_price: Amount | None = None
    total: Amount | None = None
    sku: Text | None = None
    url: Text | None = None


class Order(Record):
    """An order. `vendor` is the registrable domain it was placed at."""

    vendor: Text | None = None
    order_number: Text | None = Field(default=None, description="as the shop prints it")
    order_date: Date | None = Field(default=None, description="only when the page labels one")
    total: Amount | None = None
    currency: Currency | None = None
    subtotal: Amount | None = None
    discount: Amount | None = None
    shipping: Amount | None = None
    tax: Amount | None = None
    items: list[Item] | None = None
