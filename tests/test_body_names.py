"""How far the name of a body reaches in running text, where particles are written in the letters of names.

All names and texts are made up.
"""

from __future__ import annotations

import pytest

from loaders.prose.mentions import scan
from loaders.read import Reading
from tests.test_mentions import vocabulary

FRONT = [
    "株式会社本のたび",
    "有限会社御岳の苗",
    "特定非営利活動法人まちの縁側",
    "公益財団法人臼杵の石橋財団",
    "株式会社森の工房",
    "合同会社風と土の舎",
    "株式会社木のおもちゃ",
    "一般社団法人里山のめぐみ",
    "株式会社みんなの家",
    "株式会社山と道",
    "合同会社旅とくらし",
    "株式会社はたけのみかた",
    "合同会社食とくらしの研究所",
    "株式会社おてつたび",
    "株式会社つなぐ",
    "社会福祉法人あいの里",
    "特定非営利活動法人灯りの会",
    "株式会社にしかわ",
    "株式会社道の駅おがわ",
    "公益財団法人ふるさと島根定住財団",
    "株式会社地域の未来",
    "株式会社北の達人商会",
    "株式会社富士の国やまなし",
    "株式会社まちづくり明日香",
    "株式会社ゆめのたね",
    "社会福祉法人ひだまりの丘",
    "一般社団法人はじまりの一歩",
    "株式会社となりの畑",
    "合同会社うみのいえ",
    "株式会社とまとランド",
    "株式会社はがくれ",
    "株式会社のと里山",
    "合同会社にほんの里",
    "株式会社播州はがね",
    "有限会社鹿島灘はまぐり",
    "株式会社あおば",
    "株式会社あおば食品",
    "株式会社みよしの大地",
    "特定非営利活動法人こどもの杜",
    "一般社団法人森と暮らす",
    "株式会社手のひら",
    "医療法人めぐみの会",
    "学校法人ひかりの子学園",
    "株式会社そらのわ",
    "有限会社せとうちの島びと",
    "株式会社結の里おおつ",
    "株式会社ほっとステーション",
    "株式会社まるごとにっぽん",
    "有限会社おがの製麺",
    "株式会社たかのこ",
    "株式会社花と緑の銀行",
    "株式会社かもめの玉子本舗",
]
BEHIND = [
    "播州はがね株式会社",
    "鹿島灘はまぐり株式会社",
    "花のれん株式会社",
    "いなほ株式会社",
    "北の恵み食品株式会社",
    "茶の里物産有限会社",
    "山の手商事株式会社",
    "ふくしま森の農園有限会社",
    "海の幸水産株式会社",
    "やまがた電工株式会社",
    "はなの舞株式会社",
    "ひとのわ合同会社",
    "奥の細道交通株式会社",
    "にいがた雪室株式会社",
    "みちのく信用金庫",
    "こぶし協同組合",
    "あまのはしだて観光株式会社",
    "富士の湧水株式会社",
    "能登はたはた株式会社",
    "三陸とれたて市場株式会社",
    "三河おいでん株式会社",
    "天の川ロジスティクス株式会社",
    "まちのえき株式会社",
    "木の葉製菓株式会社",
    "さかい商店株式会社",
    "がんばる農園株式会社",
    "たくみの里株式会社",
    "久慈こはく工芸有限会社",
    "丹波くろまめ合同会社",
    "越前ものづくり協同組合",
    "桜の宮信用組合",
    "紀の川フルーツ株式会社",
    "宇陀のめぐみ有限会社",
    "大宇陀かぎろひ株式会社",
    "伊勢えび水産株式会社",
    "津軽りんご加工株式会社",
    "ひょうごの恵み株式会社",
    "風の谷エナジー株式会社",
    "海と森の信用組合",
    "ながれぼし通信株式会社",
]
AFTER = (
    "と宇陀市は協定を結んだ。", "は、協定を結んだ。", "が運営する店で配る。", "に委託した。", "へ依頼した。", "の社員が来た。",
    "の協力で配る。", "の本社で式を開いた。", "も参加した。", "から寄附を受けた。", "による見守りを始めた。", "との間で協定を結んだ。",
    "、宇陀市の三者で結んだ。", "・宇陀市", "）が参加した。", "」が参加した。", "及び宇陀市は結んだ。", "で研修を行う。",
    "など3社が参加した。", "ほか2社が参加した。", "代表取締役社長が署名した。", "です。", "において開く。", "と包括連携協定を締結した。",
    "と連携し、見守りを行う。", "が市内の店で売る。", "の移動販売車が回る。", "のノウハウを生かす。", "に、市の業務を任せる。",
    "は4月から始める。", "と共同で開発した。", "のドローンを使う。", "とともに進める。", "さんが説明した。", "様から寄附があった。",
)  # fmt: skip
BEFORE = (
    "宇陀市と", "令和5年7月3日、", "令和5年7月3日", "宇陀市は、", "宇陀市は", "式には", "市が", "市は新たに", "、", "（", "「", "会員の",
    "地元の", "協定先の", "3社の", "市内の店および", "市内の店や", "に加え、", "の相手は", "昨年、", "町と", "農業を営む", "市と協力する",
    "県で活動する", "また、", "このほか",
)  # fmt: skip


def said(text: str) -> list[str]:
    found = scan(Reading("作り話.txt", "txt", "0" * 64, text), vocabulary())
    return [m.said for s in found.sentences for m in s.bodies]


@pytest.mark.parametrize("name", FRONT)
def test_a_name_behind_its_legal_form_ends_where_the_sentence_goes_on(name: str) -> None:
    assert {words: said("宇陀市と" + name + words) for words in AFTER} == {words: [name] for words in AFTER}


@pytest.mark.parametrize("name", BEHIND)
def test_a_name_before_its_legal_form_begins_where_the_sentence_leads_to_it(name: str) -> None:
    texts = {words: said(words + name + "が協定を結んだ。") for words in BEFORE}
    assert texts == {words: [name] for words in BEFORE}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("株式会社杉谷のしるべは参加した。株式会社杉谷のしるべと結んだ。", "株式会社杉谷のしるべ"),
        ("株式会社青山の巡視員が来た。株式会社青山は休んだ。", "株式会社青山"),
        ("市は株式会社さみだれやと組む。\n\n「さみだれや」の話\n", "株式会社さみだれや"),
        ("株式会社いろは、株式会社いろはと市が組む。\n\n株式会社いろは\n", "株式会社いろは"),
    ],
)
def test_the_rest_of_the_document_decides_what_one_sentence_leaves_open(text: str, expected: str) -> None:
    assert set(said(text)) - {expected.removeprefix("株式会社")} == {expected}


@pytest.mark.parametrize("date", ["令和5年7月3日", "2023年7月3日", "7月3日", "令和5年度", "平成30年7月", "17時"])
@pytest.mark.parametrize("particle", ["", "、", "に", "は", "に、"])
def test_a_date_is_never_part_of_a_name(date: str, particle: str) -> None:
    assert said(f"{date}{particle}三河中央交通株式会社と結んだ。") == ["三河中央交通株式会社"]
    assert said(f"{date}{particle}あおば交通株式会社と結んだ。") == ["あおば交通株式会社"]
    assert said(f"{date}{particle}株式会社あおばと結んだ。") == ["株式会社あおば"]


@pytest.mark.parametrize(
    "name",
    ["お茶の水女子大学", "公立はこだて未来大学", "奈良先端科学技術大学院大学", "東奥日報社", "信濃毎日新聞", "ひたちなか海浜鉄道", "百十四銀行",
     "地方公共団体情報システム機構", "肥薩おれんじ鉄道", "日本自動車連盟"],
)  # fmt: skip
def test_widely_known_bodies_are_found_without_a_legal_form(name: str) -> None:
    for words in ("宇陀市は{}と結んだ。", "{}が協力する。", "地元の{}、宇陀市"):
        assert said(words.format(name)) == [name]


@pytest.mark.parametrize(
    "text", ["令和5年7月3日株式会社の設立を祝った。", "10株式会社", "（株式会社）", "7月株式会社が増えた。"]
)
def test_a_form_without_a_name_is_no_body(text: str) -> None:
    assert said(text) == []
