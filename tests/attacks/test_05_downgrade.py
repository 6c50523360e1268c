"""Row 5: a suite or version downgrade."""

from tests.attacks.malicious import MaliciousRelay
from tests.attacks.people import is_named_and_set_aside, lie, two
from tests.server.client.devices import Devices


async def test_an_envelope_of_an_older_version_is_set_aside(devices: Devices, relay: MaliciousRelay) -> None:
    laptop, phone = await two(devices, relay)
    await lie(relay, "05-version")
    await is_named_and_set_aside(devices, relay, laptop, phone)
