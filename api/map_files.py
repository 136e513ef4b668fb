"""Maps for paper, Word and Excel: the choice of a map's page as PDF, xlsx, SVG or PNG, drawn when it is asked for."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Callable
from typing import Annotated, Final, Literal, NamedTuple, TypeAlias

from fastapi import Query, Request, Response

from api.downloads import disposition, fit
from api.rendering import headers
from graph.errors import NameUnclearError, StoreChangingError
from graph.facts import public
from graph.store.base import Store, Version
from graph.tables import Tables
from viz import naming
from viz.choice import Choice
from viz.reports.kinds import MEDIA
from viz.wanted import Wanted, answer, choice

Form: TypeAlias = Annotated[Literal["", "pdf", "xlsx", "svg", "png"], Query(alias="形")]
"""The kind of file instead of the page."""
Writer: TypeAlias = Callable[[Tables, Choice, str], bytes]

_MEDIA: Final = {**MEDIA, ".pdf": "application/pdf", ".svg": "image/svg+xml", ".png": "image/png"}

_busy: Final = asyncio.Lock()
"""A figure holds the whole graph while it is drawn: one at a time."""


async def selected(store: Store, wanted: Wanted) -> tuple[Tables, Choice]:
    """The graph without what is 庁内限り, and what of it is wanted: nothing at all around a body that only documents so
    marked tell of, and not its name."""
    ids = await store.read(lambda view: answer(view, wanted)) if wanted.question else None
    graph = await store.tables()

    def work() -> tuple[Tables, Choice]:
        shown = public(graph)
        try:
            return shown, choice(shown, wanted, ids)
        except NameUnclearError:
            choice(graph, wanted, ids)
            return shown, Choice(ids=frozenset())

    return await asyncio.to_thread(work)


class Kind(NamedTuple):
    """``name``: what a file is called; ``writing``: the module whose ``write`` draws it, loaded when it is first needed."""

    name: str
    writing: str


async def file(request: Request, store: Store, version: Version, wanted: Wanted, form: str, kind: Kind) -> Response:
    """A map as a file. Raises `StoreChangingError` where a load came between."""
    async with _busy:
        shown, wished = await selected(store, wanted)
        about = naming.name(shown, wished.around.id) if wished.around else ""
        if request.method == "HEAD":
            content = b""
        else:
            module = await asyncio.to_thread(importlib.import_module, kind.writing)
            write: Writer = module.write
            content = await asyncio.to_thread(write, shown, wished, f".{form}")
    if await store.version() != version:
        raise StoreChangingError("グラフが更新されています。少し待って、もう一度保存してください。")
    named = [each for each in (about, wished.field, wished.prefecture, wished.asked, wished.as_of) if each]
    title = "_".join([kind.name, *named, f"第{version.number}版"])
    return Response(
        content,
        media_type=_MEDIA[f".{form}"],
        headers={**headers(version), "Content-Disposition": disposition(f"{fit(title)}.{form}", f"map.{form}")},
    )
