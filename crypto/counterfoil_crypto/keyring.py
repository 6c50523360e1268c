"""The epoch keys that one device can open, and the start of a new epoch (SPEC.md, *epoch*)."""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from nacl.exceptions import CryptoError
from nacl.utils import random

from .device import Device, DeviceKeys
from .epoch import Epoch, open_epoch
from .errors import RefusedError
from .statement import SEALED_KEY_LENGTH, Add, EpochStart, Genesis, Revoke, Rotate, Statement


class Start(NamedTuple):
    """An epoch's number, the commitment [32] to its key, and the key before it wrapped [72]; None for epoch 0."""

    number: int
    commitment: bytes
    wrapped: bytes | None


class Keyring:
    """Epochs by number. After a refusal the object is spent: gather it again from verified statements."""

    def __init__(self, account: bytes) -> None:
        self._account: Final = account
        self._epochs: Final[dict[int, Epoch]] = {}
        self._starts: Final[dict[int, tuple[bytes, bytes | None]]] = {}

    @classmethod
    def gather(cls, device: Device, account: bytes, statements: Iterable[Statement]) -> "Keyring":
        """Everything that `statements`, in their order, give to `device`; refused with `open`, `length` or `commitment`.

        Where an older key was wrapped wrongly, the keys sealed to the device itself are what is left.
        """
        keyring, sealed = cls(account), []
        for statement in statements:
            keyring._note_start(statement)
            sealed.append(_sealed_to(device.keys, statement))
        given = [one for one in reversed(sealed) if one]
        for at, (number, sealed_key) in enumerate(given):
            if at > 0 and number in keyring._epochs:
                continue
            try:
                keyring._unwrap_below(keyring._open(device, number, sealed_key))
            except RefusedError:
                if number not in keyring._epochs and at == 0:
                    raise
        return keyring

    def take(self, device: Device, statement: Statement) -> None:
        """The next statement; refused with `open`, `length` or `commitment`, also for another start than was gathered."""
        start = _start_of(statement)
        if start and self._starts.get(start.number, start[1:]) != start[1:]:
            raise RefusedError("commitment", f"epoch {start.number} starts otherwise than in what was read ahead")
        self._note_start(statement)
        sealed = _sealed_to(device.keys, statement)
        if sealed:
            self._unwrap_below(self._open(device, *sealed))

    def epoch(self, number: int) -> Epoch:
        """Refused (`epoch`) if its key was never sealed to this device, nor any after it."""
        if number not in self._epochs:
            raise RefusedError("epoch", f"no key of epoch {number}")
        return self._epochs[number]

    @property
    def current(self) -> Epoch:
        """The newest epoch whose key is here."""
        return self.epoch(max(self._epochs, default=0))

    @property
    def epochs(self) -> list[Epoch]:
        """All, the newest first."""
        return [self._epochs[number] for number in sorted(self._epochs, reverse=True)]

    def _note_start(self, statement: Statement) -> None:
        start = _start_of(statement)
        if start:
            self._starts[start.number] = start[1:]

    def _open(self, device: Device, number: int, sealed_key: bytes) -> Epoch:
        commitment, _ = self._start(number)
        self._epochs[number] = open_epoch(device, number, sealed_key, commitment)
        return self._epochs[number]

    def _unwrap_below(self, epoch: Epoch) -> None:
        """All epochs before it; refused where a key was wrapped wrongly."""
        _, wrapped = self._start(epoch.number)
        while wrapped is not None:
            commitment, below = self._start(epoch.number - 1)
            epoch, wrapped = epoch.unwrap(wrapped, self._account, commitment), below
            self._epochs[epoch.number] = epoch

    def _start(self, number: int) -> tuple[bytes, bytes | None]:
        if number not in self._starts:
            raise RefusedError("commitment", f"no statement starts epoch {number}")
        return self._starts[number]


def start_epoch(current: Epoch, account: bytes, members_after: Mapping[bytes, DeviceKeys]) -> tuple[Epoch, EpochStart]:
    """A fresh key for those who are members after the statement that starts it, kits too (by device id)."""
    epoch = Epoch.new(current.number + 1)
    sealed = tuple((device, _seal_to(epoch, keys)) for device, keys in sorted(members_after.items()))
    return epoch, EpochStart(epoch.number, epoch.commitment, epoch.wrap(current, account), sealed)


def _seal_to(epoch: Epoch, keys: DeviceKeys) -> bytes:
    """Noise for a box key that nothing can be sealed to: who has one must not be able to stop an epoch from starting."""
    try:
        return epoch.seal_to(keys)
    except (CryptoError, RuntimeError):
        return random(SEALED_KEY_LENGTH)


def _start_of(statement: Statement) -> Start | None:
    if isinstance(statement, Genesis):
        return Start(0, statement.commitment, None)
    if isinstance(statement.act, Revoke | Rotate):
        start = statement.act.start
        return Start(start.number, start.commitment, start.wrapped)
    return None


def _sealed_to(keys: DeviceKeys, statement: Statement) -> tuple[int, bytes] | None:
    """Number and sealed key of the epoch that a statement hands to a device."""
    if isinstance(statement, Genesis):
        return (0, statement.sealed_key) if statement.keys == keys else None
    match statement.act:
        case Add(_, newcomer, epoch, sealed_key) if newcomer == keys:
            return epoch, sealed_key
        case Revoke(_, start) | Rotate(start):
            return next(((start.number, sealed_key) for device, sealed_key in start.sealed if device == keys.id), None)
    return None
