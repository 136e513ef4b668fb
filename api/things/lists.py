"""Lists of things, under conditions, page by page."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from api.asking import ask
from api.coverage import coverage
from api.deps import AgreementKind, BodyKind, Field, PlaceKind, Prefecture, Stage, StateName, TheStore
from api.errors import NotFoundError
from api.shapes import KNOWN, GraphVersion, Shape, wrong
from api.things import nodes, shapes
from api.things.addresses import answered
from api.things.paging import Paged
from api.things.records import told
from graph.store.base import View

router = APIRouter()
_RESPONSES = {**KNOWN, **wrong(404, 422, 503)}


def _listed(kind: Any, view: View, page: dict[str, Any]) -> Shape:
    listed: Shape = kind(版=GraphVersion.of(view.version), **page)
    return listed


@router.get(
    "/api/municipalities",
    tags=["自治体"],
    summary="自治体の一覧",
    response_model=shapes.Listed[shapes.MunicipalityLine],
    responses=_RESPONSES,
)
async def municipalities(
    request: Request,
    store: TheStore,
    cut: Paged,
    prefecture: Prefecture = "",
    state: StateName = "",
    kind: PlaceKind = "",
) -> Response:
    """団体コード順。記録のない自治体も、調べていない自治体もある。"""

    async def work(view: View) -> Shape:
        covered = await coverage(view, prefecture)
        if prefecture and not covered.both:
            raise NotFoundError(f"「{prefecture}」という都道府県はありません。「奈良県」のように書いてください。")
        chosen = {"市区町村": covered.municipalities, "都道府県": covered.prefectures, "": covered.both}[kind]
        found = [place for place in chosen if not state or place.state == state]
        page = cut.page(len(found), [nodes.place_line(place) for place in cut.of(found)])
        return _listed(shapes.Listed[shapes.MunicipalityLine], view, page)

    return await answered(request, store, work)


@router.get(
    "/api/organisations",
    tags=["企業・団体"],
    summary="企業・団体の一覧",
    response_model=shapes.Listed[shapes.OrganisationLine],
    responses=_RESPONSES,
)
async def organisations(request: Request, store: TheStore, cut: Paged, kind: BodyKind = "") -> Response:
    """連携のある自治体の多い順。"""

    async def work(view: View) -> Shape:
        counted = await ask(view, "organisation_counts")
        total = sum(row["件数"] for row in counted if not kind or row["区分"] == kind)
        rows = await ask(view, "organisation_list", 区分=kind, 飛ばす=cut.skipped, 件数=cut.size)
        page = cut.page(total, [nodes.body_line(row) for row in rows])
        return _listed(shapes.Listed[shapes.OrganisationLine], view, page)

    return await answered(request, store, work)


@router.get(
    "/api/agreements",
    tags=["協定"],
    summary="協定の一覧",
    response_model=shapes.Listed[shapes.Agreement],
    responses=_RESPONSES,
)
async def agreements(
    request: Request,
    store: TheStore,
    cut: Paged,
    prefecture: Prefecture = "",
    field: Field = "",
    kind: AgreementKind = "",
) -> Response:
    """当事者である自治体の団体コード順。協定ごとに、当事者と根拠がある。"""

    async def work(view: View) -> Shape:
        conditions = {"都道府県": prefecture, "分野": field}
        counted = await ask(view, "agreement_counts", **conditions)
        total = sum(row["件数"] for row in counted if not kind or row["種別"] == kind)
        rows = await ask(view, "agreement_ids", **conditions, 種別=kind, 飛ばす=cut.skipped, 件数=cut.size)
        found = await told(view, [row["協定id"] for row in rows])
        page = cut.page(total, list(found.values()))
        await _known(view, "協定", total, prefecture, field)
        return _listed(shapes.Listed[shapes.Agreement], view, page)

    return await answered(request, store, work)


@router.get(
    "/api/measures",
    tags=["施策"],
    summary="施策の一覧",
    response_model=shapes.Listed[shapes.Measure],
    responses=_RESPONSES,
)
async def measures(
    request: Request,
    store: TheStore,
    cut: Paged,
    prefecture: Prefecture = "",
    field: Field = "",
    stage: Stage = "",
) -> Response:
    """行う自治体の団体コード順。施策ごとに、当事者と役割と根拠がある。"""

    async def work(view: View) -> Shape:
        conditions = {"都道府県": prefecture, "分野": field}
        counted = await ask(view, "measure_counts", **conditions)
        total = sum(row["件数"] for row in counted if not stage or row["段階"] == stage)
        rows = await ask(view, "measure_ids", **conditions, 段階=stage, 飛ばす=cut.skipped, 件数=cut.size)
        found = await told(view, measures=[row["施策id"] for row in rows])
        page = cut.page(total, list(found.values()))
        await _known(view, "施策", total, prefecture, field)
        return _listed(shapes.Listed[shapes.Measure], view, page)

    return await answered(request, store, work)


async def _known(view: View, kind: str, total: int, prefecture: str, field: str) -> None:
    """Where nothing was found: whether the words of the conditions exist at all. Raises `NotFoundError`."""
    if total:
        return
    for name, value, question, column in (
        ("都道府県", prefecture, "record_prefectures", "都道府県"),
        ("分野", field, "record_fields", "分野"),
    ):
        if value and value not in {row[column] for row in await ask(view, question, 記録=kind)}:
            raise NotFoundError(f"「{value}」という{name}はありません。名前をそのまま書いてください。")


@router.get(
    "/api/fields",
    tags=["分野"],
    summary="分野の一覧",
    response_model=shapes.Listed[shapes.FieldLine],
    responses=_RESPONSES,
)
async def fields(request: Request, store: TheStore, cut: Paged) -> Response:
    """分野ごとの協定と施策の数。"""

    async def work(view: View) -> Shape:
        found = await nodes.fields(view)
        return _listed(shapes.Listed[shapes.FieldLine], view, cut.page(len(found), list(cut.of(found))))

    return await answered(request, store, work)


@router.get(
    "/api/documents",
    tags=["文書"],
    summary="文書の一覧",
    response_model=shapes.Listed[shapes.DocumentLine],
    responses=_RESPONSES,
)
async def documents(request: Request, store: TheStore, cut: Paged) -> Response:
    """文書ごとに、いくつの自治体を載せ、いくつの協定と施策を述べているか。"""

    async def work(view: View) -> Shape:
        total = sum(row["件数"] for row in await ask(view, "document_counts"))
        rows = await ask(view, "document_list", 飛ばす=cut.skipped, 件数=cut.size)
        page = cut.page(total, [nodes.document_line(row) for row in rows])
        return _listed(shapes.Listed[shapes.DocumentLine], view, page)

    return await answered(request, store, work)
