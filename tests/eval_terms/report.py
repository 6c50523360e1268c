"""The figures in tables, and beside the bars that the project holds itself to."""

from __future__ import annotations

import statistics
from collections import defaultdict
from typing import TYPE_CHECKING

from tests.bench.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.eval.corpus import PageCase

    from .pages import Compared, Result

MEAN = 0.98
WORST = 0.90
RATIO = 3.0
WORST_MS = 1_000.0


def documents(results: Sequence[Result]) -> Table:
    table = Table(
        "Documents",
        "Words beside the independent clean text, where there is one; sentences that lack and lines that leak; median times.",
        (
            "language, type",
            "pages",
            "text",
            "refused",
            "compared",
            "precision",
            "recall",
            "worst recall",
            "lacking",
            "leaking",
            "ratio",
        ),
    )
    groups: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        groups[f"{result.case.entry.language or '?'} {result.case.entry.type or '?'}"].append(result)
    for name in [*sorted(groups), "all"]:
        some = list(results) if name == "all" else groups[name]
        overlaps = [result.overlap for result in some if result.overlap and not result.no_policy]
        table.add(
            name,
            str(len(some)),
            str(sum(result.cleaned.said == "text" for result in some)),
            str(sum(result.cleaned.refused for result in some)),
            str(len(overlaps) or "·"),
            f"{statistics.fmean(one.precision for one in overlaps):.3f}" if overlaps else "",
            f"{statistics.fmean(one.recall for one in overlaps):.3f}" if overlaps else "",
            f"{min(one.recall for one in overlaps):.3f}" if overlaps else "",
            str(sum(len(result.lacking) for result in some if not result.no_policy)),
            str(sum(len(result.leaking) for result in some if not result.no_policy)),
            f"{statistics.median(result.cleaned.ratio for result in some):.2f}",
        )
    return table


def speed(results: Sequence[Result]) -> Table:
    table = Table(
        "Speed",
        "Cleaning beside the browser's own parsing, each of a document parsed anew.",
        ("", "median", "p90", "worst", "page"),
    )

    def row(name: str, form: str, of: Callable[[Result], float]) -> None:
        values = sorted((of(result), result.cleaned.name) for result in results)
        middle, high = statistics.median(value for value, _ in values), values[min(len(values) - 1, int(0.9 * len(values)))][0]
        table.add(name, *(form.format(value) for value in (middle, high, values[-1][0])), values[-1][1])

    if results:
        row("cleaning, ms", "{:.1f}", lambda result: statistics.median(result.cleaned.cleaning))
        row("first time, ms", "{:.1f}", lambda result: result.cleaned.cleaning[0])
        row("parsing, ms", "{:.1f}", lambda result: statistics.median(result.cleaned.parsing))
        row("cleaning : parsing", "{:.2f}", lambda result: result.cleaned.ratio)
    return table


def refusals(results: Sequence[Result], others: Sequence[tuple[PageCase, str, str]]) -> Table:
    table = Table(
        "Refusals",
        "What is said of documents, and of pages that are none; named: linked as terms; unnamed: nobody said what it is.",
        ("", "documents", "no policy", "other, named", "other, unnamed"),
    )
    columns = [
        [result.cleaned.said for result in results if not result.no_policy],
        [result.cleaned.said for result in results if result.no_policy],
        [said for _, said, _ in others],
        [said for _, _, said in others],
    ]
    for said in sorted({said for column in columns for said in column}):
        table.add(said, *(str(column.count(said) or "·") for column in columns))
    return table


def versions(compared: Sequence[Compared]) -> Table:
    grades = ("same", "minor", "substantive", "suspect", "not a text")
    table = Table("Pairs", "A notice is given of what is substantive.", ("", "pairs", *grades))
    for expect in sorted({one.pair.expect for one in compared}):
        found = [one.grade or "not a text" for one in compared if one.pair.expect == expect]
        table.add(expect or "unlabelled", str(len(found)), *(str(found.count(grade) or "·") for grade in grades))
    return table


def bars(results: Sequence[Result], others: Sequence[tuple[PageCase, str, str]], compared: Sequence[Compared]) -> Table:
    table = Table("Bars", "What is asked of the given corpus, and what was found.", ("", "bar", "found", "met"))

    def row(name: str, bar: str, found: str, *, met: bool) -> None:
        table.add(name, bar, found, "yes" if met else "NO")

    overlaps = [result.overlap for result in results if result.overlap and not result.no_policy]
    if overlaps:
        precision, recall = statistics.fmean(one.precision for one in overlaps), statistics.fmean(one.recall for one in overlaps)
        worst = min(one.recall for one in overlaps)
        row("precision, mean", f"≥ {MEAN}", f"{precision:.4f}", met=precision >= MEAN)
        row("recall, mean", f"≥ {MEAN}", f"{recall:.4f}", met=recall >= MEAN)
        row("recall, worst page", f"≥ {WORST}", f"{worst:.3f}", met=worst >= WORST)
    documents_read = [result for result in results if not result.no_policy]
    if documents_read:
        kept = sum(result.cleaned.said == "text" for result in documents_read)
        row("documents read", str(len(documents_read)), str(kept), met=kept == len(documents_read))
    none = [result for result in results if result.no_policy]
    if none:
        refused = sum(result.cleaned.refused for result in none)
        row("pages without a policy refused", str(len(none)), str(refused), met=refused == len(none))
    for name, column in (("named", 1), ("unnamed", 2)):
        if others:
            refused = sum(other[column] != "text" for other in others)
            row(f"other pages not read, {name}", str(len(others)), str(refused), met=refused == len(others))
    rights: tuple[tuple[str, str, Callable[[Compared], bool]], ...] = (
        ("changed", "real changes found", lambda one: one.noticed),
        ("noise", "noise pairs without notice", lambda one: not one.noticed),
        ("failed-capture", "failed captures recognised", lambda one: one.failure_seen and not one.noticed),
    )
    for expect, name, right in rights:
        some = [one for one in compared if one.pair.expect == expect]
        if some:
            found = sum(right(one) for one in some)
            row(name, str(len(some)), str(found), met=found == len(some))
    if results:
        ratio = statistics.median(result.cleaned.ratio for result in results)
        slowest = max(max(result.cleaned.cleaning) for result in results)
        row("cleaning : parsing, median", f"≤ {RATIO:.0f}", f"{ratio:.2f}", met=ratio <= RATIO)
        row("cleaning, slowest ever", f"≤ {WORST_MS:.0f} ms", f"{slowest:.0f} ms", met=slowest <= WORST_MS)
    return table


def misses(results: Sequence[Result], others: Sequence[tuple[PageCase, str, str]], compared: Sequence[Compared]) -> str:
    """What to look at, each as it is."""
    lines = ["Pages and pairs to look at"]
    lines += [f"  {result.case.entry.file}: {'; '.join(found)}" for result in results if (found := _faults(result))]
    for page, named, unnamed in others:
        if "text" in {named, unnamed}:
            lines.append(f"  {page.name}: named {named}, unnamed {unnamed}")
    for pair in compared:
        wrong = {"changed": not pair.noticed, "noise": pair.noticed, "failed-capture": pair.noticed or not pair.failure_seen}
        if wrong.get(pair.pair.expect, False):
            what = pair.grade or " and ".join(pair.said)
            lines.append(f"  pair {pair.pair.name} ({pair.pair.before}, {pair.pair.after}), {pair.pair.expect}: {what}")
    return "\n".join(lines) + "\n" if len(lines) > 1 else ""


def _faults(result: Result) -> list[str]:
    if result.no_policy:
        return [] if result.cleaned.refused else [f"to be refused, but {result.cleaned.said}"]
    if result.cleaned.said != "text":
        return [f"not read: {result.cleaned.said}"]
    found = []
    if (one := result.overlap) and min(one.precision, one.recall) < MEAN:
        found.append(f"precision {one.precision:.3f} (+ {' '.join(one.extra[:8])})")
        found.append(f"recall {one.recall:.3f} (- {' '.join(one.missing[:8])})")
    found += [f"lacks “{sentence[:90]}”" for sentence in result.lacking]
    found += [f"leaks “{sentence[:60]}”" for sentence in result.leaking]
    if result.title is False:
        found.append(f"title “{result.cleaned.title}” instead of “{result.case.entry.expected_title}”")
    return found
