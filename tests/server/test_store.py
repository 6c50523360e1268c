"""The contract of a store, in terms of the interface alone: every backend runs it."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from counterfoil.relay.problem import ProblemError
from counterfoil.relay.store.base import Session, Store
from counterfoil.relay.store.sqlite import SqliteStore
from counterfoil.wire import Appended, NewRevision, ProblemCode, Result
from counterfoil_crypto import statement
from counterfoil_crypto.chain import FIRST_GENERATION, NO_RECORD, EntryKind, first_head, start_head
from counterfoil_crypto.device import Device
from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.statement import Genesis, Head
from tests.server.helpers import envelope

BACKENDS = {"sqlite": SqliteStore.open}


@pytest.fixture(params=BACKENDS)
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    one = await BACKENDS[request.param](tmp_path)
    yield one
    await one.close()


@pytest.fixture
def device() -> Device:
    return Device.new()


@pytest.fixture
async def genesis(store: Store, device: Device) -> Genesis:
    one = statement.genesis(device, os.urandom(32), os.urandom(80))
    assert await store.open_account(one, allowed=True)
    return one


async def _problem(code: ProblemCode, asked: object) -> None:
    with pytest.raises(ProblemError) as caught:
        await asked  # type: ignore[misc] # a coroutine of any result
    assert caught.value.code is code


async def test_it_is_ready(store: Store) -> None:
    await store.ready()


async def test_an_account_is_opened_once(store: Store, genesis: Genesis) -> None:
    assert not await store.open_account(genesis, allowed=False)
    other = statement.genesis(Device.new(), os.urandom(32), os.urandom(80))
    await _problem(ProblemCode.ACCOUNTS_CLOSED, store.open_account(other, allowed=False))
    await _problem(ProblemCode.UNKNOWN_ACCOUNT, store.head(other.account))
    await _problem(ProblemCode.UNKNOWN_ACCOUNT, store.read_log(other.account, 0, entries=1, size=1))


async def test_a_log_begins_with_its_genesis(store: Store, genesis: Genesis) -> None:
    page = await store.read_log(genesis.account, 0, entries=10, size=10)
    digest = statement.statement_digest(genesis.signed)
    assert page.head == page.through == await store.head(genesis.account) == first_head(genesis)
    assert [(one.kind, one.record, one.digest, one.body) for one in page.entries] == [
        (EntryKind.STATEMENT, NO_RECORD, digest, genesis.signed)
    ]


async def test_a_page_ends_at_the_first_of_its_limits(store: Store, genesis: Genesis, device: Device) -> None:
    revisions = [NewRevision(base=None, envelope=envelope(genesis.account)) for _ in range(9)]
    await store.append_records(genesis.account, device.keys.id, FIRST_GENERATION, revisions)
    size = len(revisions[0].envelope)
    for entries, limit, expected in ((3, 10**9, 3), (100, 1, 1), (100, size + 1, 2), (100, 2 * size, 2), (100, 10**9, 9)):
        page = await store.read_log(genesis.account, 1, entries=entries, size=limit)
        assert [one.sequence for one in page.entries] == list(range(2, 2 + expected))
        assert page.through.sequence == page.entries[-1].sequence
    at_two = (await store.read_log(genesis.account, 1, entries=1, size=1)).through
    assert (await store.read_log(genesis.account, 2, entries=0, size=1)).through == at_two
    assert (await store.read_log(genesis.account, 0, entries=0, size=1)).through == start_head(genesis.account)


async def test_an_append_takes_all_or_nothing(store: Store, genesis: Genesis, device: Device) -> None:
    before = await store.head(genesis.account)
    good, bad = (
        NewRevision(base=None, envelope=envelope(genesis.account)),
        NewRevision(base=None, envelope=envelope(os.urandom(32))),
    )
    with pytest.raises(RefusedError):
        await store.append_records(genesis.account, device.keys.id, FIRST_GENERATION, [good, bad])
    assert await store.head(genesis.account) == before


async def test_an_append_needs_a_current_device_before_all_else(store: Store, genesis: Genesis) -> None:
    asked = store.append_records(genesis.account, os.urandom(16), os.urandom(32), [NewRevision(base=None, envelope=b"\x01")])
    await _problem(ProblemCode.UNKNOWN_DEVICE, asked)


async def test_heads_are_announced_in_order_and_only_when_the_log_moved(store: Store, genesis: Genesis, device: Device) -> None:
    heard: list[tuple[bytes, Head]] = []
    store.announce = lambda account, head: heard.append((account, head))
    record = os.urandom(16)
    first, astray, second = (NewRevision(base=base, envelope=envelope(genesis.account, record)) for base in (None, 7, 2))
    for revision in (first, first, astray, second):
        await store.append_records(genesis.account, device.keys.id, FIRST_GENERATION, [revision])
    assert [(account, head.sequence) for account, head in heard] == [(genesis.account, 2), (genesis.account, 3)]
    assert heard[-1][1] == await store.head(genesis.account)


async def test_who_gives_up_waiting_leaves_whole_writes_and_announcements(store: Store, genesis: Genesis, device: Device) -> None:
    heard: list[int] = []
    store.announce = lambda _account, head: heard.append(head.sequence)

    async def append() -> list[Result]:
        batch = [NewRevision(base=None, envelope=envelope(genesis.account)) for _ in range(20)]
        return (await store.append_records(genesis.account, device.keys.id, FIRST_GENERATION, batch))[1]

    for delay in (0, 0, 0.0005, 0.001, 0.002, 0.003):
        task = asyncio.create_task(append())
        await asyncio.sleep(delay)
        task.cancel()
        await asyncio.wait([task])
    results = await append()
    head = await store.head(genesis.account)
    assert (head.sequence - 1) % 20 == 0
    assert results[-1] == Appended(sequence=head.sequence)
    assert heard[-1] == head.sequence
    assert heard == list(range(21, head.sequence + 1, 20))


async def test_reads_do_not_wait_for_writes(store: Store, genesis: Genesis, device: Device) -> None:
    async def append() -> None:
        batch = [NewRevision(base=None, envelope=envelope(genesis.account, size=100_000)) for _ in range(50)]
        await store.append_records(genesis.account, device.keys.id, FIRST_GENERATION, batch)

    writing = asyncio.create_task(append())
    reads = 0
    while not writing.done():
        await store.head(genesis.account)
        reads += 1
    await writing
    assert reads > 1


async def test_a_challenge_is_taken_once_by_its_own_device_in_time(store: Store, genesis: Genesis, device: Device) -> None:
    account, name = genesis.account, device.keys.id
    for nonce in (b"a" * 32, b"b" * 32, b"c" * 32):
        await store.add_challenge(nonce, account, name, 1_000)
    assert await store.take_challenge(b"a" * 32, account, name, 999) == device.keys
    await _problem(ProblemCode.BAD_SESSION, store.take_challenge(b"a" * 32, account, name, 999))
    await _problem(ProblemCode.BAD_SESSION, store.take_challenge(b"b" * 32, account, name, 1_000))
    await _problem(ProblemCode.UNKNOWN_DEVICE, store.take_challenge(b"c" * 32, account, os.urandom(16), 1))
    await _problem(ProblemCode.UNKNOWN_DEVICE, store.add_challenge(b"d" * 32, account, os.urandom(16), 1))
    await _problem(ProblemCode.UNKNOWN_ACCOUNT, store.add_challenge(b"d" * 32, os.urandom(32), name, 1))


async def test_a_token_is_known_until_it_runs_out(store: Store, genesis: Genesis, device: Device) -> None:
    session = Session(genesis.account, device.keys.id, 1_000)
    await store.add_token(b"t" * 32, session)
    assert await store.session(b"t" * 32, 999) == session
    assert await store.session(b"t" * 32, 1_000) is None
    assert await store.session(b"u" * 32, 0) is None


async def test_purging_takes_what_ran_out_and_no_more(store: Store, genesis: Genesis, device: Device) -> None:
    account, name = genesis.account, device.keys.id
    for expires in (1_000, 2_000):
        key = expires.to_bytes(32)
        await store.add_challenge(key, account, name, expires)
        await store.add_token(key, Session(account, name, expires))
        await store.open_pairing(key, account, name, now=0, expires=expires)
    await store.purge(1_000)
    gone, there = (1_000).to_bytes(32), (2_000).to_bytes(32)
    assert await store.session(gone, 0) is None
    assert await store.session(there, 0) is not None
    await _problem(ProblemCode.BAD_SESSION, store.take_challenge(gone, account, name, 0))
    await store.take_challenge(there, account, name, 0)
    await _problem(ProblemCode.NO_MAILBOX, store.pairing(gone, 0))
    assert (await store.pairing(there, 0)).expires == 2_000


async def test_a_pairing_passes_one_claim_and_one_answer(store: Store, genesis: Genesis, device: Device) -> None:
    opener, mailbox = (genesis.account, device.keys.id), os.urandom(32)
    assert await store.open_pairing(mailbox, *opener, now=0, expires=1_000) == (1_000, True)
    assert await store.open_pairing(mailbox, *opener, now=5, expires=1_005) == (1_000, False)
    await _problem(ProblemCode.OUT_OF_TURN, store.answer_pairing(mailbox, b"answer", 5, opener))
    await store.claim_pairing(mailbox, b"claim", 5)
    await _problem(ProblemCode.CLAIMED, store.claim_pairing(mailbox, b"other", 5))
    await _problem(ProblemCode.NO_MAILBOX, store.pairing(mailbox, 5, (genesis.account, os.urandom(16))))
    await store.answer_pairing(mailbox, b"answer", 5, opener)
    found = await store.pairing(mailbox, 999, opener)
    assert (found.expires, found.claim, found.answer) == (1_000, b"claim", b"answer")
    await _problem(ProblemCode.NO_MAILBOX, store.pairing(mailbox, 1_000))
    await store.close_pairing(mailbox, 999, opener)
    await _problem(ProblemCode.NO_MAILBOX, store.pairing(mailbox, 5))


async def test_concurrent_claims_let_one_through(store: Store, genesis: Genesis, device: Device) -> None:
    mailbox = os.urandom(32)
    await store.open_pairing(mailbox, genesis.account, device.keys.id, now=0, expires=1_000)
    claims = (store.claim_pairing(mailbox, bytes([one]), 1) for one in range(8))
    results = await asyncio.gather(*claims, return_exceptions=True)
    assert sorted(isinstance(one, ProblemError) for one in results) == [False] + [True] * 7
    assert (await store.pairing(mailbox, 1)).claim == bytes([[isinstance(one, ProblemError) for one in results].index(False)])
