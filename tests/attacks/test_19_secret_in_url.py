"""Secret in a URL reaches a server: through pairing, kit and restore, no log of a relay or of a proxy before it has one."""

from __future__ import annotations

import asyncio
import socket
from base64 import b64encode
from typing import TYPE_CHECKING

from counterfoil.client import recovery
from counterfoil.client.guest import Guest
from counterfoil.client.host import Host
from counterfoil.client.relay import connect
from counterfoil_crypto.encoding import to_base64url
from counterfoil_crypto.kit import Kit
from tests.attacks.wiretap import tapped
from tests.e2e.relay import Relay as RelayProcess
from tests.e2e.test_first_light import coats
from tests.server.client.capturing import capture
from tests.server.client.devices import Devices, documents, no_sleep, order

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


async def test_no_log_has_a_secret_after_pairing_and_a_restore_from_a_kit(
    devices: Devices, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listen, secrets = free_port(), dict[str, str | bytes]()
    monkeypatch.setenv("COUNTERFOIL_RELAY_ORIGINS", f"http://127.0.0.1:{listen}")
    process = RelayProcess(tmp_path / "process")
    await asyncio.to_thread(process.start)
    async with tapped(process.port, listen) as tap:
        laptop = devices.begin("laptop", tap.url)
        capture(laptop, order())
        await laptop.sync()
        phone = devices.open("phone")
        async with connect(tap.url) as one, connect(tap.url) as other:
            host, guest = Host(laptop, one, no_sleep), Guest(phone, other, no_sleep)
            code = await host.open()
            digits = await guest.claim(code, "Ottokar's phone")
            await host.wait_claim()
            await host.confirm(digits)
            await host.admit()
            await guest.join(await guest.wait_answer(), "Ottokar's phone")
        await phone.sync()
        kit = Kit.new(laptop.vault.membership.account)
        await recovery.add(laptop, kit)
        again = devices.open("again")
        await recovery.restore(again, kit, tap.url, "From paper")
        await again.sync()
        assert documents(again).items() >= documents(laptop).items()
        log = tap.log
    await asyncio.to_thread(process.stop)
    secrets |= {
        "pairing code": str(code).partition("#")[2],
        "pairing secret": code.secret,
        "kit": kit.words[0] + " " + kit.words[1],
        "kit's seed": kit.device.seed,
        "laptop's seed": laptop.vault.device.seed,
        "phone's seed": phone.vault.device.seed,
        "epoch key": laptop.vault.epoch.key,
        "name": "Ottokar",
        "digits": digits,
    }
    assert b"/v1/pairings/" in log
    assert b"/v1/accounts/find" in log
    assert b"PUT /v1/pairings/{mailbox}/claim" in process.log.encode()
    for name, data in (("proxy", log), ("relay", process.log.encode())):
        found = [what for what, secret in secrets.items() if any(spelling in data for spelling in spellings(secret))]
        assert found == [], name


def spellings(secret: str | bytes) -> list[bytes]:
    if isinstance(secret, str):
        return [secret.encode(), *(spelling for _, spelling in coats(secret))]
    # Of base64 as much as does not depend on what follows.
    return [secret, secret.hex().encode(), to_base64url(secret)[:20].encode(), b64encode(secret)[:20]]
