"""``/api/search``: a part of a name leads to the nodes that bear it, as programs read it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import orjson
from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from api.deps import TheStore
from api.rendering import address, from_one_version
from api.searching.addresses import TheIndexes
from api.searching.folding import fold
from api.searching.index import KINDS, Hits, Thing
from api.searching.results import words
from api.shapes import KNOWN, GraphVersion, Shape, wrong
from graph.store.base import Version, View

router = APIRouter()


class Matched(Shape):
    """Another name under which a node was found."""

    名前: str
    種類: str = Field(description="略称、読み、別名、サービス名、以前の名前、法人番号、団体コードのどれか")


class Place(Shape):
    """A node that was found."""

    種類: str = Field(json_schema_extra={"enum": list(KINDS)})
    id: str
    名称: str
    区分: str = Field(description="自治体や協定や文書の種別、企業・団体の区分、施策の段階。なければ空")
    見つけた名前: list[Matched] = Field(description="名称のほかの、語を含む名前")
    自治体: list[str] = Field(description="協定や施策なら、その自治体（略称）")
    協定: int = Field(description="自治体、企業・団体、分野なら、協定の数")
    施策: int
    頁: str = Field(description="画面の場所")


class Group(Shape):
    """What was found of one kind."""

    種類: str = Field(json_schema_extra={"enum": list(KINDS)})
    全件: int
    行: list[Place]


class Found(Shape):
    """What was found, by kind: whole names first, then beginnings, then parts."""

    版: GraphVersion
    語: str
    種類ごと: list[Group]


@router.get(
    "/api/search",
    tags=["検索"],
    summary="名前の一部で探す",
    response_model=Found,
    responses={**KNOWN, **wrong(422, 503)},
)
async def search(
    request: Request,
    store: TheStore,
    indexes: TheIndexes,
    word: Annotated[
        str,
        Query(
            alias="語",
            max_length=10_000,
            description="名前の一部。空白で区切れば、すべてを含むもの。初めの 200 字までを使う",
            examples=["宇陀"],
        ),
    ] = "",
    kind: Annotated[Literal["", *KINDS], Query(alias="種類", description="その種類だけ。空ならすべて")] = "",  # type: ignore[valid-type]
    most: Annotated[int, Query(alias="件数", ge=1, le=200, description="種類ごとの件数")] = 20,
    skipped: Annotated[int, Query(alias="飛ばす", ge=0, le=1_000_000, description="種類ごとに、初めに飛ばす数")] = 0,
) -> Response:
    """名前、読み、別名、以前の名前、サービス名、法人番号、団体コードの一部で探す。

    全角と半角、大文字と小文字、ひらがなとカタカナ、旧字体、空白は問わない。
    """
    sought = words(word)

    async def work(view: View) -> list[Hits]:
        return (await indexes.of(view)).find(sought, most, skipped, [kind] if kind else KINDS)

    def render(version: Version, found: list[Hits]) -> tuple[bytes, str]:
        groups = [
            {"種類": hits.kind, "全件": hits.total, "行": [_place(thing, sought) for thing in hits.things]}
            for hits in found
            if hits.total
        ]
        told = {"版": {"番号": version.number, "日時": version.time}, "語": word, "種類ごと": groups}
        return orjson.dumps(told), "application/json"

    return await from_one_version(request, store, work, render)


def _place(thing: Thing, sought: list[str]) -> dict[str, Any]:
    return {
        "種類": thing.kind,
        "id": thing.id,
        "名称": thing.name,
        "区分": thing.group,
        "見つけた名前": [
            {"名前": other.name, "種類": other.what}
            for other in thing.others
            if any(part in fold(other.name) for part in sought)
        ],
        "自治体": list(thing.places),
        "協定": thing.agreements,
        "施策": thing.measures,
        "頁": address(thing.kind, thing.id),
    }
