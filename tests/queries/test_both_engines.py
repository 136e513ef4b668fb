"""Both engines give equal rows in equal order, whatever is asked."""

from __future__ import annotations

import pytest

from graph.errors import RenkeiError
from queries.catalogue import catalogue
from tests.queries.conftest import Answers


@pytest.mark.parametrize("query", catalogue())
def test_both_engines_give_equal_rows_in_equal_order(query: str, answers: Answers, embedded_answers: Answers) -> None:
    graphs = {graph for graph, _, _ in answers}
    assert "world" in graphs
    mine = {key: rows for key, rows in answers.items() if key[1] == query}
    others = {key: embedded_answers[key] for key in mine}
    assert {graph for graph, _, _ in mine} >= graphs - {"world"}, "there only what has to be shown is asked"
    refused = {given: str(rows) for given, rows in mine.items() if isinstance(rows, RenkeiError)}
    assert not refused
    assert mine == others


@pytest.mark.parametrize("query", catalogue())
def test_every_question_answers_something_somewhere(query: str, embedded_answers: Answers) -> None:
    found = [rows for key, rows in embedded_answers.items() if key[1] == query and not isinstance(rows, RenkeiError)]
    assert any(rows.rows for rows in found)


@pytest.mark.neo4j
def test_the_texts_for_neo4j_browser_are_among_them(lts_answers: Answers) -> None:
    assert {name for graph, name, _ in lts_answers if graph == "shipped"} == set(catalogue())
