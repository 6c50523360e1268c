"""Revoke or delete refused because the relay is full or too much is asked of it: neither ever stands in their way."""

import os
from pathlib import Path

from counterfoil_crypto.statement import Close, Leave, Rotate
from tests.server.helpers import Player, draft, envelope, running_on_disk

QUOTA = 40_000
RATE = 4


async def fill(player: Player) -> bytes:
    """Writes until nothing more fits; the last record that did."""
    written = b""
    while True:
        record = os.urandom(16)
        reply = await player.append(draft(envelope(player.account, record, size=4_096)))
        if reply.problem == "full":
            break
        written = record
    while (await player.append(draft(envelope(player.account, size=1)))).problem is None:
        pass
    return written


async def newest(player: Player, record: bytes) -> int:
    return max(one.sequence for one in (await player.read()).entries if one.record == record)


async def test_at_a_hundred_per_cent_a_record_can_be_emptied_and_a_device_removed(tmp_path: Path) -> None:
    async with running_on_disk(tmp_path, quota=QUOTA) as relay:
        player = await Player.begin(relay)
        phone, tablet = await player.pair(), await player.pair()
        record = await fill(player)
        used = (await player.send("GET", "/v1/usage")).json
        assert used["limit"] == QUOTA
        assert used["bytes"] > QUOTA - 200
        # A tombstone is no larger than what it takes the place of; nor is a correction.
        for size in (4_096, 1_024, 1_024):
            reply = await player.append(draft(envelope(player.account, record, size=size), await newest(player, record)))
            assert reply.problem is None
        while (await player.append(draft(envelope(player.account, size=1)))).problem is None:
            pass
        assert (await player.act(await player.revoke(phone.device.keys.id))).status == 200
        assert (await tablet.append_statement((await tablet.sign(Leave())).signed)).status == 200
        assert (await player.act(await player.sign(Rotate(await player.start())))).status == 200
        assert (await player.act(await player.sign(Close()))).status == 200


async def test_whoever_asks_too_often_still_gets_statements_and_tombstones_through(tmp_path: Path) -> None:
    async with running_on_disk(tmp_path, rate=RATE) as relay:
        player, record = await Player.begin(relay), os.urandom(16)
        await player.write(record, size=2_048)
        phone = await player.pair()
        statement = await player.revoke(phone.device.keys.id)
        base = await newest(player, record)
        await exhaust(player)
        assert (await player.append(draft(envelope(player.account, record, size=1_024), base))).problem is None
        assert (await player.append(draft(envelope(player.account)))).problem == "too-many-requests"
        assert (await player.append_statement(statement.signed)).problem in {None, "conflict"}


async def exhaust(player: Player) -> None:
    for _ in range(RATE * 500):
        if (await player.append(draft(envelope(player.account)))).problem == "too-many-requests":
            return
    raise AssertionError("nothing is ever too much for this relay")
