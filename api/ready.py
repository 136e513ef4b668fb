"""Answers that were worked out once for a version and are given again while it stands; bounded, newest version only."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from typing import Final, NamedTuple

from fastapi import Request

from graph.store.base import Version

ALL_BYTES: Final = 64_000_000
ONE_BYTES: Final = 4_000_000


class Body(NamedTuple):
    """A body and its media type."""

    content: str | bytes
    media_type: str


class Ready:
    """Bodies by what was asked; those not asked for longest go first. One per process."""

    def __init__(self) -> None:
        self._version: Version | None = None
        self._held: OrderedDict[str, Body] = OrderedDict()
        self._size = 0

    def get(self, version: Version, asked: str) -> Body | None:
        """The body for this version, if it is at hand."""
        if version != self._version or asked not in self._held:
            return None
        self._held.move_to_end(asked)
        return self._held[asked]

    def keep(self, version: Version, asked: str, body: Body) -> None:
        """Keep a body; one of an older version than is held is not."""
        if self._version is None or version.number > self._version.number or version.time > self._version.time:
            self._held.clear()
            self._version, self._size = version, 0
        if version != self._version or asked in self._held or _size(asked, body) > ONE_BYTES:
            return
        self._held[asked] = body
        self._size += _size(asked, body)
        while self._size > ALL_BYTES:
            self._size -= _size(*self._held.popitem(last=False))


def _size(asked: str, body: Body) -> int:
    # A Japanese text takes two bytes a character in memory.
    return len(asked) * 2 + len(body.content) * (2 if isinstance(body.content, str) else 1)


def what(request: Request, asked: str) -> str:
    """What a request asks for: its address, what goes beyond the address, and the day (defaults are today)."""
    query = request.scope["query_string"].decode("latin-1")
    return f"{dt.date.today()} {request.scope['path']}?{query} {asked}"
