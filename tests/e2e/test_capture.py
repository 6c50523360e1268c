"""However a purchase gets to its confirmation, and however often that is seen, it is one order; the person has the last word."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from . import patience, people
from .browser import EXTENSION, Device
from .shops import Shops
from .shops_pages import PSP
from .toast import SETTLED_MS, Toast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page, Playwright

RENDERED_MS = 1_300
"""Long enough for a page at rest to be looked at once more, told and read."""

MOST_ATTEMPTS = 20
SECONDS_TO_READ_IT = 0.5
"""It takes no click sooner than that after it came."""

OPEN_BEFORE = "http://early.example/order/confirmed/OPEN-1001"
"""Stands in a tab when the person allows its site."""


@pytest.fixture(scope="module")
def shops() -> Iterator[Shops]:
    with Shops() as running:
        yield running


@pytest.fixture(scope="module")
def device(playwright: Playwright, shops: Shops, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Device]:
    with Device(playwright, tmp_path_factory.mktemp("capture"), EXTENSION, hosts=shops.hosts) as running:
        setup = people.start_history(running, None)
        running.context.new_page().goto(OPEN_BEFORE)
        people.allow_everywhere(running, setup)
        yield running


@pytest.fixture
def tab(device: Device) -> Iterator[Page]:
    page = device.context.new_page()
    yield page
    page.close()


@pytest.fixture(scope="module")
def history(device: Device) -> Iterator[Page]:
    """The popup's page in a tab of its own, which stays open."""
    page = device.open_page("popup.html")
    yield page
    page.close()


def found(history: Page, words: str, orders: int = 1, says: str = "") -> list[str]:
    """What the history has on these words, each order as its row shows it; there must be so many, and say that."""
    history.wait_for_selector("#search")
    history.fill("#search", "")
    history.wait_for_selector("#shops")
    history.fill("#search", words)
    history.wait_for_selector("#found")
    history.wait_for_timeout(400)  # the list follows the history, not the badge
    rows = history.locator("[aria-labelledby=found] .row")
    expect(rows).to_contain_text([says] * orders)
    return [" ".join(row.split()) for row in rows.all_inner_texts()]


def badge(device: Device, tab: Page) -> str:
    asked = (
        f"chrome.tabs.query({{url: {tab.url.split('#')[0]!r}}}).then(([tab]) => chrome.action.getBadgeText({{tabId: tab.id}}))"
    )
    return str(device.worker().evaluate(asked))


def wait_for_badge(device: Device, tab: Page, text: str) -> None:
    patience.until(
        lambda: badge(device, tab) == text,
        lambda: f"the badge over {tab.url} says {badge(device, tab)!r} and not {text!r}",
        tab,
    )


def stored(device: Device, key: str) -> Any:
    return device.worker().evaluate("key => chrome.storage.local.get(key).then(found => found[key] ?? null)", key)


def waiting(history: Page, offers: int) -> list[str]:
    """What waits for the person, as the popup shows it; there must be so many."""
    history.reload()
    history.wait_for_selector("#shops")
    history.wait_for_selector("[aria-busy=true]", state="detached")
    link = history.locator("[data-key=waiting]")
    if offers == 0:
        expect(link).to_have_count(0)
        return []
    link.click()
    expect(history.locator(".offer")).to_have_count(offers)
    shown = history.locator(".offer").all_inner_texts()
    history.reload()
    return shown


def test_a_page_that_was_open_when_its_site_was_allowed_is_read(device: Device, history: Page) -> None:
    (page,) = (page for page in device.context.pages if page.url == OPEN_BEFORE)
    wait_for_badge(device, page, "✓")
    assert "OPEN-1001" in " ".join(found(history, "OPEN-1001"))
    page.close()


def test_a_shop_that_never_loads_a_page_is_followed_to_its_late_confirmation(device: Device, tab: Page, history: Page) -> None:
    tab.goto("http://harbour.example/")
    tab.click("#buy")
    tab.wait_for_timeout(RENDERED_MS)
    assert badge(device, tab) == ""
    tab.click("#place")
    wait_for_badge(device, tab, "✓")
    (order,) = found(history, "HS-20417", says="66.40")
    assert "66.40" in order

    # The same document shows something else: what the button said is over.
    tab.click("#shelf")
    wait_for_badge(device, tab, "")
    tab.go_back()
    wait_for_badge(device, tab, "✓")
    assert len(found(history, "harbour.example")) == 1


def test_steps_that_come_at_one_address_are_seen(device: Device, tab: Page, history: Page) -> None:
    tab.goto("http://quay.example/checkout")
    tab.wait_for_timeout(RENDERED_MS)
    assert found(history, "quay.example", orders=0) == []
    tab.click("#place")
    wait_for_badge(device, tab, "✓")
    (order,) = found(history, "QG-7781", says="66.40")
    assert "66.40" in order


def test_a_payment_service_on_the_way_is_no_vendor_and_loses_nothing(
    device: Device, tab: Page, history: Page, shops: Shops
) -> None:
    tab.goto("http://larder.example/checkout")
    people.wait_until_noted(device, "checkout", "larder.example")
    tab.click("#pay")
    tab.wait_for_url(f"http://{PSP}/pay**")
    tab.click("#pay")
    tab.wait_for_url("http://larder.example/checkout/success")
    wait_for_badge(device, tab, "✓")
    # The confirmation has a number only; what was bought for how much is known from before.
    (order,) = found(history, "000004711", says="66.40")
    assert "66.40" in order
    assert found(history, "adyen", orders=0) == []
    assert found(history, "PSP-99-31337", orders=0) == []
    assert (PSP, "/paid") in shops.asked

    # Loaded anew, gone back to, and in another tab beside it: the same order, as rich as it was.
    tab.reload()
    wait_for_badge(device, tab, "✓")
    tab.goto("http://larder.example/elsewhere")
    wait_for_badge(device, tab, "")
    tab.go_back()
    wait_for_badge(device, tab, "✓")
    other = tab.context.new_page()
    other.goto("http://larder.example/checkout/success")
    other.wait_for_timeout(RENDERED_MS)
    other.close()
    (order,) = found(history, "larder.example", says="66.40")
    assert "66.40" in order


def test_an_order_without_a_number_stays_one_and_takes_nothing_from_the_next_basket(
    device: Device, tab: Page, history: Page
) -> None:
    tab.goto("http://nettle.example/checkout")
    people.wait_until_noted(device, "checkout", "nettle.example")
    tab.click("#pay")
    wait_for_badge(device, tab, "✓")
    assert len(found(history, "nettle.example")) == 1
    tab.reload()
    tab.wait_for_timeout(RENDERED_MS)
    # A second purchase begins in another tab, and the first one's confirmation is loaded once more.
    other = tab.context.new_page()
    other.goto("http://nettle.example/checkout")
    other.evaluate("document.body.innerHTML = document.body.innerHTML.replaceAll('66.40', '88.80').replaceAll('61.50', '83.90')")
    other.mouse.click(5, 5)
    other.wait_for_timeout(RENDERED_MS)
    tab.bring_to_front()
    tab.reload()
    tab.wait_for_timeout(RENDERED_MS)
    other.close()
    assert len(found(history, "nettle.example")) == 1
    assert found(history, "nettle.example 88.80", orders=0) == []


def test_two_tabs_of_one_shop_at_once_make_one_order(device: Device, tab: Page, history: Page) -> None:
    address = "http://twins.example/order/confirmed/TW-1200"
    tab.goto("http://twins.example/elsewhere")
    with tab.expect_popup() as opened:
        tab.evaluate(f"window.open({address!r}); location = {address!r}")
    tab.wait_for_url(address)
    wait_for_badge(device, tab, "✓")
    tab.wait_for_timeout(500)
    opened.value.close()
    assert len(found(history, "twins.example")) == 1


def test_a_confirmation_in_a_frame_is_nothing(device: Device, tab: Page, history: Page) -> None:
    tab.goto("http://frames.example/account")
    tab.frame_locator("iframe").get_by_text("FRAME-1001").wait_for()
    tab.wait_for_timeout(RENDERED_MS)
    assert badge(device, tab) == ""
    assert found(history, "frames.example", orders=0) == []


def test_a_page_that_may_be_an_order_waits_for_the_person_sealed(device: Device, tab: Page, history: Page) -> None:
    tab.goto("http://maybe.example/thanks")
    wait_for_badge(device, tab, "?")
    assert found(history, "maybe.example", orders=0) == []
    sealed = stored(device, "offers")
    assert isinstance(sealed, str)
    assert "maybe" not in sealed
    tab.reload()
    wait_for_badge(device, tab, "?")
    (offer,) = waiting(history, 1)
    assert "MB-5150" in offer

    # Its own page says the rest: it is saved, and no longer waits.
    tab.goto("http://maybe.example/order/confirmed/MB-5150")
    wait_for_badge(device, tab, "✓")
    assert len(found(history, "MB-5150")) == 1
    assert waiting(history, 0) == []


def test_a_list_of_orders_offers_those_that_are_not_known(device: Device, tab: Page, history: Page) -> None:
    tab.goto("http://ledger.example/order/confirmed/LD-1001")
    wait_for_badge(device, tab, "✓")
    tab.goto("http://ledger.example/account/orders")
    wait_for_badge(device, tab, "2")
    assert len(found(history, "ledger.example")) == 1
    offers = waiting(history, 2)
    assert all(number in " ".join(offers) for number in ("LD-1002", "LD-1003"))


def test_sensitive_sites_are_not_read(device: Device, tab: Page, history: Page) -> None:
    other = tab.context.new_page()
    for page, host in ((tab, "clinic.example"), (other, "pharmacy2u.co.uk")):
        page.goto(f"http://{host}/order/confirmed/SENS-2002")
    tab.wait_for_timeout(RENDERED_MS)
    assert [badge(device, page) for page in (tab, other)] == ["", ""]
    other.close()
    assert found(history, "SENS-2002", orders=0) == []
    history.reload()
    history.wait_for_selector("#shops")
    history.wait_for_selector("[aria-busy=true]", state="detached")
    if (link := history.locator("[data-key=waiting]")).count() > 0:
        link.click()
        history.wait_for_selector(".offer")
    assert "SENS-2002" not in history.content()
    history.reload()


def test_the_browser_itself_keeps_the_gate_from_known_sensitive_sites_and_payment_services(device: Device) -> None:
    (script,) = device.worker().evaluate("chrome.scripting.getRegisteredContentScripts()")
    assert {"*://*.pharmacy2u.co.uk/*", "*://*.bank/*", f"*://*.{PSP.split('.', 1)[1]}/*"} <= set(script["excludeMatches"])


class TestToast:
    def open(self, device: Device, tab: Page, address: str) -> Toast:
        tab.goto(address)
        wait_for_badge(device, tab, "✓")
        toast = Toast(tab)
        toast.wait("Order saved")
        return toast

    def test_undoes_and_goes_by_itself(self, device: Device, tab: Page, history: Page) -> None:
        tab.bring_to_front()
        toast = self.open(device, tab, "http://undo.example/order/confirmed/UN-1001")
        for words in ("undo.example", "UN-1001", "66.40"):
            toast.wait(words)
        assert tab.evaluate("document.activeElement === document.body")
        toast.answer("Undo", "The order is in the bin")
        assert found(history, "UN-1001", orders=0) == []
        tab.bring_to_front()
        tab.mouse.move(5, 5)
        toast.wait_until_gone()
        tab.reload()
        tab.wait_for_timeout(RENDERED_MS)
        assert found(history, "UN-1001", orders=0) == []

    def test_takes_no_click_that_was_on_its_way_elsewhere(self, tab: Page, history: Page) -> None:
        tab.bring_to_front()
        # On a busy computer a click may come late, and proves nothing then.
        for number in (f"QC-{1_000 + attempt}" for attempt in range(MOST_ATTEMPTS)):
            tab.goto(f"http://quick.example/order/confirmed/{number}")
            toast = Toast(tab)
            before = toast.press_as_it_comes("Undo")
            if time.monotonic() - before < SECONDS_TO_READ_IT:
                break
        else:
            pytest.fail("no click came soon enough")
        tab.wait_for_timeout(300)
        toast.wait("Order saved")
        assert "Undo" in toast.text()
        tab.keyboard.press("Escape")
        toast.wait_until_gone()
        assert len(found(history, number)) == 1

    def test_is_reached_and_left_by_the_keyboard(self, device: Device, tab: Page, history: Page) -> None:
        tab.bring_to_front()
        toast = self.open(device, tab, "http://undo.example/order/confirmed/UN-1003")
        toast.hold()
        tab.wait_for_timeout(SETTLED_MS)
        tab.keyboard.press("Tab")
        tab.keyboard.press("Tab")
        tab.keyboard.press("Enter")
        toast.wait("The order is in the bin")
        assert found(history, "UN-1003", orders=0) == []
        tab.bring_to_front()
        tab.keyboard.press("Enter")  # the focus went on to the button that closes
        toast.wait_until_gone()

    def test_remembers_what_is_no_order(self, device: Device, tab: Page, history: Page) -> None:
        tab.bring_to_front()
        toast = self.open(device, tab, "http://quiet.example/order/confirmed/QT-1001")
        toast.answer("Not an order", "be saved again")
        assert found(history, "quiet.example", orders=0) == []
        remembered = stored(device, "refusals")  # sealed, like all that tells where one shops
        assert isinstance(remembered, str)
        assert "quiet" not in remembered
        tab.bring_to_front()
        tab.goto("http://quiet.example/order/confirmed/QT-1002")
        tab.wait_for_timeout(RENDERED_MS)
        assert badge(device, tab) == ""
        assert found(history, "quiet.example", orders=0) == []

    @pytest.mark.parametrize(("host", "number"), [("mimic.example", "MM-8080"), ("sheet.example", "SH-3003")])
    def test_gives_a_hostile_page_nothing(self, device: Device, tab: Page, history: Page, host: str, number: str) -> None:
        tab.bring_to_front()
        tab.goto(f"http://{host}/checkout/success")
        wait_for_badge(device, tab, "✓")
        toast = Toast(tab)
        toast.wait("Order saved")
        tab.wait_for_timeout(SETTLED_MS)
        if host == "mimic.example":
            assert tab.evaluate("hosts.length") == 1
            tab.click("#fake-undo")
        # The person clicks the page, as they believe: what they cannot see takes no answer.
        toast.press("Undo")
        tab.wait_for_timeout(500)
        assert len(found(history, number)) == 1
        assert stored(device, "preferences") is None

    def test_can_be_turned_off_for_good(self, device: Device, tab: Page, history: Page) -> None:
        tab.bring_to_front()
        toast = self.open(device, tab, "http://undo.example/order/confirmed/UN-1005")
        toast.answer("show these", "see these any more")
        tab.goto("http://undo.example/order/confirmed/UN-1006")
        wait_for_badge(device, tab, "✓")
        tab.wait_for_timeout(500)
        assert Toast(tab).text() == ""
        assert len(found(history, "undo.example", orders=2)) == 2
