"""The relay as a process, over HTTP on loopback, beside SQLite alone with the same pragmas on the same disk."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import time
from typing import TYPE_CHECKING

import aiohttp

from counterfoil.relay.store.database import migrate, migrations
from counterfoil.relay.store.sqlite_log import COLUMNS
from counterfoil.wire import LARGEST_BATCH, LARGEST_PAGE
from counterfoil_crypto.chain import FIRST_GENERATION
from counterfoil_crypto.encoding import to_base64url
from tests.e2e.relay import Relay
from tests.server.helpers import Player, draft, envelope
from tests.server.helpers import Relay as Dialled

from .table import Table, rate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SINGLES = 2_000
RECORDS = 20_000
CLIENTS = 16
JSON = {"Content-Type": "application/json"}


def measure(home: Path) -> list[Table]:
    home.mkdir()
    floor = Floor(home / "floor.sqlite3")
    raw = {"single": floor.write(SINGLES, 1), "batch": floor.write(RECORDS, LARGEST_BATCH), "read": floor.read()}
    with Relay(home / "relay") as relay:
        found = asyncio.run(_measure(relay.url))
    table = Table(
        "Relay: records a second",
        "Envelopes of 1.1 kB over HTTP, client and relay on the same cores. Floor: the same rows into and out of one SQLite\n"
        "file (WAL, FULL), one transaction a request, without HTTP, JSON, checks, digests or chain.",
        ("", "relay", "floor", "floor : relay"),
    )
    rows = (
        ("append one, 1 client", "single 1", "single"),
        (f"append one, {CLIENTS} clients", f"single {CLIENTS}", "single"),
        (f"append {LARGEST_BATCH}, 1 client", "batch 1", "batch"),
        (f"append {LARGEST_BATCH}, 4 clients", "batch 4", "batch"),
        ("full read", "read", "read"),
    )
    for words, name, beside in rows:
        table.add(words, rate(found[name]), rate(raw[beside]), f"{raw[beside] / found[name]:.1f}×")
    return [table]


async def _measure(url: str) -> dict[str, float]:
    async with aiohttp.ClientSession() as http:
        player = await Player.begin(Dialled(url, http))
        appends = (("single 1", SINGLES, 1, 1), (f"single {CLIENTS}", SINGLES, 1, CLIENTS))
        batches = (("batch 1", RECORDS, LARGEST_BATCH, 1), ("batch 4", RECORDS, LARGEST_BATCH, 4))
        found = {}
        for name, records, batch, clients in (*appends, *batches):
            bodies = [_body(player, batch) for _ in range(records // batch)]
            found[name] = records / await _append(player, bodies, clients)
        found["read"] = await _read(player)
        return found


def _body(player: Player, batch: int) -> bytes:
    drafts = [draft(envelope(player.account)) for _ in range(batch)]
    return json.dumps({"generation": to_base64url(FIRST_GENERATION), "records": drafts}).encode()


async def _append(player: Player, bodies: Sequence[bytes], clients: int) -> float:
    """Seconds for all of them, `clients` at a time."""
    headers = {**JSON, "Authorization": f"Bearer {player.token}"}
    left = iter(bodies)

    async def client() -> None:
        for body in left:
            async with player.relay.http.post(f"{player.relay.url}/v1/log/records", data=body, headers=headers) as answer:
                assert answer.status == 200
                assert b"problem" not in await answer.read()

    began = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(clients)))
    return time.perf_counter() - began


async def _read(player: Player) -> float:
    """Entries a second, the bodies as they come: what is left of a client is the last sequence of a page."""
    headers = {"Authorization": f"Bearer {player.token}"}
    after, last = 0, (await player.head()).sequence
    began = time.perf_counter()
    while after < last:
        async with player.relay.http.get(f"{player.relay.url}/v1/log?after={after}", headers=headers) as answer:
            page = await answer.read()
        after = int(page.rpartition(b'"sequence":')[2].partition(b",")[0])
    return last / (time.perf_counter() - began)


class Floor:
    """SQLite with the relay's own schema and pragmas, and nothing around it."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path, isolation_level=None)
        for setting in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            self._database.execute(f"PRAGMA {setting}")
        migrate(self._database, migrations())
        self._account = os.urandom(32)
        self._sequence = 0
        self._database.execute(
            "INSERT INTO accounts (account, generation, sequence, hash, epoch, statement, bytes, taken)"
            " VALUES (?, ?, 0, ?, 0, 1, 0, 0)",
            (self._account, bytes(32), bytes(32)),
        )

    def write(self, records: int, batch: int) -> float:
        """Records a second."""
        rows = [(os.urandom(16), os.urandom(32), os.urandom(32), os.urandom(1_120)) for _ in range(records)]
        began = time.perf_counter()
        for at in range(0, records, batch):
            self._database.execute("BEGIN IMMEDIATE")
            for record, digest, head, body in rows[at : at + batch]:
                self._sequence += 1
                row = (self._account, self._sequence, 2, record, digest, head, body)
                self._database.execute(f"INSERT INTO entries ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)", row)  # noqa: S608 # names only
            newest = "UPDATE accounts SET sequence = ?, hash = ? WHERE account = ?"
            self._database.execute(newest, (self._sequence, head, self._account))
            self._database.execute("COMMIT")
        return records / (time.perf_counter() - began)

    def read(self) -> float:
        """Entries a second, a page at a time."""
        began = time.perf_counter()
        for after in range(0, self._sequence, LARGEST_PAGE):
            query = f"SELECT {COLUMNS} FROM entries WHERE account = ? AND sequence > ? ORDER BY sequence LIMIT ?"  # noqa: S608 # names only
            self._database.execute(query, (self._account, after, LARGEST_PAGE)).fetchall()
        return self._sequence / (time.perf_counter() - began)
