"""Row 6: plaintext accepted as ciphertext."""

from tests.attacks.malicious import MaliciousRelay
from tests.attacks.people import is_named_and_set_aside, lie, two
from tests.server.client.devices import Devices


async def test_a_document_that_nobody_sealed_is_set_aside(devices: Devices, relay: MaliciousRelay) -> None:
    laptop, phone = await two(devices, relay)
    await lie(relay, "06-plaintext")
    await is_named_and_set_aside(devices, relay, laptop, phone)
