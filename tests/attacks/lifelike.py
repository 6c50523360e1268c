"""Records as a person's purchases make them: every type, with the fields, the evidence and the lengths that the extension writes.

Invented, seeded, and with words of real lengths: a size says as much about these as about real ones.
"""

from __future__ import annotations

import random
import re
from base64 import urlsafe_b64encode
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from counterfoil.client.sealing import Sealer
from counterfoil_crypto.device import Device
from counterfoil_crypto.document import Document, Writer
from counterfoil_crypto.epoch import Epoch
from counterfoil_crypto.identity import source_id
from counterfoil_crypto.keyring import Keyring
from counterfoil_crypto.records import TYPES
from counterfoil_crypto.stamp import Clock
from counterfoil_crypto.statement import genesis
from counterfoil_crypto.terms import version_id

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

NOW: Final = 1_795_300_000_000
SHOP_TERMS: Final = Path(__file__).parents[1] / "shop" / "terms"

SHOPS: Final = (
    "lantern-and-loom.example",
    "books.example",
    "thefridge.co.example",
    "kanne.example",
    "garden-of-tools.example",
    "b.example",
    "sewing-supplies-north.example",
    "espresso.example",
    "spielzeugkiste.example",
    "velo24.example",
    "a-very-long-name-of-a-shop.example",
)
NAMES: Final = (
    "Lantern & Loom",
    "Books",
    "The Fridge Company",
    "Kanne",
    "Garden of Tools",
    "B",
    "Sewing Supplies North",
    "Espresso!",
)
GOODS: Final = (
    "Brass lantern",
    "Linen shirt, white, size M",
    "Espresso beans 1 kg",
    "USB-C cable, 2 m",
    "The Hobbit (paperback)",
    "Desk lamp with dimmer, matt black, 60 cm, with bulb",
    "Kilim rug 140 × 200",
    "Bosch Akku-Bohrschrauber GSR 12V-15 FC, 2 × 2,0 Ah, mit Tasche",
)
NOTES: Final = (
    "for Ada's birthday",
    "ask them about the missing bulb",
    "the left one arrived with a dent; they sent another within a week and did not want the first one back",
    "do not buy here again",
)
KINDS: Final = ("Terms of Service", "Privacy Policy", "Return Policy", "Commercial Terms", "Shipping Policy")
DEVICES: Final = ("Laptop", "Phone", "Work laptop", "Terminal", "Tablet in the kitchen", "Ada's old MacBook Pro")
LANGUAGES: Final = ("en", "de", "fr", "pl", "sv")
IRIS: Final = ("https://w3id.org/dpv/ieee-7012#SB-A1", "https://w3id.org/dpv/ieee-7012#SB-BASE")


class Life:
    """One person's; `document(type)` gives a new record of that type each time."""

    def __init__(self, seed: int = 22) -> None:
        self._dice: Final = random.Random(seed)  # noqa: S311 # the same in every run
        self._device: Final = self._dice.randbytes(16)
        self._made: Final[Mapping[str, Callable[[], Document]]] = {
            "Acceptance": self._acceptance,
            "Agreement": self._agreement,
            "Attachment": self._attachment,
            "Device": self._named_device,
            "Order": self._order,
            "TermsDocument": self._terms_document,
            "TermsTexts": self._terms_texts,
            "Vendor": self._vendor,
        }
        assert set(self._made) == set(TYPES), "every type has its like here"

    def document(self, record_type: str) -> Document:
        return self._made[record_type]()

    def random_bytes(self, length: int) -> bytes:
        return self._dice.randbytes(length)

    # -- types ---------------------------------------------------------------------------------------------------------

    def _named_device(self) -> Document:
        return self._person("Device", {"name": self._one(DEVICES)})

    def _vendor(self) -> Document:
        name = self._page("Vendor", {"domain": self._one(SHOPS), "created": self._moment()})
        return self._page("Vendor", {"name": self._one(NAMES)}, name, signal="title", confidence=70)

    def _order(self) -> Document:
        lines = [self._line() for _ in range(self._dice.choice((1, 1, 1, 2, 2, 3, 5, 9)))]
        cents = sum(int(line["total"].replace(".", "")) for line in lines)
        shop = self._one(SHOPS)
        seen: dict[str, Any] = {
            "orderNumber": self._one(("#1001", "302-7714520-1180313", "W000184427", "100041")),
            "total": money(cents + 495),
            "currency": self._one(("EUR", "GBP")),
            "items": lines,
            "subtotal": self._maybe(money(cents)),
            "shipping": self._maybe("4.95"),
            "tax": self._maybe(money(cents // 6), 0.4),
            "orderDate": self._maybe(self._moment()[:10]),
            "status": self._maybe("OrderProcessing", 0.3),
            "payment": self._maybe({"kind": "card", "brand": "Visa", "last4": f"{self._dice.randrange(10_000):04}"}, 0.3),
        }
        url = f"https://{shop}/checkout/thank-you"
        source = {"kind": "page", "signal": "label", "time": self._moment(), "url": url}
        plain = {"vendor": shop, "created": self._moment(), f"source/{source_id(url)}": source}
        known = {name: value for name, value in seen.items() if value is not None}
        order = self._page("Order", known, self._page("Order", plain), signal="label+structured", confidence=90)
        if self._dice.random() < 0.05:
            file: dict[str, Any] = {
                "name": "invoice.pdf",
                "mediaType": "application/pdf",
                "blob": self._base64(32),
                "key": self._base64(32),
            }
            file |= {"size": self._dice.randrange(20_000, 900_000)}
            order = self._person("Order", {f"attachments/{self._hex(16)}": file}, order)
        return self._person("Order", {"note": self._one(NOTES)}, order) if self._dice.random() < 0.2 else order

    def _line(self) -> dict[str, Any]:
        quantity, price = self._dice.choice((1, 1, 1, 2, 3)), self._dice.randrange(199, 9_999)
        return {
            "name": self._one(GOODS),
            "quantity": quantity,
            "unitPrice": money(price),
            "total": money(quantity * price),
            "sku": self._maybe(f"SKU-{self._dice.randrange(10**6)}", 0.3),
            "gtin": None,
            "url": self._maybe(f"https://{self._one(SHOPS)}/p/{self._dice.randrange(10**4)}", 0.5),
        }

    def _acceptance(self) -> Document:
        shop = self._one(SHOPS)
        documents = [
            {
                "type": kind,
                "url": f"https://www.{shop}/legal/{kind.lower().replace(' ', '-')}",
                "place": self._one(("acceptance", "footer")),
                "text": kind,
                "document": self._hex(16),
                "version": self._hex(16),
                "digest": self._hex(32),
            }
            for kind in self._dice.sample(KINDS, self._dice.randint(1, 5))
        ]
        said = {
            "vendor": shop,
            "order": self._hex(16),
            "at": self._moment(),
            "created": self._moment(),
            "act": self._one(("ticked", "button")),
            "wordings": ["By placing your order you agree to our terms of sale and have read our privacy policy."],
            "gpc": self._dice.random() < 0.2,
            "language": "en",
            "documents": documents,
        }
        return self._page("Acceptance", said)

    def _agreement(self) -> Document:
        said: dict[str, Any] = {"created": self._moment(), "agreement": self._one(IRIS)}
        if self._dice.random() < 0.8:
            said |= {"vendor": self._one(SHOPS), "state": "offered"}
            for _ in range(self._dice.choice((1, 1, 2))):
                said[f"event/{self._hex(8)}"] = {"state": "offered", "at": self._moment()}
        return self._person("Agreement", said)

    def _terms_document(self) -> Document:
        shop, kind = self._one(SHOPS), self._one(KINDS)
        said: dict[str, Any] = {
            "vendor": shop,
            "url": f"https://www.{shop}/legal/{kind.lower().replace(' ', '-')}",
            "language": self._one(("en", "de", "fr")),
            "created": self._moment(),
            "termsType": kind,
            "title": f"{kind} | {self._one(NAMES)}",
        }
        for _ in range(self._dice.choice((1, 1, 1, 2, 4))):
            digest = self._hex(32)
            said[f"version/{digest[:32]}"] = {
                "seenAt": self._moment(),
                "via": "fetch",
                "kind": "text",
                "digest": digest,
                "normalDigest": self._hex(32),
                "sourceDigest": self._hex(32),
                "extractor": 1,
                "grade": "first",
                "size": self._dice.randrange(2_000, 60_000),
            }
            said["current"] = digest[:32]
        return self._page("TermsDocument", said)

    def _terms_texts(self) -> Document:
        said: dict[str, Any] = {"created": self._moment()}
        for _ in range(self._dice.choice((1, 2, 4, 8, 16, 32))):
            of = paragraphs(self._one(LANGUAGES))
            text = "\n\n".join(self._dice.choices(of, k=self._dice.randint(20, 120)))
            said[f"text/{version_id(text.encode())}"] = text
        return self._page("TermsTexts", said)

    def _attachment(self) -> Document:
        size = self._dice.randrange(20_000, 900_000)
        file: dict[str, Any] = {"blob": self._base64(32), "key": self._base64(32), "size": size}
        return self._page("Attachment", {"mediaType": "application/pdf", "created": self._moment(), "file": file})

    # -- parts ---------------------------------------------------------------------------------------------------------

    def _writer(self) -> Writer:
        return Writer(self._device, Clock(NOW + self._dice.randrange(10**9), 0), NOW)

    def _page(self, record_type: str, values: Mapping[str, Any], onto: Document | None = None, **extra: Any) -> Document:
        before = onto or Document(record_type, 1, {})
        return self._writer().capture(before, values, dict.fromkeys(values, extra))

    def _person(self, record_type: str, values: Mapping[str, Any], onto: Document | None = None) -> Document:
        writer, document = self._writer(), onto or Document(record_type, 1, {})
        for name, value in values.items():
            document = writer.say(document, name, value)
        return document

    def _one(self, choices: tuple[str, ...] | list[str]) -> str:
        return self._dice.choice(choices)

    def _maybe(self, value: Any, chance: float = 0.7) -> Any:
        return value if self._dice.random() < chance else None

    def _moment(self) -> str:
        return f"2026-{self._dice.randint(1, 12):02}-{self._dice.randint(1, 28):02}T{self._dice.randrange(24):02}:14:07Z"

    def _hex(self, length: int) -> str:
        return self.random_bytes(length).hex()

    def _base64(self, length: int) -> str:
        return urlsafe_b64encode(self.random_bytes(length)).rstrip(b"=").decode()


@cache
def paragraphs(language: str) -> list[str]:
    """Of the test shop's documents."""
    html = "".join(path.read_text("utf-8") for path in sorted((SHOP_TERMS / language).glob("*.html")))
    found = [re.sub(r"<[^>]+>|\s+", " ", part).strip() for part in re.split(r"</?(?:p|li|h\d)>", html)]
    return [part for part in found if len(part) > 20]


def money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"


def new_sealer() -> Sealer:
    """What a device of a fresh account seals with."""
    device, epoch = Device.new(), Epoch.new()
    first = genesis(device, epoch.commitment, epoch.seal_to(device.keys))
    return Sealer(first.account, device.keys.id, Keyring.gather(device, first.account, [first]))
