"""How an agreement is told over more than one sentence or line: who the partner is, on what day, and what came of it stand
beside it. All texts are made up; the municipalities exist, what is told of them does not."""

from __future__ import annotations

import pytest

from tests.test_prose import AOBA, UDA, agreed, read

NABARI = "三重県名張市"
SORA = "株式会社空野商店"
Told = list[tuple[list[str], list[str], str]]


def told(text: str) -> Told:
    return sorted(agreed(read(text)))


@pytest.mark.parametrize(
    "text",
    [
        "奈良県宇陀市は令和4年3月25日に輸送の協定を締結しました。相手は株式会社あおばです。",
        "手を組んだのは株式会社あおばだ。奈良県宇陀市は令和4年3月25日に輸送の協定を結んだ。",
        "Q　奈良県宇陀市が協定を結んでいる配送業者はどこですか。\nA　株式会社あおばです。令和4年3月25日に締結しました。",
        "令和4年3月25日、宇陀市役所で締結式が行われた。株式会社あおばの社長と市長が協定書に署名した。",
        "工業団地に、株式会社あおばが工場を建てることになりました。令和4年3月25日に奈良県宇陀市と立地協定を締結済みです。",
    ],
)
def test_the_sentence_beside_an_agreement_tells_its_partner_or_its_day(text: str) -> None:
    assert told(text) == [([UDA], [AOBA], "2022-03-25")]


def test_who_is_counted_in_the_next_sentence_was_named_in_the_one_before() -> None:
    text = "株式会社あおば、株式会社空野商店。この2者と奈良県宇陀市は令和4年3月25日に見守り協定を結んだ。"
    assert told(text) == [([UDA], [AOBA, SORA], "2022-03-25")]


def test_who_joins_an_agreement_later_is_a_party_and_the_next_row_is_not() -> None:
    text = (
        "奈良県宇陀市は令和4年3月に株式会社あおばと見守り協定を結んだ。翌年には株式会社空野商店も同じ協定に加わった。"
    )
    assert told(text) == [([UDA], [AOBA, SORA], "2022-03")]
    text = "奈良県宇陀市は令和4年3月に株式会社あおばと見守り協定を結んだ。式には株式会社空野商店も参加した。"
    assert told(text) == [([UDA], [AOBA], "2022-03")]


def test_two_quoted_titles_that_are_counted_are_two_agreements() -> None:
    found = read(
        "奈良県宇陀市と株式会社あおばは令和4年3月25日、「輸送に関する協定」と「地域見守り協定」の2つの協定を締結した。"
    )
    assert sorted(a["名称"] for a in found.agreements) == ["地域見守り協定", "輸送に関する協定"]


def test_what_stands_in_the_bracket_behind_a_title_is_its_conclusion_and_what_follows_is_said_of_it() -> None:
    found = read("奈良県宇陀市は令和6年2月29日、株式会社あおばとの包括連携協定（平成29年締結）を解除した。").agreements
    assert [(a["締結日"], a["終了日"], a["状態"]) for a in found] == [("2017", "2024-02-29", "終了")]
    text = "奈良県宇陀市。株式会社あおばとの「毛布の提供に関する協定」（平成20年締結）は、使う機会がなかった。"
    assert told(text) == [([UDA], [AOBA], "2008")]


@pytest.mark.parametrize(
    "text",
    [
        "奈良県宇陀市は株式会社あおばと3月25日に協定を締結する予定だったが、雪のため延期し、令和4年5月10日に締結した。",
        "奈良県宇陀市と株式会社あおばの協定の締結日は、令和4年5月10日です。",
        "奈良県宇陀市は協定の締結状況を報告した。令和4年5月10日、株式会社あおばと「見守りに関する協定」。",
    ],
)
def test_what_was_put_off_was_done_on_the_later_day_and_a_day_with_a_title_needs_no_verb(text: str) -> None:
    assert told(text) == [([UDA], [AOBA], "2022-05-10")]


def test_a_plan_whose_day_is_told_as_still_to_come_is_no_agreement() -> None:
    assert told("奈良県宇陀市は、株式会社あおばと包括連携協定を結ぶと発表した。締結は来年1月の予定。") == []
    assert told("問　奈良県宇陀市は株式会社あおばと協定を結べ。") == []


@pytest.mark.parametrize(
    "text",
    [
        "奈良県宇陀市は令和4年3月11日に株式会社あおばと、25日に株式会社空野商店と見守り協定を締結した。",
        "奈良県宇陀市の協定一覧\n○株式会社あおば　　飲料水、食料ほか　　R4.3.11\n○株式会社空野商店　　日用品、工具　　R4.3.25",
        "●見守り協定：株式会社あおば（令和4年3月11日）、株式会社空野商店（令和4年3月25日）\n奈良県宇陀市",
    ],
)
def test_partners_told_in_one_breath_have_days_of_their_own(text: str) -> None:
    assert told(text) == [([UDA], [AOBA], "2022-03-11"), ([UDA], [SORA], "2022-03-25")]


def test_a_day_without_month_is_one_of_the_days_before_the_paper() -> None:
    assert told(
        "見守り協定を締結\n\n奈良県宇陀市は12日、株式会社あおばと見守り協定を結んだ。\n（2023年6月14日付）\n"
    ) == [([UDA], [AOBA], "2023-06-12")]


def test_the_line_above_tells_the_day_before_a_heading_of_years_does() -> None:
    text = "奈良県宇陀市の連携\n\n## 平成17年以降\n\n平成24年3月9日\n\n奈良県宇陀市は株式会社あおばと「雪の利用に関する協定」を締結。\n"
    assert [a[2] for a in told(text)] in (["2012-03-09"], [""])


def test_names_beneath_a_heading_with_the_day_of_conclusion_are_its_partners() -> None:
    text = "# 健康づくりの協定\n\n奈良県宇陀市\n\n## 第1期（令和2年10月1日締結）\n\n次の2者と結びました。\n\n1. 株式会社あおば\n2. 株式会社空野商店\n"
    assert told(text) == [([UDA], [AOBA], "2020-10-01"), ([UDA], [SORA], "2020-10-01")]


def test_on_the_page_of_a_body_other_municipalities_conclude_with_that_body() -> None:
    text = "地域貢献のご報告\n株式会社あおば\n\n当社は奈良県宇陀市で防災教室を開きました。\n\n2022年3月、三重県名張市と「電源の確保に関する協定」を締結いたしました。\n"
    assert told(text) == [([NABARI], [AOBA], "2022-03")]
    text = "# 取組｜株式会社あおば\n\n株式会社あおばです。当社の取組をご紹介します。\n\n## 三重県名張市\n\n2022年3月、「見守りに関する協定」を結びました。\n"
    assert told(text) == [([NABARI], [AOBA], "2022-03")]


def test_partners_counted_as_first_and_second_are_partners_on_the_days_told_with_them() -> None:
    text = "奈良県宇陀市では、企業との協定の第1号は2015年の株式会社あおば、第2号は2019年の株式会社空野商店だった。"
    assert [t[1:] for t in told(text)] == [([AOBA], "2015"), ([SORA], "2019")]


def test_the_parent_of_a_subsidiary_and_a_change_of_an_agreement_make_no_agreement() -> None:
    text = "奈良県宇陀市は令和4年3月25日、株式会社空野商店の子会社である株式会社あおばと輸送に関する協定を締結した。"
    assert told(text) == [([UDA], [AOBA], "2022-03-25")]
    assert told("奈良県宇陀市と株式会社あおばは令和4年3月25日、変更の覚書を交わした。") == []
