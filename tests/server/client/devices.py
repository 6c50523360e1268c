"""Devices in folders, a clock in the test's hand, orders made up on the spot, and relays that can be made to lie."""

import asyncio
import json
import secrets
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from counterfoil.client import LocalDevice, Synced
from counterfoil.client.guest import Guest
from counterfoil.client.host import Host
from counterfoil.client.relay import connect
from counterfoil.relay.store.sqlite import SqliteStore
from counterfoil.wire import PROBLEM_MEDIA_TYPE, PROBLEM_TYPE, Appended, NewRevision, ProblemCode
from counterfoil_crypto.chain import FIRST_GENERATION
from counterfoil_crypto.encoding import Reader
from counterfoil_crypto.header import take_header
from tests.server.client.capturing import Capture, Seen, capture
from tests.server.helpers import running

START_MS = 1_795_300_000_000


@dataclass
class Clock:
    """Every device's wall clock, a millisecond later each time that it is looked at."""

    ms: int = START_MS

    def __call__(self) -> int:
        self.ms += 1
        return self.ms


@dataclass
class Devices:
    """The devices of one test, by the names of their folders."""

    folder: Path
    clock: Clock = field(default_factory=Clock)
    opened: list[LocalDevice] = field(default_factory=list)

    def open(self, name: str) -> LocalDevice:
        device = LocalDevice(self.folder / name, now=self.clock)
        self.opened.append(device)
        return device

    def begin(self, name: str, relay: str | None) -> LocalDevice:
        device = self.open(name)
        device.start(name, relay)
        return device

    def reopen(self, device: LocalDevice) -> LocalDevice:
        device.close()
        return self.open(device.store.folder.name)

    async def pair(self, host: LocalDevice, name: str) -> LocalDevice:
        """Lets a new device in, both sides by their own steps."""
        newcomer = self.open(name)
        await join(host, newcomer, name)
        await newcomer.sync()
        return newcomer

    def close(self) -> None:
        for device in self.opened:
            device.close()


async def join(host: LocalDevice, newcomer: LocalDevice, name: str) -> None:
    assert host.vault.relay
    async with connect(host.vault.relay) as one, connect(host.vault.relay) as other:
        signed_in, guest = Host(host, one, no_sleep), Guest(newcomer, other, no_sleep)
        digits = await guest.claim(await signed_in.open(), name)
        assert (await signed_in.wait_claim()).name == name
        await signed_in.confirm(digits)
        await signed_in.admit()
        await guest.join(await guest.wait_answer(), name)


async def no_sleep(_: float) -> None:
    await asyncio.sleep(0)


async def settle(*devices: LocalDevice) -> None:
    """Syncs until nobody has anything left to say."""
    for _ in range(3):
        for device in devices:
            await device.sync()


async def sync_quickly(device: LocalDevice) -> Synced:
    engine = device.engine()
    engine.sleep = no_sleep  # type: ignore[misc] # final for everybody else
    return await engine.sync()


def order(number: str = "100001", total: str = "59.97", vendor: str = "shop.example", **more: Any) -> Capture:
    values = {"orderNumber": number, "total": total, "currency": "EUR", **more}
    values.setdefault("items", [{"name": "Brass lantern", "quantity": 2, "unitPrice": "29.99", "total": "59.97"}])
    url = f"https://{vendor}/thank-you"
    return Capture(vendor, url, {name: Seen(value, "label", 95) for name, value in values.items()}, Seen("The Shop", "title", 70))


def items_of(size: int) -> list[dict[str, str]]:
    """Of so many bytes that no deflating makes fewer."""
    return [{"name": secrets.token_hex(900)} for _ in range(size // 1_800)]


def find(device: LocalDevice, number: str = "100001") -> bytes:
    """The id of the order whose page said `number`."""
    found = [
        one.id
        for one in device.records()
        if one.document.type == "Order" and one.document.fields["orderNumber"]["page"].value == number
    ]
    (record,) = found
    return record


def documents(device: LocalDevice) -> dict[bytes, bytes]:
    """Everything a device knows, comparable with another's."""
    return {record: document.encode() for record, document in device.vault.documents.items()}


def shown(device: LocalDevice, name: str, number: str = "100001") -> Any:
    return device.vault.documents[find(device, number)].shown(name)


@dataclass
class Liar:
    """A real relay whose answers pass through `tamper(path, request JSON, answer JSON) -> answer JSON` or come from `instead`."""

    url: str
    store: SqliteStore
    tamper: Callable[[str, Any, Any], Any] | None = None
    instead: Callable[[web.Request], Awaitable[web.StreamResponse | None]] | None = None
    after: Callable[[web.Request], Awaitable[web.StreamResponse | None]] | None = None

    async def serve(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if self.instead and (answer := await self.instead(request)):
            return answer
        response = await handler(request)
        if self.after and (answer := await self.after(request)):
            return answer
        if self.tamper and isinstance(response, web.Response) and isinstance(response.body, bytes) and response.status < 300:
            said = json.loads(await request.read() or b"null") if request.body_exists else None
            body = self.tamper(request.path, said, json.loads(response.body) if response.body else None)
            return web.json_response(body, status=response.status)
        return response

    def on_log(self, change: Callable[[Any], Any]) -> None:
        self.tamper = lambda path, _, answer: change(answer) if path == "/v1/log" else answer


@asynccontextmanager
async def running_liar(folder: Path) -> AsyncIterator[Liar]:
    """A relay that is honest until it is told otherwise."""
    store = await SqliteStore.open(folder)

    @web.middleware
    async def lie(request: web.Request, handler: Handler) -> web.StreamResponse:
        return await liar.serve(request, handler)

    try:
        async with running(store, middleware=lie) as relay:
            liar = Liar(relay.url, store)
            yield liar
    finally:
        await store.close()


async def two(devices: Devices, liar: Liar) -> tuple[LocalDevice, LocalDevice]:
    """A laptop and a phone with an order and everything read, and three entries by the phone that the laptop has not read."""
    laptop = devices.begin("laptop", liar.url)
    capture(laptop, order())
    await laptop.sync()
    phone = await devices.pair(laptop, "phone")
    await laptop.sync()
    phone.change(find(phone), "note", "from the phone")
    await phone.sync()
    phone.change(find(phone), "note", "again")
    capture(phone, order("2"))
    await phone.sync()
    return laptop, phone


def bytes_of(device: LocalDevice, record: bytes) -> bytes:
    """The newest envelope of a record, as it came."""
    found = device.store.row("SELECT envelope FROM envelopes WHERE record = ?", record)
    assert found is not None
    return bytes(found[0])


async def append(liar: Liar, reader: LocalDevice, writer: LocalDevice, envelope: bytes) -> None:
    """The relay appends `envelope` by itself, under a chain that is valid."""
    account = reader.vault.membership.account
    record = take_header(Reader(envelope)).record
    page = await liar.store.read_log(account, 0, entries=9_999, size=1 << 30)
    newest = [entry.sequence for entry in page.entries if entry.record == record]
    revision = NewRevision(base=newest[-1] if newest else None, envelope=envelope)
    _, (result,) = await liar.store.append_records(account, writer.vault.me, FIRST_GENERATION, [revision], now=0)
    assert isinstance(result, Appended)


async def copy_relay(source: Path, target: Path) -> None:
    """A copy of a running relay's folder, as an operator's backup would be."""
    shutil.copytree(source, target)
    store = await SqliteStore.open(target)
    await store.close()


def refusal(code: ProblemCode, **more: Any) -> web.Response:
    """How a relay says no."""
    said = {"type": f"{PROBLEM_TYPE}{code}", "title": code.heading, "status": code.status, **more}
    return web.json_response(said, status=code.status, content_type=PROBLEM_MEDIA_TYPE)
