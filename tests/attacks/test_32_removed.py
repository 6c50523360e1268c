"""A removed device tests guesses: with all its keys and the relay's whole database it confirms and opens nothing."""

import random
from collections.abc import Iterable
from dataclasses import dataclass

from counterfoil.client import LocalDevice
from counterfoil.client.life import revoke
from counterfoil_crypto.chain import Entry, EntryKind
from counterfoil_crypto.encoding import Reader
from counterfoil_crypto.envelope import open_envelope
from counterfoil_crypto.epoch import Epoch
from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.header import take_header
from counterfoil_crypto.identity import order_key, record_id, vendor_key
from tests.attacks.malicious import EVERYTHING, MaliciousRelay
from tests.server.client.capturing import capture
from tests.server.client.devices import Devices, order

GUESSES = 10_000
USED_BEFORE = 5
FIRST_USED_AFTER = 40


@dataclass(frozen=True)
class Thief:
    """What a removed device keeps, and the relay's database: keys of every epoch it had, ids and bytes of every entry."""

    epochs: list[Epoch]
    ids: set[bytes]
    bodies: list[bytes]

    @classmethod
    async def of(cls, device: LocalDevice, relay: MaliciousRelay, after: int) -> "Thief":
        account = device.vault.membership.account
        entries = (await relay.store.read_log(account, after, entries=EVERYTHING, size=EVERYTHING)).entries
        records = [one for one in entries if one.kind is EntryKind.RECORD]
        bodies = [one.body for one in records if one.body is not None]
        return cls(device.vault.keyring.epochs, {one.record for one in records}, bodies)

    def confirmed(self, shops: Iterable[str]) -> set[str]:
        """The shops of which a vendor's or an order's id can be found."""
        numbers = ("100001", "#1001")
        return {
            shop
            for shop in shops
            for epoch in self.epochs
            if record_id(epoch, "Vendor", vendor_key(shop)) in self.ids
            or any(record_id(epoch, "Order", order_key(shop, number)) in self.ids for number in numbers)
        }

    def opened(self) -> int:
        count = 0
        for body in self.bodies:
            for epoch in self.epochs:
                try:
                    # As if its header named the epoch of the key, too.
                    open_envelope(Epoch(take_header(Reader(body)).epoch, epoch.key), body)
                    count += 1
                except RefusedError:
                    pass
        return count


async def test_ten_thousand_guesses_of_a_removed_device_confirm_nothing(devices: Devices, relay: MaliciousRelay) -> None:
    dice = random.Random(32)  # noqa: S311 # the same in every run
    shops = [f"shop-{at}.example" for at in range(GUESSES)]
    used = dice.sample(shops, USED_BEFORE + FIRST_USED_AFTER)
    before, after = used[:USED_BEFORE], used[USED_BEFORE:]
    laptop = devices.begin("laptop", relay.url)
    for shop in before:
        capture(laptop, order(vendor=shop))
    await laptop.sync()
    phone = await devices.pair(laptop, "phone")
    await laptop.sync()

    assert (await Thief.of(phone, relay, 0)).confirmed(shops) == set(before), "as a member it can, so the attack is a real one"
    assert (await Thief.of(phone, relay, 0)).opened() > 0
    # These wait, with ids of the old epoch, when the phone is removed.
    for shop in after[: FIRST_USED_AFTER // 2]:
        capture(laptop, order(vendor=shop))
    await revoke(laptop, phone.vault.me)
    removal = max(one.sequence for one in await statements(laptop, relay))
    for shop in after[FIRST_USED_AFTER // 2 :]:
        capture(laptop, order(vendor=shop))
    laptop.change(next(one.id for one in laptop.records() if one.document.shown("vendor") == before[0]), "note", "still here")
    await laptop.sync()

    thief = await Thief.of(phone, relay, removal)
    assert len(thief.bodies) >= 2 * FIRST_USED_AFTER + 1
    assert thief.opened() == 0
    # What it knew before it was removed it knows; of what came after it can confirm nothing.
    assert thief.confirmed(shops) <= {before[0]}
    assert len({one.document.shown("vendor") for one in laptop.records() if one.document.type == "Order"}) == len(used)


async def statements(device: LocalDevice, relay: MaliciousRelay) -> list[Entry]:
    page = await relay.store.read_log(device.vault.membership.account, 0, entries=EVERYTHING, size=EVERYTHING)
    return [one for one in page.entries if one.kind is EntryKind.STATEMENT]
