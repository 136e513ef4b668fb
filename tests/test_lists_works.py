"""Tables of measures (事業名・相手方・経費・実績) become measures, lists of agreements stay agreements. All tables are made up."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest

from loaders import extract
from loaders.draft import Found
from loaders.read import read_bytes
from loaders.tables.draft import draft
from loaders.tables.errors import ColumnsNeeded
from tests.documents.files import exact, paragraph, pdf, pdf_table, word
from tests.grids import UP, Grid
from tests.test_lists import DAY, MITSUE, SONI, UDA, VOCABULARY, A, B, C, Told, drafted, told, value


class Done(NamedTuple):
    """What a test says of a measure: whose, with whom in which part, what, at which stage, since when."""

    city: str
    bodies: str
    name: str
    stage: str
    when: str | None


def done(found: Found) -> list[Done]:
    return [
        Done(
            "+".join(party["名称"] for party in m["自治体"]),
            "+".join(f"{party['名称']}:{party['役割']}" if "役割" in party else party["名称"] for party in m["企業"]),
            m["名称"],
            m["段階"],
            value(m.get("時期")),
        )
        for m in found.measures
    ]


T = ["宇陀市 官民連携事業一覧"]
SHAPES: dict[str, tuple[Grid, list[Done]]] = {
    "what was done, with units over the table, a subtotal and a total": (
        [["令和4年度 宇陀市官民連携事業実績"], ["", "", "", "（単位：千円、人）"], ["事業名", "連携先", "事業費", "参加者数"],
         ["スマホ教室", A, 120, 45], ["小計", "", 120, 45], ["見守り", B, "―", "30名"], ["合計", "", 120, 75]],
        [Done(UDA, f"{A}:協力", "スマホ教室", "実施", None), Done(UDA, f"{B}:協力", "見守り", "実施", None)],
    ),
    "partners in rows of one measure, each with its part": (
        [T, ["事業名", "相手方", "役割", "時期"], ["健康ポイント", A, "システム提供", "令和3年4月"], [UP, C, "景品の寄附", UP]],
        [Done(UDA, f"{A}:提供+{C}:寄附", "健康ポイント", "不明", "2021-04")],
    ),
    "stages in a column": (
        [T, ["事業名", "連携企業", "状況", "開始時期"], ["健康ポイント", A, "実施中", "R3.4"], ["ドローン配送", B, "計画中", "令和6年度"],
         ["シェアサイクル", C, "終了", "2020年"], ["謎解き", "未定", "検討中", ""]],
        [Done(UDA, f"{A}:協力", "健康ポイント", "実施", "2021-04"), Done(UDA, f"{B}:協力", "ドローン配送", "計画", "2024"),
         Done(UDA, f"{C}:協力", "シェアサイクル", "終了", "2020"), Done(UDA, "", "謎解き", "検討", None)],
    ),
    "who was commissioned, by municipality": (
        [["県内市町村の委託による取組（奈良県）"], ["市町村", "事業名", "委託先", "委託料（千円）", "委託期間"],
         ["宇陀市", "健康教室運営", A, "3,000", "R4.4.1～R5.3.31"], ["〃", "バス運行", B, "", "通年"], ["曽爾村", "見守り", "直営", "", ""]],
        [Done(UDA, f"{A}:受託", "健康教室運営", "不明", "2022-04-01"), Done(UDA, f"{B}:受託", "バス運行", "不明", None),
         Done(SONI, "", "見守り", "不明", None)],
    ),
    "who manages which facility": (
        [["宇陀市 指定管理者導入施設一覧"], ["施設名", "指定管理者", "指定期間"], ["総合体育館", A, "令和3年4月1日から令和8年3月31日まで"]],
        [Done(UDA, f"{A}:運営", "総合体育館の指定管理", "不明", "2021-04-01")],
    ),
    "who gave what for what": (
        [["宇陀市 企業版ふるさと納税 寄附実績"], ["年度", "寄附企業", "寄附額", "活用事業"], ["R4", A, "1,000千円", "子どもの居場所づくり"], ["R5", B, "非公表", "〃"]],
        [Done(UDA, f"{A}:寄附", "子どもの居場所づくり", "実施", "2022"), Done(UDA, f"{B}:寄附", "子どもの居場所づくり", "実施", "2023")],
    ),
    "companies against years, the cells telling what was done": (
        [["宇陀市の包括連携企業との取組"], ["連携企業", "令和4年度実績", "令和5年度計画"], [A, "防災講座を3校で開催", "全校で防災講座を開催"],
         [B, "実施なし", "移動販売を開始"]],
        [Done(UDA, f"{A}:協力", "防災講座を3校で開催", "実施", "2022"), Done(UDA, f"{A}:協力", "全校で防災講座を開催", "計画", "2023"),
         Done(UDA, f"{B}:協力", "移動販売を開始", "計画", "2023")],
    ),
    "done under an agreement, without names of measures": (
        [["宇陀市 包括連携協定に基づく取組一覧"], ["相手方", "取組内容", "実施時期", "実績"], [A, "配達時の声かけ", "令和5年4月～", "通報3件"]],
        [Done(UDA, A, "配達時の声かけ", "実施", "2023-04")],
    ),
    "cards of keys and values": (
        [["官民連携事例集（宇陀市）", ""], [], ["事例1", ""], ["事業名", "ドローン配送の実証実験"], ["連携先", A], ["実施時期", "令和4年10月"], [],
         ["事例2", ""], ["事業名", "買い物バス"], ["連携先", B], ["成果", "利用1,200人"]],
        [Done(UDA, f"{A}:協力", "ドローン配送の実証実験", "実証", "2022-10"), Done(UDA, f"{B}:協力", "買い物バス", "実施", None)],
    ),
    "a section names the partner of the rows below it": (
        [["宇陀市 連携企業との取組一覧"], ["取組名", "内容", "年度"], ["■株式会社あおば"], ["防災講座", "市内3校", "R4"], ["■そら銀行"], ["金融教育", "中学校", "R5"]],
        [Done(UDA, A, "防災講座", "不明", "2022"), Done(UDA, C, "金融教育", "不明", "2023")],
    ),
    "measures of a plan with what they aim at": (
        [["宇陀市 総合戦略 施策一覧"], ["基本目標", "施策名", "取組内容", "KPI", "目標値(R6)", "実績値(R4)"], ["1 しごと", "創業支援", "創業塾", "創業者数", "20人", "12人"]],
        [Done(UDA, "", "創業支援", "計画", None)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_a_table_of_measures_becomes_measures_and_no_agreements(shape: str) -> None:
    grid, expected = SHAPES[shape]
    found = drafted(grid)
    assert done(found) == expected
    assert found.agreements == []
    assert found.document["種別"] == "施策一覧"
    assert not [account.warned for account in found.rows if account.warned]


def figures(found: Found, key: str) -> list[list[str]]:
    return [[value(v) for v in measure.get(key, ())] for measure in found.measures]


def test_costs_and_outcomes_carry_the_unit_that_heading_or_note_gives_and_the_words_of_their_cell() -> None:
    found = drafted(SHAPES["what was done, with units over the table, a subtotal and a total"][0])
    assert figures(found, "経費") == [["120千円"], []]
    assert figures(found, "成果") == [["参加者数 45"], ["参加者数 30名"]]
    assert [v["出典"] for v in found.measures[0]["経費"]] == [[{"位置": "Sheet1!4", "引用": "120"}]]
    commissioned = drafted(SHAPES["who was commissioned, by municipality"][0])
    assert figures(commissioned, "経費") == [["委託料 3,000千円"], [], []]
    assert commissioned.measures[0]["手法"] == ["委託"]
    assert commissioned.measures[0]["終了時期"] == "2023-03-31"


def test_a_cost_without_unit_is_doubtful_and_an_aim_is_called_one() -> None:
    found = drafted([T, ["事業名", "相手方", "経費", "成果"], ["教室", A, "120", "好評"]])
    assert found.measures[0]["経費"][0]["確度"] == "要確認"
    planned = drafted(SHAPES["measures of a plan with what they aim at"][0])
    assert figures(planned, "成果") == [["創業者数 12人", "目標 創業者数 20人"]]


def test_a_year_between_the_rows_is_the_time_of_the_measures_below_it_and_says_where_it_stands() -> None:
    found = drafted(
        [T, ["事業名", "連携先", "成果"], ["令和4年度"], ["教室", A, "50人"], ["令和5年度"], ["まつり", B, "80人"]]
    )
    assert done(found) == [
        Done(UDA, f"{A}:協力", "教室", "実施", "2022"), Done(UDA, f"{B}:協力", "まつり", "実施", "2023"),
    ]  # fmt: skip
    assert found.measures[0]["時期"]["出典"] == [{"位置": "Sheet1!3", "引用": "令和4年度"}]


def test_what_was_called_off_is_left_out_and_said() -> None:
    found = drafted([T, ["事業名", "連携先", "実績"], ["まつり", A, "中止"], ["教室", A, "50人"]])
    assert [m["名称"] for m in found.measures] == ["教室"]
    assert any("Sheet1 3行目" in w and "中止" in w for w in found.warnings)


def test_one_sheet_may_hold_both_kinds_and_the_measure_refers_to_its_agreement() -> None:
    found = drafted(
        [["宇陀市 連携状況"], ["１ 協定一覧"], ["相手方", "協定名", "締結日"], [A, "包括連携協定", "R5.4.1"], [], ["２ 取組実績"],
         ["協定名", "事業名", "相手方", "経費（円）", "段階"], ["包括連携協定", "見守り", A, "無償", "実施中"],
         ["観光協定", "周遊", B, "500,000", "計画中"]]
    )  # fmt: skip
    assert told(found) == [Told(UDA, A, "包括連携協定", DAY)]
    assert done(found) == [Done(UDA, A, "見守り", "実施", None), Done(UDA, B, "周遊", "計画", None)]
    assert found.measures[0]["協定"] == found.agreements[0]["id"]
    assert "協定" not in found.measures[1]
    assert "観光協定" in found.measures[1]["注記"]


def test_a_sheet_per_company_names_the_partner_and_says_that_it_was_inferred() -> None:
    rows: dict[str, Grid] = {
        "目次": [["宇陀市 連携企業の取組"]],
        A: [[f"{A}との連携取組"], ["年度", "取組名", "内容"], ["令和4年度", "防災講座", "市内3校"]],
        C: [["連携の取組"], ["年度", "取組名", "内容"], ["令和5年度", "金融教育", "中学校"]],
    }
    found = drafted(rows)
    assert done(found) == [Done(UDA, A, "防災講座", "不明", "2022"), Done(UDA, C, "金融教育", "不明", "2023")]
    assert {m["確度"] for m in found.measures} == {"推定"}


AGREEMENTS: dict[str, Grid] = {
    "a list of agreements that also tells what was done": [
        ["宇陀市 包括連携協定の締結状況と主な取組"], ["企業名", "締結日", "主な取組", "実績"], [A, "R5.4.1", "見守り", "年3回"]],
    "companies and what they agreed to do": [["宇陀市 包括連携協定一覧"], ["企業名", "連携事業", "所管課"], [A, "健康", "健康課"]],
}  # fmt: skip


@pytest.mark.parametrize("shape", AGREEMENTS)
def test_a_list_of_agreements_stays_one(shape: str) -> None:
    found = drafted(AGREEMENTS[shape])
    assert [each.bodies for each in told(found)] == [A]
    assert found.measures == []


OTHERS: dict[str, Grid] = {
    "results of tenders": [["宇陀市 入札結果"], ["工事名", "落札者", "落札金額", "入札日"], ["道路改良工事", A, "1,000千円", "R5.4.1"]],
    "a directory": [["宇陀市 連携宿泊施設一覧"], ["施設名", "運営会社", "電話番号", "料金"], ["旅館あおば", A, "0745-00-0000", "5,000円"]],
    "events without partners": [["宇陀市 催し一覧"], ["イベント名", "開催日", "参加者数"], ["まつり", "R5.8.1", "100人"]],
}  # fmt: skip


@pytest.mark.parametrize("shape", OTHERS)
def test_other_tables_that_name_companies_give_nothing(shape: str) -> None:
    with pytest.raises(ColumnsNeeded):
        drafted(OTHERS[shape])


# --- pages and papers ----------------------------------------------------------------------------------------------

HEAD = ["取組名", "連携企業", "内容", "実施年度"]
ROWS = [
    ["ごみ分別の案内", A, "アプリの提供", "令和4年度"],
    ["食品の提供", "みどり生活協同組合", "余った食品を届ける", "令和5年度"],
]
EXPECTED = [(UDA, A, "ごみ分別の案内", "2022"), (UDA, "みどり生活協同組合", "食品の提供", "2023")]


def page() -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in [HEAD, *ROWS])
    return f"<html><head><title>公民連携｜宇陀市</title></head><body><main><h1>宇陀市の公民連携の取組</h1><table>{rows}</table></main></body></html>".encode()


def paper() -> bytes:
    return pdf(paragraph("宇陀市 公民連携の取組一覧"), pdf_table([HEAD, *ROWS], [110, 110, 120, 70]))


def letter() -> bytes:
    def fill(document: Any) -> None:
        document.add_heading("宇陀市 公民連携の取組一覧", 1)
        table = document.add_table(rows=0, cols=4)
        for row in [HEAD, *ROWS]:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text

    return word(fill)


@pytest.mark.parametrize(("name", "make"), [("a.html", page), ("a.pdf", paper), ("a.docx", letter)])
def test_the_same_table_on_a_page_is_read_once_and_cited_exactly(name: str, make: Any) -> None:
    reading = exact(read_bytes(name, make()))
    record = extract.draft(reading, VOCABULARY).record
    assert [
        (m["自治体"][0]["名称"], m["企業"][0]["名称"], m["名称"], value(m["時期"])) for m in record["施策"]
    ] == EXPECTED
    for measure in record["施策"]:
        for cited in measure["出典"]:
            start, end = cited["位置"]
            assert reading.text[start:end] == cited["引用"]


def test_a_table_of_measures_of_nobody_leaves_the_page_to_its_text(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(page().replace("宇陀市".encode(), b"") + "<p>曽爾村は森の教室を続けています。</p>".encode() * 8)
    found = draft(read_bytes(path.name, path.read_bytes()), VOCABULARY)
    assert found.measures == []
    assert MITSUE not in str(found)
