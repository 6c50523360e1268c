"""Whatever devices wrote, and in whatever order it meets, they end with the same bytes."""

from __future__ import annotations

import json
from functools import reduce
from itertools import permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterfoil_crypto.document import Document, canonical, decode, join
from counterfoil_crypto.errors import RefusedError
from tests.merge.documents import random_document
from tests.merge.oracle import encoded, joined, rank

DOCUMENTS = st.randoms(use_true_random=False).map(random_document)
LAWS = settings(max_examples=400, deadline=None)


def plain(document: Document) -> dict[str, object]:
    found: dict[str, object] = json.loads(document.encode())
    return found


@LAWS
@given(DOCUMENTS, DOCUMENTS)
def test_it_is_commutative(one: Document, other: Document) -> None:
    assert join(one, other).encode() == join(other, one).encode()


@LAWS
@given(DOCUMENTS, DOCUMENTS, DOCUMENTS)
def test_it_is_associative(one: Document, other: Document, third: Document) -> None:
    assert join(join(one, other), third).encode() == join(one, join(other, third)).encode()


@LAWS
@given(DOCUMENTS, DOCUMENTS)
def test_it_is_idempotent_and_says_so_by_giving_back_what_it_got(one: Document, other: Document) -> None:
    both = join(one, other)
    assert join(one, one) is one
    assert join(both, one) is both
    assert join(both, other) is both
    assert join(both, decode(both.encode())) is both
    assert (both is one) == (both.encode() == one.encode())


@LAWS
@given(st.lists(DOCUMENTS, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_any_order_and_any_repetition_gives_what_the_stamps_name(documents: list[Document], chance: Random) -> None:
    expected = encoded(joined(plain(one) for one in documents))
    for some in list(permutations(documents))[:6]:
        assert reduce(join, some).encode() == expected
    again = [*documents, *chance.choices(documents, k=3)]
    chance.shuffle(again)
    assert reduce(join, again).encode() == expected


@LAWS
@given(DOCUMENTS, DOCUMENTS)
def test_no_register_is_lost_but_to_a_greater_one_or_a_purge(one: Document, other: Document) -> None:
    both = plain(join(one, other))
    floor = both.get("purge")
    for document in (plain(one), plain(other)):
        for name, registers in document["fields"].items():  # type: ignore[attr-defined] # JSON
            for origin, register in registers.items():
                kept = both["fields"].get(name, {}).get(origin)  # type: ignore[attr-defined] # likewise
                assert (kept and rank(kept) >= rank(register)) or (floor and register["at"] <= floor)


@LAWS
@given(DOCUMENTS, DOCUMENTS)
def test_what_it_gives_is_a_document(one: Document, other: Document) -> None:
    both = join(one, other).encode()
    assert decode(both).encode() == both == canonical(json.loads(both))


def test_two_types_do_not_join() -> None:
    with pytest.raises(RefusedError) as found:
        join(random_document(Random(1)), random_document(Random(1), "Vendor"))  # noqa: S311 # a repeatable document
    assert found.value.code == "type"
