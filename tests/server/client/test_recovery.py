"""The recovery kit: alone it brings everything back; it goes by its words, or slowly."""

from pathlib import Path

import pytest

from counterfoil.client import ClientError, LocalDevice, life, recovery
from counterfoil.client.kit_page import kit_text, page
from counterfoil.client.states import State, states
from counterfoil_crypto.kit import Kit, parse_words
from tests.server.client.capturing import capture
from tests.server.client.devices import Devices, Liar, find, order, running_liar, shown
from tests.server.helpers import Relay

WEEK_MS = 7 * 86_400_000


async def with_kit(devices: Devices, relay: str) -> tuple[LocalDevice, Kit]:
    laptop = devices.begin("laptop", relay)
    capture(laptop, order())
    await laptop.sync()
    kit = Kit.new(laptop.vault.membership.account)
    await recovery.add(laptop, kit)
    return laptop, kit


async def test_a_kit_alone_brings_everything_back_on_an_empty_machine(devices: Devices, relay: Relay) -> None:
    laptop, kit = await with_kit(devices, relay.url)
    phone = await devices.pair(laptop, "phone")
    await life.revoke(laptop, phone.vault.me)
    laptop.change(find(laptop), "note", "in the second epoch")
    await laptop.sync()
    fresh = devices.open("fresh")
    await recovery.restore(fresh, parse_words(" ".join(kit.words)), relay.url, "fresh")
    await fresh.sync()
    assert shown(fresh, "note") == "in the second epoch"
    assert {fresh.device_name(one) for one in fresh.vault.log.roster.devices} == {"laptop", "fresh"}
    fresh = devices.reopen(fresh)
    await life.revoke(fresh, laptop.vault.me)
    assert set(fresh.vault.log.roster.kits) == {kit.device.keys.id}
    assert fresh.vault.epoch.number == 2


async def test_the_words_of_another_account_or_relay_restore_nothing(devices: Devices, liar: Liar, tmp_path: Path) -> None:
    _, kit = await with_kit(devices, liar.url)
    fresh = devices.open("fresh")
    async with running_liar(tmp_path / "other") as other:
        stranger = devices.begin("stranger", other.url)
        await stranger.sync()
        with pytest.raises(ClientError, match=r"lets nobody in with these words; .*; nothing was restored"):
            await recovery.restore(fresh, kit, other.url, "fresh")
        account = stranger.vault.membership.account

    def lie(path: str, _: object, answer: object) -> object:
        from counterfoil_crypto.encoding import to_base64url  # noqa: PLC0415

        return {"account": to_base64url(account)} if path == "/v1/accounts/find" else answer

    liar.tamper = lie
    with pytest.raises(ClientError, match="another account than that of these words"):
        await recovery.restore(fresh, kit, liar.url, "fresh")
    assert not fresh.has_account
    liar.tamper = None
    await recovery.restore(fresh, kit, liar.url, "fresh")
    assert shown(fresh, "total") == "59.97"


async def test_its_own_words_remove_a_kit_at_once_and_everyone_gets_a_new_key(devices: Devices, relay: Relay) -> None:
    laptop, kit = await with_kit(devices, relay.url)
    with pytest.raises(ClientError, match="not the words of a kit of this history"):
        await recovery.leave(laptop, Kit.new(laptop.vault.membership.account))
    await recovery.leave(laptop, kit)
    assert not laptop.vault.log.roster.kits
    assert laptop.vault.epoch.number == 1
    fresh = devices.open("fresh")
    with pytest.raises(ClientError, match="look for a newer kit; nothing was restored"):
        await recovery.restore(fresh, kit, relay.url, "fresh")
    assert not fresh.has_account


async def test_without_its_words_a_kit_goes_after_a_week_of_notice_that_every_device_shows(
    devices: Devices, relay: Relay
) -> None:
    laptop, kit = await with_kit(devices, relay.url)
    phone = await devices.pair(laptop, "phone")
    one = recovery.find_kit(laptop, None)
    assert one == kit.device.keys.id
    until = await recovery.remove(laptop, one)
    assert until is not None
    assert until - devices.clock.ms > WEEK_MS - 60_000
    assert await recovery.remove(laptop, one) == until
    await phone.sync()
    (listed,) = [member for member in life.devices(phone) if member.id == one]
    assert listed.notice is not None
    assert await recovery.cancel(phone, one)
    await laptop.sync()
    assert one not in laptop.vault.log.roster.notices
    await recovery.remove(laptop, one)
    relay.clock.seconds += WEEK_MS / 1_000 + 60
    devices.clock.ms += WEEK_MS + 60_000
    assert await recovery.remove(laptop, one) is None
    await phone.sync()
    assert not phone.vault.log.roster.kits
    assert phone.vault.epoch.number == 1


async def test_without_a_kit_the_person_is_told(devices: Devices, relay: Relay) -> None:
    laptop = devices.begin("laptop", relay.url)
    await laptop.sync()
    (said,) = [one for one in states(laptop) if one.state is State.NO_KIT]
    assert said.words == "If you lose this device, everything is lost."
    assert said.ways == ("counterfoil kit new",)
    await recovery.add(laptop, Kit.new(laptop.vault.membership.account))
    assert [one.state for one in states(laptop)] == [State.OK]


async def test_words_are_nowhere_on_disk(devices: Devices, relay: Relay) -> None:
    laptop, kit = await with_kit(devices, relay.url)
    await laptop.sync()
    laptop.close()
    for file in laptop.store.folder.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            for secret in (kit.random, kit.device.seed, " ".join(kit.words[:3]).encode()):
                assert secret not in content


def test_the_page_holds_the_words_the_code_and_nothing_that_acts() -> None:
    kit = Kit.new(bytes(32))
    html = page("https://relay.example/<b>", kit.words, "3 May 2026")
    for word in kit.words:
        assert f"<li>{word}</li>" in html
    assert "<svg" in html
    assert "<script" not in html
    assert "<b>" not in html
    assert kit_text("https://relay.example", kit.words).startswith("https://relay.example#")
