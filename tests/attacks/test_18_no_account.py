"""Row 18: "you have no account"."""

import pytest

from counterfoil.client import ClientError
from tests.attacks.malicious import MaliciousRelay
from tests.attacks.people import goes_on, is_kept, lie, two, type_in
from tests.server.client.devices import Devices, documents, sync_quickly


@pytest.mark.parametrize("name", ["18-unknown-account", "18-empty"])
async def test_nothing_is_dropped_and_nothing_started_anew(devices: Devices, relay: MaliciousRelay, name: str) -> None:
    laptop, phone = await two(devices, relay)
    type_in(laptop)
    before, sent = documents(laptop), len(relay.seen)
    await lie(relay, name)
    for _ in range(2):
        with pytest.raises(ClientError, match=r"does not know your history|missing its newest") as found:
            await sync_quickly(laptop)
        assert "still here" in str(found.value) or "nothing is lost" in str(found.value)
        laptop = devices.reopen(laptop)
        assert documents(laptop) == before
    is_kept(laptop)
    assert not any(one.startswith(("POST /v1/accounts", "POST /v1/log")) for one in relay.seen[sent:])
    await goes_on(relay, laptop, phone)
