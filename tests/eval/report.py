"""The figures in tables, and beside the bars that the project holds itself to."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.bench.table import Table

from .compare import FIELDS
from .pages import GENERAL, PLAIN, duplicates

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .flows import FlowResult
    from .pages import PageResult

GATE_MEDIAN_MS = 0.5
GATE_WORST_MS = 2.0
GATE_KILOBYTES = 12.0
POINTS = 5.0


@dataclass(frozen=True)
class Score:
    """Of some pages in one variant. Fields: right, null and wrong ones of the orders read, and how many orders assert it."""

    orders: int
    captured: int
    asked: int
    missed: int
    others: int
    false: int
    false_asked: int
    listed: int
    duplicated: int
    fields: dict[str, tuple[int, int, int, int]]

    def share(self, name: str) -> float:
        """Right ones of all that are asserted, read or not, in per cent."""
        right, *_, of = self.fields[name]
        return 100 * right / of if of else 100.0

    def exact(self, name: str) -> float:
        """Right ones of those read, in per cent."""
        right, null, wrong, _ = self.fields[name]
        return 100 * right / (right + null + wrong) if right + null + wrong else 100.0

    @property
    def found(self) -> float:
        return 100 * (self.captured + self.asked) / self.orders if self.orders else 100.0


def score(results: Sequence[PageResult], variant: str) -> Score:
    orders = [(result.case.expected, result.outcome(variant)) for result in results if result.case.expected is not None]
    others = [result.outcome(variant) for result in results if result.case.expected is None]
    fields = {}
    for name in FIELDS:
        words = [outcome.marks.get(name) for _, outcome in orders]
        asserted = sum(expected.asserts(name) for expected, _ in orders)
        fields[name] = (words.count("right"), words.count("null"), words.count("wrong"), asserted)
    actions = [outcome.action for _, outcome in orders]
    return Score(
        orders=len(orders),
        captured=actions.count("save"),
        asked=actions.count("ask"),
        missed=actions.count("nothing"),
        others=len(others),
        false=sum(outcome.action == "save" for outcome in others),
        false_asked=sum(outcome.action == "ask" for outcome in others),
        listed=sum(outcome.listed > 0 for outcome in others),
        duplicated=sum(duplicates(results, variant).values()),
        fields=fields,
    )


def groups(results: Sequence[PageResult], variant: str = PLAIN) -> Table:
    table = Table(
        f"Pages, {variant}",
        "Fields as right/null/wrong of the orders captured or asked about. Lists: pages whose orders would wait for the person.",
        ("group", "orders", "captured", "asked", "missed", "duplicated", "others", "false", "asked", "lists", *FIELDS),
    )
    names = sorted({result.case.group for result in results})
    rows = [(name, [result for result in results if result.case.group == name]) for name in names]
    rows += [
        (f"all {word}", [result for result in results if result.case.verbatim == verbatim])
        for word, verbatim in (("verbatim", True), ("rendered", False))
    ]
    rows.append(("all", list(results)))
    for name, some in rows:
        found = score(some, variant)
        counts = (
            found.orders,
            found.captured,
            found.asked,
            found.missed,
            found.duplicated,
            found.others,
            found.false,
            found.false_asked,
            found.listed,
        )
        cells = ["/".join(map(str, found.fields[field][:3])) if found.fields[field][3] else "" for field in FIELDS]
        table.add(name, *(str(count) if count else "·" for count in counts), *cells)
    return table


def variants(results: Sequence[PageResult]) -> Table:
    table = Table(
        "Pages, as they might look tomorrow",
        "Orders found (captured or asked about) and fields right, in per cent of all that assert them, with the difference\n"
        "to plain in points. Varied: pages that had the signal. Wrong: values of all fields. False: captured without an order.",
        ("variant", "varied", "found", *FIELDS, "wrong", "false", "duplicated"),
    )
    plain = score(results, PLAIN)
    names = dict.fromkeys([PLAIN, GENERAL, *(name for result in results for name in result.variants)])
    for name in names:
        found = score(results, name)
        cells = [
            _points(found.found, plain.found, name),
            *(_points(found.share(field), plain.share(field), name) for field in FIELDS),
        ]
        varied = sum(name in result.variants for result in results)
        wrong = sum(wrong for _, _, wrong, _ in found.fields.values())
        table.add(name, str(varied), *cells, str(wrong), str(found.false), str(found.duplicated))
    return table


def _points(value: float, plain: float, name: str) -> str:
    return f"{value:.0f}%" if name == PLAIN else f"{value:.0f}% {value - plain:+.0f}"


def flows(results: Iterable[FlowResult]) -> Table:
    table = Table(
        "Flows",
        "What stands in the history at the end. A field in brackets was never shown by the shop from the confirmation on.",
        ("flow", "orders", "waiting", "false", "duplicated", "fields right", "null", "wrong", "passed"),
    )
    for result in results:
        words = {
            word: [f"({name})" if name in result.never_shown else name for name, of in result.marks.items() if of == word]
            for word in ("right", "null", "wrong")
        }
        table.add(
            result.case.name,
            str(len(result.orders)),
            str(len(result.waiting)),
            str(len(result.false)),
            str(result.duplicated),
            *(" ".join(words[word]) or "·" for word in ("right", "null", "wrong")),
            "yes" if result.passed else "no",
        )
    return table


def steps(result: FlowResult) -> str:
    """Pages of a flow at which something happened."""
    lines = [f"{result.case.name}, page by page"]
    for step in result.steps:
        what = [
            f"{len(step.saved)} saved" if step.saved else "",
            f"{len(step.completed)} completed" if step.completed else "",
            f"{len(step.asked)} asked" if step.asked else "",
            f"badge {step.badge}" if step.badge else "",
        ]
        if any(what):
            lines.append(f"  {step.page} ({step.label}): {', '.join(filter(None, what))}")
    return "\n".join(lines) + "\n"


def speed(results: Sequence[PageResult], gate_bytes: int) -> Table:
    table = Table(
        "Speed",
        "The gate in batches, on pages that are no order. The shipped reader on all pages: once cold, then warm in turns\n"
        "with the browser's own parsing.",
        ("", "median", "p99", "worst", "page"),
    )
    gates = sorted(
        (timed.gate, result.case.name) for result in results if (timed := result.speed) and result.case.expected is None
    )
    firsts = sorted((timed.first_reading, result.case.name) for result in results if (timed := result.speed))
    ratios = sorted((timed.ratio, result.case.name) for result in results if (timed := result.speed))
    for name, found, form in (
        ("gate, ms", gates, "{:.3f}"),
        ("reading, first, ms", firsts, "{:.1f}"),
        ("reading : parsing", ratios, "{:.2f}"),
    ):
        if found:
            values = [value for value, _ in found]
            table.add(
                name, *(form.format(value) for value in (statistics.median(values), at(values, 0.99), values[-1])), found[-1][1]
            )
    table.add("gate, kB gzipped", f"{gate_bytes / 1000:.2f}", "", "", "")
    return table


def at(values: Sequence[float], share: float) -> float:
    """The value under which that share of the sorted `values` lies."""
    return values[min(len(values) - 1, int(share * len(values)))]


def bars(pages: Sequence[PageResult], flows_done: Sequence[FlowResult], gate_bytes: int) -> Table:
    table = Table("Bars", "What is asked of the given corpus, and what was found.", ("", "bar", "found", "met"))

    def row(name: str, bar: str, found: str, *, met: bool) -> None:
        table.add(name, bar, found, "yes" if met else "NO")

    if pages:
        plain = score(pages, PLAIN)
        verbatim = score([result for result in pages if result.case.verbatim], PLAIN)
        row("false captures, verbatim", "0", str(verbatim.false), met=verbatim.false == 0)
        row("false captures, all", "≤ 1", str(plain.false), met=plain.false <= 1)
        row("orders missed", "≤ 2", str(plain.missed), met=plain.missed <= 2)
        for name in ("number", "total", "currency"):
            wrong = plain.fields[name][2]
            row(f"wrong {name}", "≤ 1", str(wrong), met=wrong <= 1)
        row("items exact of those read", "≥ 90%", f"{plain.exact('items'):.0f}%", met=plain.exact("items") >= 90)
        for variant in ("scrambled", GENERAL):
            other = score(pages, variant)
            losses = {"found": plain.found - other.found, **{name: plain.share(name) - other.share(name) for name in FIELDS}}
            name, lost = max(losses.items(), key=lambda loss: loss[1])
            row(
                f"{variant}: most points lost",
                f"≤ {POINTS:.0f}",
                f"{lost:.1f} ({name})" if lost > 0 else "none",
                met=lost <= POINTS,
            )
        timings = [(result.case.expected is None, result.speed) for result in pages if result.speed]
        gates = sorted(timed.gate for other, timed in timings if other)
        if gates:
            middle, worst = statistics.median(gates), at(gates, 0.99)
            row("gate, median", f"< {GATE_MEDIAN_MS} ms", f"{middle:.3f} ms", met=middle < GATE_MEDIAN_MS)
            row("gate, p99", f"< {GATE_WORST_MS} ms", f"{worst:.3f} ms", met=worst < GATE_WORST_MS)
        if timings:
            ratio = statistics.median(timed.ratio for _, timed in timings)
            row("reading : parsing, median", "≤ 1.0", f"{ratio:.2f}", met=ratio <= 1)
    row("gate, gzipped", f"≤ {GATE_KILOBYTES:.0f} kB", f"{gate_bytes / 1000:.2f} kB", met=gate_bytes <= GATE_KILOBYTES * 1000)
    if flows_done:
        passed = sum(result.passed for result in flows_done)
        row("flows with one right order", str(len(flows_done)), str(passed), met=passed == len(flows_done))
    return table


def misses(results: Sequence[PageResult]) -> str:
    """What to look at: each page that is not as it should be, as it is."""
    lines = ["Pages to look at"]
    for result in results:
        outcome = result.outcome(PLAIN)
        faults: list[Any] = [f"{name} {word}" for name, word in outcome.marks.items() if word != "right"]
        if result.case.expected is None:
            if not outcome.answered:
                continue
            faults.insert(0, "FALSE" if outcome.action == "save" else "asked, no order")
        elif not outcome.answered:
            faults.insert(0, "missed")
        if faults:
            lines.append(
                f"  {result.case.name}: gate {outcome.gate}, {outcome.action} ({' '.join(outcome.reasons)}): {', '.join(faults)}"
            )
    return "\n".join(lines) + "\n" if len(lines) > 1 else ""
