"""Row 3: a ghost device."""

import pytest

from tests.attacks.lies.insertions import Insertion
from tests.attacks.malicious import MaliciousRelay
from tests.attacks.people import is_stopped, lie, two
from tests.server.client.devices import Devices


@pytest.mark.parametrize(
    ("name", "code", "words"), [("03-stranger", "signer", "member"), ("03-in-anothers-name", "signature", "signature")]
)
async def test_nobody_gets_in_without_the_signature_of_a_member(
    devices: Devices, relay: MaliciousRelay, name: str, code: str, words: str
) -> None:
    laptop, _ = await two(devices, relay)
    ghost = await lie(relay, name)
    laptop = await is_stopped(devices, laptop, code, words)
    assert isinstance(ghost, Insertion)
    assert ghost.stranger.keys.id not in laptop.members
