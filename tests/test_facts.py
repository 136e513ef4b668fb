"""Facts and their evidence: what is told twice is one, what differs stays visible, what is internal stays inside."""

from __future__ import annotations

import random
from collections.abc import Iterable
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import facts, tables
from graph.claims import Claim, choose
from graph.facts import Contradiction, Evidence, Fact, Facts, Node, public
from graph.public import publish
from graph.tables import Tables
from tests.factory import node, rows, said

UDA, FUCHU = Node("自治体", "292125"), Node("自治体", "342084")
YOTSUBA, MINAMO = Node("企業", "o-yotsuba"), Node("企業", "o-minamo")
PACT, OTHER_PACT, MEASURE = Node("協定", "k-1"), Node("協定", "k-2"), Node("施策", "m-1")
FIELD = Node("分野", "f01")
D1, D2, D3 = (Node("文書", f"d{n}") for n in (1, 2, 3))
many = settings(max_examples=40, deadline=None)


def empty(*internal: Node) -> Facts:
    """Two municipalities, two bodies, a field and three documents, of which some are for the office only."""
    found = Facts()
    found.add_node("自治体", UDA.id, 名称="奈良県宇陀市")
    found.add_node("自治体", FUCHU.id, 名称="広島県府中市")
    found.add_node("企業", YOTSUBA.id, 名称="株式会社よつば配送便")
    found.add_node("企業", MINAMO.id, 名称="みなも信用金庫")
    found.add_node("分野", FIELD.id, 名称="防災・危機管理", 階層=1)
    for document in (D1, D2, D3):
        found.add_node(
            "文書", document.id, 題名=f"作り話 {document.id}", 公開="庁内限り" if document in internal else "公開"
        )
    return found


def claim(
    found: Facts, subject: Node, document: Node, item: str, value: str, certainty: str = "明示", place: str = "1-9"
) -> None:
    """A document says something of one property."""
    found.add(Fact("記載", subject, document, said(document.id, place, certainty), (item, value)))


def sign(found: Facts, party: Node, pact: Node = PACT, document: Node = D1, certainty: str = "明示") -> None:
    """A document says that somebody is party to an agreement."""
    found.add(Fact("締結", party, pact, said(document.id, "1-9", certainty), ("",)))


def conduct(found: Facts, who: Node, role: str, document: Node = D1, certainty: str = "明示") -> None:
    """A document says that a municipality conducts the measure, in a role."""
    found.add(Fact("実施", who, MEASURE, said(document.id, "1-9", certainty), (role, "")))


def take_part(found: Facts, who: Node, document: Node = D1, certainty: str = "明示") -> None:
    """A document says that a body takes part in the measure."""
    found.add(Fact("参画", who, MEASURE, said(document.id, "1-9", certainty), ("提供", "")))


def text(graph: Tables) -> str:
    return b"".join(tables.jsonl(graph)).decode()


# --- the same fact twice -------------------------------------------------------------------------------------------


def test_a_fact_that_two_documents_tell_is_one_relationship_with_two_entries() -> None:
    found = empty()
    sign(found, UDA, document=D2, certainty="推定")
    sign(found, UDA, document=D1)
    [row] = rows(found.tables(), "締結").values()
    assert row["文書"] == ["d1", "d2"]
    assert row["確度"] == ["明示", "推定"]


def test_entries_stand_in_the_order_of_document_and_position() -> None:
    found = empty()
    places = [
        ("d2", "5-6"),
        ("d1", "10-14"),
        ("d1", "9-12"),
        ("d1", "9-10"),
        ("d1", "協定!10"),
        ("d1", "協定!9"),
        ("d1", ""),
    ]
    for document, place in places:
        found.add(Fact("締結", UDA, PACT, said(document, place), ("",)))
    [row] = rows(found.tables(), "締結").values()
    assert list(zip(row["文書"], row["位置"], strict=True)) == [
        ("d1", ""), ("d1", "9-10"), ("d1", "9-12"), ("d1", "10-14"), ("d1", "協定!9"), ("d1", "協定!10"), ("d2", "5-6"),
    ]  # fmt: skip


def test_the_same_place_told_twice_is_one_entry() -> None:
    found = empty()
    sign(found, UDA)
    sign(found, UDA)
    [row] = rows(found.tables(), "締結").values()
    assert row["文書"] == ["d1"]


def test_all_lists_of_a_relationship_are_equally_long_and_unknown_is_an_empty_text() -> None:
    found = empty()
    found.add(Fact("締結", YOTSUBA, PACT, Evidence("d1"), ("関西支店",)))
    found.add(Fact("締結", YOTSUBA, PACT, Evidence("d2", "1-2", "引用", "要旨", "推定", "よつば", "略称"), ("",)))
    [row] = rows(found.tables(), "締結").values()
    assert row == {
        "文書": ["d1", "d2"], "位置": ["", "1-2"], "引用": ["", "引用"], "要旨": ["", "要旨"], "確度": ["明示", "推定"],
        "表記": ["", "よつば"], "注記": ["", "略称"], "部署": ["関西支店", ""],
    }  # fmt: skip


def test_a_fact_with_the_wrong_number_of_own_properties_is_a_mistake_in_the_code() -> None:
    with pytest.raises(ValueError, match="締結"):
        Facts().add(Fact("締結", UDA, PACT, said("d1"), ()))


@many
@given(st.randoms(use_true_random=False))
def test_the_order_in_which_documents_are_read_does_not_matter(shuffle: random.Random) -> None:
    def told() -> Iterable[tuple[Node, str, str]]:
        for document in (D1, D2, D3):
            yield document, "締結日", f"2023-11-0{document.id[-1]}"
            yield document, "枠組み", f"枠組み {document.id}"
            yield document, "相手方表記", f"大手の会社（{document.id}）"
            yield document, "仮称", f"仮の名 {document.id}"

    def graph(claims: list[tuple[Node, str, str]]) -> Tables:
        found = empty()
        for document, item, value in claims:
            claim(found, PACT, document, item, value)
            sign(found, UDA, document=document)
        return found.tables()

    shuffled = list(told())
    shuffle.shuffle(shuffled)
    assert text(graph(shuffled)) == text(graph(list(told())))


# --- which value a node shows --------------------------------------------------------------------------------------


def shown(*claims: tuple[Node, str, str, str], item: str = "締結日") -> object:
    """The property that the agreement has after claims of (document, item, value, certainty)."""
    found = empty()
    for document, what, value, certainty in claims:
        claim(found, PACT, document, what, value, certainty)
    return node(found.tables(), "協定", PACT.id).get(item)


@pytest.mark.parametrize(
    ("first", "second", "winner"),
    [
        (("2023", "明示"), ("2024-01-01", "推定"), "2023"),
        (("2023", "推定"), ("2024-01-01", "要確認"), "2023"),
        (("2023-11-08", "要確認"), ("2023", "明示"), "2023"),
        (("2023", "明示"), ("2023-11-08", "明示"), "2023-11-08"),
        (("2023-11", "推定"), ("2023-11-08", "推定"), "2023-11-08"),
        (("--11-08", "明示"), ("2023-11-08", "明示"), "2023-11-08"),
        (("--11", "明示"), ("--11-08", "明示"), "--11-08"),
        (("2023-11", "明示"), ("--11-08", "明示"), "2023-11"),
    ],
)
def test_the_surer_statement_wins_then_the_more_precise(
    first: tuple[str, str], second: tuple[str, str], winner: str
) -> None:
    for one, other in ((first, second), (second, first)):
        assert shown((D1, "締結日", *one), (D2, "締結日", *other)) == winner


@pytest.mark.parametrize("item", ["時期", "終了時期"])
def test_of_the_times_of_a_measure_the_more_precise_wins(item: str) -> None:
    for one, other in (("2023", "2023-11"), ("2023-11", "2023")):
        found = empty()
        claim(found, MEASURE, D1, item, one)
        claim(found, MEASURE, D2, item, other)
        assert node(found.tables(), "施策", MEASURE.id)[item] == "2023-11"


def test_between_equals_the_first_document_wins() -> None:
    for order in ((D1, D2), (D2, D1)):
        claims = [(document, "枠組み", f"枠組み {document.id}", "明示") for document in order]
        assert shown(*claims, item="枠組み") == "枠組み d1"


def test_between_equals_of_one_document_the_first_place_wins() -> None:
    found = empty()
    for place, value in (("10-14", "一の枠組み"), ("9-12", "乙の枠組み")):
        claim(found, PACT, D1, "枠組み", value, place=place)
    assert node(found.tables(), "協定", PACT.id)["枠組み"] == "乙の枠組み"


@pytest.mark.parametrize(
    ("date", "precision"), [("2023-11-08", "日"), ("2015-04", "月"), ("2016", "年"), ("--08-05", "年なし")]
)
def test_the_precision_of_a_date_follows_from_the_date(date: str, precision: str) -> None:
    assert shown((D1, "締結日", date, "明示"), item="締結日精度") == precision


def test_a_fiscal_year_is_one_where_its_document_says_so() -> None:
    claims = [(D1, "締結日", "2022", "明示"), (D1, "締結日精度", "年度", "明示")]
    assert shown(*claims, item="締結日精度") == "年度"


def test_a_fiscal_year_that_a_document_tells_twice_is_one() -> None:
    found = empty()
    for place in ("1-9", "20-29"):
        claim(found, PACT, D1, "締結日", "2022", place=place)
        claim(found, PACT, D1, "締結日精度", "年度", place=place)
    assert node(found.tables(), "協定", PACT.id)["締結日精度"] == "年度"


def test_a_stated_precision_does_not_make_a_date_more_precise_than_it_is() -> None:
    claims = [(D1, "締結日", "2015-04", "明示"), (D1, "締結日精度", "日", "明示")]
    assert shown(*claims, item="締結日精度") == "月"


def test_the_precision_belongs_to_the_date_that_won_and_not_to_another_documents() -> None:
    claims = [(D1, "締結日", "2022", "明示"), (D1, "締結日精度", "年度", "明示"), (D2, "締結日", "2022-10-01", "明示")]
    assert shown(*claims) == "2022-10-01"
    assert shown(*claims, item="締結日精度") == "日"


def test_a_fiscal_year_of_another_document_does_not_make_the_year_that_won_a_fiscal_one() -> None:
    claims = [(D1, "締結日", "2022", "推定"), (D1, "締結日精度", "年度", "推定"), (D2, "締結日", "2022", "明示")]
    assert shown(*claims, item="締結日精度") == "年"


def test_a_precision_without_a_date_is_not_shown() -> None:
    assert shown((D1, "締結日精度", "日", "明示"), item="締結日精度") is None


@pytest.mark.parametrize("certainty", ["明示", "推定", "要確認"])
def test_a_provisional_name_loses_against_any_title(certainty: str) -> None:
    claims = [(D1, "仮称", "見守りの協定（仮）", "明示"), (D2, "名称", "地域の見守りに関する協定", certainty)]
    assert shown(*claims, item="名称") == "地域の見守りに関する協定"
    assert shown(*claims, item="仮称") is None


def test_a_provisional_name_is_marked_as_such_where_no_document_has_a_title() -> None:
    claims = [(D1, "仮称", "見守りの協定（仮）", "明示")]
    assert shown(*claims, item="名称") == "見守りの協定（仮）"
    assert shown(*claims, item="仮称") is True


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"基準日": "2024-03-31"}, {"基準日": "2025-03-31"}),
        ({"発行日": "2024-04-15"}, {"発行日": "2025-04-15"}),
        ({"基準日": "2024-03-31", "発行日": "2026-01-15"}, {"基準日": "2025-03-31", "発行日": "2025-06-15"}),
        ({}, {"発行日": "2019"}),
    ],
)
def test_of_what_changes_with_time_the_document_that_describes_the_later_day_counts(
    first: dict[str, str], second: dict[str, str]
) -> None:
    for older, later in ((D1, D2), (D2, D1)):
        found = empty()
        found.add_node("文書", older.id, 題名="前の一覧（作り話）", **first)
        found.add_node("文書", later.id, 題名="後の一覧（作り話）", **second)
        for document, office, state in ((older, "企画課", "有効"), (later, "政策課", "終了")):
            claim(found, PACT, document, "所管課", office)
            claim(found, PACT, document, "状態", state)
            claim(found, PACT, document, "枠組み", f"枠組み {document.id}")
        pact = node(found.tables(), "協定", PACT.id)
        assert (pact["所管課"], pact["状態"]) == ("政策課", "終了")
        # What does not change with time is not younger in a younger document.
        assert pact["枠組み"] == "枠組み d1"


def test_a_later_document_that_does_not_know_changes_nothing() -> None:
    found = empty()
    found.add_node("文書", D2.id, 題名="後の一覧（作り話）", 基準日="2025-03-31")
    claim(found, PACT, D1, "状態", "有効")
    claim(found, PACT, D2, "状態", "不明")
    assert node(found.tables(), "協定", PACT.id)["状態"] == "有効"
    assert list(found.contradictions()) == []


@pytest.mark.parametrize(
    ("item", "before", "after"),
    [
        ("終了日", "2025-03-31", "2026-03-31"),
        ("有効期限", "2025-03-31", "2026-03-31"),
        ("自動更新", "あり", "なし"),
        ("最終確認日", "2024-05-01", "2025-05-01"),
    ],
)
def test_an_agreement_that_was_prolonged_shows_what_the_later_document_says(item: str, before: str, after: str) -> None:
    found = empty()
    found.add_node("文書", D1.id, 題名="前の一覧（作り話）", 基準日="2024-05-01")
    found.add_node("文書", D2.id, 題名="後の一覧（作り話）", 基準日="2025-05-01")
    claim(found, PACT, D1, item, before)
    claim(found, PACT, D2, item, after)
    claim(found, PACT, D3, item, before)
    assert node(found.tables(), "協定", PACT.id)[item] == after


def test_a_term_as_precise_as_its_document_goes_before_a_vaguer_one_that_is_younger() -> None:
    found = empty()
    found.add_node("文書", D2.id, 題名="後の一覧（作り話）", 基準日="2025-05-01")
    claim(found, PACT, D1, "有効期限", "2026-03-31")
    claim(found, PACT, D2, "有効期限", "2026")
    assert node(found.tables(), "協定", PACT.id)["有効期限"] == "2026-03-31"


def test_what_follows_a_list_among_the_properties_is_shown_too() -> None:
    found = empty()
    for item, value in (("手法", "無償"), ("成果", "参加 120 名"), ("枠組み", "まちの計画")):
        claim(found, MEASURE, D1, item, value)
    assert node(found.tables(), "施策", MEASURE.id) == {
        "手法": ["無償"], "成果": ["参加 120 名"], "枠組み": "まちの計画",
    }  # fmt: skip


def test_a_date_without_a_precision_of_its_own_gets_none() -> None:
    said_of_it = [Claim("終了日", "2025-03", "明示", "d1", "1-9", "")]
    assert choose("協定", said_of_it) == {"終了日": "2025-03"}


def test_what_may_be_many_is_gathered_from_all_documents_once() -> None:
    claims = [
        (D1, "相手方表記", "大手の会社", "明示"),
        (D2, "相手方表記", "大手の会社", "明示"),
        (D2, "相手方表記", "地元の店", "推定"),
    ]
    assert shown(*claims, item="相手方表記") == ["大手の会社", "地元の店"]


def test_what_every_document_says_stays_in_the_graph() -> None:
    found = empty()
    claim(found, PACT, D1, "締結日", "2023-11-08")
    claim(found, PACT, D2, "締結日", "2023-11-10", "推定")
    stated = rows(found.tables(), "記載")
    assert stated["k-1", "d1"]["値"] == ["2023-11-08"]
    assert stated["k-1", "d2"]["値"] == ["2023-11-10"]


# --- contradictions ------------------------------------------------------------------------------------------------


def contradictions(*claims: tuple[Node, str, str, str]) -> list[Contradiction]:
    found = empty()
    for document, what, value, certainty in claims:
        claim(found, PACT, document, what, value, certainty)
    return list(found.contradictions())


def test_two_documents_that_are_equally_sure_of_different_values_contradict() -> None:
    for order in ((D1, D2), (D2, D1)):
        told = [(document, "締結日", f"2023-11-0{document.id[-1]}", "明示") for document in order]
        assert contradictions(*told) == [Contradiction(PACT, "締結日", (("2023-11-01", "d1"), ("2023-11-02", "d2")))]


def test_three_documents_of_which_two_agree_contradict() -> None:
    told = [(D1, "状態", "有効", "明示"), (D2, "状態", "有効", "明示"), (D3, "状態", "終了", "明示")]
    [found] = contradictions(*told)
    assert found.values == (("有効", "d1"), ("終了", "d3"))


def test_what_one_document_says_twice_is_no_contradiction_between_documents() -> None:
    assert contradictions((D1, "枠組み", "甲の計画", "明示"), (D1, "枠組み", "乙の計画", "明示")) == []


@pytest.mark.parametrize(
    ("one", "other", "may_be"),
    [
        ("2023-11-08", "2023-11", True),
        ("2023-11-08", "2023", True),
        ("2023-11-08", "2023-12", False),
        ("--11-08", "--11", True),
        ("--11-08", "--12", False),
        ("--11-08", "2023-11-08", True),
        ("--11-08", "2023-11", True),
        ("--11-08", "2023", True),
        ("--11-08", "2023-11-09", False),
        ("--11-08", "2023-08", False),
        ("--11", "2023-11-08", True),
        ("--08", "2023-11-08", False),
    ],
)
def test_two_dates_may_be_one_day_where_all_that_both_tell_is_equal(one: str, other: str, may_be: bool) -> None:
    assert facts.fits(one, other) is may_be
    assert facts.fits(other, one) is may_be


@pytest.mark.parametrize(
    "told",
    [
        [(D1, "締結日", "2023-11-08", "明示"), (D2, "締結日", "2024-01-01", "推定")],
        [(D1, "締結日", "2023-11-08", "明示"), (D2, "締結日", "2023-11", "明示")],
        [(D1, "締結日", "2023-11-08", "明示"), (D2, "締結日", "--11-08", "明示")],
        [(D1, "締結日", "2023", "明示"), (D2, "締結日", "--11-08", "明示")],
        [(D1, "締結日", "2023-11", "明示"), (D2, "締結日", "--11-08", "明示")],
        [(D1, "締結日", "2023-11-08", "明示"), (D2, "締結日", "2023-11-08", "明示")],
        [(D1, "相手方表記", "大手の会社", "明示"), (D2, "相手方表記", "地元の店", "明示")],
        [(D1, "名称", "地域の見守りに関する協定", "明示"), (D2, "仮称", "見守り", "明示")],
    ],
)
def test_what_the_rules_decide_is_no_contradiction(told: list[tuple[Node, str, str, str]]) -> None:
    assert contradictions(*told) == []


@pytest.mark.parametrize("vague", ["2022", "2024-11", "--12-24"])
def test_a_vaguer_date_that_the_more_precise_one_does_not_fit_contradicts_it(vague: str) -> None:
    [found] = contradictions((D1, "締結日", "2023-11-08", "明示"), (D2, "締結日", vague, "明示"))
    assert found.property == "締結日"


def test_contradictions_are_told_in_the_order_of_agreements_whatever_was_read_first() -> None:
    found = empty()
    for pact in (OTHER_PACT, PACT):
        for document in (D1, D2):
            claim(found, pact, document, "締結日", f"2023-11-0{document.id[-1]}")
    assert [told.node for told in found.contradictions()] == [PACT, OTHER_PACT]


# --- 連携 ----------------------------------------------------------------------------------------------------------


def collaboration(found: Facts) -> dict[tuple[str, str], dict[str, list[str]]]:
    return rows(found.tables(), "連携")


def test_the_parties_of_an_agreement_work_together() -> None:
    found = empty()
    for party in (UDA, FUCHU, YOTSUBA, MINAMO):
        sign(found, party)
    ends = {(place.id, body.id) for place in (UDA, FUCHU) for body in (YOTSUBA, MINAMO)}
    assert set(collaboration(found)) == ends


def test_parties_of_different_agreements_do_not() -> None:
    found = empty()
    sign(found, UDA, PACT)
    sign(found, YOTSUBA, OTHER_PACT)
    assert collaboration(found) == {}


@pytest.mark.parametrize("role", ["主体", "共催", "協力", ""])
def test_who_acts_in_a_measure_works_with_those_who_take_part(role: str) -> None:
    found = empty()
    conduct(found, UDA, role)
    take_part(found, YOTSUBA)
    assert set(collaboration(found)) == {(UDA.id, YOTSUBA.id)}


def test_the_place_of_a_measure_is_no_partner() -> None:
    found = empty()
    conduct(found, UDA, "主体")
    conduct(found, FUCHU, "場所")
    take_part(found, YOTSUBA)
    assert set(collaboration(found)) == {(UDA.id, YOTSUBA.id)}


def test_who_is_the_place_in_one_document_and_acts_in_another_is_a_partner() -> None:
    found = empty()
    conduct(found, UDA, "場所", D1)
    conduct(found, UDA, "共催", D2, "推定")
    take_part(found, YOTSUBA)
    assert collaboration(found)[UDA.id, YOTSUBA.id]["確度"] == "推定"


def test_a_collaboration_is_as_sure_as_its_surest_ground_and_a_ground_as_its_least_sure_party() -> None:
    found = empty()
    sign(found, UDA, certainty="明示")
    sign(found, YOTSUBA, certainty="要確認")
    assert collaboration(found)[UDA.id, YOTSUBA.id]["確度"] == "要確認"
    conduct(found, UDA, "主体")
    take_part(found, YOTSUBA, certainty="推定")
    assert collaboration(found)[UDA.id, YOTSUBA.id]["確度"] == "推定"
    take_part(found, YOTSUBA, D2, "明示")
    assert collaboration(found)[UDA.id, YOTSUBA.id]["確度"] == "明示"


def test_a_municipality_acts_as_surely_as_the_surest_document_says() -> None:
    found = empty()
    for document, certainty in ((D1, "要確認"), (D2, "明示"), (D3, "推定")):
        conduct(found, UDA, "主体", document, certainty)
    take_part(found, YOTSUBA)
    assert collaboration(found)[UDA.id, YOTSUBA.id]["確度"] == "明示"


def test_what_a_collaboration_rests_on_is_listed_in_order() -> None:
    found, letters = empty(), "hgfedcba"
    for letter in letters:
        found.add_node("分野", f"f-{letter}", 名称=f"分野 {letter}", 階層=1)
        pact, measure = Node("協定", f"k-{letter}"), Node("施策", f"m-{letter}")
        for party in (UDA, YOTSUBA):
            sign(found, party, pact)
        found.add(Fact("実施", UDA, measure, said("d1"), ("主体", "")))
        found.add(Fact("参画", YOTSUBA, measure, said("d1"), ("提供", "")))
        found.add(Fact("対象", measure, Node("分野", f"f-{letter}"), said("d1")))
    [row] = collaboration(found).values()
    assert row["協定"] == [f"k-{letter}" for letter in reversed(letters)]
    assert row["施策"] == [f"m-{letter}" for letter in reversed(letters)]
    assert row["分野"] == [f"分野 {letter}" for letter in reversed(letters)]


def test_a_collaboration_counts_its_grounds_and_knows_their_fields_and_years() -> None:
    found = empty()
    for pact, date in ((PACT, "2019-09"), (OTHER_PACT, "--08-05")):
        sign(found, UDA, pact)
        sign(found, YOTSUBA, pact)
        claim(found, pact, D1, "締結日", date)
    conduct(found, UDA, "主体")
    take_part(found, YOTSUBA)
    claim(found, MEASURE, D1, "時期", "2023")
    found.add(Fact("対象", MEASURE, FIELD, said("d1")))
    assert collaboration(found)[UDA.id, YOTSUBA.id] == {
        "協定": ["k-1", "k-2"], "施策": ["m-1"], "協定数": 2, "施策数": 1, "分野": ["防災・危機管理"],
        "開始": "2019-09", "最終": "2023", "確度": "明示",
    }  # fmt: skip


parties = st.lists(
    st.tuples(
        st.sampled_from([UDA, FUCHU, YOTSUBA, MINAMO]), st.sampled_from([PACT, OTHER_PACT]), st.sampled_from([D1, D2, D3]),
        st.sampled_from(["明示", "推定", "要確認"]),
    ),
    max_size=12,
)  # fmt: skip


@many
@given(parties)
def test_work_together_all_who_share_an_agreement_and_nobody_else(signed: list[tuple[Node, Node, Node, str]]) -> None:
    found = empty()
    for party, pact, document, certainty in signed:
        sign(found, party, pact, document, certainty)
    together = {
        (one.id, other.id)
        for one, first, *_ in signed
        for other, second, *_ in signed
        if first == second and one.label == "自治体" and other.label == "企業"
    }
    assert set(collaboration(found)) == together


# --- what is for the office only -----------------------------------------------------------------------------------


def test_a_graph_without_internal_documents_is_public_as_it_is() -> None:
    graph = empty().tables()
    assert public(graph) is graph
    assert publish(graph) is graph
    assert graph.nodes


def test_a_fact_that_an_internal_document_also_tells_keeps_its_public_entries() -> None:
    found = empty(D2)
    for document in (D1, D2):
        claim(found, PACT, document, "名称", "地域の見守りに関する協定")
        sign(found, UDA, document=document)
    [row] = rows(public(found.tables()), "締結").values()
    assert row["文書"] == ["d1"]


def test_a_property_that_only_an_internal_document_tells_is_gone() -> None:
    found = empty(D2)
    claim(found, PACT, D1, "仮称", "見守りの協定")
    claim(found, PACT, D1, "締結日", "2023")
    claim(found, PACT, D2, "名称", "内々の題名")
    claim(found, PACT, D2, "締結日", "2023-11-08")
    claim(found, PACT, D2, "所管課", "秘書課")
    claim(found, PACT, D2, "相手方表記", "匿名の会社")
    assert node(public(found.tables()), "協定", PACT.id) == {
        "名称": "見守りの協定", "仮称": True, "締結日": "2023", "締結日精度": "年",
    }  # fmt: skip


def test_agreements_bodies_and_collaborations_that_rest_on_internal_documents_alone_are_gone() -> None:
    found = empty(D2)
    sign(found, UDA, PACT, D1)
    claim(found, PACT, D1, "名称", "地域の見守りに関する協定")
    for party in (UDA, MINAMO):
        sign(found, party, OTHER_PACT, D2)
    claim(found, OTHER_PACT, D2, "名称", "内々の協定")
    found.add(Fact("発行", MINAMO, D2, said("d2"), ("",)))
    found.add(Fact("収録", D2, UDA, said("d2"), ("全件", "内々の一覧")))
    open_graph = public(found.tables())
    assert "o-minamo" not in text(open_graph)
    assert "k-2" not in text(open_graph)
    assert "内々" not in text(open_graph)
    assert '"d2"' not in text(open_graph)
    assert rows(open_graph, "連携") == {}


def test_local_governments_and_bodies_of_the_registry_that_nobody_mentions_stay() -> None:
    open_graph = public(empty(D2).tables())
    assert {row["id"] for row in open_graph.node_rows("自治体")} == {UDA.id, FUCHU.id}
    assert {row["id"] for row in open_graph.node_rows("企業")} == {YOTSUBA.id, MINAMO.id}


@pytest.mark.parametrize("kind", ["根拠", "更新"])
def test_nothing_public_points_to_an_agreement_that_only_internal_documents_know(kind: str) -> None:
    found = empty(D2)
    start = MEASURE if kind == "根拠" else PACT
    claim(found, start, D1, "名称", "公の取組")
    claim(found, OTHER_PACT, D2, "名称", "内々の協定")
    found.add(Fact(kind, start, OTHER_PACT, said("d1")))
    open_graph = public(found.tables())
    assert "k-2" not in text(open_graph)
    assert ends_that_are_missing(open_graph) == set()


def test_a_field_or_a_body_that_happens_to_have_the_id_of_an_internal_document_stays() -> None:
    found = empty()
    for id in (FIELD.id, YOTSUBA.id):
        found.add_node("文書", id, 題名="内々の文書", 公開="庁内限り")
    for party in (UDA, YOTSUBA):
        sign(found, party)
    found.add(Fact("対象", PACT, FIELD, said("d1")))
    claim(found, PACT, D1, "名称", "地域の見守りに関する協定")
    open_graph = public(found.tables())
    assert set(rows(open_graph, "連携")) == {(UDA.id, YOTSUBA.id)}
    assert node(open_graph, "分野", FIELD.id)["名称"] == "防災・危機管理"


@many
@given(parties, st.sets(st.sampled_from([D1, D2, D3]), min_size=1, max_size=2), st.sampled_from([1, 2, 20_000]))
def test_the_public_graph_is_what_the_public_documents_alone_would_make(
    signed: list[tuple[Node, Node, Node, str]], internal: set[Node], piece: int
) -> None:
    def graph(documents: set[Node]) -> Facts:
        found = empty(*internal)
        for document in sorted(documents - internal):
            for pact in (PACT, OTHER_PACT):
                claim(found, pact, document, "名称", f"{document.id} による題名")
        for party, pact, document, certainty in sorted(signed, key=lambda fact: fact[2]):
            if document in documents:
                sign(found, party, pact, document, certainty)
                # An internal document may tell of a party, or of a field, and of nothing else.
                if document not in internal or certainty == "明示":
                    claim(found, pact, document, "締結日", "2023-11-08"[: 4 + 3 * int(document.id[-1])], certainty)
                if document != D1:
                    found.add(Fact("対象", pact, FIELD, said(document.id, certainty=certainty)))
        return found

    open_documents = {D1, D2, D3} - internal
    expected = graph(open_documents)
    for document in internal:
        del expected.nodes["文書"][document.id]
    acting = {party for party, _, document, _ in signed if document in open_documents}
    for body in {party for party, *_ in signed if party.label == "企業"} - acting:
        del expected.nodes["企業"][body.id]
    with patch("graph.public._PIECE", piece):
        once = public(graph({D1, D2, D3}).tables())
    assert text(once) == text(expected.tables())
    assert text(public(once)) == text(once)


def test_a_graph_that_is_given_up_to_be_published_is_not_held_beside_what_is_left_of_it() -> None:
    found = empty(D2)
    for document in (D1, D2):
        sign(found, UDA, document=document)
    whole = found.tables()
    kept = whole.copy()
    assert text(publish(whole)) == text(public(kept))
    assert not whole.nodes
    assert not whole.relationships
    assert kept.nodes


def ends_that_are_missing(graph: Tables) -> set[tuple[str, str]]:
    """(label, id) of every end of a relationship that is no node."""
    nodes = {(label, row["id"]) for label in graph.nodes for row in graph.node_rows(label)}
    ends = {
        end
        for bucket, table in graph.relationships.items()
        for row in tables.rows(table)
        for end in ((bucket.start, row["start"]), (bucket.end, row["end"]))
    }
    return ends - nodes


# --- what needs no evidence ------------------------------------------------------------------------------------------


def test_a_municipality_belongs_to_its_prefecture_and_a_field_to_the_one_above_it() -> None:
    found = empty()
    found.link("所属", UDA, Node("自治体", "290009"))
    found.link("所属", UDA, Node("自治体", "290009"))
    found.link("上位", Node("分野", "f01-1"), FIELD)
    graph = found.tables()
    assert rows(graph, "所属") == {("292125", "290009"): {}}
    assert rows(graph, "上位") == {("f01-1", "f01"): {}}


# --- the graph as text ---------------------------------------------------------------------------------------------


def test_an_unset_property_is_absent() -> None:
    found = empty()
    found.add_node("企業", "o-x", 名称="あけぼの社", 別名=[], 業種="", 所在=None)
    assert node(found.tables(), "企業", "o-x") == {"名称": "あけぼの社"}
    assert "null" not in text(found.tables())


def test_lines_are_sorted_and_every_line_is_one_thing() -> None:
    found = empty()
    for party in (YOTSUBA, UDA):
        sign(found, party)
    lines = text(found.tables()).splitlines()
    assert len(lines) == sum(found.tables().counts().values()) == len(set(lines))
    assert [line.startswith('{"kind":"node"') for line in lines] == sorted(
        (line.startswith('{"kind":"node"') for line in lines), reverse=True
    )


@pytest.mark.parametrize(
    ("place", "order"), [("9-12", ("", 9, 12)), ("協定!7", ("協定", 7, 0)), ("", ("", 0, 0)), ("a!b!3", ("a!b", 3, 0))]
)
def test_a_position_sorts_by_its_numbers(place: str, order: tuple[str, int, int]) -> None:
    assert facts.place_order(place) == order
