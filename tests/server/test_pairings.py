"""A mailbox: one claim, one answer, ten minutes, and only its opener sees the claim."""

import os

import pytest

from counterfoil_crypto.encoding import to_base64url
from tests.server.helpers import Player, Relay, Reply


@pytest.fixture
def mailbox() -> str:
    return to_base64url(os.urandom(32))


async def _put(sender: Relay | Player, mailbox: str, what: str, message: bytes) -> Reply:
    return await sender.send("PUT", f"/v1/pairings/{mailbox}/{what}", {"message": to_base64url(message)})


async def test_a_claim_and_its_answer_pass_through(relay: Relay, player: Player, mailbox: str) -> None:
    opened = await player.send("POST", "/v1/pairings", {"mailbox": mailbox})
    assert opened.status == 201
    assert (await player.send("GET", f"/v1/pairings/{mailbox}")).json == {"claim": None, **opened.json}
    assert (await _put(relay, mailbox, "claim", b"claim" * 46)).status == 204
    assert (await player.send("GET", f"/v1/pairings/{mailbox}")).json["claim"] == to_base64url(b"claim" * 46)
    assert (await relay.send("GET", f"/v1/pairings/{mailbox}/answer")).json == {"answer": None, **opened.json}
    assert (await _put(player, mailbox, "answer", b"answer")).status == 204
    assert (await relay.send("GET", f"/v1/pairings/{mailbox}/answer")).json["answer"] == to_base64url(b"answer")
    assert (await player.send("DELETE", f"/v1/pairings/{mailbox}")).status == 204
    assert (await relay.send("GET", f"/v1/pairings/{mailbox}/answer")).problem == "no-mailbox"


async def test_the_second_claim_is_told_and_the_first_stays(relay: Relay, player: Player, mailbox: str) -> None:
    await player.send("POST", "/v1/pairings", {"mailbox": mailbox})
    assert (await _put(relay, mailbox, "claim", b"first")).status == 204
    assert (await _put(relay, mailbox, "claim", b"first")).status == 204
    second = await _put(relay, mailbox, "claim", b"second")
    assert (second.status, second.problem) == (409, "claimed")
    assert (await player.send("GET", f"/v1/pairings/{mailbox}")).json["claim"] == to_base64url(b"first")


async def test_it_ends_ten_minutes_after_it_was_opened_not_after_it_was_opened_again(
    relay: Relay, player: Player, mailbox: str
) -> None:
    opened = await player.send("POST", "/v1/pairings", {"mailbox": mailbox})
    relay.clock.seconds += 599
    again = await player.send("POST", "/v1/pairings", {"mailbox": mailbox})
    assert (again.status, again.json) == (200, opened.json)
    assert (await _put(relay, mailbox, "claim", b"in time")).status == 204
    relay.clock.seconds += 2
    assert (await _put(relay, mailbox, "claim", b"late")).problem == "no-mailbox"
    assert (await _put(player, mailbox, "answer", b"late")).problem == "no-mailbox"
    for path in ("", "/answer"):
        assert (await player.send("GET", f"/v1/pairings/{mailbox}{path}")).problem == "no-mailbox"
    fresh = await player.send("POST", "/v1/pairings", {"mailbox": mailbox})
    assert fresh.status == 201
    assert (await player.send("GET", f"/v1/pairings/{mailbox}")).json["claim"] is None


async def test_only_its_opener_reads_answers_and_ends_it(relay: Relay, player: Player, mailbox: str) -> None:
    await player.send("POST", "/v1/pairings", {"mailbox": mailbox})
    await _put(relay, mailbox, "claim", b"claim")
    for other in (await player.pair(), await Player.begin(relay)):
        assert (await other.send("POST", "/v1/pairings", {"mailbox": mailbox})).problem == "claimed"
        assert (await other.send("GET", f"/v1/pairings/{mailbox}")).problem == "no-mailbox"
        assert (await other.send("DELETE", f"/v1/pairings/{mailbox}")).problem == "no-mailbox"
        assert (await _put(other, mailbox, "answer", b"answer")).problem == "no-mailbox"
    for method, path in (("GET", ""), ("DELETE", ""), ("PUT", "/answer")):
        assert (await relay.send(method, f"/v1/pairings/{mailbox}{path}")).problem == "unauthorized"
    assert (await _put(player, mailbox, "answer", b"answer")).status == 204


async def test_an_answer_comes_after_the_claim_and_once(relay: Relay, player: Player, mailbox: str) -> None:
    await player.send("POST", "/v1/pairings", {"mailbox": mailbox})
    early = await _put(player, mailbox, "answer", b"answer")
    assert (early.status, early.problem) == (409, "out-of-turn")
    await _put(relay, mailbox, "claim", b"claim")
    assert (await _put(player, mailbox, "answer", b"answer")).status == 204
    assert (await _put(player, mailbox, "answer", b"answer")).status == 204
    assert (await _put(player, mailbox, "answer", b"another")).problem == "out-of-turn"


async def test_messages_have_at_most_a_kibibyte(relay: Relay, player: Player, mailbox: str) -> None:
    await player.send("POST", "/v1/pairings", {"mailbox": mailbox})
    reply = await _put(relay, mailbox, "claim", bytes(1_025))
    assert (reply.status, reply.problem, reply.json["limit"]) == (413, "too-large", 1_024)
    assert (await _put(relay, mailbox, "claim", b"")).problem == "malformed"
    assert (await _put(relay, mailbox, "claim", bytes(1_024))).status == 204
