"""The signed-in side of a pairing: shows a code, hears a claim, asks for the digits that only the newcomer shows, signs it in."""

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Final, TypeVar

from counterfoil.wire import ProblemCode
from counterfoil_crypto.device import DeviceKeys
from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.pairing import Answer, Claim, Code, Pairing
from counterfoil_crypto.roster import Roster
from counterfoil_crypto.statement import Act, Add, Role

from . import pairing_rows
from .acts import act
from .device import LocalDevice
from .engine import Engine
from .errors import ClientError, PairingError, RelayProblemError, RelayUnavailableError
from .pairing_rows import LIFETIME_MS, Underway
from .relay import Relay

POLL_SECONDS: Final = 1.0
OVER: Final = frozenset({ProblemCode.NO_MAILBOX, ProblemCode.CLAIMED, ProblemCode.OUT_OF_TURN})
Sleep = Callable[[float], Awaitable[None]]
Answered = TypeVar("Answered")


class Host:
    """Steps in their order: `open`, `wait_claim`, `confirm`, `admit`. Each can be done again after an interruption."""

    def __init__(self, device: LocalDevice, relay: Relay, sleep: Sleep = asyncio.sleep) -> None:
        vault = device.vault
        relay.log_in(vault.device, vault.membership.account)
        self._device: Final = device
        self._relay: Final = relay
        self._sleep: Final = sleep
        self._engine: Final = Engine(vault, device.now, sleep)
        self._underway: Underway | None = None

    @property
    def underway(self) -> Underway:
        assert self._underway is not None
        return self._underway

    async def open(self) -> Code:
        """Reads the log and opens a mailbox, the same one if a pairing is under way."""
        self._engine.check()
        await self._engine.read(self._relay)
        found = pairing_rows.load(self._device.store, self._device.now())
        if found is None or found.role != "host" or found.relay != self._relay.url:
            found = Underway("host", self._relay.url, Pairing.new().secret, self._device.now() + LIFETIME_MS)
            pairing_rows.save(self._device.store, found)
        self._underway = found
        await self._asked(self._relay.open_pairing(found.pairing.mailbox))
        return Code(found.relay, found.secret)

    async def wait_claim(self) -> Claim:
        """Who claims; the first claim that was seen stays the one."""
        while self.underway.claim is None:
            self._check_time()
            try:
                claim = (await self._asked(self._relay.read_claim(self.underway.pairing.mailbox))).claim
            except RelayUnavailableError:
                claim = None  # it may be back before the code runs out
            except RelayProblemError as error:
                if not error.is_for_now:
                    raise
                claim = None
            if claim is None:
                await self._sleep(POLL_SECONDS)
            else:
                self._save(replace(self.underway, claim=claim))
        try:
            return self.underway.pairing.open_claim(self.underway.claim)
        except RefusedError as error:
            await self.end()
            raise PairingError(f"the claim was not made with this code ({error}); start again with a new code") from error

    async def confirm(self, digits: str) -> None:
        """Wrong digits end the mailbox: whoever claimed it does not stand before the same person."""
        claim = self.underway.claim
        assert claim is not None
        if not hmac.compare_digest(digits.strip().encode(), self.underway.pairing.digits(claim).encode()):
            await self.end()
            raise PairingError("those are not the digits; nobody was let in; start again with a new code")
        self._save(replace(self.underway, confirmed=True))

    async def admit(self) -> None:
        """Signs the newcomer in and tells it where."""
        underway = self.underway
        assert underway.claim is not None
        assert underway.confirmed
        claim = underway.pairing.open_claim(underway.claim)
        admission = await self._add(claim.keys)
        if underway.answer is None:
            answer = Answer(self._device.vault.membership.account, admission)
            underway = replace(underway, answer=underway.pairing.seal_answer(answer, underway.claim))
            self._save(underway)
        assert underway.answer is not None
        await self._asked(self._relay.put_answer(underway.pairing.mailbox, underway.answer))
        pairing_rows.end(self._device.store)

    async def _add(self, newcomer: DeviceKeys) -> bytes:
        """The digest of the `add` of `newcomer`, once it was read back."""
        vault = self._device.vault

        def decide(roster: Roster) -> Act | None:
            if newcomer.id in roster.members:
                return None
            return Add(Role.DEVICE, newcomer, roster.epoch, vault.epoch.seal_to(newcomer))

        await self._engine.settle_epoch(self._relay)
        await act(self._engine, self._relay, decide)
        return vault.log.roster.members[newcomer.id].admitted

    async def end(self) -> None:
        """Ends it here first: a lost answer of the relay must not leave it open."""
        mailbox = self.underway.pairing.mailbox
        pairing_rows.end(self._device.store)
        self._underway = None
        try:
            await self._relay.close_pairing(mailbox)
        except ClientError:
            return  # the relay ends it when its ten minutes are over

    async def _asked(self, request: Awaitable[Answered]) -> Answered:
        """A code that the relay says is over is not shown again."""
        try:
            return await request
        except RelayProblemError as error:
            if error.code in OVER:
                pairing_rows.end(self._device.store)
            raise

    def _check_time(self) -> None:
        if self._device.now() >= self.underway.expires:
            pairing_rows.end(self._device.store)
            raise PairingError("nobody used the code within ten minutes; start again with a new code")

    def _save(self, underway: Underway) -> None:
        pairing_rows.save(self._device.store, underway)
        self._underway = underway
