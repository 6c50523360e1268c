"""A device without a browser: what tests and the command line hold in their hands."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from counterfoil_crypto.device import Device as Identity
from counterfoil_crypto.document import DELETED, Document
from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.identity import device_key
from counterfoil_crypto.orders import orders_of
from counterfoil_crypto.records import TYPES, Device
from counterfoil_crypto.roster import Member
from counterfoil_crypto.stamp import Clock

from . import anchor, conditions, restore, verdict
from .account import Kept, has_membership, load_kept, put_membership, start_account
from .conditions import OF_A_RELAY, Code
from .engine import Engine, Synced
from .errors import ClientError, LockedError
from .membership import device_name
from .outbox import check_size, oversized
from .passphrase import Ask, nobody_to_ask
from .store import Store
from .values import check_values
from .vault import Aside, Vault, understands


def wall_ms() -> int:
    return time.time_ns() // 1_000_000


@dataclass(frozen=True)
class Record:
    """A record as it stands here; an order that stands in several is one, by the id that it is written on (SPEC.md, *orders*).

    `waiting`: not yet read back from the relay. `read_only`: written by a newer version. `parts`: the records that it stands in.
    """

    id: bytes
    document: Document
    waiting: bool
    read_only: bool
    parts: tuple[bytes, ...] = ()


class LocalDevice:
    """A data folder, opened; with or without an account in it. Close it, or use it in a `with`.

    `write` takes the folder for this process, `make` makes what is missing, `ask` asks for the passphrase of a locked device.
    """

    def __init__(
        self,
        folder: Path,
        *,
        write: bool = True,
        make: bool = True,
        now: Callable[[], int] = wall_ms,
        ask: Ask = nobody_to_ask,
    ) -> None:
        self.store = Store(folder, write=write, make=make)
        self.now = now
        self.passphrase: str | None = None
        """What the seed of this folder lies under, once it was asked for."""
        self._ask: Final = ask
        self._vault: Vault | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Closed twice it is closed once: by then the folder may be another process's."""
        if self._vault and self.store.writes and not self.store.is_closed:
            anchor.drop(self._vault)
        self.store.close()

    @property
    def has_account(self) -> bool:
        return has_membership(self.store)

    @property
    def vault(self) -> Vault:
        if self._vault is None:
            self._vault = Vault(self.store, self._unlock())
            anchor.compare(self._vault, self.now())
        return self._vault

    @property
    def is_locked(self) -> bool:
        """Whether the seed lies under a passphrase."""
        return load_kept(self.store).locked is not None

    def _unlock(self) -> Identity:
        kept = load_kept(self.store)
        if kept.locked is not None and self.passphrase is None:
            self.passphrase = self._ask()
        try:
            return kept.open(self.passphrase)
        except LockedError:
            self.passphrase = None
            raise

    @contextmanager
    def founding(self) -> Iterator[None]:
        """One transaction that gives this folder an account; what is in memory is of the one before."""
        self._vault = None
        try:
            with self.store.transaction():
                yield
        except BaseException:
            self._vault = None
            raise

    def forget(self) -> None:
        """What is in memory of a folder that was emptied."""
        self._vault, self.passphrase = None, None

    def start(self, name: str, relay: str | None = None) -> None:
        """A new history with this device as its first; it needs no relay yet."""
        if self.has_account:
            raise ClientError(f"there is a history in {self.store.folder} already; choose another folder with --data")
        check_name(name)
        device = Identity.new()
        with self.founding():
            put_membership(self.store, start_account(device), Kept.of(device, None), relay)
            self.rename(name)

    def set_relay(self, relay: str) -> None:
        """What is said of the relay before is over with it."""
        with self.vault.changing():
            self.store.run("UPDATE device SET relay = ?", relay)
            conditions.end(self.store, *OF_A_RELAY)
            self.vault.put_behind(None)
            self.vault.relay = relay

    def rename(self, name: str) -> None:
        """Writes this device's own record."""
        check_name(name)
        record, known = self.vault.find("Device", device_key(self.vault.me))
        self._say(record, {"name": name}, known or Document("Device", Device.schema_number, {}))

    def device_name(self, device: bytes) -> str | None:
        return device_name(self.vault, device)

    def records(self) -> list[Record]:
        vault = self.vault
        found = [(order.id, order.document, order.records) for order in orders_of(vault.documents.items())]
        found += [(record, document, (record,)) for record, document in vault.documents.items() if document.type != "Order"]
        return [
            Record(record, document, not vault.drafts.isdisjoint(parts), not understands(document), tuple(parts))
            for record, document, parts in found
        ]

    def change(self, record: bytes, name: str, value: Any) -> bool:
        """The person's word for a field; None blanks it. False if it says so already."""
        return bool(self.change_all(record, {name: value}))

    def change_all(self, record: bytes, values: Mapping[str, Any]) -> list[str]:
        """The person's words for several fields, all or none of them; the fields that changed."""
        record, document = self._place(record)
        if not understands(document):
            raise ClientError("this record was written by a newer counterfoil; update this one to change it")
        check_values(TYPES[document.type], values)
        return self._say(record, values, document)

    def _place(self, record: bytes) -> tuple[bytes, Document]:
        """Where a change of `record` is written, and on top of what."""
        document = self.vault.documents.get(record)
        if document is None:
            raise ClientError("there is no such record here")
        if document.type == "Order":
            for order in orders_of(self.vault.documents.items()):
                if record in order.records:
                    return order.id, order.document
        return record, document

    def delete(self, record: bytes) -> bool:
        return self.change(record, DELETED, value=True)

    def restore(self, record: bytes) -> bool:
        return self.change(record, DELETED, value=False)

    async def sync(self) -> Synced:
        return await self.engine().sync()

    def engine(self) -> Engine:
        return Engine(self.vault, self.now)

    @property
    def waiting(self) -> int:
        return len(self.vault.drafts)

    @property
    def oversized(self) -> list[bytes]:
        """What of it no relay would take."""
        return oversized(self.vault)

    @property
    def members(self) -> dict[bytes, Member]:
        """Devices and kits."""
        return dict(self.vault.log.roster.members)

    @property
    def set_aside(self) -> list[Aside]:
        return sorted(self.vault.aside.values(), key=lambda one: one.sequence)

    @property
    def verdict(self) -> verdict.Verdict | None:
        return verdict.load(self.store)

    def clear_verdict(self) -> None:
        """The person's decision to sync again. That another device was copied is then known, and no longer stops this one."""
        found = self.verdict
        with self.vault.changing():
            if found and found.kind is verdict.Kind.COPIED and found.device not in {None, self.vault.me}:
                self.store.run("INSERT OR IGNORE INTO copied VALUES (?)", found.device)
            verdict.clear(self.store)
            conditions.end(self.store, Code.CLOCK)
            floor = anchor.floor(self.store)
            if floor and not floor.holds(self.vault.log):
                conditions.end(self.store, Code.LOCAL_COPY_LOST)
            restore.put_away(self.vault)
            self.vault.load()

    def _say(self, record: bytes, values: Mapping[str, Any], document: Document) -> list[str]:
        writer, changed, known = self.vault.writer(self.now()), [], document
        for name, value in values.items():
            before = document
            try:
                document = writer.say(before, name, value)
            except RefusedError as error:
                raise ClientError(f"{name}: {error}") from error
            if document is not before:
                changed.append(name)
        self._put({record: document} if changed else {}, writer.clock, known)
        return changed

    def _put(self, changed: Mapping[bytes, Document], clock: Clock, known: Document | None = None) -> None:
        """`known`: what was changed, where that is more than the record, as an order in several records is."""
        if not changed:
            return
        vault, now = self.vault, self.now()
        for record, document in changed.items():
            check_size(vault, record, document, known or vault.documents.get(record))
        vault.put_drafts(dict(changed), clock, now)


def check_name(name: str) -> None:
    """1 to 64 bytes, as a claim carries it."""
    if not 1 <= len(name.encode("utf-8", "surrogatepass")) <= 64:
        raise ClientError("a device's name has 1 to 64 bytes; give it one with --name")
    check_values(Device, {"name": name})
