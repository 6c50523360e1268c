"""Row 8: malleability."""

import json
from pathlib import Path

import pytest

from counterfoil_crypto.device import Device
from counterfoil_crypto.encoding import Reader
from counterfoil_crypto.envelope import open_envelope
from counterfoil_crypto.epoch import Epoch, open_epoch
from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.header import take_header
from counterfoil_crypto.pairing import Pairing
from counterfoil_crypto.statement import parse
from tests.attacks.malicious import MaliciousRelay
from tests.attacks.people import is_named_and_set_aside, lie, two
from tests.server.client.devices import Devices

VECTORS = Path(__file__).parents[2] / "crypto/vectors"


def given(name: str) -> dict[str, str]:
    found: dict[str, str] = json.loads((VECTORS / f"{name}.json").read_text())["input"]
    return found


async def test_a_flipped_bit_sets_the_revision_aside(devices: Devices, relay: MaliciousRelay) -> None:
    laptop, phone = await two(devices, relay)
    await lie(relay, "08-flipped")
    await is_named_and_set_aside(devices, relay, laptop, phone)


def flips(data: bytes) -> list[bytes]:
    return [data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :] for at in range(len(data)) for bit in range(8)]


def test_no_bit_of_an_envelope_can_be_flipped() -> None:
    vector = given("envelope/stored")
    epoch = Epoch(int(vector["epoch"]), bytes.fromhex(vector["epoch_key"]))
    for one in flips(bytes.fromhex(vector["envelope"])):
        with pytest.raises(RefusedError):
            # the key is the epoch's that the header names, whatever it names: nothing rests on the number alone
            open_envelope(Epoch(take_header(Reader(one)).epoch, epoch.key), one)


def test_no_bit_of_an_epoch_key_can_be_flipped() -> None:
    vector = given("epoch/open-good")
    device, commitment = Device(bytes.fromhex(vector["seed"])), bytes.fromhex(vector["commitment"])
    for one in flips(bytes.fromhex(vector["sealed"])):
        with pytest.raises(RefusedError):
            open_epoch(device, int(vector["number"]), one, commitment)


def test_no_bit_of_a_genesis_can_be_flipped() -> None:
    for one in flips(bytes.fromhex(given("statement/genesis")["statement"])):
        with pytest.raises(RefusedError):
            parse(one)


def test_no_bit_of_a_claim_or_an_answer_can_be_flipped() -> None:
    vector = given("pairing/answer-good")
    pairing, claim = Pairing(bytes.fromhex(vector["secret"])), bytes.fromhex(vector["claim"])
    for one in flips(claim):
        with pytest.raises(RefusedError):
            pairing.open_claim(one)
    for one in flips(bytes.fromhex(vector["answer"])):
        with pytest.raises(RefusedError):
            pairing.open_answer(one, claim)
