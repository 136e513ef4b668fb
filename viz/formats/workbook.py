"""The graph as a workbook that people sort and machines read: one table per sheet, one row of headings, one value per
cell, no merged cells, no formulas.

A sheet per label has a row per node. A sheet per relationship has a row per place that states it, beside both ends by
name and the document by title; the rows with 番号 1 are the relationships, each once. Values of which there can be
several stand one a row on sheets of their own. Dates are texts in ISO 8601 as precise as the source, because no date of
Excel can say 2015-04 or a day without a year.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import IO, Any, Final

from graph import model
from graph.tables import Bucket, Tables
from queries.tabular import XlsxFile
from viz.formats import flat
from viz.formats.csvs import NUMBER, TITLE, entries

MANY: Final = "複数の値"
PARTS: Final = "連携の内訳"
MEANINGS: Final = "列の説明"
ENDS: Final = ("始点の種類", "始点のid", "始点の名称", "終点の種類", "終点のid", "終点の名称")
MANY_COLUMNS: Final = ("種類", "id", "名称", "項目", NUMBER, "値")
PARTS_COLUMNS: Final = ("自治体のid", "自治体の名称", "企業のid", "企業の名称", "項目", NUMBER, "値", "値の名称")
DOCUMENT: Final = "文書のid"

MOST: Final = 1_000_000
"""Rows of one sheet; Excel holds 1,048,576. What is beyond goes to a further sheet."""

_CREATED: Final = dt.datetime(2000, 1, 1)
"""Every file says so: the same graph is the same bytes."""

Row = Sequence[Any]


def write(graph: Tables, file: IO[bytes], *, internal: bool) -> None:
    """Write the workbook. ``internal``: whether facts from documents marked 庁内限り are in the graph given."""
    names = _Names(graph)
    book: XlsxFile | None = None
    for name, columns, rows in _sheets(graph, names):
        for number, piece in enumerate(_pieces(rows), 1):
            title = name if number == 1 else f"{name}（{number}）"
            if book is None:
                book = XlsxFile(file, columns, title, created=_CREATED, filters=True)
            else:
                book.sheet(columns, title)
            book.rows(piece)
    if book is None:
        raise AssertionError("the model has labels")
    book.done(_conditions(graph, internal=internal))


def _pieces(rows: Iterator[Row]) -> Iterator[Iterator[Row]]:
    """At most `MOST` rows each; there is always a first piece, even of no rows."""
    yield islice(rows, MOST)
    for row in rows:
        yield chain([row], islice(rows, MOST - 1))


class _Names:
    """What the nodes are called."""

    def __init__(self, graph: Tables) -> None:
        self._called = {
            label: {row["id"]: flat.called(label, row) for row in graph.node_rows(label)} for label in model.LABEL
        }

    def __call__(self, label: str, id: str) -> str | None:
        return self._called[label].get(id)


def _sheets(graph: Tables, names: _Names) -> Iterator[tuple[str, Row, Iterator[Row]]]:
    """Name, headings and rows of every sheet. They are the same sheets for every graph."""
    for kind in model.LABELS:
        yield kind.name, ("id", *(p.name for p in _single(kind.properties))), _nodes(graph, kind)
    yield MANY, MANY_COLUMNS, _many(graph)
    for type in model.RELATIONSHIPS:
        yield type.name, (*ENDS, *_headings(type)), _relationships(graph, type, names)
        if type.derived:
            yield PARTS, PARTS_COLUMNS, _parts(graph, names)
    yield MEANINGS, ("シート", "列", "意味"), _meanings()


def _single(properties: Iterable[model.Property]) -> list[model.Property]:
    return [prop for prop in properties if not prop.many]


def _several(properties: Iterable[model.Property]) -> list[model.Property]:
    return [prop for prop in properties if prop.many]


def _nodes(graph: Tables, kind: model.Label) -> Iterator[Row]:
    columns = ["id", *(p.name for p in _single(kind.properties))]
    for row in graph.node_rows(kind.name):
        yield [row.get(name) for name in columns]


def _many(graph: Tables) -> Iterator[Row]:
    for kind in model.LABELS:
        several = [prop.name for prop in _several(kind.properties)]
        for row in graph.node_rows(kind.name) if several else ():
            for name in several:
                for number, value in enumerate(row.get(name, ()), 1):
                    yield kind.name, row["id"], flat.called(kind.name, row), name, number, value


def _headings(type: model.RelationshipType) -> Row:
    """Columns of a sheet of relationships beside the ends."""
    if not type.evidence:
        return [prop.name for prop in _single(type.properties)]
    return (NUMBER, DOCUMENT, TITLE, *(prop.name for prop in type.columns[1:]))


def _relationships(graph: Tables, type: model.RelationshipType, names: _Names) -> Iterator[Row]:
    for bucket, row in graph.relationship_rows(type.name):
        ends = _ends(bucket, row, names)
        if not type.evidence:
            yield [*ends, *(row.get(prop.name) for prop in _single(type.properties))]
            continue
        for number, entry in enumerate(entries(type.name, row), 1):
            document = entry["文書"]
            told = (entry.get(prop.name) for prop in type.columns[1:])
            yield [*ends, number, document, names("文書", document), *told]


def _ends(bucket: Bucket, row: dict[str, Any], names: _Names) -> Row:
    start, end = row["start"], row["end"]
    return bucket.start, start, names(bucket.start, start), bucket.end, end, names(bucket.end, end)


def _parts(graph: Tables, names: _Names) -> Iterator[Row]:
    """What 連携 rests on, one agreement, measure or field a row."""
    for type in (kind for kind in model.RELATIONSHIPS if kind.derived):
        for bucket, row in graph.relationship_rows(type.name):
            _, start, start_name, _, end, end_name = _ends(bucket, row, names)
            for prop in _several(type.properties):
                for number, value in enumerate(row.get(prop.name, ()), 1):
                    named = names(prop.name, value) if prop.name in ("協定", "施策") else value
                    yield start, start_name, end, end_name, prop.name, number, value, named


def _meanings() -> Iterator[Row]:
    for kind in model.LABELS:
        yield kind.name, "id", kind.key
        for prop in _single(kind.properties):
            yield kind.name, prop.name, prop.meaning
        for prop in _several(kind.properties):
            yield MANY, f"項目＝{prop.name}（種類＝{kind.name}）", prop.meaning
    for type in model.RELATIONSHIPS:
        if type.evidence:
            yield type.name, NUMBER, "この関係を述べる箇所の番号。1 の行だけを数えれば、関係の数になる"
            yield type.name, DOCUMENT, type.columns[0].meaning
            yield type.name, TITLE, "文書の題"
        for prop in type.columns[1:] if type.evidence else _single(type.properties):
            yield type.name, prop.name, prop.meaning
        for prop in _several(type.properties) if not type.evidence else ():
            yield PARTS, f"項目＝{prop.name}", prop.meaning


def _conditions(graph: Tables, *, internal: bool) -> Iterator[tuple[str, Any]]:
    yield "題", "連携グラフの全体"
    yield "範囲", "庁内限りの文書から来た事実を含む" if internal else "庁内限りの文書から来た事実を除く"
    yield "日付", "資料の精度のままの文字（2023-11-08、2015-04、2016、年の記載がなければ --08-05）"
    yield "空の欄", "資料に記載がない（「ない」ことを示さない）"
    yield "いくつもある値", f"一つの欄に一つずつ、シート「{MANY}」「{PARTS}」に入れる"
    yield "関係のシート", f"一行が一つの根拠。{NUMBER} が 1 の行を数えれば、関係の数になる"
    for name, count in graph.counts().items():
        yield f"{name} の数", count
