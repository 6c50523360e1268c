"""A device is let in for what it signed, once, at this relay, and for an hour."""

import os

from counterfoil_crypto.device import Device
from counterfoil_crypto.encoding import to_base64url
from tests.server.helpers import Player, Relay


async def test_a_nonce_is_good_once(player: Player) -> None:
    nonce = (await player.ask_challenge()).json["nonce"]
    assert (await player.ask_token(nonce)).status == 200
    reply = await player.ask_token(nonce)
    assert (reply.status, reply.problem) == (403, "bad-session")


async def test_a_wrong_signature_uses_the_nonce_up(player: Player) -> None:
    nonce = (await player.ask_challenge()).json["nonce"]
    assert (await player.ask_token(nonce, signer=Device.new())).problem == "bad-session"
    assert (await player.ask_token(nonce)).problem == "bad-session"


async def test_a_nonce_ends_after_sixty_seconds(player: Player) -> None:
    early, late = [(await player.ask_challenge()).json["nonce"] for _ in range(2)]
    player.relay.clock.seconds += 59.9
    assert (await player.ask_token(early)).status == 200
    player.relay.clock.seconds += 0.2
    assert (await player.ask_token(late)).problem == "bad-session"


async def test_a_nonce_is_good_for_its_own_device(player: Player) -> None:
    phone = await player.pair()
    nonce = (await player.ask_challenge()).json["nonce"]
    assert (await phone.ask_token(nonce)).problem == "bad-session"


async def test_a_session_signed_for_another_relay_is_refused_and_told_which(player: Player) -> None:
    nonce = (await player.ask_challenge()).json["nonce"]
    reply = await player.ask_token(nonce, origin="https://relay.example")
    port = player.relay.url.rpartition(":")[2]
    assert (reply.status, reply.problem) == (403, "wrong-origin")
    assert reply.json["origins"] == [f"http://127.0.0.1:{port}", f"http://localhost:{port}"]
    assert (await player.ask_token(nonce, origin=f"http://localhost:{port}")).status == 200


async def test_a_token_ends_after_an_hour(player: Player) -> None:
    player.relay.clock.seconds += 3_599.9
    await player.write()
    player.relay.clock.seconds += 0.2
    reply = await player.send("GET", "/v1/log?after=0")
    assert (reply.status, reply.problem) == (401, "unauthorized")
    assert reply.headers["WWW-Authenticate"] == "Bearer"
    await player.sign_in()
    await player.write()


async def test_only_a_current_token_reads(relay: Relay, player: Player) -> None:
    for value in (None, "", "Bearer", "Bearer ", f"Basic {player.token}", f"Bearer {to_base64url(os.urandom(32))}"):
        headers = {} if value is None else {"Authorization": value}
        assert (await relay.send("GET", "/v1/log?after=0", headers=headers)).problem == "unauthorized"
    assert (await relay.send("GET", "/v1/log?after=0", headers={"Authorization": f"bearer {player.token}"})).status == 200


async def test_a_token_speaks_for_its_own_account_only(relay: Relay) -> None:
    ours, theirs = await Player.begin(relay), await Player.begin(relay)
    await theirs.write()
    assert (await ours.read()).head.sequence == 1
