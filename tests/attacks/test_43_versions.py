"""An old client and a new one side by side: neither rewrites what the other wrote, and what one does not know it keeps."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from counterfoil.client import ClientError, LocalDevice, Synced
from counterfoil_crypto.document import Document, Writer
from counterfoil_crypto.identity import order_key, record_id, vendor_key
from counterfoil_crypto.records import Order
from counterfoil_crypto.stamp import Stamp
from tests.attacks.malicious import MaliciousRelay
from tests.server.client.capturing import capture
from tests.server.client.devices import Devices, documents, order

ROUNDS = 1_000
MEET_EVERY = 50
"""Rounds after which the two sync: a round that changes something leaves a draft behind, and that is looked at in each."""
PAGE = order("100001")


@contextmanager
def a_version_later() -> Iterator[None]:
    """What runs inside is a client whose orders have schema 2."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Order, "schema_number", 2)
        yield


async def sync_newer(device: LocalDevice) -> Synced:
    with a_version_later():
        return await device.sync()


def read_by_newer(device: LocalDevice) -> bool:
    """The same page, by a version whose orders have schema 2 and know more of it. False if that changed nothing."""
    vault, now = device.vault, device.now()
    record = order_of(device)
    writer = Writer(vault.me, vault.clock, now, schema=2)
    before = vault.documents.get(record) or Document("Order", 2, {})
    values: dict[str, Any] = {name: seen.value for name, seen in PAGE.order.items()}
    values |= {"vendor": PAGE.vendor, "carbon": {"grams": 412, "by": ["ship", None]}, "parcel/a1": True}
    extras: dict[str, dict[str, Any]] = {name: {"signal": "label", "confidence": 95} for name in PAGE.order}
    after = writer.capture(before, values, extras | {"carbon": {"method": "estimate"}})
    if after is before:
        return False
    vault.put_drafts({record: after}, writer.clock, now)
    return True


def with_unknown_parts(device: LocalDevice) -> None:
    """Into the vendor, whose schema stays: a field, an origin, and something beside a value, none of which this version knows."""
    vault, now = device.vault, device.now()
    record = record_id(vault.epoch, "Vendor", vendor_key(PAGE.vendor))
    document = vault.documents[record]
    register = replace(document.fields["name"]["page"], at=Stamp(now, 0, vault.me.hex()))
    fields = {
        **document.fields,
        "name": {
            "page": replace(register, extra={**register.extra, "script": "Latn"}),
            "model": replace(register, value="shop?"),
        },
        "rating/b2": {"page": replace(register, value=[1, {"of": 5}])},
    }
    vault.put_drafts({record: Document(document.type, document.schema, fields)}, vault.clock, now)


def order_of(device: LocalDevice) -> bytes:
    return record_id(device.vault.epoch, "Order", order_key(PAGE.vendor, "100001"))


async def test_after_a_thousand_rounds_of_an_old_and_a_new_client_there_is_no_further_revision(
    relay: MaliciousRelay, devices: Devices
) -> None:
    old = devices.begin("old", relay.url)
    capture(old, PAGE)
    await old.sync()
    new = await devices.pair(old, "new")
    assert read_by_newer(new)
    with_unknown_parts(new)
    await sync_newer(new)
    await old.sync()
    entries, known = old.vault.log.head.sequence, documents(old)
    for done in range(1, ROUNDS + 1):
        assert not capture(old, PAGE)
        assert not read_by_newer(new)
        assert (old.waiting, new.waiting) == (0, 0)
        if done % MEET_EVERY == 0:
            assert (await old.sync()).written == 0
            assert (await sync_newer(new)).written == 0
    assert old.vault.log.head.sequence == new.vault.log.head.sequence == entries
    assert documents(old) == documents(new) == known
    with pytest.raises(ClientError, match="newer"):
        old.change(order_of(old), "note", "mine")


async def test_what_a_client_does_not_know_it_keeps_when_it_writes_itself(relay: MaliciousRelay, devices: Devices) -> None:
    old = devices.begin("old", relay.url)
    capture(old, PAGE)
    await old.sync()
    new = await devices.pair(old, "new")
    with_unknown_parts(new)
    await sync_newer(new)
    await old.sync()
    vendor = record_id(old.vault.epoch, "Vendor", vendor_key(PAGE.vendor))
    assert old.change(vendor, "note", "kind people")
    await old.sync()
    await sync_newer(new)
    for device in (old, new):
        document = device.vault.documents[vendor]
        assert document.shown("note") == "kind people"
        assert document.fields["name"]["model"].value == "shop?"
        assert document.fields["name"]["page"].extra["script"] == "Latn"
        assert document.fields["rating/b2"]["page"].value == [1, {"of": 5}]


async def test_what_an_old_client_said_offline_waits_beside_the_newer_record(relay: MaliciousRelay, devices: Devices) -> None:
    """It is read-only for the old one from then on, and nothing that was said is lost."""
    old = devices.begin("old", relay.url)
    capture(old, PAGE)
    await old.sync()
    new = await devices.pair(old, "new")
    await old.sync()
    old.change(order_of(old), "note", "said offline")
    read_by_newer(new)
    await sync_newer(new)
    await old.sync()
    assert old.vault.documents[order_of(old)].shown("note") == "said offline"
    assert old.vault.documents[order_of(old)].shown("carbon") == {"grams": 412, "by": ["ship", None]}
    assert old.waiting == 1
    old = devices.reopen(old)
    assert old.vault.documents[order_of(old)].shown("note") == "said offline"
