"""Each page by itself: as it is, as it might look tomorrow, and without recipes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Error

from . import speed
from .compare import Mark, Read, marks
from .tab import PageError, Tab

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playwright.sync_api import Browser, Page

    from .bundles import Bundles
    from .corpus import PageCase
    from .notes import Notes

PLAIN = "plain"
GENERAL = "recipes off"
WHAT_GATES_READ = ("scrambled", "url", "title", "headings", "phrases")


@dataclass
class Outcome:
    """What came of one page in one variant. `action` is `save`, `ask` or `nothing`."""

    gate: str
    action: str = "nothing"
    reasons: list[str] = field(default_factory=list)
    read: Read = field(default_factory=Read)
    signals: dict[str, str] = field(default_factory=dict)
    listed: int = 0
    marks: dict[str, Mark] = field(default_factory=dict)

    @property
    def answered(self) -> bool:
        return self.action != "nothing"


@dataclass
class PageResult:
    case: PageCase
    variants: dict[str, Outcome] = field(default_factory=dict)
    """Where a variant is missing, the page never had that signal: it reads as it is."""
    speed: speed.Timing | None = None

    def outcome(self, variant: str) -> Outcome:
        return self.variants.get(variant, self.variants[PLAIN])

    def json(self) -> dict[str, Any]:
        case = self.case
        return {
            "file": case.name,
            "group": case.group,
            "url": case.url,
            "inventedUrl": case.invented_url,
            "verbatim": case.verbatim,
            "order": case.expected is not None,
            "speed": self.speed and asdict(self.speed),
            "variants": {name: asdict(outcome) for name, outcome in self.variants.items()},
        }


def run(browser: Browser, bundles: Bundles, cases: Iterable[PageCase], notes: Notes) -> list[PageResult]:
    results = []
    with browser.new_context() as context:
        workshop = context.new_page()
        workshop.evaluate(bundles.variants)
        names: list[str] = workshop.evaluate("variants")
        for case in cases:
            notes.at(case.name)
            result = PageResult(case)
            try:
                with browser.new_context(locale="en-US") as own:
                    tab = Tab(own)
                    _as_it_is(tab, bundles, result, notes)
                    for name in names if _may_change(result) else WHAT_GATES_READ:
                        _varied(tab, bundles, workshop, result, name)
            except (PageError, Error) as error:
                notes.problem(case.name, error)
            if PLAIN in result.variants:
                results.append(result)
    return results


def _may_change(result: PageResult) -> bool:
    """A page that is no order and that the gate sends away stays so, unless the gate sees something else."""
    return result.case.expected is not None or result.variants[PLAIN].gate != "none"


def _as_it_is(tab: Tab, bundles: Bundles, result: PageResult, notes: Notes) -> None:
    case = result.case
    tab.show(case.html, case.url)
    kind = tab.gate(bundles)
    shipped = _outcome(case, kind, _ask(tab, bundles, "shipped", kind))
    result.variants[PLAIN] = shipped
    if kind != "none":
        # The shipped bundle cannot be asked to leave its recipes out, so ours must be shown to be the same otherwise.
        same = _outcome(case, kind, _ask(tab, bundles, "same", kind))
        if same != shipped and not any("too-long" in outcome.reasons for outcome in (same, shipped)):
            notes.problem(
                case.name, "the evaluation's own bundle reads it otherwise than the shipped one, or one ran out of time"
            )
        result.variants[GENERAL] = _outcome(case, kind, _ask(tab, bundles, "general", kind))
    result.speed = speed.time(tab, bundles, case.html)


def _varied(tab: Tab, bundles: Bundles, workshop: Page, result: PageResult, name: str) -> None:
    case = result.case
    varied = workshop.evaluate("([name, html, url]) => vary(name, html, url)", [name, case.html, case.url])
    if varied is None:
        return
    tab.show(varied["html"], varied["url"])
    kind = tab.gate(bundles)
    result.variants[name] = _outcome(case, kind, _ask(tab, bundles, "shipped", kind))


def _ask(tab: Tab, bundles: Bundles, reader: str, kind: str) -> dict[str, Any]:
    if kind == "none":
        return {}
    said = tab.read(bundles, reader, kind)
    # As the extension does: what met cold code on a busy computer is asked once more.
    late = "too-long" in ((said.get("order") or {}).get("reasons") or [])
    return tab.read(bundles, reader, kind) if late else said


def _outcome(case: PageCase, kind: str, said: dict[str, Any]) -> Outcome:
    verdict = said.get("order")
    if verdict is None:
        return Outcome(kind, listed=_listed(said))
    order = verdict["order"] or {}
    fields = {name: candidate for name, candidate in order.items() if name != "conflicts" and candidate}

    def value(name: str) -> Any:
        return fields[name]["value"] if name in fields else None

    outcome = Outcome(
        kind,
        verdict["action"],
        verdict["reasons"],
        Read(value("orderNumber"), value("total"), value("currency"), value("orderDate"), value("items")),
        {name: candidate["signal"] for name, candidate in fields.items()},
        _listed(said),
    )
    if case.expected is not None and outcome.answered:
        outcome.marks = marks(case.expected, outcome.read)
    return outcome


def _listed(said: dict[str, Any]) -> int:
    return len((said.get("orders") or {}).get("orders", []))


def duplicates(results: Iterable[PageResult], variant: str) -> dict[str, int]:
    """By group: orders that would become two, because two pages of one gave different numbers."""
    numbers: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    for result in results:
        case, outcome = result.case, result.outcome(variant)
        if case.expected and case.expected.order_number and outcome.action == "save" and outcome.read.number:
            numbers[case.group, case.url.split("/")[2], case.expected.order_number].add(outcome.read.number)
    found: defaultdict[str, int] = defaultdict(int)
    for (group, _, _), read in numbers.items():
        found[group] += len(read) - 1
    return found
