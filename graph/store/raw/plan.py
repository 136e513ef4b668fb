"""What Neo4j itself says of a statement before it runs: only reading, and only with operators that are known to read.

The plan does not hold what stands in ``COUNT``, ``COLLECT`` or ``EXISTS {}`` within an expression, so it is no guard
alone: `words` comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from graph.errors import QueryError

FUNCTIONS: Final = (
    "SHOW FUNCTIONS YIELD name, isBuiltIn WHERE NOT isBuiltIn RETURN DISTINCT split(name, '.')[0] AS root"
)
"""First parts of the names of functions that were added to a server. No plan shows what such a function does."""

_READING: Final = """
AllNodesScan AntiSemiApply Apply Argument CacheProperties CartesianProduct Distinct EagerAggregation EmptyResult
EmptyRow Expand Expand(All) Expand(Into) Filter IntersectionNodeByLabelsScan LetAntiSemiApply LetSelectOrAntiSemiApply
LetSelectOrSemiApply LetSemiApply Limit NodeByElementIdSeek NodeByIdSeek NodeByLabelScan NodeCountFromCountStore
NodeIndexScan NodeUniqueIndexSeek NodeUniqueIndexSeekByRange Optional OptionalExpand(All) OrderedAggregation
OrderedDistinct OrderedUnion PartialSort PartialTop ProduceResults Projection RelationshipCountFromCountStore
Repeat(Trail) RollUpApply SelectOrAntiSemiApply SelectOrSemiApply SemiApply ShortestPath Skip Sort
StatefulShortestPath(Into) Top Union UnionNodeByLabelsScan Unwind ValueHashJoin VarLengthExpand VarLengthExpand(All)
VarLengthExpand(Into) VarLengthExpand(Pruning,BFS,All)
DirectedAllRelationshipsScan DirectedRelationshipTypeScan DirectedUnionRelationshipTypesScan
UndirectedAllRelationshipsScan UndirectedRelationshipTypeScan UndirectedUnionRelationshipTypesScan
"""
OPERATORS: Final = frozenset([*_READING.split(), "Repeat(All, Trail)"])
"""Operators that only read the graph, as measured on Neo4j 5.26 and 2026.08."""


def check(query_type: str | None, plan: Mapping[str, Any] | None) -> None:
    """Raises `QueryError` where a statement does anything but read the graph."""
    if query_type != "r":
        raise QueryError("書き込みや管理の文は実行できません。読むための文（MATCH … RETURN …）だけを実行できます。")
    if plan is None:
        raise QueryError("Neo4j がこの文の計画を示さないので、実行しません。")
    for operator in _operators(plan):
        if operator not in OPERATORS:
            raise QueryError(
                f"この文は、グラフを読むほかのこと（{operator}）をするかもしれないので、実行しません。"
                "手続きの呼び出し、ファイル、ほかのデータベースを使わない文にしてください。"
            )


def check_functions(text: str, added: Iterable[str]) -> None:
    """Raises `QueryError` where a text holds the first part of the name of a function that was added to the server."""
    folded = text.casefold()
    for root in added:
        if root.casefold() in folded:
            raise QueryError(
                f"「{root}」は使えません。サーバーに足された関数は、中で何をするか確かめられないので、呼び出せません。"
            )


def _operators(plan: Mapping[str, Any]) -> Iterator[str]:
    waiting = [plan]
    while waiting:
        each = waiting.pop()
        yield str(each["operatorType"]).partition("@")[0]
        waiting.extend(each.get("children", ()))
