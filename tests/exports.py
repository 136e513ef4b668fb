"""Exported files read back by the tools they are for, into one form that can be compared: `Held`.

All graphs here are made up or shipped. Nothing here uses the code that writes, except the schema.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

import networkx as nx
import openpyxl

from graph import model, tables
from graph.facts import Evidence, Fact, Node
from graph.tables import Tables
from tests import graphs
from viz.formats import EXPORTS

HOSTILE = (
    "=HYPERLINK(\"http://example.com\",\"押す\")",
    "+81-742-00-0000",
    "-1+1",
    "@SUM(A1)",
    "＝１＋１",
    "'=1",
    "''",
    "\t字下げ",
    "改\r\n行\r",
    "]]></data><script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "javascript:alert(1)//{{7*7}}${7*7}",
    "&amp; &#x41; \"二重\" '一重'",
    "左\u202e右\u2066中\u2069",
    "家族👨‍👩‍👧と𠮷野家と葛\U000e0100城",
    '["並び","でない"]',
    'C:\\new\\"表"\\',
    "\\1,000",
    "c:\\u005cx\\n\\",
    "_x0041_ と _x005F_",
    "長い" * 5_000,
    " 前後に空白 ",
    "true",
    "0123",
    "2023-11-08",
)  # fmt: skip
"""Texts that a file format, a spreadsheet or a browser may take for something else."""

FORBIDDEN = ("制御\x01\x0b\x1f\x7f\x85文字", "\ufffe非文字\uffff", "\x00", "_x005F_x0041_x0042_\x02")
"""Characters that no XML may hold, which no loader lets in, and texts that look like what they are written as."""


class Held(NamedTuple):
    """A graph: properties by (label, id) and by (type, (label, id), (label, id))."""

    nodes: dict[tuple[str, str], dict[str, Any]]
    edges: dict[tuple[str, tuple[str, str], tuple[str, str]], dict[str, Any]]


def held(graph: Tables) -> Held:
    """What there is to find."""
    found = Held({}, {})
    for line in map(json.loads, tables.jsonl(graph)):
        if line["kind"] == "node":
            found.nodes[line["label"], line["id"]] = line["properties"]
        else:
            start, end = ((line[end]["label"], line[end]["id"]) for end in ("start", "end"))
            found.edges[line["type"], start, end] = line["properties"]
    return found


def hostile(texts: Iterable[str] = HOSTILE) -> Tables:
    """The small graph with bodies of those names, who have concluded an agreement with such evidence."""
    found = graphs.facts()
    for n, text in enumerate(texts):
        id = f"o-h{n:03}"
        found.add_node("企業", id, 名称=text, 別名=[text, "普通", text], 業種=text, URL=text)
        evidence = Evidence("d1", "10-24", text, text, "要確認", text, text)
        found.add(Fact("締結", Node("企業", id), Node("協定", "k1"), evidence, (text,)))
        found.add(Fact("締結", Node("企業", id), Node("協定", "k1"), Evidence("d2", "協定!7", text), ("",)))
    return found.tables()


def written(format: str, graph: Tables, *, internal: bool = False) -> bytes:
    """The bytes of an export."""
    file = io.BytesIO()
    EXPORTS[format].write(graph, file, internal)
    return file.getvalue()


def key(node: str) -> tuple[str, str]:
    label, _, id = node.partition("/")
    return label, id


def _typed(declared: Iterable[model.Property], told: dict[str, Any], text: Any = str) -> dict[str, Any]:
    """Properties from their texts; what has a type in the file must have it already."""
    found: dict[str, Any] = {}
    for prop in declared:
        if prop.name not in told:
            continue
        value = told.pop(prop.name)
        if prop.many:
            found[prop.name] = json.loads(value)
        elif prop.kind in ("number", "integer", "flag"):
            found[prop.name] = value
        else:
            assert isinstance(value, str), prop.name
            found[prop.name] = text(value)
    return found


def _unescaped(text: str) -> str:
    return re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), text)


def from_network(network: nx.MultiDiGraph) -> Held:
    """What NetworkX has read from GraphML or GEXF."""
    found = Held({}, {})
    for name, data in network.nodes(data=True):
        told = dict(data)
        label, id = told.pop("ラベル"), _unescaped(told.pop("識別子"))
        shown = _unescaped(told.pop("label"))
        assert key(name) == (label, id)
        found.nodes[label, id] = _typed(model.LABEL[label].properties, told, _unescaped)
        assert shown == found.nodes[label, id].get("題名" if label == "文書" else "名称", id)
        assert not told, told
    for start, end, data in network.edges(data=True):
        told = {name: value for name, value in data.items() if name != "id"}
        type = told.pop("関係の種類")
        assert told.pop("label") == type
        found.edges[type, key(start), key(end)] = _typed(model.RELATIONSHIP[type].columns, told, _unescaped)
        assert not told, told
    return found


def rows_of_csv(content: bytes) -> list[dict[str, str]]:
    """Rows without empty cells, as a program reads them that knows of the apostrophe."""
    assert content.startswith(b"\xef\xbb\xbf")
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return [
        {name: re.sub("^'(?='*[=+\\-@\t\r\n＝＋－＠])", "", cell) for name, cell in row.items() if cell} for row in rows
    ]


def from_csv(content: bytes) -> Held:
    """What the three tables say together."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    entries = defaultdict(list)
    for row in rows_of_csv(parts["evidence.csv"]):
        entries[row["Edge"]].append(row)
    found = Held({}, {})
    for row in rows_of_csv(parts["nodes.csv"]):
        label, id = row.pop("ラベル"), row.pop("識別子")
        assert key(row.pop("Id")) == (label, id)
        shown = backslashes(row.pop("Label"))
        numbers(model.LABEL[label].properties, row)
        found.nodes[label, id] = _typed(model.LABEL[label].properties, row, backslashes)
        assert shown == found.nodes[label, id].get("題名" if label == "文書" else "名称", id)
        assert not row, row
    for row in rows_of_csv(parts["edges.csv"]):
        type, told = row["Kind"], entries.pop(row["Id"], [])
        assert (row["Label"], row["Type"]) == (type, "Directed")
        declared = model.RELATIONSHIP[type]
        if declared.evidence:
            assert [entry["番号"] for entry in told] == [str(n + 1) for n in range(int(row["根拠の数"]))]
            properties = {p.name: [entry.get(p.name, "") for entry in told] for p in declared.columns}
            assert row["確度"] == min(properties["確度"], key=model.CERTAINTIES.index)
            for entry in told:
                assert entry.get("文書の題名") == found.nodes["文書", entry["文書"]].get("題名")
        else:
            numbers(declared.properties, row)
            properties = _typed(declared.properties, row, backslashes)
        found.edges[type, key(row["Source"]), key(row["Target"])] = properties
    assert not entries
    return found


def backslashes(text: str) -> str:
    """A single text of the two tables that Gephi reads, as it was."""
    return text.replace("\\u005c", "\\")


def numbers(declared: Iterable[model.Property], row: dict[str, Any]) -> None:
    """Make what is declared a number or a flag one."""
    kinds: dict[str, Any] = {"integer": int, "number": float, "flag": {"true": True, "false": False}.__getitem__}
    row |= {p.name: kinds[p.kind](row[p.name]) for p in declared if p.kind in kinds and p.name in row}


def sheets(content: bytes) -> dict[str, list[dict[str, Any]]]:
    """Rows of all sheets, without empty cells; sheets that go on under a further name are one."""
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    found: dict[str, list[dict[str, Any]]] = {}
    for sheet in book.worksheets:
        values = iter(sheet.values)
        head = next(values)
        rows = [{n: v for n, v in zip(head, row, strict=True) if v is not None} for row in values]
        found.setdefault(re.sub("（\\d+）$", "", sheet.title), []).extend(
            {n: openpyxl.utils.escape.unescape(v) if isinstance(v, str) else v for n, v in row.items()} for row in rows
        )
    book.close()
    return found


def from_workbook(content: bytes) -> Held:
    """What the sheets say together."""
    book = sheets(content)
    found = Held({}, {})
    for label in model.LABEL:
        for row in book[label]:
            properties = {p.name: row[p.name] for p in model.LABEL[label].properties if p.name in row}
            flags = {p.name for p in model.LABEL[label].properties if p.kind == "flag"} & set(properties)
            found.nodes[label, row["id"]] = properties | {name: properties[name] == "true" for name in flags}
    for row in book["複数の値"]:
        values = found.nodes[row["種類"], row["id"]].setdefault(row["項目"], [])
        values.append(row.get("値", ""))
        assert len(values) == row["番号"]
    for type in model.RELATIONSHIPS:
        for row in book[type.name]:
            ends = tuple((row[f"{end}の種類"], row[f"{end}のid"]) for end in ("始点", "終点"))
            if not type.evidence:
                found.edges[type.name, *ends] = {p.name: row[p.name] for p in type.properties if p.name in row}
                continue
            properties = found.edges.setdefault((type.name, *ends), {p.name: [] for p in type.columns})
            assert row["番号"] == len(properties["文書"]) + 1
            assert row.get("文書の題名") == found.nodes["文書", row["文書のid"]].get("題名")
            for prop in type.columns:
                properties[prop.name].append(row.get("文書のid" if prop.name == "文書" else prop.name, ""))
    for row in book["連携の内訳"]:
        ends = ("自治体", row["自治体のid"]), ("企業", row["企業のid"])
        found.edges["連携", *ends].setdefault(row["項目"], []).append(row["値"])
    return found
