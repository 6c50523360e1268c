"""A real shop for tests to buy in: the django-oscar project in tests/shop, served on loopback by its own process.

What the shop sold is read from its own database, never from its pages: that is what captures are compared with.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import tempfile
import time
import urllib.request
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, Self

from . import patience

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ROOT / "tests" / "shop"
PYTHON = ROOT / ".venv-shop" / "bin" / "python"
PREPARED = ROOT / ".cache" / "shop"
SECONDS_TO_AGREE = 1
STOCKED_IN = "GBP"
WITHOUT_DECIMALS = frozenset({"JPY", "KRW", "VND", "CLP", "ISK"})
HOST = "shop.example"
"""What browsers call the shop, so that it has a name that a vendor can have."""
HELP_DESK = "help."
"""What stands before that name where another computer of the shop's answers."""


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
        self.language = language
        self._environment = _environment(self.data, currency) | {"SHOP_LANGUAGE": language}
        self._process: subprocess.Popen[bytes] | None = None
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def hosts(self, name: str = HOST) -> dict[str, int]:
        """The shop's ports by the names that a browser is to know them by."""
        return {name: self.port, HELP_DESK + name: self.port}

    def __enter__(self) -> Self:
        try:
            if not (self.data / "shop.sqlite3").exists():
                shutil.copytree(_prepared(), self.data, dirs_exist_ok=True)
                self._price()
            self.open()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        self.close()
        if self._temporary is not None:
            self._temporary.cleanup()

    def close(self) -> None:
        """Nobody answers, until `open` at the same port."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

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

    def _price(self) -> None:
        """The prepared shop is stocked in pounds; the same minor units in another currency make prices that it prints."""
        factor = 100 if self._currency in WITHOUT_DECIMALS else 1
        with closing(sqlite3.connect(self.data / "shop.sqlite3")) as database, database:
            database.execute("UPDATE partner_stockrecord SET price = price * ?, price_currency = ?", (factor, self._currency))

    def open(self) -> None:
        log = self.data / "shop.log"
        # Port 0: the system picks a free one, and the log names it.
        address = f"127.0.0.1:{self.port}"
        serve = [str(PYTHON), "manage.py", "runserver", "--noreload", "--insecure", "--skip-checks", address]
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                serve, cwd=PROJECT, env=self._environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output
            )
        deadline = time.monotonic() + patience.SECONDS
        while not (bound := re.search(r"http://127\.0\.0\.1:(\d+)/", log.read_text())):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise ShopError(f"the shop did not start; its log ends:\n{log.read_text()[-2000:]}")
            time.sleep(0.05)
        self.port = int(bound[1])
        try:
            urllib.request.urlopen(f"{self.url}/catalogue/", timeout=patience.SECONDS).close()  # noqa: S310  loopback
        except OSError as error:
            raise ShopError(f"the shop does not answer ({error}); its log ends:\n{log.read_text()[-2000:]}") from error


def _environment(data: Path, currency: str) -> dict[str, str]:
    return os.environ | {
        "SHOP_DATA": str(data),
        "SHOP_CURRENCY": currency,
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _prepared() -> Path:
    """A stocked shop nobody has bought from; made once for each state of tests/shop, since it takes 12 seconds."""
    if not PYTHON.exists():
        raise ShopError("the shop's virtual environment .venv-shop is missing: run `make`")
    digest = hashlib.sha256()
    for file in sorted(PROJECT.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            digest.update(f"{file.relative_to(PROJECT)}\0{file.stat().st_size}\0".encode() + file.read_bytes())
    prepared = PREPARED / digest.hexdigest()[:16]
    PREPARED.mkdir(parents=True, exist_ok=True)
    with (PREPARED / "lock").open("w") as lock:
        # One process makes it for all that want it at the same time.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not prepared.exists():
            _prepare(prepared)
    return prepared


def _prepare(to: Path) -> None:
    with tempfile.TemporaryDirectory(dir=PREPARED) as folder:
        data = Path(folder) / "data"
        data.mkdir()
        made = subprocess.run(
            [PYTHON, "manage.py", "prepare"], cwd=PROJECT, env=_environment(data, STOCKED_IN),
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if made.returncode:
            raise ShopError(f"the shop could not be made:\n{made.stderr[-2000:]}")
        data.rename(to)


def _amount(stored: float | str) -> str:
    return str(Decimal(str(stored)).quantize(Decimal("0.01")))


def random_basket(products: list[Product], seed: int) -> Basket:
    """One to four products, one to three of each."""
    draw = random.Random(seed)  # noqa: S311  a draw that can be repeated
    return [(product, draw.randint(1, 3)) for product in draw.sample(products, draw.randint(1, 4))]


class Tab(Protocol):
    """What buying needs of a browser's tab: Playwright's pages have it, and so has our Firefox's `Tab`."""

    @property
    def url(self) -> str: ...

    def goto(self, url: str, /) -> object: ...

    def click(self, selector: str, /) -> None: ...

    def fill(self, selector: str, text: str, /) -> None: ...

    def evaluate(self, js: str, /) -> Any: ...


def think() -> None:
    """Nobody agrees to what stands on a page within the blink of an eye."""
    time.sleep(SECONDS_TO_AGREE)


def register(tab: Tab, base_url: str, email: str, password: str = "Candlewick-7-Yard") -> None:  # noqa: S107  of a shop that is thrown away
    """Opens an account and stays logged in."""
    tab.goto(base_url + "/accounts/login/")
    tab.fill("#id_registration-email", email)
    tab.fill("#id_registration-password1", password)
    tab.fill("#id_registration-password2", password)
    tab.click("#id_registration-terms")
    _follow(tab, "button[name=registration_submit]")


def buy(
    tab: Tab, base_url: str, basket: Basket, email: str | None = "guest@mail.example", *, think: Callable[[], object] = think
) -> str:
    """Buys as a guest, or without an e-mail as the member who is logged in; leaves `tab` on the thank-you page: its address.

    `think` takes its time over what is agreed to, before the order is placed.
    """
    add_to_basket(tab, base_url, basket)
    go_to_preview(tab, email)
    address = place_order(tab, think)
    if not address.endswith("/thank-you/"):
        says = tab.evaluate("document.querySelector('.alert')?.innerText ?? document.title")
        raise ShopError(f"the shop did not take the order and says: {says}")
    return address


def add_to_basket(tab: Tab, base_url: str, basket: Basket) -> None:
    """The product page adds one of each; how many is said on the basket page, where `tab` is left."""
    for product, _ in basket:
        tab.goto(base_url.rstrip("/") + product.path)
        _follow(tab, "#add_to_basket_form button[type=submit]")
    open_basket(tab, base_url)
    for product, quantity in basket:
        row = f"document.querySelector(\"#basket_formset h3 a[href='{product.path}']\").closest('.basket-items')"
        field = tab.evaluate(f"{row}.querySelector('input[name$=-quantity]').name")
        tab.fill(f"[name='{field}']", str(quantity))
    # oscar sends this form in the background and puts a new one in its place.
    tab.evaluate("document.querySelector('#basket_formset').setAttribute('data-old', '')")
    tab.click("#basket_formset .basket-items button[type=submit]")
    _wait(tab, "document.querySelector('#basket_formset:not([data-old])')")


def open_basket(tab: Tab, base_url: str) -> None:
    tab.goto(base_url.rstrip("/") + "/basket/")


def go_to_preview(tab: Tab, email: str | None = "guest@mail.example") -> None:
    """From the basket page to the last page before the order."""
    _follow(tab, "#content_inner a.btn-block[href$='/checkout/']")
    if email is not None:
        tab.fill("input[name=username]", email)
        tab.click("input[name=options][value=anonymous]")
        _follow(tab, "form.card button[type=submit]")
    for field, value in ADDRESS.items():
        tab.fill(f"#new_shipping_address [name={field}]", value)
    _follow(tab, "#new_shipping_address button[type=submit]")
    _follow(tab, "#view_preview")


def place_order(tab: Tab, think: Callable[[], object] = think) -> str:
    """From the preview, whose terms are agreed to, to whatever the shop answers; the address of that page."""
    think()
    if tab.evaluate("Boolean(document.querySelector('#accept-terms'))"):
        tab.click("#accept-terms")
    _follow(tab, "#place-order")
    return tab.url


# A postcode area that does not exist, in a place that does not either.
ADDRESS = {
    "first_name": "Wilhelmina",
    "last_name": "Ravensbrook",
    "line1": "7 Candlewick Yard",
    "line4": "Nether Lanternshire",
    "postcode": "ZZ9 9ZZ",
}


def _follow(tab: Tab, selector: str) -> None:
    """Clicks what leads to another page and waits for that."""
    _wait(tab, f"document.querySelector({json.dumps(selector)})")
    tab.evaluate("void (window.beforeTheClick = true)")
    tab.click(selector)
    # On the way Firefox shows an empty page for a moment.
    _wait(tab, "!window.beforeTheClick && location.protocol !== 'about:' && document.readyState === 'complete'")


def _wait(tab: Tab, condition: str) -> None:
    deadline = time.monotonic() + patience.SECONDS
    while True:
        # Between two pages there is none to ask.
        with suppress(Exception):
            if tab.evaluate(f"Boolean({condition})"):
                return
        if time.monotonic() > deadline:
            raise ShopError(f"the shop's page {tab.url} never met {condition}")
        time.sleep(0.03)
