"""Addresses of the pages of municipalities and of bodies. 見る chooses a view of a page."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query, Request, Response

from api.asof import When
from api.bodies import municipality as place
from api.bodies import organisation as body
from api.bodies.sifting import Sifted
from api.deps import PageNumber, Prefecture, TheStore
from api.rendering import page
from graph.store.base import View

router = APIRouter(include_in_schema=False)

METHODS: Final = ["GET", "HEAD"]

Other = Annotated[str, Query(alias="相手", max_length=200, description="この相手との記録だけ")]
BodyView = Annotated[Literal["", "自治体", "記録なし", "ともに"], Query(alias="見る")]
PlaceKind = Annotated[Literal["", "都道府県", "市", "町", "村", "特別区"], Query(alias="団体種別")]
PlaceView = Annotated[Literal["", "相手", "似た自治体", "点検"], Query(alias="見る")]
Basis = Annotated[Literal["", *place.BASES], Query(alias="基準")]  # type: ignore[valid-type]
Fields = Annotated[str, Query(alias="分野", max_length=1_000, description="分野の名。似た自治体ではひとつ")]
Days = Annotated[int, Query(alias="日数", ge=0, le=36_500)]
Years = Annotated[int, Query(alias="年数", ge=0, le=100)]
Known = Annotated[Literal["", "記録なし", "抜粋", "未調査"], Query(alias="状態")]


@router.api_route("/organisations/{id:path}", methods=METHODS)
async def organisation(
    request: Request,
    store: TheStore,
    id: str,
    when: Sifted,
    seen: BodyView = "",
    number: PageNumber = 1,
    other: Other = "",
    prefecture: Prefecture = "",
    kind: PlaceKind = "",
    state: Known = "",
) -> Response:
    async def work(view: View) -> dict[str, Any]:
        if seen == "自治体":
            return await body.municipalities(view, id, number, when, prefecture)
        if seen == "記録なし":
            return await body.without(view, id, number, prefecture, kind, state)
        if seen == "ともに":
            return await body.together(view, id, number, when)
        return await body.organisation(view, id, number, when, other)

    template = {"": "", "自治体": "_municipalities", "記録なし": "_without", "ともに": "_together"}[seen]
    return await page(request, store, f"organisation{template}.html", "企業", work)


@router.api_route("/municipalities/{id:path}", methods=METHODS)
async def municipality(
    request: Request,
    store: TheStore,
    id: str,
    when: When,
    sift: Sifted,
    seen: PlaceView = "",
    number: PageNumber = 1,
    other: Other = "",
    basis: Basis = "",
    field: Fields = "",
    days: Days = 180,
    years: Years = 3,
) -> Response:
    async def work(view: View) -> dict[str, Any]:
        if seen == "相手":
            return await place.partners(view, id, number, sift)
        if seen == "似た自治体":
            return await place.peers(view, id, number, when, basis, field)
        if seen == "点検":
            return await place.review(view, id, when, days, years)
        return await place.municipality(view, id, number, sift, other)

    template = {"": "", "相手": "_partners", "似た自治体": "_peers", "点検": "_review"}[seen]
    return await page(request, store, f"municipality{template}.html", "自治体", work)
