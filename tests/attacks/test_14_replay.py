"""Row 14: an old revision is replayed under a new sequence."""

from tests.attacks.malicious import MaliciousRelay
from tests.attacks.people import is_stopped, lie, two, write
from tests.server.client.devices import Devices, shown


async def test_a_replayed_revision_does_not_stand_on_the_one_before_it(devices: Devices, relay: MaliciousRelay) -> None:
    laptop, phone = await two(devices, relay)
    replay = await lie(relay, "14-replayed", laptop)
    await replay.act(laptop.vault.membership.account.hex())
    await write(phone, "newer", "2")
    laptop = await is_stopped(devices, laptop, "base", "not built on the revision before it")
    relay.turn_off()
    laptop.clear_verdict()
    await laptop.sync()
    assert shown(laptop, "note", "2") == "newer"
