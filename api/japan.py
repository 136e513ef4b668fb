"""The national map of a choice: one self-contained page, drawn once per version of the graph, or its file."""

from __future__ import annotations

import asyncio
import importlib
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query, Request, Response

from api.asof import When
from api.deps import Field, Prefecture, TheStore
from api.map import Maps, sent
from api.map_files import Form, Kind, file, selected
from api.public import NAME
from api.rendering import known, unchanged
from graph.errors import UsageError
from graph.store.base import Store
from viz.wanted import Wanted

router = APIRouter(include_in_schema=False)

_FILES: Final = Kind("全国の地図", "viz.country.figure")
_OWN: Final = frozenset(("まわり", "分野", "都道府県", "時点", "終了も", "保存", "形"))


async def drawing(store: Store, wanted: Wanted) -> str:
    """The map of a choice, without what is 庁内限り; the drawing is loaded when it is first needed."""
    module = await asyncio.to_thread(importlib.import_module, "viz.country.page")
    shown, wished = await selected(store, wanted)

    def work() -> str:
        text: str = module.draw(shown, wished)
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
    prefecture: Prefecture = "",
    kept: Annotated[Literal["", "1"], Query(alias="保存")] = "",
    form: Form = "",
) -> Response:
    """A body or a field fills municipalities; a municipality draws lines to those with the same partners."""
    version = await store.version()
    if known(request, version):
        return unchanged(version)
    unknown = sorted(request.query_params.keys() - _OWN - {NAME})
    if unknown:
        names = "、".join(sorted(_OWN - {"保存", "形"}))
        raise UsageError(f"「{unknown[0][:40]}」という条件は全国の地図にありません。使える条件: {names}")
    wanted = Wanted(
        around=around.strip(), field=field.strip(), prefecture=prefecture, as_of=when.date, ended=not when.ended
    )
    if form:
        return await file(request, store, version, wanted, form, _FILES)
    kept_maps: Maps = request.app.state.japan
    return sent(*await kept_maps.get(store, wanted), bool(kept))
