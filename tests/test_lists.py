"""Lists of agreements in the layouts in which offices write them. All lists are made up; real are names of places."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

import pytest

from graph.paths import shipped_data
from loaders import curated
from loaders.draft import Found
from loaders.read import Reading
from loaders.tables.draft import draft
from loaders.vocabulary import Vocabulary
from tests.grids import LEFT, UP, Grid, Struck, reading

VOCABULARY = Vocabulary.load(shipped_data())
UDA, SONI, MITSUE = "奈良県宇陀市", "奈良県曽爾村", "奈良県御杖村"
DAY = "2023-04-01"
T = ["宇陀市 協定一覧"]
D = dt.date


class Told(NamedTuple):
    """What a test says of an agreement: who, with whom, under which title (None: the list gives none), when."""

    cities: str
    bodies: str
    name: str | None
    date: str | None


def value(stated: Any) -> Any:
    return stated["値"] if isinstance(stated, dict) else stated


def told(found: Found) -> list[Told]:
    return [
        Told(
            "+".join(party["名称"] for party in a["自治体"]),
            "+".join(party["名称"] for party in a["企業"]),
            None if a.get("仮称") else a["名称"],
            value(a.get("締結日")),
        )
        for a in found.agreements
    ]


def sound(found: Found, given: Reading) -> Found:
    """The draft, after making sure that the format takes it, quotes are exact and every row is accounted for once."""
    curated.CuratedFile.model_validate(
        {"形式": "1", "文書": {"id": "d", "題名": "x"}, "収録": found.coverage, "協定": found.agreements, "施策": found.measures,
         "記載": found.said}
    )  # fmt: skip
    rows = {f"{table.name}!{row.number}": row for table in given.tables for row in table.rows}
    for record in found.agreements + found.measures:
        parties = [*record["自治体"], *record["企業"]]
        for cited in [c for source in (record, *parties) for c in source.get("出典", ())]:
            place, quote = cited["位置"], cited["引用"]
            if isinstance(place, str):
                assert quote in given.text
                assert all(
                    part in " ".join(c.text.replace("\n", " ") for c in rows[place].cells) for part in quote.split("\t")
                )
            else:
                assert given.text[place[0] : place[1]] == quote
    accounts = {account.table: account for account in found.rows}
    for table in given.tables:
        account = accounts[table.name]
        parts = [*account.facts, *account.left_out, *account.warned]
        assert sorted(parts) == [row.number for row in table.rows], table.name
    for account in found.rows:
        for number in account.warned:
            assert any(w.startswith(f"{account.table} {number}行目") for w in found.warnings)
    return found


def drafted(
    grid: Grid | dict[str, Grid], *, municipality: str = "", columns: dict[str, str] | None = None, **how: Any
) -> Found:
    given = reading(grid, **how)
    return sound(draft(given, VOCABULARY, municipality=municipality, columns=columns), given)


A, B, C = "株式会社あおば", "株式会社みどり", "そら銀行"
WATCH, WHOLE, GOODS = "地域見守り協定", "包括連携協定", "災害時における物資供給に関する協定"

LAYOUTS: dict[str, tuple[Any, list[Told]]] = {
    "plain": (
        [T, ["相手方", "協定名", "締結日"], [A, WATCH, "令和5年4月1日"], [B, GOODS, "R4.4.1"]],
        [Told(UDA, A, WATCH, DAY), Told(UDA, B, GOODS, "2022-04-01")],
    ),
    "title, day and department before, total and note behind": (
        [["令和5年4月1日現在", None, None, "企画課"], [], ["奈良県宇陀市における協定締結状況一覧"], ["№", "協定締結\n年月日", "協 定 先", "備　考"],
         ["１", "平成３０年\n４月１日", "㈱あおば", ""], ["合計", "1件"], ["※ 廃止されたものを除く"]],
        [Told(UDA, A, None, "2018-04-01")],
    ),
    "two heading rows, merged": (
        [T, ["No.", "締結先", LEFT, "協定名称", "協定日"], [UP, "企業名", "所在地", UP, UP], [1, A, "奈良市", WATCH, "H30/4/1"]],
        [Told(UDA, A, WATCH, "2018-04-01")],
    ),
    "two heading rows, merges lost in csv": (
        [T, ["No.", "締結先", "", "協定名称", "協定日"], ["", "名称", "所在地", "", ""], ["1", A, "奈良市", WATCH, "2018/4/1"]],
        [Told(UDA, A, WATCH, "2018-04-01")],
    ),
    "three heading rows": (
        [T, ["協定の概要", LEFT, LEFT, LEFT], ["相手方", LEFT, "協定", LEFT], ["名称", "住所", "名称", "締結日"], [A, "奈良市", WATCH, "R5.4.1"]],
        [Told(UDA, A, WATCH, DAY)],
    ),
    "heading repeated at a page break": (
        [T, ["相手方", "協定名", "締結日"], [A, WATCH, "R5.4.1"], ["相 手 方", "協定名", "締結日"], [B, WATCH, "R5.4.1"]],
        [Told(UDA, A, WATCH, DAY), Told(UDA, B, WATCH, DAY)],
    ),
    "years between the rows": (
        [T, ["相手方", "協定名", "締結日"], ["令和5年度", LEFT, LEFT], [A, WATCH, "4月1日"], [B, GOODS, ""], ["令和4年度", LEFT, LEFT], [C, WHOLE, "3月1日"]],
        [Told(UDA, A, WATCH, DAY), Told(UDA, B, GOODS, "2023"), Told(UDA, C, WHOLE, "2023-03-01")],
    ),
    "sections between the rows": (
        [T, ["締結先", "締結日"], ["■災害時応援協定"], [A, "R5.4.1"], ["■見守り協定"], [B, "R5.4.1"]],
        [Told(UDA, A, None, DAY), Told(UDA, B, None, DAY)],
    ),
    "ditto marks": (
        [T, ["協定名", "相手方", "締結日"], [WATCH, A, "R5.4.1"], ["〃", B, "″"], ["同上", C, "々"]],
        [Told(UDA, A, WATCH, DAY), Told(UDA, B, WATCH, DAY), Told(UDA, C, WATCH, DAY)],
    ),
    "ditto for the partner": (
        [T, ["協定名", "相手方", "締結日"], [WATCH, A, "R5.4.1"], [GOODS, "同", "R4.4.1"]],
        [Told(UDA, A, WATCH, DAY), Told(UDA, A, GOODS, "2022-04-01")],
    ),
    "number, date and title merged over partners": (
        [T, ["No", "締結日", "協定名", "相手方"], [1, D(2023, 4, 1), WATCH, A], [UP, UP, UP, B]],
        [Told(UDA, f"{A}+{B}", WATCH, DAY)],
    ),
    "number empty, a further partner": (
        [T, ["No", "締結日", "協定名", "相手方"], [1, "R5.4.1", WATCH, A], ["", "", "", B], [2, "R4.4.1", GOODS, C]],
        [Told(UDA, f"{A}+{B}", WATCH, DAY), Told(UDA, C, GOODS, "2022-04-01")],
    ),
    "only the date merged: agreements of one day": (
        [T, ["締結日", "相手方", "協定名"], ["R5.4.1", A, WATCH], [UP, B, GOODS]],
        [Told(UDA, A, WATCH, DAY), Told(UDA, B, GOODS, DAY)],
    ),
    "partner merged over its agreements": (
        [T, ["相手方", "協定名", "締結日"], [A, WATCH, "R5.4.1"], [UP, GOODS, "R4.4.1"]],
        [Told(UDA, A, WATCH, DAY), Told(UDA, A, GOODS, "2022-04-01")],
    ),
    "fields over several rows": (
        [T, ["No", "相手方", "連携事項", "締結日"], [1, A, "防災", "R5.4.1"], ["", "", "観光", ""], [2, B, "教育", "R5.4.1"]],
        [Told(UDA, A, None, DAY), Told(UDA, B, None, DAY)],
    ),
    "several partners in a cell": (
        [T, ["協定先", "協定書名", "締結年月日"], [f"{A}、㈱みどり及びそら銀行", WATCH, "R5.4.1"], ["①㈱あおば\n②㈱みどり", GOODS, "R5.4.1"]],
        [Told(UDA, f"{A}+{B}+{C}", WATCH, DAY), Told(UDA, f"{A}+{B}", GOODS, DAY)],
    ),
    "an agreement of each partner its own": (
        [T, ["相手方", "協定名", "締結日", "備考"], [f"{A}\n{B}", WATCH, "R5.4.1", "各社とそれぞれ締結"]],
        [Told(UDA, A, WATCH, DAY), Told(UDA, B, WATCH, DAY)],
    ),
    "partners in two columns": (
        [T, ["協定名", "締結先1", "締結先2", "締結日"], [WATCH, A, "みどり大学", "R5.4.1"], [GOODS, B, "", "R5.4.1"]],
        [Told(UDA, f"{A}+みどり大学", WATCH, DAY), Told(UDA, B, GOODS, DAY)],
    ),
    "representatives and telephones beside the partner": (
        [T, ["締結先", "代表者名", "協定名", "電話番号", "締結日"], [f"{A}　代表取締役　山田　太郎", "山田太郎", WATCH, "0742-00-0000", "R5.4.1"]],
        [Told(UDA, A, WATCH, DAY)],
    ),
    "municipalities in a column, blank as above": (
        [["広島県内市町の包括連携協定"], ["市町村名", "企業名", "締結日"], ["府中市", A, "R5.4.1"], ["", B, "R5.4.1"], ["福山市", C, "R5.4.1"]],
        [Told("広島県府中市", A, None, DAY), Told("広島県府中市", B, None, DAY), Told("広島県福山市", C, None, DAY)],
    ),
    "団体名 is the municipality beside 企業名": (
        [["奈良県内の協定"], ["団体名", "企業名", "締結日"], ["宇陀市", A, "R5.4.1"], ["曽爾村", B, "R5.4.1"]],
        [Told(UDA, A, None, DAY), Told(SONI, B, None, DAY)],
    ),
    "団体名 is the partner where it stands alone": (
        [T, ["団体名", "協定名", "締結日"], [A, WATCH, "R5.4.1"]],
        [Told(UDA, A, WATCH, DAY)],
    ),
    "名称 holds companies": (
        [T, ["名称", "締結日", "内容"], [A, "R5.4.1", "見守り"], [C, "R5.4.1", "金融教育"]],
        [Told(UDA, A, None, DAY), Told(UDA, C, None, DAY)],
    ),
    "内容 holds titles": (
        [T, ["事業者", "協定内容", "協定日"], ["ヤマト運輸", "見守り活動に関する協定", "R5.4.1"]],
        [Told(UDA, "ヤマト運輸", "見守り活動に関する協定", DAY)],
    ),
    "甲 and 乙": (
        [["協定書一覧"], ["甲", "乙", "件名", "締結日"], ["奈良県宇陀市", A, WATCH, "R5.4.1"]],
        [Told(UDA, A, WATCH, DAY)],
    ),
    "municipalities as sections": (
        [["奈良県内の協定一覧"], ["企業名", "締結日", "協定名"], ["【宇陀市】"], [A, "R5.4.1", WATCH], ["【曽爾村】"], [B, "R5.4.1", WATCH]],
        [Told(UDA, A, WATCH, DAY), Told(SONI, B, WATCH, DAY)],
    ),
    "a sheet for each municipality": (
        {"宇陀市": [["企業名", "締結日", "協定名"], [A, "R5.4.1", WATCH]], "曽爾村": [["相手方", "協定日", "件名"], [B, "R5.4.1", GOODS]]},
        [Told(UDA, A, WATCH, DAY), Told(SONI, B, GOODS, DAY)],
    ),
    "a sheet for each year, the title on the first": (
        {"R4": [T, ["相手方", "協定名", "締結日"], [A, WATCH, "R4.4.1"]], "R5": [["相手方", "協定名", "締結日"], [B, WATCH, "R5.4.1"]]},
        [Told(UDA, A, WATCH, "2022-04-01"), Told(UDA, B, WATCH, DAY)],
    ),
    "two lists below one another": (
        [["宇陀市 包括連携協定"], ["相手方", "締結日"], [A, "R5.4.1"], [], ["宇陀市 災害時応援協定"], ["締結年月日", "協定先", "協定名"], ["R3.4.1", B, GOODS]],
        [Told(UDA, A, None, DAY), Told(UDA, B, GOODS, "2021-04-01")],
    ),
    "fields as a matrix": (
        [T, ["企業名", "締結日", "連携分野", LEFT, LEFT], [UP, UP, "防災", "観光", "健康"], [A, "R5.4.1", "○", "", "◎"], [B, "R5.4.1", "", "●", "－"]],
        [Told(UDA, A, None, DAY), Told(UDA, B, None, DAY)],
    ),
    "companies by municipalities": (
        [["包括連携協定の締結状況"], ["企業", "宇陀市", "曽爾村", "御杖村"], [A, "○", "", "R5.4.1"], [C, "", "✓", ""]],
        [Told(UDA, A, None, None), Told(MITSUE, A, None, DAY), Told(SONI, C, None, None)],
    ),
    "municipalities by companies": (
        [["奈良県内市町村の協定締結状況"], ["市町村", A, C], ["宇陀市", "○", ""], ["曽爾村", "○", "1"]],
        [Told(UDA, A, None, None), Told(SONI, A, None, None), Told(SONI, C, None, None)],
    ),
    "municipalities by kinds, companies in the cells": (
        [["奈良県内市町村の協定"], ["市町村名", "包括連携協定", "見守り協定"], ["宇陀市", A, "ヤマト運輸"], ["曽爾村", "", B]],
        [Told(UDA, A, None, None), Told(UDA, "ヤマト運輸", None, None), Told(SONI, B, None, None)],
    ),
    "a legend tells that △ is not concluded": (
        [["協定締結状況"], ["企業", "宇陀市", "曽爾村"], [A, "○", "△"], ["○：締結済　△：協議中"]],
        [Told(UDA, A, None, None)],
    ),
    "parts of the date in columns": (
        [T, ["相手方", "協定名", "締結年月日", LEFT, LEFT], [UP, UP, "年", "月", "日"], [A, WATCH, "R5", "4", "1"]],
        [Told(UDA, A, WATCH, DAY)],
    ),
    "real dates and serial numbers": (
        [T, ["相手方", "協定名", "締結日"], [A, WATCH, D(2023, 4, 1)], [B, GOODS, 45017]],
        [Told(UDA, A, WATCH, DAY), Told(UDA, B, GOODS, DAY)],
    ),
    "the heading gives the era": (
        [T, ["相手方", "協定名", "締結日（令和）"], [A, WATCH, "5.4.1"]],
        [Told(UDA, A, WATCH, DAY)],
    ),
    "a column of 年度 only": (
        [T, ["年度", "相手方", "協定名"], ["令和5年度", A, WATCH], ["〃", B, GOODS]],
        [Told(UDA, A, WATCH, "2023"), Told(UDA, B, GOODS, "2023")],
    ),
    "partners in the titles": (
        [T, ["協定名", "締結日"], [f"宇陀市と{A}との包括連携に関する協定", "R5.4.1"]],
        [Told(UDA, A, f"宇陀市と{A}との包括連携に関する協定", DAY)],
    ),
    "local governments among themselves": (
        [T, ["協定締結自治体", "協定名", "締結日"], ["奈良市、曽爾村", "災害時相互応援協定", "R5.4.1"]],
        [Told(f"{UDA}+奈良県奈良市+{SONI}", "", "災害時相互応援協定", DAY)],
    ),
    "police and ministries are bodies in words": (
        [T, ["締結先", "協定名", "締結日"], ["宇陀警察署\n環境省近畿地方環境事務所\n奈良県", WATCH, "R5.4.1"]],
        [Told(f"{UDA}+奈良県", "宇陀警察署+環境省近畿地方環境事務所", WATCH, DAY)],
    ),
    "a third party in brackets": (
        [T, ["相手方", "協定名", "締結日"], [f"{A}（曽爾村との三者協定）", WATCH, "R5.4.1"]],
        [Told(f"{UDA}+{SONI}", A, WATCH, DAY)],
    ),
    "keys and values": (
        [["協定名", WATCH], ["締結日", "令和5年4月1日"], ["締結先", A], ["担当課", "福祉課"]],
        [Told(UDA, A, WATCH, DAY)],
    ),
    "one agreement a column": (
        [["", "1", "2"], ["協定名", WATCH, GOODS], ["相手方", A, B], ["締結日", "R5.4.1", "R4.4.1"]],
        [Told(UDA, A, WATCH, DAY), Told(UDA, B, GOODS, "2022-04-01")],
    ),
    "the copy of a row counts once": (
        [T, ["No", "相手方", "協定名", "締結日"], [1, A, WATCH, "R5.4.1"], [2, A, WATCH, "R5.4.1"]],
        [Told(UDA, A, WATCH, DAY)],
    ),
    "rows with nothing but their number": (
        [T, ["No", "相手方", "協定名", "締結日"], [1, A, WATCH, "R5.4.1"], [2, "", "", ""], [3, None, "－", None]],
        [Told(UDA, A, WATCH, DAY)],
    ),
    "where the agreement can be read is no title": (
        [T, ["相手方", "締結日", "協定書"], [A, "R5.4.1", "PDF"], [B, "R5.4.1", "PDF"]],
        [Told(UDA, A, None, DAY), Told(UDA, B, None, DAY)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_row_of_this_layout_is_read(layout: str) -> None:
    grid, expected = LAYOUTS[layout]
    found = drafted(grid, municipality="" if "宇陀市" in str(grid) or "市町" in str(grid) else UDA)
    assert told(found) == expected
    assert not [account.warned for account in found.rows if account.warned]


@pytest.mark.parametrize("format", ["xlsx", "html"])
def test_layouts_are_read_alike_in_sheets_and_on_pages(format: str) -> None:
    for name, (grid, expected) in LAYOUTS.items():
        if not isinstance(grid, dict):
            told_owner = "" if "宇陀市" in str(grid) or "市町" in str(grid) else UDA
            assert told(drafted(grid, format=format, municipality=told_owner, title="協定")) == expected, name


HEAD = ["相手方", "協定名", "締結日"]


def listed(*rows: Any, head: Any = HEAD, title: Any = T, **how: Any) -> Found:
    return drafted([title, head, *rows], **how)


def test_a_day_that_does_not_exist_is_warned_of_and_not_guessed() -> None:
    for wrong in ("令和5年2月30日", "平成35年4月1日", "5.4.1", "2023年春", "050401"):
        found = listed([A, WATCH, wrong])
        assert told(found) == [Told(UDA, A, WATCH, None)], wrong
        assert list(found.rows[0].warned) == [3]
        assert found.agreements[0]["確度"] == "要確認"
        assert wrong in found.warnings[0]


def test_what_is_not_concluded_yet_is_no_agreement_and_says_so() -> None:
    head = [*HEAD, "状況"]
    found = listed([A, WATCH, "締結予定", ""], [B, WATCH, "R6.4.1", "協議中"], [C, WATCH, "R5.4.1", "有効"], head=head)
    assert [t.bodies for t in told(found)] == [C]
    assert all("まだ結ばれていない" in found.rows[0].left_out[n] for n in (3, 4))
    assert found.agreements[0]["状態"] == "有効"


@pytest.mark.parametrize(
    ("remark", "end"),
    [
        ("令和5年3月31日をもって終了", "2023-03-31"),
        ("R5.3.31廃止", "2023-03-31"),
        ("解除（令和4年3月）", "2022-03"),
        ("終了", None),
    ],
)
def test_an_agreement_that_ended_keeps_the_day_that_is_told(remark: str, end: str | None) -> None:
    found = listed([A, WATCH, "R2.4.1", remark], head=[*HEAD, "備考"])
    assert found.agreements[0]["状態"] == "終了"
    assert found.agreements[0].get("終了日") == end


@pytest.mark.parametrize(
    "remark", ["終了予定", "令和9年3月31日終了予定", "自動更新", "", "期間満了の3か月前までに申出がなければ自動更新"]
)
def test_no_end_is_made_of_what_does_not_tell_one(remark: str) -> None:
    found = listed([A, WATCH, "R2.4.1", remark], head=[*HEAD, "備考"])
    assert "状態" not in found.agreements[0]
    assert "終了日" not in found.agreements[0]


def test_a_column_of_ends_ends_only_the_rows_that_have_one() -> None:
    found = listed([A, WATCH, "R2.4.1", "R5.3.31"], [B, WATCH, "R2.4.1", ""], head=[*HEAD, "廃止日"])
    assert [(a.get("終了日"), a.get("状態")) for a in found.agreements] == [("2023-03-31", "終了"), (None, None)]


def test_struck_out_rows_are_doubtful_and_nothing_is_inferred_from_it() -> None:
    found = listed([Struck(A), Struck(WATCH), Struck("R5.4.1")])
    assert found.agreements[0]["確度"] == "要確認"
    assert "取り消し線" in found.agreements[0]["注記"]
    assert "状態" not in found.agreements[0]


def test_periods_give_begin_and_end_but_lengths_are_not_counted_out() -> None:
    head = [*HEAD, "有効期間"]
    found = listed(
        [A, WATCH, "R5.4.1", "令和5年4月1日から令和8年3月31日まで"], [B, WATCH, "R5.4.1", "締結日から1年間（自動更新）"],
        [C, WATCH, "R5.4.1", "3年間"], head=head,
    )  # fmt: skip
    first, second, third = found.agreements
    assert (first["開始日"], first["有効期限"]) == (DAY, "2026-03-31")
    assert "有効期限" not in second
    assert "自動更新" in second["自動更新"]
    assert "有効期限" not in third
    assert "3年間" in third["注記"]


def test_a_renewal_links_rows_only_where_both_are_in_the_list() -> None:
    head = ["No", *HEAD, "備考"]
    found = listed([1, A, WHOLE, "H30.4.1", "令和5年更新"], [2, A, WHOLE, "R5.4.1", ""], [3, B, WATCH, "R5.4.1", "旧協定は平成30年4月1日締結"], head=head)  # fmt: skip
    assert [a.get("更新") for a in found.agreements] == [None, ["a1"], None]
    assert any("5行目" in w and "更新" in w for w in found.warnings)


def test_a_partner_alone_below_empty_cells_is_not_guessed() -> None:
    found = listed([A, WATCH, "R5.4.1"], [B, "", ""])
    assert told(found) == [Told(UDA, A, WATCH, DAY), Told(UDA, B, None, None)]
    assert list(found.rows[0].warned) == [4]
    assert found.agreements[1]["確度"] == "要確認"


def test_an_empty_partner_is_warned_of() -> None:
    found = listed([1, A, WATCH, "R5.4.1"], [2, "", GOODS, "R4.4.1"], head=["No", *HEAD])
    assert [t.bodies for t in told(found)] == [A]
    assert "相手方が空" in found.rows[0].warned[4]


def test_partners_without_a_name_are_kept_as_the_list_calls_them() -> None:
    found = listed([f"{A}ほか3社", WATCH, "R5.4.1"], ["市内郵便局", WATCH, "R5.4.1"], ["大手通信会社", WATCH, "R5.4.1"])
    assert [(t.bodies, a["相手方表記"]) for t, a in zip(told(found), found.agreements, strict=True)] == [
        (A, ["ほか3社"]), ("", ["市内郵便局"]), ("", ["大手通信会社"]),
    ]  # fmt: skip


def test_a_bare_name_of_two_towns_stays_open() -> None:
    found = drafted([["協定一覧"], ["市町村名", "企業名", "締結日"], ["府中市", A, "R5.4.1"]])
    assert told(found) == [Told("府中市", A, None, DAY)]
    assert list(found.rows[0].warned) == [3]


def test_a_municipality_that_does_not_exist_gives_no_agreement() -> None:
    found = drafted(
        [["奈良県内の協定一覧"], ["市町村名", "企業名", "締結日"], ["宇陁市", A, "R5.4.1"], ["宇陀市", B, "R5.4.1"]]
    )
    assert [t.bodies for t in told(found)] == [B]
    assert "宇陁市" in found.rows[0].warned[3]


def test_several_dates_for_several_partners_are_not_dealt_out() -> None:
    found = listed([f"{A}\n{B}", WATCH, "R5.4.1\nR5.5.1"])
    assert told(found) == [Told(UDA, f"{A}+{B}", WATCH, None)]
    assert list(found.rows[0].warned) == [3]


def test_marks_below_years_do_not_say_when_an_agreement_was_concluded() -> None:
    found = drafted([["宇陀市 包括連携協定"], ["企業名", "令和4年度", "令和5年度"], [A, "○", "○"]])
    assert told(found) == [Told(UDA, A, None, None)]
    assert list(found.rows[0].warned) == [3]


def test_a_mark_that_nobody_explains_is_asked_about() -> None:
    found = drafted([["協定締結状況"], ["企業", "宇陀市", "曽爾村"], [A, "○", "△"]])
    assert told(found) == [Told(UDA, A, None, None)]
    assert "△" in found.rows[0].warned[3]


def test_hidden_sheets_are_told_and_hidden_rows_are_doubtful() -> None:
    found = drafted({"一覧": [T, HEAD, [A, WATCH, "R5.4.1"], [B, WATCH, "R5.4.1"]], "旧": [HEAD, [C, WATCH, "R5.4.1"]]}, hidden=["旧"], hidden_rows=[4])  # fmt: skip
    assert [t.bodies for t in told(found)] == [A, B]
    assert [a["確度"] for a in found.agreements] == ["明示", "要確認"]
    assert any("旧" in w and "隠れている" in w for w in found.warnings)


def test_the_list_of_a_body_on_a_day_covers_all_of_it() -> None:
    whole = drafted([["宇陀市 協定一覧（令和5年4月1日現在）"], HEAD, [A, WATCH, "R5.4.1"]])
    undated = listed([A, WATCH, "R5.4.1"])
    part = drafted([["宇陀市の主な協定（令和5年4月1日現在）"], HEAD, [A, WATCH, "R5.4.1"]])
    assert (whole.document["基準日"], whole.coverage[0]["網羅"]) == (DAY, "全件")
    assert ("基準日" in undated.document, undated.coverage[0]["網羅"]) == (False, "不明")
    assert (part.document["基準日"], part.coverage[0]["網羅"]) == (DAY, "不明")


def test_kinds_come_from_title_section_and_list() -> None:
    found = drafted(
        [
            ["宇陀市 包括連携協定"],
            HEAD,
            [A, "地域見守りに関する協定", "R5.4.1"],
            ["■災害時応援協定"],
            [B, "", "R5.4.1"],
        ],
        format="xlsx",
    )
    assert [a["種別"] for a in found.agreements] == ["見守り協定", "災害時応援協定"]
    plain = drafted([["宇陀市 包括連携協定一覧"], ["相手方", "締結日"], [A, "R5.4.1"]])
    assert plain.agreements[0]["種別"] == WHOLE


def test_fields_keep_the_words_of_the_cell() -> None:
    found = listed([A, WATCH, "R5.4.1", "(1) 防災に関すること\n(2) 観光の振興に関すること"], head=[*HEAD, "連携事項"])
    assert {f.get("表記", f["名称"]) for f in found.agreements[0]["分野"]} >= {"防災"}
    assert len(found.agreements[0]["分野"]) == 2


def test_nothing_of_persons_reaches_the_draft() -> None:
    head = ["相手方", "担当者", "協定名", "電話", "締結日", "所管課", "備考"]
    found = listed(
        [f"{A}\n代表取締役社長\n山田　太郎", "山田太郎", WATCH, "0742-00-0000", "R5.4.1", "企画課 山田\n内線 123", "山田太郎 taro@example.jp"],
        [f"{B} 支店長 山田太郎", "山田太郎", WATCH, "0742-00-0000", "R5.4.1", "福祉課（0745-00-0000）", "代表取締役 山田太郎"],
        head=head,
    )  # fmt: skip
    assert [t.bodies for t in told(found)] == [A, B]
    assert [a["所管課"] for a in found.agreements] == ["企画課", "福祉課"]
    for private in ("山田", "太郎", "00-0000", "example", "123"):
        assert private not in str(found.agreements)


def test_corporate_numbers_are_said_of_the_partner_if_they_are_right() -> None:
    found = listed(
        [A, WATCH, "R5.4.1", "5000020292125"], [B, WATCH, "R5.4.1", "1234567890123"], head=[*HEAD, "法人番号"]
    )
    assert [(s["企業"], s["値"]) for s in found.said] == [(A, "5000020292125")]


def test_tables_that_are_no_lists_are_left_alone_and_told() -> None:
    found = drafted({"一覧": [T, HEAD, [A, WATCH, "R5.4.1"]], "窓口": [["曜日", "時間"], ["月", "9時"]]})
    assert [t.bodies for t in told(found)] == [A]
    assert any(w.startswith("窓口") for w in found.warnings)


@pytest.mark.parametrize(
    "grid",
    [
        [["施設", "料金", "利用時間"], ["体育館", "100円", "9時から"]],
        [["実施日", "企業名", "取組内容", "参加者数"], ["R5.4.1", A, "出前講座", "30人"]],
        [["品目", "数量", "事業者"], ["毛布", "100", A]],
        [["契約の相手方", "契約金額", "契約日"], [A, "100円", "R5.4.1"]],
    ],
)
def test_other_tables_of_a_page_on_agreements_give_no_agreement(grid: Grid) -> None:
    found = drafted(grid, format="html", before="宇陀市は包括連携協定を結んでいます。", title="包括連携協定 | 宇陀市")
    assert not found.agreements


def test_used_spans_are_the_tables_that_were_read() -> None:
    given = reading([HEAD, [A, WATCH, "R5.4.1"]], format="html", before="宇陀市の協定一覧")
    assert draft(given, VOCABULARY).used == [given.tables[0].span]
