"""Row 1: the server hands out its own key material."""

from tests.attacks.malicious import MaliciousRelay
from tests.attacks.people import is_stopped, lie, two
from tests.server.client.devices import Devices


async def test_an_epoch_that_the_relay_starts_is_refused_and_nothing_is_sealed_under_it(
    devices: Devices, relay: MaliciousRelay
) -> None:
    laptop, _ = await two(devices, relay)
    before = laptop.vault.epoch
    sent = len(relay.seen)
    await lie(relay, "01-own-key")
    laptop = await is_stopped(devices, laptop, "signer", "not a member")
    assert laptop.vault.epoch == before
    assert not any("POST /v1/log" in one for one in relay.seen[sent:])
