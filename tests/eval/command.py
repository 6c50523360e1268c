"""What every evaluation shares: its command line, and a browser from which nothing but the corpus is to be had."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from tests.e2e.browser import QUIET, chromium

from .corpus import CorpusError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from playwright.sync_api import Browser, Playwright

Corpus = TypeVar("Corpus")


def run(
    arguments: Sequence[str] | None,
    *,
    name: str,
    description: str,
    read: Callable[[Path], Corpus],
    measure: Callable[[Corpus], dict[str, Any]],
) -> None:
    """Reads the corpus that is named, measures it, and writes the answers if a file is named for them."""
    parser = argparse.ArgumentParser(prog=name, description=description)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path, help="writes every answer here, as JSON")
    chosen = parser.parse_args(arguments)
    try:
        corpus = read(chosen.corpus)
    except CorpusError as error:
        parser.error(str(error))
    found = measure(corpus)
    if chosen.out is not None:
        chosen.out.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(
        executable_path=chromium(),
        chromium_sandbox=os.geteuid() != 0,
        args=[*QUIET, "--host-resolver-rules=MAP * ~NOTFOUND", "--disable-features=HttpsUpgrades"],
    )
