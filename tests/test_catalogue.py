"""The catalogue: every question says what it answers (that both engines answer alike: `tests.queries`)."""

from __future__ import annotations

import pytest

from graph.errors import UsageError
from queries import catalogue


@pytest.mark.parametrize("query", catalogue.catalogue().values(), ids=lambda q: q.name)
def test_a_question_is_documented_and_fixes_its_order(query: catalogue.Query) -> None:
    assert query.title
    assert query.question.endswith("。")
    assert all(meaning for _, meaning in query.columns)
    assert "ORDER BY" in query.text
    assert not query.text.startswith("\ufeff")


def test_an_unknown_argument_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match="使える引数: id"):
        catalogue.find("partners").values({"ID": "292125"})


@pytest.mark.parametrize("value", ["三", "-1", -1, True, None])
def test_a_number_that_is_none_is_refused_before_any_engine_sees_it(value: object) -> None:
    query = catalogue.parse("x", "// 題: 題\n// 問い: 問い。\n// 引数 件数 整数 = 10: 数\n// 列 n: 数\nRETURN 1 AS n")
    with pytest.raises(UsageError, match="「件数」は 0 から"):
        query.values({"件数": value})
    assert query.values({"件数": "7"}) == {"件数": 7}


def test_an_unknown_question_says_where_the_list_is() -> None:
    with pytest.raises(UsageError, match="--list"):
        catalogue.find("なし")
