"""Reports as Word, Excel and PowerPoint files: what they say, that they open, and that what people write in them stays.

Municipalities are real; every company, agreement, measure and document is made up.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import httpx
import openpyxl
import pytest
from click.testing import CliRunner
from docx.shared import Mm, Pt
from lxml import etree
from pptx import Presentation
from pptx.util import Inches

from api.app import create_app
from graph.errors import NameUnclearError, UsageError
from graph.facts import Evidence, Fact, Facts, Node
from graph.settings import Settings
from graph.store.base import Store
from graph.store.embedded import EmbeddedStore
from graph.tables import Tables
from renkei.cli import main
from tests import explorer_world, graphs
from viz.figures import png
from viz.reports import pictures, slides, story, storyfile, xlsx
from viz.reports import pptx as slides_file
from viz.reports.compose import compose
from viz.reports.docx import MARKER, write
from viz.reports.docx import xml as wordml
from viz.reports.model import Figure, Report
from viz.reports.subjects import Subject

W = f"{{{wordml.W}}}"
NASTY = (
    "=HYPERLINK(\"http://x\")", "<w:p/>]]>&amp;", "{{ 7*7 }}", "\x00\x07\x1b", "\u202e逆さ\u2066", "🏢👨‍👩‍👧", "]]></w:t>", "'; DROP",
)  # fmt: skip
LONG = "長い名前" * 2_500
SUBJECTS = (
    Subject("企業", ("o-a",)), Subject("自治体", (graphs.UDA,)), Subject("分野", ("高齢者・障害者・見守り",)),
    Subject("比較", (graphs.UDA, graphs.FUCHU, explorer_world.TENRI)),
)  # fmt: skip


def facts() -> Facts:
    """The world of the explorer's tests, with an agreement that ended, one known only inside, and dates of all kinds."""
    found = explorer_world.facts()
    found.add_node(
        "文書", "d3", 題名="庁内の覚え（試験用の作り話）", 種別="聞き取り", 公開="庁内限り", 取得日="2025-01-10"
    )
    graphs.say(
        found,
        "協定",
        "k3",
        "d1",
        名称="配送の協定",
        締結日="2015-04",
        終了日="2019-03-31",
        状態="終了",
        有効期限="2019-03",
    )
    graphs.say(found, "協定", "k3", "d2", "推定", 締結日="2016-04")
    graphs.say(found, "協定", "k4", "d3", 名称="内々の協定", 締結日="2024-06-01")
    for id, document in (("k3", "d1"), ("k4", "d3")):
        told = Evidence(document, "50-60", "", "協定を結んだ。", "明示")
        found.add(Fact("締結", Node("自治体", graphs.UDA), Node("協定", id), told, ("",)))
        found.add(Fact("締結", Node("企業", "o-a"), Node("協定", id), told, ("",)))
    return found


def hostile() -> Tables:
    """The same with every name and every text replaced by something that is no harmless word."""
    found = facts()
    text = " ".join(NASTY)
    found.add_node("企業", "o-bad", 名称=text, 区分="企業", 別名=list(NASTY), 所在=LONG)
    found.add_node("文書", "d9", 題名=text, 種別="記事", 公開="公開", 入手元=text)
    for item, value in (
        ("名称", text),
        ("概要", LONG),
        ("成果", text),
        ("経費", text),
        ("段階", "実施"),
        ("手法", "無償"),
    ):
        said = Evidence("d9", f"{text}!3", text, text, "要確認", text, text)
        found.add(Fact("記載", Node("施策", "m9"), Node("文書", "d9"), said, (item, value)))
    said = Evidence("d9", "1-2", LONG, LONG, "推定", text, text)
    found.add(Fact("実施", Node("自治体", graphs.UDA), Node("施策", "m9"), said, ("主体", text)))
    found.add(Fact("参画", Node("企業", "o-bad"), Node("施策", "m9"), said, ("提供", "")))
    found.add(Fact("対象", Node("施策", "m9"), Node("分野", "f01"), said, ()))
    return found.tables()


def reporting(pointer: Path, *subjects: Subject, graph: Tables | None = None) -> list[Report]:
    """Reports from the store at a place, first filled with a graph if one is given."""

    async def run() -> list[Report]:
        store = EmbeddedStore(pointer)
        try:
            if graph is not None:
                await store.replace(graph)
            return [await compose(store, subject) for subject in subjects]
        finally:
            await store.close()

    return asyncio.run(run())


@pytest.fixture(scope="module")
def pointer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with `facts`, which tests only read."""
    place = tmp_path_factory.mktemp("reports") / "graph.json"
    reporting(place, graph=facts().tables())
    return place


@pytest.fixture(scope="module")
def reports(pointer: Path) -> dict[str, Report]:
    """A report of each kind; of the company also as of earlier days (前, 後), the later without what had ended."""
    early = Subject("企業", ("o-a",), "平成30年", ended=True)
    late = Subject("企業", ("o-a",), "2023-12-31", ended=False)
    made = reporting(pointer, *SUBJECTS, early, late)
    return dict(zip(("企業", "自治体", "分野", "比較", "前", "後"), made, strict=True))


@pytest.fixture(scope="module")
def figure() -> Figure:
    """A small picture, so that drawing costs no time."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="60mm" height="40mm" viewBox="0 0 60 40"><path d="M0 0H9"/></svg>'
    return Figure(svg, png(svg, width=60), "図の題", "図の言葉", 60, 40)


def words(element: Any) -> str:
    return "".join(each.text or "" for each in element.iter(f"{W}t"))


def opened(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content))


def saved(document: Any) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def paragraphs(document: Any) -> list[str]:
    return [words(each) for each in document.element.body.iter(f"{W}p")]


def find(document: Any, start: str) -> Any:
    return next(p for p in document.paragraphs if p.text.startswith(start))


# --- what a report says ----------------------------------------------------------------------------------------------


def test_every_line_of_a_fact_names_its_sources_and_every_number_is_in_the_list(reports: dict[str, Report]) -> None:
    for report in reports.values():
        listed = {source.number for source in report.sources}
        assert listed == set(range(1, len(listed) + 1))
        for table in report.tables:
            for line in table.lines:
                assert {cite.number for cite in line.cites} <= listed
                assert line.cites or not table.cited or line.values.get("paper:根拠"), (table.name, line.values)
        assert {source.document for source in report.sources} == {document.id for document in report.documents}


def test_dates_are_told_in_both_calendars_and_no_more_precise_than_the_source(reports: dict[str, Report]) -> None:
    lines = next(table for table in reports["企業"].tables if table.name == "協定").lines
    shown = {line.values["協定id"]: (line.values["締結日"], line.values["締結日（和暦）"]) for line in lines}
    assert shown["k1"] == ("2023-11-08", "2023年11月8日（令和5年）")
    assert shown["k3"] == ("2015-04", "2015年4月（平成27年）")
    yearless = next(table for table in reports["比較"].tables if table.name == "年表").lines
    assert [line.values["年月日（和暦）"] for line in yearless][-1] == "8月5日（年の記載なし）"


def test_who_is_not_looked_at_is_told_apart_from_who_has_no_record(reports: dict[str, Report], pointer: Path) -> None:
    register = next(table for table in reports["企業"].tables if table.name == "記録のない自治体")
    states = {line.values["自治体id"]: line.values["状態"] for line in register.lines}
    assert states == {
        graphs.FUCHU: "記録なし", graphs.NARA: "記録なし", explorer_world.TAKEHARA: "記録なし",
        graphs.MASHIKO: "未調査", explorer_world.TENRI: "未調査",
    }  # fmt: skip
    told = "".join(said.text for section in reports["企業"].sections for said in section.sentences)
    assert "未調査（どの文書にも載っていない。ないとは言えない）2" in told
    (unseen,) = reporting(pointer, Subject("自治体", (explorer_world.TENRI,)))
    assert unseen.sections[0].sentences[0].text == "この条件では、協定も施策も未調査で、ないとは言えない。"
    assert "記録なし" not in "".join(
        str(value) for line in unseen.sections[0].tables[0].lines for value in line.values.values()
    )
    matrix = next(table for table in reports["比較"].tables if table.name == "分野別").lines
    assert {line.values["奈良県天理市の状態"] for line in matrix} == {"未調査"}


def test_a_day_and_what_has_ended_narrow_the_report_and_it_says_so(reports: dict[str, Report]) -> None:
    def agreements(name: str) -> set[Any]:
        return {line.values["協定id"] for table in reports[name].tables if table.name == "協定" for line in table.lines}

    assert agreements("企業") == {"k1", "k3", "k4"}
    assert agreements("前") == {"k3"}
    assert agreements("後") == {"k1"}
    assert "終わった（改められた）ものを除く。" in "".join(reports["後"].scope)
    assert "2023年12月31日（令和5年）までに始まったと分かるものだけ。" in "".join(reports["後"].scope)
    assert (reports["前"].date, reports["企業"].date) == ("2018-12-31", "2025-01-10")


def test_what_documents_tell_differently_stands_side_by_side(reports: dict[str, Report]) -> None:
    (table,) = (table for table in reports["企業"].tables if table.name == "文書の違い")
    told = [(line.values["値"], line.values["文書id"], len(line.cites)) for line in table.lines]
    assert told == [("2015-04", "d1", 1), ("2016-04", "d2", 1)]
    assert not [table for table in reports["後"].tables if table.name == "文書の違い"]


def test_names_that_nobody_or_two_bear_are_refused_with_what_comes_close(pointer: Path) -> None:
    for subject in (
        Subject("企業", ("あおば見守",)),
        Subject("分野", ("見守",)),
        Subject("比較", (graphs.UDA, "ない町")),
    ):
        with pytest.raises(NameUnclearError):
            reporting(pointer, subject)
    for subject, said in (
        (Subject("比較", (graphs.UDA, "宇陀市")), "違うものを 2 から"),
        (Subject("自治体", (graphs.UDA,), "いつか"), "日付を直してください"),
    ):
        with pytest.raises(UsageError, match=said):
            reporting(pointer, subject)


# --- Word ------------------------------------------------------------------------------------------------------------


def test_a_document_has_real_headings_repeated_table_heads_captions_and_alternative_text(
    reports: dict[str, Report], figure: Figure
) -> None:
    document = opened(write(pictured(reports["企業"], figure)).content)
    styles = [p.style.name for p in document.paragraphs]
    assert styles[0] == "Title"
    assert styles.count("Heading 1") == len(reports["企業"].sections) + 2
    for table in document.tables:
        assert table.rows[0]._tr.find(f"{W}trPr/{W}tblHeader") is not None
        assert table._tbl.tblPr.find(f"{W}tblDescription").get(f"{W}val")
    assert sum(style == "Caption" for style in styles) == 1 + sum(words(p._p).startswith("表") for p in document.paragraphs if p.style.name == "Caption")  # fmt: skip
    descriptions = [each.get("descr") for each in document.element.body.iter("{*}docPr")]
    assert descriptions == ["図の言葉"]
    assert {part.partname.ext for part in document.part.package.iter_parts()} >= {"png", "svg"}
    section = document.sections[0]
    assert (round(section.page_width / Mm(1)), round(section.page_height / Mm(1))) == (210, 297)
    assert "PAGE" in etree.tostring(section.footer._element, encoding="unicode")
    told = document.core_properties
    assert (told.author, told.last_modified_by, told.language) == ("連携グラフ", "連携グラフ", "ja-JP")
    assert told.modified.date().isoformat() == reports["企業"].date


def pictured(report: Report, *figures: Figure) -> Report:
    return replace(report, figures=figures)


def test_numbers_in_a_document_lead_to_the_list_of_sources(reports: dict[str, Report]) -> None:
    body = opened(write(reports["自治体"]).content).element.body
    targets = {each.get(f"{W}anchor") for each in body.iter(f"{W}hyperlink")}
    names = [each.get(f"{W}name") for each in body.iter(f"{W}bookmarkStart")]
    assert targets
    assert targets <= set(names)
    assert len(names) == len(set(names))
    ids = [each.get(f"{W}id") for each in body.iter(f"{W}bookmarkStart")]
    assert len(ids) == len(set(ids))


def outside(document: Any) -> list[bytes]:
    """Every block that lies in no section of ours, in canonical form."""
    found, inside = [], False
    for block in document.element.body:
        names = [each.get(f"{W}name", "") for each in block.iter(f"{W}bookmarkStart")]
        starts = any(name.startswith("renkei_") and not name.endswith("_end") and name[7:8] != "c" for name in names)
        inside = inside or starts
        if not inside:
            found.append(etree.tostring(block, method="c14n"))
        inside = inside and not any(name.endswith("_end") for name in names)
    return found


def test_what_a_person_writes_outside_and_in_the_remarks_stays_as_it_is(
    reports: dict[str, Report], figure: Figure
) -> None:
    document = opened(write(pictured(reports["企業"], figure)).content)
    remarks = [p for p in document.paragraphs if p.style.style_id == "RenkeiRemark"]
    assert len(remarks) == 4
    remarks[0].add_run("この相手とは来年度も続ける。").bold = True
    remarks[1].insert_paragraph_before("前に書いた段落")
    document.add_paragraph("終わりに書いた段落", style="Heading 1")
    document.add_table(2, 2).cell(0, 0).text = "自分の表"
    document.add_picture(io.BytesIO(figure.png))
    before = saved(document)
    again = write(pictured(reports["後"], figure), before)
    assert again.notes == ()
    result = opened(again.content)
    assert outside(result) == outside(opened(before))
    assert "前に書いた段落" in paragraphs(result)
    assert "配送の協定" not in "".join(paragraphs(result))
    third = write(pictured(reports["後"], figure), again.content)
    assert third.notes == ()
    assert len(third.content) < 1.05 * len(again.content)
    assert len(parts(third.content)) == len(parts(again.content))


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_what_a_person_writes_within_a_section_is_moved_behind_it_and_told(
    reports: dict[str, Report], figure: Figure
) -> None:
    document = opened(write(pictured(reports["企業"], figure)).content)
    caption = next(p for p in document.paragraphs if words(p._p).startswith("表") and "協定（締結の順）" in words(p._p))
    caption.insert_paragraph_before("ここは聞いたところ違う。")
    table = next(t for t in document.tables if t.cell(0, 1).text == "協定")
    table.cell(1, 2).paragraphs[0].add_run("（口頭で確認）")
    marked = find(document, "株式会社あおば見守りには")
    document.add_comment(marked.runs, text="要確認", author="課", initials="k")
    document.paragraphs[1].runs[0].font.highlight_color = 7
    again = write(pictured(reports["企業"], figure), saved(document))
    text = paragraphs(opened(again.content))
    assert text.count("ここは聞いたところ違う。") == 1
    assert any("（口頭で確認）" in line and line.startswith("表の行: ") for line in text)
    assert len(list(opened(again.content).element.body.iter(f"{W}commentReference"))) == 1
    assert any("「協定」の中に人が書いた 2 か所" in note for note in again.notes)
    assert any("コメント 1" in note for note in again.notes)
    third = write(pictured(reports["企業"], figure), again.content)
    assert third.notes == ()
    assert paragraphs(opened(third.content)) == text


def test_a_section_that_a_person_took_out_stays_out_until_asked_for(reports: dict[str, Report]) -> None:
    document = opened(write(reports["企業"]).content)
    body = document.element.body
    blocks = list(body)
    inside = [
        block
        for block in blocks
        if any(each.get(f"{W}name") == "renkei_timeline" for each in block.iter(f"{W}bookmarkStart"))
    ]
    end = [
        block
        for block in blocks
        if any(each.get(f"{W}name") == "renkei_timeline_end" for each in block.iter(f"{W}bookmarkStart"))
    ]
    for block in blocks[blocks.index(inside[0]) : blocks.index(end[0]) + 1]:
        body.remove(block)
    again = write(reports["企業"], saved(document))
    assert any("「経過」の節は消されているので" in note for note in again.notes)
    assert "経過" not in paragraphs(opened(again.content))
    wished = opened(again.content)
    wished.add_paragraph(MARKER)
    third = write(reports["企業"], saved(wished))
    assert third.notes == ()
    assert paragraphs(opened(third.content)).count("経過") == 1
    assert MARKER not in paragraphs(opened(third.content))


def test_a_template_keeps_its_own_words_styles_and_parts(reports: dict[str, Report], figure: Figure) -> None:
    template = docx.Document()
    template.styles["Heading 1"].font.size = Pt(33)
    template.add_paragraph("部長説明資料", style="Title")
    template.add_paragraph(MARKER)
    template.add_paragraph("以上")
    template.sections[0].header.paragraphs[0].text = "課の様式"
    template.core_properties.author = "ひな形の課"
    content = saved(template)
    made = write(pictured(reports["企業"], figure), content)
    result = opened(made.content)
    text = [p.text for p in result.paragraphs]
    assert (text[0], text[-1]) == ("部長説明資料", "以上")
    assert result.styles["Heading 1"].font.size == Pt(33)
    assert result.core_properties.author == "ひな形の課"
    before, after = parts(content), parts(made.content)
    for name in ("word/header1.xml", "word/theme/theme1.xml", "docProps/core.xml", "docProps/app.xml"):
        assert etree.tostring(etree.fromstring(before[name]), method="c14n") == etree.tostring(
            etree.fromstring(after[name]), method="c14n"
        )


def test_a_template_that_names_sections_gets_these_where_it_says(reports: dict[str, Report], figure: Figure) -> None:
    template = docx.Document()
    for text in ("一 協定", "［連携グラフ：協定］", "二 根拠", "［連携グラフ:出典］", "以上"):
        template.add_paragraph(text)
    made = write(pictured(reports["企業"], figure), saved(template))
    text = [
        line
        for line in paragraphs(opened(made.content))
        if line in ("一 協定", "協定", "二 根拠", "出典", "以上", "要旨", "経過")
    ]
    assert [line for n, line in enumerate(text) if line not in text[:n]] == [
        "一 協定",
        "協定",
        "二 根拠",
        "出典",
        "以上",
    ]
    again = write(pictured(reports["後"], figure), made.content)
    assert again.notes == ()
    assert "要旨" not in paragraphs(opened(again.content))
    assert not opened(again.content).inline_shapes
    assert not [name for name in parts(again.content) if "renkei" in name]


def test_a_document_of_someone_else_or_without_a_place_is_refused(reports: dict[str, Report]) -> None:
    with pytest.raises(UsageError, match="「株式会社あおば見守り」の資料です"):
        write(reports["自治体"], write(reports["企業"]).content)
    with pytest.raises(UsageError, match="連携グラフの作ったところがありません"):
        write(reports["企業"], saved(docx.Document()), False)
    with pytest.raises(UsageError, match="Word の文書"):
        write(reports["企業"], b"PK\x03\x04 broken")


# --- Excel -----------------------------------------------------------------------------------------------------------


def test_a_workbook_has_the_same_lines_one_heading_nothing_merged_and_no_formulas(reports: dict[str, Report]) -> None:
    content = xlsx.write(reports["自治体"])
    book = openpyxl.load_workbook(io.BytesIO(content))
    for table in reports["自治体"].tables:
        sheet = book[table.name]
        assert sheet.max_row == len(table.lines) + 1
        assert [cell.value for cell in sheet[1]] == ["行", *(column.name for column in table.columns)]
        assert not sheet.merged_cells.ranges
    numbers = {row[0] for row in book["根拠"].iter_rows(min_row=2, values_only=True)}
    assert {row[2] for row in book["根拠の行"].iter_rows(min_row=2, values_only=True)} == numbers
    assert xlsx.untouched(content)
    file = io.BytesIO()
    book.save(file)
    assert not xlsx.untouched(file.getvalue())


# --- PowerPoint ------------------------------------------------------------------------------------------------------


def deck(report: Report, *figures: Figure) -> slides.Deck:
    return slides.deck(pictured(report, *figures))


def shown(content: bytes) -> Any:
    return Presentation(io.BytesIO(content))


def presented(presentation: Any) -> bytes:
    file = io.BytesIO()
    presentation.save(file)
    return file.getvalue()


def titles(presentation: Any) -> list[str]:
    return [slide.shapes.title.text for slide in presentation.slides]


def test_slides_are_wide_editable_and_carry_their_evidence_in_the_notes(
    reports: dict[str, Report], figure: Figure
) -> None:
    made = shown(slides_file.write(deck(reports["企業"], figure)).content)
    assert round(made.slide_width / made.slide_height, 3) == 1.778
    assert titles(made)[:3] == [reports["企業"].title, "要旨", "つながりの図"]
    assert titles(made)[-1] == "出典"
    table = next(
        shape
        for slide in made.slides
        for shape in slide.shapes
        if shape.has_table and slide.shapes.title.text.startswith("協定")
    )
    assert table.table.cell(1, 1).text.startswith("配送の協定")
    notes = {slide.shapes.title.text: slide.notes_slide.notes_text_frame.text for slide in made.slides}
    assert "明" in notes["協定"]
    assert "見守り協定の締結について" in notes["協定"]
    for slide in made.slides:
        for shape in slide.shapes:
            assert 0 <= shape.left <= made.slide_width
            assert shape.top >= 0
            assert shape.left + shape.width <= made.slide_width + 10
            assert shape.top + shape.height <= made.slide_height + 10
    assert {shape._element.xpath(".//p:cNvPr")[0].get("descr") for slide in made.slides for shape in slide.shapes if shape.shape_type == 13} == {"図の言葉"}  # fmt: skip


def test_slides_that_people_changed_stay_as_they_changed_them(reports: dict[str, Report], figure: Figure) -> None:
    made = shown(slides_file.write(deck(reports["企業"], figure)).content)
    overview, agreements = made.slides[1], next(slide for slide in made.slides if slide.shapes.title.text == "協定")
    overview.shapes.title.text = "まとめ（課の案）"
    box = overview.shapes.add_textbox(Inches(1), Inches(6), Inches(3), Inches(0.5))
    box.text_frame.text = "自分の意見"
    table = next(shape for shape in agreements.shapes if shape.has_table)
    table.left, table.top = Inches(1), Inches(2)
    overview.notes_slide.notes_text_frame.text = "話すこと\n" + overview.notes_slide.notes_text_frame.text
    before = etree.tostring(box._element, method="c14n")
    again = slides_file.write(deck(reports["後"], figure), presented(made))
    result = shown(again.content)
    assert titles(result)[:2] == [reports["後"].title, "まとめ（課の案）"]
    assert before in [etree.tostring(shape._element, method="c14n") for shape in result.slides[1].shapes]
    assert any("題は人の手で直されている" in note for note in again.notes)
    notes = result.slides[1].notes_slide.notes_text_frame.text
    assert notes.startswith("話すこと\n")
    assert "新しい題:\n要旨" in notes
    moved = next(shape for slide in result.slides if slide.shapes.title.text == "協定" for shape in slide.shapes if shape.has_table)  # fmt: skip
    assert (moved.left, moved.top) == (Inches(1), Inches(2))
    assert "配送の協定" not in "".join(cell.text for row in moved.table.rows for cell in row.cells)
    assert len(result.slides) == len(made.slides)


def test_slides_go_where_a_template_says_and_use_its_layouts(reports: dict[str, Report], figure: Figure) -> None:
    template = Presentation()
    for text in ("はじめに", MARKER, "おわりに"):
        slide = template.slides.add_slide(template.slide_layouts[5])
        slide.shapes.title.text = text
    made = shown(slides_file.write(deck(reports["企業"], figure), presented(template)).content)
    assert (titles(made)[0], titles(made)[-1]) == ("はじめに", "おわりに")
    assert MARKER not in titles(made)
    assert made.slide_width == template.slide_width
    assert made.slides[2].slide_layout.name == "Title Only"
    taken = made.slides._sldIdLst
    made.part.drop_rel(taken[2].rId)
    taken.remove(taken[2])
    again = slides_file.write(deck(reports["企業"], figure), presented(made))
    assert any("「要旨」は消されているので" in note for note in again.notes)
    assert "要旨" not in titles(shown(again.content))


STORY = """題: 見守りの連携
頁:
  - 題: だれと組んでいるか
    文: 配達のときに声をかける。
    図: {中心: 宇陀市, 分野: 高齢者・障害者・見守り}
  - 題: 何を得たか
    表: {自治体: 宇陀市, 名: 施策}
"""


def test_a_story_becomes_slides_with_its_captions_maps_and_sources(pointer: Path) -> None:
    async def run() -> slides.Deck:
        store = EmbeddedStore(pointer)
        try:
            return await story.deck(store, storyfile.read(STORY, "話.yaml"), "話.yaml")
        finally:
            await store.close()

    made = shown(slides_file.write(asyncio.run(run())).content)
    assert titles(made) == ["見守りの連携", "だれと組んでいるか", "何を得たか", "出典"]
    assert any(shape.shape_type == 13 for shape in made.slides[1].shapes)
    assert "見守りの協定を結びました" in made.slides[1].notes_slide.notes_text_frame.text
    assert any(shape.has_table for shape in made.slides[2].shapes)
    assert "見守り協定の締結について" in "".join(shape.text_frame.text for shape in made.slides[3].shapes if shape.has_text_frame)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("題: x\n頁:\n  - 題: y\n    絵: {}", "4 行目: 「絵」という項目はありません"),
        ("題: x\n頁: なし", "2 行目: 「頁」の下には"),
        ("題: x\n頁:\n  - 文: y", "3 行目: 頁に「題: …」を"),
        ("題: [x\n", "YAML として読めません"),
        ("- x", "1 行目: ファイルには「題: …」"),
        ("題: x", "頁を一つ以上"),
        ("", "ファイルには「題: …」"),
    ],
)
def test_a_story_that_is_wrong_is_told_with_its_line(text: str, said: str) -> None:
    with pytest.raises(UsageError) as error:
        storyfile.read(text, "話.yaml")
    assert said in error.value.detail


# --- all kinds -------------------------------------------------------------------------------------------------------


def test_hostile_names_are_words_in_every_kind_of_file(tmp_path: Path, figure: Figure) -> None:
    subjects = (
        Subject("企業", ("o-bad",)),
        Subject("自治体", (graphs.UDA,)),
        Subject("比較", (graphs.UDA, graphs.FUCHU)),
    )
    for report in reporting(tmp_path / "graph.json", *subjects, graph=hostile()):
        made = pictured(report, figure)
        document = write(made).content
        book = xlsx.write(made)
        show = slides_file.write(slides.deck(made)).content
        for content in (document, book, show, write(made, document).content):
            for name, part in parts(content).items():
                if name.endswith((".xml", ".rels")):
                    etree.fromstring(part, etree.XMLParser(huge_tree=True))
        text = "\n".join(paragraphs(opened(document)))
        for nasty in ("=HYPERLINK", "<w:p/>]]>&amp;", "{{ 7*7 }}", "]]></w:t>", "🏢"):
            assert nasty in text, nasty
        assert "〔U+202E〕" in text
        assert "〔U+0007〕" in text
        assert "\u202e" not in text
        assert not opened(document).element.body.findall(f".//{W}instrText")
        cells = [
            cell for sheet in openpyxl.load_workbook(io.BytesIO(book)) for row in sheet.iter_rows() for cell in row
        ]
        assert not [cell for cell in cells if cell.data_type == "f"]
        assert any(cell.value and "=HYPERLINK" in str(cell.value) for cell in cells)
        assert shown(show).slides[0].shapes.title.text
        assert write(made, document).notes == ()


SCRIPT = """
import asyncio, hashlib, sys
from pathlib import Path
from graph.store.embedded import EmbeddedStore
from viz.reports import docx, pictures, pptx, slides, xlsx
from viz.reports.compose import compose
from viz.reports.subjects import Subject

async def run():
    store = EmbeddedStore(Path(sys.argv[1]))
    try:
        report = await compose(store, Subject("企業", ("o-a",)), [pictures.PAGE])
    finally:
        await store.close()
    made = docx.write(report).content, xlsx.write(report), pptx.write(slides.deck(report)).content
    return " ".join(hashlib.sha256(content).hexdigest() for content in made)

print(asyncio.run(run()))
"""


def test_the_same_graph_makes_the_same_bytes_in_another_process(pointer: Path) -> None:
    async def here() -> Report:
        store = EmbeddedStore(pointer)
        try:
            return await compose(store, Subject("企業", ("o-a",)), [pictures.PAGE])
        finally:
            await store.close()

    report = asyncio.run(here())
    made = write(report).content, xlsx.write(report), slides_file.write(slides.deck(report)).content
    found = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(pointer)], capture_output=True, text=True, encoding="utf-8",
        env=os.environ | {"PYTHONHASHSEED": "77", "PYTHONUTF8": "1"}, cwd=Path(__file__).resolve().parent.parent, check=True,
    )  # fmt: skip
    assert found.stdout.split() == [hashlib.sha256(content).hexdigest() for content in made]


@pytest.fixture
def graph_file(pointer: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place to write to, for the command over the store."""
    for name in [name for name in os.environ if name.startswith("RENKEI_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("RENKEI_DATA", str(tmp_path))
    monkeypatch.setenv("RENKEI_GRAPH_FILE", str(pointer))
    return tmp_path


def test_the_command_leaves_out_what_is_internal_unless_asked_and_keeps_what_people_wrote(graph_file: Path) -> None:
    def run(*arguments: str) -> Any:
        return CliRunner().invoke(main, ["report", *arguments])

    output = graph_file / "資料.docx"
    assert run("--company", "あおば見守り", "--internal", "-o", str(output)).exit_code == 0
    document = opened(output.read_bytes())
    assert "内々の協定" in "".join(paragraphs(document))
    assert "外に出さないこと" in "".join(paragraphs(document))
    document.paragraphs[1].insert_paragraph_before("人の言葉")
    document.save(str(output))
    kept = run("--company", "あおば見守り", "-o", str(output))
    assert kept.exit_code == 0
    assert "節のすぐ後に移して残しました" in kept.output
    assert (graph_file / "資料（前の版）.docx").exists()
    assert "人の言葉" in paragraphs(opened(output.read_bytes()))
    assert "内々の協定" not in "".join(paragraphs(opened(output.read_bytes())))
    for arguments, said in (
        (("-o", str(output)), "どれか一つを指定してください"),
        (("--company", "あおば見守り", "-o", str(graph_file / "x.txt")), ".docx、.xlsx、.pptx のどれか"),
        (("--company", "みどり信用金庫", "-o", str(output)), "別の名前のファイルに"),
        (("--story", str(graph_file / "ない.yaml"), "-o", str(graph_file / "y.pptx")), "を読めません"),
    ):
        refused = run(*arguments)
        assert refused.exit_code in (1, 2), refused.output
        assert said in refused.output
        assert not (graph_file / "y.docx").exists()


async def test_the_explorer_gives_the_same_files_without_what_is_internal(pointer: Path, tmp_path: Path) -> None:
    store: Store = EmbeddedStore(pointer)
    transport = httpx.ASGITransport(app=create_app(Settings(data=tmp_path), store))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as web:
        page = await web.get("/organisations/o-a")
        assert "/report?" in page.text
        answer = await web.get("/report", params={"まわり": "o-a", "形": "xlsx"})
        assert answer.status_code == 200
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        names = {row[2] for row in book["協定"].iter_rows(min_row=2, values_only=True)}
        assert names == {"地域見守り協定", "配送の協定"}
        assert "filename*=UTF-8''" in answer.headers["content-disposition"]
        again = await web.get(
            "/report", params={"まわり": "o-a", "形": "xlsx"}, headers={"if-none-match": answer.headers["etag"]}
        )
        assert again.status_code == 304
        assert (await web.get("/report", params={"まわり": "o-a", "分野": "文化"})).status_code == 422
        assert (await web.get("/report", params={"まわり": "ない"})).status_code == 404
    await store.close()
