"""Row 24: parser panics; an oversized or poisoned record blocks sync."""

from os import urandom

import pytest

from counterfoil.client import ClientError
from counterfoil_crypto.envelope import Inner, seal
from counterfoil_crypto.header import Header
from tests.attacks.malicious import MaliciousRelay
from tests.attacks.people import goes_on, is_kept, is_named_and_set_aside, lie, two, type_in
from tests.server.client.capturing import capture
from tests.server.client.devices import Devices, find, order, settle, sync_quickly

POISON = [
    b"",
    b"{",
    b"[" * 100_000,
    b'{"fields":{},"schema":1,"type":"Order"} ',
    b'{"fields":{"note":{"person":{"at":[0,0,""],"value":1}}},"schema":1,"type":"Order"}',
    b'{"fields":{},"schema":1,"type":"' + b"O" * 300_000 + b'"}',
    b"9" * 500_000,
    b"\xff" * 10,
]


async def test_garbage_is_set_aside(devices: Devices, relay: MaliciousRelay) -> None:
    laptop, phone = await two(devices, relay)
    await lie(relay, "24-garbage")
    await is_named_and_set_aside(devices, relay, laptop, phone)


async def test_what_a_member_wrote_wrongly_is_set_aside_and_sync_goes_on(devices: Devices, relay: MaliciousRelay) -> None:
    """Among a thousand others: every one of those is read."""
    laptop, phone = await two(devices, relay)
    with phone.vault.changing():
        for number in range(500):
            capture(phone, order(f"before-{number}"))
    await phone.sync()
    vault = phone.vault
    count = vault.log.counts[vault.me]
    for at, document in enumerate(POISON, start=1):
        record = bytes([0xEE] * 15 + [at])
        inner = Inner(vault.me, count + at, phone.now(), vault.log.head, None, document)
        envelope = seal(vault.epoch, Header(vault.membership.account, record, 0), inner, deflate=at % 2 == 0)
        await relay.append(vault.membership.account, vault.me, envelope)
    with laptop.vault.changing():
        for number in range(500):
            capture(laptop, order(f"after-{number}"))
    type_in(laptop)
    await laptop.sync()
    assert [(one.code, one.writer) for one in laptop.set_aside] == [("document", vault.me)] * len(POISON)
    tablet = await devices.pair(laptop, "tablet")
    await settle(laptop, tablet)
    assert len(tablet.set_aside) == len(POISON)
    assert find(tablet, "before-499")
    assert find(tablet, "after-499")


async def test_what_no_relay_would_take_is_refused_before_it_waits(devices: Devices, relay: MaliciousRelay) -> None:
    laptop, phone = await two(devices, relay)
    items = [{"name": urandom(240).hex()} for _ in range(2_500)]
    with pytest.raises(ClientError, match="shorten it"):
        laptop.change(find(laptop), "items", items)
    assert laptop.waiting == 0
    type_in(laptop)
    await goes_on(relay, laptop, phone)


async def test_an_entry_that_no_relay_may_send_costs_nothing(devices: Devices, relay: MaliciousRelay) -> None:
    laptop, phone = await two(devices, relay)
    await lie(relay, "24-ten-megabytes", laptop)
    type_in(laptop)
    with pytest.raises(ClientError, match="not a counterfoil relay"):
        await sync_quickly(laptop)
    is_kept(laptop)
    await goes_on(relay, laptop, phone)
