"""Deleted data come back, or stay: what was purged comes back from no device, and its ciphertext is in no file."""

from pathlib import Path

from counterfoil_crypto.document import Document
from counterfoil_crypto.identity import natural_key_digest, order_key
from tests.attacks.malicious import MaliciousRelay
from tests.server.client.capturing import capture
from tests.server.client.devices import Devices, bytes_of, find, order, settle

MONTH_MS = 31 * 86_400_000
PURGED = {"deleted", "key/" + natural_key_digest("Order", order_key("shop.example", "100001"))}


def fields_of(document: Document) -> set[str]:
    return set(document.fields)


async def test_what_was_purged_does_not_come_back_with_a_device_that_was_away(devices: Devices, relay: MaliciousRelay) -> None:
    laptop = devices.begin("laptop", relay.url)
    capture(laptop, order())
    await laptop.sync()
    phone = await devices.pair(laptop, "phone")
    record = find(phone)
    await settle(laptop, phone)
    laptop.delete(record)
    await laptop.sync()
    # The phone knows nothing of that, and writes: what a page says, and what its person does.
    capture(phone, order(total="61.00"))
    phone.change(record, "note", "written on a plane")
    devices.clock.ms += MONTH_MS
    await laptop.sync()
    assert fields_of(laptop.vault.documents[record]) == PURGED
    await settle(phone, laptop)
    for device in (laptop, phone):
        assert fields_of(device.vault.documents[record]) == PURGED
        assert device.vault.documents[record].deleted
        assert device.waiting == 0
    assert not capture(phone, order()), "a page that is visited again brings nothing back"


async def test_no_file_has_the_ciphertext_of_what_was_purged(devices: Devices, relay: MaliciousRelay, tmp_path: Path) -> None:
    laptop = devices.begin("laptop", relay.url)
    capture(laptop, order(items=[{"name": f"A line of a long list of goods, number {at}"} for at in range(200)]))
    await laptop.sync()
    record = find(laptop)
    old = bytes_of(laptop, record)
    assert places_of(old, tmp_path), "it is there to begin with"
    laptop.delete(record)
    await laptop.sync()
    deleted = bytes_of(laptop, record)
    devices.clock.ms += MONTH_MS
    await laptop.sync()
    await sweep(relay, devices)
    assert fields_of(laptop.vault.documents[record]) == PURGED
    laptop.close()  # as the command does when it ends; the relay runs on
    for envelope in (old, deleted):
        assert places_of(envelope, tmp_path) == []


async def sweep(relay: MaliciousRelay, devices: Devices) -> None:
    """What the relay does every minute."""
    await relay.store.purge(devices.clock.ms)


def places_of(envelope: bytes, folder: Path) -> list[str]:
    """The files, write-ahead logs among them, that have any 64 bytes of it that lie on a boundary of 64."""
    pieces = [envelope[at : at + 64] for at in range(128, len(envelope) - 64, 64)]
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and any(piece in data for data in [path.read_bytes()] for piece in pieces)
    )
