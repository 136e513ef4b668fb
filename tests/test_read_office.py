"""Workbooks and documents of office programs. All of them are made up."""

from __future__ import annotations

import datetime
import re
from typing import Any

import openpyxl
import pytest
import xlwt
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from loaders.read import read_bytes
from tests.documents.files import exact, old_workbook, replaced, sheet, texts, word, workbook, written

DAY = datetime.date(2023, 11, 8)
FIRST = datetime.date(2023, 4, 1)
WAREKI = '[$-411]ggge"年"m"月"d"日"'


def cell_of(value: Any, code: str = "General") -> tuple[str, bool]:
    """What a cell with this value and number format becomes: its text, and whether it is a date."""

    def fill(book: Any) -> None:
        book.active["A1"] = value
        book.active["A1"].number_format = code

    cell = exact(read_bytes("a.xlsx", workbook(fill))).tables[0].rows[0].cells[0]
    return cell.text, cell.date


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (DAY, "yyyy/m/d", "2023-11-08"),
        (DAY, WAREKI, "2023-11-08"),
        (DAY, "[$-411]ge.m.d;@", "2023-11-08"),
        (DAY, '[$-ja-JP-x-gannen]ggge"年"m"月"d"日";@', "2023-11-08"),
        (DAY, 'm"月"d"日"', "2023-11-08"),
        (DAY, 'yyyy"年"m"月"', "2023-11-08"),
        (FIRST, 'yyyy"年"m"月"', "2023-04"),
        (FIRST, '[$-411]ggge"年"', "2023"),
        (datetime.datetime(2023, 11, 8, 10, 30), "yyyy/m/d h:mm", "2023-11-08 10:30"),
        (datetime.datetime(2023, 11, 8, 10, 30), "yyyy/m/d", "2023-11-08"),
        (datetime.date(1900, 1, 1), "yyyy/m/d", "1900-01-01"),
    ],
)
def test_a_real_date_is_iso_text_as_precise_as_it_is_shown(value: Any, code: str, text: str) -> None:
    assert cell_of(value, code) == (text, True)


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (45238, "General", "45238"),
        (45238.0, "General", "45238"),
        (0.1 + 0.2, "General", "0.3"),
        (11002, "000000", "011002"),
        (0.25, "0%", "25%"),
        (0.125, "0.0%", "12.5%"),
        (1200, "#,##0", "1,200"),
        (1200000, '#,##0,"千円"', "1,200千円"),
        (-1200, '#,##0;"△ "#,##0', "△ 1,200"),
        (3, '0"件"', "3件"),
        (1234.5, "_ * #,##0.00_ ", "1,234.50"),
        (2.5, "0.##", "2.5"),
        (0, "#,##0;-#,##0;", "0"),
        (1.5e20, "General", "1.5e+20"),
        (FIRST, '[$-411]ggge"年度"', "令和5年度"),
        (datetime.time(10, 30), "h:mm", "10:30"),
        (-5, "yyyy/m/d", "-5"),
        ("45238", "yyyy/m/d", "45238"),
        (True, "General", "TRUE"),
        ("#REF!", "General", "#REF!"),
    ],
)
def test_any_other_value_is_the_text_that_is_shown(value: Any, code: str, text: str) -> None:
    assert cell_of(value, code) == (text, False)


@pytest.mark.parametrize("from_1904", [False, True])
@pytest.mark.parametrize(
    ("value", "code", "text", "date"),
    [
        (11002, "000000", "011002", False),
        (0.125, "0.0%", "12.5%", False),
        (1200000, '#,##0,"千円"', "1,200千円", False),
        (-1200, '#,##0;"△ "#,##0', "△ 1,200", False),
        (3, '0"件"', "3件", False),
        (45238, "General", "45238", False),
        (datetime.time(10, 30), "h:mm", "10:30", False),
        (DAY, WAREKI, "2023-11-08", True),
        (FIRST, 'yyyy"年"m"月"', "2023-04", True),
        (FIRST, '[$-411]ggge"年度"', "令和5年度", False),
        (DAY, 'm"月"d"日"', "2023-11-08", True),
        (datetime.datetime(2023, 11, 8, 10, 30), "yyyy/m/d h:mm", "2023-11-08 10:30", True),
    ],
)
def test_an_older_workbook_shows_its_values_under_the_same_formats(
    value: Any, code: str, text: str, date: bool, from_1904: bool
) -> None:
    def fill(book: Any) -> None:
        book.dates_1904 = from_1904
        style = xlwt.XFStyle()
        style.num_format_str = code
        rows = book.add_sheet("協定")
        # Neighbours in a row share one record.
        for column in range(3):
            rows.write(0, column, value, style)

    [row] = exact(read_bytes("a.xls", old_workbook(fill))).tables[0].rows
    assert [(cell.text, cell.date) for cell in row.cells] == [(text, date)] * 3


def test_hidden_columns_and_days_without_a_year_of_an_older_workbook_are_told() -> None:
    def fill(book: Any) -> None:
        style = xlwt.XFStyle()
        style.num_format_str = 'm"月"d"日"'
        rows = book.add_sheet("協定")
        rows.write(0, 0, "株式会社あおば")
        rows.write(0, 1, DAY, style)
        rows.col(1).hidden = True

    told = " ".join(problem.what for problem in read_bytes("a.xls", old_workbook(fill)).warnings)
    assert "非表示の列が 1 列あります（左から 2 列目など）" in told
    assert "年を見せない書式の日付が 1 個あります（B1 など）" in told


@pytest.mark.parametrize(
    ("built_in", "text"), [(57, "2023-11-08"), (58, "2023-11-08"), (31, "2023-11-08"), (14, "2023-11-08")]
)
def test_formats_that_are_built_into_japanese_excel_are_dates(built_in: int, text: str) -> None:
    raw = workbook(lambda book: book.active.append([45238]))

    def style(styles: bytes) -> bytes:
        assert styles.count(b'numFmtId="0"') == 2
        return styles.replace(b'numFmtId="0"', b'numFmtId="%d"' % built_in)

    cell = read_bytes("a.xlsx", replaced(raw, "xl/styles.xml", style)).tables[0].rows[0].cells[0]
    assert (cell.text, cell.date) == (text, True)


def test_workbooks_that_count_from_1904_give_the_same_days() -> None:
    def fill(book: Any) -> None:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        book.active["A1"] = DAY

    assert texts(read_bytes("a.xlsx", workbook(fill)).tables[0]) == [["2023-11-08"]]


def test_a_merged_cell_stands_at_every_place_it_covers() -> None:
    def fill(book: Any) -> None:
        rows = [
            ["宇陀市の協定", None, None],
            ["分野", "協定", "相手方"],
            ["防災", "見守り", "㈱あおば"],
            [None, "物資", "㈱みどり"],
        ]
        for row in rows:
            book.active.append(row)
        book.active.merge_cells("A1:C1")
        book.active.merge_cells("A3:A4")

    reading = exact(read_bytes("a.xlsx", workbook(fill)))
    rows = reading.tables[0].rows
    assert rows[0].cells[0] is rows[0].cells[2]
    assert rows[2].cells[0] is rows[3].cells[0]
    assert texts(reading.tables[0])[3] == ["防災", "物資", "㈱みどり"]
    assert reading.text == "宇陀市の協定\n分野\t協定\t相手方\n防災\t見守り\t㈱あおば\n\t物資\t㈱みどり\n"
    assert [reading.place(rows[3].cells[n].span) for n in range(3)] == ["協定一覧!3", "協定一覧!4", "協定一覧!4"]


def test_hidden_sheets_rows_and_columns_are_read_and_told() -> None:
    def fill(book: Any) -> None:
        for n in range(3):
            book.active.append([f"協定{n}", f"㈱あおば{n}"])
        book.active.row_dimensions[2].hidden = True
        book.active.column_dimensions["B"].hidden = True
        other = book.create_sheet("控え")
        other.append(["古い協定"])
        other.sheet_state = "hidden"

    reading = exact(read_bytes("一覧.xlsx", workbook(fill)))
    assert [row.hidden for row in reading.tables[0].rows] == [False, True, False]
    assert [table.hidden for table in reading.tables] == [False, True]
    told = " ".join(w.what for w in reading.warnings)
    assert "一覧.xlsx 協定一覧: 非表示の行が 1 行あります（2 行目など）" in told
    assert "非表示の列が 1 列あります（左から 2 列目など）" in told
    assert "一覧.xlsx 控え: 非表示のシートです" in told


def test_struck_cells_are_marked_and_struck_parts_left_out_with_a_word() -> None:
    def fill(book: Any) -> None:
        book.active["A1"], book.active["A2"] = "㈱あおば", "㈱みどり"
        book.active["A1"].font = Font(strike=True)
        gone = TextBlock(InlineFont(strike=True), "㈱わかば")
        book.active["A3"] = CellRichText(gone, "㈱もみじ")
        book.active["A4"] = CellRichText(gone)

    reading = exact(read_bytes("a.xlsx", workbook(fill)))
    assert [(c.text, c.struck) for row in reading.tables[0].rows for c in row.cells] == [
        ("㈱あおば", True), ("㈱みどり", False), ("㈱もみじ", False), ("㈱わかば", True),
    ]  # fmt: skip
    assert [w.what for w in reading.warnings] == ["a.xlsx 協定一覧: 一部に取り消し線のある値が 1 個あります（A3）"]


def test_formulas_give_their_values_and_those_without_are_told() -> None:
    raw = sheet([["=1+1", "協定"]])
    reading = read_bytes("a.xlsx", raw)
    assert texts(reading.tables[0]) == [["", "協定"]]
    assert "値の計算されていない数式が 1 個あります（A1）" in reading.warnings[0].what
    computed = replaced(raw, "xl/worksheets/sheet1.xml", lambda xml: re.sub(rb"<v */>|<v></v>", b"<v>2</v>", xml))
    assert texts(read_bytes("a.xlsx", computed).tables[0]) == [["2", "協定"]]


def test_readings_above_words_are_no_part_of_them() -> None:
    raw = replaced(
        written(lambda book: book.add_worksheet().write_row(0, 0, ["x", "y", "x"])), "xl/sharedStrings.xml",
        lambda xml: xml.replace(b"<t>x</t>", '<t>宇陀市</t><rPh sb="0" eb="3"><t>ウダシ</t></rPh><phoneticPr fontId="1"/>'.encode()),
    )  # fmt: skip
    assert texts(read_bytes("a.xlsx", raw).tables[0]) == [["宇陀市", "y", "宇陀市"]]


def test_shared_strings_of_several_formats_are_told_apart_from_struck_ones() -> None:
    def fill(book: Any) -> None:
        first = book.add_worksheet("一覧")
        gone = book.add_format({"font_strikeout": True})
        first.write_rich_string(0, 0, "㈱あおば", gone, "㈱みどり", "支店")
        first.write(1, 0, "㈱わかば", gone)
        first.write(2, 0, "㈱わかば")

    reading = exact(read_bytes("a.xlsx", written(fill)))
    assert [(row.cells[0].text, row.cells[0].struck) for row in reading.tables[0].rows] == [
        ("㈱あおば支店", False), ("㈱わかば", True), ("㈱わかば", False),
    ]  # fmt: skip
    assert "（A1）" in reading.warnings[0].what


def test_line_breaks_in_cells_stay_in_the_cell_and_are_spaces_in_the_text() -> None:
    reading = exact(read_bytes("a.xlsx", sheet([["㈱あおば\n㈱みどり\r\n支店", "改_x000D_行"], ["甲\t乙", " \n"]])))
    assert texts(reading.tables[0])[0][0] == "㈱あおば\n㈱みどり\n支店"
    assert reading.text.split("\n")[0].startswith("㈱あおば ㈱みどり 支店\t改")
    assert texts(reading.tables[0])[1] == ["甲 乙", ""]


def test_rows_keep_their_numbers_past_empty_ones_and_far_notes_cost_nothing() -> None:
    def fill(book: Any) -> None:
        book.active["B2"] = "協定"
        book.active["B5"] = "見守り"
        book.active["A1048576"] = "注"

    reading = exact(read_bytes("a.xlsx", workbook(fill)))
    numbers = [row.number for row in reading.tables[0].rows]
    assert numbers[:5] == [1, 2, 3, 4, 5]
    assert numbers[-1] == 1_048_576
    assert len(numbers) < 1_100
    assert reading.place(reading.tables[0].rows[-1].cells[0].span) == "協定一覧!1048576"


def test_text_boxes_on_a_sheet_are_read_after_it() -> None:
    drawing = (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:sp><a:p><a:r><a:t>令和6年</a:t></a:r>'
        "<a:r><a:t>4月1日現在</a:t></a:r></a:p></xdr:sp></xdr:wsDr>"
    ).encode()
    rels = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        b'Type="x/drawing" Target="../drawings/drawing1.xml"/></Relationships>'
    )
    raw = replaced(sheet([["協定"]]), "xl/drawings/drawing1.xml", lambda _: drawing)
    raw = replaced(raw, "xl/worksheets/_rels/sheet1.xml.rels", lambda _: rels)
    reading = read_bytes("a.xlsx", raw)
    assert reading.text == "協定\n令和6年4月1日現在\n"
    start = reading.text.index("令和")
    assert reading.place(type(reading.tables[0].span)(start, start + 4)) == [start, start + 4]


_TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=10)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(_TEXT, min_size=1, max_size=4), min_size=1, max_size=5), st.booleans())
def test_every_cell_of_a_workbook_stands_where_it_says(rows: list[list[str]], merged: bool) -> None:
    def fill(book: Any) -> None:
        for row in [["頭"], *rows]:
            book.active.append([f"’{cell}" for cell in row])
        if merged:
            book.active.merge_cells("A2:B3")

    reading = exact(read_bytes("a.xlsx", workbook(fill)))
    for row in reading.tables[0].rows:
        for cell in row.cells:
            if cell.text and reading.place(cell.span) != f"協定一覧!{row.number}":
                assert merged


# --- older workbooks -----------------------------------------------------------------------------------------------


def test_an_old_workbook_gives_dates_merges_and_hidden_sheets() -> None:
    def fill(book: Any) -> None:
        first = book.add_sheet("協定一覧")
        style = xlwt.XFStyle()
        style.num_format_str = WAREKI
        first.write_merge(0, 0, 0, 1, "宇陀市の協定")
        first.write(1, 0, "㈱あおば\n支店")
        first.write(1, 1, DAY, style)
        first.write(2, 0, 45238)
        first.write(2, 1, 1.5)
        book.add_sheet("控え").write(0, 0, "古い")
        book.get_sheet(1).visibility = 1

    reading = exact(read_bytes("一覧.xls", old_workbook(fill)))
    assert texts(reading.tables[0]) == [
        ["宇陀市の協定", "宇陀市の協定"],
        ["㈱あおば\n支店", "2023-11-08"],
        ["45238", "1.5"],
    ]
    assert reading.tables[0].rows[1].cells[1].date
    assert not reading.tables[0].rows[2].cells[0].date
    assert reading.tables[0].rows[0].cells[0] is reading.tables[0].rows[0].cells[1]
    assert reading.tables[1].hidden
    assert (reading.format, reading.place(reading.tables[1].rows[0].span)) == ("xls", "控え!1")


def test_hidden_rows_and_struck_cells_of_an_old_workbook_are_marked() -> None:
    def fill(book: Any) -> None:
        book.add_sheet("表紙").write(0, 0, "協定一覧")
        first = book.add_sheet("一覧")
        gone = xlwt.XFStyle()
        gone.font.struck_out = True
        for n in range(4):
            first.write(n, 0, f"協定{n}")
            first.write(n, 1, f"㈱あおば{n}", gone if n == 2 else xlwt.XFStyle())
        first.row(1).hidden = True

    reading = exact(read_bytes("a.xls", old_workbook(fill)))
    rows = reading.tables[1].rows
    assert [row.hidden for row in rows] == [False, True, False, False]
    assert [[cell.struck for cell in row.cells] for row in rows] == [[False, False]] * 2 + [
        [False, True],
        [False, False],
    ]
    assert "一覧: 非表示の行が 1 行あります（2 行目など）" in reading.warnings[0].what


# --- documents of Word ---------------------------------------------------------------------------------------------


def test_a_document_gives_paragraphs_headings_lists_and_tables_in_order() -> None:
    def fill(document: Any) -> None:
        document.add_heading("見守り協定の締結について", 0)
        document.add_paragraph("宇陀市は、㈱あおばと協定を結びました。")
        document.add_heading("概要", 1)
        document.add_paragraph("声かけ", style="List Bullet")
        table = document.add_table(3, 3)
        for n, text in enumerate(["分野", "協定", "相手方", "防災", "見守り", "㈱あおば\n支店", "", "物資", ""]):
            table.cell(n // 3, n % 3).text = text
        table.cell(1, 0).merge(table.cell(2, 0))
        table.cell(2, 1).merge(table.cell(2, 2))
        document.add_paragraph("以上")
        document.sections[0].header.paragraphs[0].text = "上の余白"

    reading = exact(read_bytes("a.docx", word(fill)))
    assert reading.title == "見守り協定の締結について"
    assert [reading.quote(h) for h in reading.headings] == ["見守り協定の締結について", "概要"]
    assert reading.text == (
        "見守り協定の締結について\n宇陀市は、㈱あおばと協定を結びました。\n概要\n声かけ\n"
        "分野\t協定\t相手方\n防災\t見守り\t㈱あおば 支店\n\t物資\n以上\n"
    )
    rows = reading.tables[0].rows
    assert rows[1].cells[0] is rows[2].cells[0]
    assert rows[2].cells[1] is rows[2].cells[2]
    assert not reading.sheets


def test_a_document_is_read_as_if_its_changes_were_accepted() -> None:
    paragraph = (
        f"<w:p {nsdecls('w')}><w:r><w:t>市は、</w:t></w:r><w:del><w:r><w:delText>㈱古い</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>㈱あおば</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>隠れた語</w:t></w:r>"
        "<w:r><w:ruby><w:rt><w:r><w:t>むす</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>結</w:t></w:r></w:rubyBase></w:ruby></w:r>"
        "<w:r><w:t>ぶ。</w:t></w:r><w:r><w:rPr><w:strike/></w:rPr><w:t>しない。</w:t></w:r></w:p>"
    )
    reading = read_bytes("a.docx", word(lambda document: document.element.body.insert(0, parse_xml(paragraph))))
    assert reading.text.split("\n")[0] == "市は、㈱あおば結ぶ。"
    assert "取り消し線の引かれた語句を除いて読みました（「しない。」）" in reading.warnings[0].what


def test_text_boxes_and_notes_are_read_once() -> None:
    box = (
        f"<w:p {nsdecls('w')} xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' "
        "xmlns:wps='http://schemas.microsoft.com/office/word/2010/wordprocessingShape' xmlns:v='urn:schemas-microsoft-com:vml'>"
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent><w:p><w:r><w:t>囲みの語</w:t></w:r></w:p>"
        "</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>囲みの語</w:t>"
        "</w:r></w:p></w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>本文</w:t></w:r></w:p>"
    )
    reading = read_bytes("a.docx", word(lambda document: document.element.body.insert(0, parse_xml(box))))
    assert reading.text == "本文\n囲みの語\n"


def test_a_frame_of_one_cell_is_text_and_a_table_in_a_cell_belongs_to_the_cell() -> None:
    def fill(document: Any) -> None:
        document.add_table(1, 1).cell(0, 0).text = "枠の中の文"
        outer = document.add_table(2, 2)
        outer.cell(0, 0).text, outer.cell(1, 1).text = "頭", "終"
        inner = outer.cell(1, 0).add_table(1, 2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "中一", "中二"

    reading = exact(read_bytes("a.docx", word(fill)))
    assert reading.text.startswith("枠の中の文\n")
    assert texts(reading.tables[0]) == [["頭", ""], ["中一\n中二", "終"]]


def test_the_title_among_the_properties_counts_only_if_the_text_has_it() -> None:
    def fill(document: Any) -> None:
        document.core_properties.title = "前の文書の題"
        document.add_paragraph("協定の概要")

    assert read_bytes("a.docx", word(fill)).title == ""
