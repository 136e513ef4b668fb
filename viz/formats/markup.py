"""GraphML and GEXF, written row by row, so that a graph of any size needs no memory of its own.

Lists are JSON text, which itself has an escape for every character. In single texts the characters that XML forbids
are written ``_xHHHH_`` as in Office Open XML (ISO/IEC 29500, ST_Xstring), and a text that contains such a sequence of
its own has its first ``_`` written ``_x005F_``: no text is refused, changed or lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import IO, Any, Final

from graph.tables import Tables
from viz.formats import flat
from viz.formats.flat import Attribute

_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPED: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_MARKUP: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)
_PIECE: Final = 2_000
"""Lines that are written at once."""

_TYPES: Final = {"text": "string", "number": "double", "integer": "long", "flag": "boolean"}
"""What both formats call the kinds of attributes."""


def allowed(value: Any) -> str:
    """A value as text of characters that XML knows, from which the value can be had back."""
    if isinstance(value, list):
        return _FORBIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", flat.text(value))
    text = flat.text(value)
    if "_x" in text:
        text = _ESCAPED.sub("_x005F_", text)
    return _FORBIDDEN.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def restored(text: str) -> str:
    """The single text that `allowed` has written."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


def graphml(graph: Tables, file: IO[bytes]) -> None:
    """Write GraphML 1.0 with typed attributes: ``label`` is the name to show, `flat.LABEL` the graph's label."""
    _write(file, _graphml(graph))


def gexf(graph: Tables, file: IO[bytes]) -> None:
    """Write GEXF 1.3 with typed attributes. ``kind`` keeps Gephi from merging edges between the same ends."""
    _write(file, _gexf(graph))


_LABELS: Final = Attribute("label", "text")


def _graphml(graph: Tables) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    # Not d0, d1 …: Gephi takes some of these ids for yEd's labels.
    of_nodes = {a.name: f"node{n}" for n, a in enumerate((_LABELS, *flat.OF_NODES))}
    of_edges = {a.name: f"edge{n}" for n, a in enumerate((_LABELS, *flat.OF_EDGES))}
    for owner, keys, attributes in (("node", of_nodes, flat.OF_NODES), ("edge", of_edges, flat.OF_EDGES)):
        for name, kind in (_LABELS, *attributes):
            yield (f'<key id="{keys[name]}" for="{owner}" attr.name="{_escaped(name)}" attr.type="{_TYPES[kind]}"/>')
    yield '<graph id="renkei" edgedefault="directed">'
    for node in flat.nodes(graph):
        yield f'<node id="{_escaped(node.id)}">{_data(of_nodes, {"label": node.called, **node.properties})}</node>'
    for tie in flat.ties(graph):
        ends = f'source="{_escaped(tie.start)}" target="{_escaped(tie.end)}"'
        yield f'<edge id="{_escaped(tie.id)}" {ends}>{_data(of_edges, {"label": tie.type, **tie.properties})}</edge>'
    yield "</graph>"
    yield "</graphml>"


def _data(keys: dict[str, str], properties: dict[str, Any]) -> str:
    return "".join(f'<data key="{keys[name]}">{_escaped(value)}</data>' for name, value in properties.items())


def _gexf(graph: Tables) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<gexf xmlns="http://gexf.net/1.3" version="1.3">'
    yield "<meta><creator>renkei</creator><description>連携グラフ</description></meta>"
    yield '<graph defaultedgetype="directed" mode="static" idtype="string">'
    for owner, attributes in (("node", flat.OF_NODES), ("edge", flat.OF_EDGES)):
        yield f'<attributes class="{owner}" mode="static">'
        for name, kind in attributes:
            # By this id scripts in Gephi ask for the column.
            yield f'<attribute id="{_escaped(name)}" title="{_escaped(name)}" type="{_TYPES[kind]}"/>'
        yield "</attributes>"
    yield "<nodes>"
    for node in flat.nodes(graph):
        yield (f'<node id="{_escaped(node.id)}" label="{_escaped(node.called)}">{_attvalues(node.properties)}</node>')
    yield "</nodes>"
    yield "<edges>"
    for tie in flat.ties(graph):
        ends = f'source="{_escaped(tie.start)}" target="{_escaped(tie.end)}"'
        named = f'id="{_escaped(tie.id)}" {ends} type="directed" kind="{tie.type}" label="{tie.type}"'
        yield f"<edge {named}>{_attvalues(tie.properties)}</edge>"
    yield "</edges>"
    yield "</graph>"
    yield "</gexf>"


def _attvalues(properties: dict[str, Any]) -> str:
    values = (f'<attvalue for="{_escaped(name)}" value="{_escaped(value)}"/>' for name, value in properties.items())
    return f"<attvalues>{''.join(values)}</attvalues>"


def _escaped(value: Any) -> str:
    return allowed(value).translate(_MARKUP)


def _write(file: IO[bytes], lines: Iterable[str]) -> None:
    piece: list[str] = []
    for line in lines:
        piece.append(line)
        if len(piece) == _PIECE:
            file.write(("\n".join(piece) + "\n").encode())
            piece.clear()
    file.write(("\n".join(piece) + "\n").encode())
