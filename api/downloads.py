"""Any question as a file: CSV or xlsx with the rows of the JSON answer in the same order, all of one version."""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections.abc import Iterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import IO, Annotated, Any, Final, Literal
from urllib.parse import quote

from fastapi import APIRouter, Path, Request, Response
from starlette.background import BackgroundTask
from starlette.responses import StreamingResponse

from api.asking import Asked, all_of, asked
from api.data import mark
from api.deps import TheStore
from api.rendering import headers, known, loaded, unchanged
from api.shapes import KNOWN, Responses, wrong
from graph.store.base import Version, View
from queries.tabular import CSV_TYPE, XLSX_TYPE, CsvFile, XlsxFile, cell

router = APIRouter()

MOST: Final = 1_000_000
"""Rows of one file: a sheet of Excel holds 1,048,576."""
_IN_MEMORY: Final = 4_000_000
_PIECE: Final = 256_000

Format = Literal["csv", "xlsx"]

_TYPES: Final = {"csv": CSV_TYPE, "xlsx": XLSX_TYPE}


@dataclass(slots=True)
class _Made:
    """A finished file; the version it tells of, how many rows it has, and whether there are others."""

    version: Version
    file: IO[bytes]
    rows: int = 0
    more: bool = False


def _described(format: Format) -> Responses:
    kind = _TYPES[format].partition(";")[0]
    return {
        200: {
            "description": "その表",
            "content": {kind: {"schema": {"type": "string", "format": "binary"}}},
            "headers": {"Renkei-Rows": {"description": "行の数（見出しを除く）", "schema": {"type": "integer"}}},
        }
    }


@router.get(
    "/api/queries/{name}.csv",
    tags=["問い"],
    summary="問いの答え（CSV）",
    response_class=Response,
    responses={**_described("csv"), **KNOWN, **wrong(404, 422, 503)},
)
async def as_csv(
    request: Request, store: TheStore, name: Annotated[str, Path(description="問いの名前（/api/queries にある）")]
) -> Response:
    """JSON と同じ行を同じ順に、UTF-8（BOM つき）で返す。件数を渡さなければ、頁に分けずにすべて（1,000,000 行まで）。

    リストは「、」でつなぐ。式と見られうる文字（=、+、-、@ など）で始まる値には、頭に ' を付ける。
    """
    return await _file(request, store, asked(name, request.query_params), "csv")


@router.get(
    "/api/queries/{name}.xlsx",
    tags=["問い"],
    summary="問いの答え（Excel）",
    response_class=Response,
    responses={**_described("xlsx"), **KNOWN, **wrong(404, 422, 503)},
)
async def as_xlsx(
    request: Request, store: TheStore, name: Annotated[str, Path(description="問いの名前（/api/queries にある）")]
) -> Response:
    """CSV と同じ行。見出しは一行、文字はすべて文字のまま。二枚目のシート「条件」に、問い・引数・版・日時がある。"""
    return await _file(request, store, asked(name, request.query_params), "xlsx")


async def _file(request: Request, store: TheStore, wanted: Asked, format: Format) -> Response:
    what = f"{format} {wanted.sized} {mark(wanted)}"

    spooled: list[IO[bytes]] = []

    async def once(view: View) -> Version | _Made:
        while spooled:
            spooled.pop().close()
        if known(request, view.version, what):
            return view.version
        # The file is whole before the first byte goes out: only then is it sure that no load came between its rows,
        # and a failure is still told as a problem and not as a torn file.
        spooled.append(tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115
        return await _make(request, view, wanted, format, spooled[0])

    try:
        found = await store.read(once)
    except BaseException:
        for file in spooled:
            file.close()
        raise
    if isinstance(found, Version):
        return unchanged(found, what)
    size = found.file.tell()
    found.file.seek(0)
    more = ("_続きあり" if found.more else "") + ("_庁内限りを除く" if request.app.state.public else "")
    name = f"{wanted.query.title}_第{found.version.number}版{more}.{format}"
    return StreamingResponse(
        _pieces(found.file),
        media_type=_TYPES[format],
        headers={
            **headers(found.version, what),
            "Content-Length": str(size),
            "Content-Disposition": disposition(name, f"{wanted.query.name}.{format}"),
            "Renkei-Rows": str(found.rows),
        },
        background=BackgroundTask(found.file.close),
    )


_UNFIT: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f\u202a-\u202e\u2066-\u2069]')
"""Characters that names of files cannot have, and those that turn the direction of writing."""
_LONGEST: Final = 60


def fit(title: str) -> str:
    """A title as the name of a file, without its kind."""
    return _UNFIT.sub("", title).strip()[:_LONGEST]


def disposition(name: str, plain: str) -> str:
    """A header that names a file in Japanese, and in ASCII for programs of old."""
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(_PIECE):
        yield piece


async def _make(request: Request, view: View, wanted: Asked, format: Format, file: Any) -> _Made:
    columns = [name for name, _ in wanted.query.columns]
    writer: CsvFile | XlsxFile = CsvFile(file, columns) if format == "csv" else XlsxFile(file, columns)
    made = _Made(view.version, file)
    async with aclosing(all_of(view, wanted, MOST)) as pieces:
        async for piece in pieces:
            await asyncio.to_thread(writer.rows, piece.rows.rows)
            made.rows += len(piece.rows.rows)
            made.more = made.more or piece.more
    left_out, internal = request.app.state.public, await request.app.state.internal.any(view)
    about = (
        "除いた"
        if left_out
        else "含む。除くには、番地に「庁内限り=除く」を付ける"
        if internal
        else "そのような文書はない"
    )
    await asyncio.to_thread(writer.done, [*_conditions(wanted, made), ("庁内限りの文書から来たこと", about)])
    return made


def _conditions(wanted: Asked, made: _Made) -> list[tuple[str, Any]]:
    """What the second sheet of a workbook says."""
    query = wanted.query
    rest = f"続きがある。{made.rows:,} 行までを入れた。" if made.more else "続きはない。"
    values = [
        (f"引数 {p.name}", f"{cell(wanted.shown[p.name])}（{p.meaning}）" if wanted.shown[p.name] not in ("", []) else f"（空。{p.meaning}）")
        for p in query.parameters
        if p.name not in ("件数", "飛ばす") or wanted.sized
    ]  # fmt: skip
    return [
        ("題", query.title),
        ("問い", query.question),
        ("問いの名前", query.name),
        *values,
        ("行の数", f"{made.rows:,}"),
        ("続き", rest),
        ("グラフの版", f"第 {made.version.number:,} 版"),
        ("グラフを読み込んだ日時", loaded(made.version)),
        *((f"列 {name}", meaning) for name, meaning in query.columns),
    ]
