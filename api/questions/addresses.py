"""Addresses of the catalogue for people: all questions, and a page for each."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query, Request, Response

from api.deps import PageNumber, TheStore
from api.lookup import TheLookups
from api.questions import shown
from api.rendering import page
from api.resolving import Resolver
from api.review.desk import TheDesk
from api.searching.addresses import TheIndexes
from graph.store.base import View
from queries.browser.links import browser_of

router = APIRouter(include_in_schema=False)

METHODS: Final = ["GET", "HEAD"]

Seen = Annotated[Literal["", "道すじ", "表", "行列", "関係図"], Query(alias="見る")]
Sort = Annotated[str, Query(alias="並べる", max_length=40, description="この列で並べる")]
Every = Annotated[Literal["", "全部"], Query(alias="列", description="全部なら、id の列も出す")]
Backward = Annotated[Literal["", "1"], Query(alias="逆に", description="1 なら大きいほうから")]


@router.api_route("/catalogue", methods=METHODS)
async def catalogue_(request: Request, store: TheStore) -> Response:
    async def work(view: View) -> dict[str, Any]:
        return shown.everything()

    return await page(request, store, "catalogue.html", "問い", work)


@router.api_route("/catalogue/{name}", methods=METHODS)
async def question(
    request: Request,
    store: TheStore,
    indexes: TheIndexes,
    lookups: TheLookups,
    desk: TheDesk,
    name: str,
    seen: Seen = "",
    sort: Sort = "",
    backward: Backward = "",
    number: PageNumber = 1,
    every: Every = "",
) -> Response:
    look = shown.Look(seen, sort, bool(backward), number, bool(every))

    async def work(view: View) -> dict[str, Any]:
        names = Resolver(await indexes.of(view), await lookups.of(view))
        found = await shown.question(view, name, request.query_params, names, look)
        browser = browser_of(desk.settings)
        return {**found, "browser_link": browser.edit(found["browser"]) if browser else ""}

    return await page(request, store, "question.html", "問い", work)
