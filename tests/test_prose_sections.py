"""Papers in which headings, rows and counts tell who is meant: a body's own report with a section for each local
government, reports of visits, rows that say how many names they have, lines that a page did not cut.

All texts are made up; the municipalities exist, what is told of them does not.
"""

from __future__ import annotations

import pytest

from tests.test_prose import AOBA, UDA, acting, read

NABARI = "三重県名張市"
REPORT = "株式会社あおば　サステナビリティレポート2025\n\n地域とともに\n"


@pytest.mark.parametrize(
    "section",
    [
        "■奈良県宇陀市\n小学生を畑に招き、土の調べ方を教えています。\n",
        "■奈良県宇陀市との取り組み\n空き店舗を直し、親子の広場を開きました。\n",
        "・奈良県宇陀市　公民館でスマートフォン教室を開催（2024年度）\n",
        "2023年4月\n奈良県宇陀市の学校給食センターの調理業務を受託\n",
        "水害に備えて、敷地を開放しています（2019年、奈良県宇陀市と協定）。\n",
    ],
)
def test_in_a_report_of_its_own_a_body_does_what_stands_under_the_name_of_a_town(section: str) -> None:
    assert acting(read(REPORT + section)) == {(UDA, AOBA)}


@pytest.mark.parametrize(
    "section",
    [
        "■奈良県宇陀市\n2020年に営業所を開設しました。\n",
        "■奈良県宇陀市\n新しい工場の建設を検討しています。\n",
        "奈良県宇陀市の商業施設で、夏の教室を開きました。\n",
        "導入自治体\n■奈良県宇陀市\n窓口で番号札の発券に使われています。\n",
    ],
)
def test_its_own_business_in_a_town_is_no_common_work(section: str) -> None:
    assert acting(read(REPORT + section)) == set()


def test_in_a_report_of_visits_each_section_is_of_the_town_that_heads_it() -> None:
    text = (
        "行政視察報告書\n視察先　奈良県宇陀市、三重県名張市\n\n"
        "１．宇陀市：移動の支え\n・運行は株式会社あおばが受け持っている。\n\n"
        "２．名張市：図書館\n・貸出しの仕組みは、株式会社空野商店に頼んで作った。\n"
    )
    assert acting(read(text)) == {(UDA, AOBA), (NABARI, "株式会社空野商店")}


def test_a_row_that_says_how_many_it_has_tells_names_of_any_shape() -> None:
    text = "奈良県宇陀市は、株式会社あおば、居酒屋とんぼ、株式会社空野商店、魚仲（うおなか）の4社と、炊き出しの協定を結んだ。\n"
    assert acting(read(text)) == {(UDA, AOBA), (UDA, "居酒屋とんぼ"), (UDA, "株式会社空野商店"), (UDA, "魚仲")}


def test_towns_counted_by_kind_are_those_named_before() -> None:
    text = (
        "三重県名張市、奈良県宇陀市、奈良県曽爾村の2市1村で「図書館の相互利用に関する協定」を締結した。\n"
        "平成30年2月、2市1村と株式会社あおばが「外出の支えに関する協定」を締結した。\n"
    )
    assert {b for _, b in acting(read(text))} == {AOBA}
    assert {m for m, _ in acting(read(text))} == {NABARI, UDA, "奈良県曽爾村"}


def test_the_city_of_a_sentence_is_the_one_that_the_sentence_says_it_happens_in() -> None:
    text = "取組のお知らせ\n令和6年5月10日\n奈良県宇陀市 政策課\n\n三重県名張市では、市と株式会社あおばが一緒に体操教室を開いています。\n"
    assert acting(read(text)) == {(NABARI, AOBA)}


def test_an_open_name_is_that_of_today_in_the_bracket_behind_it() -> None:
    text = "株式会社あおば　社史\n\n昭和27年、加茂町（今の京都府木津川市）から委託を受け、給食を作りました。\n"
    assert acting(read(text)) <= {("京都府木津川市", AOBA)}


def test_days_in_a_row_are_those_of_the_partners_in_turn() -> None:
    text = "奈良県宇陀市は、株式会社あおば、株式会社空野商店とは、平成26年、令和元年にそれぞれ協定を締結しています。\n"
    assert {(p["企業"][0]["名称"], p["締結日"]) for p in read(text).agreements} == {
        (AOBA, "2014"),
        ("株式会社空野商店", "2019"),
    }


def test_an_end_in_the_bracket_behind_is_not_the_day_of_the_conclusion() -> None:
    text = "奈良県宇陀市は昭和49年に株式会社あおばと立地に関する協定を締結（平成14年、工場の閉鎖により失効）。\n"
    (made,) = read(text).agreements
    assert (made["締結日"], made.get("終了日")) == ("1974", "2002")


def test_who_joins_later_works_with_the_same_town() -> None:
    text = "奈良県宇陀市は、株式会社あおばと連携して体操教室を開いている。その後、新たに株式会社空野商店が加わった。\n"
    assert acting(read(text)) == {(UDA, AOBA), (UDA, "株式会社空野商店")}


@pytest.mark.parametrize(
    "words",
    [
        "高原の催しに町が出展します。主催は株式会社あおば。",
        "館内の喫茶は、株式会社あおばが市の許可を受けて営んでいます。",
        "株式会社あおばにも試食を頼んだが、開発には関わっていない。",
        "会議には、奈良県宇陀市と株式会社あおばは、助言者として加わります。",
    ],
)
def test_who_is_only_beside_it_takes_no_part(words: str) -> None:
    assert acting(read(f"取組のお知らせ\n令和6年5月10日\n奈良県宇陀市 政策課\n\n{words}\n")) == set()


def test_a_line_much_shorter_than_the_next_was_not_cut_by_the_page() -> None:
    text = "連携協定\n令和7年3月末現在、株式会社あおばは、奈良県宇陀市と地方創生に関する協定を結んでいます。\n"
    assert acting(read(text)) == {(UDA, AOBA)}


def test_a_text_that_ends_with_the_bracket_of_an_agreement_is_read() -> None:
    text = "【連携協定の締結】2024年7月1日　串本町（防災教育に関する協定）2024年12月20日　株式会社あおば（実習に関する覚書）"
    assert all(record["出典"] for record in read(text).agreements)
