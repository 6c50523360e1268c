"""A relay's address: its origin, and a path if it is not at the root (SPEC.md, *pairing*)."""

from yarl import URL

from counterfoil.loopback import is_loopback

from .errors import ClientError


def parse_relay(text: str, *, insecure: bool = False) -> str:
    """The canonical spelling of `text`. Plain http leaves this machine only with `insecure`."""
    try:
        url = URL(text.strip())
        origin = str(url.origin())
    except ValueError as error:
        raise ClientError(f"{text!r} is not a relay's address; it looks like https://relay.example") from error
    if url.scheme not in {"http", "https"} or url.user or url.password or url.query_string or url.fragment:
        raise ClientError(f"{text!r} is not a relay's address; it has a scheme, a host and perhaps a port and a path")
    if not insecure and is_in_the_clear(origin):
        raise ClientError("plain http shows everyone on the way when you write; use https, or --insecure if you accept that")
    return origin + url.raw_path.rstrip("/")


def origin_of(relay: str) -> str:
    """What a device signs as the origin it dialled."""
    return str(URL(relay).origin())


def is_in_the_clear(relay: str) -> bool:
    """Whether what is sent there leaves this machine as plain http."""
    url = URL(relay)
    return url.scheme == "http" and not is_loopback(url.host or "")
