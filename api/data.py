"""Addresses for programs: the catalogue as JSON, and whether the service lives and can answer."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.deps import TheStore
from api.errors import MEDIA_TYPE, NotFoundError, Problem
from api.rendering import from_one_version
from graph.errors import UsageError
from graph.store.base import Rows, Version, View
from queries import catalogue
from queries.catalogue import Query

router = APIRouter()


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True)


class GraphVersion(_Answer):
    """版: the version of the graph to which an answer belongs."""

    番号: int = Field(description="何かを書いた読み込みのたびに増える番号")
    日時: str = Field(description="読み込んだ日時（協定世界時）")


class Parameter(_Answer):
    """引数: a value that a question takes."""

    名前: str
    型: str = Field(description="文字、整数、文字のリスト（コンマで区切る）のどれか")
    既定: str | int | list[str]
    意味: str


class Column(_Answer):
    """列: a column of an answer."""

    名前: str
    意味: str


class Question(_Answer):
    """問い: an entry of the catalogue."""

    名前: str
    題: str
    問い: str
    引数: list[Parameter]
    列: list[Column]


class Answer(_Answer):
    """The answer to a question. Each row has one value per column: a scalar, a list, or null where nothing is set."""

    版: GraphVersion
    問い: Question
    列: list[str]
    行: list[list[Any]]


class Alive(_Answer):
    状態: str


class Ready(_Answer):
    状態: str
    版: GraphVersion


def _wrong(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {
        status: {"description": "問題の説明", "content": {MEDIA_TYPE: {"schema": Problem.model_json_schema()}}}
        for status in statuses
    }


def _question(query: Query) -> Question:
    return Question(
        名前=query.name,
        題=query.title,
        問い=query.question,
        引数=[Parameter(名前=p.name, 型=p.type, 既定=p.default, 意味=p.meaning) for p in query.parameters],
        列=[Column(名前=name, 意味=meaning) for name, meaning in query.columns],
    )


def _version(version: Version) -> GraphVersion:
    return GraphVersion(番号=version.number, 日時=version.time)


@router.get("/api/queries", summary="問いの一覧", responses=_wrong(400))
async def questions() -> list[Question]:
    """すべての問い。引数の名前と型、列の意味がわかる。"""
    return [_question(query) for query in catalogue.catalogue().values()]


@router.get(
    "/api/queries/{name}",
    summary="問いの答え",
    response_model=Answer,
    responses={304: {"description": "前に答えた版のまま"}, **_wrong(400, 404, 422, 503)},
)
async def answer(
    request: Request, store: TheStore, name: Annotated[str, Path(description="問いの名前（/api/queries にある）")]
) -> Response:
    """引数は問い合わせ文字列で渡す（`?id=292125`）。リストはコンマで区切るか、くり返す。"""
    query = catalogue.catalogue().get(name)
    if query is None:
        raise NotFoundError(f"「{name}」という問いはありません。/api/queries で一覧を見られます。")
    values = query.values(_given(request, query))

    async def work(view: View) -> Rows:
        return await query.run(view, **values)

    def render(version: Version, found: Rows) -> tuple[str, str]:
        body = Answer(
            版=_version(version), 問い=_question(query), 列=list(found.columns), 行=[list(row) for row in found.rows]
        )
        return body.model_dump_json(), "application/json"

    return await from_one_version(request, store, work, render)


def _given(request: Request, query: Query) -> dict[str, Any]:
    """Values from the query string; a list may be repeated. Raises `UsageError` for a value given twice."""
    lists = {parameter.name for parameter in query.parameters if parameter.type == "文字のリスト"}
    given: dict[str, Any] = {}
    for name in request.query_params:
        values = request.query_params.getlist(name)
        if name in lists:
            given[name] = [part for value in values for part in value.split(",") if part]
        elif len(values) > 1:
            raise UsageError(f"引数「{name}」が {len(values)} 回あります。ひとつにしてください。")
        else:
            given[name] = values[0]
    return given


@router.get("/health", summary="動いているか", responses=_wrong(400))
async def health() -> Alive:
    """この仕組みが動いていれば答える。データベースには触れない。"""
    return Alive(状態="稼働中")


@router.get("/ready", summary="答えられるか", responses=_wrong(400, 503))
async def ready(store: TheStore) -> Ready:
    """データベースが答えれば、その版を返す。"""
    return Ready(状態="応答可能", 版=_version(await store.version()))
