"""A device that dies between any two steps loses nothing, writes nothing twice, and is never taken for a copy."""

import os
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar, Final

import pytest
from aiohttp import web

from counterfoil.client import ClientError, LocalDevice, pairing_rows
from counterfoil.client.folder import DATABASE
from counterfoil.client.guest import Guest
from counterfoil.client.host import Host
from counterfoil.client.pairing_rows import LIFETIME_MS
from counterfoil.client.relay import Relay as Dialled
from counterfoil.client.relay import connect
from counterfoil.client.store import Store
from counterfoil_crypto.pairing import Code
from tests.server.client.capturing import capture
from tests.server.client.devices import Devices, Liar, documents, find, join, no_sleep, order, settle, shown

ALIVE: Final = 1_000
"""No step that anything gets to."""
DRAWN: Final = 4
EVERY: Final = bool(os.environ.get("COUNTERFOIL_EVERY_DEATH"))
"""Whether to die at each step, as a soak does, or at a few that are drawn anew for each kind of work and always the same."""


class KilledError(BaseException):
    """Not an `Exception`: no handler may survive it."""


@dataclass
class Death:
    """Counts steps and dies at the chosen one."""

    at: int
    step: int = 0
    last: ClassVar[int] = 0
    """How many steps the latest one saw."""

    def pass_by(self) -> None:
        self.step += 1
        Death.last = self.step
        if self.step == self.at:
            raise KilledError


@contextmanager
def dying(at: int) -> Iterator[Death]:
    """Steps are: before and after each call to the relay, before and after each commit."""
    death = Death(at)
    with pytest.MonkeyPatch.context() as patch:
        call, transaction = Dialled._call, Store.transaction

        async def dying_call(self: Dialled, *arguments: Any) -> Any:
            death.pass_by()
            answer = await call(self, *arguments)
            death.pass_by()
            return answer

        @contextmanager
        def dying_transaction(self: Store) -> Iterator[None]:
            with transaction(self):
                yield
                death.pass_by()
            death.pass_by()

        patch.setattr(Dialled, "_call", dying_call)
        patch.setattr(Store, "transaction", dying_transaction)
        yield death


async def each_death(act: Callable[[int], Awaitable[bool]]) -> int:
    """Calls `act` with steps to die at, once it came through alive; how many there are."""
    assert not await act(ALIVE)
    steps = Death.last
    drawn = random.Random(act.__qualname__).sample(range(1, steps + 1), min(DRAWN, steps))  # noqa: S311 # the same each time
    died = [await act(at) for at in (range(1, steps + 1) if EVERY else sorted(drawn))]
    assert sum(died) >= len(died) - 1, "what is done alive has a step less, at most, than what dies"
    return steps


async def dies(at: int, work: Callable[[], Awaitable[Any]]) -> bool:
    with dying(at):
        try:
            await work()
        except KilledError:
            return True
    return False


@pytest.fixture
async def pair_of(devices: Devices, liar: Liar) -> AsyncIterator[Callable[[int], Awaitable[tuple[LocalDevice, LocalDevice]]]]:
    async def make(number: int) -> tuple[LocalDevice, LocalDevice]:
        laptop = devices.begin(f"laptop{number}", liar.url)
        capture(laptop, order())
        await laptop.sync()
        phone = await devices.pair(laptop, f"phone{number}")
        await laptop.sync()
        return laptop, phone

    yield make
    devices.close()


async def test_sync_killed_at_any_step_writes_each_change_once(
    devices: Devices, pair_of: Callable[[int], Awaitable[tuple[LocalDevice, LocalDevice]]]
) -> None:
    async def act(at: int) -> bool:
        laptop, phone = await pair_of(at)
        laptop.change(find(laptop), "note", "kept")
        capture(laptop, order("2"))
        before, changes = laptop.vault.log.head.sequence, laptop.waiting
        died = await dies(at, laptop.sync)
        laptop = devices.reopen(laptop)
        assert shown(laptop, "note") == "kept"
        laptop.change(find(laptop), "total", "1.00")  # after the restart, before anything is known of the first try
        await settle(laptop, phone)
        revisions = laptop.vault.log.head.sequence - before
        assert changes <= revisions <= changes + 1
        assert documents(laptop) == documents(phone)
        assert (laptop.waiting, laptop.vault.sent, laptop.verdict) == (0, {}, None)
        devices.close()
        return died

    assert await each_death(act) > 10


async def test_sync_killed_at_any_step_of_a_conflict_converges(
    devices: Devices, liar: Liar, pair_of: Callable[[int], Awaitable[tuple[LocalDevice, LocalDevice]]]
) -> None:
    async def act(at: int) -> bool:
        laptop, phone = await pair_of(at)
        laptop.change(find(laptop), "note", "laptop's")
        phone.change(find(phone), "total", "1.00")
        wrote = False

        async def phone_first(request: web.Request) -> None:
            nonlocal wrote
            if request.path == "/v1/log/records" and not wrote:
                wrote = True
                with pytest.MonkeyPatch.context() as patch:
                    patch.setattr(Death, "pass_by", lambda _: None)  # it is the laptop that dies
                    await phone.sync()

        liar.instead = phone_first
        died = await dies(at, laptop.sync)
        liar.instead = None
        laptop = devices.reopen(laptop)
        await settle(laptop, phone)
        assert documents(laptop) == documents(phone)
        assert (shown(laptop, "note"), shown(laptop, "total")) == ("laptop's", "1.00")
        assert (laptop.waiting, laptop.vault.sent, laptop.verdict, phone.verdict) == (0, {}, None, None)
        devices.close()
        return died

    assert await each_death(act) > 15


async def test_pairing_killed_at_any_step_goes_on_or_starts_again(devices: Devices, liar: Liar) -> None:
    async def act(at: int) -> bool:
        laptop, phone = devices.begin(f"laptop{at}", liar.url), devices.begin(f"phone{at}", None)
        capture(phone, order("1"))
        died = await dies(at, lambda: join(laptop, phone, "phone"))
        laptop, phone = devices.reopen(laptop), devices.reopen(phone)
        await go_on(laptop, phone)
        await settle(phone, laptop)
        assert documents(laptop) == documents(phone)
        assert shown(laptop, "total", "1") == "59.97"
        assert len(laptop.members) == 2
        devices.close()
        return died

    assert await each_death(act) > 20


async def test_a_newcomer_that_comes_back_too_late_is_the_member_that_it_was(devices: Devices, liar: Liar) -> None:
    """Killed when the other device had let it in: a new code must not let a second one in beside one that nobody has."""
    laptop, phone = devices.begin("laptop", liar.url), devices.open("phone")
    async with connect(liar.url) as one, connect(liar.url) as other:
        host, guest = Host(laptop, one, no_sleep), Guest(phone, other, no_sleep)
        digits = await guest.claim(await host.open(), "phone")
        await host.wait_claim()
        await host.confirm(digits)
        await host.admit()
    phone = devices.reopen(phone)
    assert (phone.store.folder / DATABASE).stat().st_mode & 0o077 == 0
    devices.clock.ms += 2 * LIFETIME_MS
    assert pairing_rows.load(phone.store, phone.now()) is None
    await join(laptop, phone, "phone")
    await settle(phone, laptop)
    assert set(laptop.members) == {laptop.vault.me, phone.vault.me}
    assert phone.store.row("SELECT 1 FROM newcomer") is None


async def test_a_host_whose_answer_was_lost_lets_the_same_newcomer_in_with_another_code(devices: Devices, liar: Liar) -> None:
    laptop, phone = devices.begin("laptop", liar.url), devices.open("phone")

    async def break_down(request: web.Request) -> web.Response | None:
        return web.Response(status=500) if request.method == "PUT" and request.path.endswith("/answer") else None

    liar.instead = break_down
    with pytest.raises(ClientError):
        await join(laptop, phone, "phone")
    liar.instead = None
    laptop, phone = devices.reopen(laptop), devices.reopen(phone)
    assert len(laptop.members) == 2
    devices.clock.ms += 2 * LIFETIME_MS
    await join(laptop, phone, "phone")
    await settle(phone, laptop)
    assert set(laptop.members) == {laptop.vault.me, phone.vault.me}


async def go_on(laptop: LocalDevice, phone: LocalDevice) -> None:
    """What a person does: the same again, on whichever side is not done."""
    if phone.vault.membership.admission:
        return
    ours = pairing_rows.load(phone.store, phone.now())
    theirs = pairing_rows.load(laptop.store, laptop.now())
    if ours is None:
        await join(laptop, phone, "phone")
        return
    async with connect(ours.relay) as one, connect(ours.relay) as other:
        guest = Guest(phone, other, no_sleep)
        digits = await guest.claim(Code(ours.relay, ours.secret), "phone")
        if theirs is not None:
            host = Host(laptop, one, no_sleep)
            await host.open()
            await host.wait_claim()
            if not host.underway.confirmed:
                await host.confirm(digits)
            await host.admit()
        await guest.join(await guest.wait_answer(), "phone")


async def test_starting_a_history_happens_whole_or_not_at_all(devices: Devices) -> None:
    async def act(at: int) -> bool:
        device = devices.open(f"laptop{at}")

        async def start() -> None:
            device.start("laptop")

        died = await dies(at, start)
        again = devices.reopen(device)
        assert not again.has_account or again.device_name(again.vault.me) == "laptop"
        return died

    assert await each_death(act) > 1
