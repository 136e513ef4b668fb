"""The picture of many: above `DRAWN` things nobody reads single lines, so they are ranked and put together.

Municipalities stand together by prefecture (within one prefecture, those with the most records for themselves), bodies
that work with the most municipalities for themselves and the rest by 区分. A crossing counts agreements and measures.
What is put together, and what is not drawn, is said with its number. Pure; `viz.overview_drawing` draws it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from graph.facts import Node
from viz import labels
from viz.network import Network
from viz.sheet import Row

DRAWN: Final = 500
"""Marks and lines of a picture that people still read one by one."""

PLACES: Final = 30
"""Municipalities that stand for themselves."""
BODIES: Final = 13
REST: Final = 6
"""Columns of bodies put together by 区分."""
LINES: Final = 120

CLASSES: Final = ((1, "1–4 件"), (5, "5–19 件"), (20, "20–99 件"), (100, "100 件以上"))
"""How much a crossing holds: least number, and in words."""


class Group(NamedTuple):
    """A row or a column: one node, or several put together under a name. ``of``: how many there are in all.

    ``rest``: those that did not come high enough to stand for themselves.
    """

    name: str
    nodes: tuple[Node, ...]
    single: bool
    records: int
    of: int = 0
    rest: bool = False

    @property
    def label(self) -> str:
        return self.nodes[0].label


class Link(NamedTuple):
    """What a row and a column have in common; ``rows``: the numbers of the table's rows."""

    left: int
    right: int
    pairs: int
    agreements: int
    measures: int
    rows: tuple[int, ...]

    @property
    def records(self) -> int:
        return self.agreements + self.measures

    @property
    def size(self) -> int:
        """Its place among `CLASSES`."""
        return max(n for n, (least, _) in enumerate(CLASSES) if self.records >= least)


@dataclass(frozen=True, slots=True)
class Overview:
    """``links`` by row and column; ``lines``: numbers of those drawn in the diagram, the strongest between groups that
    are no rest; ``unseen``: numbers of rows whose municipalities were not all looked at."""

    left: tuple[Group, ...]
    right: tuple[Group, ...]
    links: tuple[Link, ...]
    lines: tuple[int, ...]
    unseen: frozenset[int]
    things: int
    """Marks and lines that the picture of single records would have."""


def needed(network: Network) -> bool:
    """Whether the single records are too many to draw."""
    return things(network) > DRAWN


def things(network: Network) -> int:
    return int(network.number_of_nodes() + network.number_of_edges())


def gather(network: Network, rows: Sequence[Row]) -> Overview:
    """The records of a network put together."""
    shared: dict[tuple[Node, Node], list[int]] = defaultdict(list)
    for n, row in enumerate(rows):
        for place in row.municipalities:
            for body in row.bodies if not place.only_place else ():
                shared[place.start, body.start].append(n)
    left, right = _places(network, shared), _bodies(network, shared)
    home = {node: n for side in (left, right) for n, group in enumerate(side) for node in group.nodes}
    found: dict[tuple[int, int], set[int]] = defaultdict(set)
    pairs: Counter[tuple[int, int]] = Counter()
    for (one, other), records in shared.items():
        found[home[one], home[other]].update(records)
        pairs[home[one], home[other]] += 1
    links = tuple(_link(ends, pairs[ends], sorted(found[ends]), rows) for ends in sorted(found))
    named = [n for n, link in enumerate(links) if not (left[link.left].rest or right[link.right].rest)]
    strongest = sorted(named, key=lambda n: (-links[n].records, links[n][:2]))[:LINES]
    complete = network.graph["complete"]
    return Overview(
        tuple(left),
        tuple(right),
        links,
        tuple(sorted(strongest)),
        frozenset(n for n, group in enumerate(left) if not _seen(group, complete)),
        things(network),
    )


def words(overview: Overview, records: int, *, listed: bool) -> str:
    """What was put together and what is not drawn, as sentences."""
    left, right = overview.left, overview.right
    alone = sum(group.single for group in right)
    places = (
        "自治体はそのまま" if all(group.single for group in left)
        else f"自治体は記録の多い {PLACES} とほか" if any(group.single for group in left)
        else f"自治体は都道府県ごと（{len(left)}）"
    )  # fmt: skip
    bodies = f"企業・団体は相手の多い {alone} と区分ごとのほか" if alone < len(right) else "企業・団体はそのまま"
    told = f"一つずつ描くと印と線が {overview.things:,} になり（{DRAWN} を超え）読めないので、{places}、{bodies}にまとめた。"
    rest = len(overview.links) - len(overview.lines)
    if rest:
        told += f"関係図の線は件数の多い {len(overview.lines)} 組だけで、ほかの {rest:,} 組は行列の数字で示す。"
    if listed:
        return told + f"表には協定・施策 {records:,} 件をすべて並べる。"
    return told + (
        f"協定・施策 {records:,} 件は一つのファイルの表に入りきらないので、組ごとの数を並べる。一件ずつの根拠は、"
        "都道府県・自治体・企業・分野で絞った地図か、Excel のファイル（名前の終わりを .xlsx）にある。"
    )


def _seen(group: Group, complete: frozenset[str]) -> bool:
    return (group.single or len(group.nodes) == group.of) and all(node.id in complete for node in group.nodes)


def _link(ends: tuple[int, int], pairs: int, numbers: Iterable[int], rows: Sequence[Row]) -> Link:
    numbers = tuple(numbers)
    agreements = sum(rows[n].node.label == "協定" for n in numbers)
    return Link(*ends, pairs, agreements, len(numbers) - agreements, numbers)


def _records(shared: Mapping[tuple[Node, Node], Sequence[int]], at: int) -> dict[Node, set[int]]:
    found: dict[Node, set[int]] = defaultdict(set)
    for ends, records in shared.items():
        found[ends[at]].update(records)
    return found


def _group(name: str, nodes: Iterable[Node], records: Mapping[Node, set[int]], of: int) -> Group:
    nodes = tuple(sorted(nodes))
    return Group(name, nodes, False, len(set().union(*(records[node] for node in nodes))), of)


def _rest(name: str, nodes: Sequence[Node], records: Mapping[Node, set[int]]) -> Group:
    return _group(f"{name} {len(nodes):,}", nodes, records, len(nodes))._replace(rest=True)


def _single(network: Network, node: Node, records: Mapping[Node, set[int]], name: str = "") -> Group:
    return Group(
        name or str(network.nodes[node]["properties"].get("名称", node.id)), (node,), True, len(records[node]), 1
    )


def _places(network: Network, shared: Mapping[tuple[Node, Node], Sequence[int]]) -> list[Group]:
    records = _records(shared, 0)
    if len(records) <= PLACES:
        names = labels.captions(network)
        return [_single(network, node, records, names[node]) for node in sorted(records)]
    by_prefecture: dict[str, list[Node]] = defaultdict(list)
    for node in sorted(records):
        by_prefecture[_of(network, node, "都道府県")].append(node)
    sizes = network.graph["prefectures"]
    if len(by_prefecture) > 1:
        return [_group(name, nodes, records, sizes.get(name, 0)) for name, nodes in by_prefecture.items()]
    ranked = sorted(records, key=lambda node: (-len(records[node]), node))
    rest: dict[str, list[Node]] = defaultdict(list)
    for node in ranked[PLACES:]:
        rest[_of(network, node, "種別")].append(node)
    names = labels.captions(network)
    alone = [_single(network, node, records, names[node]) for node in sorted(ranked[:PLACES])]
    return alone + [_rest(f"ほかの{kind}", nodes, records) for kind, nodes in sorted(rest.items())]


def _bodies(network: Network, shared: Mapping[tuple[Node, Node], Sequence[int]]) -> list[Group]:
    records = _records(shared, 1)
    partners = Counter(body for _, body in shared)
    ranked = sorted(records, key=lambda node: (-partners[node], -len(records[node]), node))
    alone = [_single(network, node, records) for node in ranked[:BODIES]]
    rest: dict[str, list[Node]] = defaultdict(list)
    for node in ranked[BODIES:]:
        rest[_of(network, node, "区分")].append(node)
    kinds = sorted(rest, key=lambda kind: (-len(rest[kind]), kind))
    if len(kinds) > REST:
        rest["そのほか"] = [node for kind in kinds[REST - 1 :] for node in rest[kind]]
        kinds = [*kinds[: REST - 1], "そのほか"]
    return alone + [_rest(kind if kind == "そのほか" else f"ほかの{kind}", rest[kind], records) for kind in kinds]


def _of(network: Network, node: Node, key: str) -> str:
    properties: Mapping[str, Any] = network.nodes[node]["properties"]
    return str(properties.get(key) or ("団体" if key == "区分" else properties.get("名称", node.id)))
