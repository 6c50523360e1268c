"""A leaver, or a copy of what lay open before a lock, keeps no key: what is written after `rotate` it cannot open."""

import shutil

import pytest

from counterfoil.client import LocalDevice, life
from counterfoil.client.errors import RemovedError
from counterfoil.client.states import State, states
from counterfoil.client.succession import Succession
from counterfoil_crypto.chain import EntryKind
from counterfoil_crypto.encoding import Reader
from counterfoil_crypto.envelope import open_envelope
from counterfoil_crypto.epoch import Epoch
from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.header import take_header
from counterfoil_crypto.keyring import Keyring
from counterfoil_crypto.statement import parse
from tests.attacks.malicious import MaliciousRelay
from tests.attacks.people import TYPED, goes_on, two, type_in
from tests.server.client.devices import Devices, find, settle, shown

PASSPHRASE = "five words chosen by dice"


async def opened_by(device: LocalDevice, relay: MaliciousRelay, after: int) -> list[bool]:
    """Whether it opens what was written after entry `after`, with the relay's whole log at hand and all keys that it can get."""
    account = device.vault.membership.account
    entries = await relay.entries(account)
    statements = [parse(one.body) for one in entries if one.kind is EntryKind.STATEMENT and one.body]
    keys = [epoch.key for epoch in Keyring.gather(device.vault.device, account, statements).epochs]
    envelopes = [one.body for one in entries if one.kind is EntryKind.RECORD and one.body and one.sequence > after]
    return [any(opens(key, envelope) for key in keys) for envelope in envelopes]


def opens(key: bytes, envelope: bytes) -> bool:
    """Whatever epoch the envelope says it is of."""
    try:
        open_envelope(Epoch(take_header(Reader(envelope)).epoch, key), envelope)
    except RefusedError:
        return False
    return True


async def test_a_leaver_opens_nothing_that_is_written_after_it(devices: Devices, relay: MaliciousRelay) -> None:
    laptop, phone = await two(devices, relay)
    type_in(laptop)
    await life.leave(phone)
    left = phone.vault.log.head.sequence
    assert any(await opened_by(phone, relay, 0))
    await laptop.sync()
    assert laptop.vault.epoch.number == 1
    assert not laptop.vault.log.roster.rotation_due
    (entry,) = [one for one in await relay.entries(laptop.vault.log.account) if one.sequence == left + 1]
    assert entry.kind is EntryKind.STATEMENT, "a new key comes before anything else is written"
    written = await opened_by(phone, relay, left)
    assert written
    assert not any(written)
    with pytest.raises(RemovedError, match="left"):
        await devices.reopen(phone).sync()
    tablet = await devices.pair(laptop, "tablet")
    await goes_on(relay, laptop, tablet)


async def test_the_first_lock_leaves_nothing_to_a_copy_from_before(devices: Devices, relay: MaliciousRelay) -> None:
    laptop, phone = await two(devices, relay)
    laptop.close()
    shutil.copytree(laptop.store.folder, devices.folder / "copy")
    laptop, copy = devices.open("laptop"), devices.open("copy")
    old = laptop.vault.me
    type_in(laptop)
    before = laptop.vault.log.head.sequence
    await Succession(laptop, PASSPHRASE, remove=True).run()
    laptop.change(find(laptop), "total", "3.00")
    await settle(laptop, phone)
    assert (laptop.is_locked, laptop.vault.me == old, old in laptop.members) == (True, False, False)
    since = [one for one in await relay.entries(laptop.vault.log.account) if one.sequence > before]
    start = max(one.sequence for one in since if one.kind is EntryKind.STATEMENT)
    written = await opened_by(copy, relay, start)
    assert written
    assert not any(written)
    with pytest.raises(RemovedError, match="removed this device"):
        await copy.sync()
    assert shown(copy, "total") == "59.97"
    assert next(one.state for one in states(copy)) is State.REMOVED
    assert (shown(phone, "note"), shown(phone, "total")) == (TYPED, "3.00")
    await goes_on(relay, laptop, phone)
