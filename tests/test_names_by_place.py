"""Which words are the name of a body though they have neither legal form nor a telling last word: their place in the text
says so, or what stands beside them. And what no such place makes a name.

All names and texts are made up; the local governments are real.
"""

from __future__ import annotations

import pytest

from graph import names
from graph.paths import shipped_data
from loaders import fields
from loaders.prose.mentions import scan
from loaders.read import Reading
from loaders.vocabulary import Vocabulary
from tests.test_mentions import vocabulary


def named(text: str, known: Vocabulary | None = None) -> list[str]:
    """Names of the bodies that the text surely names, each once."""
    found = scan(Reading("作り話.txt", "txt", "0" * 64, text), known or vocabulary())
    return list(dict.fromkeys(b.name for s in found.sentences for b in s.bodies if b.certain and not b.product))


SHOPS = (
    "ランプ亭",
    "みなと食堂",
    "四国電装",
    "かもめ商船",
    "カフェ・ド・ウダ",
    "さけます未来の会",
    "ひだまりの家",
    "帝都医療大",
    "NEXTSTEP佐賀",
)


@pytest.mark.parametrize(
    "name", [*SHOPS, "まるや", "スーパーやまと", "グループホームひなたの家", "和菓子処松風", "子育て応援団ぽっかぽか"]
)
def test_who_concludes_an_agreement_is_a_body_whatever_the_name_looks_like(name: str) -> None:
    assert named(f"奈良県宇陀市は、{name}と「見守り協定」を結んだ。") == [name]


@pytest.mark.parametrize("name", SHOPS)
def test_who_stands_in_a_row_with_bodies_is_one(name: str) -> None:
    text = f"奈良県宇陀市は、株式会社あおば、{name}及び一般社団法人みどりと協定を締結した。"
    assert named(text) == ["株式会社あおば", name, "一般社団法人みどり"]


@pytest.mark.parametrize("name", SHOPS)
def test_what_answers_the_key_for_a_partner_or_stands_in_a_list_of_partners_is_a_body(name: str) -> None:
    assert named(f"奈良県宇陀市\n協定締結先：{name}\n締結日：令和3年4月1日") == [name]
    assert named(f"奈良県宇陀市の協定締結先\n・株式会社あおば（令和2年）\n・{name}（令和3年）\n") == [
        "株式会社あおば",
        name,
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("市内の製材所・丸米木材が、積み木を贈った。", "丸米木材"),
        ("講師の大工は地元の工務店（ヤマネ建築）が派遣した。", "ヤマネ建築"),
        ("学習塾「白水ゼミナール」への委託により開いた。", "白水ゼミナール"),
        ("市内の職人の集まり「山川木の会」が引き受けた。", "山川木の会"),
        ("道具は、農機具店のノウキ美作が無料で貸してくれます。", "ノウキ美作"),
        ("味の調整は里浦の漬物店 島田屋が担当。", "島田屋"),
        ("高齢者の家には、北の除雪隊（学生の団体）が伺います。", "北の除雪隊"),
        ("外国人への案内　　　　アミーゴ湖西（ボランティア団体）", "アミーゴ湖西"),
        ("卒業生でつくるアンサンブル・タキが通った。", "アンサンブル・タキ"),
        ("作っているのは、入間川木工舎です。", "入間川木工舎"),
        ("所有者である牛久沼不動産様から、お話を頂戴した。", "牛久沼不動産"),
        ("天竜リンクパークさんのご協力で開いた。", "天竜リンクパーク"),
    ],
)
def test_what_the_text_calls_a_body_is_one(text: str, name: str) -> None:
    assert named(text) == [name]


def test_names_that_are_counted_as_bodies_need_no_other_sign() -> None:
    text = "機屋5社（吉田機業、有限会社ヤナギヤ織布、オリト、光織社）が受け入れた。"
    assert named(text) == ["吉田機業", "有限会社ヤナギヤ織布", "オリト", "光織社"]


@pytest.mark.parametrize(
    "text",
    [
        "奈良県宇陀市は、住民と協定を締結した。",
        "奈良県宇陀市は、さまざまな企業と協定を締結した。",
        "奈良県宇陀市は、災害に備えて近隣の商店と協定を締結した。",
        "奈良県宇陀市は、地域を対象として協定を締結した。",
        "市は、複数の会社から提案を受け、講座を開いた。",
        "市内の保育園・幼稚園が参加し、区内の飲食店（現在11店）が協力した。",
        "市はスマートフォンアプリ「うだナビ」を配っている。",
        "市の広報紙「うだだより」に載せた。",
        "市役所にサイクルステーションが置かれ、市民が利用を始めた。",
        "民宿6軒が協力し、4つの食堂が夕食を出す。",
        "当学園が開いた講座に、同社のスタッフが協力した。",
        "山田さんと田中様が協力した。",
    ],
)
def test_common_nouns_things_and_people_are_no_bodies_in_the_same_places(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("REDEE 株式会社 https://example.jp/", "REDEE株式会社"),
        ("車を走らせるのはあさひの里運送有限会社で、", "あさひの里運送有限会社"),
        ("商品はコープひだかがそろえる。", "コープひだか"),
        ("JA全農長野がりんごの枝を集める。", "JA全農長野"),
        ("ペット用品販売のわんにゃん本舗株式会社と結んだ。", "わんにゃん本舗株式会社"),
        ("市内で新しくつくられた株式会社みどりと結んだ。", "株式会社みどり"),
        ("東かがわ手ぶくろ工業協同組合と結んだ。", "東かがわ手ぶくろ工業協同組合"),
        ("2010年ごろから東武鉄道株式会社と組んでいる。", "東武鉄道株式会社"),
        ("運営者は雲仙・小浜未来株式会社（市の出資なし）", "雲仙・小浜未来株式会社"),
        ("国・県・株式会社あおばの三者で始める。", "株式会社あおば"),
        ("一般社団法人北海道くらしの相談協会に委託する。", "一般社団法人北海道くらしの相談協会"),
        ("売店を営んでおります合資会社オキツ商店とで始めたものです。", "合資会社オキツ商店"),
        ("燕市の板金会社タマガワプレス㈱から、端末をいただいた。", "タマガワプレス株式会社"),
        ("NPO法人本と人をつなぐ「ひなたぼん」が行う。", "特定非営利活動法人本と人をつなぐ「ひなたぼん」"),
        ("株式会社「あおば」と結んだ。", "株式会社あおば"),
        ("秋からは鳥取短期芸術大学が開く。", "鳥取短期芸術大学"),
        ("株式会社リョウゴク展示のご協力をいただく。", "株式会社リョウゴク展示"),
        ("株式会社よつば商会のみなさんが教えた。", "株式会社よつば商会"),
    ],
)
def test_a_name_begins_and_ends_where_its_own_words_do(text: str, name: str) -> None:
    assert named(text) == [name]


def test_a_change_of_legal_form_names_nobody() -> None:
    assert named("1972年　有限会社から株式会社へ組織変更") == []


def test_names_do_not_hang_on_what_the_registry_knows() -> None:
    known = vocabulary()
    empty = Vocabulary(known.gazetteer, names.Registry(known.normaliser, []), fields.load([shipped_data()])[0])
    texts = [
        "REDEE 株式会社 https://example.jp/\n\n奈良県宇陀市はREDEE等と協定を結んだ。",
        "奈良県宇陀市はランプ亭と協定を結んだ。",
    ]
    assert [named(text, empty) for text in texts] == [["REDEE株式会社"], ["ランプ亭"]]
