"""The same pages and files without what only documents marked 庁内限り tell: for what is shown or attached outside.

``庁内限り=除く`` in an address sends the request to a second application whose store holds the public part of the same
version (`graph.facts.public`), so that every question means the same there. Links and forms of its pages carry the
condition on. Where no document is marked, both stores are one.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import tempfile
import weakref
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import quote, unquote_plus

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph.diff import Changes
from graph.errors import StoreChangingError, UsageError
from graph.store.base import Progress, Store, Version, View, silent
from graph.store.embedded import EmbeddedStore
from graph.tables import Tables
from queries import catalogue

T = TypeVar("T")

NAME: Final = "庁内限り"
LEFT_OUT: Final = "除く"
_KEPT: Final = "含む"
_CARRIED: Final = f"{quote(NAME)}={quote(LEFT_OUT)}"
_OWN: Final = ("/static/", "/review", "/map", "/health", "/ready", "/openapi.json")
"""Addresses that are the same either way. The map never holds what is 庁内限り."""
_TRIES: Final = 3

_LINK: Final = re.compile(r'((?:href|data-where)=")(/[^"#]*)')
_FORM: Final = re.compile(r"<form\b[^>]*>")


class Internal:
    """Whether a version of the graph holds documents that are 庁内限り; asked once for each."""

    def __init__(self) -> None:
        self._known: tuple[Version, bool] | None = None

    async def any(self, view: View) -> bool:
        """Whether there is such a document."""
        if self._known is None or self._known[0] != view.version:
            rows = await catalogue.find("documents").run(view)
            self._known = view.version, any(row["公開"] == NAME for row in rows.dicts())
        return self._known[1]


class PublicStore(Store):
    """The public part of another store. ``whole`` gives that store."""

    name = "公開"

    def __init__(self, whole: Callable[[], Store]) -> None:
        self._whole = whole
        self._lock = asyncio.Lock()
        self._internal = Internal()
        self._made: EmbeddedStore | None = None
        self._version: Version | None = None

    async def replace(self, graph: Tables, *, verify: bool = False, progress: Progress = silent) -> Changes:
        raise UsageError("庁内限りを除いたグラフには書き込めません。")

    async def read(self, work: Callable[[View], Awaitable[T]]) -> T:
        store, version = await self._of_now()

        async def told(view: View) -> T:
            view.version = version
            return await work(view)

        return await store.read(told if store is self._made else work)

    async def tables(self) -> Tables:
        return await self._whole().shown(internal=False)

    async def last_changes(self) -> Changes | None:
        return None

    async def close(self) -> None:
        if self._made is not None:
            await self._made.close()
            self._remove()
        self._made = None

    async def _of_now(self) -> tuple[Store, Version]:
        """The store with the public part of the present version, made if it is not at hand, and that version."""
        whole = self._whole()
        async with self._lock:
            for _ in range(_TRIES):
                version = await whole.version()
                if self._made is not None and version == self._version:
                    return self._made, version
                if not await whole.read(self._internal.any):
                    return whole, version
                graph = await self.tables()
                if await whole.version() != version:
                    continue
                if self._made is None:
                    folder = tempfile.mkdtemp(prefix="renkei-public-")
                    self._remove = weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
                    self._made = EmbeddedStore(Path(folder) / "graph.json")
                await self._made.replace(graph)
                self._version = version
                return self._made, version
        raise StoreChangingError("グラフが続けて更新されています。少し待って、開き直してください。")


async def notice(request: Request, view: View) -> dict[str, Any]:
    """What a page says of it: whether it was left out, whether there is any, and where the other page is."""
    left_out: bool = getattr(request.app.state, "public", False)
    internal: Internal | None = getattr(request.app.state, "internal", None)
    other = _other(request.scope["path"], request.url.query, _KEPT if left_out else LEFT_OUT)
    return {"left_out": left_out, "internal": bool(internal and await internal.any(view)), "other": other}


class Dispatch:
    """Sends what asks for it to ``public``, and its answers back with links that ask for it too.

    ``hidden``: the page for an address of which only documents marked 庁内限り tell, from the address that shows it.
    """

    def __init__(self, app: ASGIApp, public: ASGIApp, hidden: Callable[[str], str]) -> None:
        self.app = app
        self.public = public
        self._hidden = hidden

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        rest, asked = _asked(scope["query_string"])
        if asked in (LEFT_OUT, _KEPT):
            scope = {**scope, "query_string": rest}
        if asked == LEFT_OUT and not scope["path"].startswith(_OWN):
            await self.public({**scope}, receive, _Carrying(send, lambda: self._instead({**scope})))
        else:
            await self.app(scope, receive, send)

    async def _instead(self, scope: Scope) -> str:
        """The page to show where the public part has none; '' where there is none at all."""
        found = 0

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            nonlocal found
            found = message.get("status", found)

        await self.app(scope, receive, send)
        query = scope["query_string"].decode("latin-1")
        return self._hidden(_other(scope["path"], query, _KEPT)) if found == 200 else ""


def _other(path: str, query: str, said: str) -> str:
    """The address of the same page that says whether what is 庁内限り is left out."""
    return f"{quote(path)}?{query}{'&' if query else ''}{quote(NAME)}={quote(said)}"


def _asked(query: bytes) -> tuple[bytes, str]:
    """A query without the condition, and what it says."""
    parts = [part for part in query.split(b"&") if part]
    named = [part for part in parts if unquote_plus(part.partition(b"=")[0].decode("latin-1")) == NAME]
    said = unquote_plus(named[-1].partition(b"=")[2].decode("latin-1")) if named else ""
    return b"&".join(part for part in parts if part not in named), said


class _Carrying:
    """Holds a page back until it is whole, then sends it with the condition in its links and forms.

    ``instead``: the page to send for one that is not there, '' to leave it as it is.
    """

    def __init__(self, send: Send, instead: Callable[[], Awaitable[str]]) -> None:
        self._send = send
        self._instead = instead
        self._start: Message | None = None
        self._body: list[bytes] = []

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and Headers(raw=message["headers"]).get(
            "content-type", ""
        ).startswith("text/html"):
            self._start = message
        elif self._start is not None and message["type"] == "http.response.body":
            self._body.append(message.get("body", b""))
            if not message.get("more_body"):
                await self._sent(self._start)
        else:
            await self._send(message)

    async def _sent(self, start: Message) -> None:
        page = b"".join(self._body).decode("utf-8")
        if start["status"] == HTTPStatus.NOT_FOUND:
            page = await self._instead() or page
        body = carry(page).encode("utf-8")
        if body:
            MutableHeaders(scope=start)["content-length"] = str(len(body))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def carry(page: str) -> str:
    """A page whose links and forms within the explorer hold the condition. Quotes in texts are escaped, so none is hit."""

    def link(match: re.Match[str]) -> str:
        address = match[2]
        if address.startswith(_OWN) or f"{quote(NAME)}=" in address:
            return match[0]
        return f"{match[1]}{address}{'&amp;' if '?' in address else '?'}{_CARRIED}"

    def form(match: re.Match[str]) -> str:
        if re.search(r'action="(?:/review|/names)|method="post"', match[0], re.IGNORECASE):
            return match[0]
        return f'{match[0]}<input type="hidden" name="{NAME}" value="{LEFT_OUT}">'

    return _FORM.sub(form, _LINK.sub(link, page))
