"""The devices of a simulation: Python's client in this process, and the extension's own code in Node, with one set of steps."""

from __future__ import annotations

import shutil
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from counterfoil.client import ClientError, LocalDevice, StoppedError
from counterfoil.client.anchor import NAME as ANCHOR
from counterfoil.client.errors import ConfirmError, RemovedError
from counterfoil.client.succession import Succession
from tests.merge.deaths import KilledError, dying
from tests.server.client.capturing import capture
from tests.server.client.devices import join, order, sync_quickly

if TYPE_CHECKING:
    from pathlib import Path

    from counterfoil_crypto.document import Document
    from tests.merge.ledger import Documents

VENDORS: Final = ("shop.example", "other.example", "third.example")
Step = dict[str, Any]


@dataclass
class Wall:
    """One device's wall clock: the true time, which all share, and how wrong it is."""

    true: list[int]
    wrong: int = 0

    def __call__(self) -> int:
        return self.true[0] + self.wrong


class Actor(ABC):
    """A device that may die in any step; afterwards it is what is on its disk."""

    name: str
    wall: Wall

    @property
    @abstractmethod
    def id(self) -> str:
        """Device id in hex."""

    @abstractmethod
    async def join(self, host: PythonActor) -> None:
        """Is let into the history of `host`, with what it holds, and has read it when this returns."""

    @abstractmethod
    async def close(self) -> None:
        """For good."""

    @abstractmethod
    async def write(self, step: Step, dies_at: int | None) -> bool:
        """One change by a person or a page; whether it died."""

    @abstractmethod
    async def sync(self, dies_at: int | None) -> str:
        """`done`, `died`, `later` (the relay could not be reached or others keep writing), or the kind of a verdict.

        Where the relay is restored and devices are removed also `confirm` (a second restore waits for the person) and `removed`.
        """

    @abstractmethod
    async def reopen(self) -> None:
        """As after a restart."""

    @abstractmethod
    async def documents(self) -> Documents:
        """All that it holds."""

    @abstractmethod
    async def waiting(self) -> Documents:
        """Of all that it holds, the records with changes that it has not read back."""

    @abstractmethod
    async def state(self) -> dict[str, Any]:
        """`waiting`, `verdict` and the device that it `blames`, `head`, `sequence` and `aside`."""

    @abstractmethod
    async def clear(self) -> None:
        """The person has seen the verdict and lets it sync again."""


class PythonActor(Actor):
    def __init__(self, folder: Path, name: str, wall: Wall) -> None:
        self.name, self.wall = name, wall
        self._folder: Final = folder / name
        self._copy: Final = folder / f"{name} copied"
        self.device = LocalDevice(self._folder, now=wall)
        self.why_later = ""
        self._known: dict[bytes, Any] = {}
        self._json: dict[bytes, Any] = {}

    @property
    def id(self) -> str:
        return self.device.vault.me.hex()

    async def begin(self, relay: str) -> None:
        self.device.start(self.name, relay)
        await self.device.sync()

    async def join(self, host: PythonActor) -> None:
        await join(host.device, self.device, self.name)
        await self.device.sync()

    async def close(self) -> None:
        self.device.close()

    async def write(self, step: Step, dies_at: int | None) -> bool:
        if dies_at is None:
            self._write(step)
            return False
        try:
            with dying(dies_at):
                self._write(step)
        except KilledError:
            await self.reopen()
            return True
        return False

    def _write(self, step: Step) -> None:
        vendor, number, value = VENDORS[step["number"] % len(VENDORS)], f"1000{step['number']}", step["value"]
        device = self.device
        if step["do"] == "capture":
            capture(device, order(number, vendor=vendor, **value))
            return
        if step["do"] == "rename":
            device.rename(str(value))
            return
        record = next((one.id for one in device.records() if _is_order(one.document, vendor, number)), None)
        if record is not None:
            device.change(record, step["field"], value)

    async def sync(self, dies_at: int | None) -> str:
        try:
            with dying(dies_at or 1 << 40):
                await sync_quickly(self.device)
        except KilledError:
            await self.reopen()
            return "died"
        except StoppedError as error:
            return str(error.verdict.kind)
        except ConfirmError:
            return "confirm"
        except RemovedError:
            return "removed"
        except ClientError as error:
            self.why_later = str(error)
            return "later"
        return "done"

    async def reopen(self) -> None:
        self.device.close()
        self._open()

    def _open(self) -> None:
        self.device = LocalDevice(self._folder, now=self.wall)
        self._known = {}

    async def documents(self) -> Documents:
        held = self.device.vault.documents
        for record, document in held.items():
            if self._known.get(record) is not document:
                self._known[record], self._json[record] = document, _plain(document)
        return {record.hex(): self._json[record] for record in held}

    async def state(self) -> dict[str, Any]:
        device = self.device
        return {
            "waiting": device.waiting,
            "verdict": device.verdict and device.verdict.words,
            "blames": device.verdict and device.verdict.device and device.verdict.device.hex(),
            "head": device.vault.log.head.hash.hex(),
            "sequence": device.vault.log.head.sequence,
            "aside": len(device.set_aside),
        }

    async def save_profile(self) -> None:
        """Keeps a copy of everything on its disk."""
        self.device.close()
        shutil.rmtree(self._copy, ignore_errors=True)
        shutil.copytree(self._folder, self._copy)
        self._open()

    async def put_back_profile(self, *, whole: bool) -> None:
        """Its disk is that copy again; `whole`: also the note beside the database that says how far it had come."""
        self.device.close()
        anchor = (self._folder / ANCHOR).read_bytes()
        shutil.rmtree(self._folder)
        shutil.copytree(self._copy, self._folder)
        if not whole:
            (self._folder / ANCHOR).write_bytes(anchor)
        self._open()

    async def clear(self) -> None:
        self.device.clear_verdict()

    async def become_new(self) -> str:
        """The way out of a copied profile: a device of its own, with all that it holds. `done`, or the kind of a verdict."""
        try:
            await Succession(self.device, None, remove=False).run()
        except StoppedError as error:
            return str(error.verdict.kind)
        return "done"

    async def waiting(self) -> Documents:
        held = await self.documents()
        return {record: held[record] for record in (one.hex() for one in self.device.vault.drafts)}


def _plain(document: Document) -> Any:
    """As `json.loads` of its bytes, at a fraction of the time."""
    fields = {name: {origin: one.encode() for origin, one in registers.items()} for name, registers in document.fields.items()}
    plain = {"fields": fields, "schema": document.schema, "type": document.type}
    return {**plain, "purge": document.purge.encode()} if document.purge else plain


def _is_order(document: Any, vendor: str, number: str) -> bool:
    said = [document.page_said(name) for name in ("vendor", "orderNumber")]
    return bool(document.type == "Order" and said == [vendor, number])
