"""Each page parsed and cleaned in a real browser, by the code that ships."""

from __future__ import annotations

import json
import statistics
import subprocess
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Error

from . import texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from playwright.sync_api import Browser, Page

    from tests.eval.corpus import PageCase
    from tests.eval.notes import Notes

    from .corpus import Case, Pair

SCRIPTS = Path(__file__).parent / "scripts"
ROUNDS = 5
LEAST_TEXT = 300
LEAST_BRIEF = 100
BRIEF = {"Imprint", "Returns Policy", "Shipping Policy", "Payment Terms", "Seller Warranty"}
"""A page with fewer characters did not load; of some kinds a few lines are enough."""


@dataclass
class Cleaned:
    """`said` is `text`, `index`, or the reason of a refusal. Times in milliseconds, of documents parsed anew."""

    name: str
    said: str
    characters: int
    title: str | None = None
    language: str | None = None
    markdown: str = ""
    parsing: list[float] = field(default_factory=list)
    cleaning: list[float] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        return self.said not in {"text", "index"}

    @property
    def ratio(self) -> float:
        return statistics.median(self.cleaning) / max(0.1, statistics.median(self.parsing))


@dataclass
class Result:
    case: Case
    cleaned: Cleaned
    overlap: texts.Overlap | None
    lacking: list[str]
    """Sentences that must be in the text and are not; and the other way round."""
    leaking: list[str]

    @property
    def no_policy(self) -> bool:
        """To be refused: the corpus says so, or there is next to nothing on the page."""
        least = LEAST_BRIEF if self.case.type in BRIEF else LEAST_TEXT
        return self.case.no_policy or self.cleaned.characters < least

    @property
    def title(self) -> bool | None:
        expected = self.case.entry.expected_title
        return texts.same_title(self.cleaned.title, expected) if expected and not self.no_policy else None

    def json(self) -> dict[str, Any]:
        cleaned = asdict(self.cleaned)
        cleaned["length"] = len(cleaned.pop("markdown"))
        entry = self.case.entry
        return {
            "file": entry.file,
            "type": entry.type,
            "language": entry.language,
            "noPolicy": self.no_policy,
            **cleaned,
            "overlap": self.overlap
            and {**asdict(self.overlap), "extra": self.overlap.extra[:50], "missing": self.overlap.missing[:50]},
            "lacking": self.lacking,
            "leaking": self.leaking,
            "titleRight": self.title,
        }


@dataclass
class Compared:
    """`grade` is null where one of the two is no text."""

    pair: Pair
    grade: str | None
    said: tuple[str, str]

    @property
    def noticed(self) -> bool:
        return self.grade == "substantive"

    @property
    def failure_seen(self) -> bool:
        return self.said[1] not in {"text", "index"} or self.grade == "suspect"

    def json(self) -> dict[str, Any]:
        return {**asdict(self.pair), "grade": self.grade, "said": list(self.said)}


def bundle(folder: Path) -> str:
    subprocess.run(["node", SCRIPTS / "build.mjs", folder], check=True, capture_output=True)
    return (folder / "terms.js").read_text("utf-8")


class Cleaner:
    """An empty page with the code of terms in it."""

    def __init__(self, browser: Browser, script: str) -> None:
        self._page: Page = browser.new_page()
        self._page.evaluate(f"() => {{ {script} }}")

    def clean(self, name: str, html: str, about: dict[str, str | None], rounds: int = ROUNDS) -> Cleaned:
        said = self._page.evaluate("([html, about, rounds]) => measure(html, about, rounds)", [html, about, rounds])
        cleaned = said["cleaned"]
        return Cleaned(
            name=name,
            said=cleaned["reason"] if cleaned["outcome"] == "refused" else cleaned["outcome"],
            characters=said["characters"],
            title=cleaned.get("title"),
            language=cleaned.get("language"),
            markdown=cleaned.get("markdown") or json.dumps(cleaned.get("links", "")),
            parsing=said["parsing"],
            cleaning=said["cleaning"],
        )

    def grade(self, before: str, after: str) -> str:
        return str(self._page.evaluate("([before, after]) => gradeOf(before, after)", [before, after]))


def run(cleaner: Cleaner, cases: Iterable[Case], notes: Notes) -> list[Result]:
    results = []
    for case in cases:
        if not case.html:
            continue
        entry = case.entry
        notes.at(entry.file)
        about = {"url": case.url, "requested": case.url, "type": case.type}
        try:
            cleaned = cleaner.clean(entry.file, case.text, about)
        except Error as error:
            notes.problem(entry.file, error.message)
            continue
        text = cleaned.markdown if cleaned.said == "text" else ""
        results.append(
            Result(
                case,
                cleaned,
                texts.overlap(text, case.reference) if case.reference is not None else None,
                [sentence for sentence in entry.must_contain or [] if not texts.contains(text, sentence)],
                [sentence for sentence in entry.must_not_contain or [] if texts.leaks(text, sentence)],
            )
        )
    return results


def run_others(cleaner: Cleaner, pages: Iterable[PageCase], notes: Notes) -> list[tuple[PageCase, str, str]]:
    """What is said of a page that is none of terms, where it was linked as terms and where nobody said what it is."""
    found = []
    for page in pages:
        notes.at(page.name)
        said = []
        for kind in ("Terms of Service", None):
            about = {"url": page.url, "requested": page.url, "type": kind}
            try:
                said.append(cleaner.clean(page.name, page.html, about, 1).said)
            except Error as error:
                notes.problem(page.name, error.message)
        if len(said) == 2:
            found.append((page, said[0], said[1]))
    return found


def compare(
    cleaner: Cleaner, pairs: Iterable[Pair], cases: Iterable[Case], results: Sequence[Result], notes: Notes
) -> list[Compared]:
    texts_of = {case.entry.file: ("text", case.text) for case in cases if not case.html}
    texts_of |= {result.case.entry.file: (result.cleaned.said, result.cleaned.markdown) for result in results}
    found = []
    for pair in pairs:
        notes.at(pair.name)
        (said, before), (also, after) = texts_of.get(pair.before, ("", "")), texts_of.get(pair.after, ("", ""))
        grade = cleaner.grade(before, after) if said == also == "text" else None
        found.append(Compared(pair, grade, (said, also)))
    return found
