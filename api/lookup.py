"""What every list of names of a version needs, read from the store once and kept while that version answers."""

from __future__ import annotations

import asyncio
from functools import cache
from typing import Annotated

from fastapi import Depends, Request

from api.asking import ask
from api.coverage import Coverage, coverage
from api.names.index import Index
from graph.names import Normaliser
from graph.paths import shipped_data
from graph.places import Gazetteer
from graph.store.base import Version, View


class Lookup:
    """Names of the municipalities and bodies of one version, what was looked at, and what is 庁内限り."""

    def __init__(self, version: Version, index: Index, covered: Coverage, internal: frozenset[str]) -> None:
        self.version = version
        self.index = index
        self.covered = covered
        self.internal = internal


class Lookups:
    """The lookup of the version that answers at present; an older one is let go."""

    def __init__(self) -> None:
        self._held: Lookup | None = None
        self._making = asyncio.Lock()

    async def of(self, view: View) -> Lookup:
        """The lookup of the version in view, made if it is not at hand."""
        async with self._making:
            if self._held is None or self._held.version != view.version:
                rows = await ask(view, "names")
                index = await asyncio.to_thread(Index, rows, *_reference())
                internal = frozenset(row["文書id"] for row in await ask(view, "documents") if row["公開"] == "庁内限り")
                self._held = Lookup(view.version, index, await coverage(view), internal)
            return self._held


@cache
def _reference() -> tuple[Normaliser, Gazetteer]:
    folder = shipped_data()
    return Normaliser.load(folder), Gazetteer.load(folder)


async def _lookups(request: Request) -> Lookups:
    lookups: Lookups = request.app.state.lookups
    return lookups


TheLookups = Annotated[Lookups, Depends(_lookups)]
