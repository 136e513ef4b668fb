"""Entries, lists and papers that say once, at their head, who is meant; and words that only look like a fact.

All texts are made up; the municipalities exist, what is told of them does not.
"""

from __future__ import annotations

import pytest

from tests.test_prose import AOBA, UDA, acting, agreed, read
from tests.test_prose_layout import MIDORI, working

NABARI, SORA = "三重県名張市", "株式会社そら"


def test_a_title_with_its_day_stands_over_those_with_whom_it_was_concluded() -> None:
    found = read(
        "奈良県宇陀市ホームページ\n\n災害時応援協定の締結状況\n\n〇日向の里相互応援協定（H25.2.14）\n　宇陀市、名張市、曽爾村\n"
        "〇災害時における飲料水の提供に関する協定（H23.10.11）\n　株式会社あおば\n　みどり大学\n　（それぞれ個別に締結）\n"
    )
    assert agreed(found) == [
        ([UDA, NABARI, "奈良県曽爾村"], [], "2013-02-14"),
        ([UDA], [AOBA], "2011-10-11"),
        ([UDA], [MIDORI], "2011-10-11"),
    ]
    assert [a["名称"] for a in found.agreements] == [
        "日向の里相互応援協定", *["災害時における飲料水の提供に関する協定"] * 2
    ]  # fmt: skip


def test_the_line_of_a_title_is_all_of_it() -> None:
    found = read(
        "奈良県宇陀市　お知らせ\n\n（１）城下町の景観と空き家の活用に関する協定\n　　　相手方　　　aoba mobility、みどり大学\n"
        "　　　当初の締結　平成28年3月30日\n　　　終了日　　　令和5年3月31日\n\n発行日：令和6年4月1日\n"
    )
    (one,) = found.agreements
    assert (one["名称"], one["締結日"], one["状態"], one["終了日"]) == (
        "城下町の景観と空き家の活用に関する協定", "2016-03-30", "終了", "2023-03-31",
    )  # fmt: skip
    assert {b["名称"] for b in one["企業"]} == {"aoba mobility", MIDORI}


def test_behind_the_number_and_the_title_of_an_entry_stands_whose_it_is() -> None:
    found = read(
        "デジタル化の参考事例集\n\n事例１　診察室が走る　　奈良県宇陀市\n\n　令和3年1月22日、市と株式会社あおばが「診療に関する協定」を締結\n\n"
        "事例２　わなの見回りを減らす　　三重県名張市\n\n　令和元年6月3日、市と株式会社そらが「わなに関する協定」を締結\n"
    )
    assert agreed(found) == [([UDA], [AOBA], "2021-01-22"), ([NABARI], [SORA], "2019-06-03")]


def test_whoever_says_we_in_an_entry_is_one_of_those_at_its_head() -> None:
    found = read(
        "マッチング事例インタビュー\n\n事例Ａ　殻が肥料になる\n宇陀市 × 株式会社あおば\n\n――役割は？\n（あおば・代表）弊社が殻を集めます。\n\n"
        "事例Ｂ　端切れの防災\n名張市 × はたおと（任意団体） × ㈱そら\n\n――きっかけは？\n（市・商工課）2023年4月から三者で防災ふろしきを開発しました。\n"
    )
    assert {(NABARI, "はたおと"), (NABARI, SORA)} <= acting(found)
    assert (UDA, SORA) not in acting(found)


def test_a_co_operative_speaks_of_itself_under_its_own_heading() -> None:
    found = read(
        "暮らしのレポート　各地の生協\n\n■報告１　あおば生活協同組合\n　当生協は、2003年10月に奈良県宇陀市と「見守りに関する協定」を結びました。\n\n"
        "■報告２　みどり生活協同組合\n　2012年に三重県名張市と「物資に関する協定」を結びました。町の皆さんと当生協で続けています。\n"
    )
    assert [(a["自治体"][0]["名称"], [b["名称"] for b in a["企業"]]) for a in found.agreements] == [
        (UDA, ["あおば生活協同組合"]),
        (NABARI, ["みどり生活協同組合"]),
    ]


def test_under_the_heading_of_a_company_its_agreement_may_leave_it_out() -> None:
    found = read(
        "企業版ふるさと納税\n～ご寄附をいただいた企業様～\n\n宇陀市では、ご寄附をいただいております。\n\n■株式会社あおば 様（大阪府吹田市）\n"
        "　令和6年6月28日に「人材派遣に関する協定」を締結し、社員1名を派遣いただいています。\n\n■株式会社そら 様（東京都台東区）\n"
        "　市、みどり大学と三者で令和4年10月14日に「食料支援に関する協定」を締結し、食品を届けています。\n\n奈良県宇陀市 企画課\n"
    )
    assert [(p, sorted(b), day) for p, b, day in agreed(found)] == [
        ([UDA], [AOBA], "2024-06-28"),
        ([UDA], sorted([MIDORI, SORA]), "2022-10-14"),
    ]


@pytest.mark.parametrize("words", ["及びグループ会社の", "及びそのグループ会社である", "と子会社の"])
def test_a_company_and_one_of_its_group_are_two_partners(words: str) -> None:
    found = read(f"宇陀市は令和3年8月23日に、株式会社あおば{words}株式会社そらと「林業に関する協定」を締結しました。")
    assert agreed(found) == [([UDA], [AOBA, SORA], "2021-08-23")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("宇陀市は、NPO法人川のねっとと締結した「移住支援に関する協定」に基づき相談を行う。", "特定非営利活動法人川のねっと"),
        ("宇陀市、株式会社あおば、合同会社森のしごと舎の三者で「運営に関する協定」を結んだ。", "合同会社森のしごと舎"),
        ("宇陀市ホームページ\n\nＡ１　ハマユウ汽船㈱（以下「ハマユウ」という。）と「暮らしの協定」を締結している。", "ハマユウ汽船株式会社"),
        ("宇陀市ホームページ\n\n市とみやのじょう農業協同組合が「農業に関する協定」を結んだ。", "みやのじょう農業協同組合"),
        ("宇陀市ホームページ\n\n大阪市のスタートアップKumohaが学びを支える。市教委・みどり大学・Kumohaの三者で「学びに関する覚書」を取り交わした。", "Kumoha"),
        ("宇陀市ホームページ\n\nアウトドア用品のＫＵＲＡＮＥと令和5年9月に締結した包括連携協定により教室を開く。", "KURANE"),
    ],
)  # fmt: skip
def test_a_name_is_whole_and_nothing_more(text: str, name: str) -> None:
    (one,) = read(text).agreements
    assert name in [b["名称"] for b in one["企業"]]


def test_a_short_name_may_be_told_beside_the_seat() -> None:
    found = read(
        "宇陀市と北山生活協同組合（名張市、以下北山生協）は2023年6月8日、「見守りに関する協定」を締結した。\n\n"
        "市と北山生協は2018年6月にも「車両に関する協定」を結んでいる。"
    )
    assert agreed(found) == [([UDA], ["北山生活協同組合"], "2023-06-08"), ([UDA], ["北山生活協同組合"], "2018-06")]


@pytest.mark.parametrize(
    "text",
    [
        "宇陀市は、空き家対策の協定を株式会社あおばと結ぶため、内容を詰めています。",
        "本日、株式会社あおばが奈良県宇陀市と包括連携協定を締結し、施設を共同で整備する旨の報道がありましたが、当社が発表したものではありません。",
        "宇陀市は株式会社あおばと名刺を交わし、協定の話は出なかった。",
        "株式会社あおばと宇陀市も同じような協定を結ぶのか。",
    ],
)
def test_purpose_report_and_question_are_no_agreement(text: str) -> None:
    found = read(text)
    assert not [a for a in found.agreements if a["確度"] == "明示"]
    assert not working(found)


def test_days_of_ceremonies_are_those_of_each() -> None:
    found = read(
        "2023年7月19日\n株式会社あおば\n\n　株式会社あおばは、奈良県宇陀市、曽爾村、御杖村のそれぞれと「健康に関する協定」を締結しました。"
        "宇陀市とは7月6日に、曽爾村とは同12日に、御杖村とは本日、各役場において締結式を行いました。\n\n1. 協定締結の背景\n　県の平均を下回る年が続いています。\n"
    )
    assert [(p, day) for p, _, day in agreed(found)] == [
        ([UDA], "2023-07-06"), (["奈良県曽爾村"], "2023-07-12"), (["奈良県御杖村"], "2023-07-19"),
    ]  # fmt: skip


def test_months_of_a_greeting_for_the_new_year_are_of_the_year_before() -> None:
    found = read(
        "令和八年　年頭のごあいさつ\n　　　　　　宇陀市長\n\n　株式会社あおばとは一昨年の八月に「立地に関する協定」を結びました。"
        "二月には、株式会社そらと「地方創生に関する協定」を締結いたしました。\n\n　　令和八年元旦\n"
    )
    assert [day for *_, day in agreed(found)] == ["2024-08", "2025-02"]


def test_the_fourth_session_of_a_year_tells_of_its_months() -> None:
    found = read(
        "令和５年第４回宇陀市議会定例会\n\n行政報告\n\n　去る10月17日、株式会社あおばと「災害時の協定」を締結いたしました。"
    )
    assert [day for *_, day in agreed(found)] == ["2023-10-17"]


def test_the_prefecture_in_the_name_of_who_publishes_tells_which_town_is_meant() -> None:
    found = read(
        "滋賀県商工会連合会　会報「つながり」\n\n　最初に訪ねたのは日野町である。町と株式会社あおばは平成30年4月に「起業に関する協定」を結んだ。"
    )
    assert [p for p, *_ in agreed(found)] == [["滋賀県日野町"]]


def test_a_list_under_its_head_is_of_the_agreement_that_the_sentence_above_tells() -> None:
    found = read(
        "あおば生活協同組合連合会ニュース\n\n　会員生協が市町と結んでいる「地域見守り協定」は次のとおりです。\n\n"
        "　　生協　　　　　　　　　相手先　　　　　締結\n　　みどり生活協同組合　　宇陀市　　　　　2016年10月\n"
        "　　そら生活協同組合　　　名張市　　　　　2017年3月\n"
    )
    assert agreed(found) == [([UDA], ["みどり生活協同組合"], "2016-10"), ([NABARI], ["そら生活協同組合"], "2017-03")]
    assert {a["名称"] for a in found.agreements} == {"地域見守り協定"}


def test_what_stands_in_brackets_under_a_row_bars_no_row() -> None:
    found = read(
        "県内の協定の締結状況\n\n4　宇陀市　みどり大学　連携協力に関する協定　H29.4.27\n　　　　（学生による商店街の空き店舗調査）\n"
        "5　名張市　株式会社そら　森林環境教育に関する協定　R元.6.3\n"
    )
    assert agreed(found) == [([UDA], [MIDORI], "2017-04-27"), ([NABARI], [SORA], "2019-06-03")]
