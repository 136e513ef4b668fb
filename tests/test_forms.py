"""Forms go out and come back: what sections and other municipalities write becomes facts with the reply as evidence.

Municipalities are real; sections, companies, agreements and every answer are invented for these tests.
"""

from __future__ import annotations

import asyncio
import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import openpyxl.styles
import pytest
import xlwt
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from graph import forms
from graph.errors import DataProblems, Problem
from graph.facts import public
from graph.forms import Form
from graph.store.embedded import EmbeddedStore
from loaders import replies
from loaders.folder import Folder
from loaders.read import read_bytes
from loaders.replies import answers, facts, sheets, values
from renkei import cli
from tests.factory import Desk, node, rows, shipped_graph, told
from tests.review_web import opened, said
from viz import forms as outgoing

UDA = "292125"
LIST = """形式: "1"
文書:
  id: d-list
  題名: 協定の一覧（試験用の作り話）
  種別: 協定一覧
  発行日: 2024-04-01
協定:
- id: k-mimamori
  名称: 地域の見守りに関する協定
  種別: 見守り協定
  締結日: 2023-11-08
  状態: 有効
  所管課: 福祉課
  自治体: [{名称: 奈良県宇陀市}]
  企業: [{名称: 株式会社よつば配送便}, {名称: みなも信用金庫}]
  出典: [{要旨: 一覧に載る。}]
- id: k-saigai
  名称: 災害時の物資に関する協定
  締結日: 2019-09
  自治体: [{名称: 奈良県宇陀市, 部署: 福祉課}]
  企業: [{名称: 株式会社よつば配送便}]
- id: k-machi
  名称: まちづくりの協定
  締結日: 2010
  自治体: [{名称: 奈良県宇陀市}]
  企業: [{名称: みなも信用金庫}]
- id: k-owari
  名称: 終わった協定
  状態: 終了
  所管課: 福祉課
  自治体: [{名称: 奈良県宇陀市}]
  企業: [{名称: みなも信用金庫}]
施策:
- id: m-koe
  名称: 配達時の声かけ
  段階: 計画
  協定: k-mimamori
  自治体: [{名称: 奈良県宇陀市, 役割: 主体}]
  企業: [{名称: 株式会社よつば配送便}]
- id: m-soudan
  名称: 起業の相談会
  段階: 実施
  自治体: [{名称: 奈良県宇陀市, 役割: 主体}]
  企業: [{名称: みなも信用金庫}]
- id: m-basho
  名称: 場所を貸した催し
  段階: 実施
  自治体: [{名称: 奈良県宇陀市, 役割: 場所}]
  企業: [{名称: みなも信用金庫}]
"""
SECRET = """形式: "1"
文書: {id: d-secret, 題名: 内部の資料（試験用の作り話）, 種別: その他, 公開: 庁内限り}
協定:
- id: k-himitsu
  名称: 庁内だけの協定
  自治体: [{名称: 奈良県宇陀市}]
  企業: [{名称: みなも信用金庫}]
"""

DAY = "令和8年4月10日"
HOSTILE = (
    "=HYPERLINK(\"http://x\")", "+1+1", "-2", "@SUM(A1)", "<script>alert(1)</script>", "]]>&amp;", "a\tb\nc", "{{7*7}}",
    "\u202eevil\u202c", "😀𠮷野家", "ベル\x07", "_x0041_", "長" * 10_000, "/etc/passwd", "'",
)  # fmt: skip
EDIT = Callable[[Worksheet], None]


@dataclass
class Room:
    """A desk with agreements on record, the form of a section, and replies to it."""

    desk: Desk
    made: list[Form] = field(default_factory=list)

    @property
    def form(self) -> Form:
        return next(form for form in self.made if form.department == "福祉課")

    def reply(self, *edits: EDIT, name: str = "返信.xlsx", form: Form | None = None, day: str = DAY) -> bytes:
        """The form as a section sends it back."""
        book = openpyxl.load_workbook(io.BytesIO(outgoing.write([form or self.form])))
        sheet = book.worksheets[1]
        if day:
            put_head(sheet, forms.DAY, day)
        if (form or self.form).kind == "照会票":
            put_head(sheet, forms.DEPARTMENT, "企画課")
        for edit in edits:
            edit(sheet)
        file = io.BytesIO()
        book.save(file)
        return file.getvalue()

    def take(self, raw: bytes, name: str = "返信.xlsx", day: str = "") -> replies.Outcome:
        return replies.take(read_bytes(name, raw), Folder(self.desk.user), self.desk.shipped, day=day)

    def returned(self, *edits: EDIT) -> replies.Sheet:
        """What becomes of the form after some edits."""
        return self.take(self.reply(*edits)).sheets[0]

    def refused(self, *edits: EDIT, words: str) -> Problem:
        """The problem that the words tell of; nothing was written."""
        before = self.written()
        with pytest.raises(DataProblems) as error:
            self.take(self.reply(*edits))
        assert self.written() == before
        return told(error.value.problems, words)

    def written(self) -> dict[str, bytes]:
        return {str(p.relative_to(self.desk.user)): p.read_bytes() for p in self.desk.user.rglob("*") if p.is_file()
                and p.suffix != ".lock"}  # fmt: skip

    def statements(self, document: str = "") -> set[tuple[str, str, str]]:
        """Subject, item and value of what the reply says of records."""
        document = document or self.form.document
        return {
            (start, item, value)
            for (start, end), row in rows(self.desk.graph(), "記載").items() if end == document
            for item, value in zip(row["項目"], row["値"], strict=True)
        }  # fmt: skip


def columns(sheet: Worksheet) -> dict[str, int]:
    """Column key → column of the sheet, found by the heading."""
    head = next(row for row in sheet.iter_rows() if any(cell.value == "名称" for cell in row))
    titles = {cell.value: cell.column for cell in head if cell.value}
    found = {
        column.key: next((at for title, at in titles.items() if title.startswith(column.titles)), 0)
        for column in forms.COLUMNS
    }
    return {**found, forms.KEY: titles[forms.KEY]}


def row_of(sheet: Worksheet, name: str) -> int:
    at = columns(sheet)["名称"]
    return next(row[at - 1].row for row in sheet.iter_rows() if row[at - 1].value == name)


def put_head(sheet: Worksheet, name: str, value: Any) -> None:
    cell = next(cell for row in sheet.iter_rows(max_row=7) for cell in row if cell.value == name)
    sheet.cell(cell.row, cell.column + 1).value = value


def answer(name: str, **told: Any) -> EDIT:
    """Answers in the row of a record."""

    def edit(sheet: Worksheet) -> None:
        for key, value in told.items():
            sheet.cell(row_of(sheet, name), columns(sheet)[key]).value = value

    return edit


def add(number: int, **told: Any) -> EDIT:
    """Answers in one of the empty rows, counted from 1."""

    def edit(sheet: Worksheet) -> None:
        first = next(cell.row for cell in sheet["A"] if cell.value == "ここに書き足す")
        for key, value in told.items():
            sheet.cell(first + number, columns(sheet)[key]).value = value

    return edit


MIMAMORI, SAIGAI = "地域の見守りに関する協定", "災害時の物資に関する協定"
FILLED = (
    answer(MIMAMORI, 確認="正しい", 状態="有効", 有効期限="令和8年度末", 実績="出前講座を3回開き、120人が参加した。",
           成果="120人\n満足 92%", 経費="0円", 課題="引き継ぎ", 方針="見直し"),
    answer(SAIGAI, 状態="終了", 終了日="R8.3.31", 実績="なし", 方針="終了"),
)  # fmt: skip


@pytest.fixture(scope="module")
def at_first(tmp_path_factory: pytest.TempPathFactory) -> Room:
    """What every test begins with: no test changes it."""
    desk = Desk.make(tmp_path_factory.mktemp("forms"))
    desk.write(LIST, "list.yaml")
    return Room(desk, outgoing.stocktaking(desk.graph(), UDA, "2025", due="2026-04-30"))


@pytest.fixture
def room(at_first: Room, tmp_path: Path) -> Room:
    desk = Desk(at_first.desk.shipped, tmp_path / "user", at_first.desk.sources)
    desk.write(LIST, "list.yaml")
    return Room(desk, at_first.made)


# --- out ---------------------------------------------------------------------------------------------------------------


def test_every_section_gets_its_own_agreements_and_those_of_no_section_come_last(room: Room) -> None:
    assert [(form.department, [row.id for row in form.rows]) for form in room.made] == [
        ("福祉課", ["k-saigai", "k-mimamori"]), ("", ["k-machi"]),
    ]  # fmt: skip
    ended = outgoing.stocktaking(room.desk.graph(), UDA, "2025", ended=True)
    assert "k-owari" in [row.id for row in ended[0].rows]


def test_an_inquiry_asks_about_agreements_with_their_measures_and_measures_apart_from_any(room: Room) -> None:
    form = outgoing.inquiry(room.desk.graph(), UDA, "2026-04-01")
    assert [(row.label, row.id) for row in form.rows] == [
        ("協定", "k-machi"), ("協定", "k-saigai"), ("協定", "k-mimamori"), ("施策", "m-koe"), ("協定", "k-owari"), ("施策", "m-soudan"),
    ]  # fmt: skip
    assert outgoing.inquiry(room.desk.graph(), "092045", "2026-04-01").rows == ()


def test_what_is_filled_in_says_where_it_is_written(room: Room) -> None:
    row = room.form.rows[1]
    assert row.cells["日付"] == "2023年11月8日（令和5年）"
    assert row.cells["相手方"] == "みなも信用金庫\n株式会社よつば配送便"
    assert "配達時の声かけ（計画）" in row.cells["記録"]
    cited = next(each for each in room.form.cited if f"[{each.number}]" in row.cells["出典"])
    assert (cited.document, cited.words) == ("協定の一覧（試験用の作り話）", "一覧に載る。")


def test_what_only_internal_documents_tell_is_in_no_form_unless_asked_for(room: Room) -> None:
    room.desk.write(SECRET, "secret.yaml")
    graph = room.desk.graph()
    asked = [row.id for form in outgoing.stocktaking(graph, UDA, "2025") for row in form.rows]
    shown = [row.id for form in outgoing.stocktaking(public(graph), UDA, "2025") for row in form.rows]
    assert set(asked) - set(shown) == {"k-himitsu"}


def test_the_workbook_has_no_macros_and_no_formulas_and_is_the_same_every_time(room: Room) -> None:
    raw = outgoing.write(room.made)
    assert raw == outgoing.write(room.made)
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        assert not [name for name in packed.namelist() if "vba" in name.lower() or "externalLink" in name]
        sheets = {
            name: packed.read(name).decode() for name in packed.namelist() if name.startswith("xl/worksheets/sheet")
        }
    assert not [name for name, text in sheets.items() if "<f>" in text]
    form = sheets["xl/worksheets/sheet2.xml"]
    assert 'orientation="landscape"' in form
    assert 'paperSize="9"' in form
    assert "継続,見直し,終了" in form
    book = openpyxl.load_workbook(io.BytesIO(raw))
    assert book.sheetnames == [forms.GUIDE, "福祉課", forms.NO_DEPARTMENT, forms.SOURCES, forms.COPY]
    assert book[forms.COPY].sheet_state == "hidden"


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_text_and_come_back_to_their_record(name: str) -> None:
    row = forms.Row(1, "協定", "k-1", {"名称": name, "相手方": name, "記録": name, "出典": "[1]"})
    form = Form("棚卸し", UDA, "奈良県宇陀市", name, "2025", rows=(row,),
                cited=(forms.Cited(1, name, "記事", "", "", name, "明示"),))  # fmt: skip
    raw = outgoing.write([form])
    sheet = openpyxl.load_workbook(io.BytesIO(raw)).worksheets[1]
    assert all(cell.data_type != "f" for line in sheet.iter_rows() for cell in line)
    found, _, problems = replies_sheets(raw)
    assert not problems
    assert forms.key(form.key(row)) == found[0].lines[0].key


def replies_sheets(raw: bytes) -> Any:
    return sheets.sheets(read_bytes("x.xlsx", raw))


# --- and back ----------------------------------------------------------------------------------------------------------


def test_a_form_that_goes_out_and_comes_back_becomes_facts_with_the_reply_as_evidence(room: Room) -> None:
    sheet = room.returned(*FILLED)
    assert (sheet.rows, sheet.taken, sheet.unchanged, sheet.left_out) == (2, 2, 0, {})
    assert room.statements() >= {
        ("k-mimamori", "記録の確認", "正しい"), ("k-mimamori", "状態", "有効"), ("k-mimamori", "有効期限", "2027-03-31"),
        ("k-mimamori", "課題", "引き継ぎ"), ("k-mimamori", "今後の方針", "見直し"),
        ("k-saigai", "状態", "終了"), ("k-saigai", "終了日", "2026-03-31"), ("k-saigai", "令和7年度の実績", "なし"),
    }  # fmt: skip
    graph = room.desk.graph()
    work = node(graph, "施策", f"{room.form.document}-m01")
    assert work == {
        "名称": "出前講座を3回開き、120人が参加した", "概要": "出前講座を3回開き、120人が参加した。", "段階": "実施", "時期": "2025",
        "時期精度": "年度", "成果": ["120人", "満足 92%"], "経費": ["0円"],
    }  # fmt: skip
    assert (f"{room.form.document}-m01", "k-mimamori") in rows(graph, "根拠")
    assert node(graph, "協定", "k-saigai")["状態"] == "終了"
    document = node(graph, "文書", room.form.document)
    assert (document["種別"], document["発行日"], document["公開"]) == ("照会回答", "2026-04-10", "庁内限り")
    assert rows(graph, "発行")[UDA, room.form.document]["部署"] == ["福祉課"]


def test_every_quote_is_what_stands_in_its_row(room: Room) -> None:
    room.returned(*FILLED)
    evidence = rows(room.desk.graph(), "記載")["k-mimamori", room.form.document]
    line = f"福祉課!{row_of(openpyxl.load_workbook(io.BytesIO(room.reply())).worksheets[1], MIMAMORI)}"
    assert set(evidence["位置"]) == {line}
    assert set(evidence["引用"]) == {"正しい", "有効", "令和8年度末", "引き継ぎ", "見直し"}


def test_the_same_reply_twice_changes_nothing(room: Room) -> None:
    room.returned(*FILLED)
    before = room.written()
    again = room.returned(*FILLED)
    assert (again.taken, again.unchanged, again.gone, again.new) == (0, 2, 0, False)
    assert room.written() == before


def _sorted(sheet: Worksheet) -> None:
    first = row_of(sheet, SAIGAI)
    a, b = ([cell.value for cell in sheet[row]] for row in (first, first + 1))
    for row, cells in ((first, b), (first + 1, a)):
        for at, value in enumerate(cells, 1):
            sheet.cell(row, at).value = value


def _messy(sheet: Worksheet) -> None:
    sheet.title = "R8棚卸し_最終(2)"
    _sorted(sheet)
    sheet.insert_cols(4)
    at = columns(sheet)["名称"]
    sheet.cell(row_of(sheet, MIMAMORI), 4).value = "係のメモ"
    sheet.insert_rows(row_of(sheet, MIMAMORI))
    sheet.insert_rows(1)
    sheet.column_dimensions["B"].width = 80
    sheet.cell(sheet.max_row + 3, at).value = None


def test_a_form_that_was_sorted_renamed_widened_and_noted_in_says_the_same(room: Room) -> None:
    room.returned(*FILLED)
    before = room.written()
    outcome = room.take(room.reply(*FILLED, _messy))
    assert (outcome.sheets[0].taken, outcome.sheets[0].unchanged) == (0, 2)
    assert any("D列" in note and "読みません" in note for note in outcome.notes)
    assert room.written() == before


def _grid(raw: bytes) -> list[list[str]]:
    sheet = openpyxl.load_workbook(io.BytesIO(raw)).worksheets[1]
    return [["" if value is None else str(value) for value in row] for row in sheet.iter_rows(values_only=True)]


def _csv(raw: bytes) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(_grid(raw))
    return text.getvalue().encode("cp932", "replace")


def _xls(raw: bytes) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("福祉課")
    for at, row in enumerate(_grid(raw)):
        for column, value in enumerate(row):
            sheet.write(at, column, value)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(("name", "saved"), [("返信.csv", _csv), ("返信.xls", _xls)])
def test_a_form_saved_as_another_kind_of_file_says_the_same(room: Room, name: str, saved: Any) -> None:
    room.returned(*FILLED)
    before = room.statements()
    outcome = room.take(saved(room.reply(*FILLED)), name)
    assert (outcome.sheets[0].taken, outcome.sheets[0].unchanged) == (0, 2)
    assert room.statements() == before


def test_a_corrected_reply_takes_the_place_of_the_first_and_ids_stay(room: Room) -> None:
    room.returned(*FILLED)
    sheet = room.returned(
        answer(MIMAMORI, 状態="有効", 実績="出前講座を4回開いた。", 方針="継続"), add(1, 番号="2", 実績="冊子を作った")
    )
    assert sheet.gone
    assert room.statements() == {
        ("k-mimamori", "状態", "有効"), ("k-mimamori", "今後の方針", "継続"),
        *((f"{room.form.document}-m01", item, value) for item, value in (
            ("名称", "出前講座を4回開いた"), ("概要", "出前講座を4回開いた。"), ("段階", "実施"), ("時期", "2025"), ("時期精度", "年度"))),
        *((f"{room.form.document}-m02", item, value) for item, value in (
            ("名称", "冊子を作った"), ("段階", "実施"), ("時期", "2025"), ("時期精度", "年度"))),
    }  # fmt: skip


def test_a_form_that_nobody_filled_in_takes_no_reply_back(room: Room) -> None:
    room.returned(*FILLED)
    before = room.written()
    outcome = room.take(room.reply(day=""))
    assert not outcome.sheets
    assert any("まだ回答がありません" in note for note in outcome.notes)
    assert room.written() == before


def test_an_older_reply_that_is_read_after_the_corrected_one_changes_nothing(room: Room) -> None:
    room.take(room.reply(answer(MIMAMORI, 状態="終了"), day="令和8年4月20日"))
    before = room.written()
    sheet = room.returned(*FILLED)
    assert list(sheet.left_out.values()) == [2]
    assert not sheet.changed
    assert room.written() == before


def test_an_answer_that_is_struck_through_is_taken_back_and_told(room: Room) -> None:
    def strike(sheet: Worksheet) -> None:
        cell = sheet.cell(row_of(sheet, MIMAMORI), columns(sheet)["課題"])
        cell.font = openpyxl.styles.Font(strike=True)

    outcome = room.take(room.reply(answer(MIMAMORI, 状態="有効", 課題="人手"), strike))
    assert any("取り消し線" in note for note in outcome.notes)
    assert room.statements() == {("k-mimamori", "状態", "有効")}


def test_what_a_person_wrote_into_the_document_is_not_overwritten(room: Room) -> None:
    room.returned(*FILLED)
    path = room.desk.user / "documents" / f"{room.form.document}.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("値: 引き継ぎ", "値: 引継ぎ"), encoding="utf-8")
    assert "手で直されています" in room.refused(answer(MIMAMORI, 課題="人手"), words="手で直されています").what


def test_a_new_agreement_and_its_measures_enter_from_the_empty_rows(room: Room) -> None:
    sheet = room.returned(
        add(
            1,
            番号="3",
            名称="子ども食堂の協定",
            相手方="株式会社よつば配送便、広島県府中市",
            日付="R7.6.1",
            状態="有効",
            実績="食材を12回届けた",
        ),
    )
    assert (sheet.agreements, sheet.measures) == (1, 1)
    graph = room.desk.graph()
    id = f"{room.form.document}-a01"
    assert node(graph, "協定", id) == {
        "名称": "子ども食堂の協定",
        "締結日": "2025-06-01",
        "締結日精度": "日",
        "状態": "有効",
    }
    assert {start for start, end in rows(graph, "締結") if end == id} == {UDA, "342084", "o-yotsuba"}
    assert (f"{room.form.document}-m01", id) in rows(graph, "根拠")


def test_an_inquiry_tells_of_measures_that_are_on_record(room: Room) -> None:
    form = outgoing.inquiry(room.desk.graph(), UDA, "2026-04-01")
    outcome = room.take(room.reply(
        answer("配達時の声かけ", 実績="週に二度の声かけ", 時期="令和5年度", 成果="延べ1,200回", 経費="なし", 担当課="地域包括支援課"),
        answer("まちづくりの協定", 確認="ない"),
        add(1, 種類="取組", 名称="移動スーパーの巡回", 相手方="株式会社よつば配送便", 実績="毎週まわっている"), form=form,
    ))  # fmt: skip
    assert any("「ない」という回答" in problem.what for problem in outcome.warnings)
    assert room.statements(form.document) >= {
        ("m-koe", "取組の内容", "週に二度の声かけ"), ("m-koe", "時期", "2023"), ("m-koe", "時期精度", "年度"),
        ("m-koe", "成果", "延べ1,200回"), ("m-koe", "所管課", "地域包括支援課"), ("k-machi", "記録の確認", "ない"),
    }  # fmt: skip
    graph = room.desk.graph()
    assert node(graph, "施策", "m-koe")["時期精度"] == "年度"
    assert node(graph, "施策", f"{form.document}-m01")["段階"] == "実施"


def test_a_reply_may_be_public(room: Room) -> None:
    room.returned(*FILLED, lambda sheet: put_head(sheet, forms.OPENNESS, "公開"))
    assert node(public(room.desk.graph()), "協定", "k-saigai")["状態"] == "終了"


def test_documents_that_say_otherwise_stand_beside_the_reply_and_check_shows_it(room: Room) -> None:
    room.returned(answer(MIMAMORI, 確認="違う", 訂正="締結日: 令和4年11月8日\n相手も増えた"))
    checked = room.desk.check()
    assert "2022-11-08" in told(checked.problems, "締結日が文書によって違います").what
    assert ("k-mimamori", "訂正", "相手も増えた") in room.statements()


def test_a_later_reply_settles_what_changes_with_time_and_the_order_of_reading_does_not_matter(room: Room) -> None:
    later = outgoing.stocktaking(room.desk.graph(), UDA, "2026")[0]
    second = room.reply(answer(MIMAMORI, 状態="終了"), form=later, day="令和9年4月9日")
    room.take(second)
    room.returned(answer(MIMAMORI, 状態="有効", 有効期限="令和9年3月"))
    graph = room.desk.graph()
    assert node(graph, "協定", "k-mimamori")["状態"] == "終了"
    assert node(graph, "協定", "k-mimamori")["有効期限"] == "2027-03"
    said = rows(graph, "記載")["k-mimamori", room.form.document]
    assert dict(zip(said["項目"], said["確度"], strict=True)) == {"状態": "要確認", "有効期限": "明示"}
    before = room.written()
    assert room.returned(answer(MIMAMORI, 状態="有効", 有効期限="令和9年3月")).unchanged == 1
    assert room.written() == before


# --- what cannot be taken ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told_", "words", "column"),
    [
        ({"方針": "けいぞく"}, "使えません", "今後"),
        ({"状態": "〃"}, "読めません", "いまの状態"),
        ({"有効期限": "来年の春"}, "日付として読めません", "有効期限"),
        ({"終了日": "8月5日"}, "年がありません", "終わった日"),
        ({"終了日": "令和8年2月30日"}, "という日はありません", "終わった日"),
        ({"有効期限": "令和8年度"}, "年度までしか", "有効期限"),
        ({"課題": "0742-00-0000 に電話"}, "電話番号かメールアドレス", "課題"),
        ({"状態": "有効", "終了日": "令和7年1月1日"}, "回答日より前です", "終わった日"),
        ({"実績": "長い" * 3000}, "長すぎます", "実績"),
        ({"確認": "正しい", "訂正": "締結日: R4.11.8"}, "「正しい」という回答なのに", "違うところ"),
        ({"確認": "ない", "状態": "有効"}, "「ない」という回答なのに", "記録は正しいか"),
        ({"課題": "#REF!"}, "数式の誤り", "課題"),
        ({"名称": "まったく別の協定"}, "送られてきた票と違います", "名称"),
    ],
)
def test_what_cannot_be_taken_is_told_with_sheet_row_and_column_and_nothing_is_written(
    room: Room, told_: dict[str, str], words: str, column: str
) -> None:
    found: list[int] = []

    def remember(sheet: Worksheet) -> None:
        found.append(row_of(sheet, MIMAMORI))

    problem = room.refused(answer(SAIGAI, 状態="有効"), remember, answer(MIMAMORI, **told_), words=words)
    assert problem.line == found[0]
    assert "シート「福祉課」" in problem.field
    assert column in problem.field
    assert re.search(r"[A-Z]列", problem.field)


def test_one_cell_merged_over_rows_is_the_measure_of_none_of_them(room: Room) -> None:
    def merge(sheet: Worksheet) -> None:
        at, row = columns(sheet)["実績"], row_of(sheet, SAIGAI)
        sheet.merge_cells(start_row=row, end_row=row + 1, start_column=at, end_column=at)

    problem = [answer(SAIGAI, 実績="三回行った"), merge]
    with pytest.raises(DataProblems) as error:
        room.take(room.reply(*problem))
    assert {p.what for p in error.value.problems} == {"結合されたセルなので、どの行の回答か決まりません"}


def test_a_cell_merged_over_rows_answers_for_each_where_one_answer_can(room: Room) -> None:
    def merge(sheet: Worksheet) -> None:
        at, row = columns(sheet)["方針"], row_of(sheet, SAIGAI)
        sheet.merge_cells(start_row=row, end_row=row + 1, start_column=at, end_column=at)

    room.returned(answer(SAIGAI, 方針="継続"), merge)
    assert room.statements() == {("k-saigai", "今後の方針", "継続"), ("k-mimamori", "今後の方針", "継続")}


def test_a_key_that_was_deleted_is_found_again_in_the_workbook_and_missed_in_a_csv(room: Room) -> None:
    def delete(sheet: Worksheet) -> None:
        sheet.cell(row_of(sheet, MIMAMORI), columns(sheet)[forms.KEY]).value = None

    edits = (*FILLED, delete)
    assert room.returned(*edits).taken == 2
    with pytest.raises(DataProblems) as error:
        room.take(_csv(room.reply(*edits)), "返信.csv")
    assert "番号 2" in told(error.value.problems, "この票にありません").what


def test_copied_rows_are_one_record_with_several_measures(room: Room) -> None:
    def copy(sheet: Worksheet) -> None:
        row = row_of(sheet, MIMAMORI)
        for target, work in ((row + 2, "二つめ"), (row + 3, "")):
            for at, cell in enumerate(sheet[row], 1):
                sheet.cell(target, at).value = cell.value
            if work:
                sheet.cell(target, columns(sheet)["実績"]).value = work

    sheet = room.returned(answer(MIMAMORI, 状態="有効", 実績="一つめ"), copy)
    assert (sheet.rows, sheet.taken, sheet.left_out) == (4, 2, {"同じ行がもうある": 1, "回答なし": 1})
    assert sheet.measures == 2


def test_two_rows_that_disagree_about_one_record_are_told(room: Room) -> None:
    assert room.refused(answer(MIMAMORI, 状態="有効"), add(1, 番号="2", 状態="終了"), words="別の行と違います").line


def test_a_row_of_another_form_and_a_newer_form_are_refused(room: Room) -> None:
    def foreign(sheet: Worksheet) -> None:
        key = room.made[1].key(room.made[1].rows[0])
        sheet.cell(row_of(sheet, MIMAMORI), columns(sheet)[forms.KEY]).value = key

    assert room.refused(answer(MIMAMORI, 状態="有効"), foreign, words="別の票から写された行です").line

    def newer(sheet: Worksheet) -> None:
        cell = next(c for row in sheet.iter_rows(max_row=3) for c in row if c.value and "形式 1" in str(c.value))
        cell.value = str(cell.value).replace("形式 1", "形式 9")

    assert "新しくして" in room.refused(answer(MIMAMORI, 状態="有効"), newer, words="新しい形式").remedy


def test_a_day_that_is_missing_is_asked_for_and_can_be_given(room: Room) -> None:
    raw = room.reply(*FILLED, day="")
    with pytest.raises(DataProblems) as error:
        room.take(raw)
    assert "--when" in told(error.value.problems, "回答日がありません").remedy
    assert room.take(raw, day="2026-04-10").sheets[0].taken == 2


def test_a_sheet_without_the_lines_above_its_table_is_read_with_day_and_department_given(room: Room) -> None:
    raw = room.reply(*FILLED, lambda sheet: sheet.delete_rows(1, 6))
    with pytest.raises(DataProblems) as error:
        room.take(raw)
    assert {p.remedy.partition("か、")[2] for p in error.value.problems} == {
        "--when で付けてください",
        "--by で付けてください",
    }
    reading = read_bytes("返信.xlsx", raw)
    outcome = replies.take(reading, Folder(room.desk.user), room.desk.shipped, day="2026-04-10", department="福祉課")
    assert (outcome.sheets[0].document, outcome.sheets[0].taken) == (room.form.document, 2)
    assert ("k-saigai", "令和7年度の実績", "なし") in room.statements()


def test_records_that_this_folder_does_not_have_are_told(room: Room) -> None:
    raw = room.reply(*FILLED)
    (room.desk.user / "documents" / "list.yaml").unlink()
    with pytest.raises(DataProblems) as error:
        room.take(raw)
    assert len([p for p in error.value.problems if "いまのデータにありません" in p.what]) == 2


def test_a_persons_name_is_left_out_and_told(room: Room) -> None:
    outcome = room.take(room.reply(answer(MIMAMORI, 状態="有効", 備考="福祉課長　大和 太郎が対応")))
    assert told(outcome.warnings, "人の名前らしいもの").line
    assert room.statements() == {("k-mimamori", "状態", "有効")}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("館長 山田太郎が講師", True), ("福祉課長　大和 太郎が対応", True), ("田中さんの講演", True), ("田中様へ連絡", True),
        ("担当：高齢福祉係", False), ("支店長 交代", False), ("住民の皆様へ周知", False), ("市長 が出席", False), ("仕様を見直す", False),
        ("担当者の引き継ぎ", False), ("自治会長・民生委員が同行", False),
    ],
)  # fmt: skip
def test_names_of_persons_are_told_from_names_of_offices(text: str, named: bool) -> None:
    assert values.person(text) is named


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和9年3月31日", "2027-03-31"), ("R9.3.31", "2027-03-31"), ("2027/3/31", "2027-03-31"), ("令和9年3月末", "2027-03-31"),
        ("令和8年2月末日", "2026-02-28"), ("令和8年度末", "2027-03-31"), ("令和９年３月", "2027-03"), ("2027-03-31 00:00:00", "2027-03-31"),
        ("令和元年５月１日", "2019-05-01"),
        ("R8.3末", "2026-03-31"),
    ],
)  # fmt: skip
def test_days_are_read_as_people_write_them(text: str, day: str) -> None:
    found = values.day(text)
    assert isinstance(found, values.Day)
    assert found.value == day


def test_a_real_date_cell_is_a_day(room: Room) -> None:
    room.returned(answer(MIMAMORI, 有効期限=dt.datetime(2027, 3, 31)))
    assert room.statements() == {("k-mimamori", "有効期限", "2027-03-31")}


@pytest.mark.parametrize(
    ("text", "item", "value"),
    [
        ("自動更新（１年ごと）", "自動更新", "自動更新（１年ごと）"),
        ("定めなし", "有効期限の定め", "定めなし"),
        ("無期限", "有効期限の定め", "無期限"),
    ],
)
def test_words_in_place_of_a_term_are_kept_as_what_they_say(room: Room, text: str, item: str, value: str) -> None:
    room.returned(answer(MIMAMORI, 有効期限=text))
    assert room.statements() == {("k-mimamori", item, value)}


@pytest.mark.parametrize(
    ("text", "stage"),
    [("来年度に開く予定", "計画"), ("開催を検討中", "検討"), ("予定どおり三回開いた", "実施"), ("コロナのため中止した", ""), ("特になし", ""),
     ("実施していない", "")],
)  # fmt: skip
def test_what_was_not_done_is_no_measure_and_a_plan_is_a_plan(room: Room, text: str, stage: str) -> None:
    sheet = room.returned(answer(MIMAMORI, 実績=text))
    assert sheet.measures == bool(stage)
    if stage:
        assert node(room.desk.graph(), "施策", f"{room.form.document}-m01")["段階"] == stage
    else:
        assert room.statements() == {("k-mimamori", "令和7年度の実績", text)}


_NOISE = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40) | st.sampled_from(
    [
        "=1+1",
        "－",
        "なし",
        "令和8年",
        "42",
        "有効",
        "〃",
        "a\tb",
        "一\n二",
        "０７４２－００－００００",
        "\u202e逆",
        "<b>",
    ]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    noise=st.dictionaries(
        st.sampled_from([c.key for c in forms.COLUMNS if not c.given and "棚卸し" in c.forms]), _NOISE, max_size=6
    )
)
def test_whatever_is_typed_is_taken_word_for_word_or_told_and_every_row_is_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, noise: dict[str, str]
) -> None:
    row = forms.Row(1, "協定", "k-1", {"名称": "ある協定", "相手方": "ある会社"})
    form = Form("棚卸し", UDA, "奈良県宇陀市", "福祉課", "2025", rows=(row,))
    grid = [
        ["回答日", "令和8年4月1日"],
        ["回答した部署", "福祉課"],
        [form.mark],
        [c.title for c in form.columns] + [forms.KEY],
    ]
    grid.append([{"番号": "1", **row.cells, **noise}.get(c.key, "") for c in form.columns] + [form.key(row)])
    text = io.StringIO()
    csv.writer(text).writerows(grid)
    reading = read_bytes("返信.csv", text.getvalue().encode())
    found, _, _ = sheets.sheets(reading)
    account = answers.answers(found[0])
    taken = {n for about in account.abouts for n in about.rows}
    wrong = {problem.line for problem in account.problems if not problem.warning}
    assert taken | set(account.left_out) | wrong == {5}
    assert not taken & set(account.left_out)
    for about in account.abouts:
        made, _ = facts.facts(
            found[0],
            about,
            facts.Place("奈良県宇陀市", UDA, "福祉課", "2026-04-01"),
            lambda id: False,
            lambda name: False,
        )
        spans = reading.places
        for fact in made:
            for cited in fact.record["出典"]:
                assert cited["引用"]
                assert cited["引用"] in reading.quote(spans[cited["位置"]])


# --- the commands --------------------------------------------------------------------------------------------------------


def test_the_commands_write_a_file_for_each_and_read_many_back_one_bad_file_stopping_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user, out = tmp_path / "data", tmp_path / "票"
    monkeypatch.setenv("RENKEI_DATA", str(user))
    monkeypatch.setenv("RENKEI_GRAPH_FILE", str(tmp_path / "graph.json"))
    asyncio.run(_fill(EmbeddedStore(tmp_path / "graph.json")))
    run = CliRunner().invoke
    sent = run(
        cli.main,
        ["stocktake", "--municipality", "東京都渋谷区", "--year", "令和7年度", "--due", "R8.4.30", "-o", str(out)],
    )
    assert sent.exit_code == 0, sent.output
    assert sorted(path.name for path in out.iterdir()) == [
        "棚卸し_令和7年度_東京都渋谷区_所管課の記載なし.xlsx", "棚卸し_令和7年度_東京都渋谷区_経営企画課.xlsx",
    ]  # fmt: skip
    asked = run(cli.main, ["inquire", "--prefecture", "奈良県", "-o", str(tmp_path / "照会.xlsx")])
    assert "39 団体への照会票" in asked.output
    good, bad, book = (
        out / "棚卸し_令和7年度_東京都渋谷区_経営企画課.xlsx",
        tmp_path / "だめ.xlsx",
        tmp_path / "照会.xlsx",
    )
    bad.write_bytes(b"PK\x03\x04")
    made = openpyxl.load_workbook(good)
    put_head(made.worksheets[1], forms.DAY, DAY)
    answer("シブヤ・ソーシャル・アクション・パートナー協定", 状態="有効")(made.worksheets[1])
    made.save(good)
    back = run(cli.main, ["import", str(good), str(bad), str(book)])
    assert back.exit_code == 1
    assert "1 行 = 取り込んだ 1、前と同じ 0、除いた 0" in back.output
    assert "ファイル 3: 読み込んだ 2、誤りがあって何も取り込んでいない 1" in back.output
    assert len(list((user / "documents").iterdir())) == 1
    assert run(cli.main, ["stocktake", "--municipality", "府中市", "-o", str(out)]).exit_code == 2


async def test_the_explorer_gives_the_forms_out_and_takes_the_replies(room: Room, tmp_path: Path) -> None:
    room.desk.write(LIST, "list.yaml", layer=tmp_path / "data")
    store = EmbeddedStore(tmp_path / "graph.json")
    await store.replace(room.desk.graph())
    await store.close()
    async with opened(tmp_path) as web:
        given = await web.client.get(f"/forms/stocktaking/{UDA}.xlsx")
        assert openpyxl.load_workbook(io.BytesIO(given.content)).sheetnames[1] == "福祉課"
        assert (await web.client.get("/forms/inquiry/000000.xlsx")).status_code == 404
        await web.open("/review")
        files = [
            ("ファイル", ("返信.xlsx", room.reply(*FILLED))),
            ("ファイル", ("だめ.xlsx", room.reply(answer(SAIGAI, 方針="？")))),
        ]
        page = said(await web.send("/review/add", [("印", web.token)], files=files))
    assert "返ってきた票" in page
    assert "2行=事実になった行2" in page
    assert "シート「福祉課」" in page
    assert [p.name for p in (tmp_path / "data" / "documents").glob("t-*")] == [f"{room.form.document}.yaml"]


async def _fill(store: EmbeddedStore) -> None:
    await store.replace(shipped_graph())
    await store.close()
