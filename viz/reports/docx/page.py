"""The paper of a new document: A4, margins, page numbers, language; no person's name anywhere."""

from __future__ import annotations

from typing import Any, Final

import docx
from docx.shared import Mm

from viz.reports.docx import xml
from viz.reports.docx.xml import elements, w
from viz.reports.fixed import moment
from viz.reports.model import Report
from viz.reports.words import plain, short

_MARGIN: Final = 15
AUTHOR: Final = "連携グラフ"


def blank(report: Report) -> Any:
    """A document without text."""
    document = docx.Document()
    body = document.element.body
    for each in list(body):
        if each.tag != w("sectPr"):
            body.remove(each)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(_MARGIN)
    section.top_margin, section.bottom_margin = Mm(16), Mm(18)
    section.header_distance, section.footer_distance = Mm(8), Mm(8)
    _foot(section, short(report.title, 80))
    _tell(document, report)
    _drop_thumbnail(document)
    return document


def _foot(section: Any, title: str) -> None:
    number = xml.field(" PAGE ", "1") + xml.run(" / ") + xml.field(" NUMPAGES ", "1")
    tabs = (
        '<w:pBdr><w:top w:val="single" w:sz="4" w:space="4" w:color="868F99"/></w:pBdr>'
        f'<w:tabs><w:tab w:val="clear" w:pos="4320"/><w:tab w:val="clear" w:pos="8640"/><w:tab w:val="right" w:pos="{xml.WIDTH}"/></w:tabs>'
    )
    footer = section.footer
    footer.is_linked_to_previous = False
    old = footer._element
    for each in list(old):
        old.remove(each)
    words = xml.run(f"連携グラフ　{title}") + "<w:r><w:tab/></w:r>" + number
    old.append(elements(f"<w:p><w:pPr>{tabs}</w:pPr>{words}</w:p>")[0])
    for run in old.iter(w("r")):
        run.insert(0, elements('<w:rPr><w:color w:val="4A525C"/><w:sz w:val="16"/></w:rPr>')[0])


def _tell(document: Any, report: Report) -> None:
    """Core properties. The times are the report's date, so that equal reports are equal bytes."""
    told = document.core_properties
    told.author = told.last_modified_by = AUTHOR
    told.title = plain(short(report.title, 200))
    told.subject = plain(short(report.scope[0], 250)) if report.scope else ""
    told.comments = f"資料の日付: {plain(short(report.dated, 200))}"
    told.keywords, told.category, told.language, told.revision = "連携グラフ", "", "ja-JP", 1
    told.created = told.modified = moment(report.date)
    settings = document.settings.element
    for old in settings.findall(w("themeFontLang")):
        old.set(w("eastAsia"), "ja-JP")


def _drop_thumbnail(document: Any) -> None:
    """The empty page that python-docx's own template shows as a preview."""
    relations = document.part.package.rels
    for id, relation in list(relations.items()):
        if relation.reltype.endswith("/thumbnail"):
            del relations[id]


def normal(document: Any) -> str:
    """The id of the style of plain paragraphs, whatever the language of Word."""
    for style in document.styles.element.findall(w("style")):
        name = style.find(w("name"))
        if name is not None and name.get(w("val"), "").casefold() == "normal":
            return str(style.get(w("styleId")))
    return "Normal"
