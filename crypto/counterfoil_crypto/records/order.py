"""An order as its shop confirmed it (schema.org Order, OrderItem)."""

from typing import Annotated

from pydantic import Field, StringConstraints

from .common import Amount, Currency, Date, Model, Record, Text


class Item(Model):
    """One line of an order (schema.org OrderItem)."""

    name: Text
    quantity: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    unit_price: Amount | None = None
    total: Amount | None = None
    sku: Text | None = None
    gtin: Annotated[str, StringConstraints(pattern=r"^[0-9]{8}([0-9]{4,6})?$")] | None = None
    url: Text | None = None


class Payment(Model):
    """How an order was paid: never more of a card than its brand and last four digits."""

    kind: (
        Annotated[
            str,
            StringConstraints(
                pattern=r"^(card|wallet|bank-transfer|direct-debit|invoice|instalments|cash-on-delivery|gift-card)$"
            ),
        ]
        | None
    ) = None
    brand: Text | None = Field(default=None, description="as one says it: Visa, PayPal, Klarna")
    last4: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")] | None = None


class Delivery(Model):
    """A parcel (schema.org ParcelDelivery): the days between which it should come, and where to follow it."""

    expected_from: Date | None = None
    expected_until: Date | None = None
    carrier: Text | None = None
    tracking_number: Text | None = None
    tracking_url: Text | None = Field(default=None, description="without query, fragment and what looks like a secret")


class ReturnPolicy(Model):
    """What the shop says of returns (schema.org MerchantReturnPolicy); the days count from delivery."""

    days: Annotated[int, Field(ge=1, le=3_650)] | None = None
    url: Text | None = None


STATUS = (
    r"^Order(Processing|PaymentDue|PickupAvailable|InTransit|Delivered|Cancelled|Returned|Problem)$"  # schema.org OrderStatus
)


class Order(Record):
    """An order. `vendor` is the registrable domain it was placed at."""

    vendor: Text | None = None
    order_number: Text | None = Field(default=None, description="as the shop prints it")
    confirmation_number: Text | None = Field(
        default=None, description="a shop's first word for an order whose number comes later"
    )
    seller: Text | None = Field(default=None, description="who sold it on a marketplace; the vendor is the marketplace")
    status: Annotated[str, StringConstraints(pattern=STATUS)] | None = None
    order_date: Date | None = Field(default=None, description="only when the page labels one")
    total: Amount | None = None
    currency: Currency | None = None
    subtotal: Amount | None = None
    discount: Amount | None = None
    shipping: Amount | None = None
    tax: Amount | None = None
    items: list[Item] | None = None
    payment: Payment | None = None
    delivery: Delivery | None = None
    return_policy: ReturnPolicy | None = None
    invoice_url: Text | None = Field(default=None, description="without query, fragment and what looks like a secret")
