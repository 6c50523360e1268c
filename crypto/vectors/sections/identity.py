"""Order numbers, vendors, record ids."""

from vectors.raw import EPOCH, LAPTOP, blake, case, derive, digest, frame


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
    record("device", "a device by its id", "Device", "device", LAPTOP.id.hex())
