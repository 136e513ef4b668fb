"""Three tables in a zip: nodes and edges as Gephi's import wants them, and the evidence, one row per place.

Cells are as in every CSV of ours: UTF-8 with BOM, lists of nodes and of 連携 as JSON text, an apostrophe before what a
spreadsheet program might calculate (`queries.tabular.meant` takes it away again). In the two tables that Gephi imports
a backslash stands for something else to Gephi before some characters; there it is written ``\\u005c`` (see `_single`).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import IO, Any, Final

from graph import model
from graph.tables import Tables
from queries.tabular import CsvFile
from viz.formats import flat

NODES: Final = "nodes.csv"
EDGES: Final = "edges.csv"
EVIDENCE: Final = "evidence.csv"
GUIDE: Final = "readme.txt"

COUNT: Final = "根拠の数"
NUMBER: Final = "番号"
TITLE: Final = "文書の題名"
_CERTAINTY: Final = "確度"

_PIECE: Final = 5_000
_CHARACTERS: Final = {'"': 0x22, "\\": 0x5C, "b": 0x08, "f": 0x0C, "n": 0x0A, "r": 0x0D, "t": 0x09}
_SHORT: Final = re.compile(r'\\(["\\bfnrt])')
"""The escapes of JSON that are one letter or sign, and what they stand for."""
_TAKEN: Final = re.compile(r'\\(?=[\\",rntbf\r\n\t\b\f]|u005c|\Z)')
"""A backslash with which Gephi's CSV (Apache Commons CSV, escape character ``\\``) would eat or change what follows."""

_OF_NODES: Final = tuple(attribute.name for attribute in flat.OF_NODES)
_DERIVED: Final = tuple(
    dict.fromkeys(p.name for kind in model.RELATIONSHIPS if not kind.evidence for p in kind.properties)
)
_OF_EVIDENCE: Final = tuple(
    dict.fromkeys(p.name for kind in model.RELATIONSHIPS if kind.evidence for p in kind.columns)
)

NODE_COLUMNS: Final = ("Id", "Label", *_OF_NODES)
EDGE_COLUMNS: Final = ("Id", "Source", "Target", "Type", "Kind", "Label", COUNT, *_DERIVED)
EVIDENCE_COLUMNS: Final = ("Edge", flat.TYPE, "Source", "Target", NUMBER, "文書", TITLE, *_OF_EVIDENCE[1:])

_GUIDE: Final = f"""\
連携グラフの CSV

{NODES}     節点。Id は「ラベル/識別子」、Label は名称（文書は題名）
{EDGES}     関係。Source から Target へ。Kind と Label は関係の種類
{EVIDENCE}  関係の根拠。述べている箇所ひとつにつき一行。Edge は {EDGES} の Id

Gephi: 「ファイル」→「スプレッドシートのインポート」で {NODES}（ノードの表）、続けて {EDGES}（エッジの表）を
同じワークスペースに追加する。平行した線は「統合しない」を選ぶ。
文字コードは UTF-8（BOM つき）。["…","…"] は値の並び（JSON）。
["…"] でない文字の \\u005c は \\（円記号。Gephi が読み誤る \\ だけをこう書く）。
= + - @ などで始まる文字には、表計算ソフトが式とみなさないように ' を一つ前につけてある。
日付は資料の精度のまま（2023-11-08、2015-04、2016、年の記載がなければ --08-05）。
"""


def write(graph: Tables, file: IO[bytes]) -> None:
    """Write the zip; the same graph gives the same bytes."""
    titles = {row["id"]: flat.called("文書", row) for row in graph.node_rows("文書")}
    with zipfile.ZipFile(file, "w") as archive:
        _table(archive, NODES, NODE_COLUMNS, _nodes(graph))
        _table(archive, EDGES, EDGE_COLUMNS, _edges(graph))
        _table(archive, EVIDENCE, EVIDENCE_COLUMNS, _evidence(graph, titles))
        with archive.open(_entry(GUIDE), "w") as part:
            part.write(("\ufeff" + _GUIDE.replace("\n", "\r\n")).encode())


def _table(archive: zipfile.ZipFile, name: str, columns: Sequence[str], rows: Iterator[Sequence[Any]]) -> None:
    with archive.open(_entry(name), "w", force_zip64=True) as part:
        table = CsvFile(part, columns)
        while piece := list(islice(rows, _PIECE)):
            table.rows(piece)


def _entry(name: str) -> zipfile.ZipInfo:
    """A part that is the same whenever and on whatever system it is written."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry


def _nodes(graph: Tables) -> Iterator[Sequence[Any]]:
    for node in flat.nodes(graph):
        yield node.id, _single(node.called), *_cells(node.properties, _OF_NODES)


def _edges(graph: Tables) -> Iterator[Sequence[Any]]:
    for tie in flat.ties(graph):
        known = tie.properties
        evidence = model.RELATIONSHIP[tie.type].evidence
        if evidence:
            known = {COUNT: len(known["文書"]), _CERTAINTY: best(known[_CERTAINTY])}
        yield tie.id, tie.start, tie.end, "Directed", tie.type, tie.type, *_cells(known, (COUNT, *_DERIVED))


def _evidence(graph: Tables, titles: dict[str, str]) -> Iterator[Sequence[Any]]:
    for tie in flat.ties(graph):
        if model.RELATIONSHIP[tie.type].evidence:
            for number, entry in enumerate(entries(tie.type, tie.properties), 1):
                document = entry["文書"]
                shared = (tie.id, tie.type, tie.start, tie.end, number, document, titles.get(document))
                yield *shared, *(entry.get(name) for name in _OF_EVIDENCE[1:])


def entries(type: str, row: dict[str, Any]) -> Iterator[dict[str, str]]:
    """The places that state a relationship, one after the other, each with the values of that place."""
    names = [prop.name for prop in model.RELATIONSHIP[type].columns if row.get(prop.name)]
    for values in zip(*(row[name] for name in names), strict=True):
        yield dict(zip(names, values, strict=True))


def best(certainties: Iterable[str]) -> str:
    """The surest."""
    return min(certainties, key=model.CERTAINTIES.index)


def _cells(known: dict[str, Any], names: Sequence[str]) -> Iterator[Any]:
    for name in names:
        value = known.get(name)
        yield _json(value) if isinstance(value, list) else _single(value) if isinstance(value, str) else value


def _single(text: str) -> str:
    r"""A text as Gephi and everybody else read it: ``\u005c`` is a backslash where Gephi would take it for its own."""
    return _TAKEN.sub(r"\\u005c", text)


def _json(items: list[Any]) -> str:
    r"""JSON without ``\"`` and the like, since Gephi takes a backslash in a CSV for its own and would lose the row."""
    return _SHORT.sub(lambda found: f"\\u{_CHARACTERS[found[1]]:04x}", flat.text(items))
