"""What a picture is to show: a `Choice` of the graph, and the graph with nothing else in it.

One choice serves every kind of output (page, figure, workbook, report), so that they show the same. Choosing is pure:
a graph and a choice give a `Selection`; `chosen` makes of it what `viz.layout` and the rest draw.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from graph import asof, dates, derive
from graph.errors import UsageError
from graph.facts import Node
from graph.tables import Bucket, Tables
from viz import naming
from viz.reach import Reach

if TYPE_CHECKING:
    from viz.network import Network

RECORDS: Final = ("協定", "施策")
HUB: Final = 50
"""A body or municipality with more partners than this is shown, but the way around does not lead through it."""
DEEPEST: Final = 6


@dataclass(frozen=True, slots=True)
class Choice:
    """Conditions that hold together; the default is the whole graph.

    ``around``: a municipality or body; ``depth``: how many steps between municipality and body lead away from it;
    ``hubs``: whether the way leads on through bodies with more than `HUB` partners. ``field``: the name of a field, its
    sub-fields belong to it. ``kinds``: 種別 of agreements; measures count as their agreement. ``as_of``: a whole day
    (``2024-03-31``), '' for what is known today; ``ended``: whether what had ended by then is shown. ``ids``: the nodes
    that a question answered, ``asked``: that question in words.
    """

    around: Node | None = None
    depth: int = 1
    hubs: bool = False
    field: str = ""
    prefecture: str = ""
    kinds: tuple[str, ...] = ()
    as_of: str = ""
    ended: bool = True
    ids: frozenset[str] | None = None
    asked: str = ""


WHOLE: Final = Choice()


@dataclass(frozen=True, slots=True)
class Selection:
    """A graph with the chosen agreements and measures only, and what was left out for want of knowledge.

    Municipalities, bodies, fields and documents all stay: they are what the picture counts against. ``agreements`` and
    ``measures``: how many there were to choose from. ``undated``: records that the day leaves out because no year of
    theirs is known; ``ended``: those left out as ended; ``grounds``: agreements that meet not every condition and are
    there because a chosen measure is done under them; ``hubs``: names that the way around did not lead through.
    """

    graph: Tables
    choice: Choice
    agreements: int
    measures: int
    undated: int = 0
    ended: int = 0
    grounds: int = 0
    hubs: tuple[str, ...] = ()


def select(graph: Tables, choice: Choice) -> Tables:
    """The chosen part of a graph. Raises as `choose`."""
    return choose(graph, choice).graph


def chosen(graph: Tables, choice: Choice = WHOLE) -> Network:
    """The network of the chosen part; its ``graph["selection"]`` says what was chosen. Raises as `choose`."""
    # What only names a choice (the command's options) need not wait for networkx.
    from viz.network import build

    selection = choose(graph, choice)
    found = build(selection.graph, choice.prefecture, told=graph)
    found.graph["selection"] = replace(selection, graph=Tables())
    found.graph["around"] = _name(graph, choice.around) if choice.around else ""
    return found


def choose(graph: Tables, choice: Choice) -> Selection:
    """The chosen part of a graph, and what was left out.

    Raises `NameUnclearError` for an unknown field and `UsageError` for a body or prefecture that is not there or a depth
    out of range.
    """
    _check(graph, choice)
    total = graph.nodes["協定"].num_rows, graph.nodes["施策"].num_rows
    if replace(choice, depth=1, hubs=False, asked="") == WHOLE:
        return Selection(graph, choice, *total)
    everything = {Node(label, id) for label in RECORDS for id in graph.nodes[label]["id"].to_pylist()}
    timely, undated, ended = _timely(graph, choice, everything)
    fitting = _fitting(graph, choice, everything)
    kept, hubs = timely & fitting, frozenset[Node]()
    if choice.around:
        reach, most = Reach.of(graph), None if choice.hubs else HUB
        kept, hubs = reach.around(choice.around, choice.depth, timely & fitting, most=most)
        fitting, _ = reach.around(choice.around, choice.depth, fitting, most=most)
    allowed = timely & _of_kinds(graph, choice.kinds) if choice.kinds else timely
    under = {Node("協定", end) for start, end in _pairs(graph, _GROUND) if Node("施策", start) in kept}
    grounds = (under & allowed) - kept
    return Selection(
        _only(graph, kept | grounds),
        choice,
        *total,
        undated=len(undated & fitting),
        ended=len(ended & fitting),
        grounds=len(grounds),
        hubs=tuple(_name(graph, hub) for hub in sorted(hubs)),
    )


def _fitting(graph: Tables, choice: Choice, everything: set[Node]) -> set[Node]:
    """The records that meet the conditions other than the time and the way around a body."""
    found = everything
    if choice.kinds:
        found = found & _of_kinds(graph, choice.kinds)
    if choice.field:
        found = found & _in_field(graph, naming.field(graph, choice.field).id)
    if choice.prefecture:
        found = found & _in_prefecture(graph, choice.prefecture)
    if choice.ids is not None:
        found = found & Reach.of(graph).between(choice.ids, graph)
    return found


_GROUND: Final = Bucket("根拠", "施策", "協定")


def _check(graph: Tables, choice: Choice) -> None:
    if not 1 <= choice.depth <= DEEPEST:
        raise UsageError(f"段の数は 1 から {DEEPEST} までです: {choice.depth}")
    if choice.around and not pc.any(pc.equal(graph.nodes[choice.around.label]["id"], choice.around.id)).as_py():
        raise UsageError(f"「{choice.around.id}」という自治体・企業・団体はグラフにありません。")


def _name(graph: Tables, node: Node) -> str:
    table = graph.nodes[node.label]
    return str(table["名称"][pc.index(table["id"], node.id).as_py()].as_py() or node.id)


def _pairs(graph: Tables, bucket: Bucket) -> Iterable[tuple[str, str]]:
    table = graph.relationships[bucket]
    return zip(table["start"].to_pylist(), table["end"].to_pylist(), strict=True)


def _timely(graph: Tables, choice: Choice, everything: set[Node]) -> tuple[set[Node], set[Node], set[Node]]:
    """The records of the time, those left out because no year is known, and those left out because they had ended."""
    if not choice.as_of and choice.ended:
        return everything, set(), set()
    since = dict(_starts(graph))
    later = {
        old for new, old in _pairs(graph, Bucket("更新", "協定", "協定")) if since.get(new, "") > choice.as_of > ""
    }
    kept, undated, ended = set(), set(), set()
    for label in RECORDS:
        for row in _rows(graph, label):
            record = Node(label, row["id"])
            if not asof.begun(row, choice.as_of):
                if not asof.start(row):
                    undated.add(record)
            elif not choice.ended and asof.ended(row, choice.as_of, renewed_later=row["id"] in later):
                ended.add(record)
            else:
                kept.add(record)
    return kept, undated, ended


_TIMES: Final = {
    "協定": ("id", "締結日", "開始日", "終了日", "状態"),
    "施策": ("id", "時期", "終了時期", "段階"),
}


def _rows(graph: Tables, label: str) -> Iterable[dict[str, Any]]:
    yield from graph.nodes[label].select(list(_TIMES[label])).to_pylist()


def _starts(graph: Tables) -> Iterable[tuple[str, str]]:
    """Agreements with the day of 締結日, where its year is known."""
    table = graph.nodes["協定"]
    for id, day in zip(table["id"].to_pylist(), table["締結日"].to_pylist(), strict=True):
        if day and dates.has_year(day):
            yield id, day


def _of_kinds(graph: Tables, kinds: tuple[str, ...]) -> set[Node]:
    """Agreements of some 種別, and the measures done under them."""
    table = graph.nodes["協定"]
    known = pc.fill_null(table["種別"], "不明")
    found = set(table.filter(pc.is_in(known, pa.array(kinds)))["id"].to_pylist())
    return _with_measures(graph, {Node("協定", id) for id in found})


def _in_field(graph: Tables, field: str) -> set[Node]:
    """Records of a field or of one below it, and measures whose agreement is."""
    below = list(_pairs(graph, Bucket("上位", "分野", "分野")))
    fields = {field}
    while more := {low for low, high in below if high in fields} - fields:
        fields |= more
    tagged = {
        Node(label, start)
        for label in RECORDS
        for start, end in _pairs(graph, Bucket("対象", label, "分野"))
        if end in fields
    }
    return _with_measures(graph, tagged)


def _in_prefecture(graph: Tables, prefecture: str) -> set[Node]:
    """Records that a municipality of the prefecture is part of. Raises `UsageError` if there is no such prefecture."""
    inside = {row["id"] for row in graph.node_rows("自治体") if row.get("都道府県", row["名称"]) == prefecture}
    if not inside:
        raise UsageError(f"「{prefecture}」という都道府県はありません（例: 奈良県）")
    return {
        Node(bucket.end, end)
        for bucket in (Bucket("締結", "自治体", "協定"), Bucket("実施", "自治体", "施策"))
        for start, end in _pairs(graph, bucket)
        if start in inside
    }


def _with_measures(graph: Tables, records: set[Node]) -> set[Node]:
    return records | {Node("施策", start) for start, end in _pairs(graph, _GROUND) if Node("協定", end) in records}


def _only(graph: Tables, kept: set[Node]) -> Tables:
    """The graph with these agreements and measures and no others; 連携 is worked out again."""
    ids = {label: pa.array(sorted(node.id for node in kept if node.label == label), pa.string()) for label in RECORDS}
    found = Tables(
        {
            label: table.filter(pc.is_in(table["id"], ids[label])) if label in ids else table
            for label, table in graph.nodes.items()
        }
    )
    for bucket, table in graph.relationships.items():
        for column, label in (("start", bucket.start), ("end", bucket.end)):
            if label in ids:
                table = table.filter(pc.is_in(table[column], ids[label]))
        found.relationships[bucket] = table
    found.relationships[derive.BUCKET] = derive.collaborations(found)
    return found
