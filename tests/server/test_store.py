"""The contract of a store, in terms of the interface alone: every backend runs it."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from counterfoil.relay.problem import ProblemError
from counterfoil.relay.store.append import Room
from counterfoil.relay.store.base import Session, Store
from counterfoil.relay.store.sqlite import SqliteStore
from counterfoil.wire import Appended, NewRevision, NoRoom, ProblemCode, Result, Usage
from counterfoil_crypto import statement
from counterfoil_crypto.chain import FIRST_GENERATION, NO_RECORD, EntryKind, first_head, parse_restored, start_head
from counterfoil_crypto.device import Device
from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.statement import Act, Genesis, Head, Leave, Placed, Role, Statement
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
    assert (await store.open_account(one, now=0, allowed=True)).new
    return one


async def _problem(code: ProblemCode, asked: object) -> None:
    with pytest.raises(ProblemError) as caught:
        await asked  # type: ignore[misc] # a coroutine of any result
    assert caught.value.code is code


async def test_it_is_ready(store: Store) -> None:
    await store.ready()


async def test_an_account_is_opened_once(store: Store, genesis: Genesis) -> None:
    assert not (await store.open_account(genesis, now=0, allowed=False)).new
    other = statement.genesis(Device.new(), os.urandom(32), os.urandom(80))
    await _problem(ProblemCode.ACCOUNTS_CLOSED, store.open_account(other, now=0, allowed=False))
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
    await store.append_records(genesis.account, device.keys.id, FIRST_GENERATION, revisions, now=0)
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
        await store.append_records(genesis.account, device.keys.id, FIRST_GENERATION, [good, bad], now=0)
    assert await store.head(genesis.account) == before


async def test_an_append_needs_a_current_device_before_all_else(store: Store, genesis: Genesis) -> None:
    asked = store.append_records(
        genesis.account, os.urandom(16), os.urandom(32), [NewRevision(base=None, envelope=b"\x01")], now=0
    )
    await _problem(ProblemCode.UNKNOWN_DEVICE, asked)


async def test_heads_are_announced_in_order_and_only_when_the_log_moved(store: Store, genesis: Genesis, device: Device) -> None:
    heard: list[tuple[bytes, Head]] = []
    store.announce = lambda account, head: heard.append((account, head))
    record = os.urandom(16)
    first, astray, second = (NewRevision(base=base, envelope=envelope(genesis.account, record)) for base in (None, 7, 2))
    for revision in (first, first, astray, second):
        await store.append_records(genesis.account, device.keys.id, FIRST_GENERATION, [revision], now=0)
    assert [(account, head.sequence) for account, head in heard] == [(genesis.account, 2), (genesis.account, 3)]
    assert heard[-1][1] == await store.head(genesis.account)


async def test_who_gives_up_waiting_leaves_whole_writes_and_announcements(store: Store, genesis: Genesis, device: Device) -> None:
    heard: list[int] = []
    store.announce = lambda _account, head: heard.append(head.sequence)

    async def append() -> list[Result]:
        batch = [NewRevision(base=None, envelope=envelope(genesis.account)) for _ in range(20)]
        return (await store.append_records(genesis.account, device.keys.id, FIRST_GENERATION, batch, now=0))[1]

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
        await store.append_records(genesis.account, device.keys.id, FIRST_GENERATION, batch, now=0)

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


def _sign(device: Device, genesis: Genesis, head: Head, act: Act, *, after: Statement | None = None, date: int = 0) -> Placed:
    previous = statement.statement_digest((after or genesis).signed)
    return statement.sign(device, act, account=genesis.account, previous=previous, head=head, date=date)


async def _add(store: Store, genesis: Genesis, device: Device, newcomer: Device) -> Placed:
    act = statement.Add(Role.DEVICE, newcomer.keys, 0, os.urandom(80))
    one = _sign(device, genesis, await store.head(genesis.account), act)
    await store.append_statement(genesis.account, device.keys.id, one, now=0)
    return one


async def test_a_removal_is_told_after_its_commit_and_ends_what_the_device_had(
    store: Store, genesis: Genesis, device: Device
) -> None:
    phone, account, told = Device.new(), genesis.account, list[tuple[bytes, bytes | None]]()
    store.dismiss = lambda account, device: told.append((account, device))
    add = await _add(store, genesis, device, phone)
    await store.add_token(b"t" * 32, Session(account, phone.keys.id, 1_000))
    await store.add_challenge(b"n" * 32, account, phone.keys.id, 1_000)
    await store.open_pairing(b"m" * 32, account, phone.keys.id, now=0, expires=1_000)
    head = await store.append_statement(
        account, device.keys.id, _sign(phone, genesis, await store.head(account), Leave(), after=add), now=0
    )
    assert told == [(account, phone.keys.id)]
    assert await store.session(b"t" * 32, 0) is None
    await _problem(ProblemCode.BAD_SESSION, store.take_challenge(b"n" * 32, account, phone.keys.id, 0))
    await _problem(ProblemCode.NO_MAILBOX, store.pairing(b"m" * 32, 0))
    await store.add_token(b"u" * 32, Session(account, phone.keys.id, 1_000))
    session = await store.session(b"u" * 32, 0)
    assert session == Session(account, phone.keys.id, 1_000, removed=3)
    revision = NewRevision(base=None, envelope=envelope(account))
    await store.append_records(account, device.keys.id, FIRST_GENERATION, [revision], now=0)
    page = await store.read_log(account, 0, entries=10, size=10**9, removed=3)
    assert (page.head, page.through, len(page.entries)) == (head, head, 3)
    asked = store.append_records(account, phone.keys.id, FIRST_GENERATION, [revision], now=0)
    await _problem(ProblemCode.UNKNOWN_DEVICE, asked)


async def test_a_statement_that_is_refused_changes_nothing(store: Store, genesis: Genesis, device: Device) -> None:
    told = list[object]()
    store.dismiss = lambda account, device: told.append((account, device))
    before = await store.head(genesis.account)
    with pytest.raises(RefusedError) as caught:
        await store.append_statement(genesis.account, device.keys.id, _sign(device, genesis, before, Leave()), now=0)
    assert caught.value.code == "device"
    assert await store.head(genesis.account) == before
    assert told == []


async def test_a_closed_account_has_its_statements_and_no_more(store: Store, genesis: Genesis, device: Device) -> None:
    account, told = genesis.account, list[object]()
    store.dismiss = lambda account, device: told.append((account, device))
    await store.append_records(
        account, device.keys.id, FIRST_GENERATION, [NewRevision(base=None, envelope=envelope(account))], now=0
    )
    await _problem(ProblemCode.UNAUTHORIZED, store.closed_statements(account))
    close = _sign(device, genesis, await store.head(account), statement.Close())
    await store.append_statement(account, device.keys.id, close, now=0)
    assert told == [(account, None)]
    assert await store.closed_statements(account) == [genesis.signed, close.signed]
    assert await store.find_account(device.keys.id, account[:16]) == account
    for asked in (
        store.head(account),
        store.read_log(account, 0, entries=1, size=1),
        store.add_challenge(b"n" * 32, account, device.keys.id, 1),
        store.append_statement(account, device.keys.id, close, now=0),
        store.open_account(genesis, now=0, allowed=True, again=True),
        store.checkpoint(account),
        store.usage(account, None),
    ):
        await _problem(ProblemCode.CLOSED, asked)
    assert await store.declare_restore(0) == 0


async def test_a_restore_is_declared_to_every_account_and_ends_every_token(
    store: Store, genesis: Genesis, device: Device
) -> None:
    other = statement.genesis(Device.new(), os.urandom(32), os.urandom(80))
    await store.open_account(other, now=5_000, allowed=True)
    await store.add_token(b"t" * 32, Session(genesis.account, device.keys.id, 10**6))
    assert await store.declare_restore(9_000) == 2
    assert await store.session(b"t" * 32, 0) is None
    found = []
    for account in (genesis.account, other.account):
        page = await store.read_log(account, 0, entries=10, size=10**6)
        restored = parse_restored(page.entries[-1].body or b"")
        assert page.restores == [2]
        assert page.head.generation == restored.generation == page.entries[-1].digest
        found.append((restored.at, restored.of, restored.random))
    assert [one[:2] for one in found] == [(9_000, 0), (9_000, 5_000)]
    assert found[0][2] != found[1][2]
    await _problem(
        ProblemCode.STALE_GENERATION,
        store.append_records(
            genesis.account, device.keys.id, FIRST_GENERATION, [NewRevision(base=None, envelope=b"\x01")], now=0
        ),
    )


async def test_a_lost_statement_comes_back_and_no_other(store: Store, genesis: Genesis, device: Device) -> None:
    account, head = genesis.account, await store.head(genesis.account)
    act = statement.Add(Role.DEVICE, Device.new().keys, 0, os.urandom(80))
    lost = _sign(device, genesis, Head(FIRST_GENERATION, head.sequence + 4, os.urandom(32)), act)
    for _ in range(2):
        opening = await store.open_account(genesis, [lost], now=0, allowed=False)
        assert opening.head == head
    await store.declare_restore(9_000)
    opening = await store.open_account(genesis, [genesis, lost, lost], now=0, allowed=False)
    assert (opening.new, opening.head) == (False, await store.head(account))
    assert opening.head.sequence == 3


async def test_room_is_counted_in_bytes_that_are_kept(store: Store, genesis: Genesis, device: Device) -> None:
    account, me, record = genesis.account, device.keys.id, os.urandom(16)
    sealed = [envelope(account, record, size=size) for size in (2_000, 2_000, 1_000, 1_001)]
    room = Room(len(sealed[0]))
    results = []
    for base, one in zip((None, 2, 3, 4), sealed, strict=True):
        _, (result,) = await store.append_records(
            account, me, FIRST_GENERATION, [NewRevision(base=base, envelope=one)], now=0, room=room
        )
        results.append(type(result))
    assert results == [Appended] * 4
    used = len(sealed[-1])
    assert await store.usage(account, 9) == Usage(bytes=used, limit=9, records=1, entries=5, blobs=0)
    _, (full,) = await store.append_records(
        account, me, FIRST_GENERATION, [NewRevision(base=None, envelope=envelope(account))], now=0, room=Room(used)
    )
    assert full == NoRoom(problem="full", newest=None, used=used, limit=used)
    growing = store.append_records(
        account, me, FIRST_GENERATION, [NewRevision(base=None, envelope=envelope(account))], now=0, room=Room(growing=False)
    )
    await _problem(ProblemCode.TOO_MANY_REQUESTS, growing)


async def test_a_blob_is_there_whole_or_not_at_all(store: Store, genesis: Genesis, device: Device) -> None:
    account, me, blob = genesis.account, device.keys.id, os.urandom(32)
    async with store.upload(account, me, blob, 6) as upload:
        await upload.write(b"abc")
        await _problem(ProblemCode.NO_BLOB, store.read_blob(account, blob))
    await _problem(ProblemCode.NO_BLOB, store.read_blob(account, blob))
    assert await store.wants_blob(account, me, blob, 6, now=0, room=Room(6))
    await _problem(ProblemCode.FULL, store.wants_blob(account, me, blob, 7, now=0, room=Room(6)))
    await _problem(ProblemCode.UNKNOWN_DEVICE, store.wants_blob(account, os.urandom(16), blob, 6, now=0, room=Room()))
    async with store.upload(account, me, blob, 6) as upload:
        await upload.write(b"abc")
        await upload.write(b"def")
        await _problem(ProblemCode.FULL, upload.keep(now=0, room=Room(5)))
        await upload.keep(now=0, room=Room(6))
    assert not await store.wants_blob(account, me, blob, 6, now=0, room=Room(6))
    size, chunks = await store.read_blob(account, blob)
    assert (size, b"".join([one async for one in chunks])) == (6, b"abcdef")
    await store.purge(7 * 86_400_000 - 1)
    assert (await store.usage(account, None)).bytes == 6
    await store.purge(7 * 86_400_000)
    await _problem(ProblemCode.NO_BLOB, store.read_blob(account, blob))
    assert (await store.usage(account, None)).bytes == 0


async def test_a_blob_that_is_read_while_it_ends_is_there_whole_or_not_at_all(
    store: Store, genesis: Genesis, device: Device
) -> None:
    account, contents = genesis.account, set[bytes | None]()

    async def read(blob: bytes) -> bytes | None:
        try:
            _, chunks = await store.read_blob(account, blob)
        except ProblemError:
            return None
        return b"".join([one async for one in chunks])

    for _ in range(100):
        blob = os.urandom(32)
        async with store.upload(account, device.keys.id, blob, 6) as upload:
            await upload.write(b"abcdef")
            await upload.keep(now=0, room=Room())
        _, *found = await asyncio.gather(store.purge(7 * 86_400_000), *(read(blob) for _ in range(8)))
        contents.update(found)
    assert contents <= {b"abcdef", None}


async def test_concurrent_claims_let_one_through(store: Store, genesis: Genesis, device: Device) -> None:
    mailbox = os.urandom(32)
    await store.open_pairing(mailbox, genesis.account, device.keys.id, now=0, expires=1_000)
    claims = (store.claim_pairing(mailbox, bytes([one]), 1) for one in range(8))
    results = await asyncio.gather(*claims, return_exceptions=True)
    assert sorted(isinstance(one, ProblemError) for one in results) == [False] + [True] * 7
    assert (await store.pairing(mailbox, 1)).claim == bytes([[isinstance(one, ProblemError) for one in results].index(False)])
