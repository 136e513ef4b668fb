"""The version mark of a Neo4j database, read once for everyone who waits for it.

An answer is good where the mark that was seen before its work began is still there when its work has ended: the number
grows with every load, so a mark that comes back was never away. The mark before may therefore be one that any earlier
reader saw; only the one after must be read anew, and those whose work ends while the mark is being read share the next
reading.

In a cluster a member that lags may answer with the mark that was seen, and truly so, while another has a newer one. There
the mark is believed for a while only, and then asked for again where it is written.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Awaitable, Callable

from graph.store.base import COMPLETE, Version

Read = Callable[[], Awaitable[Version | None]]


class Marks:
    """Marks as they are read. ``read`` asks the database; ``lasting``: seconds for which its answer is begun with."""

    def __init__(self, read: Read, lasting: float = math.inf) -> None:
        self._read = read
        self._lasting = lasting
        self._asked = -math.inf
        self._seen: Version | None = None
        self._running: asyncio.Task[Version | None] | None = None
        self._coming: asyncio.Task[Version | None] | None = None

    async def before(self) -> Version | None:
        """The mark to begin work with: the last one seen where it was of a whole graph and not long ago, else a fresh one."""
        recent = time.monotonic() - self._asked < self._lasting
        if recent and self._seen is not None and self._seen.state == COMPLETE:
            return self._seen
        return await self.fresh()

    async def fresh(self) -> Version | None:
        """The mark as it stands after this call. Raises what reading it raises."""
        if self._coming is None:
            self._coming = asyncio.create_task(self._next(self._running))
        # One reader that goes away must not take the reading from the others.
        return await asyncio.shield(self._coming)

    async def _next(self, running: asyncio.Task[Version | None] | None) -> Version | None:
        if running is not None:
            await asyncio.wait([running])
        self._running, self._coming = self._coming, None
        self._seen = None
        asked = time.monotonic()
        self._seen = await self._read()
        self._asked = asked
        return self._seen
