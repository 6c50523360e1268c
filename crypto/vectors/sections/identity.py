"""Order numbers, vendors, record ids."""

import hashlib
from typing import Any

from vectors.raw import EPOCH, LAPTOP, RECORD, blake, canonical, case, derive, digest, frame, register


def cases() -> None:
    for name, why, number, normal in (
        ("plain", "nothing to do", "100001", "100001"),
        ("hash", "a leading #", "#1001", "1001"),
        ("spaces", "spaces of all kinds", " 10\u00a00\u202f0 01\u3000", "100001"),
        ("case", "ASCII letters", "ab-12", "AB-12"),
        ("not-ascii", "other letters stay", "ß-é-1", "ß-é-1"),
        ("zero-width", "not white space", "1\u200b2", "1\u200b2"),
    ):
        case(f"identity/number-{name}", why, "order-number", {"number": number}, output=normal)
    case("identity/number-empty", "nothing left", "order-number", {"number": " # "}, refused="empty")
    for name, why, url, vendor in (
        ("plain", "registrable domain", "https://www.shop.example.com/cart?x=1", "example.com"),
        ("two-labels", "a suffix of two labels", "https://www.shop.co.uk/", "shop.co.uk"),
        ("private", "private suffixes count", "https://a.myshopify.com/", "a.myshopify.com"),
        ("private-below", "below a private suffix", "https://www.a.myshopify.com/", "a.myshopify.com"),
        ("suffix-itself", "a public suffix is its own vendor", "https://myshopify.com/", "myshopify.com"),
        ("wildcard", "a wildcard rule", "https://www.shop.example.ck/", "shop.example.ck"),
        ("exception", "an exception to a wildcard", "https://shop.www.ck/", "www.ck"),
        ("unlisted", "an unlisted top level is a suffix", "https://www.shop.example/", "shop.example"),
        ("upper-case", "hosts are lower case", "https://WWW.Shop.Example.COM/", "example.com"),
        ("trailing-dot", "the root's dot", "https://www.example.com./", "example.com"),
        ("punycode", "an international name, as browsers write it", "https://www.xn--bcher-kva.de/", "xn--bcher-kva.de"),
        ("punycode-suffix", "below an international suffix", "https://www.shop.xn--p1ai/", "shop.xn--p1ai"),
        ("port", "a named host's port does not matter", "https://www.example.com:8443/", "example.com"),
        ("ipv4", "an address with its port", "http://127.0.0.1:8000/checkout", "127.0.0.1:8000"),
        ("ipv4-default", "an address at the default port", "http://192.0.2.7:80/", "192.0.2.7"),
        ("ipv6", "in brackets", "http://[2001:db8::1]:8000/", "[2001:db8::1]:8000"),
        ("ipv6-zeros", "the first longest run of zeros", "http://[1:0:0:20::3]/", "[1:0:0:20::3]"),
        ("ipv6-inside", "zeros at the end of a group are no run", "http://[10:0:0:2:0:0:0:3]/", "[10:0:0:2::3]"),
        ("ipv6-long", "written out", "http://[2001:0db0:0:0:0:0:0:1]/", "[2001:db0::1]"),
        ("single-label", "a single label with its port", "http://localhost:8000/", "localhost:8000"),
        ("credentials", "credentials are no part of it", "https://me:secret@www.example.com/", "example.com"),
    ):
        case(f"identity/vendor-{name}", why, "vendor", {"url": url}, output=vendor)

    for name, url in {
        "not-ascii": "https://www.bücher.de/", "no-slashes": "http:host", "percent": "https://ex%61mple.com/", "hex": "http://0x7f.1/",
        "empty-label": "https://a..example.com/", "not-http": "ftp://example.com/", "port": "http://example.com:65536/",
    }.items():  # fmt: skip
        case(f"identity/vendor-refused-{name}", "not in the spelling that browsers give", "vendor", {"url": url}, refused="url")

    address = "https://shop.example/checkout/thank-you/"
    case("identity/source", "a page's element among the sources", "source-id", {"address": address},
         output=digest("source", address.encode())[:8].hex())  # fmt: skip

    unnumbered()
    terms()

    def record(name: str, why: str, kind: str, *key: str) -> None:
        made = blake(frame("record", kind.encode(), *(part.encode() for part in key)), 16, derive(EPOCH, "epoch/id"))
        case(
            f"identity/record-{name}",
            why,
            "record-id",
            {"epoch_key": EPOCH.hex(), "type": kind, "key": list(key)},
            output=made.hex(),
        )

    record("vendor", "a vendor by its domain", "Vendor", "domain", "shop.example")
    record("order", "an order by vendor and number", "Order", "number", "shop.example", "100001")
    record("order-not-ascii", "UTF-8", "Order", "number", "xn--bcher-kva.de", "№7")
    record(
        "order-unnumbered",
        "an order by its day, total and items",
        "Order",
        "unnumbered",
        "shop.example",
        "2026-11-22",
        "59.97 EUR",
        "",
    )
    record("device", "a device by its id", "Device", "device", LAPTOP.id.hex())
    record("terms", "a document of terms", "TermsDocument", "terms", "shop.example", TERMS, "de-at", "0")
    record("terms-part", "its second part", "TermsDocument", "terms", "shop.example", TERMS, "de-at", "1")
    record("texts", "texts of many documents", "TermsTexts", "texts", "0")
    record("acceptance", "an acceptance by its order's id", "Acceptance", "acceptance", RECORD.hex())
    record("agreement", "the terms offered to a vendor", "Agreement", "agreement", "shop.example")
    record("agreement-standing", "the standing choice", "Agreement", "agreement", "")
    record("attachment", "a file by its digest", "Attachment", "sha-256", hashlib.sha256(b"a file").hexdigest())


TERMS = "https://shop.example/agb"


def terms() -> None:
    """Keys of documents, acceptances, agreements and files."""
    for name, why, language, part, key in (
        ("plain", "a document in one language", "de", 0, ("de", "0")),
        ("language", "a language's ASCII letters are lower case", "de-AT", 0, ("de-at", "0")),
        ("unknown", "an unknown language", None, 0, ("und", "0")),
        ("part", "what outgrew one record goes on in the next", "de", 10, ("de", "10")),
    ):
        given = {"vendor": "shop.example", "url": TERMS, "language": language, "part": part}
        case(f"identity/terms-{name}", why, "terms-key", given, output=["terms", "shop.example", TERMS, *key])
    case("identity/texts", "the texts of all documents, in parts", "texts-key", {"part": 12}, output=["texts", "12"])
    case("identity/acceptance", "by the order's record id", "acceptance-key", {"order": RECORD.hex()},
         output=["acceptance", RECORD.hex()])  # fmt: skip
    case("identity/agreement", "with a vendor", "agreement-key", {"vendor": "shop.example"}, output=["agreement", "shop.example"])
    case("identity/agreement-standing", "with nobody yet", "agreement-key", {"vendor": None}, output=["agreement", ""])
    sha256 = hashlib.sha256(b"a file").hexdigest()
    case("identity/attachment", "a file by its digest", "attachment-key", {"sha256": sha256}, output=["sha-256", sha256])


LAMP = {"name": "Lamp", "quantity": 1}
BULB = {"name": "Bulb, warm", "quantity": 12}
NOON = 1_795_348_800_000
"""2026-11-22, 12:00 UTC."""


def unnumbered() -> None:
    """Keys of orders without a number."""

    def items(*pairs: tuple[str, str]) -> str:
        return digest("items", *(part.encode() for pair in pairs for part in pair))[:16].hex()

    def given(**changes: object) -> dict[str, object]:
        return {"vendor": "shop.example", "at": NOON, "total": "59.97", "currency": "EUR", "items": [LAMP], **changes}

    def key(name: str, why: str, day: str, amount: str, digested: str, **changes: object) -> None:
        case(f"identity/unnumbered-{name}", why, "unnumbered-key", given(**changes),
             output=["unnumbered", "shop.example", day, amount, digested])  # fmt: skip

    lamp = items(("Lamp", "1"))
    key("plain", "day, total and items", "2026-11-22", "59.97 EUR", lamp)
    key("midnight", "the day begins at midnight UTC", "2026-11-22", "59.97 EUR", lamp, at=NOON - 43_200_000)
    key("before-midnight", "a millisecond earlier it is the day before", "2026-11-21", "59.97 EUR", lamp, at=NOON - 43_200_001)
    key("day-first", "the first ms", "1970-01-01", "59.97 EUR", lamp, at=0)
    key("day-last", "the last ms that a stamp has", "2248-09-26", "59.97 EUR", lamp, at=2**43 - 1)
    for name, amount, normal in (("zeros", "60.00", "60"), ("zero", "12.50", "12.5"), ("places", "0.12345678", "0.12345678"),
                                 ("whole", "100", "100"), ("minus", "-5.10", "-5.1"), ("minus-zero", "-0.00", "0")):  # fmt: skip
        key(f"total-{name}", "an amount in its one spelling", "2026-11-22", f"{normal} EUR", lamp, total=amount)
    key("no-currency", "an unknown currency", "2026-11-22", "59.97", lamp, currency=None)
    key("no-items", "unknown items", "2026-11-22", "59.97 EUR", "", items=[])
    key("no-quantity", "an unknown quantity", "2026-11-22", "59.97 EUR", items(("Lamp", "")), items=[{**LAMP, "quantity": None}])
    both = items(("Bulb, warm", "12"), ("Lamp", "1"))
    key("items", "several items", "2026-11-22", "59.97 EUR", both, items=[BULB, LAMP])
    key("items-order", "their order on the page does not matter", "2026-11-22", "59.97 EUR", both, items=[LAMP, BULB])
    twice = items(("Lamp", ""), ("Lamp", "1"), ("Lamp", "10"), ("Lamp", "2"))
    key("items-quantities", "one name, by quantity as text", "2026-11-22", "59.97 EUR", twice,
        items=[{"name": "Lamp", "quantity": quantity} for quantity in (2, 10, None, 1)])  # fmt: skip
    astral = items(("\uff5e", "1"), ("\U0001f600", "1"))
    key("items-bytes", "ascending as UTF-8, which is not the order of UTF-16", "2026-11-22", "59.97 EUR", astral,
        items=[{"name": "\U0001f600", "quantity": 1}, {"name": "\uff5e", "quantity": 1}])  # fmt: skip
    key("items-names", "names stay as they are", "2026-11-22", "59.97 EUR", items((" laMP #1 ", "1000000")),
        items=[{"name": " laMP #1 ", "quantity": 1_000_000}])  # fmt: skip

    refusals: dict[str, tuple[str, str, dict[str, object]]] = {
        "time-negative": ("before 1970", "time", {"at": -1}),
        "time-late": ("later than a stamp", "time", {"at": 2**43}),
        "total-comma": ("not a decimal string", "amount", {"total": "59,97"}),
        "total-empty": ("no digits", "amount", {"total": ""}),
        "total-zeros": ("a zero in front", "amount", {"total": "059.97"}),
        "total-long": ("17 digits", "amount", {"total": "1" * 17}),
        "total-places": ("nine places", "amount", {"total": "0.123456789"}),
        "total-newline": ("a line break at its end", "amount", {"total": "59.97\n"}),
        "total-digits": ("digits that are not ASCII", "amount", {"total": "\u0665\u0669"}),
        "currency-lower": ("small letters", "currency", {"currency": "eur"}),
        "currency-sign": ("a sign", "currency", {"currency": "\u20ac"}),
        "currency-newline": ("a line break at its end", "currency", {"currency": "EUR\n"}),
        "quantity-zero": ("none of it", "quantity", {"items": [{**LAMP, "quantity": 0}]}),
        "quantity-large": ("more than a record holds", "quantity", {"items": [{**LAMP, "quantity": 1_000_001}]}),
    }
    for name, (why, code, changes) in refusals.items():
        case(f"identity/unnumbered-refused-{name}", why, "unnumbered-key", given(**changes), refused=code)
    natural_keys()


def natural_keys() -> None:
    """The natural key that a record has by what pages said, and what a purge leaves of it."""

    def named(name: str, why: str, kind: str, said: dict[str, Any], key: list[str] | None) -> None:
        fields = {field: registers if isinstance(registers, dict) and "page" in registers else {"page": register(registers)}
                  for field, registers in said.items()}  # fmt: skip
        text = canonical({"fields": fields, "schema": 1, "type": kind})
        left = None if key is None else digest("natural-key", *(part.encode() for part in (kind, *key))).hex()[:32]
        case(f"identity/natural-key-{name}", why, "natural-key", {"document": text.hex()},
             output=None if key is None else {"key": key, "digest": left})  # fmt: skip

    shop = {"vendor": "shop.example"}
    named("vendor", "by its domain", "Vendor", {"domain": "shop.example"}, ["domain", "shop.example"])
    named("vendor-none", "no domain", "Vendor", {"name": "Shop"}, None)
    named("order", "by its number, in normal form", "Order", {**shop, "orderNumber": "# a 1"}, ["number", "shop.example", "A1"])
    named("confirmation", "by the confirmation number while there is no other", "Order", {**shop, "confirmationNumber": "c-7"},
          ["number", "shop.example", "C-7"])  # fmt: skip
    named("order-both", "the order number before it", "Order", {**shop, "orderNumber": "9", "confirmationNumber": "c-7"},
          ["number", "shop.example", "9"])  # fmt: skip
    named("order-blank", "a number of which nothing is left counts as none", "Order", {**shop, "orderNumber": " # ", "confirmationNumber": "c-7"},
          ["number", "shop.example", "C-7"])  # fmt: skip
    corrected = {"page": register("9"), "person": register("10", ms=1_795_300_100_000)}
    named(
        "corrected",
        "a person's correction does not change it",
        "Order",
        {**shop, "orderNumber": corrected},
        ["number", "shop.example", "9"],
    )
    named("order-vendor", "no vendor", "Order", {"orderNumber": "9"}, None)
    bare = {**shop, "created": "2026-11-22T10:00:00Z", "total": "59.970", "currency": "EUR"}
    named("unnumbered", "an order without a number", "Order", bare, ["unnumbered", "shop.example", "2026-11-22", "59.97 EUR", ""])
    lamp = digest("items", b"Lamp", b"2")[:16].hex()
    named("unnumbered-items", "and with items", "Order", {**bare, "items": [{"name": "Lamp", "quantity": 2, "total": "1.00"}]},
          ["unnumbered", "shop.example", "2026-11-22", "59.97 EUR", lamp])  # fmt: skip
    for name, why, spoiled in (
        ("created", "no moment", {"created": "2026-11-22"}),
        ("total", "no amount", {"total": "59,97"}),
        ("total-number", "an amount that is no text", {"total": 59}),
        ("currency", "a currency that is no text", {"currency": 978}),
        ("items", "items that are no list", {"items": "Lamp"}),
        ("item", "an item without a name", {"items": [{"quantity": 2}]}),
        ("quantity", "a quantity that is no number", {"items": [{"name": "Lamp", "quantity": "2"}]}),
        ("quantity-zero", "none of it", {"items": [{"name": "Lamp", "quantity": 0}]}),
    ):
        named(f"unnumbered-bad-{name}", f"{why}: none", "Order", {**bare, **spoiled}, None)
    terms = {**shop, "url": "https://shop.example/terms"}
    named("terms", "a document of terms, in no known language", "TermsDocument", terms,
          ["terms", "shop.example", "https://shop.example/terms", "und", "0"])  # fmt: skip
    named("terms-part", "its second part", "TermsDocument", {**terms, "language": "de-AT", "part": 1},
          ["terms", "shop.example", "https://shop.example/terms", "de-at", "1"])  # fmt: skip
    named("terms-part-text", "a part that is no number", "TermsDocument", {**terms, "part": "1"}, None)
    named("acceptance", "by its order", "Acceptance", {"order": "0f" * 16}, ["acceptance", "0f" * 16])
    named("device", "what no page told", "Device", {"name": "Laptop"}, None)
