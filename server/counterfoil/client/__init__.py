"""A device without a browser: its local store, its sync, pairing from both sides, and the `counterfoil` command."""

from .capture import Capture, Seen
from .engine import Synced
from .errors import BehindError, ClientError, PairingError, RelayProblemError, RelayUnavailableError, StoppedError
from .local import LocalDevice, Record, open_device
from .verdict import Verdict

__all__ = [
    "BehindError",
    "Capture",
    "ClientError",
    "LocalDevice",
    "PairingError",
    "Record",
    "RelayProblemError",
    "RelayUnavailableError",
    "Seen",
    "StoppedError",
    "Synced",
    "Verdict",
    "open_device",
]
