"""The sections of a report as WordprocessingML, each a whole that a later run can replace."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple
from xml.sax.saxutils import quoteattr

from viz.reports import paper
from viz.reports.compose import place_of, when_issued
from viz.reports.docx import xml
from viz.reports.model import Figure, Line, Report, Section, Shown, Table
from viz.reports.summary import PLACE
from viz.reports.words import plain, short, sign

REMARKS: Final = {
    "summary": "全体の所見",
    "agreements": "協定についての所見",
    "measures": "施策と成果についての所見",
    "without": "記録のない先についての所見",
}
"""Sections behind which a new document offers room for a person's own words."""
_TITLE: Final = 200


class Made(NamedTuple):
    """A section as markup."""

    key: str
    title: str
    markup: str


class Pictures(NamedTuple):
    """Relations of a figure's files in the document."""

    png: str
    svg: str


def sections(report: Report, headings: Mapping[str, str], pictures: Sequence[Pictures]) -> list[Made]:
    """All sections in order. ``headings``: ids of the heading styles."""
    known = paper.cited(report)
    count = _Count()
    made = [Made("head", "題と範囲", _head(report, headings))]
    for n, section in enumerate(report.sections):
        made.append(Made(section.key, section.title, _section(section, headings, known, count)))
        if n == 0 and report.figures:
            figures = "".join(
                _figure(each, files, headings["caption"], count)
                for each, files in zip(report.figures, pictures, strict=True)
            )
            made.append(Made("figure", "つながりの図", _heading("つながりの図", headings) + figures))
    made.append(Made("sources", "出典", _sources(report, headings, known)))
    return made


class _Count:
    """Numbers of figures and tables, each from 1."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def next(self, word: str) -> int:
        self._last[word] = self._last.get(word, 0) + 1
        return self._last[word]


def _heading(words: str, headings: Mapping[str, str], level: int = 1) -> str:
    return xml.paragraph(xml.run(short(words, _TITLE)), headings[f"heading {level}"])


def _head(report: Report, headings: Mapping[str, str]) -> str:
    title = xml.paragraph(xml.run(short(report.title, _TITLE)), headings["Title"])
    scope = "".join(xml.paragraph(xml.run(words), "RenkeiScope") for words in report.scope)
    told = "　".join(f"{word}: {short(value, _TITLE)}" for word, value in report.conditions if word != "対象")
    return title + scope + xml.paragraph(xml.run(told), "RenkeiNote")


def _section(section: Section, headings: Mapping[str, str], known: frozenset[int], count: _Count) -> str:
    parts = [_heading(section.title, headings)]
    for sentence in section.sentences:
        gap = xml.run(" ") if sentence.cites else ""
        parts.append(
            xml.paragraph(
                xml.run(short(sentence.text, 4 * paper.LONGEST)) + gap + xml.cites(sentence.cites, known),
                headings["Normal"],
            )
        )
    for table in section.tables:
        if not table.shown:
            continue
        parts.append(_table(table, headings["caption"], known, count))
    return "".join(parts)


def _caption(word: str, words: str, style: str, count: _Count) -> str:
    number = count.next(word)
    return xml.paragraph(
        xml.run(f"{word} ") + xml.field(f" SEQ {word} \\* ARABIC ", str(number)) + xml.run(f"　{words}"), style
    )


def _table(table: Table, style: str, known: frozenset[int], count: _Count) -> str:
    page = paper.page(table)
    if not page.lines:
        words = page.rest or "読んだ文書に、あてはまる記載がない。"
        return _caption("表", table.caption, style, count) + xml.paragraph(xml.run(words), "RenkeiNote")
    widths = [shown.width for shown in table.shown]
    heads = [shown.head for shown in table.shown]
    rights = [shown.right for shown in table.shown]
    if table.cited:
        widths, heads, rights = [*widths, 16], [*heads, "根拠"], [*rights, False]
    head = [_cell([name], "RenkeiHead", right=right) for name, right in zip(heads, rights, strict=True)]
    body = (_row(table, line, known) for line in page.lines)
    words = f"{table.caption}。{len(page.lines):,} 行。列: {'、'.join(heads)}。"
    made = xml.table(widths, head, body, table.name, words)
    note = xml.paragraph(xml.run(page.rest), "RenkeiNote") if page.rest else _gap()
    return _caption("表", table.caption, style, count) + made + note


def _gap() -> str:
    return xml.paragraph("", "RenkeiNote", '<w:spacing w:before="0" w:after="0" w:line="160" w:lineRule="exact"/>')


def _row(table: Table, line: Line, known: frozenset[int]) -> list[str]:
    cells = [_shown(shown, line) for shown in table.shown]
    if table.cited:
        found = xml.cites(line.cites, known) or xml.run(str(line.values.get(PLACE) or "—"), xml.style("RenkeiMissing"))
        cells.append(xml.paragraph(found, "RenkeiCell"))
    return cells


def _shown(shown: Shown, line: Line) -> str:
    values = paper.cell(shown, line)
    if not values:
        return xml.paragraph(xml.run(shown.empty, xml.style("RenkeiMissing")), "RenkeiCell")
    return _cell(values, "RenkeiCell", right=shown.right)


def _cell(values: Sequence[str], kind: str, *, right: bool) -> str:
    side = '<w:jc w:val="right"/>' if right else ""
    first, *rest = values
    return xml.paragraph(xml.run(first), kind, side) + "".join(
        xml.paragraph(xml.run(value), "RenkeiUnder", side) for value in rest
    )


def _sources(report: Report, headings: Mapping[str, str], known: frozenset[int]) -> str:
    parts = [_heading("出典", headings)]
    left = sum(source.number not in known for source in report.sources)
    if left:
        words = (
            f"ここには、表に出ている番号だけを挙げる。ほか {left:,} か所は Excel のシート「根拠」にある。番号は同じ。"
        )
        parts.append(xml.paragraph(xml.run(words), "RenkeiNote"))
    parts.append(xml.paragraph("".join(_legend()), "RenkeiNote"))
    for document, sources in report.of_documents:
        here = [source for source in sources if source.number in known]
        if not here:
            continue
        parts.append(_heading(document.title, headings, 2))
        about = "　".join(filter(None, (document.kind, when_issued(document), document.covers)))
        origin = f"入手元 {document.origin}" if document.origin else "入手元の記載なし"
        parts.append(xml.paragraph(xml.run(short(f"{about}　{origin}", paper.LONGEST)), "RenkeiNote"))
        head = [_cell([name], "RenkeiHead", right=False) for name in ("番号", "位置", "原文の語句と要旨")]
        rows = [
            [
                xml.paragraph(
                    xml.bookmark(
                        f"renkei_c{source.number}", _SOURCES + source.number,
                        xml.run(sign(source.certainty), xml.style(_STYLES[source.certainty])) + xml.run(str(source.number), xml.style("RenkeiNumber")),
                    ),
                    "RenkeiCell",
                ),
                xml.paragraph(xml.run(place_of(source)), "RenkeiCell"),
                _cell(paper.source_words(source), "RenkeiCell", right=False),
            ]
            for source in here
        ]  # fmt: skip
        words = f"「{document.title}」の根拠 {len(here):,} か所。番号、位置、原文の語句と要旨。"
        parts.append(xml.table((9, 17, 74), head, rows, f"出典 {document.title}", words) + _gap())
    if not report.sources:
        parts.append(xml.paragraph(xml.run("根拠となる箇所はない。"), headings["Normal"]))
    return "".join(parts)


_STYLES: Final = {"明示": "RenkeiStated", "推定": "RenkeiInferred", "要確認": "RenkeiDoubtful"}
_MEANT: Final = {
    "明示": "文書に書かれている",
    "推定": "書かれていることから推した（わけを注に示す）",
    "要確認": "疑わしく、確かめる必要がある",
}


def _legend() -> Iterator[str]:
    for certainty, meaning in _MEANT.items():
        yield xml.run(sign(certainty), xml.style(_STYLES[certainty])) + xml.run(f" {certainty}: {meaning}　")
    yield xml.run("位置は、文書から取り出した本文の何字目かを示す。")


_SOURCES: Final = 1_100_000_000
"""Ids of the bookmarks of sources begin here, beyond those of `number`."""


def _number(name: str) -> int:
    """An id for life, the same in every run."""
    return 1_000_000 + zlib.crc32(name.encode()) % 1_000_000_000


def number(name: str) -> int:
    """An id of a bookmark or a control from its name, the same in every run."""
    return _number(name)


_EMU: Final = 36_000
"""English metric units in a millimetre."""
_WIDEST: Final = 180.0
_HIGHEST: Final = 220.0


def _figure(figure: Figure, files: Pictures, style: str, count: _Count) -> str:
    scale = min(_WIDEST / figure.width, _HIGHEST / figure.height, 1.0)
    across, down = round(figure.width * scale * _EMU), round(figure.height * scale * _EMU)
    id = 1_000_000 + _number(f"figure {figure.caption}") % 1_000_000
    name, words = quoteattr(f"連携グラフ 図 {plain(figure.caption)[:60]}"), quoteattr(plain(short(figure.words, 2_000)))
    vector = (
        '<a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}">'
        f'<asvg:svgBlip r:embed="{files.svg}"/></a:ext></a:extLst>'
    )
    drawing = (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{across}" cy="{down}"/>'
        f'<wp:docPr id="{id}" name={name} descr={words}/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="{id}" name={name} descr={words}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{files.png}">{vector}</a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{across}" cy="{down}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )
    return xml.paragraph(drawing, "RenkeiFigure") + _caption("図", figure.caption, style, count) + _gap()


def remark(key: str) -> str:
    """Room for a person's own words behind a section, '' where none is offered."""
    if key not in REMARKS:
        return ""
    label = f"{REMARKS[key]}（担当者が書く欄。作り直しても、ここに書いたことは変わりません）"
    return xml.paragraph(xml.run(label), "RenkeiRemarkLabel") + xml.paragraph("", "RenkeiRemark")
