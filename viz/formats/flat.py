"""The graph as other graph programs hold it: nodes and edges with one flat list of attributes each.

A node's id is its label and its id (``自治体/292125``), an edge's id its type and its two ends
(``締結/自治体/292125/協定/k1``); no id of the graph contains a slash, so both are unique. In files for Gephi the word
*label* means what is written beside a node, so the graph's own label stands under `LABEL`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import orjson

from graph import model, tables
from graph.tables import Bucket, Tables

LABEL: Final = "ラベル"
ID: Final = "識別子"
TYPE: Final = "関係の種類"

_TITLE: Final = {"文書": "題名"}
"""Where a node is not called by its 名称."""


class Attribute(NamedTuple):
    """A column of nodes or edges. ``kind``: text, number, integer or flag; lists are text (see `text`)."""

    name: str
    kind: str


class Element(NamedTuple):
    """A node. ``called``: the name to show; ``properties`` begin with `LABEL` and `ID`."""

    id: str
    called: str
    properties: dict[str, Any]


class Tie(NamedTuple):
    """An edge between two node ids. ``properties`` begin with `TYPE`; its lists of evidence are parallel."""

    id: str
    start: str
    end: str
    type: str
    properties: dict[str, Any]


def _attributes(*declared: tuple[model.Property, ...]) -> tuple[Attribute, ...]:
    """Every property name once, in the order of the model. A name that is a list in one place is text everywhere."""
    found: dict[str, str] = {}
    for prop in (prop for properties in declared for prop in properties):
        kind = prop.kind if prop.kind in ("number", "integer", "flag") and not prop.many else "text"
        if found.setdefault(prop.name, kind) != kind:
            raise TypeError(f"「{prop.name}」の型が、ラベルや関係によって違います")
    return tuple(Attribute(*item) for item in found.items())


OF_NODES: Final = (Attribute(LABEL, "text"), Attribute(ID, "text"), *_attributes(*(k.properties for k in model.LABELS)))
OF_EDGES: Final = (Attribute(TYPE, "text"), *_attributes(*(kind.columns for kind in model.RELATIONSHIPS)))


def node_id(label: str, id: str) -> str:
    """The id of a node over all labels."""
    return f"{label}/{id}"


def edge_id(bucket: Bucket, start: str, end: str) -> str:
    """The id of a relationship over all types."""
    return f"{bucket.type}/{node_id(bucket.start, start)}/{node_id(bucket.end, end)}"


def called(label: str, row: dict[str, Any]) -> str:
    """What people call a node: its name, the title of a document; its id where it has none."""
    return str(row.get(_TITLE.get(label, "名称")) or row["id"])


def nodes(graph: Tables) -> Iterator[Element]:
    """All nodes by label and id (both by code point), so that the same graph is the same file."""
    for label in sorted(graph.nodes):
        for row in graph.node_rows(label):
            name = called(label, row)
            id = row.pop("id")
            yield Element(node_id(label, id), name, {LABEL: label, ID: id, **row})


def ties(graph: Tables) -> Iterator[Tie]:
    """All relationships by type, labels of their ends and ids."""
    for bucket in sorted(graph.relationships):
        for row in tables.rows(graph.relationships[bucket]):
            start, end = row.pop("start"), row.pop("end")
            yield Tie(
                edge_id(bucket, start, end),
                node_id(bucket.start, start),
                node_id(bucket.end, end),
                bucket.type,
                {TYPE: bucket.type, **row},
            )


def text(value: Any) -> str:
    """A value as text: a list is JSON (``["あ","い"]``), a flag true or false, a number as precise as it is."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return orjson.dumps(value).decode()
    return repr(value)
