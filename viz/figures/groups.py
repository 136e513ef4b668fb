"""A network too large for a sheet, made smaller step by step, without saying anything that is not in it.

First what is tied alike becomes one: records with the same parties, then municipalities or bodies with the same
records. Then municipalities become their prefectures. Last the largest groups stay and the rest is counted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, Final

from graph import model
from graph.facts import Node
from viz.network import Fact, Network, edges

MEMBERS: Final = "_members"
"""Property of a node that stands for several; the nodes themselves, sorted."""

_NAMES: Final = "_names"
"""Property of bodies or municipalities that became one: what each is called."""
_NAMED: Final = 2
_REGION: Final = "_region"
"""Property of a node that stands for a prefecture's municipalities: they become one with no others."""
_BOUND: Final = "\u00a0"
"""A space at which no line is broken."""


def members(network: Network, node: Node) -> tuple[Node, ...]:
    """What a node stands for: itself, or those that became one."""
    found: tuple[Node, ...] = network.nodes[node]["properties"].get(MEMBERS, (node,))
    return found


def count(network: Network, label: str) -> int:
    """How many nodes of a kind the network stands for."""
    return len({each for node in network for each in members(network, node) if each.label == label})


def merged(network: Network) -> Network:
    """Records with the same parties as one, then three or more municipalities or bodies with the same records."""
    network = _together(network, _by_parties(network), _records)
    regions = any(_REGION in properties for _, properties in network.nodes(data="properties"))
    for label in ("企業",) if regions else ("企業", "自治体"):
        alike = {key: nodes for key, nodes in _by_records(network, label).items() if len(nodes) > _NAMED}
        network = _together(network, alike, _names)
    return network


def by_prefecture(network: Network) -> Network:
    """Municipalities as their prefectures, and what is then tied alike as one."""
    groups: dict[Hashable, list[Node]] = defaultdict(list)
    for node in sorted(network):
        if node.label == "自治体":
            groups[_prefecture(network, node)].append(node)
    return merged(_together(network, groups, _whole_prefecture))


def prefectures(network: Network) -> int:
    """How many prefectures the municipalities are of."""
    return len({_prefecture(network, node) for node in network if node.label == "自治体"})


def _prefecture(network: Network, node: Node) -> str:
    known = network.nodes[node]["properties"]
    return str(known.get("都道府県") or known.get("名称", node.id))


def largest(network: Network) -> list[Node]:
    """The records, those that stand for most first; then those with most parties, then by id.

    Records above which another stands (its ground) come after it.
    """
    parties = Counter(fact.end for fact in edges(network) if fact.start.label in ("自治体", "企業"))
    records = [node for node in network if node.label in ("協定", "施策")]
    return sorted(records, key=lambda node: (-len(members(network, node)), -parties[node], node))


def only(network: Network, records: Iterable[Node]) -> Network:
    """The network with these records and whoever takes part in them."""
    kept = set(records)
    near = {start for start, end in network.in_edges(kept) if start.label in ("自治体", "企業")}
    found: Network = network.subgraph(kept | near).copy()
    return found


def _by_parties(network: Network) -> dict[Hashable, list[Node]]:
    found: dict[Hashable, list[Node]] = defaultdict(list)
    for node in sorted(network):
        if node.label in ("協定", "施策"):
            found[frozenset(_who(network, node))].append(node)
    return {key: nodes for key, nodes in found.items() if len(nodes) > 1}


def _who(network: Network, record: Node) -> Iterable[Hashable]:
    for start, _, fact in network.in_edges(record, data="fact"):
        if start.label in ("自治体", "企業"):
            yield start, fact.only_place


def _by_records(network: Network, label: str) -> dict[Hashable, list[Node]]:
    found: dict[Hashable, list[Node]] = defaultdict(list)
    for node in sorted(network):
        if node.label == label:
            ends = network.out_edges(node, data="fact")
            found[frozenset((end, fact.only_place) for _, end, fact in ends)].append(node)
    return found


Called = Callable[[Network, list[Node]], dict[str, Any]]


def _together(network: Network, groups: Mapping[Hashable, list[Node]], called: Called) -> Network:
    """The network with each group as one node, which has the label and id of its first."""
    of = {node: group[0] for group in groups.values() for node in group}
    found: Network = type(network)(**network.graph)
    for group in groups.values():
        all_members = tuple(sorted({each for node in group for each in members(network, node)}))
        found.add_node(group[0], properties={**called(network, group), MEMBERS: all_members}, facts=())
    for node, known in network.nodes(data=True):
        if node not in of:
            found.add_node(node, **known)
    joined: dict[tuple[Node, Node, str], list[Fact]] = defaultdict(list)
    for fact in edges(network):
        start, end = of.get(fact.start, fact.start), of.get(fact.end, fact.end)
        if start != end and (fact.type != "根拠" or (start.label, end.label) == ("施策", "協定")):
            joined[start, end, fact.type].append(fact)
    for (start, end, type_), facts in joined.items():
        entries = tuple(dict.fromkeys(entry for fact in facts for entry in fact.entries))
        found.add_edge(start, end, key=type_, fact=Fact(type_, start, end, entries))
    return found


def _records(network: Network, group: list[Node]) -> dict[str, Any]:
    """``協定 1・施策 9（実施 8、計画 1）`` and the fields that most of them are of."""
    kinds = Counter(node.label for node in group)
    stages = Counter(str(network.nodes[n]["properties"].get("段階", "不明")) for n in group if n.label == "施策")
    told = "、".join(f"{stage}{_BOUND}{stages[stage]}" for stage in model.STAGES if stages[stage])
    words = "・".join(f"{label}{_BOUND}{kinds[label]:,}" for label in ("協定", "施策") if kinds[label])
    fields = Counter(
        network.graph["fields"].get(fact.end.id, fact.end.id)
        for node in group
        for fact in network.nodes[node]["facts"]
        if fact.type == "対象"
    )
    most = [field for field, _ in sorted(fields.items(), key=lambda item: (-item[1], item[0]))]
    about = f" {most[0]}" + (f" ほか{len(most) - 1}分野" if len(most) > 1 else "") if most else ""
    common = {"段階": next(iter(stages))} if len(stages) == 1 else {}
    return {"名称": words + (f"（{told}）" if told else "") + about, **common}


def _names(network: Network, group: list[Node]) -> dict[str, Any]:
    named = tuple(name for node in group for name in _own_names(network, node))
    called = "、".join(named[:_NAMED]) + f" ほか{len(named) - _NAMED:,}"
    return {"名称": called, "都道府県": _shared(network, group), _NAMES: named}


def _own_names(network: Network, node: Node) -> tuple[str, ...]:
    known = network.nodes[node]["properties"]
    found: tuple[str, ...] = known.get(_NAMES) or (str(known.get("略称") or _name(network, node)),)
    return found


def _shared(network: Network, group: list[Node]) -> str:
    found = {str(network.nodes[node]["properties"].get("都道府県", "")) for node in group}
    return found.pop() if len(found) == 1 else ""


def _name(network: Network, node: Node) -> str:
    return str(network.nodes[node]["properties"].get("名称", node.id))


def _whole_prefecture(network: Network, group: list[Node]) -> dict[str, Any]:
    name = _prefecture(network, group[0])
    return {
        "名称": f"{name}の{len(group):,}自治体" if len(group) > 1 else _name(network, group[0]),
        "都道府県": name,
        _REGION: True,
    }
