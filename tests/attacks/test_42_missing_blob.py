"""A file that the relay removed while somebody still meant it, or that it withholds: named, and there again from who has it."""

import os
from pathlib import Path

import pytest

from counterfoil.client import LocalDevice, Record, RelayProblemError, blobs
from counterfoil.client.attaching import Attached, attach, attached, fetch, save
from tests.attacks.malicious import MaliciousRelay
from tests.attacks.people import goes_on, lie, two, type_in
from tests.server.client.devices import Devices, find, settle

MONTH_MS = 31 * 86_400_000


def of(device: LocalDevice) -> Record:
    return next(one for one in device.records() if one.id == find(device))


def only(device: LocalDevice) -> Attached:
    (one,) = attached(of(device))
    return one


async def with_file(devices: Devices, relay: MaliciousRelay, folder: Path) -> tuple[LocalDevice, LocalDevice, bytes]:
    """A laptop and a phone that both have it."""
    laptop, phone = await two(devices, relay)
    content = os.urandom(5_000)
    (folder / "invoice.pdf").write_bytes(content)
    attach(laptop, of(laptop), folder / "invoice.pdf")
    await settle(laptop, phone)
    await fetch(phone, only(phone).blob)
    return laptop, phone, content


async def put_again(device: LocalDevice) -> None:
    """As `counterfoil sync --files`."""
    blobs.forget_uploads(device.vault)
    await device.sync()


async def test_what_a_device_that_was_away_lists_again_is_there_again(
    devices: Devices, relay: MaliciousRelay, tmp_path: Path
) -> None:
    laptop, phone, content = await with_file(devices, relay, tmp_path)
    one = only(phone)
    named = of(phone).document.shown(one.field)
    # On the phone, which is offline from here on, the person means it still; the laptop's takes it off.
    devices.clock.ms += 1_000
    laptop.change(find(laptop), one.field, None)
    await laptop.sync()
    devices.clock.ms += MONTH_MS
    phone.change(find(phone), one.field, {**named, "name": "invoice, mine.pdf"})
    await relay.store.purge(devices.clock.ms)
    usage = await relay.store.usage(laptop.vault.membership.account, None)
    assert usage.blobs == 0
    type_in(laptop)
    await settle(phone, laptop)
    tablet = await devices.pair(laptop, "tablet")
    assert only(tablet).name == "invoice, mine.pdf"
    await save(tablet, only(tablet), tmp_path / "out.pdf")
    assert (tmp_path / "out.pdf").read_bytes() == content
    await goes_on(relay, laptop, phone, tablet)


async def test_a_file_that_the_relay_says_it_has_not_is_named_and_stays_with_who_has_it(
    devices: Devices, relay: MaliciousRelay, tmp_path: Path
) -> None:
    laptop, phone, content = await with_file(devices, relay, tmp_path)
    tablet = await devices.pair(laptop, "tablet")
    type_in(laptop)
    await lie(relay, "42-no-blob")
    for _ in range(2):
        with pytest.raises(
            RelayProblemError, match="does not have this file; run 'counterfoil sync --files' on a device"
        ) as found:
            await save(tablet, only(tablet), tmp_path / "out.pdf")
        assert found.value.code == "no-blob"
        tablet = devices.reopen(tablet)
    await save(phone, only(phone), tmp_path / "phone.pdf")
    assert (tmp_path / "phone.pdf").read_bytes() == content, "who has it does not ask the relay"
    await laptop.sync()
    sent = len(relay.seen)
    await put_again(laptop)
    assert any(one.startswith("PUT /v1/blobs/") for one in relay.seen[sent:]), "though nothing waits"
    await goes_on(relay, laptop, phone, tablet)
    await save(tablet, only(tablet), tmp_path / "out.pdf")
    assert (tmp_path / "out.pdf").read_bytes() == content
