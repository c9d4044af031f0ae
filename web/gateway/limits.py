"""Rate limits in memory: no address is ever written down."""

import hashlib
import hmac
import ipaddress
import secrets
import time
from collections.abc import Callable
from datetime import date

_ROUNDING = 1e-9  # who waited exactly long enough is not sent back for a last bit of a fraction
_CROWD = 20_000  # buckets kept before the full ones are cleared away


class Bucket:
    """Lets `amount` things through at once for each key, and `amount` more over each `seconds`."""

    def __init__(self, amount: float, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.amount, self.rate, self.clock = amount, amount / seconds, clock
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, key: str) -> float:
        """0 when this one may pass, else the seconds to wait."""
        now = self.clock()
        left, at = self._left.get(key, (self.amount, now))
        left = min(self.amount, left + (now - at) * self.rate)
        if left < 1 - _ROUNDING:
            self._left[key] = (left, now)
            return (1 - left) / self.rate
        self._left[key] = (left - 1, now)
        if len(self._left) > _CROWD:
            self._clear(now)
        return 0

    def forget(self, key: str) -> None:
        """Drop what is known of `key`."""
        self._left.pop(key, None)

    def _clear(self, now: float) -> None:
        full = [k for k, (left, at) in self._left.items() if left + (now - at) * self.rate >= self.amount]
        for key in full or list(self._left)[: _CROWD // 2]:
            del self._left[key]


class Neighbourhood:
    """Names a network by a hash that nobody can turn back tomorrow: the key is random and changes every day."""

    def __init__(self) -> None:
        self._key, self._day = secrets.token_bytes(32), date.min

    def of(self, address: str, today: date) -> str:
        """The name of the network of `address` (IPv4 /24, IPv6 /48) for today; odd addresses share one name."""
        if today != self._day:
            self._key, self._day = secrets.token_bytes(32), today
        try:
            ip = ipaddress.ip_address(address)
            if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
                ip = ip.ipv4_mapped
            network = str(ipaddress.ip_network((ip, 24 if ip.version == 4 else 48), strict=False))
        except ValueError:
            network = "odd"
        return hmac.new(self._key, network.encode(), hashlib.sha256).hexdigest()
