"""A device of a simulation that is the extension's own vault and sync code, in a Node process of its own."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from counterfoil.client.host import Host
from counterfoil.client.relay import connect
from tests.merge.actors import VENDORS, Actor, PythonActor, Step, Wall
from tests.merge.node import NODE
from tests.server.client.devices import no_sleep

if TYPE_CHECKING:
    from asyncio.subprocess import Process

    from tests.merge.ledger import Documents

SCRIPT: Final = Path(__file__).parent / "extension.ts"
LONGEST_LINE: Final = 1 << 30


class NodeActor(Actor):
    """Answers one line of JSON to each line that it is told."""

    def __init__(self, process: Process, name: str, wall: Wall) -> None:
        self._process: Final = process
        self.name, self.wall = name, wall
        self._id = ""
        self._documents: Documents = {}

    @classmethod
    async def open(cls, name: str, wall: Wall, seed: int) -> Self:
        """What it draws is what `seed` gives."""
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(*NODE, str(SCRIPT), str(seed), stdin=pipe, stdout=pipe, limit=LONGEST_LINE)
        return cls(process, name, wall)

    @property
    def id(self) -> str:
        return self._id

    async def _ask(self, do: str, **more: Any) -> Any:
        """What it answers; every answer brings the documents that are other than they were."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"do": do, "now": self.wall(), **more}).encode() + b"\n")
        line = await self._process.stdout.readline()
        assert line, f"{self.name} has ended; it was told to {do}"
        said = json.loads(line)
        for record, document in said["documents"].items():
            if document is None:
                self._documents.pop(record, None)
            else:
                self._documents = {**self._documents, record: json.loads(document)}
        return said["answer"]

    async def join(self, host: PythonActor) -> None:
        """Into the history of a Python device, both by their own steps."""
        relay = host.device.vault.relay
        assert relay
        async with connect(relay) as one:
            signed_in = Host(host.device, one, no_sleep)
            digits = await self._ask("claim", code=str(await signed_in.open()), name=self.name)
            await signed_in.wait_claim()
            await signed_in.confirm(digits)
            await signed_in.admit()
        self._id = await self._ask("join", name=self.name)

    async def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        await self._process.wait()

    async def write(self, step: Step, dies_at: int | None) -> bool:
        vendor = VENDORS[step["number"] % len(VENDORS)]
        step = {**step, "vendor": vendor, "number": f"1000{step['number']}"}
        return bool(await self._ask("write", step=step, diesAt=dies_at))

    async def sync(self, dies_at: int | None) -> str:
        return str(await self._ask("sync", diesAt=dies_at))

    async def reopen(self) -> None:
        await self._ask("reopen")

    async def documents(self) -> Documents:
        return dict(self._documents)

    async def waiting(self) -> Documents:
        return {record: self._documents[record] for record in await self._ask("waiting")}

    async def state(self) -> dict[str, Any]:
        found: dict[str, Any] = await self._ask("state")
        return found

    async def clear(self) -> None:
        await self._ask("clear")
