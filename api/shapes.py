"""The shapes of answers for programs. Field names are the graph's own words; nothing is null where a word is expected."""

from __future__ import annotations

from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.errors import MEDIA_TYPE, Problem
from graph.store.base import Version


class Shape(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(frozen=True)


class GraphVersion(Shape):
    """版: the version of the graph to which an answer belongs."""

    番号: int = Field(description="何かを書いた読み込みのたびに増える番号")
    日時: str = Field(description="読み込んだ日時（協定世界時）")

    @classmethod
    def of(cls, version: Version) -> GraphVersion:
        return cls(番号=version.number, 日時=version.time)


class Parameter(Shape):
    """引数: a value that a question takes."""

    名前: str
    型: str = Field(description="文字、整数、文字のリスト（コンマで区切る）のどれか")
    種類: str = Field(description="何の値か（自治体id、分野、時点など）。決まった種類がなければ空")
    候補: list[str] = Field(description="値が決まった語のどれかなら、その語")
    既定: str | int | list[str]
    意味: str


class Column(Shape):
    """列: a column of an answer."""

    名前: str
    意味: str


class Question(Shape):
    """問い: an entry of the catalogue."""

    名前: str
    題: str
    群: str = Field(description="何についての問いか")
    問い: str
    引数: list[Parameter]
    列: list[Column]


class Answer(Shape):
    """The answer to a question. Each row has one value per column: a scalar, a list, or null where nothing is set."""

    版: GraphVersion
    問い: Question
    引数: dict[str, str | int | list[str]] = Field(description="答えに使った値（渡さなかったものは既定の値）")
    列: list[str]
    行: list[list[Any]]
    続きがある: bool = Field(description="この答えに入らなかった行があるか")
    次: str = Field(description="続きの場所。続きがないか、頁に分けられない問いなら空")
    注意: str = Field(description="続きがあるときに、残りをどう見るか。なければ空")


class Alive(Shape):
    """Whether the service lives."""

    状態: str


class Ready(Shape):
    """Whether the graph can answer."""

    状態: str
    版: GraphVersion
    用意: Literal["済", "途中"] = Field(
        description="この版の、よく開かれる頁と検索の索引を先に作り終えたか。途中でも答える（初めの答えが遅いことがある）"
    )


Responses = dict[int | str, dict[str, Any]]
"""Answers by status, as FastAPI describes them."""

_SAID: Final = {
    400: "受け付けられない要求",
    404: "その id や名前のものはない",
    413: "大きすぎる",
    422: "値が正しくない",
    503: "グラフが更新中か、データベースが答えない。Retry-After の秒数だけ待って、もう一度求める",
}
KNOWN: Final[Responses] = {304: {"description": "前に答えた版のまま（If-None-Match に ETag を渡したとき）"}}
"""Answers to who already has them."""


def wrong(*statuses: int) -> Responses:
    """The problem details of an endpoint, for its description."""
    return {
        status: {"description": _SAID[status], "content": {MEDIA_TYPE: {"schema": Problem.model_json_schema()}}}
        for status in sorted({400, *statuses})
    }
