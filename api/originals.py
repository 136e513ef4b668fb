"""The texts of originals that are at hand, for pages that only show: read once, in a thread, and kept while few."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from typing import Annotated, Any, Final

from fastapi import Depends, Request

from api.review.desk import Desk
from graph.errors import RenkeiError
from graph.settings import Settings
from loaders.evidence import Originals
from loaders.source import Source

_KEPT: Final = 8


class Texts:
    """Texts by document: from the folder of originals, or as they were read when a draft was made."""

    def __init__(self, settings: Settings, desk: Desk) -> None:
        self._settings = settings
        self._desk = desk
        self._reading = asyncio.Lock()
        self._originals: Originals | None = None
        self._held: OrderedDict[tuple[str, str], Source | None] = OrderedDict()

    async def of(self, document: Mapping[str, Any]) -> Source | None:
        """The text of a document (a row of the graph); None where it is not at hand."""
        key = (document["文書id"], document["sha256"] or "")
        async with self._reading:
            if key not in self._held:
                self._held[key] = await asyncio.to_thread(self._original, key[1]) or await self._drafted(key[0])
                while len(self._held) > _KEPT:
                    self._held.popitem(last=False)
            return self._held[key]

    def _original(self, sha256: str) -> Source | None:
        if self._originals is None:
            try:
                self._originals = Originals(self._settings.sources)
            except RenkeiError:
                # A folder that is gone: the facts are still there, without the text.
                self._originals = Originals(None)
        found = self._originals.get(sha256) if sha256 else None
        return found.source if found else None

    async def _drafted(self, id: str) -> Source | None:
        try:
            text = await self._desk.work(lambda shelf: shelf.document(id).text)
        except RenkeiError:
            return None
        return Source(text) if text is not None else None


def _texts(request: Request) -> Texts:
    texts: Texts = request.app.state.texts
    return texts


TheTexts = Annotated[Texts, Depends(_texts)]
