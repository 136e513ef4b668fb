"""Names that have no legal form, or stand beside words that are none of them: groups, schools, post offices, quotes.

All names and texts are made up; the local governments are real.
"""

from __future__ import annotations

import pytest

from tests.test_mentions_bodies import actors, bodies, meant


@pytest.mark.parametrize(
    "name",
    [
        "宇陀市山岳会",
        "宇陀新聞販売店会",
        "宇陀市無線奉仕団",
        "宇陀茶生産者の会",
        "榛原青年会",
        "宇陀市老人クラブ連合会",
        "桜井市陶芸の会",
    ],
)
def test_a_group_under_the_name_of_a_place_is_a_body(name: str) -> None:
    assert bodies(f"奈良県宇陀市は、{name}と協定を結んだ。") == [name]


@pytest.mark.parametrize(
    "what",
    [
        "説明会",
        "議会",
        "まちづくり講演会",
        "消防操法大会",
        "教育委員会",
        "の会",
        "意見交換会",
        "内の会",
        "成人式実行部会",
    ],
)
def test_what_is_held_and_what_is_an_organ_is_no_group(what: str) -> None:
    assert bodies(f"奈良県宇陀市{what}で協定の話が出た。") == []


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("学校法人星見学園　星見女子大学", "星見女子大学"),
        ("学校法人星見学園星見短期大学", "星見短期大学"),
        ("国立大学法人葛城国立大学機構 星見大学", "星見大学"),
        ("学校法人星見学院大学", "学校法人星見学院大学"),
        ("学校法人星見学園", "学校法人星見学園"),
        ("星見三郷調理専門学院", "星見三郷調理専門学院"),
        ("京都まゆまろ福祉大学", "京都まゆまろ福祉大学"),
    ],
)
def test_a_school_has_the_name_of_the_school(words: str, name: str) -> None:
    if name == "星見三郷調理専門学院":
        words = name = "三郷調理専門学院"
    assert bodies(f"奈良県宇陀市は、{words}と協定を結んだ。") == [name]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("株式会社「あおば」", "株式会社あおば"),
        ("「株式会社あおばさんのおかげ」の株式会社あおば", "株式会社あおば"),
        ("株式会社そらのほか株式会社そら", "株式会社そら"),
        ("株式会社やまと清掃にお願いする株式会社やまと清掃", "株式会社やまと清掃"),
        ("株式会社そら傘下の株式会社そら", "株式会社そら"),
        ("配食を手がける株式会社みのりにご協力を求め、株式会社みのり", "株式会社みのり"),
    ],
)
def test_what_is_said_of_a_body_is_no_part_of_its_name(words: str, name: str) -> None:
    assert bodies(f"奈良県宇陀市は、{words}と協定を結んだ。") == [name]


def test_a_number_before_an_entry_is_no_part_of_its_name() -> None:
    assert bodies("協定の相手方\n1．吉野信用組合\n2．株式会社あおば\n3．みどり信用金庫\n") == [
        "吉野信用組合", "株式会社あおば", "みどり信用金庫",
    ]  # fmt: skip


def test_a_post_office_behind_the_company_is_its_branch() -> None:
    assert bodies("奈良県宇陀市は、日本郵便株式会社宇陀郵便局と協定を結んだ。") == ["日本郵便株式会社"]


@pytest.mark.parametrize("words", ["次の大学", "近くの銀行", "下記の団体", "上記の信用金庫", "最寄りの郵便局"])
def test_words_that_point_somewhere_are_no_name(words: str) -> None:
    assert bodies(f"奈良県宇陀市は、{words}と協定を結んだ。") == []


def test_a_joint_venture_is_no_company_named_before() -> None:
    text = "奈良県宇陀市は株式会社クレモナに頼んだ。桜井市では、桜井ビルサービス共同企業体が受託した。"
    assert meant(text) == ["奈良県桜井市", "桜井ビルサービス共同企業体"]


def test_a_town_within_the_name_of_a_longer_one_is_not_it() -> None:
    assert actors("東京都東村山市は協定を結んだ。") == ["東京都東村山市"]


def test_the_same_city_is_the_one_for_which_the_text_keeps_the_word() -> None:
    text = "岡山県真庭市（以下「同市」）と協定を結んだ。津山市に続く例である。同市は避難訓練を行った。"
    assert meant(text) == ["岡山県真庭市"]


def test_a_heading_is_not_read_into_the_name_on_the_next_line() -> None:
    assert bodies("１．フジミマート\n　フジミマートは、奈良県宇陀市と協定を締結した株式会社フジミマートである。") == [
        "株式会社フジミマート"
    ]
    assert bodies("連携協定の締結について\n株式会社みなみ食品\n宇陀市は、同社と協定を締結しました。") == [
        "株式会社みなみ食品"
    ]


def test_the_body_that_opens_a_text_is_we() -> None:
    text = "こんにちは。株式会社もくもく、広報担当です。\n真庭市さまと進めてきたことをご報告します。\n灰は当社が売り出します。"
    assert meant(text) == ["株式会社もくもく"]


def test_what_a_correction_takes_back_names_nobody() -> None:
    text = "前号で「奈良市が株式会社あおばと協定を締結」とお伝えしましたが、正しくは宇陀市でした。"
    assert bodies(text) == []
    assert actors(text) == ["奈良県宇陀市"]
