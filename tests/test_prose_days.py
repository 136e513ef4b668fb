"""How the day of an agreement is found where it stands apart from the sentence that tells the agreement, and which of
several agreements a day or an end belongs to. All texts are made up; the municipalities exist, what is told of them
does not."""

from __future__ import annotations

import pytest

from tests.test_prose import AOBA, UDA, agreed, read

NABARI = "三重県名張市"
MIDORI = "株式会社みどり"


def ended(text: str) -> list[tuple[str, str]]:
    """Days of conclusion and of end of the agreements of a text, in order."""
    return sorted((a.get("締結日", ""), a.get("終了日", "")) for a in read(text).agreements)


@pytest.mark.parametrize(
    "text",
    [
        "令和5年6月6日\n奈良県宇陀市\n\n宇陀市と株式会社あおばとの包括連携協定の締結について\n\n次のとおり締結式を行い、協定を取り交わしました。\n\n"
        "● 日時\n　令和5年6月5日（月）午後2時\n● 場所\n　市役所\n● 出席者\n　市長、社長\n",
        "令和5年6月6日\n奈良県宇陀市\n\n市は、株式会社あおばと「見守りに関する協定」を下記のとおり締結しました。\n\n記\n\n1　趣旨\n　見守りを進めます。\n\n"
        "2　日時及び場所\n　令和5年6月5日（月）　午前10時から\n　市役所　応接室\n",
        "令和5年6月6日\n奈良県宇陀市\n\n市は株式会社あおばと立地協定を結びました。\n\n1．調印の日\n　令和5年6月5日（月）\n\n2．企業の概要\n　設立　平成25年\n",
        "奈良県宇陀市は、株式会社あおばと見守り協定を締結しました。協定書の取り交わしは令和5年6月5日に市役所で行いました。",
        "奈良県宇陀市と株式会社あおばは見守り協定を締結することとなり、令和5年6月5日に調印式を行いました。",
        "奈良県宇陀市は6月7日、株式会社あおばと見守り協定を締結したと発表した。締結日は同月5日。\n（2023年6月8日）",
    ],
)
def test_the_day_may_stand_under_a_key_or_in_another_clause(text: str) -> None:
    assert agreed(read(text)) == [([UDA], [AOBA], "2023-06-05")]


def test_a_day_under_a_key_that_speaks_of_something_else_is_not_that_of_the_agreement() -> None:
    found = read(
        "令和6年6月26日\n奈良県宇陀市\n\n市は株式会社あおばと「見守りに関する協定」を締結しています。\n○講習会　日時　令和6年7月25日（木）\n"
    )
    assert [a.get("締結日") for a in found.agreements] == [None]


def test_the_day_beside_the_sender_is_that_of_the_document() -> None:
    found = read(
        "協定の締結について\n\n令和5年6月7日　奈良県宇陀市\n\n宇陀市は、株式会社あおばと「見守り協定」を締結しました。\n\n　締結日　　令和5年6月5日\n　締結式　　市役所\n"
    )
    assert found.document["発行日"] == "2023-06-07"
    assert agreed(found) == [([UDA], [AOBA], "2023-06-05")]


@pytest.mark.parametrize(
    "told",
    [
        "締結日は、宇陀市が令和5年2月1日、名張市が2月3日です。",
        "調印の日は、宇陀市とは令和5年2月1日、名張市とは同月3日です。",
        "協定の締結は、宇陀市が令和5年2月1日、名張市が令和5年2月3日でした。",
    ],
)
def test_a_sentence_behind_tells_the_day_of_each_partner(told: str) -> None:
    found = read(
        f"株式会社あおばは、奈良県宇陀市、三重県名張市とそれぞれ「雨水の活用に関する協定」を締結しました。{told}"
    )
    assert agreed(found) == [([UDA], [AOBA], "2023-02-01"), ([NABARI], [AOBA], "2023-02-03")]


def test_each_has_its_own_agreement_where_a_sentence_behind_says_so() -> None:
    found = read(
        "奈良県宇陀市と三重県名張市は、株式会社あおばと、ごみの堆肥化に関する協定を結んだ。両市が別々に動いたわけではないが、各市が個別に協定書を交わし、来春に始める。"
    )
    assert agreed(found) == [([UDA], [AOBA], ""), ([NABARI], [AOBA], "")]


@pytest.mark.parametrize(
    "told",
    [
        "締結の順に申し上げますと、平成28年10月3日に株式会社あおば、そして令和3年10月1日に株式会社みどりでございます。",
        "古い順に、株式会社あおば（平成28年10月3日）、株式会社みどり（令和3年10月1日）です。",
    ],
)
def test_partners_with_their_days_may_follow_without_any_verb(told: str) -> None:
    found = read(f"奈良県宇陀市が協定を結んでいる相手方は2者です。{told}")
    assert agreed(found) == [([UDA], [AOBA], "2016-10-03"), ([UDA], [MIDORI], "2021-10-01")]


def test_a_sentence_may_first_say_who_the_partner_is() -> None:
    found = read(
        "奈良県宇陀市は、株式会社あおばと令和4年7月11日に立地協定を結びました。1社目は、昨年度に進出した株式会社みどりで、令和2年9月17日に協定を結んでいます。"
    )
    assert agreed(found) == [([UDA], [AOBA], "2022-07-11"), ([UDA], [MIDORI], "2020-09-17")]


def test_in_a_chronicle_the_year_stands_over_what_happened() -> None:
    found = read(
        "協働のあゆみ\n\n奈良県宇陀市\n\n平成14年\n市が、株式会社あおばと道の駅の運営に関する協定を締結。\n\n平成19年\n市と株式会社みどりが「森林の整備に関する協定」を締結。\n"
    )
    assert agreed(found) == [([UDA], [AOBA], "2002"), ([UDA], [MIDORI], "2007")]
    assert "発行日" not in found.document


def test_names_with_the_day_of_their_agreement_in_a_bracket_are_agreements() -> None:
    found = read(
        "令和3年度　包括連携協定に基づく取組の実績\n\n奈良県宇陀市　政策課\n\n本市は、民間事業者との包括連携協定を締結しています。令和3年度の実績は次のとおりです。\n\n"
        "【株式会社あおば】（協定締結日：平成27年10月8日）\n　・セミナーの共催（2回）\n\n【株式会社みどり】（協定締結日：平成30年6月29日）\n　・チラシの配布\n"
    )
    assert agreed(found) == [([UDA], [AOBA], "2015-10-08"), ([UDA], [MIDORI], "2018-06-29")]


def test_entries_with_titles_of_their_own_share_the_day_told_above_them() -> None:
    found = read(
        "奈良県宇陀市は、令和5年6月12日、次の2者と災害時の協力に関する協定を締結しました。\n\n【株式会社あおば】\n協定名：資機材の供給に関する協定\n\n"
        "【株式会社みどり】\n協定名：情報の収集に関する協定\n"
    )
    assert agreed(found) == [([UDA], [AOBA], "2023-06-12"), ([UDA], [MIDORI], "2023-06-12")]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("奈良県宇陀市と株式会社あおばとの「観光の振興に関する協定」（平成22年12月1日締結）は、令和元年11月30日に終了しました。", [("2010-12-01", "2019-11-30")]),
        ("奈良県宇陀市は、株式会社あおばと2019年3月1日に包括連携協定を締結しましたが、2024年3月31日をもって終了しました。", [("2019-03-01", "2024-03-31")]),
        ("奈良県宇陀市の協定は、平成26年6月17日に株式会社あおばと結んだ観光に関する協定です。こちらは、更新をせず、令和元年6月16日で終了しております。", [("2014-06-17", "2019-06-16")]),
        ("奈良県宇陀市では、平成28年4月1日に協定を締結した株式会社あおばとは、同社の申出により令和3年3月末で協定を終了しています。", [("2016-04-01", "2021-03")]),
        (
            "奈良県宇陀市と株式会社あおばは、平成26年11月10日に締結した「地方創生に関する包括連携協定」を見直し、令和6年11月11日、新たに「まちづくりに関する包括連携協定」を締結しました。"
            "これにともない、従前の協定は同日をもって終了しています。",
            [("2014-11-10", "2024-11-11"), ("2024-11-11", "")],
        ),
    ],
)  # fmt: skip
def test_an_end_belongs_to_the_agreement_of_which_it_is_told(text: str, days: list[tuple[str, str]]) -> None:
    assert ended(text) == days


@pytest.mark.parametrize(
    "text",
    [
        "前号で「奈良県宇陀市が株式会社あおばと協定を締結」とお伝えしましたが、正しくは三重県名張市でした。",
        "奈良県宇陀市長は昨年9月の議会で、株式会社あおばとの包括連携協定を年内に結ぶと答弁した。",
        "奈良県宇陀市では、民間の事業者や団体と協定を締結しています。",
        "同じような協定は、奈良県宇陀市、三重県名張市なども郵便局と結んでいます。",
        "奈良県宇陀市が民間企業と包括連携協定を結ぶのは、これで9件目となる。",
        "奈良県宇陀市\n【株式会社あおば】（契約締結日：令和3年4月1日）",
    ],
)
def test_what_is_taken_back_promised_or_told_of_nobody_is_no_agreement(text: str) -> None:
    assert read(text).agreements == []


def test_a_basic_agreement_is_no_reference_to_one_told_before() -> None:
    found = read(
        "【1】奈良県宇陀市×株式会社あおば\n　2024年6月3日、「新電力の設立に向けた基本協定」を締結。電気を供給する計画。\n"
    )
    assert agreed(found) == [([UDA], [AOBA], "2024-06-03")]


def test_the_words_of_the_next_line_do_not_make_a_plan_of_a_conclusion() -> None:
    found = read(
        "奈良県宇陀市\n\n▶ 株式会社あおば\n　「黒牛のブランド化に関する協定」　2020年12月14日締結\n　市と共同で、店に向けた商談を行っています。\n"
    )
    assert agreed(found) == [([UDA], [AOBA], "2020-12-14")]


@pytest.mark.parametrize(
    "text",
    [
        "株式会社あおば\n\n株式会社あおばは、2022年4月27日、奈良県宇陀市および当社の子会社である株式会社みどりと、「創業の促進に関する協定」を締結しました。",
        "奈良県宇陀市は、2022年4月27日、株式会社あおば、株式会社みどり及び大阪の監査法人と「創業の促進に関する協定」を締結した。",
    ],
)
def test_what_is_said_of_one_partner_or_an_unnamed_one_loses_no_other(text: str) -> None:
    assert [(sorted(bodies), day) for _, bodies, day in agreed(read(text))] == [([AOBA, MIDORI], "2022-04-27")]


def test_a_contract_may_abbreviate_its_parties_by_words_of_their_own() -> None:
    found = read(
        "避難施設としての使用に関する協定書\n\n（目的）\n第１　この協定は、奈良県宇陀市（以下「市」という。）に被害のおそれがある場合に、株式会社あおば（以下「会社」という。）が所有する建物を"
        "使用することに関し、必要な事項を定める。\n\n（費用）\n第２　使用は無償とする。\n\n　この協定の成立を証するため、市と会社は本書を２通作成し、記名押印の上、各１通を所持する。\n\n"
        "　　平成26年3月11日\n\n　　　　宇陀市\n　　　　　市長　　㊞\n\n　　　　株式会社あおば\n　　　　　代表取締役　　㊞\n"
    )
    assert agreed(found) == [([UDA], [AOBA], "2014-03-11")]


def test_the_year_of_a_session_is_that_from_which_its_minutes_count() -> None:
    found = read(
        "令和5年12月　宇陀市議会　定例会会議録（第3号）\n\n○市長　奈良県宇陀市では本年8月、株式会社あおばと「発電設備の導入に関する協定」を締結いたしました。\n"
    )
    assert agreed(found) == [([UDA], [AOBA], "2023-08")]


def test_two_wordings_of_what_an_agreement_is_about_are_one_agreement() -> None:
    found = read(
        "令和6年11月11日\n奈良県宇陀市\n\n宇陀市及び株式会社あおばは、周遊観光の推進に向けた協定を締結しました。\n\n1 協定の名称\n「焼き物の里」周遊観光推進協定\n\n2 締結日\n令和6年11月8日\n\n"
        "3 締結者\n宇陀市長\n株式会社あおば代表取締役\n"
    )
    assert agreed(found) == [([UDA], [AOBA], "2024-11-08")]


@pytest.mark.parametrize(
    "text",
    [
        "○企画課長　奈良県宇陀市では、株式会社みどりと平成27年11月2日に包括協定を結んでおります。ほかに、株式会社あおばと令和3年7月15日に。",
        "奈良県宇陀市は平成27年11月2日、株式会社みどりと包括協定を結んだ。\n\n▽奈良県宇陀市　株式会社あおばと「脱炭素に関する連携協定」。令和3年7月15日締結。公共施設に太陽光を設ける。",
    ],
)
def test_notes_may_leave_out_the_verb_or_tell_the_day_in_a_sentence_of_its_own(text: str) -> None:
    assert sorted(agreed(read(text))) == sorted([([UDA], [MIDORI], "2015-11-02"), ([UDA], [AOBA], "2021-07-15")])


def test_a_partner_in_a_bracket_joins_whoever_speaks() -> None:
    found = read(
        "地方公共団体との連携｜みどり信用組合\n\nみどり信用組合は、自治体と手を携えています。\n\n■奈良県宇陀市\n・2018年8月　空き家の利活用に関する協定を締結（一般社団法人あおばバンクとの三者協定）\n"
    )
    assert [(sorted(bodies), day) for _, bodies, day in agreed(found)] == [
        (["みどり信用組合", "一般社団法人あおばバンク"], "2018-08")
    ]


def test_a_heading_that_points_to_agreements_beneath_gives_all_of_them_its_day() -> None:
    found = read(
        "令和6年5月21日\n奈良県宇陀市\n\n昨日、市役所で締結式を開き、次の協定を結びました。\n\n(1) 災害時における飲料水の供給に関する協定\n　相手方　株式会社あおば\n"
        "(2) 災害時における食料の供給に関する協定\n　相手方　株式会社みどり\n"
    )
    assert agreed(found) == [([UDA], [AOBA], "2024-05-20"), ([UDA], [MIDORI], "2024-05-20")]


@pytest.mark.parametrize(
    "rest",
    [
        "店舗は、株式会社みどり（令和3年5月1日開店）、株式会社あさひ（令和4年5月1日開店）です。",
        "令和5年3月31日に実証実験は終了した。",
        "これは、令和3年9月に失効した国の制度を受けたものだ。",
        "相手方の候補は株式会社みどりで、交渉は令和元年に打ち切った。",
    ],
)
def test_what_else_a_text_dates_or_ends_is_not_the_agreement(rest: str) -> None:
    text = f"奈良県宇陀市は令和2年4月1日に株式会社あおばと包括連携協定を締結した。{rest}"
    assert agreed(read(text)) == [([UDA], [AOBA], "2020-04-01")]
    assert ended(text) == [("2020-04-01", "")]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021年6月から検討し、22年2月に奈良県宇陀市と株式会社あおばは見守り協定を締結した。", "2022-02"),
        ("平成28年から検討し、30年5月に奈良県宇陀市と株式会社あおばは見守り協定を締結した。", "2018-05"),
        ("2025年の取材。奈良県宇陀市は18年の10月に株式会社あおばと見守り協定を結んだ。", "2018-10"),
        ("奈良県宇陀市は30年5月に株式会社あおばと見守り協定を結んだ。", None),
    ],
)
def test_a_year_in_two_figures_is_that_year_or_none(text: str, day: str | None) -> None:
    issued = "取材メモ（2025年3月21日）\n\n"
    assert [a.get("締結日") for a in read(issued + text).agreements] == [day]


def test_last_week_is_near_the_days_of_the_text_itself() -> None:
    text = "奈良県宇陀市 市長会見　令和５年７月６日\n\n平成29年には大きな浸水があった。先週、６月30日に、市は株式会社あおばと排水協定を締結しました。\n"
    assert agreed(read(text)) == [([UDA], [AOBA], "2023-06-30")]
