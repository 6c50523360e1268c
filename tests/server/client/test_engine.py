"""What a device makes of revisions that another one wrote: newer, stripped, damaged, of another type, by a clock far ahead."""

import secrets
from typing import Any

import pytest

from counterfoil import wire
from counterfoil.client import ClientError, LocalDevice, RelayProblemError
from counterfoil.client.relay import Relay as Dialled
from counterfoil.client.relay import connect
from counterfoil.client.sealing import Sent
from counterfoil_crypto.document import PERSON, Document, Register
from counterfoil_crypto.stamp import AHEAD_MS, Stamp
from tests.server.client.capturing import capture
from tests.server.client.devices import Devices, documents, find, order, settle, shown
from tests.server.helpers import Relay


async def write(device: LocalDevice, record: bytes, document: Document | bytes) -> None:
    """Writes exactly this as the next revision, as a device with other software might."""
    await device.sync()
    vault = device.vault
    head, base = vault.log.head, vault.log.newest.get(record)
    if isinstance(document, bytes):
        envelope = document
    else:
        vault.put_count(vault.count + 1)
        now = device.now()
        envelope = vault.sealer.revision(record, document, count=vault.count, date=now, witness=head, base=base)
    vault.put_sent(Sent.of(record, vault.count, envelope))
    assert vault.relay
    async with connect(vault.relay) as relay:
        relay.log_in(vault.device, vault.membership.account)
        revision = wire.NewRevision(base=base.sequence if base else None, envelope=envelope)
        answer = await relay.append(vault.log.generation, [revision])
    assert isinstance(answer.results[0], wire.Appended)


def said(device: LocalDevice, value: Any, ms: int) -> dict[str, Register]:
    return {PERSON: Register(Stamp(ms, 0, device.vault.me.hex()), value)}


@pytest.fixture
async def laptop(devices: Devices, relay: Relay) -> LocalDevice:
    device = devices.begin("laptop", relay.url)
    capture(device, order())
    await device.sync()
    return device


@pytest.fixture
async def phone(devices: Devices, laptop: LocalDevice) -> LocalDevice:
    device = await devices.pair(laptop, "phone")
    await laptop.sync()
    return device


async def test_a_record_of_a_newer_schema_is_read_only_and_kept_as_it_came(
    devices: Devices, laptop: LocalDevice, phone: LocalDevice
) -> None:
    record = find(phone)
    laptop.change(record, "note", "said before the update")
    newer = phone.vault.documents[record]
    fields = {**newer.fields, "mood": said(phone, {"kind": "new"}, devices.clock())}
    await write(phone, record, Document(newer.type, 2, fields))
    await laptop.sync()
    laptop = devices.reopen(laptop)
    assert shown(laptop, "mood") == {"kind": "new"}
    with pytest.raises(ClientError, match="newer counterfoil"):
        laptop.change(record, "total", "1.00")
    assert not capture(laptop, order(total="61.00"))
    head = laptop.vault.log.head
    assert (await laptop.sync()).waiting == 1  # what was said before waits for the update
    assert laptop.vault.log.head == head


async def test_an_unknown_type_is_kept_and_not_touched(devices: Devices, laptop: LocalDevice, phone: LocalDevice) -> None:
    opinion = Document("Opinion", 1, {"text": said(phone, "fine", devices.clock())})
    await write(phone, bytes(range(16)), opinion)
    await settle(laptop)
    (found,) = [one for one in laptop.records() if one.read_only]
    assert found.document.encode() == opinion.encode()


async def test_what_a_revision_dropped_is_written_again(laptop: LocalDevice, phone: LocalDevice) -> None:
    record = find(phone)
    whole = phone.vault.documents[record]
    fields = {name: registers for name, registers in whole.fields.items() if name != "total"}
    await write(phone, record, Document(whole.type, whole.schema, fields))
    await laptop.sync()
    assert shown(laptop, "total") == "59.97"
    await settle(phone, laptop)
    assert documents(laptop) == documents(phone)
    assert laptop.vault.log.newest[record].sequence == laptop.vault.log.head.sequence


async def test_an_entry_that_cannot_be_read_is_set_aside_named_and_built_on(laptop: LocalDevice, phone: LocalDevice) -> None:
    record = find(phone)
    good = phone.vault.sealer.draft(record, phone.vault.documents[record], phone.vault.log.head, 0)
    laptop.change(record, "note", "mine")
    capture(laptop, order("2"))
    await write(phone, record, good[:-1] + bytes([good[-1] ^ 1]))
    await laptop.sync()
    assert shown(laptop, "total") == "59.97"
    assert laptop.waiting == 0  # the note was written on top of it
    assert laptop.set_aside == []
    await phone.sync()
    assert shown(phone, "note") == "mine"


async def test_an_entry_set_aside_is_counted_until_a_later_one_heals_it(
    devices: Devices, laptop: LocalDevice, phone: LocalDevice
) -> None:
    record = find(phone)
    await write(phone, record, Document("Vendor", 1, {"name": said(phone, "not an order", devices.clock())}))
    await laptop.sync()
    laptop = devices.reopen(laptop)
    assert [(one.record, one.code, one.writer) for one in laptop.set_aside] == [(record, "type", phone.vault.me)]
    assert shown(laptop, "total") == "59.97"
    laptop.change(record, "note", "heals")
    await laptop.sync()
    await laptop.sync()
    assert laptop.set_aside == []


async def test_a_clock_far_ahead_is_followed_by_ten_minutes_at_most(
    devices: Devices, laptop: LocalDevice, phone: LocalDevice
) -> None:
    record, far = find(phone), devices.clock() + 10 * 365 * 86_400_000
    before = phone.vault.documents[record]
    await write(phone, record, Document("Order", 1, {**before.fields, "note": said(phone, "from the future", far)}))
    await laptop.sync()
    laptop = devices.reopen(laptop)
    assert laptop.vault.clock.ms <= devices.clock() + AHEAD_MS
    laptop.change(record, "note", "corrected")
    assert shown(laptop, "note") == "corrected"
    await settle(laptop, phone)
    assert shown(phone, "note") == "corrected"


async def test_a_record_too_large_for_any_relay_is_refused_before_it_is_queued(laptop: LocalDevice) -> None:
    items = [{"name": secrets.token_hex(900)} for _ in range(1_200)]
    with pytest.raises(ClientError, match="shorten it"):
        laptop.change(find(laptop), "items", items)
    assert laptop.waiting == 0


async def test_one_record_over_the_relays_own_limit_waits_and_the_others_are_written(
    devices: Devices, relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop = devices.begin("laptop", relay.url)
    for number in range(3):
        capture(laptop, order(str(number)))
    laptop.change(find(laptop, "1"), "note", "x" * 1_900)
    append = Dialled.append

    async def small(self: Dialled, generation: bytes, revisions: list[wire.NewRevision]) -> wire.RecordsAppended:
        if sum(len(one.envelope) for one in revisions) > 2_000:
            problem = wire.Problem(type="urn:counterfoil:problem:too-large", title="", status=413, limit=2_000)
            raise RelayProblemError(problem, "too large")
        return await append(self, generation, revisions)

    monkeypatch.setattr(Dialled, "append", small)
    synced = await laptop.sync()
    assert (synced.written, synced.waiting) == (4, 1)
    monkeypatch.setattr(Dialled, "append", append)
    assert (await laptop.sync()).waiting == 0


async def test_only_what_pages_said_is_deflated(laptop: LocalDevice) -> None:
    capture(laptop, order("2", items=[{"name": "Lamp " * 60} for _ in range(20)]))
    vault, record = laptop.vault, find(laptop, "2")
    head = vault.log.head
    deflated = vault.sealer.draft(record, vault.documents[record], head, 0)
    laptop.change(record, "note", "x")
    stored = vault.sealer.draft(record, vault.documents[record], head, 0)
    assert len(deflated) < len(stored) / 2


@pytest.mark.usefixtures("phone")
async def test_local_state_after_a_restart_is_what_it_was(devices: Devices, laptop: LocalDevice) -> None:
    laptop.change(find(laptop), "note", "waits")
    vault = laptop.vault
    before = {
        name: getattr(vault, name) for name in ("documents", "drafts", "clock", "count", "sent", "statements", "signs", "aside")
    }
    log = vars(vault.log)
    laptop = devices.reopen(laptop)
    assert {name: getattr(laptop.vault, name) for name in before} == before
    assert vars(laptop.vault.log) == log
