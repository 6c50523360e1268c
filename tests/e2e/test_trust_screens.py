"""Devices, kit, lock and the relay's life as the person meets them, in a real browser with a real relay."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from . import people, trust
from .browser import BrowserError
from .looks import look, look_at_popup
from .relay import Relay

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from .browser import Device

CHANGED = "five herons under glass"
CAPS_LOCK = (
    "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'A', bubbles: true, modifierCapsLock: true}))"
)


def left_in(profile: Path, words: str) -> list[str]:
    """Files of a browser that was closed, in which these words stand as they are, in both ways that browsers write text."""
    forms = (words.encode(), words.encode("utf-16-le"))
    files = [path for path in profile.rglob("*") if path.is_file()]
    return [path.relative_to(profile).as_posix() for path in files if any(form in path.read_bytes() for form in forms)]


def test_a_kit_is_made_and_brings_everything_back_on_an_empty_machine(
    new_device: Callable[[str], Device], relay: Relay, tmp_path: Path
) -> None:
    laptop = new_device("laptop")
    settings = trust.start(laptop, relay)
    look(settings, "settings-fresh")
    settings.get_by_role("region", name="No recovery kit").get_by_text("If you lose this browser, everything is lost.").wait_for()
    trust.add_order(laptop, "Corner bakery", "4.20")
    trust.add_order(laptop, "Lamp repair", "12.00")

    kit, words = trust.show_words(laptop)
    kit.get_by_role("button", name="I have it on paper").click()
    trust.type_three(kit, [*words[1:], words[0]])
    kit.get_by_role("button", name="Finish").click()
    kit.get_by_text(re.compile(r"^Word \d+ is another one")).wait_for()
    look(kit, "kit-retype")
    expect(trust.panel(settings, "Recovery kit").get_by_text("There is none."), "it counts before it was checked").to_be_visible()
    trust.type_three(kit, words)
    kit.get_by_role("button", name="Finish").click()
    kit.get_by_role("heading", name="Your kit is ready").wait_for()
    look(kit, "kit-done")
    expect(trust.panel(settings, "Recovery kit").get_by_text("There is none.")).to_be_hidden()
    laptop.context.close()

    found = new_device("found")
    page = people.set_up(found)
    page.get_by_role("button", name="Restore from a recovery kit").click()
    look(page, "restore")
    page.get_by_label("Relay address").fill(relay.url)
    page.get_by_label("Name of this device").fill("New laptop")
    numbered = [f"{at}. {word}" for at, word in enumerate(words, start=1)]
    page.get_by_label("The 24 words").fill("\n".join([*numbered[:6], "7. qwertz", *numbered[7:]]))
    page.get_by_text("Word 7 (“qwertz”) is not one of the words that kits use.").wait_for()
    page.get_by_role("button", name="Restore", exact=True).click()
    page.get_by_text("Please look at the words above once more.").wait_for()
    look(page, "restore-wrong-word")
    page.get_by_label("The 24 words").fill("\n".join(numbered))
    page.get_by_role("button", name="Restore", exact=True).click()
    page.get_by_role("heading", name="Your history is back").wait_for()
    page.get_by_text("2 orders are here.").wait_for()
    look(page, "restore-done")
    page.get_by_role("button", name="Continue").click()
    trust.read_by_hand(page)
    for name in ("New laptop", "Laptop", "Recovery kit"):
        expect(trust.named(page, name)).to_be_visible()
    popup = found.open_page("popup.html")
    popup.get_by_text("Corner bakery").wait_for()
    found.context.close()
    for name in ("laptop", "found"):
        assert left_in(tmp_path / name, " ".join(words[9:12])) == []


def test_the_sheet_of_a_kit_is_one_clean_page_and_nowhere_else(new_device: Callable[[str], Device], relay: Relay) -> None:
    laptop = new_device("laptop")
    trust.start(laptop, relay).close()
    kit, words = trust.show_words(laptop)
    look(kit, "kit-sheet")
    shown_outside = re.findall(r"[a-z]+", kit.url + kit.title())
    assert not set(words) & set(shown_outside)
    assert kit.locator(".qr svg path").get_attribute("d"), "no picture was drawn"
    assert len(re.findall(rb"/Type\s*/Page\b", kit.pdf(format="A4"))) == 1, "it prints on more than one page"
    kit.emulate_media(media="print")
    expect(kit.locator(".sheet")).to_be_visible()
    expect(kit.get_by_role("button")).to_have_count(0)
    kit.emulate_media(media="screen")


def test_a_device_is_named_and_removed_and_told_so(new_device: Callable[[str], Device], relay: Relay) -> None:
    laptop, phone = new_device("laptop"), new_device("phone")
    settings = trust.start(laptop, relay)
    trust.add_order(laptop, "Corner bakery", "4.20")
    on_phone = trust.read_by_hand(people.pair(settings, phone))

    both = (settings, on_phone)
    settings.bring_to_front()
    devices = trust.panel(settings, "Your devices")
    devices.get_by_role("button", name="Rename this device").click()
    devices.get_by_label("New name of this device").fill("Desk")
    devices.get_by_role("button", name="Rename", exact=True).click()
    expect(trust.named(settings, "Desk")).to_be_visible()
    expect(trust.named(on_phone, "Desk")).to_be_visible()
    here, there = (sorted(fingerprints(page, devices=2)) for page in both)
    assert here == there
    assert len(set(here)) == 2

    devices.get_by_role("button", name="Remove… Phone").click()
    devices.get_by_text("What it has read so far it keeps").wait_for()
    expect(devices.get_by_role("button", name="Not now")).to_be_focused()
    look(settings, "device-remove")
    settings.keyboard.press("Escape")
    expect(devices.get_by_role("button", name="Remove… Phone")).to_be_focused()
    devices.get_by_role("button", name="Remove… Phone").click()
    devices.get_by_role("button", name="Remove Phone").click()
    devices.get_by_text("Phone is removed.").wait_for()
    devices.get_by_text("1 device no longer there").click()
    devices.get_by_text(re.compile("^Removed on .*, by Desk$")).wait_for()
    look(settings, "device-gone")

    on_phone.bring_to_front()
    told = on_phone.get_by_role("region", name="Needs your attention")
    told.get_by_text("removed this browser").wait_for()
    look(on_phone, "removed")
    expect(on_phone.get_by_role("button", name="Pair another device")).to_be_hidden()
    told.get_by_role("button", name="Pair this browser again…").click()
    told.get_by_role("button", name="Pair again", exact=True).click()
    on_phone.get_by_role("heading", name="Your order history").wait_for()
    on_phone.close()
    page, digits = people.type_code(phone, people.read_code(settings))
    people.type_digits(settings, digits)
    page.get_by_text("Your orders are here").wait_for()
    expect(trust.named(settings, "Phone")).to_have_count(2)


def test_a_lost_kit_goes_with_a_weeks_notice_or_its_own_words(new_device: Callable[[str], Device], relay: Relay) -> None:
    laptop = new_device("laptop")
    settings = trust.start(laptop, relay)
    words = trust.make_kit(laptop)
    settings.bring_to_front()
    kits = trust.panel(settings, "Recovery kit")
    kits.get_by_role("button", name="Remove… this recovery kit").click()
    kits.get_by_role("button", name="I lost them").click()
    look(settings, "kit-lost")
    kits.get_by_role("button", name="Remove it in seven days").click()
    kits.get_by_text(re.compile("^Laptop asked on .* to remove this kit. It can be removed from .* on.")).wait_for()
    expect(kits.get_by_role("button", name="Remove it now…")).to_be_hidden()
    look(settings, "kit-notice")
    kits.get_by_role("button", name="Keep this kit…").click()
    kits.get_by_role("button", name="Keep it", exact=True).click()
    kits.get_by_text("The kit stays.").wait_for()

    kits.get_by_role("button", name="Remove… this recovery kit").click()
    kits.get_by_role("button", name="I have the words").click()
    kits.get_by_label("The 24 words of this kit").fill(" ".join(words[:-1]))
    kits.get_by_role("button", name="Remove it now").click()
    kits.get_by_text("Please type all 24 words of the kit.").wait_for()
    kits.get_by_label("The 24 words of this kit").fill(
        "\n".join(f"{at}. {word.upper()}" for at, word in enumerate(words, start=1))
    )
    kits.get_by_role("button", name="Remove it now").click()
    kits.get_by_text("There is none.").wait_for()


def test_who_forgot_the_passphrase_can_erase_and_start_over(new_device: Callable[[str], Device]) -> None:
    laptop = new_device("laptop")
    settings = trust.read_by_hand(people.start_history(laptop, None))
    trust.set_lock(settings)
    trust.panel(settings, "Lock").get_by_role("button", name="Lock now").click()
    settings.get_by_text("I forgot the passphrase").click()
    settings.get_by_role("button", name="Erase what is here…").click()
    settings.get_by_role("button", name="Erase", exact=True).click()
    settings.get_by_text("Please type “erase” first.").wait_for()
    look(settings, "locked-forgot")
    settings.get_by_label("To go on, type “erase”").fill("erase")
    settings.get_by_role("button", name="Erase", exact=True).click()
    settings.get_by_role("heading", name="Your order history").wait_for()


def test_a_lock_hides_everything_until_the_right_passphrase(
    new_device: Callable[[str], Device], relay: Relay, tmp_path: Path
) -> None:
    laptop = new_device("laptop")
    settings = trust.start(laptop, relay)
    trust.add_order(laptop, "Corner bakery", "4.20")
    lock = trust.panel(settings, "Lock")
    lock.get_by_role("button", name="Set a lock").click()
    lock.get_by_label("Passphrase", exact=True).fill("short")
    lock.get_by_role("button", name="Set the lock").click()
    lock.get_by_text("Please use at least 10 characters.").wait_for()
    look(settings, "lock-set")
    lock.get_by_role("button", name="Not now").click()
    trust.set_lock(settings)
    expect(lock.get_by_label("Lock by itself")).to_have_value("15")
    look(settings, "lock-open")

    terms, popup = laptop.open_page("terms.html"), laptop.open_page("popup.html")
    popup.get_by_text("Corner bakery").wait_for()
    popup.get_by_role("button", name="Lock now").click()
    for page, name in ((popup, "locked-popup"), (terms, "locked-terms"), (settings, "locked-settings")):
        page.get_by_role("heading", name="Counterfoil is locked").wait_for()
        assert "Corner bakery" not in page.content()
        look(page, name)
    laptop.kill_worker()
    reloaded = laptop.open_page("popup.html")
    reloaded.get_by_role("heading", name="Counterfoil is locked").wait_for()
    field = reloaded.get_by_label("Passphrase", exact=True)
    for name, value in {"type": "password", "autocomplete": "current-password"}.items():
        expect(field).to_have_attribute(name, value)

    field.press("a")
    reloaded.evaluate(CAPS_LOCK)
    reloaded.get_by_text("Caps lock is on.").wait_for()
    trust.unlock(reloaded, "not the passphrase")
    wrong = reloaded.get_by_role("alert").filter(has_text="passphrase")
    wrong.wait_for()
    expect(field).to_be_focused()
    expect(field).to_have_attribute("type", "password")
    look(reloaded, "locked-wrong")
    reloaded.get_by_role("button", name="Show").click()
    trust.unlock(reloaded)
    reloaded.get_by_text("Corner bakery").wait_for()
    settings.get_by_role("heading", name="Settings").wait_for()

    lock.get_by_label("Lock by itself").select_option(label="When the browser closes")
    lock.get_by_text("Kept.").wait_for()
    lock.get_by_role("button", name="Remove the lock…").click()
    lock.get_by_label("Passphrase", exact=True).fill(trust.PASSPHRASE)
    lock.get_by_role("button", name="Remove the lock", exact=True).click()
    lock.get_by_text("There is no lock any more.").wait_for()
    laptop.context.close()
    assert left_in(tmp_path / "laptop", trust.PASSPHRASE) == []


def test_pairing_tells_of_a_second_device_wrong_digits_and_its_end(new_device: Callable[[str], Device], relay: Relay) -> None:
    laptop, phone, thief = (new_device(name) for name in ("laptop", "phone", "thief"))
    settings = trust.start(laptop, relay)
    code = people.read_code(settings)
    settings.get_by_text(re.compile(r"^Good for (10:00|9:\d\d) more minutes\.$")).wait_for()
    settings.get_by_role("img", name="The same code as a picture to scan").locator("path").wait_for()
    look(settings, "pair-code")

    _, digits = people.type_code(thief, code, "Phone")
    on_phone = people.set_up(phone)
    on_phone.get_by_role("button", name="Join a history").click()
    on_phone.get_by_label("Code from your other device").fill(code)
    on_phone.get_by_role("button", name="Join", exact=True).click()
    on_phone.get_by_text("Another device used this code before this one.").wait_for()
    look(on_phone, "pair-taken")

    settings.bring_to_front()
    settings.get_by_label("Six digits").wait_for()
    look(settings, "pair-digits")
    people.type_digits(settings, f"{(int(digits) + 1) % 1_000_000:06}")
    settings.get_by_text("Nobody was let in; make a new code.").wait_for()
    expect(trust.panel(settings, "Your devices").locator(".member")).to_have_count(1)

    slow = laptop.context.new_page()
    slow.clock.install()
    slow.goto(settings.url)
    people.read_code(slow)
    slow.clock.fast_forward("09:00")
    slow.get_by_text(re.compile(r"^Good for [01]:\d\d more minutes\.$")).wait_for()
    slow.clock.fast_forward("01:01")
    slow.get_by_text("The code has run out. Please make a new one.").wait_for()
    expect(slow.get_by_role("button", name="Pair another device")).to_be_focused()


def test_a_relay_that_lost_everything_gets_it_back_by_the_persons_word(new_device: Callable[[str], Device], relay: Relay) -> None:
    laptop = new_device("laptop")
    settings = trust.start(laptop, relay)
    trust.add_order(laptop, "Corner bakery", "4.20")
    relay.stop()
    shutil.rmtree(relay.data)
    relay.start()
    trouble = settings.get_by_role("region", name="Needs your attention")
    popup = sync_now(laptop)
    settings.bring_to_front()
    trouble.get_by_text("This relay does not know your history.").wait_for()
    trouble.get_by_role("button", name="Change the address…").click()
    trouble.get_by_label("Relay address").fill("not an address")
    trouble.get_by_role("button", name="Use this address").click()
    trouble.get_by_text("That is not an address.").wait_for()
    look(settings, "unknown-account")
    trouble.get_by_role("button", name="Not now").click()
    trouble.get_by_role("button", name="Put it back here…").click()
    trouble.get_by_role("button", name="Put it back", exact=True).click()
    expect(trouble.get_by_text("This relay does not know your history.")).to_be_hidden()
    popup.get_by_text("Corner bakery").wait_for()
    expect(popup.get_by_text(re.compile("^Synced"))).to_be_visible()


def sync_now(device: Device) -> Page:
    popup = device.open_page("popup.html")
    popup.get_by_role("button", name="Sync now").click()
    return popup


def test_a_history_is_closed_only_by_typing_it(new_device: Callable[[str], Device], relay: Relay) -> None:
    laptop = new_device("laptop")
    settings = trust.start(laptop, relay)
    trust.add_order(laptop, "Corner bakery", "4.20")
    part = trust.panel(settings, "Relay")
    part.get_by_role("button", name="Close the history…").click()
    part.get_by_role("button", name="Close it").click()
    part.get_by_text("Please type “close” first.").wait_for()
    look(settings, "relay-close")
    part.get_by_label("To go on, type “close”").fill("close")
    part.get_by_role("button", name="Close it").click()
    expect(part.get_by_role("button", name="Close it")).to_be_hidden()
    popup = laptop.open_page("popup.html")
    popup.get_by_text("Corner bakery").wait_for()


def test_a_history_moves_and_begins_again_from_the_screens(
    new_device: Callable[[str], Device], relay: Relay, tmp_path: Path
) -> None:
    laptop = new_device("laptop")
    settings = trust.start(laptop, relay)
    trust.add_order(laptop, "Corner bakery", "4.20")
    with Relay(tmp_path / "other-relay") as other:
        part = trust.panel(settings, "Relay")
        part.get_by_text(re.compile(r"^Your history takes up .* MB there\.$")).wait_for()
        part.get_by_role("button", name="Change the address or move…").click()
        part.get_by_label("New relay address").fill(other.url)
        part.get_by_role("button", name="Use this address").click()
        part.get_by_text(other.url, exact=True).wait_for()
        popup = laptop.open_page("popup.html")
        expect(popup.get_by_text(re.compile("^Synced"))).to_be_visible()
        popup.get_by_text("Corner bakery").wait_for()
        popup.close()

        settings.bring_to_front()
        part.get_by_role("button", name="Close the history…").click()
        part.get_by_label("To go on, type “close”").fill("close")
        part.get_by_role("button", name="Close it").click()
        trouble = settings.get_by_role("region", name="Needs your attention")
        trouble.get_by_text("This browser closed this history").wait_for()
        (before,) = fingerprints(settings, devices=1)
        trouble.get_by_role("button", name="Start again from this device…").click()
        trouble.get_by_label(re.compile("^Relay address")).fill(other.url)
        look(settings, "start-again")
        trouble.get_by_role("button", name="Start again", exact=True).click()
        expect(trouble).to_be_hidden()
        expect(trust.named(settings, "Laptop")).to_be_visible()
        expect(trust.panel(settings, "Your devices").locator(".fingerprint code").first).to_have_text(
            re.compile(f"^(?!{before}$)")
        )
        popup = laptop.open_page("popup.html")
        popup.get_by_text("Corner bakery").wait_for()
        expect(popup.get_by_text(re.compile("^Synced"))).to_be_visible()


def fingerprints(settings: Page, devices: int) -> list[str]:
    shown = trust.panel(settings, "Your devices").locator(".fingerprint code")
    expect(shown).to_have_text([re.compile(r"\S")] * devices)
    return shown.all_text_contents()


def test_a_device_compares_and_leaves(new_device: Callable[[str], Device], relay: Relay) -> None:
    laptop, phone = new_device("laptop"), new_device("phone")
    settings = trust.start(laptop, relay)
    trust.add_order(laptop, "Corner bakery", "4.20")
    on_phone = trust.read_by_hand(people.pair(settings, phone))
    places = []
    for page in (settings, on_phone):
        page.bring_to_front()
        part = trust.panel(page, "Relay")
        part.get_by_text("Compare with another device").click()
        part.get_by_label("Look at an earlier entry").fill("2")
        part.get_by_text("Entry 2:").wait_for()
        places.append(part.locator("code.place").inner_text())
    look(on_phone, "relay-compare")
    assert places[0] == places[1]
    part.get_by_label("Look at an earlier entry").fill("999")
    part.get_by_text("This browser does not know entry 999.").wait_for()

    devices = trust.panel(on_phone, "Your devices")
    devices.get_by_role("button", name="Leave with this browser…").click()
    devices.get_by_text("Your other devices keep everything.").wait_for()
    devices.get_by_role("button", name="Leave and erase").click()
    on_phone.get_by_role("heading", name="Your order history").wait_for()
    settings.bring_to_front()
    settings.get_by_text("1 device no longer there").click()
    settings.get_by_text(re.compile("^Left on ")).wait_for()


def test_a_saved_copy_is_read_back_and_a_broken_one_is_not(new_device: Callable[[str], Device], tmp_path: Path) -> None:
    laptop, other = new_device("laptop"), new_device("other")
    settings = trust.read_by_hand(people.start_history(laptop, None))
    popup = laptop.open_page("popup.html")
    popup.get_by_role("button", name="Add an order").click()
    popup.locator("#add-shop").fill("Corner bakery")
    popup.locator("#add-total").fill("4.20")
    popup.locator("button[type=submit]").click()
    popup.get_by_text("Saved.").wait_for()
    settings.bring_to_front()
    own = trust.panel(settings, "A copy for yourself")
    with settings.expect_download() as downloading:
        own.get_by_role("button", name="Save a copy of everything").click()
    assert downloading.value.suggested_filename == "counterfoil-export.json"
    copy = tmp_path / "copy.json"
    downloading.value.save_as(copy)

    there = trust.read_by_hand(people.start_history(other, None))
    part = trust.panel(there, "A copy for yourself")
    broken = tmp_path / "broken.json"
    broken.write_text(copy.read_text()[:-20])
    part.get_by_label("A copy that you saved before").set_input_files(broken)
    part.get_by_text("This file is damaged").wait_for()
    part.get_by_label("A copy that you saved before").set_input_files(copy)
    part.get_by_text("1 entry was read back.").wait_for()
    look(there, "copy-read-back")
    shown = other.open_page("popup.html")
    shown.get_by_text("Corner bakery").wait_for()


def test_a_pairing_goes_on_when_its_pages_are_loaded_anew(new_device: Callable[[str], Device], relay: Relay) -> None:
    laptop, phone = new_device("laptop"), new_device("phone")
    settings = trust.start(laptop, relay)
    code = people.read_code(settings)
    settings.reload()
    expect(settings.get_by_role("group", name="Pairing code")).to_contain_text(code)
    page, digits = people.type_code(phone, code)
    laptop.kill_worker()
    phone.kill_worker()
    page.reload()
    expect(page.locator(".digits")).to_have_text(re.compile(r"\D*".join(digits)))
    settings.bring_to_front()
    settings.get_by_label("Six digits").wait_for()
    settings.reload()
    people.type_digits(settings, digits)
    settings.get_by_text("is in. It now has your orders.").wait_for()
    page.bring_to_front()
    page.get_by_text("Your orders are here").wait_for()


def test_a_copied_profile_becomes_a_device_of_its_own_under_its_lock(
    new_device: Callable[[str], Device], relay: Relay, tmp_path: Path
) -> None:
    laptop = new_device("laptop")
    settings = trust.start(laptop, relay)
    trust.set_lock(settings)
    part = trust.panel(settings, "Lock")
    # Behind another tab the browser stretches no keys for minutes.
    settings.bring_to_front()
    part.get_by_role("button", name="Change the passphrase…").click()
    part.get_by_label("Passphrase until now", exact=True).fill("not the passphrase")
    for label in ("New passphrase", "New passphrase once more"):
        part.get_by_label(label, exact=True).fill(CHANGED)
    part.get_by_role("button", name="Change it").click()
    part.get_by_text("That is not the passphrase.").wait_for()
    part.get_by_label("Passphrase until now", exact=True).fill(trust.PASSPHRASE)
    part.get_by_role("button", name="Change it").click()
    part.get_by_text("The passphrase is changed.").wait_for()
    laptop.context.close()
    shutil.copytree(tmp_path / "laptop", tmp_path / "twin", ignore=shutil.ignore_patterns("Singleton*"))

    twin = new_device("twin")
    page = twin.open_page("popup.html")
    trust.unlock(page, CHANGED)
    page.get_by_role("button", name="Add an order").wait_for()
    page.close()
    trust.add_order(twin, "Of the twin", "1.00")

    again = new_device("laptop")
    page = again.open_page("setup.html")
    page.bring_to_front()
    trust.unlock(page, CHANGED)
    trouble = page.get_by_role("region", name="Needs your attention")
    trouble.get_by_text("A copy of this browser profile is in use").wait_for()
    trouble.get_by_role("button", name="Make this a device of its own…").click()
    trouble.get_by_role("button", name="Make it a device of its own", exact=True).click()
    trouble.get_by_text("Please type your passphrase").wait_for()
    look(page, "own-device-locked")
    trouble.get_by_label("Your passphrase", exact=True).fill(CHANGED)
    trouble.get_by_role("button", name="Make it a device of its own", exact=True).click()
    expect(trouble).to_be_hidden()
    # And the one before the lock, which is no longer there.
    expect(trust.named(page, "Laptop")).to_have_count(3)
    trust.panel(page, "Lock").get_by_role("button", name="Lock now").click()
    trust.unlock(page, CHANGED)
    popup = again.open_page("popup.html")
    popup.get_by_text("Of the twin").wait_for()


def test_the_popup_says_that_there_is_no_kit_and_can_be_told_to_wait(new_device: Callable[[str], Device], relay: Relay) -> None:
    laptop = new_device("laptop")
    trust.start(laptop, relay)
    trust.add_order(laptop, "Corner bakery", "4.20")
    tab = laptop.context.new_page()
    popup = laptop.open_popup(tab)
    popup.wait_for("document.body.innerText.includes('If you lose this browser, everything is lost.')")
    look_at_popup(popup, "popup-no-kit")
    popup.click("[aria-label='No recovery kit'] .link")
    popup.wait_for("!document.body.innerText.includes('everything is lost')")
    popup.close()
    popup = laptop.open_popup(tab)
    popup.wait_for("document.body.innerText.includes('Corner bakery')")
    try:
        popup.wait_for("document.body.innerText.includes('everything is lost')", timeout=1.5)
    except BrowserError:
        return
    raise AssertionError("it was put off for two weeks, and came back at once")
