"""The TypeScript library: @noble, which the extension uses, beside libsodium in WebAssembly, in one page."""

from __future__ import annotations

import gzip
import json
import os
import statistics
from base64 import b64encode
from typing import TYPE_CHECKING, Any

from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt

from counterfoil_crypto.device import Device
from counterfoil_crypto.epoch import Epoch
from tests.e2e.browser import QUIET, chromium

from .pages import Served, bundle, write_page
from .table import Table, ms, ratio

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Playwright

LIBRARIES = ("noble", "libsodium")
STARTS = 15
COUNTS = (1_000, 10_000)
SIZES = (1_024, 2_048)
VERIFICATIONS = 100
ROUNDS = 5

Starts = dict[str, dict[str, float]]
Work = dict[str, dict[str, float]]


def measure(playwright: Playwright, folder: Path) -> list[Table]:
    bundle(folder)
    for name in LIBRARIES:
        write_page(folder, f"{name}.html", [f"{name}.js"], before=f"first = {json.dumps(_first())}")
    write_page(folder, "both.html", [*(f"{name}.js" for name in LIBRARIES), "work.js"], before=f"first = {json.dumps(_first())}")
    browser = playwright.chromium.launch(executable_path=chromium(), chromium_sandbox=os.geteuid() != 0, args=QUIET)
    with browser, Served(folder) as served:
        starts = _starts(browser, served.url)
        page = browser.new_page()
        page.goto(served.url + "both.html")
        page.wait_for_function("globalThis.compare && Object.keys(globalThis.libraries ?? {}).length === 2")
        work = {(count, size): _work(page, count, size) for size in SIZES for count in COUNTS}
    return [_start_table(folder, starts), _work_table(work), _sum_table(starts, work)]


def _first() -> dict[str, str]:
    """One envelope's worth to open, and an epoch key sealed to a device."""
    key, nonce, data, device = os.urandom(32), os.urandom(24), os.urandom(84), Device.new()
    sealed = crypto_aead_xchacha20poly1305_ietf_encrypt(os.urandom(1_024), data, nonce, key)
    parts = {
        "key": key,
        "nonce": nonce,
        "data": data,
        "sealed": sealed,
        "seed": device.seed,
        "sealedKey": Epoch.new().seal_to(device.keys),
    }
    return {name: b64encode(part).decode() for name, part in parts.items()}


def _starts(browser: Browser, url: str) -> Starts:
    """The median of fresh pages, each in a context of its own."""
    found: dict[str, list[dict[str, float]]] = {name: [] for name in LIBRARIES}
    for _ in range(STARTS):
        for name in LIBRARIES:
            with browser.new_context() as context:
                page = context.new_page()
                page.goto(f"{url}{name}.html")
                page.wait_for_function("globalThis.marks")
                found[name].append(page.evaluate("marks"))
    return {
        name: {mark: statistics.median(one[mark] for one in marks) for mark in ("ready", "keys")} for name, marks in found.items()
    }


def _work(page: Page, count: int, size: int) -> Work:
    asked = {"count": count, "size": size, "verifications": VERIFICATIONS, "rounds": ROUNDS}
    found: Any = page.evaluate("asked => compare(asked)", asked)
    return {task: dict(times) for task, times in found.items()}


def _start_table(folder: Path, starts: Starts) -> Table:
    table = Table(
        "Library: start",
        "From the page's first script to the first AEAD opened, and on to the epoch key opened with a device's seed;\n"
        f"median of {STARTS} fresh pages.",
        ("", *LIBRARIES, "noble : libsodium"),
    )
    sizes = {name: len(gzip.compress((folder / f"{name}.js").read_bytes(), 9)) / 1_000 for name in LIBRARIES}
    table.add("bundle, gzipped", *(f"{sizes[name]:.1f} kB" for name in LIBRARIES), ratio(sizes["noble"], sizes["libsodium"]))
    for mark, words in (("ready", "first AEAD"), ("keys", "device and epoch key")):
        times = {name: starts[name][mark] for name in LIBRARIES}
        table.add(words, *(ms(times[name]) for name in LIBRARIES), ratio(times["noble"], times["libsodium"]))
    return table


def _work_table(work: dict[tuple[int, int], Work]) -> Table:
    table = Table(
        "Library: work",
        f"The same work in the same page, in turn; best of {ROUNDS}. libsodium is the floor.",
        ("", *LIBRARIES, "noble : libsodium"),
    )
    words = {"open": "XChaCha20-Poly1305 open", "digest": "BLAKE2b-256 digest"}
    for (count, size), tasks in work.items():
        for task, name in words.items():
            _add(table, f"{name}, {count:,} × {(size + 96) / 1000:.1f} kB", tasks[task])
    most = work[COUNTS[-1], SIZES[0]]
    _add(table, f"hash chain, {COUNTS[-1]:,} entries", most["chain"])
    _add(table, f"Ed25519 verify, {VERIFICATIONS}", most["verify"])
    return table


def _add(table: Table, words: str, times: dict[str, float]) -> None:
    table.add(words, *(ms(times[name]) for name in LIBRARIES), ratio(times["noble"], times["libsodium"]))


def _sum_table(starts: Starts, work: dict[tuple[int, int], Work]) -> Table:
    table = Table(
        "Library: what a person would wait for its sake",
        "Computed from the above, for envelopes of 1.1 kB. Popup: start, keys, every envelope opened. First sync: also\n"
        "digests and chain.",
        ("", *LIBRARIES, "noble - libsodium"),
    )
    most = COUNTS[-1]
    per = {task: {name: took / most for name, took in times.items()} for task, times in work[most, SIZES[0]].items()}
    for words, tasks in (("popup", ("open",)), ("first sync", ("open", "digest", "chain"))):
        for count in (100, *COUNTS):
            times = {name: starts[name]["keys"] + count * sum(per[task][name] for task in tasks) for name in LIBRARIES}
            table.add(
                f"{words}, {count:,} records", *(ms(times[name]) for name in LIBRARIES), ms(times["noble"] - times["libsodium"])
            )
    return table
