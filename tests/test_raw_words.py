"""The rule over the words alone: what it refuses, what it says, and what it lets through."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from graph.errors import QueryError
from graph.store.raw import plan, words
from graph.store.raw.limits import LENGTH, Limits, check_parameters
from graph.store.raw.messages import translated

ENGINES = ("embedded", "neo4j")


def refused(text: str, engine: str) -> str:
    with pytest.raises(QueryError) as caught:
        words.check(text, engine)
    return caught.value.detail


def test_a_refused_word_is_named_with_its_place_and_the_reason() -> None:
    assert refused("MATCH (n)\nRETURN n; CREATE (m)", "embedded").startswith(
        "「CREATE」は使えません（2 行目 11 文字目、書き込み）。"
    )
    assert "「LOAD」は使えません（1 行目 14 文字目、ファイルと通信）" in refused("RETURN 'ß' /*load csv*/", "neo4j")
    assert "語を隠す書き方" in refused("RETURN '\\u0041' AS x", "neo4j")


def test_words_in_strings_and_comments_are_refused_too() -> None:
    for text in ("RETURN 'copy' AS x", "RETURN 1 AS x // use", "/* set */ RETURN 1 AS x", 'RETURN "//" AS x; drop'):
        refused(text, "embedded")
    for text in ("RETURN 'load' AS x", "RETURN 1 AS x // use it", "/* show */ RETURN 1 AS x"):
        refused(text, "neo4j")


def test_a_part_of_a_longer_word_is_no_word() -> None:
    assert words.check("MATCH (n) RETURN n.offset AS x, n.created_at AS y", "embedded")
    assert words.check("MATCH (n) RETURN n.reuse AS x, n.recall AS y, n.userid AS z", "neo4j")
    assert words.check("RETURN 'コピー、ロード、作成' AS x", "embedded")


def test_japanese_letters_do_not_hide_a_word() -> None:
    for text in ("MATCH (n)CREATE名(m)", "企SET", "RETURN 1　DROP"):
        refused(text, "embedded")
    refused("RETURN 1 AS 名　USE 他", "neo4j")


def test_a_call_of_a_subquery_is_allowed_and_of_a_procedure_is_not() -> None:
    assert words.check("CALL { MATCH (n) RETURN n } RETURN n", "neo4j")
    assert words.check("MATCH (n) CALL (n) { RETURN 1 AS x } RETURN x", "neo4j")
    for text in ("CALL db.labels()", "call\tdb.labels()", "CALL/**/db.labels()", "CALL `db`.labels()"):
        refused(text, "neo4j")


def test_only_reading_statements_begin_a_text_whatever_stands_before() -> None:
    for text in ("MATCH (n) RETURN n", " // 見出し\n/* 注 */ match (n) RETURN n;", "\u3000RETURN 1 AS x"):
        assert words.check(text, "embedded")
    for text in ("SUMMARIZE x", "STANDALONE", "( MATCH )", "`MATCH`", "// MATCH (n) RETURN n", "MATCHING (n)"):
        refused(text, "embedded")


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_too_long_or_too_deep_is_refused_before_any_engine_sees_it(engine: str) -> None:
    assert "長すぎます" in refused("RETURN '" + "x" * LENGTH + "' AS x", engine)
    assert "30 重まで" in refused("RETURN " + "[" * 31 + "]" * 31 + " AS x", engine)
    assert words.check("RETURN " + "[" * 30 + "1" + "]" * 30 + " AS x", engine)
    assert words.check("RETURN '" + "(" * 100 + "' AS x", engine), "in a string a bracket nests nothing"
    assert "込み入りすぎ" in refused("RETURN " + "NOT " * 51 + "true AS x", engine)
    assert "込み入りすぎ" in refused("RETURN [" + "[1], " * 300 + "[1]] AS x", engine)
    assert "U+0000" in refused("RETURN 1\x00", engine)
    assert "文がありません" in refused(" \n", engine)


@settings(max_examples=200, deadline=None)
@given(some.text(max_size=300), some.sampled_from(ENGINES))
def test_any_text_is_answered_or_refused_in_japanese(text: str, engine: str) -> None:
    try:
        assert words.check(text, engine) == text.rstrip().removesuffix(";")
    except QueryError as error:
        assert "。" in error.detail  # noqa: PT017 - both outcomes are right


@settings(max_examples=200, deadline=None)
@given(
    some.sampled_from(["CREATE", "SET", "COPY", "LOAD", "CALL", "DELETE", "MERGE", "CHECKPOINT", "INSTALL"]),
    some.text(some.characters(exclude_categories=["Cs"]), max_size=20),
    some.text(some.characters(exclude_categories=["Cs"]), max_size=20),
    some.lists(some.booleans(), min_size=10, max_size=10),
)
def test_a_refused_word_is_found_between_any_signs(word: str, before: str, after: str, lower: list[bool]) -> None:
    mixed = "".join(c.lower() if low else c for c, low in zip(word, lower, strict=False))
    text = f"RETURN 1 AS x {before} {mixed} {after}"
    refused(text, "embedded")


def plans(*operators: str) -> dict[str, object]:
    return {"operatorType": operators[0], "children": [plans(*operators[1:])] if operators[1:] else []}


def test_a_plan_may_only_hold_operators_that_are_known_to_read() -> None:
    plan.check("r", plans("ProduceResults@neo4j", "Repeat(All, Trail)@neo4j", "NodeByLabelScan@neo4j"))
    for operators in (("ProduceResults@neo4j", "LoadCSV@neo4j"), ("ProcedureCall@neo4j",), ("TransactionApply@neo4j",)):
        with pytest.raises(QueryError, match=operators[-1].partition("@")[0]):
            plan.check("r", plans(*operators))
    for kind in ("rw", "w", "s", None):
        with pytest.raises(QueryError, match="読むための文"):
            plan.check(kind, plans("ProduceResults@neo4j"))
    with pytest.raises(QueryError, match="計画"):
        plan.check("r", None)


def test_functions_that_were_added_to_a_server_are_refused_by_the_first_part_of_their_name() -> None:
    plan.check_functions("MATCH (n) RETURN n.名称 AS x, date.truncate('year', date()) AS y", ["apoc", "gds"])
    for text in ("RETURN apoc.cypher.runFirstColumnSingle('…', {}) AS x", "RETURN `aPoC`/**/.x() AS y"):
        with pytest.raises(QueryError, match="「apoc」は使えません"):
            plan.check_functions(text, ["apoc"])


def test_parameters_have_a_size_and_are_values_that_json_knows() -> None:
    check_parameters({"県": "奈良県", "並び": [1, 2.5, True, None], "組": {"a": "b"}})
    with pytest.raises(QueryError, match="引数が大きすぎます"):
        check_parameters({"x": "あ" * 500_000})
    with pytest.raises(QueryError, match="引数の値は"):
        check_parameters({"x": {1, 2}})


def test_what_engines_say_becomes_a_place_and_a_reason() -> None:
    limits = Limits(seconds=3)
    said = 'Parser exception: Invalid input <RETUN>: expected rule (line: 2, offset: 4)\n"RETUN 1"\n ^^^^^'
    assert "（2 行目 5 文字目）" in translated("RuntimeError", said, limits).detail
    said = "Invalid input 'RETUN' (line 1, column 9 (offset: 8))\n\"EXPLAIN RETUN\""
    assert "（1 行目 1 文字目）" in translated("…SyntaxError", said, limits, explained=True).detail
    assert "^" not in translated("…SyntaxError", said, limits).detail
    assert "時間切れ" in translated("RuntimeError", "Interrupted.", limits).detail
    assert "メモリー" in translated("memory", "", limits).detail
