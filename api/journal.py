"""Requests and the state of the store as events for those who run the server: what was asked of which kind of page.

A request has a number that its answer carries (``X-Request-ID``) and the log names; what a person asked for (the rest
of the address, names, texts, keys, where the request came from) is never told.
"""

from __future__ import annotations

import asyncio
import logging
import platform
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any, Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.gate import INSIDE
from api.noting import TOLD, note
from graph import events
from graph.errors import StoreError
from graph.settings import Settings
from graph.store.base import Version

HEADER: Final = "X-Request-ID"
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_REFUSALS: Final = frozenset({
    HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.MISDIRECTED_REQUEST, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
})  # fmt: skip
_FILES: Final = "/static"
_QUIET: Final = (_FILES, "/health", "/ready")
_LEFT: Final = 499
"""Status of a request whose sender did not wait for the answer."""


class Watch:
    """What is known of the store: which version answered last, and whether it answers at all."""

    def __init__(self, store: str) -> None:
        self.store = store
        self.version: int | None = None
        self._lost = False

    def saw(self, version: Version) -> None:
        """The store answered."""
        if self._lost:
            self._lost = False
            events.emit("store_back", store=self.store, version=version.number)
        if version.number != self.version:
            told: events.Fields = {"store": self.store, "version": version.number}
            events.emit("graph", **told if self.version is None else {**told, "before": self.version})
            self.version = version.number

    def lost(self, error: StoreError) -> None:
        """The store did not answer; told once for each time that it goes away."""
        if not self._lost:
            self._lost = True
            events.emit("store_lost", store=self.store, error=type(error).__name__, cause=events.cause(error))


@contextmanager
def serving(settings: Settings, program: str) -> Iterator[None]:
    """Tell the beginning and the end of a server. ``program``: the version of the tool."""
    start = time.monotonic()
    events.emit(
        "start", store=settings.store, port=settings.port, reachable=not settings.alone, key=bool(settings.key),
        program=program, python=platform.python_version(),
    )  # fmt: skip
    try:
        yield
    finally:
        events.emit("stop", store=settings.store, seconds=time.monotonic() - start)


class Journal:
    """Stands before everything else and tells each request once it is answered."""

    def __init__(self, app: ASGIApp, watch: Watch) -> None:
        self.app = app
        self._watch = watch

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or INSIDE in scope.get("extensions", {}):
            await self.app(scope, receive, send)
            return
        start, status, number = time.monotonic(), 0, secrets.token_hex(6)
        # Not the scope itself: what lies between may hand on a copy of it.
        told: dict[str, Any] = {"request": number}
        scope[TOLD] = told

        async def numbered(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = number
            await send(message)

        try:
            await self.app(scope, receive, numbered)
        except asyncio.CancelledError:
            status = _LEFT
            raise
        except Exception as error:
            status = status or 500
            note(scope, error)
            raise
        finally:
            self._tell(scope["method"], told, status or _LEFT, time.monotonic() - start)

    def _tell(self, method: str, told: dict[str, Any], status: int, taken: float) -> None:
        route = told.get("route", "-")
        fields: events.Fields = {
            "request": told["request"],
            "method": method if method in _METHODS else "OTHER",
            "route": route,
            "status": status,
            "ms": taken * 1000,
            "store": self._watch.store,
        }
        if self._watch.version is not None:
            fields["version"] = self._watch.version
        error: BaseException | None = told.get("error")
        if error is not None:
            fields["error"] = type(error).__name__
            if origin := events.cause(error):
                fields["cause"] = origin
        if status in _REFUSALS or (status == HTTPStatus.BAD_REQUEST and route == "-"):
            events.emit("refused", **fields)
        elif status == HTTPStatus.INTERNAL_SERVER_ERROR:
            # What the tool foresees has a class that says it all; of the rest the way through the program is told.
            if error is not None:
                fields["at"] = events.where(error)
            events.emit("request", level=logging.ERROR, **fields)
        elif status > HTTPStatus.INTERNAL_SERVER_ERROR:
            events.emit("request", level=logging.WARNING, **fields)
        else:
            events.emit("request", level=logging.DEBUG if route.startswith(_QUIET) else None, **fields)


class Routed:
    """Stands within an application and notes which of its routes a request took: the template, not the address."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            await self.app(scope, receive, send)
        finally:
            # Files are served by an application of their own, which is no route.
            path = _FILES if scope["path"].startswith(f"{_FILES}/") else getattr(scope.get("route"), "path", None)
            if path and TOLD in scope:
                scope[TOLD]["route"] = path
