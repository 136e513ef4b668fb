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
from viz.matrix import AGREED, DONE, Matrix
from viz.network import Fact, Network
from viz.overview import CLASSES, Group, Overview
from viz.sheet import Row

_ESCAPES: Final = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def inert(value: Any) -> Markup:
    """JSON that cannot end its script element, whatever the names of people and companies contain."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_ESCAPES))  # noqa: S704 - escaped on this line


def known(network: Network, citations: Citations, rows: Sequence[Row], numbers: Mapping[Node, int]) -> dict[str, Any]:
    """What the drawer, the search and the filters need. Nodes and rows are known by their number."""
    by_record = {row.node: n for n, row in enumerate(rows)}
    documents = network.graph["documents"]
    return {
        "nodes": [_node(network, node, by_record) for node in numbers],
        "facts": [_fact(network, citations, fact, numbers) for fact in citations.facts],
        "rows": [_row(citations, row, numbers) for row in rows],
        "passages": [[p.document, place_words(p.place), p.quote] for p in citations.passages],
        "documents": {
            id: {"title": documents[id].get("題名", id), "about": scope.facts_of(documents[id])}
            for id in sorted({passage.document for passage in citations.passages})
        },
        "marks": {name: marks.address(name) for name in marks.NAMES},
    }


def pictured(
    network: Network, layout: Layout, citations: Citations, numbers: Mapping[Node, int], matrix: Matrix | None
) -> dict[str, Any]:
    """What the canvas and the matrix need of a picture of single records; ``spots`` by the number of the node."""
    by_record = {row: n for n, row in enumerate(matrix.records)} if matrix else {}
    return {
        "spots": [_spot(layout, label) for label in drawing.labels(network, layout)],
        "pairs": [
            [numbers[place], numbers[body], [by_record[record] for record in records]]
            for place, body, records in (matrix.pairs if matrix else ())
        ],
        "leaders": _leaders(network, layout, numbers),
        "flags": [
            [citations.index(line.route.fact), *line.flag_at, line.stroke.flag]
            for line in drawing.lines(network, layout)
            if line.stroke.flag
        ],
        "order": {"agreement": AGREED, "measure": DONE},
        "heads": drawing.heads(network, layout),
        "leading": LEADING,
    }


def gathered(overview: Overview, numbers: Mapping[Node, int], *, listed: bool) -> dict[str, Any]:
    """What the page needs of a picture put together: groups with their nodes, and what each two have in common."""
    return {
        "left": [_group(group, numbers) for group in overview.left],
        "right": [_group(group, numbers) for group in overview.right],
        "links": [
            [link.left, link.right, link.pairs, link.agreements, link.measures, link.rows if listed else ()]
            for link in overview.links
        ],
        "classes": [least for least, _ in CLASSES],
        "listed": listed,
    }


def _group(group: Group, numbers: Mapping[Node, int]) -> list[Any]:
    return [group.name, group.label, len(group.nodes), group.of, numbers.get(group.nodes[0]) if group.single else None]


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


def _node(network: Network, node: Node, by_record: Mapping[Node, int]) -> dict[str, Any]:
    properties = network.nodes[node]["properties"]
    return {
        "kind": node.label,
        "id": node.id,
        "name": properties.get("名称", node.id),
        "mark": marks.mark(node.label, properties),
        "row": by_record.get(node),
        "text": _searched(properties),
    }


def _spot(layout: Layout, label: drawing.Label) -> dict[str, Any]:
    spot = layout.spots[label.node]
    x = layout.label_x(label.node)
    left, right = min(x, label.x - 10), max(x + spot.width, label.x + 10)
    return {
        "x": label.x,
        "y": label.y,
        "anchor": label.anchor,
        "lines": label.lines,
        "box": [round(left, 1), round(spot.top, 1), round(right, 1), round(spot.top + spot.height, 1)],
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
        "filed": row.filed,
        "kinds": row.kinds,
        "year": row.year,
        "facts": [citations.index(fact) for fact in parties],
        "own": [citations.index(fact) for fact in row.own],
    }
