"""How a relay is set up: each setting is a flag of `counterfoil-relay` and an environment variable, and has a safe default."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

from counterfoil.loopback import is_loopback

Accounts = Literal["open", "closed"]

UNITS: Final = {"k": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
LONGEST_NUMBER: Final = 9
DEFAULT_HOST: Final = "127.0.0.1"
DEFAULT_PORT: Final = 8787
DEFAULT_DATA: Final = "./data"
TWIN: Final = "COUNTERFOIL_RELAY_"
DEFAULT_QUOTA: Final = 10**9
DEFAULT_RATE: Final = 20
DEFAULT_PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Settings:
    """`origins` are the ones devices may dial; none given: this machine's own, at the address and port that were bound.

    `quota` in bytes for each account, `rate` in requests a second for each account and address; None: no limit.
    """

    host: str = DEFAULT_HOST
    port: int = DEFAULT_PORT
    data: Path = Path(DEFAULT_DATA)
    origins: tuple[str, ...] = ()
    accounts: Accounts = "open"
    quota: int | None = None
    rate: int | None = None

    @property
    def answers_to(self) -> tuple[str, ...]:
        """The origins of a relay that listens on this port."""
        if self.origins:
            return self.origins
        suffix = "" if self.port == DEFAULT_PORTS["http"] else f":{self.port}"
        names = ["127.0.0.1", "localhost", *([in_url(self.host)] if is_loopback(self.host) else [])]
        return tuple(f"http://{name}{suffix}" for name in dict.fromkeys(names))


def in_url(host: str) -> str:
    """A host as an address has it."""
    return f"[{host}]" if ":" in host else host


def read_settings(arguments: Sequence[str], environment: Mapping[str, str]) -> Settings:
    """Flags before environment before defaults; ends the process with a usage message if one of them makes no sense."""
    parser = argparse.ArgumentParser(
        prog="counterfoil-relay",
        description="A relay for Counterfoil: stores and orders what devices send, and never sees what is in it.",
        epilog=f"Twins in the environment: {TWIN}HOST, _PORT, _DATA, _ORIGINS (separated by commas), _ACCOUNTS, _QUOTA, _RATE."
        " For backups: counterfoil-relay backup, restore, declare-restore.",
    )

    def default(name: str, fallback: str) -> str:
        return environment.get(TWIN + name) or fallback

    parser.add_argument("--host", default=default("HOST", DEFAULT_HOST), help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=_port, default=default("PORT", str(DEFAULT_PORT)), help="0 for any free one (%(default)s)")
    parser.add_argument("--data", type=Path, default=default("DATA", DEFAULT_DATA), help="folder of the database (%(default)s)")
    parser.add_argument(
        "--origin",
        dest="origins",
        action="append",
        type=_origin,
        help="scheme://host[:port] that devices dial, once for each (this machine's own at PORT)",
    )
    parser.add_argument(
        "--accounts",
        type=_accounts,
        default=default("ACCOUNTS", "") or None,
        help="open or closed: may whoever asks open an account (open on loopback, else closed)",
    )
    parser.add_argument(
        "--quota",
        type=_bytes,
        default=default("QUOTA", "") or None,
        help="bytes for each account, as 500M or 2G; 0: no limit (none on loopback, else 1G)",
    )
    parser.add_argument(
        "--rate",
        type=_rate,
        default=default("RATE", "") or None,
        help="requests a second for each account, and for each address without one; 0: no limit (none on loopback, else 20)",
    )
    found = parser.parse_args(arguments)
    origins = found.origins
    if origins is None:
        try:
            origins = [_origin(one.strip()) for one in default("ORIGINS", "").split(",") if one.strip()]
        except argparse.ArgumentTypeError as error:
            parser.error(f"{TWIN}ORIGINS: {error}")
    alone = is_loopback(found.host)
    return Settings(
        host=found.host,
        port=found.port,
        data=found.data,
        origins=tuple(origins),
        accounts=found.accounts or ("open" if alone else "closed"),
        quota=_or_default(found.quota, None if alone else DEFAULT_QUOTA),
        rate=_or_default(found.rate, None if alone else DEFAULT_RATE),
    )


def _or_default(given: int | None, default: int | None) -> int | None:
    """0 is no limit, and None is not given."""
    return default if given is None else given or None


def _bytes(text: str) -> int:
    number, unit = (text[:-1], text[-1]) if text[-1:] in UNITS else (text, "")
    if not (number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of bytes such as 500M or 2G")
    return int(number) * UNITS.get(unit, 1)


def _rate(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of requests a second")
    return int(text)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < 2**16):
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 0 to 65535")
    return int(text)


def _accounts(text: str) -> Accounts:
    if text == "open":
        return "open"
    if text == "closed":
        return "closed"
    raise argparse.ArgumentTypeError(f"{text!r} is neither open nor closed")


def _origin(text: str) -> str:
    """An origin as a device signs it: lower case, no path, no port that is its scheme's default."""
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not an origin: {error}") from error
    if host is None or parts.scheme not in DEFAULT_PORTS:
        raise argparse.ArgumentTypeError(f"{text!r} is not an origin such as https://relay.example")
    origin = f"{parts.scheme}://{in_url(host)}" + ("" if port in (None, DEFAULT_PORTS[parts.scheme]) else f":{port}")
    if text.removesuffix("/") != origin:
        raise argparse.ArgumentTypeError(f"{text!r} is not an origin; did you mean {origin}?")
    return origin
