"""Text that no UTF-8 spells is refused wherever it would become bytes. No vector says so: not every reader of JSON takes one."""

import pytest

from counterfoil_crypto.device import Device
from counterfoil_crypto.document import canonical
from counterfoil_crypto.encoding import to_utf8
from counterfoil_crypto.epoch import Epoch
from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.identity import order_key, record_id, source_id
from counterfoil_crypto.pairing import Claim, Code, Pairing, parse_code
from counterfoil_crypto.session import session_message
from counterfoil_crypto.suffixes import vendor_of
from counterfoil_crypto.terms import patched

LONE = "\ud800"


def test_text_becomes_utf8() -> None:
    assert to_utf8("№ 灯 \U0001f4a1") == "№ 灯 \U0001f4a1".encode()


def test_a_lone_surrogate_is_refused_as_text() -> None:
    characters = str(Code("https://relay.example", bytes(16))).partition("#")[2]
    for use in (
        lambda: to_utf8(LONE),
        lambda: record_id(Epoch(0, bytes(32)), "Order", order_key("shop.example", f"1{LONE}")),
        lambda: record_id(Epoch(0, bytes(32)), LONE, ()),
        lambda: source_id(f"https://shop.example/{LONE}"),
        lambda: session_message(f"https://{LONE}.example", bytes(32), bytes(32)),
        lambda: str(Code(f"https://{LONE}.example", bytes(16))),
        lambda: parse_code(f"https://{LONE}.example#{characters}"),
    ):
        with pytest.raises(RefusedError) as refusal:
            use()
        assert refusal.value.code == "text"


def test_a_lone_surrogate_is_refused_by_the_code_of_its_place() -> None:
    claim = Claim(Device(bytes(32)).keys, f"Jo's {LONE}")
    for code, use in (
        ("name", lambda: Pairing(bytes(16)).seal_claim(claim)),
        ("canonical", lambda: canonical({LONE: 1})),
        ("patch", lambda: patched("", [0, 0, LONE])),
        ("patch", lambda: patched("\U0001f511", [0, 1, LONE])),
        ("url", lambda: vendor_of(f"https://{LONE}.example/")),
        ("code", lambda: parse_code(f"https://relay.example#{LONE * 30}")),
    ):
        with pytest.raises(RefusedError) as refusal:
            use()
        assert refusal.value.code == code
