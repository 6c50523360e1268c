"""Row 7: cut and paste between records, accounts and epochs."""

from dataclasses import replace
from itertools import permutations

import pytest

from counterfoil_crypto.envelope import Inner, open_envelope, seal
from counterfoil_crypto.epoch import Epoch
from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.header import Header
from counterfoil_crypto.statement import Head
from tests.attacks.malicious import MaliciousRelay
from tests.attacks.people import is_named_and_set_aside, lie, two
from tests.server.client.devices import Devices


async def test_one_records_contents_under_anothers_name_are_set_aside(devices: Devices, relay: MaliciousRelay) -> None:
    laptop, phone = await two(devices, relay)
    await lie(relay, "07-moved")
    await is_named_and_set_aside(devices, relay, laptop, phone)


def test_no_envelope_opens_under_the_header_of_another() -> None:
    """Same key, and headers that differ in one thing each: account, record, epoch, blobs."""
    key = bytes(range(32))
    first = Header(bytes(32), bytes(16), 0)
    headers = [
        first,
        replace(first, account=b"\1" * 32),
        replace(first, record=b"\1" * 16),
        replace(first, epoch=1),
        replace(first, blobs=(bytes(32),)),
        replace(first, blobs=(b"\1" * 32,)),
    ]
    inner = Inner(bytes(16), 1, 0, Head(bytes(32), 0, bytes(32)), None, b"{}")
    sealed = [seal(Epoch(one.epoch, key), one, inner, deflate=False) for one in headers]
    for one, envelope in zip(headers, sealed, strict=True):
        assert open_envelope(Epoch(one.epoch, key), envelope).inner == inner
    for (one, own), (other, _) in permutations(zip(headers, sealed, strict=True), 2):
        moved = other.encode() + own[len(one.encode()) :]
        with pytest.raises(RefusedError) as found:
            open_envelope(Epoch(other.epoch, key), moved)
        assert found.value.code == "open"
