"""Addresses for programs: the catalogue as JSON, and whether the service lives and can answer."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, Final

import orjson
from fastapi import APIRouter, Path, Request, Response

from api.asking import SIZE, SKIP, Asked, Some, asked, some
from api.deps import TheStore
from api.rendering import from_one_version, listing
from api.shapes import KNOWN, Alive, Answer, Column, GraphVersion, Parameter, Question, Ready, wrong
from graph.store.base import Version, View
from queries import catalogue
from queries.catalogue import Query
from queries.values import CHOICES

router = APIRouter()

MOST: Final = 10_000
"""Rows of one JSON answer."""


def question(query: Query) -> Question:
    """An entry of the catalogue as programs read it."""
    return Question(
        名前=query.name,
        題=query.title,
        群=query.group,
        問い=query.question,
        引数=[
            Parameter(名前=p.name, 型=p.type, 種類=p.kind, 候補=list(CHOICES.get(p.kind, ())), 既定=p.default, 意味=p.meaning)
            for p in query.parameters
        ],
        列=[Column(名前=name, 意味=meaning) for name, meaning in query.columns],
    )  # fmt: skip


@cache
def _described(name: str) -> dict[str, Any]:
    """An entry as it stands in every answer; the catalogue does not change while a process lives."""
    return question(catalogue.find(name)).model_dump()


@router.get("/api/queries", tags=["問い"], summary="問いの一覧", responses=wrong())
async def questions() -> list[Question]:
    """すべての問い。引数の名前と型、列の意味がわかる。"""
    return [question(query) for query in catalogue.catalogue().values()]


@router.get(
    "/api/queries/{name}",
    tags=["問い"],
    summary="問いの答え",
    response_model=Answer,
    responses={**KNOWN, **wrong(404, 422, 503)},
)
async def answer(
    request: Request, store: TheStore, name: Annotated[str, Path(description="問いの名前（/api/queries にある）")]
) -> Response:
    """引数は問い合わせ文字列で渡す（`?id=292125`）。リストはコンマで区切るか、くり返す。"""
    wanted = asked(name, request.query_params)

    async def work(view: View) -> Some:
        return await some(view, wanted, MOST)

    def render(version: Version, found: Some) -> tuple[bytes, str]:
        return _json(wanted, version, found), "application/json"

    return await from_one_version(request, store, work, render, mark(wanted))


def mark(wanted: Asked) -> str:
    """What was asked, for the ETag: today's default values and a changed question make another answer."""
    return repr((wanted.query.text, sorted(wanted.values.items())))


def _json(wanted: Asked, version: Version, found: Some) -> bytes:
    # Ten thousand rows take pydantic longer than the engine; the shape is `Answer`, which a test holds against it.
    return orjson.dumps({
        "版": {"番号": version.number, "日時": version.time},
        "問い": _described(wanted.query.name),
        "引数": wanted.shown,
        "列": found.rows.columns,
        "行": found.rows.rows,
        "続きがある": found.more,
        **_rest(wanted, found),
    })  # fmt: skip


def _rest(wanted: Asked, found: Some) -> dict[str, str]:
    """How to see what is not in an answer."""
    if not found.more:
        return {"次": "", "注意": ""}
    rows, name = len(found.rows.rows), wanted.query.name
    whole = f"すべての行は /api/queries/{name}.csv か .xlsx にある。"
    if not wanted.pages or not rows:
        return {"次": "", "注意": f"続きがある。ここにあるのは初めの {rows:,} 行。{whole}"}
    following = {key: ",".join(v) if isinstance(v, list) else v for key, v in wanted.next(rows).items()}
    address = listing(f"/api/queries/{name}", **following)
    return {"次": address, "注意": f"続きがある。次の {SIZE} と {SKIP} で続きを読める。{whole}"}


@router.get("/health", tags=["様子"], summary="動いているか", responses=wrong())
async def health() -> Alive:
    """この仕組みが動いていれば答える。データベースには触れない。"""
    return Alive(状態="稼働中")


@router.get("/ready", tags=["様子"], summary="答えられるか", responses=wrong(503))
async def ready(request: Request, store: TheStore) -> Ready:
    """データベースが答えれば、その版を返す。"""
    version = await store.version()
    done = request.app.state.warming.done(version)
    return Ready(状態="応答可能", 版=GraphVersion.of(version), 用意="済" if done else "途中")
