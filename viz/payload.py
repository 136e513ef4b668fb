"""What the page's script knows: nodes, facts, passages and documents as plain values, never as HTML."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from markupsafe import Markup

from graph.facts import Node
from viz import drawing, marks, scope
from viz.citations import Citations, place_words
from viz.layout import LEADING, Layout
from viz.network import Fact, Network
from viz.sheet import Row

_ESCAPES: Final = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def inert(value: Any) -> Markup:
    """JSON that cannot end its script element, whatever the names of people and companies contain."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_ESCAPES))  # noqa: S704 - escaped on this line


def payload(
    network: Network, layout: Layout, citations: Citations, rows: Sequence[Row], numbers: Mapping[Node, int]
) -> dict[str, Any]:
    """All that the drawer, the search and the canvas need. Nodes are known by their number."""
    by_record = {row.node: n for n, row in enumerate(rows)}
    return {
        "nodes": [_node(network, layout, label, by_record) for label in drawing.labels(network, layout)],
        "facts": [_fact(network, citations, fact, numbers) for fact in citations.facts],
        "rows": [_row(citations, row, numbers) for row in rows],
        "passages": [[p.document, place_words(p.place), p.quote] for p in citations.passages],
        "documents": {
            id: {"title": document.get("題名", id), "about": scope.facts_of(document)}
            for id, document in network.graph["documents"].items()
        },
        "leaders": _leaders(network, layout, numbers),
        "flags": [
            [citations.index(line.route.fact), *line.flag_at, line.stroke.flag]
            for line in drawing.lines(network, layout)
            if line.stroke.flag
        ],
        "marks": {name: marks.address(name) for name in marks.NAMES},
        "heads": drawing.heads(network, layout),
        "leading": LEADING,
    }


def _leaders(network: Network, layout: Layout, numbers: Mapping[Node, int]) -> list[list[Any]]:
    """Straight pieces that several lines share: (record, dash, ends); of an agreement's trunks only the longest."""
    found: dict[tuple[int, bool], list[Any]] = {}
    for line in drawing.lines(network, layout):
        route = line.route
        if not route.leader and route.shape != "elbow":
            continue
        ends = [*route.leader, *route.end] if route.leader else [*route.start, route.start[0], route.end[1]]
        key = numbers[route.fact.end], route.shape == "elbow"
        if key not in found or found[key][2] < ends:
            found[key] = [key[0], line.stroke.dash, ends]
    return list(found.values())


def _node(network: Network, layout: Layout, label: drawing.Label, by_record: Mapping[Node, int]) -> dict[str, Any]:
    properties = network.nodes[label.node]["properties"]
    spot = layout.spots[label.node]
    x = layout.label_x(label.node)
    left, right = min(x, label.x - 10), max(x + spot.width, label.x + 10)
    return {
        "kind": label.node.label,
        "id": label.node.id,
        "name": properties.get("名称", label.node.id),
        "mark": label.mark,
        "x": label.x,
        "y": label.y,
        "anchor": label.anchor,
        "lines": label.lines,
        "box": [round(left, 1), round(spot.top, 1), round(right, 1), round(spot.top + spot.height, 1)],
        "row": by_record.get(label.node),
        "text": _searched(properties),
    }


def _searched(properties: Mapping[str, Any]) -> str:
    keys = ("名称", "略称", "読み", "都道府県", "別名", "サービス名", "概要", "枠組み", "相手方表記", "種別", "区分")
    found = (properties.get(key) or () for key in keys)
    return " ".join(value if isinstance(value, str) else " ".join(value) for value in found if value)


def _fact(network: Network, citations: Citations, fact: Fact, numbers: Mapping[Node, int]) -> dict[str, Any]:
    other = {"文書": "", "分野": network.graph["fields"].get(fact.end.id, "")}.get(fact.end.label)
    return {
        "type": fact.type,
        "from": numbers[fact.start],
        "to": numbers.get(fact.end),
        "field": other or "",
        "certainty": fact.certainty,
        "roles": fact.own("役割"),
        "entries": [[citations.number(e), e.certainty, e.gist, e.said, e.note, dict(e.own)] for e in fact.entries],
    }


def _row(citations: Citations, row: Row, numbers: Mapping[Node, int]) -> dict[str, Any]:
    parties = (*row.municipalities, *row.bodies)
    return {
        "node": numbers[row.node],
        "stage": row.stage,
        "word": row.word,
        "when": row.when,
        "fields": row.fields,
        "facts": [citations.index(fact) for fact in parties],
        "own": [citations.index(fact) for fact in row.own],
    }
