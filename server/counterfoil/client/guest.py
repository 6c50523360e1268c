"""The newcomer's side of a pairing: claims, shows six digits, and joins the account that the answer names and no other."""

import asyncio
from dataclasses import replace
from typing import Final

from nacl.utils import random

from counterfoil_crypto.document import join
from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.pairing import Answer, Claim, Code

from . import pairing_rows
from .account import Kept, Membership, put_membership
from .device import LocalDevice
from .engine import DAY_MS, Engine
from .errors import PairingError, RelayProblemError, RelayUnavailableError, StoppedError
from .host import POLL_SECONDS, Sleep
from .moving import is_a_number_used_twice, move
from .newcomer import newcomer
from .pairing_rows import LIFETIME_MS, Underway
from .relay import Relay
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
        """Posts the newcomer's keys and name; the digits to show. What was interrupted goes on with the claim it had."""
        found = pairing_rows.load(self._device.store, self._device.now())
        if found is None or found.role != "guest" or found.secret != code.secret or found.claim is None:
            found = Underway("guest", code.relay, code.secret, self._device.now() + LIFETIME_MS)
            claim = found.pairing.seal_claim(Claim(newcomer(self._device.store).keys, name))
            found = replace(found, claim=claim)
            pairing_rows.save(self._device.store, found)
        self._underway = found
        assert found.claim is not None
        if found.answer is not None:
            return found.pairing.digits(found.claim)
        try:
            await self._relay.put_claim(found.pairing.mailbox, found.claim)
        except RelayProblemError as error:
            if not error.is_for_now:
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
            except RelayUnavailableError:
                sealed = None  # it may be back before the code runs out
            except RelayProblemError as error:
                if not error.is_for_now:
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
        """Makes the account this folder's own once its log was verified, with the earlier records of this folder as changes.

        A new device's own seed lies unlocked, whatever the earlier one's did: `lock` makes another.
        """
        fresh = newcomer(self._device.store)
        device, store = self._device, self._device.store
        before = device.vault if device.has_account else None
        self._relay.log_in(fresh, answer.account)
        with device.founding():
            store.clear()
            membership = Membership(answer.account, admission=answer.add)
            put_membership(store, membership, Kept.of(fresh, None), self._relay.url)
            device.passphrase = None
            vault = Vault(store, fresh)
            await self._read(Engine(vault, device.now, self._sleep))
            if before:
                self._take_along(before, vault)
            device.rename(name)

    async def _read(self, engine: Engine) -> None:
        """All of the account's log, or nothing is joined."""
        try:
            await engine.read(self._relay)
        except StoppedError as error:
            why = f"the relay does not show truly how this device was let in ({error.verdict.detail}, {error.verdict.code})"
            raise PairingError(f"{why}; nothing was joined; try again with a new code") from error

    def _take_along(self, before: Vault, vault: Vault) -> None:
        now = self._device.now()
        same = before.membership.account == vault.membership.account
        earlier = before.documents if same else move(before.documents, before.keyring.epochs, vault.epoch)
        for record, document in earlier.items():
            there = vault.documents.get(record)
            if there and there.type == document.type and not is_a_number_used_twice(there, document):
                document = join(there, document)  # noqa: PLW2901 # what both say
                if document is there:
                    continue
            elif there:
                record = random(16)  # noqa: PLW2901 # a number used twice
            vault.put_draft(record, document, now)
        vault.put_clock(max(vault.clock, before.clock))

    def _end(self, why: str) -> PairingError:
        pairing_rows.end(self._device.store)
        return PairingError(why)
