"""A history of made-up orders, written by the Python client: the device that a browser joins."""

from __future__ import annotations

import asyncio
import random
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Self, TypeVar

from counterfoil.client import LocalDevice
from counterfoil.client.host import Host
from counterfoil.client.relay import connect
from tests.server.client.capturing import Capture, Seen, changed_by

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from pathlib import Path


T = TypeVar("T")

HOUR_MS = 3_600_000
VENDORS = 60
GOODS = (
    "Brass lantern",
    "Linen shirt, white, size M",
    "Espresso beans 1 kg",
    "USB-C cable, 2 m",
    "The Hobbit (paperback)",
    "Desk lamp",
)


class Laptop:
    """A signed-in device in a thread of its own: Playwright has this one's event loop, and SQLite stays with its thread."""

    def __init__(self, folder: Path, relay: str) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._random = random.Random(7)  # noqa: S311 # the same orders in every run
        self._orders = 0
        self._device = self._do(lambda: LocalDevice(folder))
        self._do(lambda: self._device.start("Laptop", relay))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._do(self._device.close)
        self._thread.shutdown()

    def grow(self, orders: int) -> None:
        """Captures until there are that many orders, and writes them to the relay."""
        self._do(lambda: self._capture(orders))
        self._wait(self._device.sync())

    def open_code(self) -> str:
        """A pairing code; a later step finds the same pairing under way."""
        return self._wait(self._open())

    def admit(self, digits: str) -> None:
        self._wait(self._admit(digits))

    @property
    def entries(self) -> int:
        return self._device.vault.log.head.sequence

    def _capture(self, orders: int) -> None:
        vault, now = self._device.vault, self._device.now()
        writer = vault.writer(now)
        with vault.changing():
            while self._orders < orders:
                self._orders += 1
                for record, document in changed_by(self._order(), vault, writer, now - self._orders * HOUR_MS).items():
                    vault.put_draft(record, document, now)
            vault.put_clock(writer.clock)

    def _order(self) -> Capture:
        lines = [self._line() for _ in range(self._random.randint(1, 4))]
        pence = sum(quantity * price for _, quantity, price in lines)
        shop = f"shop-{self._random.randrange(VENDORS)}.example"
        values: dict[str, Any] = {
            "orderNumber": f"{self._random.randrange(10**6):06}-{self._orders:07}",
            "total": _money(pence + 395),
            "shipping": "3.95",
            "subtotal": _money(pence),
            "currency": self._random.choice(("EUR", "GBP")),
            "items": [
                {"name": name, "quantity": quantity, "unitPrice": _money(price), "total": _money(quantity * price)}
                for name, quantity, price in lines
            ],
        }
        seen = {name: Seen(value, "label", 95) for name, value in values.items()}
        return Capture(shop, f"https://{shop}/checkout/thank-you", seen, Seen(shop.removesuffix(".example").title(), "title", 70))

    def _line(self) -> tuple[str, int, int]:
        return self._random.choice(GOODS), self._random.randint(1, 3), self._random.randrange(199, 9_999)

    async def _open(self) -> str:
        assert self._device.vault.relay
        async with connect(self._device.vault.relay) as relay:
            return str(await Host(self._device, relay).open())

    async def _admit(self, digits: str) -> None:
        assert self._device.vault.relay
        async with connect(self._device.vault.relay) as relay:
            host = Host(self._device, relay)
            await host.open()
            await host.wait_claim()
            await host.confirm(digits)
            await host.admit()

    def _do(self, work: Callable[[], T]) -> T:
        return self._thread.submit(work).result()

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        return self._do(lambda: asyncio.run(work))


def _money(pence: int) -> str:
    return f"{pence // 100}.{pence % 100:02}"
