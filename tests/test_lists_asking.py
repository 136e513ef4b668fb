"""What the tool must be told: whose list it is, and what its columns are for. All lists are made up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from graph.errors import UsageError
from loaders.draft import Found
from loaders.tables.draft import draft
from loaders.tables.errors import ColumnsNeeded, OwnerNeeded, letter, number
from loaders.tables.layouts import Layouts
from tests.grids import Grid, reading
from tests.test_lists import DAY, GOODS, HEAD, UDA, VOCABULARY, WATCH, A, B, Told, sound, told

FUCHU = "広島県府中市"
ROWS = [HEAD, [A, WATCH, "R5.4.1"]]
ODD = [["あれ", "それ", "これ"], [A, "R5.4.1", WATCH], [B, "R4.4.1", GOODS]]


def drafted(
    grid: Grid,
    *,
    municipality: str = "",
    columns: dict[str, str] | None = None,
    layouts: Layouts | None = None,
    **how: Any,
) -> Found:
    given = reading(grid, **how)
    return sound(draft(given, VOCABULARY, municipality=municipality, columns=columns, layouts=layouts), given)


def owner(grid: Grid, **how: Any) -> str:
    return told(drafted(grid, **how))[0].cities


def test_the_owner_comes_from_title_sheet_page_or_file() -> None:
    assert owner([["奈良県宇陀市と企業等との協定一覧"], *ROWS]) == UDA
    assert owner([["令和5年度　包括連携協定（宇陀市）"], *ROWS]) == UDA
    assert owner(ROWS, name="宇陀市_協定一覧.xlsx") == UDA
    assert owner(ROWS, format="html", title="協定一覧 | 宇陀市公式サイト") == UDA
    assert owner(ROWS, format="html", before="協定一覧", after="〒000-0000 宇陀市役所 企画課") == UDA
    assert owner([["奈良県の包括連携協定一覧"], *ROWS]) == "奈良県"


def test_an_owner_that_the_title_does_not_name_is_inferred_and_says_why() -> None:
    party = drafted(ROWS, name="宇陀市_協定一覧.xlsx").agreements[0]["自治体"][0]
    assert (party["確度"], "ファイルの名前" in party["注記"]) == ("推定", True)
    named = drafted(ROWS, municipality=UDA).agreements[0]["自治体"][0]
    assert (named["確度"], "指定" in named["注記"]) == ("推定", True)
    titled = drafted([["宇陀市 協定一覧"], *ROWS]).agreements[0]["自治体"][0]
    assert (titled.get("確度"), titled["出典"][0]["引用"]) == (None, "宇陀市 協定一覧")


def test_a_list_without_owner_asks_and_shows_how_to_answer() -> None:
    with pytest.raises(OwnerNeeded) as asked:
        drafted(ROWS, name="list.xlsx")
    assert "--municipality" in asked.value.detail
    assert "list.xlsx" in asked.value.detail
    assert "Sheet1" in asked.value.detail
    assert asked.value.exit_status == 2
    assert owner(ROWS, municipality=FUCHU) == FUCHU


def test_a_bare_name_of_two_towns_asks_with_both_and_the_answer_decides() -> None:
    grid = [["府中市 協定一覧"], *ROWS]
    with pytest.raises(OwnerNeeded) as asked:
        drafted(grid)
    assert asked.value.seen == "府中市"
    assert set(asked.value.candidates) == {FUCHU, "東京都府中市"}
    assert owner(grid, municipality=FUCHU) == FUCHU


def test_a_bare_name_is_decided_by_the_page_where_it_tells_the_prefecture() -> None:
    assert owner([["府中市 協定一覧"], *ROWS], format="html", after="広島県府中市府川町") == FUCHU
    assert owner([["広島県 府中市 協定一覧"], *ROWS]) == FUCHU


def test_the_document_goes_before_the_option_and_says_so() -> None:
    found = drafted([["宇陀市 協定一覧"], *ROWS], municipality=FUCHU)
    assert told(found)[0].cities == UDA
    assert any(FUCHU in w and UDA in w for w in found.warnings)


def test_a_prefecture_in_the_title_gives_way_to_the_city_that_is_told() -> None:
    assert owner([["奈良県 協定一覧"], *ROWS], municipality=UDA) == UDA


@pytest.mark.parametrize("wrong", ["府中市", "ほげ市"])
def test_an_option_that_names_no_single_municipality_is_refused(wrong: str) -> None:
    with pytest.raises(UsageError, match="--municipality"):
        drafted(ROWS, municipality=wrong)


def test_a_company_in_the_title_is_no_owner() -> None:
    with pytest.raises(OwnerNeeded):
        drafted([["協定一覧（市場との協定、町内会との協定）"], *ROWS])


def test_unknown_headings_ask_with_letters_and_samples() -> None:
    with pytest.raises(ColumnsNeeded) as asked:
        drafted(ODD, name="odd.xlsx")
    assert [(c.letter, c.heading) for c in asked.value.columns] == [("A", "あれ"), ("B", "それ"), ("C", "これ")]
    assert asked.value.columns[0].samples == (A, B)
    assert "--columns" in asked.value.detail
    assert "odd.xlsx" in asked.value.detail


def test_samples_show_no_telephone_number() -> None:
    with pytest.raises(ColumnsNeeded) as asked:
        drafted([["あれ", "それ"], [A, "0742-00-0000"], [B, "0742-00-0000"]])
    assert "0742" not in asked.value.detail


EXPECTED = [Told(UDA, A, WATCH, DAY), Told(UDA, B, GOODS, "2022-04-01")]


@pytest.mark.parametrize(
    "columns",
    [
        {"相手方": "A", "締結日": "B", "協定名": "C"},
        {"企業名": "あれ", "協定日": "それ", "名称": "これ"},
        {"相手方": "a", "締結日": "それ", "協定名": "C"},
    ],
)
def test_columns_are_named_by_letter_or_heading(columns: dict[str, str]) -> None:
    assert told(drafted(ODD, columns=columns, municipality=UDA)) == EXPECTED


def test_a_mapping_serves_a_file_without_headings() -> None:
    columns = {"相手方": "A", "締結日": "B", "協定名": "C"}
    assert told(drafted(ODD[1:], columns=columns, municipality=UDA)) == EXPECTED


def test_a_mapping_to_a_column_that_is_not_there_shows_those_that_are() -> None:
    with pytest.raises(ColumnsNeeded, match="Z"):
        drafted(ODD, columns={"相手方": "Z"}, municipality=UDA)


@pytest.mark.parametrize("columns", [{"ほげ": "A"}, {"締結日": "B"}])
def test_a_mapping_that_makes_no_sense_is_refused(columns: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="--columns"):
        drafted(ODD, columns=columns, municipality=UDA)


def test_a_mapping_is_remembered_for_files_of_the_same_shape(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "layouts.json"
    layouts = Layouts.load(path)
    drafted(ODD, columns={"相手方": "A", "締結日": "B", "協定名": "C"}, municipality=UDA, layouts=layouts)
    layouts.save(path)
    again = Layouts.load(path)
    other = [["あ れ", "それ", "これ"], [B, "R4.4.1", GOODS]]
    assert told(drafted(other, municipality=UDA, layouts=again)) == [Told(UDA, B, GOODS, "2022-04-01")]
    with pytest.raises(ColumnsNeeded):
        drafted([["あれ", "それ", "どれ"], [B, "R4.4.1", GOODS]], municipality=UDA, layouts=again)


def test_nothing_is_written_where_nothing_was_learnt(tmp_path: Path) -> None:
    path = tmp_path / "layouts.json"
    layouts = Layouts.load(path)
    drafted([["宇陀市 協定一覧"], *ROWS], layouts=layouts)
    layouts.save(path)
    assert not path.exists()


@pytest.mark.parametrize("broken", ["", "[]", '{"表": [{"見出し": 1}]}', "{"])
def test_a_broken_memory_says_where_it_is(tmp_path: Path, broken: str) -> None:
    path = tmp_path / "layouts.json"
    path.write_text(broken, encoding="utf-8")
    with pytest.raises(UsageError, match=r"layouts\.json"):
        Layouts.load(path)


def test_the_memory_is_readable_by_people(tmp_path: Path) -> None:
    path = tmp_path / "layouts.json"
    layouts = Layouts()
    layouts.remember(["あれ", "それ", ""], {"相手方": "A"})
    layouts.save(path)
    assert json.loads(path.read_text(encoding="utf-8")) == {
        "形式": "1", "表": [{"見出し": ["あれ", "それ"], "列": {"相手方": "A"}}],
    }  # fmt: skip


def test_letters_of_columns_go_on_after_z() -> None:
    assert [letter(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert all(number(letter(n)) == n for n in range(800))
    assert number("あ") is None


def test_a_list_of_local_governments_on_the_page_of_a_company_is_the_companys() -> None:
    grid = [["締結日", "自治体", "協定の名称"], ["R5.4.1", UDA, WATCH], ["R6.4.1", FUCHU, GOODS]]
    page = "自治体との連携\n株式会社つづみ物流は、自治体の皆さまと連携協定を結び、暮らしをお手伝いしています。"
    after = "事例の紹介\n三重県名張市：荷物が早く届くようになりました"
    found = drafted(grid, format="html", title="自治体との連携 | 株式会社つづみ物流", before=page, after=after)
    assert [(one.cities, one.bodies) for one in told(found)] == [
        (UDA, "株式会社つづみ物流"),
        (FUCHU, "株式会社つづみ物流"),
    ]
    for agreement in found.agreements:
        assert agreement["企業"][0]["出典"][0]["引用"] == "株式会社つづみ物流"
        assert (agreement["確度"], "この表を出した団体" in agreement["注記"]) == ("推定", True)


def test_a_list_of_local_governments_on_the_page_of_one_of_them_is_among_them() -> None:
    grid = [["締結日", "自治体", "協定の名称"], ["R6.4.1", FUCHU, "災害時の相互応援に関する協定"]]
    found = drafted(grid, format="html", title="協定一覧 | 宇陀市公式サイト", before="本市の協定です。")
    assert [(one.cities, one.bodies) for one in told(found)] == [(f"{UDA}+{FUCHU}", "")]
