"""One message of a session at a time, and not too many sessions at once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class TooBusy(Exception):
    """The turn did not come in time."""


class TurnTaking:
    """Locks by key that vanish when nobody holds or awaits them. Good for one process; more need a shared lock."""

    def __init__(self) -> None:
        self._locks: dict[str, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def turn(self, key: str, patience: float) -> AsyncIterator[None]:
        """Hold the turn of `key`; raises TooBusy after `patience` seconds of waiting for it."""
        lock, users = self._locks.get(key, (asyncio.Lock(), 0))
        self._locks[key] = (lock, users + 1)
        try:
            try:
                async with asyncio.timeout(patience):
                    await lock.acquire()
            except TimeoutError:
                raise TooBusy from None
            try:
                yield
            finally:
                lock.release()
        finally:
            lock, users = self._locks[key]
            if users == 1:
                del self._locks[key]
            else:
                self._locks[key] = (lock, users - 1)


class Crowd:
    """Counts who is inside; at most `size` at once."""

    def __init__(self, size: int) -> None:
        self.size, self.inside = size, 0

    def __enter__(self) -> None:
        if self.inside >= self.size:
            raise TooBusy
        self.inside += 1

    def __exit__(self, *_: object) -> None:
        self.inside -= 1
