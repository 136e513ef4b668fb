"""Where titles and names begin and end, and what is spoken of without being a partner. All texts are made up."""

from __future__ import annotations

import pytest

from tests.test_prose import AOBA, UDA, agreed, read


def titles(text: str) -> list[str]:
    """The titles of the agreements that a text tells, '' where the draft words one itself."""
    return ["" if a.get("仮称") else a["名称"] for a in read(text).agreements]


def pairs(text: str) -> set[tuple[str, str]]:
    """Who works with whom by all that a text tells."""
    made = read(text)
    return {
        (place["名称"], body["名称"])
        for told in (*made.agreements, *made.measures)
        for place in told["自治体"]
        for body in told["企業"]
    }


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "奈良県宇陀市が株式会社あおばと締結しております包括連携協定は、令和4年3月からのものです。",
            "奈良県宇陀市と株式会社あおばの包括連携協定",
        ),
        ("株式会社あおばは、同じく包括連携協定を奈良県宇陀市と結んだ。", "奈良県宇陀市と株式会社あおばの包括連携協定"),
        ("奈良県宇陀市と株式会社あおばは、食べ残し\nの削減に関する協定を締結しました。", "食べ残しの削減に関する協定"),
        ("奈良県宇陀市は株式会社あおばと「宇陀市地域見守り協定」を結んだ。", "宇陀市地域見守り協定"),
        ("奈良県宇陀市と株式会社あおばは、新工場に関する協定を締結した。", "新工場に関する協定"),
    ],
)
def test_a_title_begins_with_a_whole_word(text: str, title: str) -> None:
    assert [a["名称"] for a in read(text).agreements] == [title]


@pytest.mark.parametrize(
    "text",
    [
        "奈良県宇陀市と株式会社あおばは18日、川が運ぶ流木（木材）の活用に向けた協定を結んだ。",
        "奈良県宇陀市は、災害のときに重機を貸してもらう協定を株式会社あおばと結んだ。",
        "奈良県宇陀市は株式会社あおばと、人と人をつなぐ協定を結んだ。",
        "株式会社あおばさんは奈良県宇陀市さんとも同じ協定を結んでおられます。",
    ],
)
def test_words_that_only_tell_of_an_agreement_are_no_title(text: str) -> None:
    assert titles(text) == [""]
    assert pairs(text) == {(UDA, AOBA)}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("奈良県宇陀市は、仮設の店を㈱はとのわに 4月から任せた。市と㈱はとのわが結んだ協定による。㈱はとのわは地元の会社。", "株式会社はとのわ"),
        ("奈良県宇陀市と協定を結んだのは、株式会社ウダ文具さんでございます。", "株式会社ウダ文具"),
        ("宇陀市だより\n\n奈良県宇陀市と特定非営利活動法人こえだのもりがいっしょに行っている読み聞かせを、市の図書館で開きました。", "特定非営利活動法人こえだのもり"),
    ],
)  # fmt: skip
def test_a_name_ends_before_particles_adverbs_and_polite_words(text: str, name: str) -> None:
    assert {body for _, body in pairs(text)} <= {name}


@pytest.mark.parametrize(
    "text",
    [
        "奈良県宇陀市は株式会社あおばと「水上交通の維持に関する協定」を結んだ。",
        "奈良県宇陀市が株式会社あおばと結んだ船舶による輸送の協定は、いまも続いている。",
    ],
)
def test_what_an_agreement_is_about_and_a_verb_with_its_noun_are_no_bodies(text: str) -> None:
    assert pairs(text) == {(UDA, AOBA)}


@pytest.mark.parametrize(
    "text",
    [
        "株式会社あおば\n実績\n\n当社は地域の健康づくりをお手伝いする会社です。\n\nこの事例は、奈良県宇陀市の職員研修でも紹介させていただきました。\n",
        "株式会社あおば\n商談会のご報告\n\n当社は商談会を開きました。\n\n奈良県宇陀市の事業者の皆さまにも、ご参加いただけるようにする予定です。\n",
        "奈良県宇陀市長　定例記者会見\n\n審査の結果、優先交渉権者はまだ決まっていません。次点は株式会社あおばでした。",
        "奈良県宇陀市の発表\n\n株式会社あおばが運営する市内の介護施設は、市との協定によるものではなく、今回の件とは関係がありません。",
        "奈良県宇陀市は来年、バスの試験運行を始める。運転は株式会社あおばに委託する方向で調整している。",
    ],
)
def test_those_who_are_only_spoken_of_are_no_partners(text: str) -> None:
    assert pairs(text) == set()


def test_a_namesake_that_the_text_sets_apart_acts_in_nothing() -> None:
    text = (
        "栃木県那須烏山市と栃木県那珂川町は、荷物の運搬を試しました。\n\n※那珂川町は、福岡県の那珂川市（旧那珂川町）とは異なります。\n\n"
        "令和4年12月、両市町が株式会社あおばと「物流に関する協定」を結んだ。"
    )
    assert pairs(text) == {("栃木県那須烏山市", AOBA), ("栃木県那珂川町", AOBA)}


def test_each_body_of_the_list_above_concluded_where_the_text_says_so_of_every_one() -> None:
    text = (
        "宇陀市の見守り\n\n奈良県宇陀市では、令和6年6月に、新たに次の事業者が加わりました。\n\n・株式会社あおば\n・株式会社空野商店\n\n"
        "いずれの事業者とも、令和6年6月20日付で「地域見守りに関する協定」を個別に取り交わしています。"
    )
    assert titles(text) == ["地域見守りに関する協定"] * 2
    assert pairs(text) == {(UDA, AOBA), (UDA, "株式会社空野商店")}


def test_a_prefecture_told_once_in_brackets_holds_for_the_whole_text() -> None:
    text = "お知らせ\n株式会社あおば\n\n当社は南牧村（長野県）、小海町で買い物の支援を続けています。\n\n2023年4月、当社は南牧村と「野菜の活用に関する協定」を結びました。"
    assert ("長野県南牧村", AOBA) in pairs(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("# 内部メモ\n\n### 奈良県宇陀市\n\n**株式会社あおば**と、2021年6月に「自転車の利用に関する協定」。駅前の8か所。\n", "2021-06"),
        ("◆奈良県宇陀市×㈱あおば\n 古い机を次の人へ。11/1に「再利用に関する協定」を締結。\n", "--11-01"),
        ("【短信】\n・奈良県宇陀市、木工の株式会社あおばと「積木協定」(6/1)\n", "--06-01"),
        ("災害時の水の供給に関する協定書\n\n　奈良県宇陀市（以下「甲」という。）と株式会社あおば（以下「乙」という。）は、水の供給に関し、次のとおり協定する。\n\n第一条　甲は、乙に水の供給を要請することができる。\n\n平成三十年二月二十日\n甲　奈良県宇陀市\n乙　株式会社あおば\n", "2018-02-20"),
    ],
)  # fmt: skip
def test_partner_day_and_title_tell_an_agreement_without_the_verb(text: str, day: str) -> None:
    assert agreed(read(text)) == [([UDA], [AOBA], day)]


def test_a_fraction_or_a_page_is_no_day() -> None:
    assert agreed(read("奈良県宇陀市は株式会社あおばと協定を結び、費用の1/2に当たる額を出した（1/2）。")) == [
        ([UDA], [AOBA], "")
    ]


def test_the_day_beside_the_sender_of_a_press_paper_is_today() -> None:
    text = "宇陀市 記者発表資料              令和5年3月24日(金)\n\n宇陀市は、本日、株式会社あおばと「車の利用に関する協定」を締結しました。"
    assert agreed(read(text)) == [([UDA], [AOBA], "2023-03-24")]


@pytest.mark.parametrize(
    "sentence",
    [
        "村は、株式会社はぎのねとの共同運営により、直売所を令和６年４月に再開しました。",
        "村は令和６年に株式会社はぎのねと遊歩道の名称を募集する催しを共同で実施しました。",
        "令和６年５月から株式会社はぎのねと共同で運行する買物バスに、予約はいりません。",
        "株式会社はぎのねと共同で令和６年に実施した調査の結果は、次期計画の検討に反映します。",
        "村は令和６年度に株式会社はぎのねと共同で実証実験を行ったが、翌年度の継続は未定である。",
    ],
)
def test_what_is_asked_of_others_or_denied_of_something_else_leaves_the_deed_a_fact(sentence: str) -> None:
    text = f"宮城県大衡村の取組\n\n{sentence}\n"
    assert pairs(text) == {("宮城県大衡村", "株式会社はぎのね")}
