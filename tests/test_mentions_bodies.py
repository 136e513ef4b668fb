"""Who is meant in running text where names stand without legal form, are led in by grammar, or are only counted.

All names and texts are made up; the local governments are real.
"""

from __future__ import annotations

import pytest

from loaders.prose.grammar import is_grammar
from loaders.prose.mentions import Body, Place, Scan, scan
from loaders.read import Reading
from tests.test_mentions import vocabulary

LED_IN = [
    ("新たに{}を加えた。", ("有限会社さくら川建材", "株式会社うみのこえ", "一般社団法人てとて")),
    ("このたび{}と災害時の協定を結びました。", ("株式会社はるかぜ交通", "有限会社かねに商店", "森のエネルギー株式会社")),
    ("なお{}については別に定める。", ("合同会社みずたま", "株式会社松の葉", "いろどり株式会社")),
    ("配食を手がける{}と協定を結んだ。", ("株式会社とりで食品", "いろどり株式会社", "あかねの里株式会社")),
    ("株式会社クレモナと{}とともに進める。", ("いろどり株式会社", "ゆうき化成株式会社", "みずなみ商工会議所")),
    ("協定の相手方は{}です。", ("うめの実食品株式会社", "はりま森林組合", "株式会社道とくらし")),
    ("{}・株式会社クレモナ", ("株式会社アグリ・ブリッジ", "一般社団法人地域と未来", "有限会社花と緑")),
    ("宇陀市×{}", ("海の幸フーズ株式会社", "株式会社日の丸交通", "井の上製作所株式会社")),
    ("締結先　{}", ("株式会社まちの人事部", "有限会社丘の地図屋", "株式会社森の発電所")),
]  # fmt: skip


def read(text: str) -> Scan:
    return scan(Reading("作り話.txt", "txt", "0" * 64, text), vocabulary())


def bodies(text: str) -> list[str]:
    """Names of the bodies that the text surely names, without the company that some texts put beside them."""
    found = [m.name for s in read(text).sentences for m in s.bodies if m.certain and not m.product]
    return [name for name in dict.fromkeys(found) if name != "株式会社クレモナ"]


def meant(text: str) -> list[str]:
    """Names of those whom the last sentence speaks of."""
    return [m.name for m in read(text).sentences[-1].mentions if isinstance(m, Place | Body)]


def actors(text: str) -> list[str]:
    return [p.name for s in read(text).sentences for p in s.places if p.use == "actor"]


@pytest.mark.parametrize(("words", "names"), LED_IN)
def test_what_leads_up_to_a_name_is_no_part_of_it(words: str, names: tuple[str, ...]) -> None:
    assert {name: bodies(words.format(name)) for name in names} == {name: [name] for name in names}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("宇陀市は一般社団法人地球の緑を守る会と協定を結んだ。", "一般社団法人地球の緑を守る会"),
        ("特定非営利活動法人里山の声を聴く会が手入れをする。", "特定非営利活動法人里山の声を聴く会"),
        ("宇陀市はNPO法人フードバンク東部の実りと協定を結んだ。", "特定非営利活動法人フードバンク東部の実り"),
        ("農事組合法人むらの恵みと協定を結んだ。", "農事組合法人むらの恵み"),
        ("企業組合はちみつの家が運営する。", "企業組合はちみつの家"),
        ("特定非営利活動法人かまどの足が担う。", "特定非営利活動法人かまどの足"),
        ("市は市民生活協同組合ななくさと協定を結んだ。", "市民生活協同組合ななくさ"),
        ("市は有限責任監査法人コダマに委託した。", "有限責任監査法人コダマ"),
    ],
)
def test_a_name_that_is_a_phrase_is_taken_whole(text: str, name: str) -> None:
    assert bodies(text) == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("株式会社ヒナタがつくり、市が配る。", "株式会社ヒナタ"),
        ("株式会社ヒナタにつきましては、議員のお話のとおりです。", "株式会社ヒナタ"),
        ("株式会社大山建設とし、市と契約した。", "株式会社大山建設"),
        ("協同組合みなもトラックの7社が運ぶ。", "協同組合みなもトラック"),
        ("株式会社湯元警備との協定締結までの経緯\n\n本文", "株式会社湯元警備"),
        ("宇陀市の宇陀山信用金庫の職員が担う。", "宇陀山信用金庫"),
    ],
)
def test_what_is_said_of_a_body_is_no_part_of_its_name(text: str, name: str) -> None:
    assert bodies(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "相手が株式会社か合同会社か、一般社団法人かを登記で確かめる。",
        "公益財団法人の認定を受けた。",
        "「○○株式会社　代表取締役」と書く。",
        "ＪＡと市、ＪＡでは野菜を、ＪＡがつくる。",
        "ＬＰガスの優先供給を受ける。",
        "集まった食品を届ける。捨てられてしまう食品を減らす。",
        "停電のときにガスの発電機を回した。",
        "運送会社や生命保険会社と話した。",
    ],
)
def test_words_of_a_kind_are_no_bodies(text: str) -> None:
    assert bodies(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("釣り用品販売のツリビト（大阪府貝塚市）は福井県小浜市と協定を結んだ。", "ツリビト"),
        ("宇陀市は「まちの灯り」（奈良市）と見守りの協定を結んだ。", "まちの灯り"),
        ("宇陀市は、弁当製造の松竹亭（奈良市）と災害時の協定を結んだ。", "松竹亭"),
        ("宇陀市と温泉旅館の湯守舎（同市）は連携協定を結んだ。", "湯守舎"),
        ("声をかけたのが、札幌市の食品会社、ユキフーズだった。市と共同で開発した。", "ユキフーズ"),
        ("市とボランティア団体「おはなしの輪」が協働事業を行う。", "おはなしの輪"),
        ("宇陀市は、脱粒機をつくるマメコロ精機と包括連携協定を結ぶと発表した。", "マメコロ精機"),
        ("配車アプリのモビゴー社が市と実証を始めた。", "モビゴー"),
        ("市内で酒造業を営む久保山本家と協定を結んだ。", "久保山本家"),
        ("新電力のハルカゼでんきが市と連携する。", "ハルカゼでんき"),
    ],
)
def test_a_name_without_legal_form_is_a_body_where_the_text_treats_it_as_one(text: str, name: str) -> None:
    assert bodies(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "市はアプリ「ミチシルベ」を使い、協力を呼びかける。",
        "連携協定「うだつながる協定」を結んだ。",
        "宇陀市とパリ（フランス）は友好協定を結んだ。",
        "サミット（東京都）で協定の意義を話した。",
        "ホテルグランデ（奈良市）で協定の締結式が開かれた。",
        "官民連携の歩み（愛媛県伊予市）",
        "ワーケーションの推進で協定を結んだ。",
        "市はプロポーザルにより事業者を選び協定を結んだ。",
    ],
)
def test_products_places_and_everyday_words_are_no_bodies(text: str) -> None:
    assert bodies(text) == []


def test_a_school_goes_by_its_own_name_and_not_by_that_of_the_corporation_that_runs_it() -> None:
    text = "学校法人星見学園　星見女子大学は市と協定を結んだ。星見女子大学の学生が来た。星見女子大は続ける。"
    assert set(bodies(text)) == {"星見女子大学"}
    assert meant(text) == ["星見女子大学"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("奈良県宇陀市を甲、株式会社ミナトを乙とし、協定を締結する。甲は、乙に要請する。", ["奈良県宇陀市", "株式会社ミナト"]),
        ("奈良市、宇陀市、桜井市は協定を結んだ。3市は支援を受ける。", ["奈良県奈良市", "奈良県宇陀市", "奈良県桜井市"]),
        ("宇陀市と曽爾村は協定を結んだ。両市村は支援を受ける。", ["奈良県宇陀市", "奈良県曽爾村"]),
        ("宇陀市と株式会社ミナトは協定を結んだ。双方は訓練を行う。", ["奈良県宇陀市", "株式会社ミナト"]),
        ("国立大学法人葛城教育大学は協定を結んだ。葛城教育大は協力する。", ["国立大学法人葛城教育大学"]),
        ("株式会社ミナト物流サービスと結んだ。ミナト物流が運営する。", ["株式会社ミナト物流サービス"]),
        ("宇陀市、曽爾村は協定を結んだ。ほか2市村は加わらない。", []),
    ],
)  # fmt: skip
def test_short_words_stand_for_those_named_before(text: str, names: list[str]) -> None:
    assert meant(text) == names


def test_counted_municipalities_are_those_that_the_text_lists_even_further_on() -> None:
    text = "徳島県内の山間部4町村は協定を結んだ。4町村は、勝浦町、上勝町、佐那河内村、神山町。4町村で実験する。"
    four = ["徳島県勝浦町", "徳島県上勝町", "徳島県佐那河内村", "徳島県神山町"]
    assert [p.name for p in read(text).sentences[0].places if p.use == "actor"] == four
    assert meant(text) == four


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("本社のあるさいたま市は協定を結んだ。", ["埼玉県さいたま市"]),
        ("広がるつくば市と協定を結んだ。", ["茨城県つくば市"]),
        ("奈　良　県　と協定を結んだ。", ["奈良県"]),
        ("葛\U000e0100城市と協定を結んだ。", ["奈良県葛城市"]),
        ("檮原町と協定を結んだ。", ["高知県梼原町"]),
        ("北海道池田町は結んだ。福井県の池田町も結んだ。", ["北海道池田町", "福井県", "福井県池田町"]),
        ("株式会社ミナト（同県荒尾市）と熊本県は協定を結んだ。", ["熊本県"]),
        ("池田町と協定を結んだ。", ["池田町"]),
    ],
)
def test_a_municipality_is_found_whatever_stands_around_its_name(text: str, names: list[str]) -> None:
    assert actors(text) == names


@pytest.mark.parametrize("words", ["このたび", "とともに", "について", "による", "との間で", "および", "さらに", "の"])
def test_particles_and_adverbs_are_grammar(words: str) -> None:
    assert is_grammar(words, behind_kanji=False)


@pytest.mark.parametrize("words", ["さくら", "いろどり", "のとじま", "かなもの", "はるかぜ", "にいみ"])
def test_names_in_hiragana_are_no_grammar(words: str) -> None:
    assert not is_grammar(words, behind_kanji=False)


def test_the_end_of_a_verb_is_grammar_behind_its_kanji() -> None:
    assert is_grammar("たに", behind_kanji=True)
    assert not is_grammar("たに", behind_kanji=False)
