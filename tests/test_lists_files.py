"""The same kinds of list in real files of every format, from bytes to draft. All lists are made up."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from openpyxl.styles import Font

from loaders.draft import Found
from loaders.read import read_bytes
from loaders.tables.draft import draft
from tests.documents import files
from tests.test_lists import DAY, GOODS, UDA, VOCABULARY, WATCH, WHOLE, A, B, Told, sound, told

TITLE = "奈良県宇陀市 企業等との協定一覧（令和5年4月1日現在）"
ROWS = [
    ["No", "協定名", "相手方", "締結日", "備考"],
    ["1", WATCH, "㈱あおば", "令和5年4月1日", "自動更新"],
    ["2", GOODS, "㈱みどり\nそら信用金庫", "H30.4.1", "令和5年3月31日終了"],
    ["3", WHOLE, "あおば大学", "令和4年2月30日", ""],
    ["合計", "3件", "", "", ""],
]
EXPECTED = [
    Told(UDA, A, WATCH, DAY),
    Told(UDA, f"{B}+そら信用金庫", GOODS, "2018-04-01"),
    Told(UDA, "あおば大学", WHOLE, None),
]


def csv() -> bytes:
    quoted = ["" + ",".join(f'"{cell}"' for cell in row) for row in [[TITLE, "", "", "", ""], *ROWS]]
    return "\r\n".join(quoted).encode("cp932")


def html() -> bytes:
    cells = "".join("<tr>" + "".join(f"<td>{c.replace(chr(10), '<br>')}</td>" for c in row) + "</tr>" for row in ROWS)
    return (
        "<html><head><title>協定 | 市公式サイト</title></head><body><nav><a href='/'>トップ</a></nav>"
        f"<main><h1>{TITLE}</h1><p>市は企業と協定を結んでいます。</p><table>{cells}</table></main></body></html>"
    ).encode()


def pdf() -> bytes:
    return files.pdf(files.paragraph(TITLE, files.LARGE), files.pdf_table(ROWS, [35, 190, 90, 90, 90]))


def docx() -> bytes:
    def fill(document: Any) -> None:
        document.add_heading(TITLE, 1)
        table = document.add_table(rows=len(ROWS), cols=len(ROWS[0]))
        for r, row in enumerate(ROWS):
            for c, text in enumerate(row):
                table.cell(r, c).text = text

    return files.word(fill)


def xls() -> bytes:
    def fill(book: Any) -> None:
        sheet = book.add_sheet("一覧")
        for r, row in enumerate([[TITLE], *ROWS]):
            for c, text in enumerate(row):
                sheet.write(r, c, text)

    return files.old_workbook(fill)


def drafted(name: str, raw: bytes) -> Found:
    given = read_bytes(name, raw)
    return sound(draft(given, VOCABULARY), given)


MAKERS = {"csv": csv, "html": html, "pdf": pdf, "docx": docx, "xls": xls, "xlsx": lambda: files.sheet([[TITLE], *ROWS])}


@pytest.mark.parametrize("format", MAKERS)
def test_one_list_gives_the_same_agreements_from_every_format(format: str) -> None:
    found = drafted(f"list.{format}", MAKERS[format]())
    assert told(found) == EXPECTED
    assert found.document["基準日"] == DAY
    assert (found.coverage[0]["自治体"], found.coverage[0]["網羅"]) == (UDA, "全件")
    (account,) = found.rows
    assert (len(account.facts), len(account.warned)) == (2, 1)
    assert any("2月30日" in w for w in found.warnings)
    assert (found.agreements[1]["終了日"], found.agreements[1]["状態"]) == ("2023-03-31", "終了")


def test_a_pdf_over_several_pages_loses_no_row() -> None:
    rows = [ROWS[0]] + [
        [str(n), GOODS, f"株式会社あおば{'あいう'[n // 28]}商店", f"平成{n % 28 + 2}年4月1日", ""] for n in range(1, 81)
    ]
    found = drafted(
        "list.pdf", files.pdf(files.paragraph(TITLE, files.LARGE), files.pdf_table(rows, [35, 190, 110, 90, 50]))
    )
    assert len(found.agreements) == len(found.rows[0].facts) == 80
    assert set(found.rows[0].left_out.values()) == {"見出し"}


def test_a_workbook_with_merges_real_dates_strokes_and_a_hidden_sheet() -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        sheet.title = "R5"
        sheet["A1"] = "宇陀市 協定一覧"
        sheet.merge_cells("A1:E1")
        for cell, text in zip("ABCDE", ["No.", "締結日", "締結先", None, "協定名"], strict=True):
            sheet[f"{cell}2"] = text
        sheet["C3"], sheet["D3"] = "企業名", "所在地"
        sheet.merge_cells("C2:D2")
        for cell in "ABE":
            sheet.merge_cells(f"{cell}2:{cell}3")
        sheet["A4"] = "令和4年度"
        sheet.merge_cells("A4:E4")
        sheet.append([1, dt.date(2022, 6, 1), "㈱あおば", "奈良市", WATCH])
        sheet["B5"].number_format = '[$-411]ggge"年"m"月"d"日"'
        sheet.append([2, 45017, "㈱みどり\n奈良支店", "宇陀市", WHOLE])
        sheet["C6"].font = Font(strike=True)
        sheet.append([3, dt.date(2022, 7, 1), "そら銀行", "奈良市", GOODS])
        sheet.append([None, None, "うみ信用金庫", "奈良市", None])
        for cell in "ABE":
            sheet.merge_cells(f"{cell}7:{cell}8")
        hidden = book.create_sheet("旧")
        hidden.append(["相手方", "締結日"])
        hidden.append(["株式会社むかし", "R1.5.1"])
        hidden.sheet_state = "hidden"

    found = drafted("list.xlsx", files.workbook(fill))
    assert told(found) == [
        Told(UDA, A, WATCH, "2022-06-01"), Told(UDA, B, WHOLE, DAY), Told(UDA, "そら銀行+うみ信用金庫", GOODS, "2022-07-01"),
    ]  # fmt: skip
    assert [a["確度"] for a in found.agreements] == ["明示", "要確認", "推定"]
    assert found.agreements[1]["企業"][0]["部署"] == "奈良支店"
    assert "むかし" not in str(found.agreements)
    assert any("隠れている" in w for w in found.warnings)


def test_places_in_a_sheet_are_sheet_and_row_and_on_a_page_positions() -> None:
    sheet = drafted("list.xlsx", files.sheet([[TITLE], *ROWS]))
    page = drafted("list.html", html())
    assert sheet.agreements[0]["出典"][0]["位置"] == "協定一覧!3"
    assert all(isinstance(c["位置"], list) for a in page.agreements for c in a["出典"])


def test_a_page_with_merged_rows_and_other_tables() -> None:
    page = """<html><head><title>企業との包括連携協定｜宇陀市公式ホームページ</title></head><body><main><h1>企業との包括連携協定</h1>
    <p>本市では、次の企業と協定を結んでいます。</p><h2>包括連携協定締結企業一覧</h2><table>
    <tr><th>締結日</th><th>締結企業</th><th>連携事項</th></tr>
    <tr><td rowspan="2">令和5年4月1日</td><td>株式会社あおば</td><td>(1)防災に関すること<br>(2)観光に関すること</td></tr>
    <tr><td>株式会社みどり</td><td>健康</td></tr></table>
    <h2>受付</h2><table><tr><th>曜日</th><th>時間</th></tr><tr><td>月</td><td>9時</td></tr></table></main></body></html>"""
    found = drafted("page.html", page.encode())
    assert told(found) == [Told(UDA, A, None, DAY), Told(UDA, B, None, DAY)]
    assert [a["種別"] for a in found.agreements] == [WHOLE, WHOLE]
    assert [len(a["分野"]) for a in found.agreements] == [2, 1]
