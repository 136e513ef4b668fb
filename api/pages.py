"""Addresses of the pages for people."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query, Request, Response

from api import home, lists, reading, single
from api.asof import When
from api.deps import AgreementKind, BodyKind, Field, PageNumber, PlaceKind, Prefecture, Stage, StateName, TheStore
from api.originals import TheTexts
from api.rendering import page
from graph.store.base import View

router = APIRouter(include_in_schema=False)

METHODS: Final = ["GET", "HEAD"]


@router.api_route("/", methods=METHODS)
async def first_page(request: Request, store: TheStore, when: When, field: Field = "") -> Response:
    return await page(request, store, "home.html", "", lambda view: home.home(view, when, field))


@router.api_route("/municipalities", methods=METHODS)
async def municipalities(
    request: Request,
    store: TheStore,
    number: PageNumber = 1,
    prefecture: Prefecture = "",
    state: StateName = "",
    kind: PlaceKind = "",
) -> Response:
    async def work(view: View) -> dict[str, Any]:
        return await lists.municipalities(view, number, prefecture, state, kind)

    return await page(request, store, "municipalities.html", "自治体", work)


@router.api_route("/organisations", methods=METHODS)
async def organisations(request: Request, store: TheStore, number: PageNumber = 1, kind: BodyKind = "") -> Response:
    async def work(view: View) -> dict[str, Any]:
        return await lists.organisations(view, number, kind)

    return await page(request, store, "organisations.html", "企業", work)


@router.api_route("/agreements", methods=METHODS)
async def agreements(
    request: Request,
    store: TheStore,
    number: PageNumber = 1,
    prefecture: Prefecture = "",
    field: Field = "",
    kind: AgreementKind = "",
) -> Response:
    async def work(view: View) -> dict[str, Any]:
        return await lists.agreements(view, number, prefecture, field, kind)

    return await page(request, store, "agreements.html", "協定", work)


@router.api_route("/measures", methods=METHODS)
async def measures(
    request: Request,
    store: TheStore,
    number: PageNumber = 1,
    prefecture: Prefecture = "",
    field: Field = "",
    stage: Stage = "",
) -> Response:
    async def work(view: View) -> dict[str, Any]:
        return await lists.measures(view, number, prefecture, field, stage)

    return await page(request, store, "measures.html", "施策", work)


@router.api_route("/documents", methods=METHODS)
async def documents(request: Request, store: TheStore, number: PageNumber = 1) -> Response:
    return await page(request, store, "documents.html", "文書", lambda view: lists.documents(view, number))


@router.api_route("/agreements/{id:path}", methods=METHODS)
async def agreement(request: Request, store: TheStore, id: str) -> Response:
    return await page(request, store, "agreement.html", "協定", lambda view: single.agreement(view, id))


@router.api_route("/measures/{id:path}", methods=METHODS)
async def measure(request: Request, store: TheStore, id: str) -> Response:
    return await page(request, store, "measure.html", "施策", lambda view: single.measure(view, id))


@router.api_route("/documents/{id:path}", methods=METHODS)
async def document(
    request: Request,
    store: TheStore,
    texts: TheTexts,
    id: str,
    number: PageNumber = 1,
    seen: Annotated[Literal["", "原文"], Query(alias="見る")] = "",
    whole: Annotated[Literal["", "全部"], Query(alias="本文")] = "",
) -> Response:
    async def work(view: View) -> dict[str, Any]:
        return await reading.document(view, id, number, texts, beside=bool(seen), whole=bool(whole))

    return await page(request, store, "document.html", "文書", work)
