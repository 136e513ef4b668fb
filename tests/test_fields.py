"""The taxonomy: two levels, words that tell a field, the user's file over the shipped one. All sentences are made up."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import names
from loaders import fields
from tests.factory import DATA, Desk, node, rows, told


@pytest.fixture(scope="module")
def shipped() -> fields.Taxonomy:
    taxonomy, problems = fields.load([DATA])
    assert problems == []
    return taxonomy


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.make(tmp_path)


def tops(taxonomy: fields.Taxonomy, text: str, *, item: bool = False) -> list[str]:
    """Names of the fields of level 1 that a text speaks of, in the order of its words."""
    found = (taxonomy.top(m.id) for m in taxonomy.mentions(text, item=item))
    return [taxonomy.by_id[id].名称 for id in dict.fromkeys(found)]


# --- the shipped taxonomy ------------------------------------------------------------------------------------------


def test_the_first_level_is_that_of_the_contract_with_its_ids(shipped: fields.Taxonomy) -> None:
    first = [(entry.id, entry.名称) for entry in shipped.by_id.values() if not entry.上位]
    assert [id for id, _ in first] == [f"f{n:02}" for n in range(1, 23)]
    assert [name for _, name in first] == [
        "行政DX・オープンデータ", "広報・シティプロモーション", "財源・ふるさと納税", "防災・危機管理", "防犯・交通安全",
        "高齢者・障害者・見守り", "結婚・子育て", "健康・医療", "教育・生涯学習", "スポーツ", "文化", "環境・エネルギー",
        "農林水産", "中小企業・起業・資金調達", "産業振興・企業誘致", "観光・物産", "雇用・働き方・人材育成",
        "移住・関係人口・空き家", "交通・都市基盤", "地域コミュニティ・買い物支援", "人権・共生・国際", "その他",
    ]  # fmt: skip


def test_every_field_has_fields_beneath_and_each_of_them_has_words(shipped: fields.Taxonomy) -> None:
    above = {entry.上位 for entry in shipped.by_id.values() if entry.上位}
    assert above == {f"f{n:02}" for n in range(1, 23)}
    assert [e.id for e in shipped.by_id.values() if e.上位 and not (e.同義語 or e.単独)] == []
    assert all(e.id.startswith(f"{e.上位}-") for e in shipped.by_id.values() if e.上位)


def test_a_word_belongs_to_one_field_and_is_written_once(shipped: fields.Taxonomy) -> None:
    folded = [names.fold(word) for word, _ in shipped.words()]
    assert sorted(word for word in set(folded) if folded.count(word) > 1) == []


def test_there_are_words_enough_for_every_field_of_the_first_level(shipped: fields.Taxonomy) -> None:
    counts = dict.fromkeys((shipped.top(id) for id in shipped.by_id), 0)
    for _, id in shipped.words():
        counts[shipped.top(id)] += 1
    assert min(counts.values()) >= 40
    assert sum(counts.values()) >= 2000


@pytest.mark.parametrize(
    "word", ["連携", "協力", "支援", "情報", "推進", "協定", "活用", "事業", "サービス", "市民", "地域", "開発", "取組"]
)
def test_a_word_that_alone_decides_nothing_belongs_to_no_field(shipped: fields.Taxonomy, word: str) -> None:
    assert shipped.find(word) is None
    assert shipped.topics(word) == ()


def test_what_is_left_out_holds_a_word_and_is_none(shipped: fields.Taxonomy) -> None:
    words = {names.fold(word) for word, _ in shipped.words()}
    for phrase in shipped.excluded:
        assert names.fold(phrase) not in words, phrase
        assert any(word in names.fold(phrase) for word in words), phrase
        assert shipped.mentions(phrase) == [], phrase


def test_every_word_is_found_where_it_stands_in_a_text(shipped: fields.Taxonomy) -> None:
    for word, id in shipped.words():
        text = f"（{word}）"
        assert [(text[m.start : m.end], m.id) for m in shipped.mentions(text, item=True)] == [(word, id)]


# --- words in texts ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("災害時における飲料水の供給について協力する。", ["防災・危機管理"]),
        ("配達の途中で高齢者の異変に気づいたときは市に知らせる。", ["高齢者・障害者・見守り"]),
        ("登下校の見守りとして、配達員が児童に目を配ります。", ["防犯・交通安全"]),
        ("防災教育の教材を作る。", ["防災・危機管理", "教育・生涯学習"]),
        ("災害廃棄物の運搬", ["防災・危機管理"]),
        ("廃棄物の減量とリサイクル", ["環境・エネルギー"]),
        ("企業版ふるさと納税による寄附", ["財源・ふるさと納税"]),
        ("生物多様性の保全", ["環境・エネルギー"]),
        ("多様性を認め合うまち", ["人権・共生・国際"]),
        ("外国人観光客に向けた案内", ["観光・物産"]),
        ("外国人住民の相談窓口", ["人権・共生・国際"]),
        ("避難民への住まいの提供", ["人権・共生・国際", "移住・関係人口・空き家"]),
        ("ＩＣＴ教育と電子図書館", ["教育・生涯学習"]),
        ("地域の通信環境や職場の環境を整える", ["交通・都市基盤"]),
        ("働きやすい環境の整備に努める。", []),
        ("教育委員会の職員が立ち会った。", []),
        ("社会福祉協議会と環境省が後援した。", []),
        ("イーディーエックス社のEDXという製品", []),
        ("詳しくはホームページをご覧ください。", []),
        ("両者は相互に連携し、協力する。", []),
    ],
)
def test_a_text_is_of_the_fields_whose_words_it_holds(shipped: fields.Taxonomy, text: str, expected: list[str]) -> None:
    assert tops(shipped, text) == expected


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("環境に関すること", ["環境・エネルギー"]),
        ("産業・観光の振興に関すること", ["産業振興・企業誘致", "観光・物産"]),
        ("(3) 教育及び国際", ["教育・生涯学習", "人権・共生・国際"]),
        ("・交通", ["交通・都市基盤"]),
        ("地方創生", ["その他"]),
        ("住みやすい環境", []),
        ("職場環境", ["雇用・働き方・人材育成"]),
        ("交通安全", ["防犯・交通安全"]),
        ("経済", ["産業振興・企業誘致"]),
        ("環境に役立つ情報", []),
        ("経済産業省", []),
    ],
)
def test_words_that_decide_only_on_their_own_count_in_items(
    shipped: fields.Taxonomy, item: str, expected: list[str]
) -> None:
    assert tops(shipped, item, item=True) == expected
    assert [shipped.by_id[shipped.top(id)].名称 for id in shipped.topics(item)] == expected


def test_an_item_that_is_a_name_of_a_field_is_that_field_whole(shipped: fields.Taxonomy) -> None:
    for entry in shipped.by_id.values():
        assert shipped.topics(entry.名称) == (entry.id,)


def test_a_mention_tells_its_place_in_the_text_as_it_is_written(shipped: fields.Taxonomy) -> None:
    text = "𠮷野家の隣で、ＤＸ推進とCOOL CHOICEを進める㈱あおば"
    assert [text[m.start : m.end] for m in shipped.mentions(text)] == ["ＤＸ推進", "COOL CHOICE"]


@given(
    st.lists(
        st.sampled_from(
            ["見守り", "通信環境", "スマホ", "ペット", "カーペット", "防災", "の", "DX", "x", "教育委員会", "教育"]
        ),
        max_size=12,
    )
)
def test_mentions_never_overlap_and_are_words_of_their_fields(shipped: fields.Taxonomy, parts: list[str]) -> None:
    text = "".join(parts)
    words = {(names.fold(word), id) for word, id in shipped.words()}
    end = 0
    for m in shipped.mentions(text, item=True):
        assert end <= m.start < m.end <= len(text)
        assert (names.fold(text[m.start : m.end]), m.id) in words
        end = m.end


# --- the user's file -----------------------------------------------------------------------------------------------


def test_a_user_adds_words_to_a_shipped_field_by_its_id(desk: Desk) -> None:
    desk.put('形式: "1"\n分野:\n- id: f06\n  同義語: [おかえり隊]\n  単独: [隊]\n', "fields.yaml")
    taxonomy, problems = fields.load([desk.shipped, desk.user])
    assert problems == []
    assert taxonomy.find("おかえり隊") == "f06"
    assert taxonomy.find("見守り活動") == "f06-01"
    assert taxonomy.by_id["f06"].名称 == "高齢者・障害者・見守り"
    assert tops(taxonomy, "おかえり隊が回ります。") == ["高齢者・障害者・見守り"]


def test_a_user_may_repeat_the_name_of_the_shipped_field(desk: Desk) -> None:
    desk.put('形式: "1"\n分野:\n- id: f06\n  名称: 高齢者・障害者・見守り\n  同義語: [おかえり隊]\n', "fields.yaml")
    assert desk.check().problems == []


def test_a_users_second_level_has_words_and_is_in_the_graph(desk: Desk) -> None:
    desk.put('形式: "1"\n分野:\n- id: u1\n  名称: 声かけ\n  上位: f06\n  同義語: [おはよう運動]\n', "fields.yaml")
    taxonomy, _ = fields.load([desk.shipped, desk.user])
    assert taxonomy.top("u1") == "f06"
    assert taxonomy.find("おはよう運動") == "u1"
    assert ("u1", "f06") in rows(desk.graph(), "上位")
    assert node(desk.graph(), "分野", "u1") == {"名称": "声かけ", "階層": 2}


def test_a_word_goes_where_the_user_puts_it(desk: Desk) -> None:
    desk.put('形式: "1"\n分野:\n- id: f18\n  同義語: [古民家再生]\n- id: f11\n  同義語: [空き家]\n', "fields.yaml")
    taxonomy, problems = fields.load([desk.shipped, desk.user])
    assert problems == []
    assert taxonomy.find("空き家") == "f11"
    assert taxonomy.find("古民家再生") == "f18"
    assert "空き家" not in taxonomy.by_id["f18-03"].同義語
    assert tops(taxonomy, "空き家") == ["文化"]


def test_a_users_phrase_that_tells_no_field_is_left_out(desk: Desk) -> None:
    desk.put('形式: "1"\n除外: [見守りたい空]\n', "fields.yaml")
    taxonomy, _ = fields.load([desk.shipped, desk.user])
    assert tops(taxonomy, "見守りたい空の下で") == []


@pytest.mark.parametrize(
    ("text", "field", "says"),
    [
        ("- id: f06\n  同義語: [朝の声]\n- id: f07\n  同義語: [朝の声]\n", "分野[2].同義語[1]", "朝の声"),
        ("- id: f06\n  同義語: [ｽﾎﾟｰﾂ]\n", "分野[1].同義語[1]", "スポーツ"),
        ("- id: f06\n  同義語: [あ]\n- id: f06\n  同義語: [い]\n", "分野[2].id", "f06"),
        ("- id: f06\n  上位: f07\n", "分野[1].上位", "上位"),
        ("- id: u1\n  名称: 文化\n", "分野[1].名称", "文化"),
        ("- id: u1\n  名称: 声\n  同義語: ['']\n", "分野[1].同義語[1]", "空"),
    ],
    ids=[
        "a word of two fields",
        "the name of a field",
        "an id twice",
        "another parent",
        "a name twice",
        "an empty word",
    ],
)
def test_words_and_fields_that_contradict_are_refused(desk: Desk, text: str, field: str, says: str) -> None:
    desk.put(f'形式: "1"\n分野:\n{text}', "fields.yaml")
    problem = told(desk.check().problems, says)
    assert problem.field == field
    assert problem.remedy
