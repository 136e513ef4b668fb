"""Slides of a story: captions of a person, each with its part of the map or a table, and the evidence of both."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from graph.errors import UsageError
from graph.store.base import Store
from graph.tables import Tables
from queries.evidence import place_words
from queries.values import value
from viz import naming
from viz.choice import Choice, chosen
from viz.citations import Citations, cite
from viz.network import Network
from viz.reports import pictures
from viz.reports.compose import compose, newest
from viz.reports.model import Figure, Report
from viz.reports.slides import Deck, Slide, grid, pack, source_line
from viz.reports.storyfile import Page, Story
from viz.reports.subjects import Subject, split
from viz.reports.words import day, short, sign

_NOTES: Final = 80


async def deck(store: Store, story: Story, name: str) -> Deck:
    """The slides of a story. Raises `UsageError` with the line of the page where something cannot be done."""
    graph = await store.tables()
    documents = {row["id"]: row for row in graph.node_rows("文書")}
    cover = Slide("cover", story.title, (*story.subtitle, _read(documents)), cover=True)
    slides, used = [cover], set()
    for number, page in enumerate(story.pages, 1):
        try:
            slide, cited = await _slide(store, graph, page, f"page{number}")
        except UsageError as error:
            raise UsageError(f"{name} {page.line} 行目の頁「{page.title}」: {error.detail}") from error
        slides.append(slide)
        used |= cited
    slides.append(_sources(documents, sorted(used)))
    rows = [
        {**dict.fromkeys(("発行日", "基準日", "取得日", "題名")), **row, "文書id": id} for id, row in documents.items()
    ]
    date, dated = newest(rows, "")
    return Deck(f"物語 {story.title}", story.title, story.title, tuple(slides), date, dated)


def _read(documents: Mapping[str, Any]) -> str:
    return f"読んだ文書 {len(documents):,} による。図と表の根拠は、各頁のノートと終わりの出典に示す。"


async def _slide(store: Store, graph: Tables, page: Page, key: str) -> tuple[Slide, set[str]]:
    """A page as a slide, and the documents that it uses."""
    if page.figure is not None and page.table is not None:
        raise UsageError("一つの頁に図と表の両方は置けません。頁を分けてください。")
    notes = page.notes.splitlines()
    used: set[str] = set()
    figure: Figure | None = None
    made = None
    foot = ""
    if page.figure is not None:
        network = chosen(graph, choice(graph, page.figure))
        citations = cite(network)
        paper = pictures.SLIDE if not page.texts else pictures.BESIDE
        figure = pictures.drawn(network, paper, page.title)
        notes += [figure.words, *_passages(network, citations)]
        used |= {passage.document for passage in citations.passages}
    if page.table is not None:
        report, table = await _table(store, page.table)
        lines = [line for line in table.lines if line.paper]
        whole = grid(table, lines)
        pieces = pack(whole.rows, whole.widths)
        rows = pieces[0] if pieces else ()
        made = replace(whole, rows=rows)
        if len(rows) < len(lines):
            foot = f"{len(lines):,} 行のうち、初めの {len(rows):,} 行。"
        titles = {document.id: document.title for document in report.documents}
        numbers = {cite.number for line in lines[: len(rows)] for cite in line.cites}
        here = [source for source in report.sources if source.number in numbers]
        notes += [*report.scope, *(source_line(source, titles) for source in here[:_NOTES])]
        used |= {source.document for source in here}
    return Slide(key, page.title, page.texts, made, figure, tuple(notes), foot), used


def choice(graph: Tables, given: Mapping[str, Any]) -> Choice:
    """The part of the map that a page asks for. Raises `UsageError`."""
    around = naming.find(graph, str(given["中心"])) if given.get("中心") else None
    depth = str(given.get("段") or "1")
    if not depth.isdecimal():
        raise UsageError(f"「段」は数です: {depth}")
    kinds = given.get("種別") or ""
    return Choice(
        around=around, depth=int(depth), field=_words(given, "分野"), prefecture=_words(given, "都道府県"),
        kinds=tuple(kinds) if isinstance(kinds, list) else tuple(filter(None, [str(kinds)])),
        as_of=value("時点", "文字", "時点", _words(given, "時点")), ended=_ended(given),
    )  # fmt: skip


def _words(given: Mapping[str, Any], key: str) -> str:
    found = given.get(key) or ""
    if isinstance(found, list):
        raise UsageError(f"「{key}」は一つだけ書いてください。")
    return str(found)


def _ended(given: Mapping[str, Any]) -> bool:
    word = _words(given, "終わったもの") or "含む"
    if word not in ("含む", "除く"):
        raise UsageError(f"「終わったもの」は、含む か 除く です: {word}")
    return word == "含む"


async def _table(store: Store, given: Mapping[str, Any]) -> tuple[Report, Any]:
    kinds = [kind for kind in ("企業", "自治体", "分野", "比較") if given.get(kind)]
    if len(kinds) != 1:
        raise UsageError("表には、企業・自治体・分野・比較のどれか一つを書いてください。")
    names = given[kinds[0]]
    subject = Subject(
        kinds[0],  # type: ignore[arg-type]
        tuple(names) if isinstance(names, list) else split(names) if kinds[0] == "比較" else (str(names),),
        _words(given, "時点"),
        _ended(given),
    )
    report = await compose(store, subject)
    tables = {table.name: table for table in report.tables if table.shown}
    name = _words(given, "名") or "協定"
    if name not in tables:
        raise UsageError(f"「{name}」という表はありません。使えるのは {'、'.join(tables)} です。")
    return report, tables[name]


def _passages(network: Network, citations: Citations) -> list[str]:
    """What stands behind a picture, for the notes."""
    documents = network.graph["documents"]
    sayings = citations.sayings()
    surest: Callable[[str], int] = ("明示", "推定", "要確認").index
    made = []
    for passage in citations.passages[:_NOTES]:
        title = documents.get(passage.document, {}).get("題名", passage.document)
        said = sayings[passage.number]
        certainty = max((support.certainty for each in said for support in each.supports), key=surest, default="明示")
        quote = f"「{short(passage.quote, 300)}」" if passage.quote else "（語句は手元にない）"
        gists = "／".join(dict.fromkeys(each.gist for each in said if each.gist))
        made.append(
            f"{sign(certainty)}{passage.number} 「{title}」 {place_words(passage.place)} {quote} {gists}".strip()
        )
    rest = len(citations.passages) - _NOTES
    return [*made, f"ほか {rest:,} か所。"] if rest > 0 else made


def _sources(documents: Mapping[str, Any], used: Sequence[str]) -> Slide:
    lines = []
    for number, id in enumerate(used[:20], 1):
        row = documents[id]
        dates_ = (
            "、".join(f"{word} {day(row[item])}" for item, word in _DATES.items() if row.get(item)) or "日付の記載なし"
        )
        lines.append(
            f"{number}　「{short(str(row.get('題名') or id), 80)}」（{row.get('種別') or '種別の記載なし'}、{dates_}）"
        )
    if len(used) > 20:
        lines.append(f"ほか {len(used) - 20:,} の文書。")
    return Slide(
        "sources", "出典", tuple(lines) or ("引いた文書はない。",), foot="番号ごとの位置と語句は、各頁のノートにある。"
    )


_DATES: Final = {"発行日": "発行", "基準日": "内容の時点", "取得日": "閲覧（取得）"}
