"""`make demo`: an order placed in a real shop on one device is read on another. Ends by itself and says what it saw."""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from . import people
from .browser import EXTENSION, Device
from .relay import Relay
from .shop import HOST, ROOT, Shop, buy, random_basket

if TYPE_CHECKING:
    from playwright.sync_api import Page

PICTURES = ROOT / "pictures"


def say(sentence: str) -> None:
    sys.stdout.write(f"{time.monotonic() - BEGAN:5.1f} s  {sentence}\n")
    sys.stdout.flush()


BEGAN = time.monotonic()


def main() -> int:
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else random.SystemRandom().randrange(10**6)
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="counterfoil-demo-") as folder, sync_playwright() as playwright:
        home = Path(folder)
        with Relay(home / "relay") as relay, Shop() as shop:
            hosts = shop.hosts()
            say(f"A relay runs at {relay.url}, and a real shop (django-oscar) at {shop.url}, here called {HOST}.")
            with (
                Device(playwright, home / "laptop", EXTENSION, hosts=hosts) as laptop,
                Device(playwright, home / "phone", EXTENSION, hosts=hosts) as phone,
            ):
                return story(laptop, phone, relay, shop, seed)


def story(laptop: Device, phone: Device, relay: Relay, shop: Shop, seed: int) -> int:
    host_page = people.start_history(laptop, relay.url)
    people.allow_everywhere(laptop, host_page)
    say("Device A started a history and may read shops.")
    code = people.read_code(host_page)
    guest_page, digits = people.type_code(phone, code)
    say(f"Device A showed a pairing code, B typed it and showed the digits {digits[:3]} {digits[3:]}.")
    people.type_digits(host_page, digits)
    guest_page.bring_to_front()
    guest_page.get_by_role("button", name="Continue").click()
    say("Someone typed the digits into A, and B is in.")

    basket = random_basket(shop.products(), seed)
    shown = ", ".join(f"{quantity} × {product.title}" for product, quantity in basket)
    say(f"Device A goes shopping as a guest (basket {seed}): {shown}.")
    tab = laptop.context.new_page()
    buy(tab, f"http://{HOST}", basket)
    people.wait_for_capture(laptop, tab)
    (order,) = shop.orders()
    things = sum(line.quantity for line in order.lines)
    say(f"The shop's database says: order {order.number}, {things} things, {order.total} {order.currency}.")

    picture(laptop, tab, order.number, PICTURES / "device-a.png")
    say("Device A's popup shows the order.")
    elsewhere = phone.context.new_page()
    text = picture(phone, elsewhere, order.number, PICTURES / "device-b.png")
    wrong = people.differences(text, order)
    if HOST not in text:
        wrong.append(f"vendor ({HOST})")
    if "Captured on" not in text:
        wrong.append("time of capture")
    say("Device B's popup shows:")
    for line in filter(None, map(str.strip, text.splitlines())):
        sys.stdout.write(f"             | {line}\n")
    if wrong:
        say(f"That is NOT what the shop's database says. Missing: {', '.join(wrong)}.")
        return 1
    say("That is what the shop's database says: vendor, number, items, total, currency; and the time of capture.")
    say(f"Pictures of both popups: {PICTURES.relative_to(ROOT)}/device-a.png and device-b.png.")
    return 0


def picture(device: Device, tab: Page, number: str, path: Path) -> str:
    """Opens the real popup over `tab`, finds the order, takes its picture; all that it shows."""
    popup = device.open_popup(tab)
    popup.wait_for("document.body.innerText.includes('order')")
    text = people.open_order(popup, number)
    popup.screenshot(path)
    popup.close()
    return text


if __name__ == "__main__":
    sys.exit(main())
