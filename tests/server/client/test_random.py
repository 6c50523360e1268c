"""Devices that do anything at any time, over a relay that loses requests and answers, end up equal and raise no alarm."""

import json
import random

import pytest
from aiohttp import web

from counterfoil.client import ClientError, LocalDevice
from counterfoil.wire import NewRevision
from counterfoil_crypto.chain import FIRST_GENERATION
from counterfoil_crypto.encoding import from_base64url
from tests.server.client.capturing import capture
from tests.server.client.devices import Devices, Liar, documents, order, settle, sync_quickly

STEPS = 80


@pytest.mark.parametrize("seed", range(6))
async def test_honest_devices_converge_without_a_false_alarm(devices: Devices, liar: Liar, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 # a repeatable story
    laptop = devices.begin("laptop", liar.url)
    everyone = [laptop, await devices.pair(laptop, "phone"), await devices.pair(laptop, "tablet")]

    late: list[tuple[LocalDevice, list[NewRevision]]] = []

    async def lose(request: web.Request) -> web.Response | None:
        """Sometimes answers for nobody; sometimes the request comes through much later."""
        luck = chance.random()
        if luck < 0.1 and request.path == "/v1/log/records" and liar.instead is lose and request.can_read_body:
            body = await request.read()
            if body:
                revisions = [
                    NewRevision(base=one["base"], envelope=from_base64url(one["envelope"])) for one in json.loads(body)["records"]
                ]
                late.append((everyone[at], revisions))
                return web.Response(status=504)
        return web.Response(status=504) if luck < 0.2 else None

    for _ in range(STEPS):
        at = chance.randrange(3)
        liar.instead = liar.after = lose
        if late and chance.random() < 0.2:
            await arrive(liar, *late.pop(0))
        everyone[at] = await act(devices, everyone[at], chance)
    liar.instead = liar.after = None
    for one_late in late:
        await arrive(liar, *one_late)
    await settle(*everyone)
    one, *others = everyone
    for other in others:
        assert documents(one) == documents(other)
    assert [(device.waiting, device.vault.sent, device.verdict) for device in everyone] == [(0, {}, None)] * 3


async def act(devices: Devices, device: LocalDevice, chance: random.Random) -> LocalDevice:
    orders = [one.id for one in device.records() if one.document.type == "Order"]
    match chance.randrange(6):
        case 0:
            capture(device, order(str(chance.randrange(4)), total=f"{chance.randrange(3)}.00"))
        case 1 if orders:
            device.change(chance.choice(orders), "note", f"note {chance.randrange(5)}")
        case 2 if orders:
            device.change(chance.choice(orders), "deleted", chance.random() < 0.5)
        case 3:
            return devices.reopen(device)
        case _:
            try:
                await sync_quickly(device)
            except ClientError as error:
                if "fault of its own" not in str(error):
                    raise
    return device


async def arrive(liar: Liar, device: LocalDevice, revisions: list[NewRevision]) -> None:
    """A request that hung somewhere reaches the relay, which knows nothing of it."""
    await liar.store.append_records(device.vault.membership.account, device.vault.me, FIRST_GENERATION, revisions, now=0)
