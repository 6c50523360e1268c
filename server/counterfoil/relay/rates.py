"""How often whom may ask: so many requests a second on average, and half a minute's worth of them at once."""

from collections.abc import Callable, Hashable
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from typing import Final

from counterfoil.relay.problem import ProblemError
from counterfoil.wire import ProblemCode

BURST_SECONDS: Final = 30
MOST_KEPT: Final = 20_000
IPV6_NETWORK: Final = 64


class Rates:
    """Counts by key. `rate` in requests a second, None: as many as come. `now` in seconds."""

    def __init__(self, rate: float | None, now: Callable[[], float]) -> None:
        self._rate: Final = rate
        self._now: Final = now
        self._used: Final[dict[Hashable, float]] = {}
        """Until when each one's past requests last at the average rate; who is not there used nothing up."""

    def take(self, *keys: Hashable) -> int:
        """Counts one request for the first of `keys` that has any left, and says which; `too-many-requests`."""
        if self._rate is None:
            return 0
        now, waits = self._now(), []
        for place, key in enumerate(keys):
            left = self._left(key, now)
            if left <= BURST_SECONDS:
                self._used[key] = now + left + 1 / self._rate
                self._forget(now)
                return place
            waits.append(left - BURST_SECONDS)
        retry = max(1, ceil(min(waits)))
        raise ProblemError(ProblemCode.TOO_MANY_REQUESTS, f"too many requests; come back in {retry} s", retry=retry)

    def _left(self, key: Hashable, now: float) -> float:
        """Nothing, for a clock that was put back."""
        assert self._rate is not None
        left = max(0.0, self._used.get(key, 0) - now)
        return left if left <= BURST_SECONDS + 2 / self._rate else 0.0

    def _forget(self, now: float) -> None:
        if len(self._used) > MOST_KEPT:
            for key in [key for key, until in self._used.items() if until <= now]:
                del self._used[key]


def network(address: str | None) -> str | None:
    """What an address is counted as; None: it is this machine's own, or unknown."""
    if address is None:
        return None
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or found
    if found.is_loopback:
        return None
    if isinstance(found, IPv6Address):
        return str(ip_network((found, IPV6_NETWORK), strict=False))
    return str(found)
