"""What a relay says about who belongs counts for nothing without a statement that proves it."""

from typing import Any

import pytest
from aiohttp import web

from counterfoil.client import ClientError, LocalDevice, StoppedError, life
from counterfoil.client.errors import RelayProblemError
from counterfoil.client.states import State, states
from counterfoil_crypto.device import Device
from counterfoil_crypto.encoding import to_base64url
from counterfoil_crypto.keyring import start_epoch
from counterfoil_crypto.statement import Close, Revoke, sign
from tests.server.client.devices import Devices, Liar, documents, find, settle, shown, sync_quickly, two


def problem(code: str, status: int) -> web.Response:
    body = {"type": f"urn:counterfoil:problem:{code}", "title": "no", "status": status, "detail": ""}
    return web.json_response(body, status=status, content_type="application/problem+json")


def state_codes(device: LocalDevice) -> set[State]:
    return {one.state for one in states(device)}


@pytest.fixture
async def laptop(devices: Devices, liar: Liar) -> LocalDevice:
    device, phone = await two(devices, liar)
    await settle(device, phone)
    device.change(find(device), "total", "1.00")
    return device


async def test_unknown_device_is_no_removal(devices: Devices, liar: Liar, laptop: LocalDevice) -> None:
    async def refuse(request: web.Request) -> web.Response | None:
        return problem("unknown-device", 403) if request.path != "/v1/accounts" else None

    liar.instead = refuse
    before = documents(laptop)
    with pytest.raises(RelayProblemError, match="does not know this device; all is still here"):
        await sync_quickly(laptop)
    laptop = devices.reopen(laptop)
    assert documents(laptop) == before
    assert State.UNKNOWN_DEVICE in state_codes(laptop)
    assert State.REMOVED not in state_codes(laptop)
    liar.instead = None
    assert (await laptop.sync()).waiting == 0
    assert State.UNKNOWN_DEVICE not in state_codes(laptop)


async def test_closed_without_a_close_is_not_believed(devices: Devices, liar: Liar, laptop: LocalDevice) -> None:
    stranger, log = Device.new(), laptop.vault.log
    forged = sign(
        stranger, Close(), account=log.account, previous=log.roster.statement, head=log.head, date=devices.clock.ms
    ).signed
    statements = [one.statement.signed for one in laptop.vault.statements]
    answer: list[bytes] = []

    async def close(request: web.Request) -> web.Response | None:
        if request.path.endswith("/statements") and request.method == "GET":
            return web.json_response({"statements": [to_base64url(one) for one in answer]})
        return problem("closed", 410)

    liar.instead = close
    for answer[:] in (statements, [*statements, forged], [statements[0]]):
        with pytest.raises(RelayProblemError, match="says that this history was closed; all is still here"):
            await sync_quickly(laptop)
        assert State.CLOSED not in state_codes(laptop)
    liar.instead = None
    assert (await laptop.sync()).waiting == 0


async def test_a_removal_signed_by_a_stranger_stops_the_sync_and_removes_nobody(
    devices: Devices, liar: Liar, laptop: LocalDevice
) -> None:
    stranger, vault = Device.new(), laptop.vault
    log = vault.log
    members = {one: member.keys for one, member in log.roster.members.items() if one != vault.me}
    _, start = start_epoch(vault.epoch, log.account, members)
    forged = sign(
        stranger,
        Revoke(vault.me, start),
        account=log.account,
        previous=log.roster.statement,
        head=log.head,
        date=devices.clock.ms,
    )
    sequence = log.sequence + 1

    def forge(page: Any) -> Any:
        entry = {"sequence": sequence, "kind": "statement", "record": None, "digest": to_base64url(bytes(32))}
        head = {**page["head"], "sequence": sequence}
        return {**page, "entries": [{**entry, "body": to_base64url(forged.signed)}], "head": head, "through": head}

    liar.on_log(forge)
    with pytest.raises(StoppedError) as found:
        await sync_quickly(laptop)
    assert found.value.verdict.code == "signer"
    laptop = devices.reopen(laptop)
    assert State.REMOVED not in state_codes(laptop)
    assert State.INCONSISTENT in state_codes(laptop)
    assert shown(laptop, "total") == "1.00"


async def test_a_device_whose_removal_is_hidden_reads_nothing_that_was_written_after_it(
    devices: Devices, liar: Liar, laptop: LocalDevice
) -> None:
    """The relay goes on feeding the removed device, bodies and all, without the statement."""
    await laptop.sync()
    phone = devices.opened[1]
    await phone.sync()
    removal = laptop.vault.log.sequence + 1
    await life.revoke(laptop, phone.vault.me)
    laptop.change(find(laptop), "note", "not for the phone")
    await laptop.sync()
    page = await liar.store.read_log(laptop.vault.log.account, removal, entries=99, size=1 << 20)

    def hide(answer: Any) -> Any:
        entries = [
            {
                "sequence": one.sequence - 1,
                "kind": "record",
                "record": to_base64url(one.record),
                "digest": to_base64url(one.digest),
            }
            | {"body": to_base64url(one.body) if one.body else None}
            for one in page.entries
        ]
        head = {**answer["head"], "sequence": page.head.sequence - 1}
        return {**answer, "entries": entries, "head": head, "through": head}

    liar.on_log(hide)
    with pytest.raises(ClientError):
        await sync_quickly(phone)
    assert shown(phone, "note") != "not for the phone"
    assert documents(phone)
