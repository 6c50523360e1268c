"""`decode` takes a shorter way for regular documents; by the letter of SPEC.md it must come to the same, whatever the bytes."""

import json
import random

from counterfoil_crypto import document
from counterfoil_crypto.document import Document, Writer, decode, join, purge_is_due
from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.stamp import Clock

LAPTOP = bytes(range(16))
DAY_MS = 24 * 3_600_000
PIECES = [
    *(b"{", b"}", b"[", b"]", b",", b":", b" ", b"\n", b'"', b"\\", b"\\u0041", b"\\ud800", b"1.0", b"1e3", b"-0", b"-1", b"01"),
    *(
        b"true",
        b"null",
        b"9007199254740992",
        b"9007199254740991",
        b'"at"',
        b'"value"',
        b'"page"',
        b'"purge":[1,0,"' + b"0" * 32 + b'"],',
    ),
    *("é".encode(), "～".encode(), "😀".encode(), b"\xed\xa0\x80", b"\xff", b"[" * 17, b"NaN", b'{"b":1,"a":2}', b'"a":1,"a":2'),
]


def by_the_letter(data: bytes) -> bytes | str:
    try:
        value = json.loads(data.decode("utf-8"), parse_constant=_no)
    except (ValueError, RecursionError):
        return "canonical"
    try:
        return document._decode_by_the_letter(value, data).encode()
    except RefusedError as error:
        return error.code


def _no(name: str) -> None:
    raise ValueError(name)


def shorter(data: bytes) -> bytes | str:
    try:
        return decode(data).encode()
    except RefusedError as error:
        return error.code


def test_the_shorter_way_and_the_letter_agree_on_40_000_spoiled_documents() -> None:
    chance = random.Random(5)  # noqa: S311 # seeded on purpose
    good, outcomes = regular(), {"canonical": 0, "document": 0, "taken": 0}
    for _ in range(40_000):
        data = bytearray(chance.choice(good))
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            at = chance.randrange(len(data) + 1)
            cut = chance.choice((0, 0, 1, 1, 2, 5))
            data[at : at + cut] = chance.choice((b"", chance.choice(PIECES), bytes([chance.randrange(256)])))
        spoiled = bytes(data)
        found = shorter(spoiled)
        assert found == by_the_letter(spoiled), spoiled
        assert isinstance(found, str) or found == spoiled
        outcomes[found if isinstance(found, str) else "taken"] += 1
    assert min(outcomes.values()) > 300, outcomes


def regular() -> list[bytes]:
    writer = Writer(LAPTOP, Clock(0, 0), 1_795_300_000_000)
    items = [{"name": "Lamp, brass", "quantity": 2, "nested": [[{"é": 1, "z": None}], [True, -5]]}]
    order = writer.capture(Document("Order", 1, {}), {"total": "59.97", "items": items}, {"total": {"confidence": 95}})
    order = writer.say(writer.say(order, "note", 'a "word" \\ \u2028 😀'), "deleted", value=True)
    documents = [order, writer.purge(order, ["ab" * 32]), Document("Vendor", 3, {})]
    return [one.encode() for one in documents]


def test_a_purge_is_due_after_thirty_days_in_the_bin_and_once() -> None:
    writer = Writer(LAPTOP, Clock(0, 0), DAY_MS)
    order = writer.say(writer.capture(Document("Order", 1, {}), {"total": "1.00"}, {}), "deleted", value=True)
    assert not purge_is_due(order, 31 * DAY_MS - 1)
    assert purge_is_due(order, 31 * DAY_MS)
    assert not purge_is_due(writer.say(order, "deleted", value=False), 99 * DAY_MS)
    purged = Writer(LAPTOP, writer.clock, 31 * DAY_MS).purge(order, [])
    assert purged.deleted
    assert not purge_is_due(purged, 99 * DAY_MS)
    late = Writer(bytes(16), Clock(0, 0), 32 * DAY_MS).capture(Document("Order", 1, {}), {"total": "2.00"}, {})
    assert purge_is_due(join(purged, late), 99 * DAY_MS)


def test_what_was_purged_does_not_come_back_and_what_is_said_afterwards_stays() -> None:
    writer = Writer(LAPTOP, Clock(0, 0), DAY_MS)
    order = writer.say(writer.capture(Document("Order", 1, {}), {"total": "1.00"}, {}), "deleted", value=True)
    purged = writer.purge(order, [])
    assert join(purged, order) is purged
    assert join(order, purged).encode() == purged.encode()
    back = writer.capture(writer.say(purged, "deleted", value=False), {"total": "1.00"}, {})
    assert join(back, order).shown("total") == "1.00"
    assert not join(order, back).deleted
