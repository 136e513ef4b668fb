"""A report as a workbook: the same tables whole, one row of headings, one value per cell, nothing merged, no formulas.

Every line has a number (行), and the sheet 根拠の行 says on which sources it rests, one a row.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any, Final

from lxml import etree

from queries.evidence import place_words
from queries.tabular import XlsxFile
from viz.reports.fixed import moment
from viz.reports.model import Report, Table

_LINE: Final = "行"
_LINKS: Final = ("シート", _LINE, "根拠の番号", "確度")
_SOURCES: Final = ("番号", "確度", "文書id", "文書", "位置", "位置（読み方）", "引用", "要旨", "表記", "注記")
_DOCUMENTS: Final = (
    "文書id", "題名", "種別", "発行日", "基準日", "入手元", "取得日", "sha256", "網羅",
)  # fmt: skip

Row = Sequence[Any]


def write(report: Report) -> bytes:
    """The workbook."""
    made = io.BytesIO()
    book: XlsxFile | None = None
    for name, columns, rows in _sheets(report):
        if book is None:
            book = XlsxFile(made, columns, name, created=moment(report.date), filters=True)
        else:
            book.sheet(columns, name)
        book.rows(rows)
    if book is None:
        raise AssertionError("a report has tables")
    book.done([("題", report.title), *(("範囲", sentence) for sentence in report.scope), *report.conditions])
    return made.getvalue()


def _sheets(report: Report) -> Iterator[tuple[str, Row, Iterator[Row]]]:
    for table in report.tables:
        yield table.name, (_LINE, *(column.name for column in table.columns)), _lines(table)
    yield "根拠の行", _LINKS, _links(report)
    yield "根拠", _SOURCES, _sources(report)
    yield "文書", _DOCUMENTS, iter(report.documents)
    yield "列の説明", ("シート", "列", "意味"), _meanings(report)


def _lines(table: Table) -> Iterator[Row]:
    for number, line in enumerate(table.lines, 1):
        yield number, *(line.values.get(column.name, "") for column in table.columns)


def _links(report: Report) -> Iterator[Row]:
    for table in report.tables:
        for number, line in enumerate(table.lines, 1):
            for cite in line.cites:
                yield table.name, number, cite.number, cite.certainty


def _sources(report: Report) -> Iterator[Row]:
    titles = {document.id: document.title for document in report.documents}
    for each in report.sources:
        yield (
            each.number, each.certainty, each.document, titles.get(each.document, ""), each.place, place_words(each.place),
            each.quote, each.gist, each.said, each.note,
        )  # fmt: skip


def _meanings(report: Report) -> Iterator[Row]:
    for table in report.tables:
        yield table.name, "", table.caption
        for column in table.columns:
            if column.meaning:
                yield table.name, column.name, column.meaning


def untouched(content: bytes) -> bool:
    """Whether a workbook is as this module wrote it: whoever saves one changes its time of change."""
    core: Final = "{http://purl.org/dc/terms/}"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            root = etree.fromstring(book.read("docProps/core.xml"), etree.XMLParser(resolve_entities=False))
            if "docProps/custom.xml" in book.namelist():
                return False
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError):
        return False
    made, changed = (root.findtext(f"{core}{name}") for name in ("created", "modified"))
    return made is not None and made == changed
