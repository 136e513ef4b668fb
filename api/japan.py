"""The national map of a choice: one self-contained page, drawn once per version of the graph, or its file."""

from __future__ import annotations

import asyncio
import importlib
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query, Request, Response

from api.asof import When
from api.deps import Field, TheStore
from api.map import Maps, sent
from api.public import NAME
from api.rendering import known, unchanged
from graph.errors import NameUnclearError, UsageError
from graph.facts import public
from graph.store.base import Store
from viz.choice import Choice
from viz.wanted import Wanted, choice

router = APIRouter(include_in_schema=False)

_OWN: Final = frozenset(("まわり", "分野", "時点", "終了も", "保存"))


async def drawing(store: Store, wanted: Wanted) -> str:
    """The map of a choice, without what is 庁内限り; the drawing is loaded when it is first needed."""
    module = await asyncio.to_thread(importlib.import_module, "viz.country.page")
    graph = await store.tables()

    def work() -> str:
        shown = public(graph)
        try:
            chosen = choice(shown, wanted)
        except NameUnclearError:
            # A body that only documents marked 庁内限り tell of: nothing is shown, and not its name.
            choice(graph, wanted)
            chosen = Choice(ids=frozenset())
        text: str = module.draw(shown, chosen)
        return text

    return await asyncio.to_thread(work)


def maps() -> Maps:
    """What an application keeps of these maps."""
    return Maps(drawing)


@router.api_route("/map/japan", methods=["GET", "HEAD"])
async def national_map(
    request: Request,
    store: TheStore,
    when: When,
    around: Annotated[str, Query(alias="まわり", max_length=200)] = "",
    field: Field = "",
    kept: Annotated[Literal["", "1"], Query(alias="保存")] = "",
) -> Response:
    """A body or a field fills municipalities; a municipality draws lines to those with the same partners."""
    version = await store.version()
    if known(request, version):
        return unchanged(version)
    unknown = sorted(request.query_params.keys() - _OWN - {NAME})
    if unknown:
        names = "、".join(sorted(_OWN - {"保存"}))
        raise UsageError(f"「{unknown[0][:40]}」という条件は全国の地図にありません。使える条件: {names}")
    wanted = Wanted(around=around.strip(), field=field.strip(), as_of=when.date, ended=not when.ended)
    kept_maps: Maps = request.app.state.japan
    return sent(*await kept_maps.get(store, wanted), bool(kept))
