"""Switches each defence off, one at a time, in a throw-away copy of the tree, and sees that the row's tests then fail.

    python -m tests.attacks.mutate [ROW …]      all rows, or those of these numbers; without numbers the table is kept in results/

A mutation is a file `mutations/NN-words.toml`: what defence it takes away, which tests must then fail, and the change as text to
find and text to put there. Text and not a diff, because a diff also names lines and neighbours that have nothing to do with the
defence, and stops to apply when these change. What is to be found must stand in its file exactly once, or the run fails.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ROOT: Final = Path(__file__).parents[2]
MUTATIONS: Final = Path(__file__).with_name("mutations")
RESULTS: Final = Path(__file__).with_name("results")
LEFT_OUT: Final = {
    ".git",
    ".venv",
    ".venv-shop",
    "node_modules",
    "build",
    ".cache",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
}
SECONDS: Final = 180


class MutationError(Exception):
    """A mutation that cannot be judged: it no longer applies, names no test, or its test did not run."""


@dataclass(frozen=True)
class Change:
    file: str
    find: str
    replace: str

    def apply(self, tree: Path) -> None:
        path = tree / self.file
        before = path.read_text("utf-8") if path.is_file() else ""
        if (times := before.count(self.find)) != 1:
            raise MutationError(f"{self.file}: what is to be changed stands there {times} times, not once: {self.find!r}")
        path.write_text(before.replace(self.find, self.replace), "utf-8")


@dataclass(frozen=True)
class Mutation:
    """`fails`: test files, each maybe with `::` and a part of the names of the tests that are meant.

    `build`: the tests need the extension built anew.
    """

    row: str
    defence: str
    changes: tuple[Change, ...]
    fails: tuple[str, ...]
    build: bool = False


@dataclass(frozen=True)
class Outcome:
    """One test as it went: `failure` is None, or what it said first. Broken: it did not come to its own checks."""

    file: str
    name: str
    failure: str | None
    broken: bool = False

    def is_meant_by(self, test: str) -> bool:
        file, _, part = test.partition("::")
        return file == self.file and part in self.name


def load(rows: Sequence[str] = ()) -> list[Mutation]:
    """The mutations of these rows, or all, in the order of their files."""
    found: list[Mutation] = []
    for path in sorted(MUTATIONS.glob("*.toml")):
        row = path.stem.split("-")[0].lstrip("0")
        if rows and row not in rows:
            continue
        for raw in tomllib.loads(path.read_text("utf-8"))["mutation"]:
            changes = tuple(Change(**change) for change in raw["change"])
            if not changes or not raw["fails"] or set(raw) - {"build"} != {"defence", "fails", "change"}:
                raise MutationError(f"{path.name}: a mutation has a defence, tests that fail, and changes")
            found.append(Mutation(row, raw["defence"], changes, tuple(raw["fails"]), raw.get("build", False)))
    return found


class Tree:
    """A copy of the working tree whose tests run its own code."""

    def __init__(self) -> None:
        self._temporary = tempfile.TemporaryDirectory(prefix="counterfoil-mutate-")
        self.path = Path(self._temporary.name) / "tree"

    def __enter__(self) -> Self:
        shutil.copytree(ROOT, self.path, ignore=lambda _, names: LEFT_OUT & set(names), symlinks=True)
        for name in (".venv", ".venv-shop"):
            if (ROOT / name).exists():
                (self.path / name).symlink_to(ROOT / name)
        modules = self.path / "node_modules"
        modules.mkdir()
        for package in (ROOT / "node_modules").iterdir():
            # The workspaces' own packages are links relative to their place: so they lead into the copy.
            if package.name == "@counterfoil":
                shutil.copytree(package, modules / package.name, symlinks=True)
            elif package.name != ".vite":
                (modules / package.name).symlink_to(package)
        return self

    def __exit__(self, *_: object) -> None:
        self._temporary.cleanup()

    def run(self, tests: Iterable[str]) -> list[Outcome]:
        """The outcomes of these files' tests, in both languages at once."""
        files = sorted({test.partition("::")[0] for test in tests})
        for file in files:
            if not (self.path / file).is_file():
                raise MutationError(f"{file}: there is no such test")
        python, typescript = ([file for file in files if file.endswith(end)] for end in (".py", ".ts"))
        with ThreadPoolExecutor(2) as both:
            one, other = both.submit(self._pytest, python), both.submit(self._vitest, typescript)
            return one.result() + other.result()

    def build(self) -> None:
        """The extension for Chromium, of the tree as it is now."""
        _end_in_time(["npx", "--no-install", "wxt", "build"], self.path / "extension", dict(os.environ))

    def _pytest(self, files: Sequence[str]) -> list[Outcome]:
        report = self.path / "pytest.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", "junit_family=xunit1"]
        return self._run([*command, f"--junitxml={report}"], files, report)

    def _vitest(self, files: Sequence[str]) -> list[Outcome]:
        report = self.path / "vitest.xml"
        command = ["npx", "--no-install", "vitest", "run", "--config", "tests/vitest.config.ts", "--reporter=junit"]
        return self._run([*command, f"--outputFile={report}"], files, report)

    def _run(self, command: Sequence[str], files: Sequence[str], report: Path) -> list[Outcome]:
        if not files:
            return []
        report.unlink(missing_ok=True)
        # Before an editable installation, which leads to the real tree, also in processes that tests start.
        paths = os.pathsep.join(str(self.path / name) for name in ("server", "crypto", "."))
        environment = {**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"}
        said = _end_in_time([*command, *files], self.path, environment)
        if not report.exists():
            raise MutationError(f"the tests did not run:\n{said[-2_000:]}")
        return [_outcome(case) for case in ET.parse(report).iter("testcase")]  # noqa: S314 # written by the line above


def _end_in_time(command: Sequence[str], folder: Path, environment: dict[str, str]) -> str:
    """What the process printed; `MutationError` if it does not end: then everything that it started is ended with it."""
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )
    try:
        return process.communicate(timeout=SECONDS)[0]
    except subprocess.TimeoutExpired:
        raise MutationError(f"the tests did not end within {SECONDS} s") from None
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _outcome(case: ET.Element) -> Outcome:
    """A report of vitest gives the file as the class, and the suites above a test in its name."""
    file = case.get("file") or case.get("classname") or ""
    failure, error = case.find("failure"), case.find("error")
    fault = failure if failure is not None else error
    said = None if fault is None else " ".join((fault.get("message") or fault.text or "it failed").split())
    # pytest gives one file's fault at import as an error of a case without a class; vitest as a failure of the file.
    return Outcome(file, case.get("name") or "", said, error is not None or case.get("name") == file)


def judge(tree: Tree, mutation: Mutation) -> list[Outcome]:
    """For each test that `mutation` names, one that failed; `MutationError` if one passes or did not come to its checks."""
    before = {
        change.file: (tree.path / change.file).read_bytes() for change in mutation.changes if (tree.path / change.file).exists()
    }
    try:
        for change in mutation.changes:
            change.apply(tree.path)
        if mutation.build:
            tree.build()
        outcomes = tree.run(mutation.fails)
    finally:
        for file, data in before.items():
            (tree.path / file).write_bytes(data)
    return [_failed(test, outcomes) for test in mutation.fails]


def _failed(test: str, outcomes: Iterable[Outcome]) -> Outcome:
    meant = [one for one in outcomes if one.is_meant_by(test)]
    if broken := next((one for one in meant if one.broken), None):
        raise MutationError(f"{test} did not come to its checks: {broken.failure}")
    failed = next((one for one in meant if one.failure is not None), None)
    if failed is None:
        raise MutationError(f"{test}: {len(meant)} of its tests ran, and none noticed that the defence is gone")
    return failed


def run(mutations: Sequence[Mutation]) -> tuple[list[str], list[str]]:
    """The table's lines, and what is wrong."""
    lines, wrong = [], []
    with Tree() as tree:
        if any(mutation.build for mutation in mutations):
            tree.build()
        wrong += [
            f"{one.file}: {one.name}: must pass with all defences in place: {one.failure}"
            for one in tree.run(test for mutation in mutations for test in mutation.fails)
            if one.failure is not None
        ]
        for mutation in mutations:
            began = time.monotonic()
            try:
                failed = judge(tree, mutation)
            except MutationError as error:
                wrong.append(f"row {mutation.row}, without “{mutation.defence}”: {error}")
                failed = []
            say(f"row {mutation.row:>2}  {'fails' if failed else 'WRONG'}  {time.monotonic() - began:4.0f} s  {mutation.defence}")
            lines += _lines(mutation, failed)
    return lines, wrong


def _lines(mutation: Mutation, failed: Sequence[Outcome]) -> list[str]:
    files = ", ".join(dict.fromkeys(change.file for change in mutation.changes))
    lines = [f"{mutation.row:>2}  {mutation.defence}", f"      without it in {files}:"]
    return lines + [f"      fails  {one.file.removeprefix('tests/attacks/')}: {one.name[:110]}" for one in failed] + [""]


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(description="switch each defence off and see its attack succeed")
    parser.add_argument("rows", nargs="*", help="numbers of rows in ATTACKS.md; all of them if none is given")
    rows = parser.parse_args().rows
    # Ended from outside, it takes its copy and what runs in it along.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    mutations = load(rows)
    lines, wrong = run(mutations)
    if not rows:
        day = datetime.now(UTC).strftime("%Y-%m-%d")
        count = len({mutation.row for mutation in mutations})
        head = (
            f"{day}: {len(mutations)} defences of {count} rows, each switched off alone. With all on, all of these tests pass.\n"
        )
        RESULTS.mkdir(exist_ok=True)
        said = [*lines, *(["WRONG", *wrong] if wrong else [])]
        (RESULTS / f"{day}.txt").write_text("\n".join([head, *said]) + "\n", "utf-8")
    say("\n".join(["", *wrong]) if wrong else f"\n{len(mutations)} defences: without each of them its attack succeeds")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
