"""Pages and indexes that people ask for first, worked out before anyone asks: after the start and after every load.

It runs beside the requests and never before them: whoever comes earlier is answered as ever. What is kept is kept by
those who keep it for people (`api.ready`, the index of the search, the lookup of names).
"""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
import logging
import time
from typing import Any, Final

from starlette.types import ASGIApp, Message

from api.gate import INSIDE
from api.journal import Watch
from api.lookup import Lookups
from api.searching.index import Indexes
from graph.errors import RenkeiError, StoreError
from graph.store.base import Store, Version, View
from queries import catalogue

PAGES: Final = ("/", "/municipalities", "/organisations", "/agreements", "/measures", "/fields", "/documents")
"""Where the navigation leads, in the order in which people come by."""
HUB: Final = 300
"""Municipalities from which on the page of a body takes so long that it is made ready too."""
HUBS: Final = 5
PAUSE: Final = 2.0
"""Seconds after which a new version is noticed."""

_LOG: Final = logging.getLogger("uvicorn.error")


class Warming:
    """One per process."""

    def __init__(self, app: ASGIApp, searching: Indexes, lookups: Lookups, watch: Watch) -> None:
        self._app = app
        self._searching = searching
        self._lookups = lookups
        self._watch = watch
        self._done: tuple[Version, dt.date] | None = None

    def done(self, version: Version) -> bool:
        """Whether everything is at hand for this version."""
        return self._done == (version, dt.date.today())

    async def keep(self, store: Store) -> None:
        """Make ready for every version that comes; until cancelled."""
        while True:
            try:
                version = await store.version()
                self._watch.saw(version)
                if not self.done(version):
                    await self._warm(store, version)
            except StoreError as error:
                # Whoever asks is told why; here it is tried again.
                self._watch.lost(error)
            except RenkeiError:
                pass
            await asyncio.sleep(PAUSE)

    async def _warm(self, store: Store, version: Version) -> None:
        start, today = time.monotonic(), dt.date.today()
        await self._visit("/")
        await store.read(self._searching.of)
        for path in PAGES[1:]:
            await self._visit(path)
        await store.read(self._lookups.of)
        for path in await store.read(_hubs):
            await self._visit(path)
        _settle()
        if await store.version() == version:
            self._done = version, today
            _LOG.info("第 %d 版の頁と索引を用意しました（%.1f 秒）", version.number, time.monotonic() - start)

    async def _visit(self, path: str) -> None:
        """Ask our own application for a page, and let the answer go."""
        scope: dict[str, Any] = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
            "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "",
            "headers": [(b"host", b"127.0.0.1")], "client": None, "server": None,
            "extensions": {INSIDE: {}},
        }  # fmt: skip

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            pass

        await self._app(scope, receive, send)


async def _hubs(view: View) -> list[str]:
    """The pages of the bodies that work with the most municipalities."""
    found = await catalogue.find("hubs").run(view, 最少=HUB, 件数=HUBS)
    at = found.columns.index("企業id")
    return [f"/organisations/{row[at]}" for row in found.rows]


def _settle() -> None:
    """What is kept now stays until the next load: looking it all through for cycles again and again would hold up a
    request each time (0.2 seconds with 130,000 nodes, measured)."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
