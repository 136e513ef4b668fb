"""Review in a workbook: out with xlsxwriter, edited as a spreadsheet program would save it, and back."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from graph import model
from graph.errors import DataProblems
from graph.facts import public
from graph.store.base import Store
from loaders import fields, workbook, written
from loaders.check import check
from loaders.evidence import Originals
from loaders.review import Shelf
from loaders.workbook import cells, entry, layout
from tests.drafts import BY, MEMBER, SIGNED, TEXT, decide, draft, lines_of, shelf
from tests.factory import DATA, rows, told

DOCUMENT = "d-mimamori"
FIELDS = [one.名称 for one in fields.load([DATA])[0].by_id.values()]


class Desk:
    """A user's folder with the draft stored, and a workbook of it."""

    def __init__(self, root: Path, made: dict[str, Any] | None = None, text: str = TEXT) -> None:
        self.root = root / "user"
        self.path = root / "確認表.xlsx"
        self.shelf: Shelf = shelf(self.root, check=True)
        self.shelf.store(made or draft(), text, "mimamori.txt")
        self.write()

    def write(self, *, all: bool = False) -> None:
        documents = [self.shelf.document(d.id) for d in self.shelf.documents()]
        self.path.write_bytes(workbook.write(documents, FIELDS, all=all, check=self.shelf.check))

    def edit(self, change: Callable[[Workbook], None]) -> None:
        """Open and save as openpyxl does: styles, validations and hidden columns are written anew."""
        book = load_workbook(self.path)
        change(book)
        book.save(self.path)

    def set(self, sheet: str, column: str, value: Any, row: int = 2) -> None:
        self.edit(lambda book: cell(book[sheet], column, row, value))

    def read(self) -> workbook.Returned:
        known = self.shelf.folder.documents()
        return workbook.read(self.path, lambda id: self.shelf.document(id) if id in known else None, self.shelf.check)

    def take(self) -> workbook.Returned:
        """What ``renkei import`` does."""
        returned = self.read()
        self.shelf.decide_all(returned.choices, BY)
        for id, document in returned.entered.items():
            self.shelf.enter(id, document.data)
        return returned

    def problems(self) -> list[Any]:
        with pytest.raises(DataProblems) as refused:
            self.take()
        return refused.value.problems

    def data(self) -> Any:
        return written.read((self.root / "documents" / f"{DOCUMENT}.yaml").read_text(encoding="utf-8"))


def cell(sheet: Any, column: str, row: int, value: Any) -> None:
    names = [c.value for c in sheet[1]]
    sheet.cell(row, names.index(column) + 1).value = value


def shown(path: Path, sheet: str, row: int = 2) -> dict[str, Any]:
    book = load_workbook(path)
    return dict(zip((c.value for c in book[sheet][1]), (c.value for c in book[sheet][row]), strict=True))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


# --- out -----------------------------------------------------------------------------------------------------------


def test_the_workbook_shows_every_record_with_quote_place_and_drop_downs(desk: Desk) -> None:
    book = load_workbook(desk.path)
    assert book.sheetnames == ["使い方", "協定", "施策", "加盟", "収録", "手入力", "一覧"]
    row = shown(desk.path, "協定")
    assert (row["自治体"], row["企業"], row["締結日"]) == ("奈良県宇陀市", "株式会社よつば配送便", "2023-11-08")
    assert row["引用"] == SIGNED
    sheet = book["協定"]
    assert sheet.freeze_panes == "E2"
    assert sheet.auto_filter.ref
    offered = {str(v.sqref): v.formula1 for v in sheet.data_validations.dataValidation}
    names = [c.value for c in sheet[1]]
    letter = sheet.cell(1, names.index("種別") + 1).column_letter
    assert all(kind in offered[f"{letter}2"] for kind in model.AGREEMENT_KINDS)
    assert "採用,却下,保留" in offered["A2"]
    assert (sheet.protection.sheet, sheet.protection.password) == (True, None)
    at = {name: sheet.cell(2, n + 1) for n, name in enumerate(names)}
    assert at["引用"].protection.locked
    assert not at["締結日"].protection.locked
    assert not at["判断"].protection.locked
    hidden = [sheet.cell(1, n + 1).column_letter for n, name in enumerate(names) if name in layout.HIDDEN]
    assert sheet.column_dimensions[hidden[0]].hidden


def test_the_workbook_holds_no_macro_and_no_link_elsewhere(desk: Desk) -> None:
    with zipfile.ZipFile(desk.path) as packed:
        assert not [name for name in packed.namelist() if "vba" in name.lower() or "external" in name.lower()]
        for name in packed.namelist():
            if name.endswith(".rels"):
                assert b'TargetMode="External"' not in packed.read(name)


@pytest.mark.parametrize("words", ["=1+1", "+CMD|x", "-2", "@SUM(A1)", "=HYPERLINK(x)", "http://example.com/x"])
def test_words_that_look_like_a_formula_stay_words(tmp_path: Path, words: str) -> None:
    made = draft()
    made["施策"][0]["名称"] = words
    desk = Desk(tmp_path, made)
    book = load_workbook(desk.path)
    names = [c.value for c in book["施策"][1]]
    found = book["施策"].cell(2, names.index("名称") + 1)
    assert (found.value, found.data_type, found.hyperlink) == (words, "s", None)
    assert desk.read().counts["修正"] == 0


def test_what_would_keep_a_record_out_of_the_graph_is_shown_beside_it(tmp_path: Path) -> None:
    made = draft()
    made["協定"][0]["自治体"] = [{"名称": "府中市"}]
    assert "広島県府中市" in shown(Desk(tmp_path, made).path, "協定")["警告"]


# --- and back ------------------------------------------------------------------------------------------------------


def test_a_workbook_that_nobody_touched_changes_nothing(desk: Desk) -> None:
    desk.edit(lambda book: None)
    before = desk.data()
    returned = desk.take()
    assert (returned.choices, returned.kept, lines_of(desk.root)) == ({}, 4, [])
    assert desk.data() == before


async def test_decisions_in_a_workbook_reach_the_graph_of_each_store(tmp_path: Path, store: Store) -> None:
    desk = Desk(tmp_path)
    desk.set("協定", "判断", "採用")
    desk.set("施策", "段階", "実施")
    desk.set("加盟", "判断", "却下")
    desk.set("収録", "判断", "保留")
    assert desk.take().counts == {"採用": 1, "修正": 1, "却下": 1, "取消": 0}
    checked = check(DATA, desk.root, Originals())
    assert checked.errors == []
    await store.replace(checked.facts.tables())
    answer = await store.rows(
        "MATCH (m:`自治体`)-[r:`実施`]->(s:`施策`) WHERE s.id = $id RETURN m.id AS id, s.`段階` AS stage, r.`引用` AS q",
        {"id": f"{DOCUMENT}-m01"},
        limit=5,
    )
    assert [tuple(row) for row in answer.rows] == [("292125", "実施", ["市は十二月から市内の三地区で声かけを始めます"])]
    answer = await store.rows(
        "MATCH (a:`企業`)-[r:`加盟`]->(b:`企業`) WHERE r.`引用` = $q RETURN a.id AS id", {"q": [MEMBER]}, limit=5
    )
    assert answer.rows == []


def test_reading_the_same_workbook_again_changes_nothing(desk: Desk) -> None:
    desk.set("協定", "判断", "採用")
    desk.set("施策", "段階", "実施")
    desk.set("加盟", "判断", "却下")
    desk.take()
    before, log = desk.data(), lines_of(desk.root)
    assert desk.take().choices == {}
    assert (desk.data(), lines_of(desk.root)) == (before, log)


def test_edited_cells_keep_the_words_and_the_evidence_of_what_they_correct(desk: Desk) -> None:
    desk.set("協定", "企業", "株式会社よつば運送［部署: 奈良支店］")
    desk.set("協定", "締結日", "令和5年11月9日")
    returned = desk.take()
    assert (returned.counts["修正"], returned.edited) == (1, 1)
    [record] = desk.data()["協定"]
    [company] = record["企業"]
    assert company == {"名称": "株式会社よつば運送", "部署": "奈良支店", "表記": "株式会社よつば配送便"}
    assert (record["締結日"], record["出典"][0]["引用"], record["確認"]) == ("2023-11-09", SIGNED, "済")


def test_a_date_that_the_spreadsheet_made_a_date_is_a_date(desk: Desk) -> None:
    desk.set("協定", "締結日", dt.datetime(2023, 11, 9))
    desk.set("施策", "時期", 2023)
    desk.take()
    assert desk.data()["協定"][0]["締結日"] == "2023-11-09"
    assert desk.data()["施策"][0]["時期"] == "2023"


def test_a_fiscal_year_keeps_its_precision(desk: Desk) -> None:
    desk.set("施策", "時期", "令和5年度")
    desk.take()
    assert (desk.data()["施策"][0]["時期"], desk.data()["施策"][0]["時期精度"]) == ("2023", "年度")


def test_several_parties_stand_one_a_line(desk: Desk) -> None:
    desk.set("施策", "企業", "株式会社よつば配送便［役割: 提供］\r\nみなも信用金庫［役割: 融資、部署: 本店］")
    desk.take()
    first, second = desk.data()["施策"][0]["企業"]
    assert first["出典"][0]["引用"] == SIGNED
    assert second == {"名称": "みなも信用金庫", "役割": "融資", "部署": "本店"}


def test_a_decision_is_taken_back_by_emptying_its_cell(desk: Desk) -> None:
    decide(desk.shelf, "協定", "採用")
    desk.write(all=True)
    assert shown(desk.path, "協定")["判断"] == "採用"
    desk.set("協定", "判断", "保留")
    assert desk.take().counts["取消"] == 1
    assert desk.data()["協定"][0]["確認"] == "未"


@pytest.mark.parametrize(
    ("sheet", "column", "value", "says"),
    [
        ("協定", "自治体", "府中市", "広島県府中市"),
        ("協定", "自治体", "奈良県宇田市", "宇陀市"),
        ("協定", "締結日", "2023-02-30", "2023-02-30"),
        ("協定", "締結日", "そのうち", "そのうち"),
        ("協定", "種別", "包括連携協程", "包括連携協定"),
        ("協定", "分野", "防火・危機", "防火・危機"),
        ("協定", "判断", "採択", "採用"),
        ("協定", "企業", "奈良県生駒市", "自治体"),
        ("施策", "企業", "株式会社よつば配送便［役割: 見物］", "見物"),
        ("施策", "企業", "株式会社よつば配送便［やくわり: 提供］", "やくわり"),
        ("施策", "自治体", "", "自治体"),
        ("施策", "名称", "", "名称"),
        ("施策", "概要", "問合せ 0742-00-0000", "電話番号"),
        ("加盟", "関係", "なかま", "会員"),
    ],
)
def test_what_cannot_be_taken_is_told_with_sheet_row_and_column_and_nothing_is_taken(
    desk: Desk, sheet: str, column: str, value: str, says: str
) -> None:
    desk.set("収録", "判断", "採用")
    desk.set(sheet, column, value)
    before = desk.data()
    [problem] = desk.problems()
    assert says in problem.what + problem.remedy
    assert (problem.file, problem.line) == ("確認表.xlsx", 2)
    assert f"シート「{sheet}」" in problem.field
    assert column in problem.field or says == "電話番号"
    assert problem.remedy
    assert (desk.data(), lines_of(desk.root)) == (before, [])


def test_all_problems_are_told_at_once(desk: Desk) -> None:
    desk.set("協定", "締結日", "そのうち")
    desk.set("施策", "段階", "実行")
    desk.set("加盟", "判断", "はい")
    assert len(desk.problems()) == 3


def test_an_edited_row_cannot_be_put_off(desk: Desk) -> None:
    desk.set("協定", "名称", "直した名前")
    desk.set("協定", "判断", "保留")
    assert "保留" in told(desk.problems(), "保留").what


def test_a_row_that_was_pasted_in_is_told(desk: Desk) -> None:
    desk.set("協定", "名称", "新しい協定", row=3)
    assert "手入力" in told(desk.problems(), "書き出したときになかった行").remedy


def test_a_row_that_was_copied_is_told(desk: Desk) -> None:
    def copy(book: Workbook) -> None:
        for column in range(1, book["協定"].max_column + 1):
            book["協定"].cell(3, column).value = book["協定"].cell(2, column).value
        cell(book["協定"], "名称", 3, "写した協定")

    desk.edit(copy)
    told(desk.problems(), "同じ記録の行")


def test_a_row_whose_key_is_unknown_is_told(desk: Desk) -> None:
    desk.set("協定", layout.KEY, "協定:0000000000000000")
    told(desk.problems(), "いまの下書きにありません")


@pytest.mark.parametrize("column", ["判断", "企業", layout.KEY])
def test_a_column_that_was_deleted_is_told(desk: Desk, column: str) -> None:
    def delete(book: Workbook) -> None:
        names = [c.value for c in book["協定"][1]]
        book["協定"].delete_cols(names.index(column) + 1)

    desk.edit(delete)
    assert column in told(desk.problems(), "列がありません").what


def test_columns_may_be_moved_and_rows_sorted(desk: Desk) -> None:
    def turn(book: Workbook) -> None:
        sheet = book["協定"]
        turned = [[c.value for c in row][::-1] for row in sheet.iter_rows()]
        for r, row in enumerate(turned, 1):
            for c, value in enumerate(row, 1):
                sheet.cell(r, c).value = value
        cell(sheet, "判断", 2, "採用")

    desk.edit(turn)
    assert desk.take().counts["採用"] == 1


def test_what_was_decided_meanwhile_is_not_overwritten(desk: Desk) -> None:
    desk.set("協定", "判断", "採用")
    decide(desk.shelf, "協定", "却下")
    assert "却下" in told(desk.problems(), "書き出したあとに変わりました").what
    assert len(lines_of(desk.root)) == 1


def test_a_column_and_a_sheet_of_ones_own_are_left_alone_and_told(desk: Desk) -> None:
    def add(book: Workbook) -> None:
        book["協定"].cell(1, 60).value = "わたしのメモ"
        book["協定"].cell(2, 60).value = "あとで電話"
        book.create_sheet("計算用")

    desk.edit(add)
    assert len(desk.take().notes) == 2


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0 old or encrypted", "判断,名称\n".encode()]
)
def test_a_file_that_is_no_workbook_is_told(desk: Desk, content: bytes) -> None:
    desk.path.write_bytes(content)
    [problem] = desk.problems()
    assert ("xlsx" in problem.what, problem.file) == (True, "確認表.xlsx")


def test_another_workbook_is_not_taken_for_ours(desk: Desk) -> None:
    book = Workbook()
    book.active.title = "協定"
    book.save(desk.path)
    told(desk.problems(), "確認表ではありません")
    assert not workbook.is_ours(desk.path)


# --- facts without a file --------------------------------------------------------------------------------------------


CALL = {
    "資料": "聞き取り", "日付": "令和8年4月1日", "自治体": "栃木県益子町", "部署": "総務課", "事実": "協定",
    "名称": "災害時の物資の運搬に関する協定", "相手": "株式会社よつば配送便\nみなも信用金庫", "協定の種別": "災害時応援協定",
    "締結日・時期": "2019-09", "要旨": "2019年に結んだと電話で聞いた。", "分野": "防災・危機管理",
}  # fmt: skip


def enter(desk: Desk, *facts: dict[str, str]) -> None:
    def fill(book: Workbook) -> None:
        for n, fact in enumerate(facts, 2):
            for column in entry.COLUMNS:
                cell(book[entry.SHEET], column.name, n, fact.get(column.name))

    desk.edit(fill)


def test_a_call_becomes_a_document_of_its_own_without_positions(desk: Desk) -> None:
    enter(desk, CALL, {**CALL, "事実": "施策", "名称": "物資の運搬の訓練", "段階": "実施", "相手の役割": "協力"})
    returned = desk.take()
    [id] = returned.entered
    data = written.read((desk.root / "documents" / f"{id}.yaml").read_text(encoding="utf-8"))
    assert (data["文書"]["種別"], data["文書"]["発行日"]) == ("聞き取り", "2026-04-01")
    assert data["発行"] == [{"自治体": "栃木県益子町", "部署": "総務課"}]
    assert data["協定"][0]["出典"] == [{"要旨": CALL["要旨"]}]
    checked = check(DATA, desk.root, Originals())
    assert checked.errors == []
    signed = rows(checked.facts.tables(), "締結")
    assert [row["位置"] for (start, end), row in signed.items() if end == f"{id}-a01" and start == "093424"] == [[""]]


def test_entering_the_same_call_again_enters_nothing_twice_and_another_fact_joins_it(desk: Desk) -> None:
    enter(desk, CALL)
    [id] = desk.take().entered
    path = desk.root / "documents" / f"{id}.yaml"
    before = path.read_bytes()
    desk.take()
    assert path.read_bytes() == before
    enter(desk, CALL, {**CALL, "名称": "見守りに関する協定"})
    desk.take()
    assert [r["id"] for r in written.read(path.read_text(encoding="utf-8"))["協定"]] == [f"{id}-a01", f"{id}-a02"]


def test_what_is_for_the_office_alone_stays_out_of_what_is_public(desk: Desk) -> None:
    enter(desk, {**CALL, "公開": "庁内限り"})
    [id] = desk.take().entered
    whole = check(DATA, desk.root, Originals()).facts.tables()
    assert f"{id}-a01" in {row["id"] for row in whole.node_rows("協定")}
    assert f"{id}-a01" not in {row["id"] for row in public(whole).node_rows("協定")}


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("日付", "", "日付"), ("部署", "", "部署"), ("日付", "きのう", "きのう"), ("自治体", "府中市", "広島県府中市"),
        ("資料", "うわさ", "うわさ"), ("相手", "", "相手"), ("要旨", "090-0000-0000 に電話", "電話番号"),
        ("分野", "雑談", "雑談"), ("締結日・時期", "2019-13", "2019-13"), ("相手", "栃木県", "自治体"),
    ],
)  # fmt: skip
def test_a_fact_that_lacks_something_is_told_with_its_row_and_column(
    desk: Desk, column: str, value: str, says: str
) -> None:
    enter(desk, CALL, {**CALL, column: value})
    problems = desk.problems()
    assert {problem.line for problem in problems} == {3}
    assert any(says in p.what and "手入力" in p.field for p in problems)
    assert len(list((desk.root / "documents").iterdir())) == 1


def test_an_empty_template_takes_facts(desk: Desk) -> None:
    desk.path.write_bytes(workbook.template(FIELDS))
    assert load_workbook(desk.path).sheetnames[:2] == ["使い方", "手入力"]
    enter(desk, CALL)
    assert len(desk.take().entered) == 1


# --- cells ---------------------------------------------------------------------------------------------------------

NAMES = st.text("あいう亜株式会社 ・()（）ABCabc123、［］", min_size=1, max_size=12).map(str.strip).filter(bool)
PARTY = st.fixed_dictionaries(
    {"名称": NAMES}, optional={"表記": NAMES, "部署": NAMES, "役割": st.sampled_from(["提供", "運営"]), "id": NAMES}
)
RECORDS = st.fixed_dictionaries(
    {"名称": NAMES},
    optional={
        "概要": st.text("あい=\n\t+", max_size=8), "時期": st.sampled_from(["2023", "2023-11", "--08-05"]),
        "企業": st.lists(PARTY, max_size=4), "成果": st.lists(NAMES | st.fixed_dictionaries({"値": NAMES}), max_size=3),
        "分野": st.lists(st.fixed_dictionaries({"名称": NAMES, "表記": NAMES}), max_size=2), "確度": st.just("推定"),
    },
)  # fmt: skip


@given(RECORDS)
def test_cells_that_nobody_touched_give_back_the_record(record: dict[str, Any]) -> None:
    assert cells.edited("施策", record, cells.shown("施策", record)) == (record, [])


@given(RECORDS, st.data())
def test_one_touched_cell_leaves_the_others_alone(record: dict[str, Any], data: st.DataObject) -> None:
    told = cells.shown("施策", record) | {"注記": "直した"}
    found, wrong = cells.edited("施策", record, told)
    assert (found, wrong) == ({**record, "注記": "直した"}, [])
    name = data.draw(st.sampled_from(["成果", "企業", "分野"]))
    emptied, wrong = cells.edited("施策", record, cells.shown("施策", record) | {name: ""})
    assert (emptied, wrong) == (
        {k: v for k, v in record.items() if k != name or not cells.shown("施策", record)[name]},
        [],
    )
