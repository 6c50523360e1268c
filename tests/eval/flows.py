"""Each purchase from its first page to its last, in a fresh profile with the built extension, which may read everywhere.

After every page, once the extension has come to rest, the popup's own application says what the history holds and what waits for
the person. Nobody decides anything meanwhile.
"""

from __future__ import annotations

import html
import re
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Error
from playwright.sync_api import TimeoutError as TooSlow

from tests.e2e import people
from tests.e2e.browser import Device

from .compare import Mark, Read, fold, marks, price
from .tab import MS_TO_LOAD, MS_TO_PARSE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from playwright.sync_api import Playwright, Request, Route

    from .bundles import Bundles
    from .corpus import ExpectedItem, FlowCase, FlowPage
    from .notes import Notes

CONFIRMATION = "confirmation"
MS_OF_REST = 600
MS_TO_REST = 15_000

# Counts what the extension's worker has begun and not ended, by wrapping what it works with; it changes nothing of it.
WATCH = """if (!globalThis.watch) {
    const watch = globalThis.watch = { busy: 0, last: performance.now() };
    const begin = () => { watch.busy++; watch.last = performance.now(); };
    const end = () => { watch.busy--; watch.last = performance.now(); };
    const wrap = (owner, name) => {
        const own = owner[name].bind(owner);
        owner[name] = (...words) => { begin(); const done = own(...words); Promise.resolve(done).then(end, end); return done; };
    };
    wrap(chrome.scripting, 'executeScript');
    wrap(chrome.action, 'setBadgeText');
    wrap(navigator.locks, 'request');
    for (const area of [chrome.storage.local, chrome.storage.session])
        for (const name of ['get', 'set', 'remove']) wrap(area, name);
    chrome.runtime.onMessage.addListener(() => { watch.last = performance.now(); });
}"""
REST = "watch.busy === 0 && performance.now() - watch.last"
AT_REST = f"{{ {WATCH} watch.last = performance.now(); }}"


@dataclass
class Step:
    """One page, and what was new once the extension had dealt with it: record ids, waiting ids, and the button's badge."""

    page: str
    label: str
    badge: str = ""
    saved: list[str] = field(default_factory=list)
    completed: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


@dataclass
class FlowResult:
    case: FlowCase
    steps: list[Step] = field(default_factory=list)
    orders: list[dict[str, Any]] = field(default_factory=list)
    waiting: list[dict[str, Any]] = field(default_factory=list)
    marks: dict[str, Mark] = field(default_factory=dict)
    never_shown: list[str] = field(default_factory=list)

    @property
    def duplicated(self) -> int:
        return max(0, len(self.orders) - 1)

    @property
    def false(self) -> list[Step]:
        """Pages before the order existed from which one was saved."""
        labels = [step.label for step in self.steps]
        placed = labels.index(CONFIRMATION) if CONFIRMATION in labels else 0
        return [step for step in self.steps[:placed] if step.saved]

    @property
    def faults(self) -> list[str]:
        """Fields that are wrong, or null though the shop showed them."""
        return [
            f"{name} {word}"
            for name, word in self.marks.items()
            if word == "wrong" or (word == "null" and name not in self.never_shown)
        ]

    @property
    def passed(self) -> bool:
        return len(self.orders) == 1 and not self.waiting and not self.false and not self.faults

    def json(self) -> dict[str, Any]:
        return {
            "flow": self.case.name,
            "passed": self.passed,
            "marks": self.marks,
            "neverShown": self.never_shown,
            "faults": self.faults,
            "orders": self.orders,
            "waiting": self.waiting,
            "steps": [asdict(step) for step in self.steps],
        }


def run(
    playwright: Playwright,
    bundles: Bundles,
    home: Path,
    cases: Iterable[FlowCase],
    notes: Notes,
) -> list[FlowResult]:
    results = []
    for number, case in enumerate(cases):
        notes.at(case.name)
        result = FlowResult(case)
        results.append(result)
        with Device(playwright, home / f"profile-{number}", bundles.extension) as device:
            _Walk(device, result).go(notes)
        _compare(result)
    return results


class _Walk:
    def __init__(self, device: Device, result: FlowResult) -> None:
        self._device = device
        self._result = result
        people.allow_everywhere(device, people.start_history(device, None))
        self._app = device.open_page("setup.html")
        self._tab = device.context.new_page()
        self._now: FlowPage | None = None
        self._tab.route("**/*", self._answer)

    def go(self, notes: Notes) -> None:
        for page in self._result.case.pages:
            before = {order["id"]: order for order in self._result.orders}
            asked = {offer["id"] for offer in self._result.waiting}
            self._now = page
            self._device.worker().evaluate(AT_REST)
            try:
                if page.label == CONFIRMATION and page.url == self._tab.url:
                    self._tab.reload(wait_until="domcontentloaded", timeout=MS_TO_PARSE)
                else:
                    self._tab.goto(page.url, wait_until="domcontentloaded", timeout=MS_TO_PARSE)
                self._tab.wait_for_load_state(timeout=MS_TO_LOAD)
            except TooSlow:
                pass  # as in tab.py
            except Error as error:
                notes.problem(page.name, error)
                continue
            self._rest(page, notes)
            self._read_out()
            step = Step(page.name, page.label, self._badge())
            for order in self._result.orders:
                if order["id"] not in before:
                    step.saved.append(order["id"])
                elif order != before[order["id"]]:
                    step.completed.append(order["id"])
            step.asked = [offer["id"] for offer in self._result.waiting if offer["id"] not in asked]
            self._result.steps.append(step)
        self._result.never_shown = [name for name, shown in _shown(self._result.case, self._days()).items() if not shown]

    def _days(self) -> list[str]:
        case = self._result.case
        languages = sorted({"en-GB", "en-US", *(page.lang for page in case.pages if page.lang)})
        found: list[str] = self._app.evaluate(DAYS, [case.expected.day, languages]) if case.expected.day else []
        return found

    def _answer(self, route: Route) -> None:
        page, self._now = (self._now, None) if _is_page(route.request) else (None, self._now)
        if page is None:
            route.abort("aborted")
        else:
            route.fulfill(status=200, content_type="text/html; charset=utf-8", body=page.html)

    def _rest(self, page: FlowPage, notes: Notes) -> None:
        """Until the worker has ended all it began, and begun nothing for a while."""
        waited = 0
        while (rest := self._device.worker().evaluate(f"{{ {WATCH} {REST}; }}")) is False or rest < MS_OF_REST:
            step = 20 if rest is False else int(MS_OF_REST - rest) + 1
            self._tab.wait_for_timeout(step)
            waited += step
            if waited > MS_TO_REST:
                notes.problem(page.name, "the extension did not come to rest")
                return

    def _read_out(self) -> None:
        held = self._app.evaluate("import('/evaluation-app.js').then(app => app.held())")
        self._result.orders = [order for order in held["orders"] if not order["deleted"]]
        self._result.waiting = held["waiting"]

    def _badge(self) -> str:
        """Of the tab that shows the page: the only one that may have one."""
        found = self._device.worker().evaluate(
            "chrome.tabs.query({}).then(tabs => Promise.all(tabs.map(({ id }) => chrome.action.getBadgeText({ tabId: id }))))"
        )
        return "".join(sorted(set(found)))


def _is_page(request: Request) -> bool:
    return request.is_navigation_request() and request.frame.parent_frame is None


def _compare(result: FlowResult) -> None:
    """The order that stands, or of several the first."""
    if not result.orders:
        return
    expected = result.case.expected
    order = result.orders[0]
    read = Read(order["orderNumber"], order["total"], order["currency"], order["orderDate"], order["items"])
    result.marks = marks(expected, read)
    for name, right in expected.amounts().items():
        result.marks[name] = price(right, order[name])
    if expected.items and order["items"]:
        result.marks["item prices"] = _prices(expected.items, order["items"])


def _prices(expected: list[ExpectedItem], read: list[dict[str, Any]]) -> Mark:
    """With tax or without, a piece or a line, as the page shows it; one wrong price makes them wrong, one unread null."""
    found: set[Mark] = set()
    known = {fold(item.name): item for item in expected}
    for item in read:
        right = known.get(fold(str(item["name"])))
        if right is None:
            continue  # told by the items' own mark
        words = {price(right.pieces(), item["unitPrice"]), price(right.lines(), item["total"])}
        found.add("wrong" if "wrong" in words else "right" if "right" in words else "null")
    return "wrong" if "wrong" in found else "null" if "null" in found or not found else "right"


def _shown(case: FlowCase, days: list[str]) -> dict[str, bool]:
    """Whether a page from the confirmation on says the number, and the day of the order; the other fields every shop shows."""
    labels = [page.label for page in case.pages]
    after = case.pages[labels.index(CONFIRMATION) :] if CONFIRMATION in labels else case.pages
    text = " ".join(f"{page.url} {_words(page.html)}" for page in after)
    number = case.expected.order_number
    plain = f" {_plain(text)} "
    return {
        "number": number is not None and re.search(rf"(?<![\w-]){re.escape(number)}(?![\w-])", text) is not None,
        "date": any(f" {_plain(day)} " in plain for day in days),
    }


def _words(page: str) -> str:
    """Enough for looking a word up: no scripts, styles or tags."""
    return html.unescape(re.sub(r"<(script|style)\b.*?</\1\s*>|<[^>]*>", " ", page, flags=re.DOTALL | re.IGNORECASE))


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[.,/\-\u2013]", " ", text).casefold().split())


# One day as it may be written: in the words of the shop's languages, and in figures.
DAYS = """([day, languages]) => {
    const date = new Date(`${day}T12:00:00Z`);
    const written = languages.flatMap(language => ['full', 'long', 'medium', 'short'].map(dateStyle => {
        try { return new Intl.DateTimeFormat(language, { dateStyle, timeZone: 'UTC' }).format(date); } catch { return day; }
    }));
    const [year, month, of] = day.split('-');
    const figures = [[of, month], [month, of]].flatMap(([a, b]) => [`${a} ${b} ${year}`, `${Number(a)} ${Number(b)} ${year}`]);
    return [day, ...written, ...figures];
}"""
