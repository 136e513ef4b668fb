"""``/names`` for people and ``/api/names`` for programs: a list of names against the graph."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from api.asking import ask
from api.coverage import Coverage
from api.deps import TheStore
from api.downloads import disposition
from api.errors import problem
from api.lookup import Lookup, Lookups, TheLookups
from api.names import book, report, shapes
from api.names.index import Index
from api.names.lines import ROWS, Chosen, ColumnNeededError, Table, TooManyError, choose, columns, headed, pasted, table
from api.rendering import html, loaded
from api.review import grids
from api.shapes import GraphVersion, wrong
from graph.errors import RenkeiError, UsageError
from graph.store.base import Store, Version, View
from queries.tabular import XLSX_TYPE

router = APIRouter()

BYTES: Final = 12_000_000
"""Of a whole form: a file, or a text of the greatest length in UTF-8."""
SHOWN: Final = 500
"""Lines that a page shows; the workbook has all."""
_ASKED_AT_ONCE: Final = 2_000
_NEVER_KEPT: Final = {"Cache-Control": "no-store"}

_FORM: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "文": {"type": "string", "description": "一行にひとつの名前か番号。表を貼り付けてもよい（タブ区切り）"},
                        "ファイル": {"type": "string", "format": "binary", "description": "名前の列がある表（xlsx、xls、csv、tsv）"},
                        "列": {"type": "string", "description": "名前か番号がある列の見出し、または列の記号（B）。ひとつに決まるなら要らない"},
                        "自治体": {"type": "string", "description": "その自治体との記録だけを数える（名前か団体コード）"},
                        "都道府県": {"type": "string", "description": "その都道府県の自治体との記録だけを数える"},
                        "庁内": {"type": "string", "enum": ["", "0", "1"], "description": "1 なら、庁内限りの文書だけにもとづく記録も数える"},
                    },
                },
                "example": {"文": "株式会社あおば見守り\n宇陀市\n5000020292125", "自治体": "292125"},
            }
        },
    }
}  # fmt: skip
_RESPONSES: Final = wrong(413, 422, 503)


@dataclass(frozen=True, slots=True)
class Sent:
    """What a person sent: the table, and what is wanted of it. ``left``: tables of the file that were not read."""

    table: Table
    column: str
    place: str
    prefecture: str
    internal: bool
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """The answer with what a page and a workbook need besides."""

    sent: Sent
    answer: shapes.Answer
    version: Version


@router.post(
    "/api/names",
    tags=["名前の一覧"],
    summary="名前の一覧を調べる",
    response_model=shapes.Answer,
    responses=_RESPONSES,
    openapi_extra=_FORM,
)
async def as_json(request: Request, store: TheStore, lookups: TheLookups) -> Response:
    """名前か法人番号・団体コードの一覧を、グラフの自治体と企業・団体に照らす。

    候補はすべて理由とともに示し、ひとつに決められないものを選ぶことはない。記録なし（全件を載せた文書がある）と未調査は分ける。
    """
    told = await _told(await _received(request), store, lookups)
    return Response(told.answer.model_dump_json(), media_type="application/json", headers=_NEVER_KEPT)


@router.post(
    "/api/names.xlsx",
    tags=["名前の一覧"],
    summary="名前の一覧を調べる（Excel）",
    response_class=Response,
    responses={
        200: {"description": "送られた列のあとに答えの列が続く表", "content": {XLSX_TYPE: {"schema": {"type": "string", "format": "binary"}}}},
        **_RESPONSES,
    },
    openapi_extra=_FORM,
)  # fmt: skip
async def as_xlsx(request: Request, store: TheStore, lookups: TheLookups) -> Response:
    """送られた表の列をそのまま前に残し、後ろに判定・候補・件数・状態を加える。候補はシート「候補」にすべてある。"""
    told = await _told(await _received(request), store, lookups)
    made = await asyncio.to_thread(book.write, told.sent.table, told.answer, _conditions(told))
    name = disposition("名前の一覧.xlsx", "names.xlsx")
    return Response(made, media_type=XLSX_TYPE, headers={**_NEVER_KEPT, "Content-Disposition": name})


@router.api_route("/names", methods=["GET", "HEAD"], include_in_schema=False)
async def form() -> Response:
    return _page({})


@router.post("/names", include_in_schema=False)
async def page(request: Request, store: TheStore, lookups: TheLookups) -> Response:
    """The form again, with what was found or what is wrong with what was sent."""
    try:
        given = await _form(request)
    except RenkeiError as error:
        return _page({}, error)
    try:
        told = await _told(await _sent(given), store, lookups)
    except ColumnNeededError as error:
        return _page(_typed(given, await _sent(given)), error, error.columns)
    except (UsageError, TooManyError) as error:
        return _page(_typed(given), error)
    except RenkeiError as error:
        return (
            problem(error.http_status, error.detail, request.url.path)
            if error.http_status >= 500
            else _page(_typed(given), error)
        )
    return _page(_typed(given, told.sent), told=told)


@router.post("/names.xlsx", include_in_schema=False)
async def page_as_xlsx(request: Request, store: TheStore, lookups: TheLookups) -> Response:
    return await as_xlsx(request, store, lookups)


# --- what comes in ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form and the file with it; ``name`` is '' where there is none."""

    fields: Mapping[str, str]
    name: str = ""
    raw: bytes = b""

    def text(self, name: str) -> str:
        """A field, without spaces around it; '' where there is none."""
        return self.fields.get(name, "").strip()


async def _received(request: Request) -> Sent:
    return await _sent(await _form(request))


async def _form(request: Request) -> Form:
    """The form. Raises `UsageError`, `TooManyError`."""
    length = request.headers.get("content-length", "")
    if not length.isdecimal():
        raise UsageError(
            "送られたものの大きさが分かりません。multipart/form-data で、Content-Length を付けて送ってください。"
        )
    if int(length) > BYTES:
        raise TooManyError(
            f"一度に送れるのは {BYTES // 1_000_000:,} MB までです（いまは {int(length) / 1e6:,.1f} MB）。分けて送ってください。"
        )
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("multipart/form-data", "application/x-www-form-urlencoded"):
        raise UsageError("送られたものを読み取れません。multipart/form-data で送ってください。")
    try:
        async with request.form(max_files=5, max_fields=50, max_part_size=BYTES) as form:
            fields = {name: value for name, value in form.items() if isinstance(value, str)}
            file = form.get("ファイル")
            if isinstance(file, UploadFile) and file.filename:
                return Form(fields, file.filename, await file.read())
            return Form(fields)
    except HTTPException as error:
        raise UsageError("送られたものを読み取れません。multipart/form-data で送ってください。") from error


async def _sent(form: Form) -> Sent:
    """What the form says. Raises `UsageError`, `TooManyError`, and the reader's errors about a file."""
    left: tuple[str, ...] = ()
    if form.name and not form.text("文"):
        grid = await asyncio.to_thread(grids.read, form.name, form.raw)
        made, left = table(grid.rows), grid.left
    else:
        made = pasted(form.fields.get("文", ""))
    wanted = headed(made, form.text("列"))
    if form.text("庁内") not in ("", "0", "1"):
        raise UsageError(f"「庁内」は 0 か 1 です（いまの値: {form.text('庁内')}）")
    return Sent(wanted, form.text("列"), form.text("自治体"), form.text("都道府県"), form.text("庁内") == "1", left)


# --- what goes out ---------------------------------------------------------------------------------------------------


async def _told(sent: Sent, store: Store, lookups: Lookups) -> Told:
    async def work(view: View) -> Told:
        lookup = await lookups.of(view)
        index, covered = lookup.index, lookup.covered
        chosen = await asyncio.to_thread(choose, sent.table, sent.column, index.knows)
        scope = _scope(sent, covered, index)
        written = await asyncio.to_thread(report.look_up, sent.table, chosen, index)
        record = await _record(view, written, sent, scope)
        hidden = frozenset() if sent.internal else lookup.internal
        teller = report.Teller(index, scope, {place.id: place for place in covered.both}, record, hidden)
        lines = await asyncio.to_thread(teller.lines, written)
        return Told(sent, _answer(lookup, sent, chosen, scope, lines), view.version)

    return await store.read(work)


def _scope(sent: Sent, covered: Coverage, index: Index) -> report.Scope:
    """The municipalities against which bodies are counted. Raises `UsageError`."""
    if sent.place:
        body = index.place(sent.place)
        return report.Scope(body.name, [place for place in covered.both if place.id == body.id])
    if sent.prefecture:
        places = [place for place in covered.both if place.prefecture == sent.prefecture]
        if not places:
            raise UsageError(f"「{sent.prefecture}」という都道府県はありません。「奈良県」のように書いてください。")
        return report.Scope(f"{sent.prefecture}とその市区町村（{len(places):,}）", places)
    return report.Scope(f"すべての自治体（{len(covered.both):,}）", covered.both)


async def _record(view: View, written: list[report.Written], sent: Sent, scope: report.Scope) -> report.Record:
    """What is on record for every candidate."""
    wanted: dict[str, list[str]] = {"企業": [], "自治体": []}
    for line in written:
        for each in line.found.candidates:
            wanted[each.body.kind].append(each.body.id)
    where = {"自治体": scope.places[0].id} if sent.place else {"都道府県": sent.prefecture}
    found = {}
    for kind, conditions in (("企業", where), ("自治体", {})):
        ids = list(dict.fromkeys(wanted[kind]))
        found[kind] = [
            row
            for start in range(0, len(ids), _ASKED_AT_ONCE)
            for row in await ask(view, "works_of", ids=ids[start : start + _ASKED_AT_ONCE], **conditions)
        ]
    return report.Record.of(found["企業"], found["自治体"])


def _answer(lookup: Lookup, sent: Sent, chosen: Chosen, scope: report.Scope, lines: list[shapes.Line]) -> shapes.Answer:
    headings = sent.table.headings
    return shapes.Answer(
        版=GraphVersion.of(lookup.version),
        範囲=scope.words,
        庁内限り=sent.internal,
        名前の列=headings[chosen.name] if chosen.name >= 0 else "",
        番号の列=headings[chosen.number] if chosen.number >= 0 else "",
        数=report.counts(lines),
        行=lines,
    )


def _conditions(told: Told) -> list[tuple[str, Any]]:
    answer, sent = told.answer, told.sent
    internal = "数えた" if answer.庁内限り else "数えていない"
    left = [("読まなかったシート", "、".join(sent.left))] if sent.left else []
    return [
        ("題", "名前の一覧"),
        ("範囲", f"{answer.範囲}との記録を数えた（自治体の行では、すべての企業・団体との記録）"),
        ("庁内限りの文書だけにもとづく記録", internal),
        ("名前の列", answer.名前の列),
        ("番号の列", answer.番号の列),
        *left,
        ("行の数", f"{len(answer.行):,}"),
        *((f"判定 {verdict}", f"{count:,}　{shapes.VERDICTS[verdict]}") for verdict, count in answer.数.items()),
        ("状態 記録あり", "範囲のどれかの自治体との協定か施策の記録がある"),
        ("状態 記録なし", "範囲の自治体すべてに全件を載せた文書があり、そのどれにも記録がない"),
        ("状態 抜粋など", "範囲の自治体を載せた文書は抜粋などで、「ない」とは言えない"),
        ("状態 未調査", "範囲に、どの文書にも載らない自治体があり、「ない」とは言えない"),
        (
            "協定数・施策数",
            "自治体と企業・団体がともに加わるもの（場所であるだけの自治体、名の分からない相手は数えない）",
        ),
        ("グラフの版", f"第 {answer.版.番号:,} 版"),
        ("グラフを読み込んだ日時", loaded(told.version)),
    ]


def _typed(form: Form, sent: Sent | None = None) -> dict[str, Any]:
    """What the form shows again; a file cannot be shown again, so its table stands in the text."""
    return {
        "文": sent.table.text() if sent else form.fields.get("文", ""),
        **{name: form.text(name) for name in ("列", "自治体", "都道府県", "庁内")},
    }


def _page(
    typed: dict[str, Any],
    error: RenkeiError | None = None,
    asked: tuple[tuple[str, str], ...] = (),
    told: Told | None = None,
) -> Response:
    context = {
        "section": "",
        "typed": {"文": "", "列": "", "自治体": "", "都道府県": "", "庁内": "", **typed},
        "error": error.detail if error else "",
        "asked": asked,
        "told": told,
        "lines": told.answer.行[:SHOWN] if told else [],
        "columns": columns(told.sent.table) if told else [],
        "shown": SHOWN,
        "rows": ROWS,
        "formats": grids.FORMATS,
        "verdicts": shapes.VERDICTS,
    }
    status = error.http_status if error else 200
    return Response(html("names.html", context), status, media_type="text/html", headers=_NEVER_KEPT)
