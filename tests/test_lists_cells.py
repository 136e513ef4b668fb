"""Cells of lists: partners, dates, periods, remarks, columns. Companies and persons are made up."""

from __future__ import annotations

import pytest

from graph.paths import shipped_data
from loaders.tables import remarks, roles, topics, when
from loaders.tables.lookup import Lookup
from loaders.tables.partners import Partners
from loaders.tables.partners import read as read_partners
from loaders.tables.roles import Role
from loaders.tables.signs import department
from loaders.vocabulary import Vocabulary

LOOKUP = Lookup(Vocabulary.load(shipped_data()))
A, B = "株式会社あおば", "株式会社みどり"


def partners(text: str, **how: int) -> Partners:
    return read_partners(text, LOOKUP, **how)


def names(text: str, **how: int) -> list[str]:
    return [partner.name for partner in partners(text, **how).bodies]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("㈱あおば", [A]),
        ("（株）あおば\n㈱みどり", [A, B]),
        ("株式会社あおば、株式会社みどり及びそら銀行", [A, B, "そら銀行"]),
        ("株式会社あおば・株式会社みどり", [A, B]),
        ("株式会社あおばと株式会社みどり", [A, B]),
        ("株式会社あおば　株式会社みどり", [A, B]),
        ("① 株式会社あおば\n② 株式会社みどり", [A, B]),
        ("・株式会社あおば\n・株式会社みどり", [A, B]),
        ("1. 株式会社あおば\n2. 株式会社みどり", [A, B]),
        ("株式会社あおば／みどり信用金庫", [A, "みどり信用金庫"]),
        ("エム・エヌ・ディ株式会社", ["エム・エヌ・ディ株式会社"]),
        ("セブン-イレブン・ジャパン", ["セブン-イレブン・ジャパン"]),
        ("株式会社 ABC Robotics", ["株式会社ABC Robotics"]),
        ("Aoba Co., Ltd.", ["Aoba Co., Ltd."]),
        ("ローソン\nヤマト運輸\n日本郵便", ["ローソン", "ヤマト運輸", "日本郵便"]),
        ("一般社団法人\nあおば協会", ["一般社団法人あおば協会"]),
        ("あおばリテール\n株式会社", ["あおばリテール株式会社"]),
        ("株式会社あおば見守り\nサービス", ["株式会社あおば見守りサービス"]),
        ("学校法人あおば学園 あおば大学", ["学校法人あおば学園 あおば大学"]),
        ("JAあおば（あおば農業協同組合）", ["あおば農業協同組合"]),
        ("株式会社あおば（旧：みどり商事）", [A]),
        ("株式会社あおば（本社：東京都千代田区）", [A]),
        ("社会福祉法人宇陀市社会福祉協議会", ["社会福祉法人宇陀市社会福祉協議会"]),
        ("宇陀市社会福祉協議会", ["宇陀市社会福祉協議会"]),
        ("奈良県警察本部", ["奈良県警察本部"]),
        ("大和高田市立病院", ["大和高田市立病院"]),
        ("ＮＰＯ法人あおば", ["特定非営利活動法人あおば"]),
    ],
)
def test_a_cell_gives_these_names(text: str, expected: list[str]) -> None:
    found = partners(text)
    assert [partner.name for partner in found.bodies] == expected
    assert not found.unnamed
    assert not found.doubts


@pytest.mark.parametrize(
    ("text", "name", "branch"),
    [
        ("㈱あおば 奈良支店", A, "奈良支店"),
        ("株式会社あおば奈良支店", A, "奈良支店"),
        ("株式会社あおば（奈良支店）", A, "奈良支店"),
        ("株式会社あおば\n奈良営業所", A, "奈良営業所"),
        ("あおば株式会社奈良支社", "あおば株式会社", "奈良支社"),
        ("あおば銀行奈良支店", "あおば銀行", "奈良支店"),
        ("日本郵便株式会社 宇陀郵便局", "日本郵便株式会社", "宇陀郵便局"),
        ("あおば大学地域連携センター", "あおば大学", "地域連携センター"),
    ],
)
def test_a_branch_is_no_part_of_the_name(text: str, name: str, branch: str) -> None:
    (partner,) = partners(text).bodies
    assert (partner.name, partner.department) == (name, branch)


@pytest.mark.parametrize(
    "name", ["株式会社あおば書店", "宇陀郵便局", "宇陀商工会", "宇陀警察署", "株式会社みどり工場", "連合会支部"]
)
def test_what_only_ends_like_a_branch_stays_whole(name: str) -> None:
    assert names(name) == [name]


def test_a_branch_without_a_visible_beginning_is_doubtful() -> None:
    assert partners("株式会社あおばほげ支店").doubts


@pytest.mark.parametrize(
    ("text", "name", "unnamed"),
    [
        ("株式会社あおばほか3社", A, "ほか3社"),
        ("株式会社あおば（ほか2社）", A, "ほか2社"),
        ("株式会社あおば 他５団体", A, "他５団体"),
        ("株式会社あおば等", A, "等"),
    ],
)
def test_partners_that_are_only_counted_stay_unnamed(text: str, name: str, unnamed: str) -> None:
    found = partners(text)
    assert ([p.name for p in found.bodies], list(found.unnamed)) == ([name], [unnamed])


@pytest.mark.parametrize(
    "text",
    ["市内郵便局", "大手通信会社", "民間企業", "県内全市町村", "市内のコンビニエンスストア", "関係団体", "5社", "個人"],
)
def test_generic_words_name_nobody(text: str) -> None:
    found = partners(text)
    assert (found.bodies, found.unnamed) == ((), (text,))


@pytest.mark.parametrize("text", ["株式会社あおば　代表取締役　山田　太郎", "株式会社あおば\n代表取締役社長\n山田太郎", "株式会社あおば代表取締役山田太郎",
                                  "株式会社あおば 支店長 山田太郎", "株式会社あおば 代表取締役社長 山田太郎 様"])  # fmt: skip
def test_representatives_reach_no_name_and_no_place(text: str) -> None:
    (partner,) = partners(text).bodies
    assert partner.name == A
    assert text[partner.start : partner.end] == A


def test_two_partners_with_their_representatives_stay_two() -> None:
    assert names("株式会社あおば 代表取締役 山田太郎\n株式会社みどり 代表取締役 鈴木花子") == [A, B]


def test_local_governments_are_told_from_bodies_and_ambiguous_ones_stay_open() -> None:
    found = partners("奈良市、曽爾村及び府中市").bodies
    assert [(p.name, len(p.codes)) for p in found] == [("奈良県奈良市", 1), ("奈良県曽爾村", 1), ("府中市", 2)]
    assert partners("宇陀市教育委員会").bodies[0].department == "教育委員会"


def test_lines_that_may_go_on_are_doubtful_unless_the_page_was_too_narrow() -> None:
    assert partners("株式会社あおば\nほげら").doubts
    assert names("株式会社あおば見守りほげ\nほげら", wrapped=12) == ["株式会社あおば見守りほげほげら"]


def test_members_of_a_group_are_partners_but_doubtful() -> None:
    found = partners("あおばグループ（株式会社あおば、株式会社みどり）")
    assert [p.name for p in found.bodies] == [A, B]
    assert found.doubts


@pytest.mark.parametrize(
    ("text", "date", "precision"),
    [
        ("R5.4.1", "2023-04-01", "日"), ("令和５年４月１日（土）", "2023-04-01", "日"), ("H30/4", "2018-04", "月"),
        ("20230401", "2023-04-01", "日"), ("2023.4.1", "2023-04-01", "日"), ("45017", "2023-04-01", "日"),
        ("令和5年4月", "2023-04", "月"), ("R5年度", "2023", "年度"), ("令和元年5月1日", "2019-05-01", "日"),
        ("2023-04-01 00:00:00", "2023-04-01", "日"), ("令和5年4月1日付け", "2023-04-01", "日"), ("4月1日", "--04-01", "年なし"),
        ("令和5年(2023年)4月1日", "2023-04-01", "日"), ("平成31年\n4月30日", "2019-04-30", "日"), ("2023年", "2023", "年"),
        ("令和5年4月1日（当初）", "2023-04-01", "日"), ("令和5年4月1日締結", "2023-04-01", "日"), ("Ｈ７．１．１７", "1995-01-17", "日"),
        ("-", "", ""), ("不明", "", ""), ("", "", ""),
    ],
)  # fmt: skip
def test_a_date_is_read_as_precisely_as_it_stands(text: str, date: str, precision: str) -> None:
    found = when.day(text)
    assert (found.date, found.precision, found.problem) == (date, precision, "")


@pytest.mark.parametrize(
    "text",
    [
        "5.4.1",
        "050401",
        "令和5年2月30日",
        "平成35年4月1日",
        "2023年春",
        "R5.13.1",
        "令和5年4月1日、令和6年4月1日",
        "12345",
        "99999",
    ],
)
def test_what_is_no_clear_day_is_a_problem(text: str) -> None:
    assert when.day(text).date == ""
    assert when.day(text).problem


def test_a_year_from_the_rows_above_completes_a_day() -> None:
    fiscal = when.year_of("■令和5年度（2023年度）")
    assert fiscal == when.Context(2023, True)
    assert when.day("4/1", context=fiscal).date == "2023-04-01"
    assert when.day("3月1日", context=fiscal).date == "2024-03-01"
    assert when.day("2月29日", context=when.Context(2023, False)).problem
    assert when.year_of("災害時応援協定") is None


def test_a_renewal_beside_the_date_does_not_change_it() -> None:
    found = when.day("平成30年4月1日\n（令和5年4月1日改定）")
    assert (found.date, found.renewed) == ("2018-04-01", "令和5年4月1日改定")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("令和5年4月1日から令和8年3月31日まで", "2023-04-01", "2026-03-31"),
        ("R5.4.1～R8.3.31", "2023-04-01", "2026-03-31"),
        ("自 令和5年4月1日\n至 令和8年3月31日", "2023-04-01", "2026-03-31"),
        ("～R8.3.31", "", "2026-03-31"),
        ("令和8年3月31日まで（以後1年ごとに自動更新）", "", "2026-03-31"),
        ("締結日から1年間", "", ""),
        ("無期限", "", ""),
        ("なし", "", ""),
    ],
)
def test_a_period_gives_the_days_that_it_names(text: str, start: str, end: str) -> None:
    found = when.period(text)
    assert (found.start, found.end, found.problem) == (start, end, "")


def test_nothing_of_a_period_is_lost() -> None:
    assert when.period("締結日から1年間").words == "締結日から1年間"
    assert when.period("令和5年4月1日から1年間").words
    assert when.period("1年（自動更新）").renewal == "1年（自動更新）"
    assert when.period("令和8年2月30日まで").problem


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("締 結\n年月日", Role.DATE), ("協定締結日", Role.DATE), ("調印日", Role.DATE), ("日付", Role.DATE), ("締結先企業等", Role.PARTNER),
        ("協定の相手方", Role.PARTNER), ("相手方（企業名等）", Role.PARTNER), ("企業・団体名", Role.PARTNER), ("締結先①", Role.PARTNER),
        ("パートナー", Role.PARTNER), ("協定名称", Role.NAME), ("件名", Role.NAME), ("表題", Role.NAME), ("連携分野", Role.FIELDS), ("項目", Role.FIELDS),
        ("協定内容", Role.CONTENT), ("主な取組", Role.CONTENT), ("担当課", Role.DEPARTMENT), ("所管部署", Role.DEPARTMENT), ("担当課（電話）", Role.DEPARTMENT),
        ("有効期限", Role.EXPIRY), ("有効期間", Role.PERIOD), ("満了日", Role.EXPIRY), ("適用日", Role.START), ("自動更新の有無", Role.RENEWAL),
        ("備　考", Role.NOTE), ("特記事項", Role.NOTE), ("自治体名", Role.MUNICIPALITY), ("協定種別", Role.KIND), ("№", Role.NUMBER), ("整理番号", Role.NUMBER),
        ("業種", Role.INDUSTRY), ("所在地", Role.ADDRESS), ("法人番号", Role.CORPORATE), ("状況", Role.STATUS), ("解除日", Role.END),
        ("担当者", Role.PERSONAL), ("電話番号", Role.PERSONAL), ("代表者名", Role.PERSONAL), ("メールアドレス", Role.PERSONAL),
        ("品目", None), ("数量", None), ("利用時間", None), ("会場", None),
    ],
)  # fmt: skip
def test_a_heading_says_what_its_column_is_for(word: str, role: Role | None) -> None:
    assert roles.role(word) == role


def test_the_heading_above_decides_what_a_general_word_means() -> None:
    assert roles.role_of_path(("締結先", "名称")) == Role.PARTNER
    assert roles.role_of_path(("協定", "名称")) == Role.NAME
    assert roles.role_of_path(("締結先", "所在地")) == Role.ADDRESS
    assert roles.role_of_path(("有効期間", "至")) == Role.EXPIRY
    assert roles.role_of_path(("締結先", "担当部署")) == Role.BRANCH


def test_a_department_is_kept_without_telephone_and_staff() -> None:
    assert department("企画課\n0745-00-0000") == "企画課"
    assert department("総務部　企画課（内線123）") == "総務部 企画課"
    assert department("企画課 山田") == "企画課"


def test_states_are_read_only_where_they_say_so() -> None:
    assert [remarks.state(t) for t in ("有効", "終了", "協議中", "廃止済", "締結済", "", "ほげ")] == [
        "有効",
        "終了",
        "予定",
        "終了",
        "",
        "",
        "",
    ]


def test_a_list_title_of_several_kinds_tells_none() -> None:
    assert topics.kinds("包括連携協定・災害時応援協定一覧") == ("包括連携協定", "災害時応援協定")
    assert topics.kind("", "協定", "", "") == "不明"
