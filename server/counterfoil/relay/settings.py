"""How a relay is set up: each setting is a flag of `counterfoil-relay` and an environment variable, and has a safe default."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

from counterfoil.loopback import is_loopback

Accounts = Literal["open", "closed"]

DEFAULT_HOST: Final = "127.0.0.1"
DEFAULT_PORT: Final = 8787
DEFAULT_DATA: Final = "./data"
TWIN: Final = "COUNTERFOIL_RELAY_"
DEFAULT_PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Settings:
    """`origins` are the ones devices may dial; none given: this machine's own, at the port that was bound."""

    host: str = DEFAULT_HOST
    port: int = DEFAULT_PORT
    data: Path = Path(DEFAULT_DATA)
    origins: tuple[str, ...] = ()
    accounts: Accounts = "open"

    @property
    def answers_to(self) -> tuple[str, ...]:
        """The origins of a relay that listens on this port."""
        if self.origins:
            return self.origins
        suffix = "" if self.port == DEFAULT_PORTS["http"] else f":{self.port}"
        return (f"http://127.0.0.1{suffix}", f"http://localhost{suffix}")


def read_settings(arguments: Sequence[str], environment: Mapping[str, str]) -> Settings:
    """Flags before environment before defaults; ends the process with a usage message if one of them makes no sense."""
    parser = argparse.ArgumentParser(
        prog="counterfoil-relay",
        description="A relay for Counterfoil: stores and orders what devices send, and never sees what is in it.",
        epilog=f"Twins in the environment: {TWIN}HOST, _PORT, _DATA, _ORIGINS (separated by commas), _ACCOUNTS.",
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
        help="scheme://host[:port] that devices dial, once for each (http://127.0.0.1:PORT and http://localhost:PORT)",
    )
    parser.add_argument(
        "--accounts",
        type=_accounts,
        default=default("ACCOUNTS", "") or None,
        help="open or closed: may whoever asks open an account (open on loopback, else closed)",
    )
    found = parser.parse_args(arguments)
    origins = found.origins
    if origins is None:
        try:
            origins = [_origin(one.strip()) for one in default("ORIGINS", "").split(",") if one.strip()]
        except argparse.ArgumentTypeError as error:
            parser.error(f"{TWIN}ORIGINS: {error}")
    return Settings(
        host=found.host,
        port=found.port,
        data=found.data,
        origins=tuple(origins),
        accounts=found.accounts or ("open" if is_loopback(found.host) else "closed"),
    )


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
    name = f"[{host}]" if ":" in host else host
    origin = f"{parts.scheme}://{name}" + ("" if port in (None, DEFAULT_PORTS[parts.scheme]) else f":{port}")
    if text.removesuffix("/") != origin:
        raise argparse.ArgumentTypeError(f"{text!r} is not an origin; did you mean {origin}?")
    return origin
