"""A statement is valid only as the entry directly after the head it names."""

import os
from collections.abc import Callable
from typing import Any

import pytest

from counterfoil_crypto import statement
from counterfoil_crypto.chain import FIRST_GENERATION, start_head
from counterfoil_crypto.device import Device
from counterfoil_crypto.statement import Head
from tests.server.helpers import Player, verified

Wrong = Callable[[Player, Head], dict[str, Any]]


async def test_an_added_device_signs_in_writes_and_adds_another(player: Player) -> None:
    phone = await player.pair()
    await phone.write()
    tablet = await phone.pair()
    assert await tablet.write() == 5
    page = await player.read()
    assert [one.kind for one in page.entries] == ["statement", "statement", "record", "statement", "record"]
    verified(player.account, page)


async def test_the_same_statement_again_is_the_same_answer_also_after_records(player: Player) -> None:
    signed = (await player.add()).signed
    first = await player.append_statement(signed)
    await player.write()
    again = await player.append_statement(signed)
    assert (first.status, again.status) == (200, 200)
    assert first.json == again.json
    assert first.json["sequence"] == first.json["head"]["sequence"] == 2


async def test_the_genesis_again_is_the_same_answer_while_it_is_the_newest_statement(player: Player) -> None:
    assert player.genesis is not None
    await player.write()
    assert (await player.append_statement(player.genesis.signed)).json["sequence"] == 1
    await player.pair()
    assert (await player.append_statement(player.genesis.signed)).json["code"] == "previous"


async def test_any_member_may_carry_what_a_member_signed(player: Player) -> None:
    phone = await player.pair()
    assert (await phone.append_statement((await player.add()).signed)).json["sequence"] == 3


async def test_a_statement_for_an_earlier_head_is_a_conflict(player: Player) -> None:
    late = await player.add()
    await player.write()
    reply = await player.append_statement(late.signed)
    assert (reply.status, reply.problem) == (409, "conflict")
    assert reply.json["head"] == (await player.read()).head.model_dump(mode="json")
    assert (await player.append_statement((await player.add()).signed)).status == 200


async def test_a_statement_of_another_generation_is_stale(player: Player) -> None:
    head = await player.head()
    other = await player.add(head=Head(os.urandom(32), head.sequence, head.hash))
    reply = await player.append_statement(other.signed)
    assert (reply.status, reply.problem) == (409, "stale-generation")


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("account", lambda _player, _head: {"account": os.urandom(32)}),
        ("previous", lambda _player, _head: {"previous": os.urandom(32)}),
        ("signer", lambda _player, _head: {"signer": Device.new()}),
        ("epoch", lambda _player, _head: {"epoch": 1}),
        ("known-device", lambda player, _head: {"newcomer": player.device}),
    ],
)
async def test_a_statement_that_is_valid_nowhere_is_refused(player: Player, code: str, wrong: Wrong) -> None:
    reply = await player.append_statement((await player.add(**wrong(player, await player.head()))).signed)
    assert (reply.status, reply.problem, reply.json["code"]) == (422, "refused", code)
    assert (await player.head()).sequence == 1


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("length", lambda signed: signed[:-1]),
        ("length", lambda signed: signed + b"\x00"),
        ("version", lambda signed: b"\x02" + signed[1:]),
        ("kind", lambda signed: signed[:1] + b"\x0a" + signed[2:]),
        ("role", lambda signed: signed[:162] + b"\x03" + signed[163:]),
        ("signature", lambda signed: signed[:-1] + bytes([signed[-1] ^ 1])),
    ],
)
async def test_bytes_that_are_no_statement_are_refused(player: Player, code: str, change: Callable[[bytes], bytes]) -> None:
    reply = await player.append_statement(change((await player.add()).signed))
    assert (reply.status, reply.problem, reply.json["code"]) == (422, "refused", code)
    assert (await player.head()).sequence == 1


async def test_an_account_begins_with_a_genesis_and_nothing_else(player: Player) -> None:
    assert player.genesis is not None
    stranger = Player(player.relay)
    stranger.genesis = statement.genesis(stranger.device, os.urandom(32), os.urandom(80))
    for signed, code in (
        (stranger.genesis.signed[:-1], "length"),
        (stranger.genesis.signed[:-1] + b"\xff", "signature"),
        (_add_to(stranger).signed, "kind"),
    ):
        stranger.genesis = statement.Genesis(stranger.device.keys, b"", b"", signed)
        reply = await stranger.open_account()
        assert (reply.status, reply.problem, reply.json["code"]) == (422, "refused", code)


def _add_to(player: Player) -> statement.Placed:
    account = os.urandom(32)
    return statement.sign(
        player.device,
        statement.Add(statement.Role.DEVICE, Device.new().keys, 0, os.urandom(80)),
        account=account,
        previous=os.urandom(32),
        head=Head(FIRST_GENERATION, 1, start_head(account).hash),
        date=0,
    )
