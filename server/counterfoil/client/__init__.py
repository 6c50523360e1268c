"""A device without a browser: its local store, its sync, pairing from both sides, and the `counterfoil` command."""

from .device import LocalDevice, Record
from .engine import Synced
from .errors import BehindError, ClientError, PairingError, RelayProblemError, RelayUnavailableError, StoppedError
from .verdict import Verdict

__all__ = [
    "BehindError",
    "ClientError",
    "LocalDevice",
    "PairingError",
    "Record",
    "RelayProblemError",
    "RelayUnavailableError",
    "StoppedError",
    "Synced",
    "Verdict",
]
