"""Python and TypeScript write the same bytes: random documents through one and back through the other."""

from __future__ import annotations

import json
import subprocess
from functools import reduce
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Final

import pytest

from counterfoil_crypto.document import Document, Writer, decode, join
from counterfoil_crypto.encoding import MOST_MS
from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.stamp import MOST_COUNTER, Clock, follow, tick
from tests.merge.documents import COUNTERS, DEVICES, FIELDS, MOMENTS, random_document, random_json, random_value
from tests.merge.node import NODE
from tests.merge.oracle import encoded, joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ROUNDS: Final = 400
SEEDS: Final = range(2)
WALLS: Final = (0, 1_795_300_000_000, 1_795_300_000_001, MOST_MS - 1)
Question = dict[str, Any]


def ask(questions: Iterable[Question]) -> list[Any]:
    """What TypeScript answers to each."""
    asked = "".join(json.dumps(one) + "\n" for one in questions)
    script = str(Path(__file__).parent / "languages.ts")
    done = subprocess.run([*NODE, script], input=asked, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def answered(work: Callable[[], Any]) -> Any:
    """What Python answers, in the same form."""
    try:
        return {"gives": work()}
    except RefusedError as error:
        return {"refused": error.code}


def decode_hex(document: str) -> Document:
    return decode(bytes.fromhex(document))


@pytest.mark.parametrize("seed", SEEDS)
def test_random_documents_and_their_joins_are_the_same_bytes(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 # repeatable documents
    groups = [[random_document(chance).encode() for _ in range(chance.randrange(1, 4))] for _ in range(ROUNDS)]
    said = ask({"operation": "join", "documents": [one.hex() for one in group]} for group in groups)
    for group, answer in zip(groups, said, strict=True):
        assert reduce(join, map(decode, group)).encode().hex() == answer["gives"]
        assert encoded(joined(json.loads(one) for one in group)).hex() == answer["gives"]
        back = decode_hex(answer["gives"])
        assert all(join(back, decode(one)) is back for one in group)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_one_writes_the_other_writes_alike(seed: int) -> None:
    """The same person's words, captures and purges, from the same clock, give the same bytes and the same clock."""
    chance = Random(seed)  # noqa: S311 # repeatable documents
    questions = [random_writing(chance) for _ in range(ROUNDS)]
    ours = [answered(lambda one=one: written(one)) for one in questions]  # type: ignore[misc] # bound by its default
    theirs = ask(questions)
    assert ours == theirs
    assert {None, "stamp"} <= {one.get("refused") for one in ours}
    documents = [decode_hex(one["gives"]["document"]) for one in theirs if "gives" in one]
    assert len(documents) > ROUNDS // 2
    assert all(document.encode() == decode(document.encode()).encode() for document in documents)


def random_writing(chance: Random) -> Question:
    steps: list[Question] = []
    for _ in range(chance.randrange(1, 6)):
        origin = chance.choice(("person", "person", "page", "page", "purge"))
        if origin == "purge":
            steps.append({"origin": origin, "keys": [f"{chance.randrange(3):032x}" for _ in range(chance.randrange(3))]})
        else:
            steps.append({"origin": origin, "field": chance.choice(FIELDS), "value": random_value(chance)})
    return {
        "operation": "write",
        "document": random_document(chance).encode().hex(),
        "device": chance.choice(DEVICES),
        "clock": [chance.choice(MOMENTS), chance.choice(COUNTERS)],
        "wall": chance.choice(WALLS),
        "steps": steps,
    }


def written(asked: Question) -> dict[str, Any]:
    document, clock = decode_hex(asked["document"]), Clock(*asked["clock"])
    for step in asked["steps"]:
        writer = Writer(bytes.fromhex(asked["device"]), clock, asked["wall"], 9)
        match step["origin"]:
            case "purge":
                document = writer.purge(document, step["keys"])
            case "person":
                document = writer.say(document, step["field"], step["value"])
            case _:
                beside = {step["field"]: {"signal": "label", "confidence": 95}}
                document = writer.capture(document, {step["field"]: step["value"]}, beside)
        clock = writer.clock
    return {"document": document.encode().hex(), "clock": list(clock)}


@pytest.mark.parametrize("seed", SEEDS)
def test_documents_with_one_thing_wrong_are_refused_alike(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 # repeatable documents
    spoilt = [spoil(chance, random_document(chance).encode()) for _ in range(ROUNDS)]
    ours = [answered(lambda one=one: decode(one).encode().hex()) for one in spoilt]  # type: ignore[misc] # likewise
    assert ours == ask({"operation": "decode", "document": one.hex()} for one in spoilt)
    assert {one.get("refused") for one in ours} == {None, "canonical", "document"}


def spoil(chance: Random, document: bytes) -> bytes:
    at = chance.randrange(len(document))
    match chance.randrange(5):
        case 0:
            return document[:at] + document[at + 1 :]
        case 1:
            return document[:at] + bytes([chance.randrange(256)]) + document[at + 1 :]
        case 2:
            return document[:at] + document[at : at + 5] + document[at:]
        case 3:
            return document.replace(
                chance.choice((b"null", b"0", b'"a', b"1", b"x")), chance.choice((b"1", b"-0", b"1.0", b"[]", b'"')), 1
            )
        case _:
            return encoded({**random_json(chance), chance.choice(("purge", "schema", "type", "more")): random_value(chance)})


@pytest.mark.parametrize("seed", SEEDS)
def test_clocks_move_alike(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 # repeatable readings
    moments, counters = (0, 1, 1_795_300_000_000, 1_795_300_600_000, MOST_MS - 1), (0, 1, MOST_COUNTER - 2, MOST_COUNTER - 1)

    def reading() -> list[int]:
        return [chance.choice(moments), chance.choice(counters)]

    ticks: list[Question] = [
        {"operation": "tick", "clock": reading(), "wall": chance.choice(WALLS), "above": chance.choice((None, reading()))}
        for _ in range(ROUNDS)
    ]
    follows: list[Question] = [
        {"operation": "follow", "clock": reading(), "seen": reading(), "wall": chance.choice(WALLS)} for _ in range(ROUNDS)
    ]
    ours = [
        answered(lambda one=one: list(tick(Clock(*one["clock"]), one["wall"], one["above"] and Clock(*one["above"]))))  # type: ignore[misc] # likewise
        for one in ticks
    ]
    ours += [{"gives": list(follow(Clock(*one["clock"]), Clock(*one["seen"]), one["wall"]))} for one in follows]
    assert ours == ask([*ticks, *follows])
