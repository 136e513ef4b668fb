"""The address of the explorer's pictures, and what is typed into its search."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response

from api.deps import TheStore
from api.explore.asked import TheConditions
from api.explore.shown import explore
from api.lookup import TheLookups
from api.rendering import page
from api.resolving import Resolver
from api.searching.addresses import TheIndexes
from graph.store.base import View

router = APIRouter(include_in_schema=False)

METHODS: Final = ["GET", "HEAD"]

Typed = Annotated[str, Query(alias="足す", max_length=200, description="始めに加える自治体や企業・団体の名前")]


@router.api_route("/explore", methods=METHODS)
async def explore_(
    request: Request, store: TheStore, indexes: TheIndexes, lookups: TheLookups, asked: TheConditions, typed: Typed = ""
) -> Response:
    async def work(view: View) -> dict[str, Any]:
        names = Resolver(await indexes.of(view), await lookups.of(view))
        meant = names.mean(typed, ("自治体", "企業"))
        after = asked
        if meant.chosen and meant.chosen.id not in asked.start:
            after = asked._replace(start=(*asked.start, meant.chosen.id))
        return {**await explore(view, after, names), "meant": meant if meant.chosen is None and typed.strip() else None}

    return await page(request, store, "explore.html", "問い", work)
