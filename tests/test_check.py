"""Checking all files of all layers together: layers, identity, decisions, new organisations, and the shipped data."""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from graph import model, tables
from graph.errors import Problem
from loaders import registry
from loaders.check import check
from loaders.evidence import Originals
from tests import factory
from tests.factory import DATA, NOTE, PRESS, ROOT, Desk, line, node, rows, spoil, told


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.make(tmp_path)


def decide(desk: Desk, *ids: str, verdict: str = "同じ", day: str = "2026-04-01") -> None:
    """A line in the user's log of decisions."""
    path = desk.user / "decisions.jsonl"
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    entry = f'{{"日付": "{day}", "記録者": "政策課", "種類": "同一", "対象": ["{ids[0]}", "{ids[1]}"], "判断": "{verdict}"}}\n'
    desk.put(before + entry, "decisions.jsonl")


# --- layers --------------------------------------------------------------------------------------------------------


def test_the_users_files_lie_over_the_shipped_ones(desk: Desk) -> None:
    desk.write(PRESS, layer=desk.shipped)
    desk.write(spoil(NOTE, "  種別: 災害時応援協定", "  種別: 災害時応援協定\n  更新: [k-mimamori]"), "note.yaml")
    checked = desk.check()
    assert checked.problems == []
    assert checked.documents == 2
    assert set(rows(checked.facts.tables(), "更新")) == {("k-saigai", "k-mimamori")}


def test_a_user_without_a_folder_sees_the_shipped_data(desk: Desk) -> None:
    desk.write(PRESS, layer=desk.shipped)
    desk.user.rmdir()
    assert desk.check().documents == 1


def test_a_user_may_add_fields_of_policy_below_the_shipped_ones(desk: Desk) -> None:
    desk.put('形式: "1"\n分野:\n- id: u1\n  名称: 声かけ\n  上位: f06\n', "fields.yaml")
    desk.write(spoil(PRESS, "名称: 高齢者・障害者・見守り", "名称: 声かけ"))
    graph = desk.graph()
    assert ("k-mimamori", "u1") in rows(graph, "対象")
    assert ("u1", "f06") in rows(graph, "上位")
    assert node(graph, "分野", "u1") == {"名称": "声かけ", "階層": 2}


@pytest.mark.parametrize(
    ("text", "field", "says"),
    [
        ('形式: "1"\n分野:\n- id: f06\n  名称: 声かけ\n', "分野[1].id", "f06"),
        ('形式: "1"\n分野:\n- id: u1\n  名称: 声かけ\n  上位: f99\n', "分野[1].id", "f99"),
        (
            '形式: "1"\n分野:\n- {id: u1, 名称: 声かけ, 上位: f06}\n- {id: u2, 名称: 朝の声かけ, 上位: u1}\n',
            "分野[2].id",
            "u1",
        ),
        ('形式: "1"\n分野:\n- id: u1\n', "分野[1].名称", "名称"),
        ("- id: u1\n  名称: 声かけ\n", "", ""),
    ],
    ids=["an id twice", "an unknown parent", "a third level", "no name", "a list"],
)
def test_a_field_of_policy_that_does_not_fit_is_refused(desk: Desk, text: str, field: str, says: str) -> None:
    path = desk.put(text, "fields.yaml")
    [problem] = desk.check().problems
    assert problem.file.endswith(path.name)
    assert problem.field == field
    assert says in problem.what
    assert problem.remedy


def test_every_local_government_is_in_the_graph_whether_or_not_a_fact_mentions_it(desk: Desk) -> None:
    graph = desk.graph()
    counts = graph.counts()
    assert (counts["自治体"], counts["所属"], counts["文書"]) == (1788, 1741, 0)
    assert node(graph, "自治体", "292125")["名称"] == "奈良県宇陀市"


# --- ids -----------------------------------------------------------------------------------------------------------


def test_an_id_twice_in_one_file_is_refused_with_the_other_place(desk: Desk) -> None:
    path = desk.write(spoil(PRESS, "- id: m-soudan", "- id: m-koekake"))
    problem = told(desk.check().problems, "m-koekake")
    first, second = [
        n for n, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if "id: m-koekake" in text
    ]
    assert (problem.line, problem.field) == (second, "施策[2].id")
    assert f"press.yaml:{first}" in problem.what


def test_one_id_for_an_agreement_and_a_measure_is_refused(desk: Desk) -> None:
    desk.write(spoil(PRESS, "- id: m-soudan", "- id: k-mimamori"))
    assert told(desk.check().problems, "k-mimamori").field == "施策[2].id"


@pytest.mark.parametrize("shipped", [True, False], ids=["across layers", "across files"])
@pytest.mark.parametrize(("mine", "field"), [("k-mimamori", "協定[1].id"), ("d-press", "文書.id")])
def test_an_id_that_another_file_uses_is_refused(desk: Desk, shipped: bool, mine: str, field: str) -> None:
    first = desk.write(PRESS, "a.yaml", layer=desk.shipped if shipped else desk.user)
    path = desk.write(spoil(NOTE, "d-note" if mine == "d-press" else "k-saigai", mine), "b.yaml")
    problem = told(desk.check().problems, f"id「{mine}」")
    assert (problem.file.endswith("b.yaml"), problem.field) == (True, field)
    assert problem.line == line(path, f"id: {mine}")
    assert f"a.yaml:{line(first, f'id: {mine}')}" in problem.what


# --- what is not yet confirmed -------------------------------------------------------------------------------------


def test_what_nobody_has_confirmed_stays_out(desk: Desk) -> None:
    desk.write(spoil(PRESS, "  確度: 推定\n", "  確度: 推定\n  確認: 未\n"))
    checked = desk.check()
    assert (checked.problems, checked.unconfirmed) == ([], 1)
    graph = checked.facts.tables()
    assert {row["id"] for row in graph.node_rows("施策")} == {"m-koekake"}
    assert "m-soudan" not in b"".join(tables.jsonl(graph)).decode()


def test_a_draft_that_nobody_has_looked_at_is_no_document_of_the_graph(desk: Desk) -> None:
    desk.write(spoil(NOTE, "- id: k-saigai\n", "- id: k-saigai\n  確認: 未\n"))
    checked = desk.check()
    assert (checked.problems, checked.unconfirmed) == ([], 1)
    assert list(checked.facts.tables().node_rows("文書")) == []


def test_what_a_document_covers_waits_for_its_own_confirmation(desk: Desk) -> None:
    issued = "発行:\n- 自治体: 奈良県宇陀市\n収録:\n- 自治体: 奈良県宇陀市\n"
    desk.write(spoil(PRESS, issued, issued.replace("宇陀市\n", "宇陀市\n  確認: 未\n")))
    checked = desk.check()
    assert checked.unconfirmed == 2
    graph = checked.facts.tables()
    assert (rows(graph, "収録"), rows(graph, "発行")) == ({}, {})
    assert [row["id"] for row in graph.node_rows("協定")] == ["k-mimamori"]


def test_an_unconfirmed_company_does_not_enter_the_registry(desk: Desk) -> None:
    text = spoil(PRESS, "  - 名称: みなも信用金庫", "  - 名称: 株式会社ひいらぎ測量")
    desk.write(spoil(text, "  確度: 推定\n", "  確度: 推定\n  確認: 未\n"))
    assert desk.check().new == {}


def test_a_confirmed_measure_under_an_unconfirmed_agreement_is_told_so(desk: Desk) -> None:
    desk.write(spoil(PRESS, "  種別: 見守り協定\n", "  種別: 見守り協定\n  確認: 未\n"))
    [problem] = desk.check().problems
    assert problem.field == "施策[1].協定"
    assert "確認" in problem.what + problem.remedy
    assert "どのファイルにもありません" not in problem.what


# --- organisations that no registry knows --------------------------------------------------------------------------


def test_an_unknown_organisation_is_a_warning_and_gets_an_id_for_life(desk: Desk) -> None:
    path = desk.write(spoil(PRESS, "  - 名称: みなも信用金庫", "  - 名称: ㈱ひいらぎ測量"))
    checked = desk.check()
    [problem] = checked.problems
    assert problem.warning
    assert (problem.line, problem.field) == (line(path, "㈱ひいらぎ測量"), "施策[2].企業[1]")
    assert list(checked.new) == ["o-pcwzveqe"]
    assert ("o-pcwzveqe", "m-soudan") in rows(checked.facts.tables(), "参画")

    registry.append(desk.user, checked.new.values())
    again = desk.check()
    assert (again.problems, again.new) == ([], {})
    assert b"".join(tables.jsonl(again.facts.tables())) == b"".join(tables.jsonl(checked.facts.tables()))


def test_two_spellings_of_a_new_organisation_are_one(desk: Desk) -> None:
    text = spoil(PRESS, "  - 名称: みなも信用金庫", "  - 名称: ㈱ひいらぎ測量")
    desk.write(
        spoil(text, "  - 名称: 株式会社よつば配送便\n    役割: 提供", "  - 名称: 株式会社 ひいらぎ測量\n    役割: 提供")
    )
    checked = desk.check()
    assert len(checked.problems) == len(checked.new) == 1


def test_a_name_that_looks_like_a_known_one_is_shown_with_it(desk: Desk) -> None:
    desk.write(spoil(PRESS, "  - 名称: みなも信用金庫", "  - 名称: 株式会社よつば配達便"))
    [problem] = desk.check().problems
    assert "株式会社よつば配送便" in problem.remedy


def test_a_bare_name_beside_its_full_name_is_noticed_though_both_are_new(desk: Desk) -> None:
    text = spoil(PRESS, "  - 名称: みなも信用金庫", "  - 名称: ひいらぎ測量")
    desk.write(
        spoil(text, "  - 名称: 株式会社よつば配送便\n    役割: 提供", "  - 名称: 株式会社ひいらぎ測量\n    役割: 提供")
    )
    assert any("ひいらぎ測量" in problem.remedy for problem in desk.check().problems)


def test_a_name_that_a_body_gave_up_is_not_given_its_id_again(desk: Desk) -> None:
    renamed = '形式: "1"\n組織:\n- id: o-pcwzveqe\n  名称: 株式会社ひいらぎ技研\n'
    desk.put(renamed, "organisations.yaml")
    desk.write(spoil(PRESS, "  - 名称: みなも信用金庫", "  - 名称: 株式会社ひいらぎ測量"))
    problem = told(desk.check().problems, "株式会社ひいらぎ技研")
    assert not problem.warning
    assert "別名" in problem.remedy


# --- when sources differ -------------------------------------------------------------------------------------------


def second_source(desk: Desk, date: str = "2023-11-10", certainty: str = "明示") -> None:
    """Another document about the agreement of the press release, which people have decided to be the same."""
    text = spoil(
        spoil(NOTE, "  締結日: 2019-09", f"  締結日: {date}\n  確度: {certainty}"), "栃木県益子町", "奈良県宇陀市"
    )
    desk.write(
        spoil(
            text,
            "  名称: 災害時の物資の運搬に関する協定\n  種別: 災害時応援協定\n",
            "  名称: 地域の見守りに関する協定\n",
        ),
        "note.yaml",
    )
    desk.write(PRESS)
    decide(desk, "k-saigai", "k-mimamori")


def test_a_decision_makes_two_records_one(desk: Desk) -> None:
    second_source(desk, "2023-11")
    checked = desk.check()
    assert checked.problems == []
    graph = checked.facts.tables()
    assert {row["id"] for row in graph.node_rows("協定")} == {"k-mimamori"}
    assert set(rows(graph, "締結")["292125", "k-mimamori"]["文書"]) == {"d-note", "d-press"}
    assert node(graph, "協定", "k-mimamori")["締結日"] == "2023-11-08"
    assert set(rows(graph, "根拠")) == {("m-koekake", "k-mimamori")}


def test_references_follow_a_decision(desk: Desk) -> None:
    second_source(desk, "2023-11")
    decide(desk, "a-first", "k-saigai")
    desk.write(
        spoil(NOTE.replace("d-note", "d-first"), "k-saigai", "a-first").replace("2019-09", "2023-11"), "first.yaml"
    )
    graph = desk.check().facts.tables()
    assert {row["id"] for row in graph.node_rows("協定")} == {"a-first"}
    assert set(rows(graph, "根拠")) == {("m-koekake", "a-first")}


def test_a_decision_can_be_taken_back(desk: Desk) -> None:
    second_source(desk)
    decide(desk, "k-mimamori", "k-saigai", verdict="取消", day="2026-05-01")
    assert len(list(desk.graph().node_rows("協定"))) == 2


@pytest.mark.parametrize("order", [1, -1], ids=["in order", "the other way round"])
def test_the_latest_decision_counts_however_the_logs_were_put_together(desk: Desk, order: int) -> None:
    second_source(desk)
    desk.put("", "decisions.jsonl")
    for day, verdict in [("2026-04-01", "同じ"), ("2026-05-01", "別")][::order]:
        decide(desk, "k-saigai", "k-mimamori", verdict=verdict, day=day)
    assert len(list(desk.graph().node_rows("協定"))) == 2


def test_a_contradiction_is_reported_until_a_person_decides(desk: Desk) -> None:
    second_source(desk)
    [problem] = desk.check().problems
    assert problem.warning
    assert (problem.field, problem.line > 0) == ("締結日", True)
    assert "2023-11-08（文書 d-press）" in problem.what
    assert "2023-11-10（文書 d-note）" in problem.what
    second_source(desk, certainty="要確認")
    assert desk.check().problems == []
    assert node(desk.graph(), "協定", "k-mimamori")["締結日"] == "2023-11-08"


def test_a_contradiction_under_an_id_that_only_a_decision_names_is_reported_too(desk: Desk) -> None:
    second_source(desk)
    decide(desk, "a-gone", "k-saigai")
    assert told(desk.check().problems, "締結日").warning


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("\n{}\n", 2),
        ('{"日付": "2026-04-01"\n', 1),
        ('{"日付": "2026-04-01", "種類": "同一", "対象": ["a"], "判断": "同じ"}\n', 1),
        ('{"日付": "2026-04-01", "種類": "同一", "対象": ["a", "b"], "判断": "たぶん"}\n', 1),
        ('{"日付": "昨日", "種類": "同一", "対象": ["a", "b"], "判断": "同じ"}\n', 1),
        ("[]\n", 1),
        ('{"記録者": "政策課"}\n'.encode("cp932"), 1),
    ],
    ids=["an empty entry", "no JSON", "one id", "an unknown verdict", "no date", "a list", "Shift_JIS"],
)
def test_a_decision_that_cannot_be_read_is_refused_with_its_line(desk: Desk, text: str | bytes, at: int) -> None:
    desk.put(text, "decisions.jsonl")
    [problem] = desk.check().problems
    assert problem.file.endswith("decisions.jsonl")
    assert (problem.line, problem.warning) == (at, False)
    assert problem.remedy


def test_a_decision_about_an_id_that_no_file_has_is_noticed(desk: Desk) -> None:
    desk.write()
    decide(desk, "k-mimamori", "k-mimamoru")
    assert any("k-mimamoru" in problem.what for problem in desk.check().problems)


# --- one mistake is told once --------------------------------------------------------------------------------------


def test_a_broken_file_does_not_make_good_files_look_wrong(desk: Desk) -> None:
    desk.write(spoil(PRESS, "  種別: プレスリリース", "  種類: プレスリリース"), "a.yaml")
    desk.write(spoil(NOTE, "  種別: 災害時応援協定", "  種別: 災害時応援協定\n  更新: [k-mimamori]"), "b.yaml")
    assert {Path(problem.file).name for problem in desk.check().problems} == {"a.yaml"}


def test_the_same_files_give_the_same_graph_and_the_same_problems(desk: Desk) -> None:
    desk.write(PRESS, "b.yaml")
    desk.write(spoil(NOTE, "株式会社よつば配送便", "株式会社ひいらぎ測量"), "a.yaml")
    first, second = desk.check(), desk.check()
    assert first.problems == second.problems
    assert list(tables.jsonl(first.facts.tables())) == list(tables.jsonl(second.facts.tables()))


def test_the_names_of_files_do_not_matter(desk: Desk) -> None:
    second_source(desk)
    before = b"".join(tables.jsonl(desk.graph()))
    (desk.user / "documents" / "note.yaml").rename(desk.user / "documents" / "zzz.yaml")
    assert b"".join(tables.jsonl(desk.graph())) == before


# --- the shipped data ----------------------------------------------------------------------------------------------

SOURCES = Path(os.environ.get("RENKEI_SOURCES") or ROOT.parent / "shared" / "sources")


def test_the_shipped_data_has_no_problem_at_all() -> None:
    checked = factory.shipped()
    assert checked.problems == []
    assert (checked.new, checked.unconfirmed, checked.documents) == ({}, 0, 5)


@pytest.mark.skipif(not SOURCES.is_dir(), reason="the originals are not at hand (RENKEI_SOURCES)")
def test_every_quote_of_the_shipped_data_stands_in_its_original() -> None:
    checked = check(DATA, DATA, Originals(SOURCES))
    assert checked.problems == []
    assert checked.without_original == []
    entries = [entry for kind in STATED for _, entry in shipped_entries(kind, checked.facts.tables())]
    assert len(entries) > 3000
    assert all(entry["引用"] for entry in entries)


def test_no_words_of_the_originals_are_in_the_shipped_data() -> None:
    for kind in STATED:
        assert not [entry for _, entry in shipped_entries(kind) if entry["引用"]]
    for path in (DATA / "documents").glob("*.yaml"):
        assert "引用:" not in path.read_text(encoding="utf-8")


STATED = [kind.name for kind in model.RELATIONSHIPS if kind.evidence]


def shipped_entries(kind: str, graph: tables.Tables | None = None) -> list[tuple[tuple[str, str], dict[str, str]]]:
    """Every entry of every relationship of a type: its ends, and column → value."""
    return [
        (ends, dict(zip(row, values, strict=True)))
        for ends, row in rows(graph or factory.shipped_graph(), kind).items()
        for values in zip(*row.values(), strict=True)
    ]


def test_the_shipped_graph_has_all_local_governments_and_every_end_exists() -> None:
    graph = factory.shipped_graph()
    assert graph.counts()["自治体"] == 1788
    nodes = {(label, row["id"]) for label in graph.nodes for row in graph.node_rows(label)}
    for bucket, table in graph.relationships.items():
        for row in tables.rows(table):
            assert (bucket.start, row["start"]) in nodes
            assert (bucket.end, row["end"]) in nodes


def test_each_of_the_five_agreements_of_the_mechanism_has_18_partners_and_one_municipality() -> None:
    parties = Counter(
        (pact, "自治体" if who.isdecimal() else "企業") for who, pact in rows(factory.shipped_graph(), "締結")
    )
    large = {pact for (pact, label), count in parties.items() if label == "企業" and count == 18}
    assert len(large) == 5
    assert all(parties[pact, "自治体"] == 1 for pact in large)
    towns = {who for who, pact in rows(factory.shipped_graph(), "締結") if pact in large and who.isdecimal()}
    assert len(towns) == 5


@pytest.mark.parametrize("label", ["協定", "施策"])
def test_every_agreement_and_measure_has_its_facts_and_every_fact_its_place(label: str) -> None:
    graph = factory.shipped_graph()
    told_of = {ends[0] for ends in rows(graph, "記載")}
    joined = {ends[1] for kind in ("締結", "実施", "参画") for ends in rows(graph, kind)}
    ids = {row["id"] for row in graph.node_rows(label)}
    assert ids <= told_of
    assert ids <= joined
    # 発行 and 収録 may rest on the document as a whole.
    for kind in set(STATED) - {"発行", "収録"}:
        for ends, entry in shipped_entries(kind):
            assert re.fullmatch(r"\d+-\d+", entry["位置"]), (kind, ends)
            assert entry["要旨"], (kind, ends)
            assert entry["文書"], (kind, ends)


def test_what_is_inferred_or_doubtful_says_why() -> None:
    silent = [
        (kind, ends) for kind in STATED for ends, e in shipped_entries(kind) if e["確度"] != "明示" and not e["注記"]
    ]
    assert silent == []


PERSONAL = re.compile(
    r"(?<!\d)0\d{1,4}[-(\s]?\d{1,4}[-)\s]\d{3,4}(?!\d)|(?<!\d)0[5789]0\d{8}(?!\d)|[\w.+-]+@[\w-]+\.\w+|℡|TEL"
)


def personal(text: str) -> list[str]:
    """What looks like a telephone number or a mail address, in any width and with any dash."""
    plain = re.sub(r"[‐‑‒–—―−－ー]", "-", unicodedata.normalize("NFKC", text))
    return list(PERSONAL.findall(re.sub(r'(位置|照合|sha256): "?[\w-]+"?', "", plain)))


def test_there_are_no_telephone_numbers_or_mail_addresses() -> None:
    for path in [*(DATA / "documents").glob("*.yaml"), DATA / "organisations.yaml"]:
        assert personal(path.read_text(encoding="utf-8")) == []


@pytest.mark.skipif(not SOURCES.is_dir(), reason="the originals are not at hand (RENKEI_SOURCES)")
def test_there_are_none_in_the_quotes_either() -> None:
    graph = check(DATA, DATA, Originals(SOURCES)).facts.tables()
    assert personal("\n".join(entry["引用"] for kind in STATED for _, entry in shipped_entries(kind, graph))) == []


def test_no_word_outside_the_vocabularies_is_in_the_shipped_graph() -> None:
    graph = factory.shipped_graph()
    for label in model.LABELS:
        for prop in label.properties:
            if prop.choices:
                values = {row[prop.name] for row in graph.node_rows(label.name) if prop.name in row}
                assert values <= set(prop.choices)
    for kind in STATED:
        closed = {prop.name: {"", *prop.choices} for prop in model.RELATIONSHIP[kind].columns if prop.choices}
        for _, entry in shipped_entries(kind):
            assert all(entry[name] in choices for name, choices in closed.items())


def test_a_problem_sorts_by_file_and_line() -> None:
    late, early = (Problem("a.yaml", n, "", "何か", "何とか") for n in (20, 3))
    assert sorted([late, early]) == [early, late]
