"""One account's log: appended to, read, and never with a gap."""

import asyncio
import os

from counterfoil_crypto.encoding import to_base64url
from counterfoil_crypto.header import envelope_digest
from tests.server.helpers import Player, Relay, draft, envelope, verified


async def test_from_an_account_to_a_record_another_device_reads(relay: Relay) -> None:
    laptop = await Player.begin(relay)
    async with relay.http.ws_connect(relay.url + "/v1/stream") as stream:
        await stream.send_json({"token": laptop.token})
        assert (await stream.receive_json())["head"]["sequence"] == 1
        phone = await laptop.pair()
        assert (await stream.receive_json())["head"]["sequence"] == 2
        sealed = envelope(laptop.account)
        appended = await phone.append(draft(sealed))
        assert appended.json["results"] == [{"sequence": 3}]
        assert await stream.receive_json() == {"head": appended.json["head"]}
    page = await laptop.read()
    assert [one.kind for one in page.entries] == ["statement", "statement", "record"]
    assert page.entries[2].body == sealed
    assert page.entries[2].digest == envelope_digest(sealed)
    assert verified(laptop.account, page) == page.head.value()


async def test_the_same_genesis_again_is_the_same_account(player: Player) -> None:
    first = await player.read()
    await player.write()
    again = await player.open_account()
    assert again.status == 200
    assert again.json["account"] == to_base64url(player.account)
    assert again.json["head"] == first.head.model_dump(mode="json")


async def test_a_repeated_request_does_no_harm(player: Player) -> None:
    one, other = draft(envelope(player.account)), draft(envelope(player.account))
    first = await player.append(one)
    again = await player.append(one, other)
    assert first.json["results"] == [{"sequence": 2}]
    assert again.json["results"] == [{"sequence": 2}, {"sequence": 3}]
    assert (await player.append(one, other)).json == again.json


async def test_a_revision_drops_the_bytes_of_the_one_before(player: Player) -> None:
    record = os.urandom(16)
    first = await player.write(record)
    second = await player.write(record, base=first)
    page = await player.read()
    assert [one.body is None for one in page.entries] == [False, True, False]
    assert page.entries[1].record == page.entries[2].record == record
    assert verified(player.account, page).sequence == second


async def test_two_revisions_of_one_record_in_one_batch(player: Player) -> None:
    record = os.urandom(16)
    sealed = [envelope(player.account, record) for _ in range(2)]
    reply = await player.append(draft(sealed[0]), draft(sealed[1], base=2))
    assert reply.json["results"] == [{"sequence": 2}, {"sequence": 3}]
    assert [one.body for one in (await player.read(1)).entries] == [None, sealed[1]]


async def test_a_base_that_is_not_the_newest_is_a_conflict_and_the_rest_goes_on(player: Player) -> None:
    record = os.urandom(16)
    newest = await player.write(record)
    reply = await player.append(
        draft(envelope(player.account, record)),
        draft(envelope(player.account, record), base=newest + 1),
        draft(envelope(player.account), base=1),
        draft(envelope(player.account)),
    )
    assert reply.status == 200
    assert reply.json["results"] == [
        {"problem": "conflict", "newest": newest},
        {"problem": "conflict", "newest": newest},
        {"problem": "conflict", "newest": None},
        {"sequence": newest + 1},
    ]


async def test_another_epoch_is_stale_before_it_is_a_conflict(player: Player) -> None:
    record = os.urandom(16)
    newest = await player.write(record)
    reply = await player.append(draft(envelope(player.account, record, epoch=1)))
    assert reply.json["results"] == [{"problem": "stale-epoch", "newest": newest}]


async def test_one_bad_header_refuses_the_whole_batch(player: Player) -> None:
    good = draft(envelope(player.account))
    for bad, code in (
        (envelope(os.urandom(32)), "account"),
        (b"\x02" + envelope(player.account)[1:], "header"),
        (envelope(player.account)[:60], "length"),
        (envelope(player.account)[: 56 + 39], "length"),
        (b"\x01", "length"),
    ):
        reply = await player.append(good, draft(bad))
        assert (reply.status, reply.problem, reply.json["code"]) == (422, "refused", code)
    assert (await player.head()).sequence == 1


async def test_a_stale_generation_is_told_before_a_bad_header(player: Player) -> None:
    reply = await player.append(draft(b"\x00"), generation=os.urandom(32))
    assert (reply.status, reply.problem) == (409, "stale-generation")
    assert reply.json["head"] == (await player.read()).head.model_dump(mode="json")


async def test_pages_end_at_a_thousand_entries(player: Player) -> None:
    for _ in range(11):
        await player.append(*(draft(envelope(player.account)) for _ in range(100)))
    page = await player.read()
    assert (len(page.entries), page.head.sequence) == (1_000, 1_101)
    head = verified(player.account, page)
    rest = await player.read(head.sequence)
    assert len(rest.entries) == 101
    assert verified(player.account, rest, head) == rest.head.value()


async def test_pages_end_at_four_mebibytes_and_hold_at_least_one(player: Player) -> None:
    for _ in range(6):
        await player.write(size=1024 * 1024 - 1024)
    page = await player.read(1)
    assert len(page.entries) == 5
    assert (page.through.sequence, page.head.sequence) == (6, 7)
    assert sum(len(one.body or b"") for one in (await player.read(6)).entries) == 1024 * 1024 - 1024 + 96


async def test_after_the_newest_there_is_nothing_and_no_fault(player: Player) -> None:
    await player.write()
    for after in (2, 3, 2**53 - 1):
        page = await player.read(after)
        assert (page.entries, page.through) == ([], page.head)


async def test_an_envelope_may_have_exactly_a_mebibyte(player: Player) -> None:
    at_limit = envelope(player.account, size=1024 * 1024 - 56 - 40)
    assert len(at_limit) == 1024 * 1024
    assert (await player.append(draft(at_limit))).json["results"] == [{"sequence": 2}]
    reply = await player.append(draft(at_limit + b"\x00"))
    assert (reply.status, reply.problem, reply.json["limit"]) == (413, "too-large", 1024 * 1024)


async def test_sixteen_at_once_on_one_account_leave_no_gap(player: Player) -> None:
    async def write(many: int) -> list[int]:
        return [await player.write() for _ in range(many)]

    found = await asyncio.gather(*(write(10) for _ in range(16)))
    assert sorted(one for some in found for one in some) == list(range(2, 162))
    verified(player.account, await player.read())


async def test_sixteen_accounts_at_once(relay: Relay) -> None:
    async def live() -> None:
        player = await Player.begin(relay)
        assert [await player.write() for _ in range(5)] == [2, 3, 4, 5, 6]
        verified(player.account, await player.read())

    await asyncio.gather(*(live() for _ in range(16)))


async def test_sixteen_that_revise_one_record_at_once_never_lose_one(player: Player) -> None:
    record = os.urandom(16)
    await player.write(record)

    async def revise() -> None:
        base = 2
        while True:
            reply = await player.append(draft(envelope(player.account, record), base))
            result = reply.json["results"][0]
            if "sequence" in result:
                return
            base = result["newest"]

    await asyncio.gather(*(revise() for _ in range(16)))
    page = await player.read()
    assert [one.body is None for one in page.entries] == [False] + [True] * 16 + [False]
    verified(player.account, page)
