"""How sentences tell agreements and measures when they leave something out, take it for granted or tell several at once.
All texts are made up; the municipalities exist, what is told of them does not."""

from __future__ import annotations

import pytest

from tests.test_prose import AOBA, UDA, acting, agreed, read

NABARI = "三重県名張市"
SORA = "株式会社空野商店"


@pytest.mark.parametrize(
    "text",
    [
        "奈良県宇陀市と株式会社あおばの協定は、市の負担がないのが特徴である。",
        "奈良県宇陀市と株式会社あおばは、連携協定第3条に定める見守りを続けている。",
        "奈良県宇陀市との包括連携協定に基づき、株式会社あおばは移動図書館を走らせている。",
        "奈良県宇陀市と協定を結んだことで、株式会社あおばの店舗は避難者の受け入れ先になった。",
        "奈良県宇陀市が協定を交わした相手は、株式会社あおばであった。",
        "奈良県宇陀市は、株式会社あおばとの協定を来年3月に更新する予定である。",
        "奈良県宇陀市は、株式会社あおばとの協定を更新しなかった。",
    ],
)
def test_an_agreement_that_is_taken_for_granted_is_found(text: str) -> None:
    assert agreed(read(text)) == [([UDA], [AOBA], "")]


@pytest.mark.parametrize(
    "text",
    [
        "奈良県宇陀市と株式会社あおばの協定は存在しない。",
        "奈良県宇陀市と株式会社あおばの協定は、まだ検討の段階である。",
        "「奈良県宇陀市が株式会社あおばと協定を結んだ」とのお問い合わせがありましたが、そのような事実はありません。",
        "奈良県宇陀市と株式会社あおばの協定の締結は延期となった。",
        "奈良県宇陀市は株式会社あおばに声をかけ、協定の締結をめざしている。",
    ],
)
def test_an_agreement_that_is_only_spoken_of_is_none(text: str) -> None:
    assert agreed(read(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "奈良県宇陀市は協定を2件結んだ。令和2年4月に株式会社あおばと、令和3年5月に株式会社空野商店と締結した。",
        "奈良県宇陀市は令和2年4月に株式会社あおばと、令和3年5月には株式会社空野商店と、それぞれ見守り協定を結んだ。",
        "奈良県宇陀市は、株式会社あおば（令和2年4月締結）、株式会社空野商店（令和3年5月締結）と見守り協定を結んでいる。",
        "令和2年4月、奈良県宇陀市は株式会社あおばと、令和3年5月には株式会社空野商店と、見守り協定を締結した。",
    ],
)
def test_each_partner_has_its_own_day(text: str) -> None:
    assert sorted(agreed(read(text))) == [([UDA], [AOBA], "2020-04"), ([UDA], [SORA], "2021-05")]


def test_pairs_told_in_turn_are_not_crossed() -> None:
    text = "奈良県宇陀市は株式会社あおばと、三重県名張市は株式会社空野商店と、それぞれ見守り協定を締結した。"
    assert sorted(agreed(read(text))) == [([NABARI], [SORA], ""), ([UDA], [AOBA], "")]
    text = "奈良県宇陀市は株式会社あおばと、三重県名張市は株式会社空野商店と、それぞれ手を組んで菓子の開発を始めた。"
    assert acting(read(text)) == {(UDA, AOBA), (NABARI, SORA)}


def test_a_relative_clause_keeps_its_own_parties() -> None:
    text = "奈良県宇陀市は、三重県名張市が株式会社空野商店と結んだ協定を参考に、株式会社あおばと協定を締結した。"
    assert sorted(agreed(read(text))) == [([NABARI], [SORA], ""), ([UDA], [AOBA], "")]


def test_those_after_whom_an_agreement_is_counted_have_one_too() -> None:
    text = "株式会社あおばが奈良県宇陀市と協定を結んだ。自治体との協定は三重県名張市に次いで2例目となる。"
    assert sorted(agreed(read(text))) == [([NABARI], [AOBA], ""), ([UDA], [AOBA], "")]


def test_parties_that_are_only_counted_are_named_by_the_sentence_beside() -> None:
    text = "株式会社あおばは2市とそれぞれ見守り協定を結んだ。2市は、奈良県宇陀市、三重県名張市。"
    assert sorted(agreed(read(text))) == [([NABARI], [AOBA], ""), ([UDA], [AOBA], "")]


def test_an_answer_takes_its_partner_from_the_question() -> None:
    text = "奈良県宇陀市長定例会見\n\n（記者）株式会社あおばとの協定はどうか。\n（市長）こちらは令和7年7月28日に締結した。\n"
    assert agreed(read(text)) == [([UDA], [AOBA], "2025-07-28")]


def test_who_joins_later_is_party_and_a_witness_is_none() -> None:
    text = "奈良県宇陀市と株式会社あおばの見守り協定に、株式会社空野商店も加わった。"
    assert agreed(read(text)) == [([UDA], sorted([AOBA, SORA]), "")]
    text = "奈良県宇陀市と株式会社あおばが結んだ見守り協定には、株式会社空野商店が立会人として署名した。"
    assert agreed(read(text)) == [([UDA], [AOBA], "")]


@pytest.mark.parametrize(
    "text",
    [
        "奈良県宇陀市が運行を委託している株式会社あおばは、運転手の確保を検討している。",
        "奈良県宇陀市の依頼を受け、株式会社あおばが水路を調べた。",
        "株式会社あおばは、奈良県宇陀市の補助金を活用して、空き家を宿に改めた。",
        "事業の主体は奈良県宇陀市で、運営は株式会社あおばが担う。",
        "催しは、奈良県宇陀市が会場を、株式会社あおばが道具を用意した。",
        "「森の教室」は、奈良県宇陀市と株式会社あおばの共同事業である。",
        "奈良県宇陀市教育委員会は、株式会社あおばの社員を講師に招き、授業を開いた。",
        "奈良県宇陀市は、課題の解決に向けて株式会社あおばと移動販売の車を走らせている。",
        "株式会社あおばが奈良県宇陀市と開いている「森の教室」を見学した。",
    ],
)
def test_a_measure_is_found_whatever_ties_its_two_sides(text: str) -> None:
    assert acting(read(text)) == {(UDA, AOBA)}


@pytest.mark.parametrize(
    "text",
    [
        "株式会社あおばは、奈良県宇陀市にも採用の働きかけを行っている。",
        "奈良県宇陀市は、株式会社あおばと移動販売の検討を続けている。",
        "株式会社あおばは「奈良県宇陀市のような市と、いつか一緒に仕事をしたい」と話した。",
        "奈良県宇陀市は、株式会社あおばへの委託を見送った。",
        "奈良県宇陀市の花火大会に、株式会社あおばが協賛した。",
        "奈良県宇陀市で開かれた展示会で、株式会社あおばと株式会社空野商店が共同で開発した機械が並んだ。",
    ],
)
def test_what_is_thought_asked_for_or_done_among_companies_is_no_measure(text: str) -> None:
    assert acting(read(text)) == set()


@pytest.mark.parametrize(
    "text",
    [
        "奈良県宇陀市は、国が株式会社あおばと結んだ協定に基づき、薬の供給を受けた。",
        "株式会社あおばと株式会社空野商店は、奈良県宇陀市の工業団地の用地について売買の協定を結んだ。",
        "奈良県宇陀市の市民団体は、株式会社あおばと協力して川の清掃を行った。",
    ],
)
def test_what_others_do_with_a_body_is_not_laid_to_the_municipality(text: str) -> None:
    assert acting(read(text)) == set()


def test_words_of_a_title_or_of_a_day_of_signing_do_not_hide_the_day() -> None:
    text = "奈良県宇陀市は、株式会社あおばと平成28年7月に創業支援の協定を結んでいる。"
    assert agreed(read(text)) == [([UDA], [AOBA], "2016-07")]
    text = "奈良県宇陀市と株式会社あおばが交わした協定の締結日は、平成28年7月1日である。"
    assert agreed(read(text)) == [([UDA], [AOBA], "2016-07-01")]


def test_a_day_in_figures_at_the_head_of_an_item_is_a_day() -> None:
    text = "広報うだ　奈良県宇陀市\n\n▽11/5　体育祭を開きました。\n▽11/8　市と株式会社あおばが「見守り協定」に調印しました。\n"
    assert agreed(read(text)) == [([UDA], [AOBA], "--11-08")]


def test_a_bodys_page_names_only_the_municipalities_with_which_it_acts() -> None:
    text = "株式会社あおば　社会とのつながり\n\n奈良県宇陀市様とは、2021年から菓子をいっしょにつくっています。\n三重県名張市様とも、協定の締結に向けてお話を進めています。\n"
    assert acting(read(text)) == {(UDA, AOBA)}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("奈良県宇陀市は、いとのさと信用金庫と見守り協定を締結した。", "いとのさと信用金庫"),
        ("奈良県宇陀市と、株式会社つづみやの二者は、見守り協定を締結した。", "株式会社つづみや"),
        (
            "つばき生命保険相互会社のお知らせです。6月、つばき生命は奈良県宇陀市と見守り協定を締結しました。",
            "つばき生命保険相互会社",
        ),
        (
            "いずみ野信用組合のお知らせです。6月、いずみ野信組は奈良県宇陀市と見守り協定を締結しました。",
            "いずみ野信用組合",
        ),
    ],
)
def test_a_name_is_read_whole_and_no_further(text: str, name: str) -> None:
    assert [bodies for _, bodies, _ in agreed(read(text))] == [[name]]
