"""The vendor that a page's URL belongs to, by the public suffix list (SPEC.md, *identity*).

python -m counterfoil_crypto.suffixes --typescript PATH   writes the same list for the TypeScript side
"""

import argparse
import json
import re
from functools import cache
from importlib import metadata, resources
from ipaddress import IPv6Address
from pathlib import Path
from typing import Final

from .errors import RefusedError

_AUTHORITY: Final = re.compile(r"(https?)://([^/?#\\]+)", re.ASCII | re.IGNORECASE)
_HOST_PORT: Final = re.compile(r"(\[[0-9a-f:.]+\]|[^:\[\]]+)(?::([0-9]{0,5}))?", re.ASCII | re.IGNORECASE)
_LABELS: Final = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*", re.ASCII)
_NUMERIC_END: Final = re.compile(r"(^|\.)([0-9]+|0x[0-9a-f]*)\Z", re.ASCII)
_OCTET: Final = r"(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_QUAD: Final = re.compile(rf"{_OCTET}(\.{_OCTET}){{3}}", re.ASCII)
_DEFAULT_PORT: Final = {"http": 80, "https": 443}


def vendor_of(url: str) -> str:
    """The registrable domain, or the host (and port) of what has none.

    Refused (`url`) unless it is an http(s) URL in the spelling a browser's `location.href` has.
    No URL library: browsers repair URLs in ways that none of them does, and both languages must come to the same vendor.
    """
    authority = _AUTHORITY.match(url)
    place = _HOST_PORT.fullmatch(authority[2].rpartition("@")[2]) if authority else None
    if authority is None or place is None:
        raise RefusedError("url", "not the address of a web page")
    default = _DEFAULT_PORT[authority[1].lower()]
    number = int(place[2] or default)
    if number > 65_535:
        raise RefusedError("url", "no such port")
    port = "" if number == default else f":{number}"
    if place[1].startswith("["):
        return f"[{_short_ipv6(place[1][1:-1])}]{port}"
    host = _ascii_host(place[1])
    if _NUMERIC_END.search(host):
        if not _QUAD.fullmatch(host):
            raise RefusedError("url", "not an IPv4 address as browsers write it")
        return host + port
    return _registrable(host) or host + port


def _ascii_host(typed: str) -> str:
    host = typed.lower().removesuffix(".")
    if not typed.isascii() or not _LABELS.fullmatch(host):
        raise RefusedError("url", "not a host's name as browsers write it")
    return host


def _short_ipv6(text: str) -> str:
    """As browsers write it (RFC 5952, but an embedded IPv4 address in hex): the first longest run of zeros is left out."""
    try:
        packed = IPv6Address(text).packed
    except ValueError as error:
        raise RefusedError("url", "not an IPv6 address") from error
    groups = ":".join(f"{int.from_bytes(packed[at : at + 2]):x}" for at in range(0, 16, 2))
    runs = list(re.finditer(r"\b0(:0)+\b", groups))
    if not runs:
        return groups
    longest = max(runs, key=lambda run: len(run[0]))
    return f"{groups[: longest.start()].removesuffix(':')}::{groups[longest.end() :].removeprefix(':')}"


def _registrable(host: str) -> str | None:
    """The label before the longest matching rule and that rule; None for a public suffix, a single label among them."""
    rules, labels = suffixes(), host.split(".")
    suffix = len(labels) - 1
    for at in range(len(labels)):
        if "!" + ".".join(labels[at:]) in rules:
            suffix = at + 1
            break
        if ".".join(labels[at:]) in rules or (at + 1 < len(labels) and "*." + ".".join(labels[at + 1 :]) in rules):
            suffix = at
            break
    return ".".join(labels[suffix - 1 :]) if suffix else None


@cache
def suffixes() -> frozenset[str]:
    """The list's rules, private section included, in punycode and lower case; `*.` and `!` as the list has them."""
    text = resources.files("publicsuffixlist").joinpath("public_suffix_list.dat").read_text("utf-8")
    lines = (line.split()[0].lower() for line in text.splitlines() if line.strip() and not line.startswith("//"))
    return frozenset(".".join(map(_label, rule.split("."))) for rule in lines)


def _label(label: str) -> str:
    return label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii")


def typescript() -> str:
    """A module that parses the rules when they are first asked for."""
    version = metadata.version("publicsuffixlist")
    rules = json.dumps(" ".join(sorted(suffixes())))
    return (
        f"// Made by counterfoil_crypto.suffixes from publicsuffixlist {version}, whose list is under the MPL 2.0\n"
        "// (https://publicsuffix.org/list/).\n"
        "let rules: ReadonlySet<string> | undefined\n"
        f"export const suffixes = (): ReadonlySet<string> => (rules ??= new Set({rules}.split(' ')))\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m counterfoil_crypto.suffixes", description=__doc__.splitlines()[0])
    parser.add_argument("--typescript", type=Path, required=True, metavar="PATH", help="where to write the module")
    path: Path = parser.parse_args().typescript
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(typescript(), encoding="utf-8")


if __name__ == "__main__":
    main()
