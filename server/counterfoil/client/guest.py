"""The newcomer's side of a pairing: claims, shows six digits, and joins the account that the answer names and no other."""

import asyncio
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from nacl.utils import random

from counterfoil_crypto.chain import EntryKind
from counterfoil_crypto.device import Device
from counterfoil_crypto.document import PAGE, Document, join
from counterfoil_crypto.epoch import open_epoch
from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.identity import NaturalKey, order_key, record_id, unnumbered_key, vendor_key
from counterfoil_crypto.orders import is_other, number_of
from counterfoil_crypto.pairing import Answer, Claim, Code
from counterfoil_crypto.records import Order
from counterfoil_crypto.statement import Add, Genesis, parse, statement_digest

from . import pairing_rows
from .account import Membership, put_membership
from .device import LocalDevice
from .engine import DAY_MS
from .errors import PairingError, RelayProblemError
from .host import POLL_SECONDS, Sleep
from .pairing_rows import LIFETIME_MS, Underway
from .relay import Relay, to_entries
from .vault import Vault


class Guest:
    """Steps in their order: `claim`, `wait_answer`, `join`. Each can be done again after an interruption."""

    def __init__(self, device: LocalDevice, relay: Relay, sleep: Sleep = asyncio.sleep) -> None:
        self._device: Final = device
        self._relay: Final = relay
        self._sleep: Final = sleep
        self._underway: Underway | None = None

    @property
    def underway(self) -> Underway:
        assert self._underway is not None
        return self._underway

    async def claim(self, code: Code, name: str) -> str:
        """Posts this device's fresh keys and name; the digits to show. What was interrupted goes on with the keys it had."""
        found = pairing_rows.load(self._device.store, self._device.now())
        if found is None or found.role != "guest" or found.secret != code.secret or found.claim is None:
            newcomer = Device.new()
            found = Underway("guest", code.relay, code.secret, self._device.now() + LIFETIME_MS, seed=newcomer.seed)
            claim = found.pairing.seal_claim(Claim(newcomer.keys, name))
            found = replace(found, claim=claim)
            pairing_rows.save(self._device.store, found)
        self._underway = found
        assert found.claim is not None
        if found.answer is not None:
            return found.pairing.digits(found.claim)
        try:
            await self._relay.put_claim(found.pairing.mailbox, found.claim)
        except RelayProblemError:
            pairing_rows.end(self._device.store)
            raise
        return found.pairing.digits(found.claim)

    async def wait_answer(self) -> Answer:
        """What the other device said. Once it is here it is kept for a day: this device may be in the log already."""
        underway = self.underway
        assert underway.claim is not None
        sealed = underway.answer
        while sealed is None:
            if self._device.now() >= underway.expires:
                raise self._end("the other device did not let this one in within ten minutes; start again with a new code")
            try:
                sealed = (await self._relay.read_answer(underway.pairing.mailbox)).answer
            except RelayProblemError:
                pairing_rows.end(self._device.store)
                raise
            if sealed is None:
                await self._sleep(POLL_SECONDS)
        try:
            answer = underway.pairing.open_answer(sealed, underway.claim)
        except RefusedError as error:
            raise self._end(f"the answer was not made for this device ({error}); start again with a new code") from error
        self._underway = replace(underway, answer=sealed, expires=self._device.now() + DAY_MS)
        pairing_rows.save(self._device.store, self._underway)
        return answer

    async def join(self, answer: Answer, name: str) -> None:
        """Makes the account this folder's own, with the earlier records of this folder as changes that wait."""
        seed = self.underway.seed
        assert seed is not None
        device = Device(seed)
        self._relay.log_in(device, answer.account)
        membership = await self._find_admission(device, answer)
        before = self._device.vault if self._device.has_account else None
        store = self._device.store
        with self._device.founding():
            store.clear()
            put_membership(store, membership, self._relay.url)
            vault = Vault(store)
            if before:
                for record, document in _moved(before, vault).items():
                    vault.put_draft(record, document, self._device.now())
                vault.put_clock(before.clock)
            self._device.rename(name)

    def _end(self, why: str) -> PairingError:
        pairing_rows.end(self._device.store)
        return PairingError(why)

    async def _find_admission(self, device: Device, answer: Answer) -> Membership:
        """The statements by which `answer`'s account let this device in, known by their digests; the log is verified after."""
        genesis: Genesis | None = None
        after = 0
        while True:
            page = await self._relay.read_log(after)
            for entry in to_entries(page):
                if entry.kind is not EntryKind.STATEMENT or entry.body is None:
                    continue
                try:
                    statement = parse(entry.body)
                except RefusedError:
                    continue
                if isinstance(statement, Genesis) and statement.account == answer.account:
                    genesis = statement
                if genesis and isinstance(statement, Add) and statement_digest(entry.body) == answer.add:
                    return _membership(device, answer, genesis, statement)
            if not page.entries or page.through.sequence >= page.head.sequence:
                raise PairingError(
                    "the relay does not show that this device was let in; nothing was joined; try again with a new code"
                )
            after = page.entries[-1].sequence


def _membership(device: Device, answer: Answer, genesis: Genesis, admission: Add) -> Membership:
    """Refuses an `add` of other keys and an epoch key that the account did not commit to."""
    if admission.keys != device.keys or admission.account != answer.account:
        raise PairingError("the other device let in other keys than this one's; nothing was joined; start again with a new code")
    try:
        open_epoch(device, admission.epoch, admission.sealed_key, genesis.commitment)
    except RefusedError as error:
        raise PairingError(
            f"the account's key does not fit ({error}); nothing was joined; start again with a new code"
        ) from error
    return Membership(
        device.seed, answer.account, admission.epoch, admission.sealed_key, genesis.commitment, admission=answer.add
    )


def _moved(before: Vault, after: Vault) -> dict[bytes, Document]:
    """Earlier records under the account's ids: by natural key where a page gave them one. Devices stay behind."""
    moved: dict[bytes, Document] = {}
    for earlier, document in before.documents.items():
        if document.type == "Device":
            continue
        if before.membership.account == after.membership.account:
            moved[earlier] = document  # a copied profile that becomes a device of its own
            continue
        key = _captured_key(document)
        record = record_id(after.epoch, document.type, key) if key else random(16)
        if record in moved and document.type == "Order" and is_other(moved[record], document):
            record = random(16)  # a number used twice
        moved[record] = join(moved[record], document) if record in moved else document
    return moved


def _captured_key(document: Document) -> NaturalKey | None:
    """The natural key by what pages said; None for a record that no page gave."""
    said = {name: registers[PAGE].value for name, registers in document.fields.items() if PAGE in registers}
    match document.type, said:
        case "Vendor", {"domain": str(domain)}:
            return vendor_key(domain)
        case "Order", {"vendor": str(vendor)} if number := number_of(document):
            return order_key(vendor, number)
        case "Order", {"vendor": str(vendor), "created": str(created), "total": str(total)}:
            return _unnumbered_key(vendor, created, total, said.get("currency"), said.get("items"))
    return None


def _unnumbered_key(vendor: str, created: str, total: str, currency: Any, items: Any) -> NaturalKey | None:
    """None where a value is not as the record model has it."""
    try:
        order = Order.model_validate({"total": total, "currency": currency, "items": items}, strict=True)
        at = datetime.strptime(created, "%Y-%m-%dT%H:%M:%S%z")
        goods = [(item.name, item.quantity) for item in order.items or ()]
        return unnumbered_key(vendor, int(at.timestamp()) * 1000, total, order.currency, goods)
    except (ValueError, RefusedError):
        return None
