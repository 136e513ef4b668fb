"""The partnership map: one self-contained page, drawn once per version of the graph."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Awaitable, Callable
from html.parser import HTMLParser
from typing import Final, TypeAlias

from fastapi import APIRouter, Request, Response

from api.deps import Prefecture, TheStore
from api.rendering import known, unchanged, whole
from graph.errors import StoreChangingError
from graph.store.base import Store, Version

router = APIRouter(include_in_schema=False)

Draw: TypeAlias = Callable[[Store, str], Awaitable[str]]
_TRIES: Final = 3


async def drawing(store: Store, prefecture: str) -> str:
    """The map of a store for a prefecture ('' for all); the drawing library is loaded when it is first needed."""
    module = await asyncio.to_thread(importlib.import_module, "viz.interactive")
    text: str = await module.draw(store, prefecture=prefecture)
    return text


class Maps:
    """The maps of the present version by prefecture. One is drawn at a time; one that a load overtook is not kept."""

    def __init__(self, draw: Draw = drawing) -> None:
        self._draw = draw
        self._version: Version | None = None
        self._drawn: dict[str, str] = {}
        self._lock = asyncio.Lock()

    async def get(self, store: Store, prefecture: str) -> tuple[Version, str]:
        """The map and the version that it shows. Raises `StoreChangingError` if loads keep overtaking it."""
        async with self._lock:
            for _ in range(_TRIES):
                version = await store.version()
                if version != self._version:
                    self._version, self._drawn = version, {}
                if prefecture in self._drawn:
                    return version, self._drawn[prefecture]
                text = await self._draw(store, prefecture)
                if await store.version() == version:
                    self._drawn[prefecture] = text
                    return version, text
        raise StoreChangingError("グラフが続けて更新されています。少し待って、開き直してください。")


class _Policy(HTMLParser):
    """Reads the policy that a page carries in its head."""

    found = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "meta" and (given.get("http-equiv") or "").lower() == "content-security-policy":
            self.found = given.get("content") or ""


def policy_of(page: str) -> str:
    """The Content-Security-Policy that a self-contained page names for itself, '' if none."""
    parser = _Policy()
    parser.feed(page[:20_000])
    return parser.found


@router.api_route("/map", methods=["GET", "HEAD"])
async def partnership_map(request: Request, store: TheStore, prefecture: Prefecture = "") -> Response:
    """The page's own policy allows its own scripts and nothing else; it is sent as a header too."""
    version = await store.version()
    if known(request, version):
        return unchanged(version)
    maps: Maps = request.app.state.maps
    version, text = await maps.get(store, prefecture)
    response = whole(version, text, "text/html")
    policy = policy_of(text)
    if policy:
        response.headers["Content-Security-Policy"] = f"{policy}; frame-ancestors 'none'"
    return response
