"""The user's own tables of local governments become reference data. The figures here are made up; the names are real."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from graph.errors import DataProblems, UsageError
from graph.places import Gazetteer
from loaders import reference, reference_import
from loaders.check import check
from loaders.evidence import Originals
from loaders.read import ReadError, read
from loaders.reference import Detail, Reference
from renkei.importing import import_reference, is_reference
from tests.factory import DATA, Desk, gazetteer, node, told

UDA, NARA, NARA_CITY, FUCHU_H, FUCHU_T, MASHIKO = "292125", "290009", "292010", "342084", "132063", "093424"


def interpret(tmp_path: Path, text: str | bytes, *, set_name: str = "", when: str = "") -> reference_import.Imported:
    path = tmp_path / "表.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return reference_import.interpret(read(path), gazetteer(), set_name=set_name, when=when)


def people(done: reference_import.Imported) -> dict[str, int | None]:
    return {code: detail.population for code, detail in done.found.details.items()}


def wrong(tmp_path: Path, text: str, **more: str) -> list[tuple[int, str]]:
    """Rows and messages of a table that is refused."""
    with pytest.raises(DataProblems) as refused:
        interpret(tmp_path, text, **more)
    assert all(problem.remedy and problem.file.endswith("表.csv") for problem in refused.value.problems)
    return [(problem.line, problem.what) for problem in refused.value.problems]


# --- tables of every make ------------------------------------------------------------------------------------------

TABLES = {
    "six digits and a heading": "団体コード,団体名,人口\n292125,奈良県宇陀市,28000\n342084,広島県府中市,37000\n",
    "five digits": "コード,人口\n29212,28000\n34208,37000\n",
    "columns the other way round": "総人口（人）,備考,市区町村名,都道府県名\n\"28,000\",,宇陀市,奈良県\n\"37,000\",,府中市,広島県\n",
    "prefectures without their last letter": "県,市町村,人口総数\n奈良,宇陀市,28000\n広島,府中市,37000\n",
    "full width": "団体コード,人口\n２９２１２５,２８，０００\n３４２０８４,３７，０００人\n",
    "a prefecture in its first row only": "都道府県,市区町村,人口\n奈良県,奈良市,-\n,宇陀市,28000\n広島県,広島市,\n,府中市,37000\n",
    "several figures of which one is the total": "コード,自治体,人口男,人口女,人口計,世帯数\n292125,宇陀市,13000,15000,28000,11000\n342084,府中市,18000,19000,37000,15000\n",
    "two rows of headings": "団体,,人口,,\nコード,名称,男,女,計\n292125,宇陀市,13000,15000,28000\n342084,府中市,18000,19000,37000\n",
    "titles and notes around it": "人口一覧,,\n令和7年1月1日現在,,\n,,\n団体コード,団体名,人口\n292125,宇陀市,28000\n342084,府中市,37000\n,合計,65000\n※作り話の数,,\n",
    "tabs": "団体コード\t自治体\t人口\n292125\t宇陀市\t28000\n342084\t府中市\t37000\n",
    "counties": "自治体,人口\n奈良県宇陀市,28000\n広島県府中市,37000\n",
}  # fmt: skip


@pytest.mark.parametrize("case", TABLES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_populations_are_read_whatever_the_order_of_columns_and_the_encoding(
    tmp_path: Path, case: str, encoding: str
) -> None:
    done = interpret(tmp_path, TABLES[case].encode(encoding))
    assert {code: number for code, number in people(done).items() if number} == {UDA: 28_000, FUCHU_H: 37_000}


def test_zeros_that_a_spreadsheet_took_away_come_back(tmp_path: Path) -> None:
    done = interpret(
        tmp_path,
        "コード,自治体,人口\n93424,益子町,21000\n9342,益子町,21000\n11002,札幌市,1950000\n1100,札幌市,1950000\n",
    )
    assert people(done) == {MASHIKO: 21_000, "011002": 1_950_000}


def test_a_workbook_is_read_as_well_with_merged_headings_and_numbers(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (["人口と類型（作り話）"], [], ["団体", "", "人口"], ["コード", "名称", "計", "類似団体区分"],
                 ["292125", "宇陀市", 28000, "Ⅰ－１"], [93424, "益子町", 21000.0, "町村Ⅴ－２"]):  # fmt: skip
        sheet.append(line)
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("A3:B3")
    book.create_sheet("説明").append(["作り話です"])
    path = tmp_path / "人口.xlsx"
    book.save(path)
    done = reference_import.interpret(read(path), gazetteer())
    assert done.found.details == {
        UDA: Detail(28_000, "", "I-1"), MASHIKO: Detail(21_000, "", "町村V-2"),
    }  # fmt: skip
    assert done.sheets == ["説明"]


def test_a_register_of_residents_is_read_with_its_four_rows_of_headings(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (
        ["作り話の住民基本台帳 令和6年1月1日"],
        ["団体コード", "都道府県名", "市区町村名", "令和6年", "", "", "", "令和5年中の人口動態", "", "", ""],
        ["", "", "", "人口", "", "", "世帯数", "住民票記載数", "", "", ""],
        ["", "", "", "", "", "", "", "転入者数", "", "帰化等", ""],
        ["", "", "", "男", "女", "計", "", "国内", "計", "計", "増減率"],
        ["-", "合計", "-", 61_000, 64_000, 125_000, 50_000, 1, 1, 1, 0.1],
        ["290009", "奈良県", "-", 30_000, 32_000, 62_000, 25_000, 1, 1, 1, 0.1],
        ["292125", "奈良県", "宇陀市", 13_000, 15_000, 28_000, 11_000, 1, 1, 1, -0.2],
        ["141003", "神奈川県", "横浜市", 10_000, 11_000, 21_000, 9_000, 1, 1, 1, 0.0],
        ["141011", "神奈川県", "横浜市鶴見区", 1_000, 1_100, 2_100, 900, 1, 1, 1, 0.0],
    ):
        sheet.append(line)
    for merged in ("A1:K1", "A2:A5", "B2:B5", "C2:C5", "D2:G2", "H2:K2", "D3:F4", "G3:G5", "H3:K3", "H4:I4"):
        sheet.merge_cells(merged)
    path = tmp_path / "住基.xlsx"
    book.save(path)
    done = reference_import.interpret(read(path), gazetteer())
    assert people(done) == {NARA: 62_000, UDA: 28_000, "141003": 21_000}
    assert done.left_out == {"合計・注": 1, "行政区": 1}
    assert {detail.when for detail in done.found.details.values()} == {"2024-01-01"}


@pytest.mark.parametrize(
    ("text", "when", "expected"),
    [
        ("令和7年1月1日現在,\n自治体,人口\n宇陀市,28000\n", "", "2025-01-01"),
        ("令和7年1月1日現在,\n自治体,令和2年国勢調査人口\n宇陀市,28000\n", "", "2020"),
        ("自治体,人口,人口基準日\n宇陀市,28000,R6.10.1\n", "2019", "2024-10-01"),
        ("自治体,人口\n宇陀市,28000\n", "2024-10-01", "2024-10-01"),
        ("自治体,人口\n宇陀市,28000\n", "", ""),
        ("令和5年と令和6年,\n自治体,人口\n宇陀市,28000\n", "", ""),
        ("令和6年度,\n自治体,人口\n宇陀市,28000\n", "", ""),
    ],
)  # fmt: skip
def test_a_population_keeps_the_day_that_the_table_tells_and_no_other(
    tmp_path: Path, text: str, when: str, expected: str
) -> None:
    assert interpret(tmp_path, text, when=when).found.details[UDA].when == expected


# --- sets ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "set_name"),
    [
        ("宇陀市\n奈良市\n", "連携中枢"),
        ("団体名\n奈良県宇陀市\n奈良県奈良市\n", "連携中枢"),
        ("No.,自治体,指定日\n1,宇陀市,2019-04-01\n2,奈良市,2002-04-01\n", "連携中枢"),
        ("自治体,連携中枢,人口\n宇陀市,○,1\n益子町,,2\n奈良市,◯,3\n", ""),
        ("自治体,集合\n宇陀市,連携中枢\n益子町,\n奈良市,連携中枢\n", ""),
        ("コード,連携中枢\n292125,1\n093424,0\n292010,1\n", ""),
    ],
)
def test_a_set_is_a_named_list_a_column_of_marks_or_a_column_of_names(tmp_path: Path, text: str, set_name: str) -> None:
    assert interpret(tmp_path, text, set_name=set_name).found.sets == {"連携中枢": {UDA, NARA_CITY}}


def test_one_table_may_tell_several_sets(tmp_path: Path) -> None:
    done = interpret(tmp_path, "自治体,中核市,うちの仲間,集合\n宇陀市,,○,甲、乙\n奈良市,○,○,乙\n")
    assert done.found.sets == {
        "中核市": {NARA_CITY},
        "うちの仲間": {UDA, NARA_CITY},
        "甲": {UDA},
        "乙": {UDA, NARA_CITY},
    }


def test_prefectures_are_local_governments_too(tmp_path: Path) -> None:
    assert people(interpret(tmp_path, "都道府県,人口\n奈良県,1300000\n東京都,14000000\n")) == {
        NARA: 1_300_000, "130001": 14_000_000,
    }  # fmt: skip


# --- nothing lost, nothing guessed ---------------------------------------------------------------------------------


def test_every_row_is_told_left_out_for_a_reason_or_a_problem(tmp_path: Path) -> None:
    done = interpret(
        tmp_path,
        "コード,都道府県,自治体,人口,面積\n290009,奈良県,,1300000,1\n292125,奈良県,宇陀市,28000,2\n141011,神奈川県,横浜市鶴見区,290000,3\n"
        "14102,神奈川県,神奈川区,240000,3\n01695,北海道,色丹村,0,4\n,奈良県,宇陀郡,3000,5\n,,合計,1,6\n注）作り話,,,,\n342084,広島県,府中市,…,7\n",
    )
    assert people(done) == {NARA: 1_300_000, UDA: 28_000}
    assert done.rows == 3
    assert done.left_out == {"行政区": 2, "北方領土の村": 1, "郡・支庁": 1, "合計・注": 2, "人口の値なし": 1}
    assert done.unread == ["面積"]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("自治体,人口\n宇陀市,1\n府中市,2\n", 3, "東京都府中市、広島県府中市"),
        ("自治体,人口\n宇陀市,1\n奈良市,2\nうだうだ市,3\n", 4, "うだうだ市"),
        ("自治体,人口\n宇陀市,1\n大宇陀町,2\n", 3, "今は奈良県宇陀市"),
        ("コード,人口\n292125,1\n292010,2\n999999,3\n", 4, "999999"),
        ("コード,自治体,人口\n292125,宇陀市,1\n292010,益子町,2\n", 3, "合いません"),
        ("都道府県,自治体,人口\n奈良県,宇陀市,1\n奈良県,横浜市,2\n", 3, "横浜市"),
        ("自治体,人口\n宇陀市,1\n奈良市,12.5\n", 3, "12.5"),
        ("自治体,人口\n宇陀市,1\n奈良市,約3万\n", 3, "約3万"),
        ("自治体,人口\n宇陀市,99000000\n", 2, "99000000"),
        ("自治体,人口\n宇陀市,1\n奈良市,5\n宇陀市,2\n", 4, "2 行目にもあり"),
        ("自治体,人口（千人）\n宇陀市,28\n", 2, "単位"),
        ("自治体,人口（昭和）,人口（平成）\n宇陀市,28,27\n", 2, "いくつも"),
        ("自治体,人口,基準日\n宇陀市,28000,2024-13-01\n", 2, "2024-13-01"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_resolved_is_a_problem_with_its_number(
    tmp_path: Path, text: str, line: int, says: str
) -> None:
    [(found, what)] = wrong(tmp_path, text)
    assert found == line
    assert says in what


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    found = wrong(tmp_path, "自治体,人口\n府中市,2\n宇陀市,1\nうだうだ市,3\n奈良市,多い\n")
    assert [line for line, _ in found] == [2, 4, 5]


def test_a_code_decides_an_ambiguous_name_and_a_name_a_doubtful_code(tmp_path: Path) -> None:
    done = interpret(tmp_path, "コード,自治体,人口\n132063,府中市,260000\n342084,府中市,37000\n292125,宇陀市,1\n")
    assert people(done) == {FUCHU_T: 260_000, FUCHU_H: 37_000, UDA: 1}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("品名,値段\nりんご,100\nみかん,50\n", "自治体の名や団体コード"),
        ("自治体,面積\n宇陀市,247\n奈良市,276\n", "自治体、面積"),
        ("", "中身がありません"),
    ],
)
def test_a_table_of_something_else_is_refused_with_what_was_seen(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ReadError, match=says):
        interpret(tmp_path, text)


# --- in the user's folder ------------------------------------------------------------------------------------------


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.make(tmp_path)


def put(tmp_path: Path, text: str, name: str = "表.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_what_was_imported_is_in_the_graph(tmp_path: Path, desk: Desk) -> None:
    import_reference(put(tmp_path, "令和7年1月1日,,\n自治体,人口,類似団体区分\n宇陀市,28000,Ⅰ－１\n"), desk.user)
    import_reference(put(tmp_path, "宇陀市\n奈良市\n"), desk.user, set_name="うちの仲間")
    import_reference(put(tmp_path, "宇陀市\n"), desk.user, set_name="甲")
    uda = node(desk.graph(), "自治体", UDA)
    assert {key: uda[key] for key in ("人口", "人口基準日", "類似団体区分", "集合")} == {
        "人口": 28_000, "人口基準日": "2025-01-01", "類似団体区分": "I-1", "集合": ["うちの仲間", "甲"],
    }  # fmt: skip
    assert not {"人口", "人口基準日", "類似団体区分", "集合"} & set(node(desk.graph(), "自治体", MASHIKO))


def test_importing_again_changes_nothing(tmp_path: Path, desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    path = put(tmp_path, "自治体,人口,甲\n宇陀市,28000,○\n奈良市,350000,\n")
    import_reference(path, desk.user)
    before = {p: p.read_bytes() for p in (desk.user / "reference").iterdir()}
    assert "前と変わった自治体 2。" in capsys.readouterr().out
    import_reference(path, desk.user)
    assert {p: p.read_bytes() for p in (desk.user / "reference").iterdir()} == before
    assert "前と変わった自治体 0。" in capsys.readouterr().out


def test_a_newer_table_lies_over_the_older_and_a_set_is_replaced_whole(tmp_path: Path, desk: Desk) -> None:
    import_reference(
        put(tmp_path, "自治体,人口,類型,甲\n宇陀市,28000,I-1,○\n奈良市,350000,中核市,○\n"), desk.user, when="2020"
    )
    import_reference(put(tmp_path, "自治体,人口,甲\n宇陀市,27000,\n益子町,21000,○\n"), desk.user)
    found, problems = reference.load(desk.user, gazetteer())
    assert problems == []
    assert found == Reference(
        {
            UDA: Detail(27_000, "", "I-1"),
            NARA_CITY: Detail(350_000, "2020", "中核市"),
            MASHIKO: Detail(21_000, "", ""),
        },
        {"甲": frozenset({MASHIKO})},
    )


def test_a_table_with_a_problem_writes_nothing(tmp_path: Path, desk: Desk) -> None:
    with pytest.raises(DataProblems):
        import_reference(put(tmp_path, "自治体,人口\n宇陀市,28000\n府中市,37000\n"), desk.user)
    assert not (desk.user / "reference").exists()


def test_the_message_counts_what_was_left_out_and_not_read(
    tmp_path: Path, desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    import_reference(put(tmp_path, "自治体,人口,面積\n宇陀市,28000,1\n合計,28000,1\n"), desk.user)
    shown = capsys.readouterr()
    assert "自治体 1 行を読みました: 人口 1" in shown.out
    assert "合計・注 1" in shown.out
    assert "読んでいない列: 面積" in shown.out
    assert "--when" in shown.err


@pytest.mark.parametrize("when", ["きのう", "2025-13-01", "8月5日"])
def test_a_day_that_is_none_is_refused(tmp_path: Path, desk: Desk, when: str) -> None:
    with pytest.raises(UsageError, match="--when"):
        import_reference(put(tmp_path, "自治体,人口\n宇陀市,28000\n"), desk.user, when=when)


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("municipalities.csv", "団体コード,自治体,人口,人口基準日,類似団体区分\n999999,ない市,1,,\n", "ない市"),
        ("municipalities.csv", "団体コード,自治体,人口,人口基準日,類似団体区分\n292125,宇陀市,多い,,\n", "多い"),
        ("municipalities.csv", "団体コード,自治体,人口,人口基準日,類似団体区分\n292125,宇陀市,1,きのう,\n", "きのう"),
        ("municipalities.csv", "コード,人口\n", "見出し"),
        ("sets.csv", "集合,団体コード,自治体\n,292125,宇陀市\n", "集合の名"),
        ("sets.csv", b"\x82\xff\xff", "読めません"),
    ],
)
def test_a_table_that_was_spoilt_by_hand_is_told_by_check(desk: Desk, name: str, text: str | bytes, says: str) -> None:
    desk.put(text, f"reference/{name}")
    problem = told(desk.check().problems, says)
    assert problem.file.endswith(name)
    assert not problem.warning


def test_a_table_that_a_spreadsheet_saved_again_is_still_read(desk: Desk) -> None:
    desk.put(
        "団体コード,自治体,人口,人口基準日,類似団体区分\r\n93424,益子町,21000,,\r\n,,,,\r\n",
        "reference/municipalities.csv",
    )
    assert node(desk.graph(), "自治体", MASHIKO)["人口"] == 21_000


def test_the_shipped_data_alone_tell_nothing_of_populations() -> None:
    graph = check(DATA, DATA, Originals()).facts.tables()
    assert "人口" not in node(graph, "自治体", UDA)


def test_what_is_reference_data_is_told_by_the_content(tmp_path: Path) -> None:
    assert is_reference(put(tmp_path, "自治体,人口\n宇陀市,28000\n"))
    assert is_reference(put(tmp_path, "宇陀市\n奈良市\n"), "甲")
    assert not is_reference(put(tmp_path, "宇陀市\n奈良市\n"))
    assert not is_reference(put(tmp_path, "締結日,相手方\n令和5年4月1日,株式会社あおば\n"))
    assert not is_reference(tmp_path / "ない.csv")


def test_every_local_government_is_found_by_its_code_and_by_its_full_name(tmp_path: Path) -> None:
    everybody: Gazetteer = gazetteer()
    text = io.StringIO()
    text.write("団体コード,団体名,人口\n")
    for n, m in enumerate(everybody.by_code.values()):
        text.write(f"{m.code if n % 3 else ''},{m.full_name if n % 2 or n % 3 == 0 else ''},{n + 1}\n")
    assert people(interpret(tmp_path, text.getvalue())) == {code: n + 1 for n, code in enumerate(everybody.by_code)}
