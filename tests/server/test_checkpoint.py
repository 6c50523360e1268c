"""A newcomer reads the statements and the live set of a checkpoint instead of the whole log."""

import json
import os
from pathlib import Path

import pytest

from counterfoil import wire
from counterfoil_crypto.chain import FIRST_GENERATION
from counterfoil_crypto.encoding import to_base64url
from counterfoil_crypto.statement import Checkpoint, Head
from tests.server.helpers import Player, draft, envelope, running_on_disk


async def _checkpoint(player: Player) -> int:
    reply = await player.act(await player.sign(Checkpoint(os.urandom(32))))
    return int(reply.json["sequence"])


async def _read(player: Player) -> wire.Checkpoint:
    reply = await player.send("GET", "/v1/checkpoint")
    assert reply.status == 200
    return wire.Checkpoint.model_validate_json(json.dumps(reply.json))


async def _live(player: Player, sequence: int, after: bytes = b"") -> wire.LivePage:
    reply = await player.send("GET", f"/v1/checkpoint/live?sequence={sequence}&after={to_base64url(after)}")
    assert reply.status == 200, reply
    return wire.LivePage.model_validate_json(json.dumps(reply.json))


async def test_the_newest_checkpoint_comes_with_all_statements_up_to_it(player: Player) -> None:
    await _checkpoint(player)
    await player.write()
    await player.pair()
    at = await _checkpoint(player)
    await player.write()
    await player.pair()
    found = await _read(player)
    assert found.head.sequence == at
    assert (await player.read(at)).entries[0].sequence == at + 1
    assert [one.sequence for one in found.entries] == [1, 2, 4, 5]
    assert {one.kind for one in found.entries} == {"statement"}
    by_sequence = {one.sequence: one for one in (await player.read()).entries}
    assert [by_sequence[one.sequence] for one in found.entries] == found.entries


async def test_the_live_set_is_that_of_the_checkpoint_also_where_it_was_superseded(player: Player) -> None:
    records = sorted(os.urandom(16) for _ in range(5))
    first = {one: await player.write(one) for one in reversed(records)}
    newer = await player.write(records[2], first[records[2]])
    at = await _checkpoint(player)
    await player.write(records[0], first[records[0]])
    await player.write()
    page = await _live(player, at)
    expected = {**first, records[2]: newer}
    assert [(one.record, one.sequence) for one in page.entries] == [(one, expected[one]) for one in records]
    assert [one.body is None for one in page.entries] == [True, False, False, False, False]
    assert not page.more
    rest = await _live(player, at, records[2])
    assert [one.record for one in rest.entries] == records[3:]
    assert (await _live(player, at, records[4])).entries == []


async def test_the_live_set_comes_in_pages(player: Player) -> None:
    for _ in range(11):
        await player.append(*(draft(envelope(player.account)) for _ in range(100)))
    for _ in range(5):
        await player.write(size=1024 * 1024 - 1024)
    at, found, after = await _checkpoint(player), [], b""
    pages = 0
    while True:
        page = await _live(player, at, after)
        found += [one.record or b"" for one in page.entries]
        pages += 1
        assert len(page.entries) <= wire.LARGEST_PAGE
        if not page.more:
            break
        after = found[-1]
    assert found == sorted(set(found))
    assert len(found) == 1_105
    assert pages >= 2


async def test_what_is_no_checkpoint_has_no_live_set(player: Player) -> None:
    await player.write()
    await _checkpoint(player)
    for sequence in (0, 1, 2, 4, 2**53 - 1):
        reply = await player.send("GET", f"/v1/checkpoint/live?sequence={sequence}&after=")
        assert (reply.status, reply.problem) == (404, "no-checkpoint")


@pytest.mark.parametrize(
    "query", ["", "?sequence=2", "?after=", "?sequence=2&after=AA", "?sequence=x&after=", "?sequence=2&after=&x="]
)
async def test_where_to_read_on_is_said_in_full(player: Player, query: str) -> None:
    assert (await player.send("GET", f"/v1/checkpoint/live{query}")).problem == "malformed"


async def test_nothing_starts_from_a_checkpoint_that_was_put_back(tmp_path: Path) -> None:
    async with running_on_disk(tmp_path) as relay:
        player = await Player.begin(relay)
        await player.write()
        assert relay.store is not None
        assert await relay.store.declare_restore(int(relay.clock() * 1000)) == 1
        await player.sign_in()
        await player.read()
        lost = await player.sign(Checkpoint(os.urandom(32)), head=Head(FIRST_GENERATION, 9, os.urandom(32)))
        assert (await player.act(lost)).json["sequence"] == 4
        assert (await player.send("GET", "/v1/checkpoint")).problem == "no-checkpoint"
        assert await _checkpoint(player) == 5
        assert [one.kind for one in (await _read(player)).entries] == ["statement", "restored", "statement", "statement"]
