"""Records that start again elsewhere are found there by what they are about, and still name one another."""

from counterfoil.client.moving import move
from counterfoil_crypto.document import Document, Register
from counterfoil_crypto.epoch import Epoch
from counterfoil_crypto.identity import (
    NaturalKey,
    acceptance_key,
    agreement_key,
    attachment_key,
    order_key,
    record_id,
    terms_key,
    texts_key,
)
from counterfoil_crypto.stamp import Stamp

BEFORE, LATER, AFTER = Epoch.new(0), Epoch.new(1), Epoch.new(0)
SHA = bytes(range(32))
TERMS = terms_key("shop.example", "https://shop.example/terms", "en")


def page(record_type: str, **values: object) -> Document:
    at = Stamp(1_000, 0, "00" * 16)
    fields = {name.replace("__", "/"): {"page": Register(at, value)} for name, value in values.items()}
    return Document(record_type, 1, fields)


def new(record_type: str, key: NaturalKey) -> bytes:
    return record_id(AFTER, record_type, key)


def test_what_has_a_natural_key_has_its_id_and_references_follow() -> None:
    order, terms = record_id(BEFORE, "Order", order_key("shop.example", "1")), record_id(LATER, "TermsDocument", TERMS)
    documents = {
        record_id(BEFORE, "Acceptance", acceptance_key(order)): page(
            "Acceptance", order=order.hex(), documents=[{"url": "https://shop.example/terms", "document": terms.hex()}]
        ),
        order: page("Order", vendor="shop.example", orderNumber="1"),
        terms: page(
            "TermsDocument",
            vendor="shop.example",
            url="https://shop.example/terms",
            language="en",
            version__a={"digest": SHA.hex()},
        ),
        record_id(BEFORE, "TermsTexts", texts_key(0)): page("TermsTexts", text__a="words"),
        record_id(LATER, "Attachment", attachment_key(SHA)): page("Attachment", name="terms.pdf"),
        record_id(LATER, "Agreement", agreement_key("shop.example")): page("Agreement", vendor="shop.example"),
        record_id(BEFORE, "Agreement", agreement_key(None)): page("Agreement", state="offered"),
        bytes(16): page("Device", name="laptop"),
    }
    moved = move(documents, [LATER, BEFORE], AFTER)
    new_order, new_terms = new("Order", order_key("shop.example", "1")), new("TermsDocument", TERMS)
    assert set(moved) == {
        new_order,
        new_terms,
        new("Acceptance", acceptance_key(new_order)),
        new("TermsTexts", texts_key(0)),
        new("Attachment", attachment_key(SHA)),
        new("Agreement", agreement_key("shop.example")),
        new("Agreement", agreement_key(None)),
    }
    acceptance = moved[new("Acceptance", acceptance_key(new_order))]
    assert acceptance.shown("order") == new_order.hex()
    assert acceptance.shown("documents") == [{"url": "https://shop.example/terms", "document": new_terms.hex()}]


def test_a_number_used_twice_stays_two_orders_and_what_no_page_gave_gets_a_random_id() -> None:
    one = page("Order", vendor="shop.example", orderNumber="1", orderDate="2026-01-01")
    other = page("Order", vendor="shop.example", orderNumber="1", orderDate="2023-01-01")
    by_hand = Document("Order", 1, {"vendor": {"person": Register(Stamp(1, 0, "00" * 16), "shop.example")}})
    moved = move({bytes([1] * 16): one, bytes([2] * 16): other, bytes([3] * 16): by_hand}, [BEFORE], AFTER)
    assert len(moved) == 3
    assert new("Order", order_key("shop.example", "1")) in moved
    assert not {bytes([at] * 16) for at in (1, 2, 3)} & set(moved)
