"""Running text: what holds whatever the names and the verbs are (made-up sentences)."""

from __future__ import annotations

import pytest

from tests.test_prose import acting, read

NAMES = ("株式会社とんぼ電機", "合同会社ともしび", "つばさ信用金庫", "NPO法人こもれびと緑の会")
HAGI = "山口県萩市"


def pairs(words: str) -> set[tuple[str, str]]:
    """The pairs of a made-up text, the form of an association as the tests write it."""
    return {(m, c.replace("特定非営利活動法人", "NPO法人")) for m, c in acting(read(words))}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "words",
    [
        "山口県萩市が{}と災害協定　水を確保",
        "山口県萩市と{}、森づくりで協定",
        "山口県萩市、{}と連携し子どもの見守りを強化",
        "山口県萩市は{}と、川の水位を知らせる看板を置いた。",
        "山口県萩市に本社を置く{}は、市と見守りの協定を結んでいる。",
        "山口県萩市は、駅前の広場の運営事業者に{}が選ばれたと発表した。",
        "山口県萩市、道の駅の運営を{}に委託",
    ],
)
def test_two_who_act_together_are_found_whatever_the_name(name: str, words: str) -> None:
    assert pairs(words.format(name)) == {(HAGI, name)}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "words",
    [
        "山口県萩市は{}と補償について話し合った。",
        "山口県萩市の花火大会は、{}などの協賛を得て開かれた。",
        "一部の新聞は、山口県萩市が{}と協定を結ぶと報じたが、市は否定している。",
        "山口県萩市と{}の間で訴訟が続いている。",
        "山口県萩市\n市政ニュース\n\n学んだ人のうち、{}が養殖を始めました。",
    ],
)
def test_who_only_talks_sponsors_or_minds_his_own_business_is_no_party(name: str, words: str) -> None:
    assert pairs(words.format(name)) == set()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "words",
    [
        "山口県萩市は、{}からお借りした船を使っています。協定は{}と結んでいます。",
        "山口県萩市は{}にはいろいろな形で助けられ、協定も{}と結んでいる。",
        "山口県萩市は{}と協定を締結した。{}ならではの工夫がある。",
        "山口県萩市は{}と協定を締結した。{}にとって初めてのことだ。",
        "山口県萩市は{}と協定を締結した。{}がつくる菓子も届く。",
    ],
)
def test_a_name_ends_where_grammar_begins(name: str, words: str) -> None:
    assert {company for _, company in pairs(words.replace("{}", name))} == {name}


def test_a_news_list_has_no_narrator() -> None:
    words = (
        "官民連携だより　第3号\n\n・山口県萩市　株式会社あおばと漁具の見回りを開始\n"
        "・山口県長門市　合同会社しお風に道の駅の運営を委託\n"
    )
    assert not {("山口県長門市", "株式会社あおば"), ("山口県萩市", "合同会社しお風")} & pairs(words)


def test_what_is_told_of_another_place_is_not_that_of_whose_paper_it_is() -> None:
    words = (
        "広報はぎ\n山口県萩市\n\n市では空き店舗を貸しています。長門市でも同じ悩みがあります。"
        "株式会社あおばの協力で、店を安く借りられる仕組みを始めたそうです。\n"
    )
    assert (HAGI, "株式会社あおば") not in pairs(words)
