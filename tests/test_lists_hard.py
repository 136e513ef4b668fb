"""Lists of agreements at their messiest: what each row says must be read, or warned of by row. All lists are made up."""

from __future__ import annotations

from typing import Any

import pytest

from loaders.draft import Found
from loaders.read import read_bytes
from loaders.tables.draft import draft
from tests.documents.files import drawn, exact, paragraph, pdf, pdf_table, sheet, word, workbook
from tests.grids import LEFT, UP, Grid
from tests.test_lists import (
    DAY,
    GOODS,
    HEAD,
    MITSUE,
    SONI,
    UDA,
    VOCABULARY,
    WATCH,
    WHOLE,
    A,
    B,
    C,
    T,
    Told,
    drafted,
    told,
)

NABARI, IGA = "三重県名張市", "三重県伊賀市"

SHAPES: dict[str, tuple[Any, list[Told]]] = {
    "a return to a ministry: prefecture and municipality in columns, starred headings, notes below": (
        [["別紙２"], ["民間事業者等との連携協定等一覧（令和５年７月１日時点）"], [],
         ["番号", "都道府県名", "市町村名", "協定等の相手方*1", LEFT, "協定等の名称", "締結年月日*2", "分野", LEFT],
         [UP, UP, UP, "名称", "業種", UP, UP, "分野①", "分野②"],
         [1, "奈良県", "宇陀市", "㈱あおば", "小売業", WATCH, "H30.4.1", "高齢者", "防犯"],
         [2, "三重県", "伊賀市", "㈱みどり", "製造業", WHOLE, "R5.4.1", "観光", ""],
         [3, "奈良県", "−", "そら銀行", "金融業", WHOLE, "平成28年2月", "", "産業"],
         ["*1 相手方が複数の場合は代表のみ"], ["*2 変更があった場合は当初の締結日"]],
        [Told(UDA, A, WATCH, "2018-04-01"), Told(IGA, B, WHOLE, DAY), Told("奈良県", C, WHOLE, "2016-02")],
    ),
    "the prefecture beside a name that two towns bear": (
        [["協定一覧"], ["都道府県", "市町村", "相手方", "締結日"], ["広島県", "府中市", A, "R5.4.1"], ["東京都", "府中市", B, "R5.4.1"]],
        [Told("広島県府中市", A, None, DAY), Told("東京都府中市", B, None, DAY)],
    ),
    "a table for machines: heading over heading in one, a code before": (
        [["市区町村コード", "NO", "都道府県名", "市区町村名", "協定名称", "協定締結先_名称", "協定締結先_支店等", "協定締結日"],
         ["292125", "001", "奈良県", "宇陀市", WATCH, A, "宇陀店", "2023-04-01"], ["292125", "002", "奈良県", "宇陀市", GOODS, B, "", "2020-01-02"]],
        [Told(UDA, A, WATCH, DAY), Told(UDA, B, GOODS, "2020-01-02")],
    ),
    "a company's own, the region and the prefecture written once, a stroke for the prefecture itself": (
        [["自治体との協定締結一覧"], [A], ["地方", "都道府県", "市区町村", "協定の種類", "締結日"],
         ["近畿", "奈良県", "－", WHOLE, "2023/4/1"], ["", UP, "宇陀市", GOODS, "2020/1/2"], ["東海", "三重県", "名張市", WATCH, "2021/5/6"]],
        [Told("奈良県", A, WHOLE, DAY), Told(UDA, A, GOODS, "2020-01-02"), Told(NABARI, A, WATCH, "2021-05-06")],
    ),
    "the title in quotation marks over what it is about, the end beside the day": (
        [T, ["締結相手先", "協定名・内容", "締結年月日"], [A, f"「{WATCH}」\n声かけ、通報", "令和5年4月1日 ※令和6年3月31日終了"],
         [B, f"「{GOODS}」\n水、食料", "令和2年1月2日"]],
        [Told(UDA, A, WATCH, DAY), Told(UDA, B, GOODS, "2020-01-02")],
    ),
    "days under headings of years": (
        [["宇陀市　企業別　協定締結日"], ["企業名", "令和3年度", "令和4年度", "令和5年度"], [A, "6月1日", "", ""], [B, "", "R5.2.3", ""], [C, "", "", "2023/5/8"]],
        [Told(UDA, A, None, "2021-06-01"), Told(UDA, B, None, "2023-02-03"), Told(UDA, C, None, "2023-05-08")],
    ),
    "years in the cells of a matrix": (
        [["奈良県内の包括連携協定（数字は締結年）"], ["市町村", A, B, C], ["宇陀市", "R3", "", "2020"], ["曽爾村", "", "H30.10", ""]],
        [Told(UDA, A, None, "2021"), Told(UDA, C, None, "2020"), Told(SONI, B, None, "2018-10")],
    ),
    "the era in the heading, years and months": (
        [T, ["相手方", "協定名", "締結日（令和）"], [A, WATCH, "5.4.1"], [B, GOODS, "元.10.1"], [C, WHOLE, "5年4月"]],
        [Told(UDA, A, WATCH, DAY), Told(UDA, B, GOODS, "2019-10-01"), Told(UDA, C, WHOLE, "2023-04")],
    ),
    "days in digits alone": (
        [T, HEAD, [A, WATCH, "20230401"], [B, GOODS, "45017"], [C, WHOLE, "R050401"], [A, GOODS, "２０２３．４"]],
        [Told(UDA, A, WATCH, DAY), Told(UDA, B, GOODS, DAY), Told(UDA, C, WHOLE, DAY), Told(UDA, A, GOODS, "2023-04")],
    ),
    "letters of the headings below one another": (
        [T, ["番\n号", "相\n手\n方", "協\n定\n名", "締\n結\n日"], [1, A, WATCH, "R5.4.1"]],
        [Told(UDA, A, WATCH, DAY)],
    ),
    "letters set apart to fill their cells": (
        [T, ["相　手　方", "協　定　名", "締　結　日"], ["株 式 会 社 あ お ば", "地 域 見 守 り 協 定", "令和 ５ 年 ４ 月 １ 日"]],
        [Told(UDA, A, WATCH, DAY)],
    ),
    "several partners of a cell, numbered on one line": (
        [T, HEAD, ["①株式会社あおば ②㈱みどり ③そら銀行（順不同）", WATCH, "R5.4.1"], ["1.株式会社あおば 2.そら銀行", GOODS, "R5.4.1"]],
        [Told(UDA, f"{A}+{B}+{C}", WATCH, DAY), Told(UDA, f"{A}+{C}", GOODS, DAY)],
    ),
    "parties by the signs of the contract": (
        [["協定一覧"], ["協定名", "甲", "乙", "丙", "締結日"], [WHOLE, "宇陀市", A, C, "R5.4.1"], [WATCH, "宇陀市・曽爾村", B, "", "R5.4.1"]],
        [Told(UDA, f"{A}+{C}", WHOLE, DAY), Told(f"{UDA}+{SONI}", B, WATCH, DAY)],
    ),
    "local governments among the partners": (
        [T, HEAD, ["曽爾村、御杖村、株式会社あおば", WHOLE, "R5.4.1"], ["三重県名張市・伊賀市", "相互応援協定", "R5.4.1"]],
        [Told(f"{UDA}+{SONI}+{MITSUE}", A, WHOLE, DAY), Told(f"{UDA}+{NABARI}+{IGA}", "", "相互応援協定", DAY)],
    ),
    "partners that stand over the rows": (
        [["宇陀市 企業別協定一覧"], ["協定名", "締結日"], ["■株式会社あおば", LEFT], [WATCH, "R5.4.1"], [WHOLE, "R5.4.1"], ["■そら銀行", LEFT], [GOODS, "R5.4.1"]],
        [Told(UDA, A, WATCH, DAY), Told(UDA, A, WHOLE, DAY), Told(UDA, C, GOODS, DAY)],
    ),
    "numbers without an agreement": (
        [T, ["No.", *HEAD], ["1", A, WATCH, "R5.4.1"], ["2", "欠番", "", ""], ["3", "（削除）", "", ""], ["4", B, GOODS, "R5.4.1"]],
        [Told(UDA, A, WATCH, DAY), Told(UDA, B, GOODS, DAY)],
    ),
    "the cell to the left is meant": (
        [T, ["相手方", "旧協定名", "協定名", "締結日"], [A, WATCH, "同左", "R5.4.1"]],
        [Told(UDA, A, WATCH, DAY)],
    ),
    "a renewal in the cell of the day": (
        [T, HEAD, [A, WATCH, "R2.4.1\n(R5.4.1更新)"], [B, GOODS, "H25.3.1（H28.3.1変更）"]],
        [Told(UDA, A, WATCH, "2020-04-01"), Told(UDA, B, GOODS, "2013-03-01")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_every_row_is_read_right(shape: str) -> None:
    grid, expected = SHAPES[shape]
    found = drafted(grid)
    assert told(found) == expected
    assert not [account.warned for account in found.rows if account.warned]


OPEN: dict[str, tuple[Any, int, str, str | None]] = {
    "a day that does not exist": ([T, HEAD, [A, WATCH, "R5.2.30"]], 3, "暦にない", None),
    "a month that does not exist": ([T, HEAD, [A, WATCH, "令和6年13月1日"]], 3, "暦にない", None),
    "a day before its era": ([T, HEAD, [A, WATCH, "令和1年4月1日"]], 3, "元号の期間", None),
    "a short year without era": ([T, HEAD, [A, WATCH, "5.4.1"]], 3, "読めません", None),
    "a period for a day": ([T, HEAD, [A, WATCH, "R5.4.1～R8.3.31"]], 3, "期間", None),
    "a town that does not exist": ([["協定一覧"], ["市町村", *HEAD], ["うだ市", A, WATCH, "R5.4.1"]], 3, "うだ市", ""),
    "a day in another year than its heading": (
        [["宇陀市 協定締結日"], ["企業名", "令和3年度", "令和4年度"], [A, "R5.6.1", ""]], 3, "その年でない", "2023-06-01"),
    "a winter day on a sheet that is called R4": (
        {"R4": [["宇陀市 協定締結状況"], ["月日", "相手方"], ["6/1", A], ["2月3日", B]]}, 4, "年か年度か", "--02-03"),
}  # fmt: skip


@pytest.mark.parametrize("shape", OPEN)
def test_what_is_open_is_warned_of_with_its_row_and_never_guessed(shape: str) -> None:
    grid, row, words, date = OPEN[shape]
    found = drafted(grid)
    [account] = [account for account in found.rows if account.warned]
    assert list(account.warned) == [row]
    assert words in account.warned[row]
    assert [each.date for each in told(found)][-1:] == ([] if date == "" else [date])


def test_the_sum_of_a_list_holds_whatever_its_rows_are() -> None:
    found = drafted(
        [T, HEAD, [A, WATCH, "R5.4.1"], [], ["小計", "1件", ""], ["※ 注"], ["うえの", "", ""], [B, "", "調整中"]]
    )
    [account] = found.rows
    assert len(account.facts) + len(account.left_out) + len(account.warned) == 8


def test_a_person_in_brackets_behind_a_partner_leaves_nothing_behind() -> None:
    found = drafted([T, HEAD, ["ＮＰＯ法人　そら(理事長　○○　○○)", WATCH, "R5.4.1"]])
    assert [each.bodies for each in told(found)] == ["特定非営利活動法人そら"]
    assert "理事長" not in str(found.agreements)


# --- real files ----------------------------------------------------------------------------------------------------


def of_file(name: str, raw: bytes) -> Found:
    return draft(exact(read_bytes(name, raw)), VOCABULARY)


def test_a_sheet_of_merged_squares_is_read() -> None:
    places = [(1, 2), (3, 8), (9, 14), (15, 18)]

    def fill(book: Any) -> None:
        book.active.cell(1, 3, "宇陀市 協 定 一 覧")
        for row, texts in {4: ["No.", "協　定　先", "協　定　名", "締結年月日"], 5: ["1", A, WATCH, "R5.4.1"],
                           6: ["2", f"{B}\n奈良営業所", GOODS, "R5.4.1"]}.items():  # fmt: skip
            for (first, last), text in zip(places, texts, strict=True):
                book.active.cell(row, first, text)
                book.active.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)

    found = of_file("a.xlsx", workbook(fill))
    assert told(found) == [Told(UDA, A, WATCH, DAY), Told(UDA, B, GOODS, DAY)]


def test_a_formula_without_its_value_leaves_the_day_open_and_names_the_cell() -> None:
    reading = read_bytes("a.xlsx", sheet([T, HEAD, [A, WATCH, "=DATE(2023,4,1)"]]))
    assert told(draft(reading, VOCABULARY)) == [Told(UDA, A, WATCH, None)]
    assert any("C3" in problem.what for problem in reading.warnings)


LONG = "災害時における生活物資の供給及び輸送の協力並びに情報の提供に関する協定"


@pytest.mark.parametrize("ruled", [True, False])
def test_a_paper_of_several_pages_gives_every_row_once(ruled: bool) -> None:
    names = [f"株式会社みせ{chr(0x30AB + n)}" for n in range(45)]
    days = [f"令和{2 + n % 4}年{1 + n % 12}月{1 + n % 28}日" for n in range(45)]
    expected = [Told(UDA, name, LONG if ruled else WATCH, f"{2020 + n % 4}-{1 + n % 12:02}-{1 + n % 28:02}")
                for n, name in enumerate(names)]  # fmt: skip
    if ruled:
        rows = [["番号", "相手方", "協定名", "締結日"]]
        rows += [[str(n + 1), f"{name}\n（本社：奈良市）", LONG, days[n]] for n, name in enumerate(names)]
        raw = pdf(paragraph("宇陀市 災害協定一覧"), pdf_table(rows, [35, 110, 130, 90]))
    else:

        def draw(canvas: Any) -> None:
            columns = (60, 90, 250, 440)
            canvas.drawString(60, 800, "宇陀市 協定締結先一覧")
            at = 770
            for n in range(-1, 45):
                if at < 60 or n < 0:
                    if n > 0:
                        canvas.showPage()
                        canvas.setFont("HeiseiMin-W3", 10)
                    at = 770
                    for x, text in zip(columns, ("No", "締結先", "協定名", "締結年月日"), strict=True):
                        canvas.drawString(x, at, text)
                    at -= 18
                if n >= 0:
                    for x, text in zip(columns, (str(n + 1), names[n], WATCH, days[n]), strict=True):
                        canvas.drawString(x, at, text)
                    at -= 18

        raw = drawn(draw)
    assert told(of_file("a.pdf", raw)) == expected


def test_a_page_with_a_table_for_each_partner_below_its_heading_is_read() -> None:
    def table(day: str, name: str) -> str:
        rows = (("締結日", day), ("協定名", name), ("連携項目", "健康"))
        return "<table>" + "".join(f"<tr><th>{key}</th><td>{text}</td></tr>" for key, text in rows) + "</table>"

    page = f"""<html><head><title>包括連携協定｜宇陀市</title></head><body><main><h1>包括連携協定の締結状況</h1>
    <h2>株式会社あおば</h2>{table("令和5年4月1日", WATCH)}<h2>そら銀行</h2>{table("令和5年4月1日", GOODS)}</main></body></html>"""
    found = of_file("a.html", page.encode())
    assert told(found) == [Told(UDA, A, WATCH, DAY), Told(UDA, C, GOODS, DAY)]
    assert {a["確度"] for a in found.agreements} == {"推定"}


def test_a_remark_behind_the_day_says_that_it_ended() -> None:
    found = drafted([T, ["相手方", "協定名", "締結日"], [A, WATCH, "令和5年4月1日 ※令和6年3月31日終了"]])
    assert [(a["状態"], a["終了日"]) for a in found.agreements] == [("終了", "2024-03-31")]


def test_a_banks_page_lists_municipalities_perhaps_with_others() -> None:
    rows = (("令和5年4月1日", "宇陀市", WATCH), ("令和2年1月2日", f"名張市、{B}", GOODS))
    cells = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in rows)
    page = f"""<html><head><title>地域とともに｜そら銀行</title></head><body><main><h1>地方公共団体との協定</h1>
    <p>そら銀行は、地元の市町と協定を結んでいます。</p>
    <table><tr><th>締結日</th><th>締結先</th><th>協定の名称</th></tr>{cells}</table></main></body></html>"""
    assert told(of_file("a.html", page.encode())) == [
        Told(UDA, C, WATCH, DAY),
        Told(NABARI, f"{C}+{B}", GOODS, "2020-01-02"),
    ]


def test_a_page_is_of_the_town_that_signs_it_whatever_a_remark_names() -> None:
    page = f"""災害時の協定

町では次の事業者と協定を締結しています。

協定の名称\t締結先\t締結年月日
{WATCH}\t{A}\t令和5年4月1日
{GOODS}\t{B}\t令和2年1月2日

（注）海陽町及び美波町の協定については、それぞれの町のホームページをご覧ください。

お問い合わせ
牟岐町役場 総務課
"""
    mugi = "徳島県牟岐町"
    assert told(of_file("a.txt", page.encode())) == [Told(mugi, A, WATCH, DAY), Told(mugi, B, GOODS, "2020-01-02")]


def test_a_letter_with_sections_in_its_table_is_read() -> None:
    rows: Grid = [["１　防災に関する協定"], [A, GOODS, "H30.4.1", ""], [B, "〃", "H30.5.1", "令和2年3月31日終了"], ["２　見守りに関する協定"],
                  ["そら銀行\n宇陀支店", WATCH, "R元.5.1", ""]]  # fmt: skip

    def fill(document: Any) -> None:
        document.add_heading("宇陀市の協定一覧", 1)
        table = document.add_table(rows=0, cols=4)
        for row in [[*HEAD, "備考"], *rows]:
            cells = table.add_row().cells
            if len(row) == 1:
                cells[0].merge(cells[3]).text = row[0]
            else:
                for cell, text in zip(cells, row, strict=True):
                    cell.text = text

    found = of_file("a.docx", word(fill))
    assert told(found) == [
        Told(UDA, A, GOODS, "2018-04-01"),
        Told(UDA, B, GOODS, "2018-05-01"),
        Told(UDA, C, WATCH, "2019-05-01"),
    ]
    assert [a.get("終了日") for a in found.agreements] == [None, "2020-03-31", None]
    assert found.agreements[2]["企業"][0]["部署"] == "宇陀支店"
