"""``POST /api/cypher``: a person's own Cypher, only reading, where the setting allows it (`graph.store.raw`)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from api.deps import TheStore
from api.errors import MEDIA_TYPE, Problem
from api.shapes import GraphVersion, Shape
from graph.errors import RenkeiError, StoreError, UsageError
from graph.store import raw
from graph.store.raw.limits import LENGTH, PARAMETERS

router = APIRouter()

AT_ONCE: Final = 2
"""Statements that run at the same time; each has a process of its own."""
PATIENCE: Final = 10.0
"""Seconds for which a statement waits for its turn."""
BYTES: Final = PARAMETERS + 10 * LENGTH
SECONDS: Final = 10.0
ROWS: Final = 10_000


class ClosedError(RenkeiError):
    """The setting does not allow it."""

    http_status = 403


class TooLongError(RenkeiError):
    """More was sent than is taken."""

    http_status = 413


class Counter:
    """Where statements are taken in, a few at a time. ``is_open``: whether any are."""

    def __init__(self, is_open: bool) -> None:
        self.is_open = is_open
        self._turns = asyncio.Semaphore(AT_ONCE)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a turn. Raises `StoreError` where it takes too long."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self._turns.acquire()
        except TimeoutError:
            raise StoreError("ほかの人の文を実行しています。少し待ってから、もう一度送ってください。") from None
        try:
            yield
        finally:
            self._turns.release()


def the_counter(request: Request) -> Counter:
    """The counter of the process. Raises `ClosedError` where it is closed."""
    counter: Counter = request.app.state.cypher
    if not counter.is_open:
        raise ClosedError(
            "この場所では Cypher の文を受け付けていません。用意された問いは /api/queries にあります。"
            "使うには、RENKEI_CYPHER=on にして serve を起動し直してください（docs/security.md を読んでから）。"
        )
    return counter


TheCounter = Annotated[Counter, Depends(the_counter)]


class Statement(BaseModel):
    """What is sent."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        title="送る文",
        json_schema_extra={
            # Pydantic takes the docstring, which is for programmers, where none is given.
            "description": "Cypher の文と、その引数と上限",
            "examples": [
                {
                    "文": "MATCH (m:自治体)-[r:連携]->(c:企業) WHERE m.都道府県 = $県 RETURN m.名称 AS 自治体, c.名称 AS 相手 ORDER BY m.id, c.id",
                    "引数": {"県": "奈良県"},
                    "行数": 100,
                }
            ],
        },
    )

    文: str = Field(min_length=1, max_length=LENGTH, description="Cypher の文ひとつ。読むための文だけ")
    引数: dict[str, Any] = Field(default_factory=dict, description="文の中の $名 に入れる値")
    行数: int = Field(1_000, ge=1, le=ROWS, description="行の上限")
    秒: float = Field(SECONDS, ge=0.1, le=SECONDS, description="時間の上限")


class Table(Shape):
    """What comes back."""

    版: GraphVersion
    列: list[str]
    行: list[list[Any]] = Field(description="節点、関係、経路は組（名と値）で示す")
    続きがある: bool
    注意: str = Field(description="続きがあるなら、なぜここにないか。なければ空")


def _wrong(**said: str) -> dict[int | str, dict[str, Any]]:
    return {
        int(status[1:]): {"description": what, "content": {MEDIA_TYPE: {"schema": Problem.model_json_schema()}}}
        for status, what in said.items()
    }


@router.post(
    "/api/cypher",
    tags=["問い"],
    summary="自分で書いた Cypher の文（読むだけ）",
    response_model=Table,
    responses=_wrong(
        _400="許されない文、読み取れない文、時間切れ、メモリーの上限",
        _403="RENKEI_CYPHER が on でない",
        _413="送られたものが大きすぎる",
        _422="値が正しくない",
        _503="グラフが更新中か、データベースが答えないか、混んでいる",
    ),
    openapi_extra={
        "requestBody": {"required": True, "content": {"application/json": {"schema": Statement.model_json_schema()}}}
    },
)
async def cypher(request: Request, counter: TheCounter, store: TheStore) -> Response:
    """一度にひとつの文を、別のプロセスで実行する。書き込み、設定、ファイル、通信に関わる文は実行しない。

    時間、メモリー、行、大きさに上限がある。行か大きさの上限で切ったときは `続きがある` が true になる。
    """
    sent = await _sent(request)
    limits = raw.Limits(seconds=sent.秒, rows=sent.行数)
    async with counter.turn():
        found = await raw.run(store, sent.文, sent.引数, limits)
    body = {
        "版": GraphVersion.of(found.version).model_dump(),
        "列": found.rows.columns,
        "行": found.rows.rows,
        "続きがある": bool(found.more),
        "注意": found.more,
    }
    # Whole numbers beyond 64 bits are numbers of Cypher too, and the faster writer refuses them.
    written = await asyncio.to_thread(json.dumps, body, ensure_ascii=False)
    return Response(written, media_type="application/json", headers={"Cache-Control": "no-store"})


async def _sent(request: Request) -> Statement:
    # A form of a foreign page can send any other type without asking first.
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise UsageError("application/json で送ってください。")
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > BYTES:
            raise TooLongError(f"一度に送れるのは {BYTES:,} バイトまでです。")
    try:
        return Statement.model_validate_json(bytes(body))
    except ValidationError as error:
        raise RequestValidationError([{**each, "loc": each["loc"] or ("本文",)} for each in error.errors()]) from error
