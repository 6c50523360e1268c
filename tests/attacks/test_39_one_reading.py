"""What one implementation might take and the other not: neither takes it, it is named, and what comes after it is read.

Signatures: a key of small order, for which anybody can sign, and S not below L. Contents: a lone surrogate, and a document that
inflates a thousandfold; both from a device that belongs, for nobody else could seal them.
"""

import tracemalloc
import zlib

import pytest
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt
from nacl.utils import random

from counterfoil.client import LocalDevice, life
from counterfoil.client.acts import act
from counterfoil.client.life import connected
from counterfoil.client.states import State, states
from counterfoil_crypto import labels
from counterfoil_crypto.device import Device, DeviceKeys
from counterfoil_crypto.encoding import frame
from counterfoil_crypto.envelope import size_step
from counterfoil_crypto.header import Header
from counterfoil_crypto.statement import Add, Role
from tests.attacks.lies.hostile import NEUTRAL
from tests.attacks.malicious import MaliciousRelay
from tests.attacks.people import goes_on, is_stopped, lie, two, type_in
from tests.server.client.devices import Devices

MEBIBYTE = 1 << 20
LOUD = 60
"""Mebibytes that a bomb inflates to."""
MOST_HELD = 24 * MEBIBYTE
"""What reading anything here may need at most; a document has at most four."""


async def test_an_s_above_the_order_is_no_signature(devices: Devices, relay: MaliciousRelay) -> None:
    laptop, phone = await two(devices, relay)
    await life.rotate(phone)
    await lie(relay, "39-s-plus-l")
    laptop = await is_stopped(devices, laptop, "signature", "the signature does not fit")
    assert laptop.vault.epoch.number == 0


async def test_nobody_signs_for_a_key_of_small_order(devices: Devices, relay: MaliciousRelay) -> None:
    laptop, phone = await two(devices, relay)
    ghost = DeviceKeys(NEUTRAL, Device.new().keys.box)
    async with connected(phone) as at:
        await act(
            phone.engine(),
            at,
            lambda roster: (
                None if ghost.id in roster.members else Add(Role.DEVICE, ghost, roster.epoch, phone.vault.epoch.seal_to(ghost))
            ),
        )
    await laptop.sync()
    assert ghost.id in laptop.members, "the phone let it in, as it may"
    one = await lie(relay, "39-anyones-key")
    await one.act(ghost.box.hex())
    laptop = await is_stopped(devices, laptop, "signature", "the signature does not fit")
    assert laptop.vault.removed is None


def document(value: bytes) -> bytes:
    return b'{"fields":{"note":{"page":{"at":[1,0,"' + b"0" * 32 + b'"],"value":"' + value + b'"}}},"schema":1,"type":"Order"}'


def bomb(start: bytes) -> bytes:
    """A deflated stream that begins with `start` and goes on with nothing for `LOUD` MiB."""
    stream = zlib.compressobj(9, wbits=-15)
    head = stream.compress(start) + stream.flush(zlib.Z_FULL_FLUSH)
    piece = stream.compress(bytes(MEBIBYTE)) + stream.flush(zlib.Z_FULL_FLUSH)
    return head + piece * LOUD + stream.flush()


GOOD = document(b"x")
CASES = {
    "lone surrogate": (document(b"\xed\xa0\x80"), None, "document"),
    "lone surrogate, escaped": (document(b"\\ud800"), None, "document"),
    "bomb": (bomb(GOOD), len(GOOD), "damaged"),
    "bomb that announces as much as may be": (bomb(b""), 4 * MEBIBYTE, "damaged"),
}


def sealed(by: LocalDevice, stored: bytes, inflated: int | None) -> bytes:
    """A new record as a device that belongs could write it, were it not for what is inside."""
    vault = by.vault
    header = Header(vault.membership.account, random(16), vault.epoch.number).encode()
    plain = bytes([inflated is not None]) + vault.me + (1 << 40).to_bytes(8) + by.now().to_bytes(8) + vault.log.head.encode()
    lengths = len(stored).to_bytes(4) + (len(stored) if inflated is None else inflated).to_bytes(4)
    plain += bytes(40) + lengths + stored
    nonce, padded = random(24), plain.ljust(size_step(len(plain)), b"\0")
    data = frame(labels.ENVELOPE, header)
    return header + nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(padded, data, nonce, vault.epoch.seal_key)


@pytest.mark.parametrize("case", CASES)
async def test_contents_that_no_reader_may_take_are_named_and_set_aside(
    devices: Devices, relay: MaliciousRelay, case: str
) -> None:
    stored, inflated, code = CASES[case]
    laptop, phone = await two(devices, relay)
    tablet = await devices.pair(laptop, "tablet")
    await laptop.sync()
    await relay.append(laptop.vault.membership.account, phone.vault.me, sealed(phone, stored, inflated))
    type_in(laptop)
    tracemalloc.start()
    await laptop.sync()
    _, held = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < MOST_HELD
    await goes_on(relay, tablet, laptop)
    for device in (laptop, tablet):
        assert [(one.code, one.writer) for one in device.set_aside] == [(code, phone.vault.me if code == "document" else None)]
        (said,) = [one for one in states(device) if one.state is State.SET_ASIDE]
        assert said.words == f"1 entry is damaged (written by {'phone' if code == 'document' else 'nobody known'})."


async def test_what_these_are_made_like_is_taken(devices: Devices, relay: MaliciousRelay) -> None:
    laptop, phone = await two(devices, relay)
    await relay.append(laptop.vault.membership.account, phone.vault.me, sealed(phone, GOOD, None))
    await laptop.sync()
    assert not laptop.set_aside
    assert "x" in [one.document.shown("note") for one in laptop.records()]
