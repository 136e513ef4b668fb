"""Addresses of the pages of fields."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query, Request, Response

from api.asof import When
from api.deps import PageNumber, Prefecture, TheStore
from api.fields import page as fields
from api.rendering import page
from graph.store.base import View

router = APIRouter(include_in_schema=False)

METHODS: Final = ["GET", "HEAD"]

Crossing = Annotated[Literal["", "都道府県", "業種"], Query(alias="見る")]
FieldView = Annotated[Literal["", "自治体", "企業"], Query(alias="見る")]


@router.api_route("/fields", methods=METHODS)
async def all_fields(request: Request, store: TheStore, when: When, seen: Crossing = "") -> Response:
    async def work(view: View) -> dict[str, Any]:
        return await fields.crossing(view, seen, when) if seen else await fields.overview(view)

    return await page(request, store, "fields_cross.html" if seen else "fields.html", "分野", work)


@router.api_route("/fields/{id:path}", methods=METHODS)
async def field(
    request: Request,
    store: TheStore,
    id: str,
    when: When,
    seen: FieldView = "",
    number: PageNumber = 1,
    prefecture: Prefecture = "",
) -> Response:
    async def work(view: View) -> dict[str, Any]:
        if seen == "自治体":
            return await fields.municipalities(view, id, number, when, prefecture)
        if seen == "企業":
            return await fields.bodies(view, id, number, when)
        return await fields.field(view, id, when)

    template = {"": "field", "自治体": "field_municipalities", "企業": "field_bodies"}[seen]
    return await page(request, store, f"{template}.html", "分野", work)
