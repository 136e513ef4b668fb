"""How connections are held: who sends too slowly, too much or nothing at all is let go, so that others are served.

The server below (uvicorn) puts no end to a request whose lines arrive one letter a minute, and no limit to how many such
connections there are. One who opens the page and reads is never near these limits.
"""

from __future__ import annotations

import asyncio
from typing import Any, Final

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from api.errors import problem
from graph import events

try:
    import resource
except ImportError:  # Windows, which has no such limit
    resource = None  # type: ignore[assignment]

HEAD_BYTES: Final = 65_536
"""A request's first line and headers."""
_MOST: Final = 1_000
_FILES_OF_OURS: Final = 200
"""What the store, the originals and the libraries may have open beside the connections."""


class Connection(AutoHTTPProtocol):  # type: ignore[valid-type,misc]
    """One connection, with an end to every wait for the other side. Seconds and bytes are of the class, so that a test
    can shorten them."""

    HEAD_SECONDS = 10.0
    """From the first byte of a request to the last of its headers; also for a connection that says nothing."""
    BODY_SECONDS = 20.0
    """After which what is sent must come faster than `BODY_RATE`."""
    BODY_RATE = 1_000
    """Bytes a second, on average."""
    READ_SECONDS = 60.0
    """For which one may take nothing of an answer."""
    LOOK_SECONDS = 2.0
    AT_ONCE = _MOST

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._begun = self._stuck = 0.0
        self._head = self._body = 0
        self._looking: asyncio.TimerHandle | None = None

    # --- what uvicorn and the loop call ----------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Take a connection in; where there are too many, in the place of one that asks for nothing."""
        super().connection_made(transport)
        self._begun = self.loop.time()
        if len(self.connections) > self.AT_ONCE and not self._made_room():
            self._refuse(503, "Too many connections", "retry-after: 2\r\n")
            return
        self._looking = self.loop.call_later(self.LOOK_SECONDS, self._look)

    def connection_lost(self, error: Exception | None) -> None:
        """Forget the connection."""
        if self._looking:
            self._looking.cancel()
        super().connection_lost(error)

    def data_received(self, data: bytes) -> None:
        """Hand over what came, and count it."""
        if self.transport.is_closing():
            return
        before, heading = self.cycle, self._heading
        if heading and not self._head:
            self._begun = self.loop.time()
        super().data_received(data)
        if self.cycle is not before:
            self._begun, self._head, self._body = self.loop.time(), 0, 0
        elif heading:
            self._head += len(data)
            if self._head > HEAD_BYTES:
                self._refuse(431, "Request header fields too large")
        else:
            self._body += len(data)

    def pause_writing(self) -> None:
        """The other side does not read as fast as it asked."""
        self._stuck = self.loop.time()
        super().pause_writing()

    def resume_writing(self) -> None:
        """It reads again."""
        self._stuck = 0.0
        super().resume_writing()

    # --- the limits --------------------------------------------------------------------------------------------------

    @property
    def _heading(self) -> bool:
        """Whether a request is still to come, or is not yet known."""
        return self.cycle is None or (self.cycle.response_complete and not self.cycle.more_body)

    def _look(self) -> None:
        self._looking = self.loop.call_later(self.LOOK_SECONDS, self._look)
        now = self.loop.time()
        waited = now - self._begun
        if self._stuck:
            gone = now - self._stuck > self.READ_SECONDS
        elif self.transport.is_closing():
            gone = waited > self.READ_SECONDS
        elif self._heading:
            # Between two requests uvicorn's own clock runs.
            gone = self.timeout_keep_alive_task is None and waited > self.HEAD_SECONDS
        elif self.cycle.more_body and (self.cycle.response_complete or not self.flow.read_paused):
            gone = waited > self.BODY_SECONDS and self._body < self.BODY_RATE * waited
        else:
            gone = False
        if gone:
            if self._head or not self._heading:  # browsers open connections that they may never use
                events.emit("refused", route="-", status=408)
            self.transport.abort()

    def _made_room(self) -> bool:
        waiting = [each for each in self.connections if each is not self and getattr(each, "_heading", False)]
        if not waiting:
            return False
        min(waiting, key=lambda each: each._begun).transport.abort()
        return True

    def _refuse(self, status: int, why: str, more: str = "") -> None:
        if self.transport.is_closing():
            return
        events.emit("refused", route="-", status=status)
        words = f"{why}\n"
        self.transport.write(
            f"HTTP/1.1 {status} {why}\r\n{more}connection: close\r\ncontent-type: text/plain; charset=utf-8\r\n"
            f"content-length: {len(words)}\r\n\r\n{words}".encode()
        )
        self.transport.close()


class Crowd:
    """Answers at most ``most`` requests at once; the others are told to come again."""

    def __init__(self, app: ASGIApp, most: int = 300) -> None:
        self.app = app
        self.most = most
        self._now = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if self._now >= self.most:
            refused = problem(503, "ただいま混み合っています。少し待って、開き直してください。", scope["path"])
            refused.headers.update({"Retry-After": "2", "Cache-Control": "no-store"})
            await refused(scope, receive, send)
            return
        self._now += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self._now -= 1


def protocol() -> type[Connection]:
    """Connections for this machine: never more than it lets a process open."""
    if resource is None:
        return Connection
    allowed, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = max(50, min(_MOST, allowed - _FILES_OF_OURS)) if allowed != resource.RLIM_INFINITY else _MOST
    return type("Connection", (Connection,), {"AT_ONCE": most})
