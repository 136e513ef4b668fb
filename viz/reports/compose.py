"""From a store to a report: whom or what it is about is found by name, everything else is asked of the catalogue."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from graph import dates
from graph.errors import StoreChangingError
from graph.store.base import Store, View
from graph.tables import Tables
from queries.evidence import place_words
from queries.values import value
from viz.reports import comparison, field, municipality, organisation
from viz.reports.drafting import Part, finish
from viz.reports.model import Document, Report, Source
from viz.reports.records import Conditions, ask
from viz.reports.subjects import Found, Subject, find
from viz.reports.words import day, several

if TYPE_CHECKING:
    from viz.figures import Paper as Sheet

_TRIES: Final = 3
_UNDATED: Final = "2000-01-01"


async def compose(store: Store, subject: Subject, sheets: Sequence[Sheet] = ()) -> Report:
    """The report of one version of a graph. ``sheets``: the papers for which a picture is drawn, one each.

    Documents marked 庁内限り are left out by who gives the store, not here; ``subject.internal`` only says so.
    Raises `NameUnclearError` for a name that nobody or more than one bears, `UsageError` for a wrong date,
    `StoreChangingError` if loads keep overtaking it.
    """
    for _ in range(_TRIES):
        version = await store.version()
        graph: list[Tables] = []

        async def whole(graph: list[Tables] = graph) -> Tables:
            if not graph:
                graph.append(await store.tables())
            return graph[0]

        found = await find(store, subject, whole)
        report = await store.read(lambda view, found=found: _report(view, found, subject))  # type: ignore[misc]
        if sheets:
            await whole()
        if await store.version() == version:
            return await asyncio.to_thread(_pictured, report, graph[0], sheets) if sheets else report
    raise StoreChangingError("グラフが続けて更新されています。少し待って、もう一度実行してください。")


def _pictured(report: Report, graph: Tables, sheets: Sequence[Sheet]) -> Report:
    # The drawing libraries are loaded where a picture is wanted.
    from viz.reports.pictures import of_report

    return replace(report, figures=tuple(of_report(report, graph, sheet) for sheet in sheets))


async def _report(view: View, found: Sequence[Found], subject: Subject) -> Report:
    conditions = Conditions(value("時点", "文字", "時点", subject.as_of), subject.ended, subject.internal)
    id, name, title, scope, parts = await _made(view, found, subject, conditions)
    sections, sources = finish(parts)
    every = await ask(view, "document_list", 件数=1_000_000)
    cited = {source.document for source in sources}
    documents = [_document(row) for row in every if row["文書id"] in cited]
    date, dated = newest(every, conditions.as_of)
    scope = [*scope, _read(documents, len(every), sources), *_conditions_said(conditions)]
    told = (
        ("対象", name), ("時点", day(conditions.as_of) or "指定なし（読んだ文書のすべて）"), ("終わったもの", "含む" if conditions.ended else "除く"),
        ("庁内限りの文書", "含む" if conditions.internal else "除く"), ("グラフの文書", f"{len(every):,}"), ("資料の日付", dated),
    )  # fmt: skip
    return Report(
        subject.kind, id, name, title, tuple(scope), sections, sources, tuple(documents), told, date, dated,
        as_of=conditions.as_of, ended=conditions.ended,
    )  # fmt: skip


async def _made(
    view: View, found: Sequence[Found], subject: Subject, conditions: Conditions
) -> tuple[str, str, str, list[str], list[Part]]:
    """Id, name, title, sentences and parts."""
    id, name = found[0]
    if subject.kind == "分野":
        return id, name, f"「{name}」の連携", *await field.parts(view, name, conditions)
    if subject.kind == "企業":
        return id, name, f"{name}と自治体の連携", *await organisation.parts(view, id, conditions)
    if subject.kind == "自治体":
        return id, name, f"{name}と企業・団体の連携", *await municipality.parts(view, id, conditions)
    ids = [each.id for each in found]
    name = several([each.name for each in found], 4)
    return ",".join(ids), name, f"{name}の比較", *await comparison.parts(view, ids, conditions)


def _document(row: dict[str, Any]) -> Document:
    whole, part = row["全件の市区町村数"] + row["全件の都道府県数"], row["市区町村数"] + row["都道府県数"]
    covers = f"自治体 {part:,} を載せる（全件 {whole:,}）" if part else ""
    kind, issued, about, origin, obtained, digest = (
        row[name] or "" for name in ("種別", "発行日", "基準日", "入手元", "取得日", "sha256")
    )
    id = row["文書id"]
    return Document(id, row["題名"] or id, kind, issued, about, origin, obtained, digest, covers)


def _read(documents: Sequence[Document], number: int, sources: Iterable[Source]) -> str:
    kinds = Counter(document.kind or "種別の記載なし" for document in documents)
    named = "、".join(f"{kind} {count}" for kind, count in sorted(kinds.items()))
    passages = list(sources)
    quoted = sum(bool(source.quote) for source in passages)
    rest = "" if quoted == len(passages) else "ほかは語句が手元になく、位置と要旨だけを示す。"
    by = f"（{named}）" if named else ""
    return (
        f"読んだ文書 {number:,} のうち {len(documents):,} による{by}。根拠 {len(passages):,} か所のうち、"
        f"原文の語句を添えたのは {quoted:,} か所。{rest}"
    )


def _conditions_said(conditions: Conditions) -> list[str]:
    said = []
    if conditions.as_of:
        said.append(f"{day(conditions.as_of)}までに始まったと分かるものだけ。")
    if not conditions.ended:
        said.append("終わった（改められた）ものを除く。")
    if conditions.internal:
        said.append("庁内限りの文書から来たことを含む。外に出さないこと。")
    return ["".join(said)] if said else []


def newest(documents: Iterable[dict[str, Any]], as_of: str) -> tuple[str, str]:
    """The date that files carry, and where it comes from: the day asked for, else the newest date of any document."""
    if as_of:
        return as_of, f"{day(as_of)}（指定された時点）"
    found = [
        (_first(row[item]), -n, row["文書id"], item, row)
        for row in documents
        for n, item in enumerate(("発行日", "基準日", "取得日"))
        if dates.has_year(row[item] or "")
    ]
    if not found:
        return _UNDATED, "日付の分かる文書がない（ファイルの日付は 2000年1月1日）"
    date, _, _, item, row = max(found, key=lambda each: each[:3])
    return date, f"{day(row[item])}（読んだ文書のうち最も新しい日付。「{row['題名'] or row['文書id']}」の{item}）"


def _first(date: str) -> str:
    """The first day of a partial date."""
    return date + "-01-01"[len(date) - 4 :] if len(date) < 10 else date


def when_issued(document: Document) -> str:
    """The dates of a document in words: 発行, 内容の時点, 閲覧・取得."""
    told = [
        f"{word} {day(date)}" if date else f"{word}の記載なし"
        for word, date in (("発行", document.issued), ("内容の時点", document.about))
    ]
    told.append(f"閲覧（取得） {day(document.obtained)}" if document.obtained else "閲覧日の記載なし")
    return "、".join(told)


def place_of(source: Source) -> str:
    """Where in the document a passage stands."""
    return place_words(source.place) or "位置なし（本文のない文書）"
