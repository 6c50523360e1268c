"""Row 16: a signature is passed on to another origin or purpose."""

from pathlib import Path

import pytest

from counterfoil.client import ClientError
from tests.attacks.malicious import MaliciousRelay, running_malicious
from tests.attacks.people import goes_on, is_kept, lie, two, type_in
from tests.server.client.devices import Devices, sync_quickly


async def test_another_relay_takes_no_signature_made_for_this_one(
    devices: Devices, relay: MaliciousRelay, tmp_path: Path
) -> None:
    async with running_malicious(tmp_path / "other") as other:
        laptop, phone = await two(devices, other)
        passing = await lie(relay, "16-passed-on")
        await passing.act(other.url)
        laptop.set_relay(relay.url)
        type_in(laptop)
        with pytest.raises(ClientError, match="refused"):
            await sync_quickly(laptop)
        is_kept(laptop)
        assert passing.loot["answers"] == [[403, "wrong-origin"], [403, "bad-session"]]
        laptop.set_relay(other.url)
        await goes_on(other, laptop, phone)
