"""What stands before every request: only our own host names, and headers that allow a page nothing from elsewhere."""

from __future__ import annotations

import ipaddress
import socket
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import problem
from api.headers import HEADERS

_ALWAYS: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_RAW: Final = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
_SHOWN: Final = 200
_EVERYWHERE: Final = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - compared, never bound


class Guard:
    """Refuses foreign ``Host`` headers and adds the headers.

    A page elsewhere whose name is made to point here (DNS rebinding) names itself in ``Host``; so a server bound to one
    address answers to that name alone. One bound to all addresses answers to addresses and to this machine's name:
    an address in ``Host`` cannot have been rebound.
    """

    def __init__(self, app: ASGIApp, host: str) -> None:
        self.app = app
        self.everywhere = host in _EVERYWHERE
        self.names = _ALWAYS | {host.lower().strip("[]")}
        if self.everywhere:
            self.names |= {socket.gethostname().lower()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            # What a 304 says replaces what the browser has kept with the page, and a map has a policy of its own.
            if message["type"] == "http.response.start" and message["status"] != 304:
                own = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(each for each in _RAW if each[0] not in own)]
            await send(message)

        hosts = Headers(scope=scope).getlist("host")
        host = "、".join(hosts)
        # Who reads the first of several and who reads the last would not speak of the same server.
        if len(hosts) == 1 and self.allows(host):
            if {b"content-length", b"transfer-encoding"} <= {name for name, _ in scope["headers"]}:
                # Where it ends, a server before this one may see otherwise: the rest would be another request to it.
                refused = problem(400, "送られたものの長さが二通りに書かれています。", scope["path"])
                refused.headers["Connection"] = "close"
                await refused(scope, receive, guarded)
                return
            await self.app(scope, receive, guarded)
        else:
            detail = f"「{host[:_SHOWN]}」という名前では答えません。起動したときに示した場所（http://127.0.0.1:…）を開いてください。"
            await problem(400, detail, scope["path"])(scope, receive, guarded)

    def allows(self, host: str) -> bool:
        """Whether a ``Host`` header (``name``, ``name:port``, ``[address]:port``) names this server."""
        name, bracket, rest = host.lower().partition("]")
        if bracket:
            if not name.startswith("[") or not _port(rest):
                return False
            name = name[1:]
        else:
            name, colon, port = name.partition(":")
            if colon and not port.isdecimal():
                return False
        return name in self.names or (self.everywhere and _is_address(name))


def _port(text: str) -> bool:
    return text == "" or (text.startswith(":") and text[1:].isdecimal())


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
