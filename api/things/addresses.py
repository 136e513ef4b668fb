"""One thing by its id."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from api.deps import TheStore
from api.errors import NotFoundError
from api.rendering import from_one_version
from api.shapes import KNOWN, GraphVersion, Shape, wrong
from api.things import nodes, shapes
from api.things.paging import Paged
from api.things.records import told
from graph.store.base import Store, Version, View

router = APIRouter()
_RESPONSES = {**KNOWN, **wrong(404, 422, 503)}


def _id(example: str, words: str) -> Any:
    return Path(description=words, max_length=200, examples=[example])


async def answered(request: Request, store: Store, work: Callable[[View], Awaitable[Shape]]) -> Response:
    """The shape that ``work`` finds, as JSON; what is unset is left out."""

    def render(version: Version, found: Shape) -> tuple[str, str]:
        return found.model_dump_json(exclude_none=True), "application/json"

    return await from_one_version(request, store, work, render)


@router.get(
    "/api/municipalities/{id:path}",
    tags=["自治体"],
    summary="自治体",
    response_model=shapes.MunicipalityAnswer,
    responses=_RESPONSES,
)
async def municipality(
    request: Request, store: TheStore, cut: Paged, id: Annotated[str, _id("292125", "6桁の団体コード")]
) -> Response:
    """その自治体の記録の有無、載せた文書、協定と施策（頁ごと）。どの事実にも根拠がある。"""
    return await answered(request, store, lambda view: nodes.municipality(view, id, cut))


@router.get(
    "/api/organisations/{id:path}",
    tags=["企業・団体"],
    summary="企業・団体",
    response_model=shapes.OrganisationAnswer,
    responses=_RESPONSES,
)
async def organisation(
    request: Request, store: TheStore, cut: Paged, id: Annotated[str, _id("o-a", "企業・団体の id")]
) -> Response:
    """その企業・団体の名前、加盟と承継、協定と施策（頁ごと）。どの事実にも根拠がある。"""
    return await answered(request, store, lambda view: nodes.organisation(view, id, cut))


@router.get(
    "/api/agreements/{id:path}",
    tags=["協定"],
    summary="協定",
    response_model=shapes.AgreementAnswer,
    responses=_RESPONSES,
)
async def agreement(request: Request, store: TheStore, id: Annotated[str, _id("k1", "協定の id")]) -> Response:
    """その協定の当事者、分野、施策、文書の記載。どの事実にも根拠がある。"""

    async def work(view: View) -> Shape:
        found = (await told(view, [id])).get(id)
        if found is None:
            raise NotFoundError(f"「{id}」という id の協定はありません。/api/agreements で一覧を見られます。")
        answer: Shape = shapes.AgreementAnswer(版=GraphVersion.of(view.version), 協定=found)
        return answer

    return await answered(request, store, work)


@router.get(
    "/api/measures/{id:path}", tags=["施策"], summary="施策", response_model=shapes.MeasureAnswer, responses=_RESPONSES
)
async def measure(request: Request, store: TheStore, id: Annotated[str, _id("m1", "施策の id")]) -> Response:
    """その施策の段階、当事者と役割、分野、もとづく協定、文書の記載。どの事実にも根拠がある。"""

    async def work(view: View) -> Shape:
        found = (await told(view, measures=[id])).get(id)
        if found is None:
            raise NotFoundError(f"「{id}」という id の施策はありません。/api/measures で一覧を見られます。")
        answer: Shape = shapes.MeasureAnswer(版=GraphVersion.of(view.version), 施策=found)
        return answer

    return await answered(request, store, work)


@router.get(
    "/api/fields/{id:path}", tags=["分野"], summary="分野", response_model=shapes.FieldAnswer, responses=_RESPONSES
)
async def field(request: Request, store: TheStore, cut: Paged, id: Annotated[str, _id("f01", "分野の id")]) -> Response:
    """その分野（下の分野を含む）の協定と施策（頁ごと）。"""
    return await answered(request, store, lambda view: nodes.field(view, id, cut))


@router.get(
    "/api/documents/{id:path}",
    tags=["文書"],
    summary="文書",
    response_model=shapes.DocumentAnswer,
    responses=_RESPONSES,
)
async def document(
    request: Request, store: TheStore, cut: Paged, id: Annotated[str, _id("d1", "文書の id")]
) -> Response:
    """その文書が載せた自治体と、どこで何を述べているか（頁ごと）。"""
    return await answered(request, store, lambda view: nodes.document(view, id, cut))
