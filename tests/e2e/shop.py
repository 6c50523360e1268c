"""A real shop for tests to buy in: the django-oscar project in tests/shop, served on loopback by its own process.

What the shop sold is read from its own database, never from its pages: that is what captures are compared with.
"""

from __future__ import annotations

import hashlib
import os
import random
import re
import shutil
import sqlite3
import subprocess
import tempfile
import time
import urllib.request
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ROOT / "tests" / "shop"
PYTHON = ROOT / ".venv-shop" / "bin" / "python"
PREPARED = ROOT / ".cache" / "shop"
SECONDS_TO_START = 60
HOST = "shop.example"
"""What browsers call the shop, so that it has a name that a vendor can have."""


class ShopError(Exception):
    """The shop could not be made or started, or did not take an order; the text says why."""


@dataclass(frozen=True, slots=True)
class Product:
    title: str
    price: str
    currency: str
    path: str


Basket = list[tuple[Product, int]]


class ShopLine(NamedTuple):
    """Prices include tax."""

    title: str
    quantity: int
    unit_price: str
    line_price: str


@dataclass(frozen=True, slots=True)
class ShopOrder:
    """Amounts are decimal strings with two digits and include tax, whatever the currency."""

    number: str
    currency: str
    total: str
    shipping: str
    lines: tuple[ShopLine, ...]
    placed: datetime
    email: str
    status: str


class Shop:
    """A running shop; `data` keeps its orders for another run, without it they go with the shop."""

    def __init__(self, data: Path | None = None, *, currency: str = "GBP", language: str = "en-gb") -> None:
        self._temporary = tempfile.TemporaryDirectory(prefix="counterfoil-shop-") if data is None else None
        self.data = Path(self._temporary.name) if self._temporary else (data or Path())
        self._currency = currency
        self._environment = _environment(self.data, currency) | {"SHOP_LANGUAGE": language}
        self._process: subprocess.Popen[bytes] | None = None
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        try:
            if not (self.data / "shop.sqlite3").exists():
                shutil.copytree(_prepared(self._currency), self.data, dirs_exist_ok=True)
            self._start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
        if self._temporary is not None:
            self._temporary.cleanup()

    def products(self) -> list[Product]:
        rows = self._query(
            "SELECT p.title, s.price, s.price_currency, p.slug, p.id FROM catalogue_product p"
            " JOIN partner_stockrecord s ON s.product_id = p.id ORDER BY p.id"
        )
        return [
            Product(title, _amount(price), currency, f"/catalogue/{slug}_{key}/") for title, price, currency, slug, key in rows
        ]

    def orders(self) -> list[ShopOrder]:
        """The oldest first."""
        rows = self._query(
            "SELECT id, number, currency, total_incl_tax, shipping_incl_tax, date_placed, guest_email, status"
            " FROM order_order ORDER BY id"
        )
        return [
            ShopOrder(
                number, currency, _amount(total), _amount(shipping), self._lines(key),
                datetime.fromisoformat(placed).replace(tzinfo=UTC), email, status,
            )
            for key, number, currency, total, shipping, placed, email, status in rows
        ]  # fmt: skip

    def _lines(self, order: int) -> tuple[ShopLine, ...]:
        rows = self._query(
            "SELECT title, quantity, unit_price_incl_tax, line_price_incl_tax FROM order_line WHERE order_id = ? ORDER BY id",
            order,
        )
        return tuple(ShopLine(title, quantity, _amount(unit), _amount(line)) for title, quantity, unit, line in rows)

    def _query(self, sql: str, *values: int) -> list[Any]:
        with closing(sqlite3.connect(f"file:{self.data / 'shop.sqlite3'}?mode=ro", uri=True)) as database:
            return database.execute(sql, values).fetchall()

    def _start(self) -> None:
        log = self.data / "shop.log"
        # Port 0: the system picks a free one, and the log names it.
        serve = [str(PYTHON), "manage.py", "runserver", "--noreload", "--insecure", "--skip-checks", "127.0.0.1:0"]
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                serve, cwd=PROJECT, env=self._environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output
            )
        deadline = time.monotonic() + SECONDS_TO_START
        while not (bound := re.search(r"http://127\.0\.0\.1:(\d+)/", log.read_text())):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise ShopError(f"the shop did not start; its log ends:\n{log.read_text()[-2000:]}")
            time.sleep(0.05)
        self.port = int(bound[1])
        try:
            urllib.request.urlopen(f"{self.url}/catalogue/", timeout=SECONDS_TO_START).close()  # noqa: S310  loopback
        except OSError as error:
            raise ShopError(f"the shop does not answer ({error}); its log ends:\n{log.read_text()[-2000:]}") from error


def _environment(data: Path, currency: str) -> dict[str, str]:
    return os.environ | {
        "SHOP_DATA": str(data),
        "SHOP_CURRENCY": currency,
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _prepared(currency: str) -> Path:
    """A stocked shop nobody has bought from; made once for each state of tests/shop, since it takes 12 seconds."""
    if not PYTHON.exists():
        raise ShopError("the shop's virtual environment .venv-shop is missing: run `make`")
    digest = hashlib.sha256(currency.encode())
    for file in sorted(PROJECT.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            digest.update(f"{file.relative_to(PROJECT)}\0{file.stat().st_size}\0".encode() + file.read_bytes())
    prepared = PREPARED / digest.hexdigest()[:16]
    if not prepared.exists():
        PREPARED.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=PREPARED) as folder:
            data = Path(folder) / "data"
            data.mkdir()
            made = subprocess.run(
                [PYTHON, "manage.py", "prepare"], cwd=PROJECT, env=_environment(data, currency),
                capture_output=True, text=True, check=False,
            )  # fmt: skip
            if made.returncode:
                raise ShopError(f"the shop could not be made:\n{made.stderr[-2000:]}")
            try:
                data.rename(prepared)
            except OSError:  # another run was quicker; its shop is the same
                if not prepared.exists():
                    raise
    return prepared


def _amount(stored: float | str) -> str:
    return str(Decimal(str(stored)).quantize(Decimal("0.01")))


def random_basket(products: list[Product], seed: int) -> Basket:
    """One to four products, one to three of each."""
    draw = random.Random(seed)  # noqa: S311  a draw that can be repeated
    return [(product, draw.randint(1, 3)) for product in draw.sample(products, draw.randint(1, 4))]


def buy(page: Page, base_url: str, basket: Basket, email: str = "guest@mail.example") -> str:
    """Buys as a guest and leaves `page` on the thank-you page, whose address is returned."""
    add_to_basket(page, base_url, basket)
    open_basket(page, base_url)
    go_to_preview(page, email)
    address = place_order(page)
    if not address.endswith("/thank-you/"):
        raise ShopError(f"the shop did not take the order and says: {page.locator('.alert').first.inner_text()}")
    return address


def add_to_basket(page: Page, base_url: str, basket: Basket) -> None:
    """The product page adds one of each; how many is said on the basket page."""
    for product, _ in basket:
        page.goto(base_url.rstrip("/") + product.path)
        _follow(page, page.locator("#add_to_basket_form button[type=submit]"))
    open_basket(page, base_url)
    rows = page.locator("#basket_formset .basket-items")
    for product, quantity in basket:
        row = rows.filter(has=page.locator(f"h3 a[href='{product.path}']"))
        row.locator("input[name$=-quantity]").fill(str(quantity))
    # oscar sends this form in the background: no page follows.
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        rows.locator("button[type=submit]").first.click()


def open_basket(page: Page, base_url: str) -> None:
    page.goto(base_url.rstrip("/") + "/basket/")


def go_to_preview(page: Page, email: str = "guest@mail.example") -> None:
    """From the basket page, as a guest, to the last page before the order."""
    _follow(page, page.locator("#content_inner a.btn-block[href$='/checkout/']"))
    page.fill("input[name=username]", email)
    page.check("input[name=options][value=anonymous]")
    _follow(page, page.locator("form.card button[type=submit]"))
    for field, value in ADDRESS.items():
        page.fill(f"#new_shipping_address [name={field}]", value)
    _follow(page, page.locator("#new_shipping_address button[type=submit]"))
    _follow(page, page.locator("#view_preview"))


def place_order(page: Page) -> str:
    """From the preview to whatever the shop answers; the address of that page."""
    _follow(page, page.locator("#place-order"))
    return page.url


# A postcode area that does not exist, in a place that does not either.
ADDRESS = {
    "first_name": "Wilhelmina",
    "last_name": "Ravensbrook",
    "line1": "7 Candlewick Yard",
    "line4": "Nether Lanternshire",
    "postcode": "ZZ9 9ZZ",
}


def _follow(page: Page, link: Locator) -> None:
    with page.expect_navigation():
        link.click()
