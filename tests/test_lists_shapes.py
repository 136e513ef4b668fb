"""Lists in the odder shapes of offices: side by side, as cards, in sections, over sheets. All lists are made up."""

from __future__ import annotations

from typing import Any

import pytest

from loaders.draft import Found
from loaders.tables.draft import draft
from tests.grids import LEFT, UP, reading
from tests.test_lists import DAY, GOODS, HEAD, UDA, VOCABULARY, WATCH, WHOLE, A, B, C, T, Told, drafted, told, value

SHAPES: dict[str, tuple[Any, list[Told]]] = {
    "two lists side by side under the same headings": (
        [T, ["相手方", "締結日", "", "相手方", "締結日"], [A, "R5.4.1", "", B, "R4.4.1"], [C, "R3.4.1", "", "", ""]],
        [Told(UDA, A, None, DAY), Told(UDA, C, None, "2021-04-01"), Told(UDA, B, None, "2022-04-01")],
    ),
    "cards of keys and values": (
        [["宇陀市 連携協定カード", ""], [], ["No.1", ""], ["協定名", WATCH], ["相手方", A], ["締結日", "R5.4.1"], ["使い方", "配達時"], [],
         ["No.2", ""], ["協定名", GOODS], ["相手方", B], ["締結日", "R4.4.1"]],
        [Told(UDA, A, WATCH, DAY), Told(UDA, B, GOODS, "2022-04-01")],
    ),
    "cards that follow one another without a gap": (
        [["宇陀市 協定一覧"], ["協定名", WATCH], ["相手方", A], ["協定名", GOODS], ["相手方", B], ["締結日", "R4.4.1"]],
        [Told(UDA, A, WATCH, None), Told(UDA, B, GOODS, "2022-04-01")],
    ),
    "one card below a title and headings of its own": (
        [["宇陀市の協定"], ["項目", "内容"], ["協定名", WATCH], ["相手方", A], ["締結日", "R5.4.1"]],
        [Told(UDA, A, WATCH, DAY)],
    ),
    "one card below a title": (
        [["宇陀市の協定"], ["協定名", WATCH], ["相手方", A], ["締結日", "R5.4.1"]],
        [Told(UDA, A, WATCH, DAY)],
    ),
    "a year and a day of the year in columns of their own": (
        [T, ["年", "月日", "相手方"], ["令和5年", "4月1日", A], [UP, "5月1日", B], ["", "6月1日", C]],
        [Told(UDA, A, None, DAY), Told(UDA, B, None, "2023-05-01"), Told(UDA, C, None, "2023-06-01")],
    ),
    "年度 and a day of the year in columns of their own": (
        [T, ["年度", "月日", "相手方"], ["令和4年度", "4月1日", A], ["令和4年度", "3月1日", B]],
        [Told(UDA, A, None, "2022-04-01"), Told(UDA, B, None, "2023-03-01")],
    ),
    "a year above each of several lists": (
        [T, ["令和5年度"], ["月日", "相手方"], ["4月1日", A], [], ["令和4年度"], ["月日", "相手方", "協定名"], ["3月1日", B, WATCH]],
        [Told(UDA, A, None, DAY), Told(UDA, B, WATCH, "2023-03-01")],
    ),
    "the owner on a cover sheet": (
        {"表紙": [["宇陀市 協定集"]], "災害": [["災害協定一覧"], HEAD, [A, GOODS, "R5.4.1"]], "包括": [HEAD, [B, WHOLE, "R5.4.1"]]},
        [Told(UDA, A, GOODS, DAY), Told(UDA, B, WHOLE, DAY)],
    ),
    "a title written once for the rows below it": (
        [T, ["協定名", "締結日", "相手方"], [WATCH, "R5.4.1", A], ["", "R5.5.1", B], [GOODS, "R4.4.1", C]],
        [Told(UDA, A, WATCH, DAY), Told(UDA, B, WATCH, "2023-05-01"), Told(UDA, C, GOODS, "2022-04-01")],
    ),
    "a blank title below a section is no title": (
        [T, ["協定名", "締結日", "相手方"], [WATCH, "R5.4.1", A], ["■その他"], ["", "R5.5.1", B]],
        [Told(UDA, A, WATCH, DAY), Told(UDA, B, None, "2023-05-01")],
    ),
    "an example of how to fill in": (
        [T, ["", *HEAD], ["例", "株式会社○○", "○○に関する協定", "令和○年○月○日"], ["1", A, WATCH, "R5.4.1"], ["2", "", "", ""]],
        [Told(UDA, A, WATCH, DAY)],
    ),
    "local governments without an agreement": (
        [["奈良県内の協定一覧"], ["市町村名", "協定名", "企業名", "締結日"], ["宇陀市", WATCH, A, "R5.4.1"], ["曽爾村", "該当なし", "", ""], ["御杖村", "", "", ""]],
        [Told(UDA, A, WATCH, DAY)],
    ),
    "words of a link behind the title": (
        [T, HEAD, [A, f"{WATCH}\n（協定書）", "R5.4.1"], [B, f"{GOODS}（PDF：120KB）", "R5.4.1"], [C, f"{WHOLE}[PDFファイル／1.2MB]", "R5.4.1"]],
        [Told(UDA, A, WATCH, DAY), Told(UDA, B, GOODS, DAY), Told(UDA, C, WHOLE, DAY)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_every_row_of_this_shape_is_read(shape: str) -> None:
    grid, expected = SHAPES[shape]
    found = drafted(grid)
    assert told(found) == expected
    assert not [account.warned for account in found.rows if account.warned]
    rows_of_facts = sum(len(account.facts) for account in found.rows)
    assert rows_of_facts >= len({t.bodies for t in expected}) - ("side by side" in shape)


@pytest.mark.parametrize("shape", [name for name, (grid, _) in SHAPES.items() if isinstance(grid, list)])
def test_shapes_are_read_alike_on_pages(shape: str) -> None:
    grid, expected = SHAPES[shape]
    assert told(drafted(grid, format="docx", title="協定")) == expected


@pytest.mark.parametrize(
    ("cell", "names", "branch"),
    [
        ("三輪郵便局\n榛原郵便局\n室生郵便局", "三輪郵便局+榛原郵便局+室生郵便局", None),
        ("（一社）あおば協会／みどり農業協同組合榛原支所", "一般社団法人あおば協会+みどり農業協同組合", None),
        ("㈱あおば薬局榛原店", "株式会社あおば薬局", "榛原店"),
        ("あおば損害保険㈱ 奈良支店 榛原支社", "あおば損害保険株式会社", "奈良支店 榛原支社"),
        ("有限会\n社あおば", "有限会社あおば", None),
        ("株式会社青\n葉商事", "株式会社青葉商事", None),
        ("株式会社あおば書店", "株式会社あおば書店", None),
        ("㈱あおば商店", "株式会社あおば商店", None),
    ],
)
def test_partners_of_a_cell_are_told_apart_from_their_branches(cell: str, names: str, branch: str | None) -> None:
    found = drafted([T, HEAD, [cell, WATCH, "R5.4.1"]])
    assert told(found)[0].bodies == names
    assert branch is None or found.agreements[0]["企業"][0]["部署"] == branch
    assert not found.rows[0].warned


def test_an_owner_right_before_another_word_of_the_title_is_read() -> None:
    assert told(drafted([["宇陀市民間企業等との協定一覧"], HEAD, [A, WATCH, "R5.4.1"]]))[0].cities == UDA


def test_an_owner_broken_over_two_lines_of_paper_is_read() -> None:
    rows = [HEAD, [A, WATCH, "R5.4.1"]]
    found = drafted(rows, format="pdf", before="民間企業等と連携する東\n大阪市 協定一覧")
    assert told(found)[0].cities == "大阪府東大阪市"
    assert found.agreements[0]["自治体"][0]["表記"] == "東大阪市"


def sections(*given: str) -> list[Any]:
    first, second = given
    return [T, [first], ["協定名", "相手方", "締結日", "有効期間"], [WATCH, A, "R5.4.1", "1年間"], [second],
            ["協定名", "相手方", "締結日", "終了日"], [GOODS, B, "H22.4.1", "H27.3.31"]]  # fmt: skip


def test_sections_tell_which_agreements_are_over_and_which_are_in_force() -> None:
    found = drafted(sections("１　現在有効な協定", "２　終了した協定"))
    assert [(a.get("状態"), a.get("終了日")) for a in found.agreements] == [("有効", None), ("終了", "2015-03-31")]
    assert any(c["引用"] == "２　終了した協定" for c in found.agreements[1]["出典"])


def test_a_day_of_the_end_does_not_say_that_it_has_come() -> None:
    found = drafted([T, [*HEAD, "終了日"], [A, WATCH, "R5.4.1", ""], [B, WATCH, "R5.4.1", "R10.3.31"]])
    assert [(a.get("状態"), a.get("終了日")) for a in found.agreements] == [(None, None), (None, "2028-03-31")]


def test_titles_that_only_mention_ended_agreements_end_none() -> None:
    found = drafted([["宇陀市 協定一覧（終了した協定を含む）"], HEAD, [A, WATCH, "R5.4.1"]])
    assert "状態" not in found.agreements[0]


def test_a_reason_may_stand_between_the_day_and_the_end() -> None:
    found = drafted([T, [*HEAD, "備考"], [A, WATCH, "R2.4.1", "令和5年3月31日　相手方の申し出により解除"]])
    assert (found.agreements[0]["状態"], found.agreements[0]["終了日"]) == ("終了", "2023-03-31")


def test_the_older_of_two_rows_was_renewed_where_the_list_says_so() -> None:
    found = drafted([T, [*HEAD, "備考"], [A, WHOLE, "H30.4.1", "令和5年4月1日更新"], [A, WHOLE, "R5.4.1", ""]])
    assert [a.get("状態") for a in found.agreements] == ["更新済", None]


def test_the_copy_of_a_row_is_counted_and_told() -> None:
    found = drafted([T, ["No", *HEAD], [1, A, WATCH, "R5.4.1"], [2, A, WATCH, "R5.4.1"], [3, B, WATCH, "R5.4.1"]])
    assert [t.bodies for t in told(found)] == [A, B]
    assert found.rows[0].left_out[4] == "前の行と同じ"
    assert any(w.startswith("Sheet1 4行目") for w in found.warnings)
    assert {c["位置"] for c in found.agreements[0]["出典"]} == {"Sheet1!3", "Sheet1!4"}


def test_ditto_marks_under_different_titles_are_no_copies() -> None:
    rows = [[WATCH, A, "R5.4.1"], ["〃", B, "〃"], [GOODS, A, "R5.4.1"], ["〃", B, "〃"]]
    found = drafted([T, ["協定名", "相手方", "締結日"], *rows])
    assert [(t.bodies, t.name) for t in told(found)] == [(A, WATCH), (B, WATCH), (A, GOODS), (B, GOODS)]


# --- 連携事項 --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        ("防災、ほげほげ", ["防災", "ほげほげ"]),
        ("(1) 防災に関すること\n(2) 観光の振興に\n関すること", ["防災に関すること", "観光の振興に関すること"]),
        ("①防災②観光・物産", ["防災", "観光・物産"]),
        (
            "防災に関すること\n観光に関すること\n教育に関すること",
            ["防災に関すること", "観光に関すること", "教育に関すること"],
        ),
        ("防災　観光　教育", ["防災", "観光", "教育"]),
        ("登山道の見回りと\n外来種の駆除", ["登山道の見回りと外来種の駆除"]),
    ],
)
def test_what_an_agreement_is_about_is_kept_in_the_words_of_the_list(cell: str, items: list[str]) -> None:
    for heading in ("連携事項", "連携分野", "協定項目", "連携内容"):
        found = drafted([T, [*HEAD, heading], [A, WATCH, "R5.4.1", cell]])
        assert found.agreements[0]["連携事項"] == items, heading
        assert not any("ほげほげ" in w for w in found.warnings)


def test_marks_below_fields_give_items_as_well() -> None:
    found = drafted([T, ["企業名", "締結日", "連携分野", LEFT], [UP, UP, "防災", "ほげ対策"], [A, "R5.4.1", "○", ""], [B, "R5.4.1", "○", "○"]])  # fmt: skip
    assert found.agreements[0]["連携事項"] == ["防災"]


# --- pages -----------------------------------------------------------------------------------------------------------

PAGE = (
    "宇陀市は、令和5年4月1日に株式会社あおばと包括連携協定を締結しました。\n"
    + "市民の暮らしを支える取組を続けます。\n" * 20
)


def page(**how: Any) -> Found:
    return drafted([HEAD, [B, WATCH, "R5.4.1"]], format="html", **how)


def test_a_page_that_names_its_issuer_in_the_text_owns_its_table() -> None:
    found = page(before=PAGE + "関連する協定は次のとおりです。")
    assert told(found) == [Told(UDA, B, WATCH, DAY)]
    party = found.agreements[0]["自治体"][0]
    assert (party["確度"], "発行者" in party["注記"]) == ("推定", True)


def test_a_table_whose_owner_stays_open_does_not_cost_the_text_of_its_page() -> None:
    found = page(before="市民の暮らしを支える取組を続けます。\n" * 30)
    assert not found.agreements
    assert not found.used
    assert any("表1" in w and "--municipality" in w for w in found.warnings)


# --- dates -----------------------------------------------------------------------------------------------------------


def test_a_vague_date_is_kept_with_a_warning() -> None:
    found = drafted([T, HEAD, [A, WATCH, "令和4年頃"], [B, WATCH, "R4.10上旬"]])
    assert [value(a["締結日"]) for a in found.agreements] == ["2022", "2022-10"]
    assert list(found.rows[0].warned) == [3]
    assert all(a["締結日"]["確度"] == "推定" for a in found.agreements)


def test_a_sheet_or_a_title_may_give_the_year_of_days_without_one() -> None:
    rows = [HEAD, [A, WATCH, "4月1日"], [B, WATCH, ""]]
    for grid in ({"R5": [T, *rows]}, [["宇陀市 令和5年度締結協定一覧"], *rows]):
        found = drafted(grid)
        assert [value(a.get("締結日")) for a in found.agreements] == [DAY, None]
        assert found.agreements[0]["締結日"]["確度"] == "推定"


def test_signs_that_nobody_sees_do_not_change_what_is_read() -> None:
    given = reading([T, HEAD, [f"\u200b{A}\u200e", f"{WATCH}\u200b", "\u202dR5.4.1\u202c"]])
    found = draft(given, VOCABULARY)
    assert told(found) == [Told(UDA, A, WATCH, DAY)]
    assert all(c["引用"] in given.text for c in found.agreements[0]["出典"])


def test_a_table_of_ten_thousand_columns_is_read_or_asked_about() -> None:
    wide = [*HEAD, *[f"列{n}" for n in range(10_000)]]
    found = drafted([T, wide, [A, WATCH, "R5.4.1", *["x"] * 10_000]])
    assert told(found) == [Told(UDA, A, WATCH, DAY)]


def test_empty_rows_are_counted_and_cost_nothing() -> None:
    given = reading([T, HEAD, [A, WATCH, "R5.4.1"], *[[""] * 3] * 20_000])
    found = draft(given, VOCABULARY)
    assert told(found) == [Told(UDA, A, WATCH, DAY)]
    assert list(found.rows[0].left_out.values()).count("空行") == 20_000
