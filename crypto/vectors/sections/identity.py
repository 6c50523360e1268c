"""Order numbers, vendors, natural keys, record ids."""

import hashlib
from typing import Any

from vectors.raw import EPOCH, LAPTOP, RECORD, blake, canonical, case, derive, digest, frame, register

WHITE_SPACE = "".join(
    map(chr, (*range(0x09, 0x0E), 0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000))
)
NO_WHITE_SPACE = "\u001c\u001d\u001e\u001f\u180e\u200b\u2060\ufeff"


def cases() -> None:
    for name, why, number, normal in (
        ("plain", "nothing to do", "100001", "100001"),
        ("hash", "a leading #", "#1001", "1001"),
        ("spaces", "spaces of all kinds", " 10\u00a00\u202f0 01\u3000", "100001"),
        ("case", "ASCII letters", "ab-12", "AB-12"),
        ("not-ascii", "other letters stay", "ß-é-1", "ß-é-1"),
        ("zero-width", "not white space", "1\u200b2", "1\u200b2"),
        ("all-spaces", "every white space there is", f"1{WHITE_SPACE}2", "12"),
        ("no-spaces", "what only some languages take for white space", f" {NO_WHITE_SPACE}7 ", f"{NO_WHITE_SPACE}7"),
        ("ligature", "no letter that becomes two", "\ufb01\u0131", "\ufb01\u0131"),
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
        ("credentials-at", "they end at the last @", "https://me@evil.example@www.example.com/", "example.com"),
        ("scheme", "a scheme in capitals", "HTTPS://www.example.com/", "example.com"),
        ("no-path", "nothing behind the host", "https://www.example.com", "example.com"),
        ("query", "the host ends at a ?", "https://www.example.com?a@other.example/", "example.com"),
        ("fragment", "at a #", "https://www.example.com#@other.example/", "example.com"),
        ("backslash", "at a backslash", "https://www.example.com\\@other.example/", "example.com"),
        ("path", "what is behind it is not looked at", "https://www.example.com/\u00fc \t@[", "example.com"),
        ("port-empty", "a colon and no port", "http://localhost:/", "localhost"),
        ("port-zeros", "zeros before a port", "http://localhost:00081/", "localhost:81"),
        ("port-zero", "port 0", "http://localhost:0/", "localhost:0"),
        ("port-https", "another scheme's default", "http://localhost:443/", "localhost:443"),
        ("port-https-default", "the default of https", "https://localhost:443/", "localhost"),
        ("port-suffix", "a public suffix with its port", "https://myshopify.com:8443/", "myshopify.com:8443"),
        ("port-below", "below a public suffix no port matters", "https://a.myshopify.com:8443/", "a.myshopify.com"),
        ("underscore", "an underscore and hyphens", "https://-a_b-.example.com/", "example.com"),
        ("long-label", "a label of 64", f"https://{'a' * 64}.com/", f"{'a' * 64}.com"),
        ("ipv4-dot", "an address with the root's dot", "http://127.0.0.1./", "127.0.0.1"),
        ("ipv6-dotted", "the end as an IPv4 address", "http://[::ffff:192.0.2.7]/", "[::ffff:c000:207]"),
        ("ipv6-one-zero", "one zero alone is written", "http://[1:2:3:4:5:6:7::]/", "[1:2:3:4:5:6:7:0]"),
        ("ipv6-upper", "in capitals", "http://[2001:DB8::A]/", "[2001:db8::a]"),
        ("ipv6-port", "an address at the default port", "https://[::1]:443/", "[::1]"),
    ):
        case(f"identity/vendor-{name}", why, "vendor", {"url": url}, output=vendor)

    for name, url in {
        "not-ascii": "https://www.bücher.de/", "no-slashes": "http:host", "percent": "https://ex%61mple.com/", "hex": "http://0x7f.1/",
        "empty-label": "https://a..example.com/", "not-http": "ftp://example.com/", "port": "http://example.com:65536/",
        "two-dots": "https://example.com../", "dot": "https://./", "no-host": "https:///path", "only-user": "https://me@/",
        "space": " https://example.com/", "tab": "https://exa\tmple.com/", "star": "https://*.example.com/",
        "port-long": "http://example.com:000080/", "port-sign": "http://example.com:+80/", "no-scheme": "www.example.com/",
        "numeric": "http://example.123/", "octet": "http://127.0.0.256/", "octet-zero": "http://127.0.0.01/", "three": "http://127.0.1/",
        "five": "http://1.127.0.0.1/", "hex-end": "http://example.0x/", "ipv6-zone": "http://[fe80::1%eth0]/", "ipv6-open": "http://[::1/",
        "ipv6-many": "http://[1:2:3:4:5:6:7::8]/", "ipv6-two": "http://[1::2::3]/", "ipv6-group": "http://[12345::]/",
        "ipv6-behind": "http://[::1]a/", "fullwidth": "https://\uff45xample.com/", "kelvin": "https://boo\u212a.example/",
        "long-s": "http\u017f://example.com/",
    }.items():  # fmt: skip
        case(f"identity/vendor-refused-{name}", "not the grammar of a page's address", "vendor", {"url": url}, refused="url")

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
        fields = {field: registers if isinstance(registers, dict) and {"page", "person"} & {*registers} else {"page": register(registers)}
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
    named("vendor-empty", "an empty text is one", "Vendor", {"domain": ""}, ["domain", ""])
    named("order-vendor-empty", "an empty text is one", "Order", {"vendor": "", "orderNumber": "9"}, ["number", "", "9"])
    named("order-vendor", "no vendor", "Order", {"orderNumber": "9"}, None)
    bare = {**shop, "created": "2026-11-22T10:00:00Z", "total": "59.970", "currency": "EUR"}
    named("unnumbered", "an order without a number", "Order", bare, ["unnumbered", "shop.example", "2026-11-22", "59.97 EUR", ""])
    lamp = digest("items", b"Lamp", b"2")[:16].hex()
    named("unnumbered-items", "and with items", "Order", {**bare, "items": [{"name": "Lamp", "quantity": 2, "total": "1.00"}]},
          ["unnumbered", "shop.example", "2026-11-22", "59.97 EUR", lamp])  # fmt: skip
    named("unnumbered-no-currency", "the amount alone", "Order", {**bare, "currency": None},
          ["unnumbered", "shop.example", "2026-11-22", "59.97", ""])  # fmt: skip
    named("unnumbered-no-items", "an empty list is as none", "Order", {**bare, "items": []},
          ["unnumbered", "shop.example", "2026-11-22", "59.97 EUR", ""])  # fmt: skip
    unknown = digest("items", b"Lamp", b"")[:16].hex()
    named("unnumbered-quantity-null", "an item of which the number is not known", "Order", {**bare, "items": [{"name": "Lamp", "quantity": None}]},
          ["unnumbered", "shop.example", "2026-11-22", "59.97 EUR", unknown])  # fmt: skip
    named("unnumbered-quantity-none", "nor told", "Order", {**bare, "items": [{"name": "Lamp"}]},
          ["unnumbered", "shop.example", "2026-11-22", "59.97 EUR", unknown])  # fmt: skip
    for name, why, created, day in (
        ("first", "the first moment", "1970-01-01T00:00:00Z", "1970-01-01"),
        ("last", "the last second of a day", "2026-11-22T23:59:59Z", "2026-11-22"),
        ("leap", "a day that only leap years have", "2028-02-29T12:00:00Z", "2028-02-29"),
        ("latest", "the last second that a stamp has", "2248-09-26T15:10:22Z", "2248-09-26"),
    ):
        named(f"unnumbered-created-{name}", why, "Order", {**bare, "created": created},
              ["unnumbered", "shop.example", day, "59.97 EUR", ""])  # fmt: skip
    no_moments: tuple[tuple[str, str, Any], ...] = (
        ("february", "no day of the calendar", "2026-02-30T10:00:00Z"),
        ("leap", "no leap year", "2100-02-29T10:00:00Z"),
        ("hour", "the hour 24", "2026-11-22T24:00:00Z"),
        ("second", "a leap second", "2016-12-31T23:59:60Z"),
        ("fraction", "a fraction of a second", "2026-11-22T10:00:00.000Z"),
        ("offset", "an offset", "2026-11-22T10:00:00+00:00"),
        ("lower", "small letters", "2026-11-22t10:00:00z"),
        ("digits", "digits that are not ASCII", "\u0662\u0660\u0662\u0666-11-22T10:00:00Z"),
        ("newline", "a line break at its end", "2026-11-22T10:00:00Z\n"),
        ("before", "before 1970", "1969-12-31T23:59:59Z"),
        ("year-zero", "before any calendar", "0000-01-01T00:00:00Z"),
        ("after", "later than a stamp", "2248-09-26T15:10:23Z"),
        ("ms", "no text", 1_795_300_000_000),
        ("none", "none", None),
    )
    for name, why, created in no_moments:
        named(f"unnumbered-bad-created-{name}", f"{why}: no key", "Order", {**bare, "created": created}, None)
    for name in ("vendor", "created", "total", "currency"):
        said: dict[str, Any] = {**bare, name: {"person": register(bare[name])}}
        key = ["unnumbered", "shop.example", "2026-11-22", "59.97", ""] if name == "currency" else None
        named(f"unnumbered-person-{name}", "a person's word alone counts as none", "Order", said, key)
    for name, why, spoiled in (
        ("created", "no moment", {"created": "2026-11-22"}),
        ("total-none", "no total", {"total": None}),
        ("total-empty", "an empty total", {"total": ""}),
        ("currency-empty", "an empty currency", {"currency": ""}),
        ("items-object", "items that are an object", {"items": {"name": "Lamp"}}),
        ("item-list", "an item that is a list", {"items": [["Lamp"]]}),
        ("item-name", "an item whose name is no text", {"items": [{"name": 7}]}),
        ("item-null", "an item that is null beside a good one", {"items": [{"name": "Lamp"}, None]}),
        ("quantity-true", "a quantity that is true", {"items": [{"name": "Lamp", "quantity": True}]}),
        ("quantity-large", "more than a record holds", {"items": [{"name": "Lamp", "quantity": 1_000_001}]}),
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
    parts: dict[str, Any] = {"text": "1", "empty": "", "false": False, "list": [], "negative": -1}
    for name, value in parts.items():
        named(f"terms-part-{name}", "a part that is no integer from 0: no key", "TermsDocument", {**terms, "part": value}, None)
    for name, first in (("null", None), ("zero", 0)):
        named(f"terms-part-{name}", "the first part", "TermsDocument", {**terms, "part": first},
              ["terms", "shop.example", "https://shop.example/terms", "und", "0"])  # fmt: skip
    named("terms-part-largest", "in decimal digits", "TermsDocument", {**terms, "part": 2**53 - 1},
          ["terms", "shop.example", "https://shop.example/terms", "und", "9007199254740991"])  # fmt: skip
    named("terms-language", "a language that is no text counts as unknown", "TermsDocument", {**terms, "language": ["de"]},
          ["terms", "shop.example", "https://shop.example/terms", "und", "0"])  # fmt: skip
    named(
        "terms-empty",
        "an empty text is one",
        "TermsDocument",
        {"vendor": "", "url": "", "language": ""},
        ["terms", "", "", "", "0"],
    )
    named("acceptance-empty", "an empty text is one", "Acceptance", {"order": ""}, ["acceptance", ""])
    named("terms-url", "no address", "TermsDocument", {**shop, "url": None}, None)
    named("terms-vendor", "no vendor", "TermsDocument", {"url": "https://shop.example/terms"}, None)
    named(
        "terms-person", "a person's word alone counts as none", "TermsDocument", {**terms, "url": {"person": register("x")}}, None
    )
    named(
        "vendor-person", "a person's word alone counts as none", "Vendor", {"domain": {"person": register("shop.example")}}, None
    )
    named("vendor-number", "a domain that is no text", "Vendor", {"domain": 7}, None)
    named("order-number", "a number that is no text counts as none", "Order", {**shop, "orderNumber": 9, "confirmationNumber": "c-7"},
          ["number", "shop.example", "C-7"])  # fmt: skip
    named("acceptance-none", "no order", "Acceptance", {"order": None}, None)
    for kind, fields in (("TermsTexts", {"part": 1}), ("Agreement", {"vendor": "shop.example"}), ("Attachment", {"sha256": "0f" * 32}),
                         ("Hologram", {"vendor": "shop.example", "orderNumber": "9", "domain": "shop.example"})):  # fmt: skip
        named(f"none-{kind.lower()}", "of a type that is not found by what a document says", kind, fields, None)
    named("acceptance", "by its order", "Acceptance", {"order": "0f" * 16}, ["acceptance", "0f" * 16])
    named("device", "what no page told", "Device", {"name": "Laptop"}, None)
