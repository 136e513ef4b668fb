"""``renkei map``: one HTML file that works without a network, and still says everything without scripts.

pyvis builds the canvas from the computed positions; the page around it is ours. Nothing is fetched: the drawing
library is put into the page, and the page's own policy refuses every request and every script but those put there.
"""

from __future__ import annotations

import base64
import hashlib
from functools import partial
from importlib.resources import files
from typing import Any, Final

import pyvis
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from pyvis.network import Network as Canvas

from graph import facts, model
from graph.facts import Node
from graph.store.base import Store
from viz import drawing, marks, payload, scope, sheet
from viz.citations import Citations, cite, place_words, told
from viz.layout import WIDTH, Layout, lay_out
from viz.network import Network, build

SCRIPTS: Final = ("drawer.js", "filters.js", "canvas.js")
"""Parts of the page's script; they share one scope."""

_LIBRARY: Final = "templates/lib/vis-9.1.2/vis-network.min.js"
_SHEETS: Final = (660.0, 1180.0)
"""Height of the picture that fits on the first and on each further sheet of A4 at its printed size, px."""

_OPTIONS: Final[dict[str, Any]] = {
    "autoResize": False,
    "layout": {"improvedLayout": False, "randomSeed": 0},
    "physics": {"enabled": False},
    "edges": {"smooth": {"enabled": False}, "selectionWidth": 0, "hoverWidth": 0, "arrowStrikethrough": True},
    "nodes": {"shape": "custom", "fixed": True, "chosen": False},
    "interaction": {
        "dragNodes": False,
        "hover": False,
        "multiselect": False,
        "selectable": False,
        "zoomView": False,
        "hideEdgesOnDrag": False,
    },
}


async def draw(store: Store, *, title: str | None = None, prefecture: str = "") -> str:
    """The map of what a store holds, as HTML text. Facts from 庁内限り documents never enter.

    ``prefecture``: only its municipalities and their partners (奈良県). Raises `UsageError` if there is none such.
    """
    graph = await store.tables()
    return render(build(facts.public(graph), prefecture), title=title)


def render(network: Network, *, title: str | None = None) -> str:
    """The page for a network; equal networks give equal bytes."""
    layout = lay_out(network)
    citations = cite(network)
    rows = sheet.rows(network)
    numbers = {node: n for n, node in enumerate(layout.spots)}
    style = _template_text("map.css")
    script = _in_page("\n".join(['(() => {"use strict";', *map(_template_text, SCRIPTS), "})();"]))
    library = _library()
    canvas = _canvas(network, layout, citations, numbers)
    canvas.templateEnv = _environment(network)
    canvas.path = "map.html"
    canvas.templateEnv.globals |= {
        "title": title or scope.heading(network),
        "sentences": scope.sentences(network, citations),
        "policy": _policy(style, library, script),
        "style": Markup(style),  # noqa: S704 - our own file
        "library": Markup(library),  # noqa: S704 - the installed library
        "script": Markup(script),  # noqa: S704 - our own file
        "data": payload.payload(network, layout, citations, rows, numbers),
        "size": (WIDTH, layout.height),
        "sheets": drawing.sheets(network, layout, *_SHEETS),
        "heads": drawing.heads(network, layout),
        "rows": rows,
        "row_number": {row.node: n for n, row in enumerate(rows)},
        "number": numbers,
        "citations": citations,
        "sayings": citations.sayings(),
        "notes": citations.notes(),
        "documents": network.graph["documents"],
        "fields": sorted({field for row in rows for field in row.fields}),
        "stages": _present(("協定", *model.STAGES), {row.stage for row in rows}),
        "names": {node: network.nodes[node]["properties"].get("名称", node.id) for node in network},
    }
    return str(canvas.generate_html())


def _present(order: tuple[str, ...], used: set[str]) -> list[str]:
    return [word for word in order if word in used]


def _canvas(network: Network, layout: Layout, citations: Citations, numbers: dict[Node, int]) -> Canvas:
    """Nodes and lines for the drawing library.

    Two kinds of node have no mark: where lines leave the middle column to the right, and where an elbow bends.
    """
    canvas = Canvas(height=f"{layout.height:g}px", width=f"{WIDTH:g}px", directed=True)
    canvas.options = _OPTIONS
    for node, spot in layout.spots.items():
        canvas.add_node(f"n{numbers[node]}", label=" ", shape="custom", x=spot.x, y=spot.y)
    for line in drawing.lines(network, layout):
        route, fact = line.route, line.route.fact
        start, end = f"n{numbers[fact.start]}", f"n{numbers[fact.end]}"
        if route.leader:
            end = _point(canvas, f"edge{numbers[fact.end]}", *route.end)
        elif route.shape == "elbow":
            end = _point(canvas, f"bend{numbers[fact.start]}", route.start[0], route.end[1])
        canvas.add_edge(
            start, end, id=f"f{citations.index(fact)}", arrows="", width=line.stroke.width,
            dashes=list(line.stroke.dash) or False, color={"color": line.stroke.colour, "inherit": False},
            smooth=_SMOOTH[route.shape],
        )  # fmt: skip
    return canvas


def _point(canvas: Canvas, name: str, x: float, y: float) -> str:
    if name not in canvas.node_map:
        canvas.add_node(name, label=" ", shape="custom", x=x, y=y)
    return name


_SMOOTH: Final[dict[str, Any]] = {
    "curve": {"enabled": True, "type": "cubicBezier", "forceDirection": "horizontal", "roundness": 0.5},
    "elbow": False,
    "arc": {"enabled": True, "type": "curvedCCW", "roundness": 0.2},
}


def _library() -> str:
    """The drawing library from the installed package. Its style sheet serves controls that are not used here."""
    text = files(pyvis).joinpath(_LIBRARY).read_text(encoding="utf-8")
    kept = (line for line in text.split("\n") if not line.startswith("//# sourceMappingURL"))
    return _in_page("\n".join(kept))


def _template_text(name: str) -> str:
    return _in_page(files("viz").joinpath("templates", name).read_text(encoding="utf-8"))


def _in_page(text: str) -> str:
    """A text that may stand in a script or style element; its hash is that of what the browser will read."""
    text = text.replace("\r\n", "\n").strip()
    if "</script" in text.lower() or "</style" in text.lower():
        raise ValueError("this text would end the element that holds it")
    return text


def _policy(style: str, *scripts: str) -> str:
    """Nothing from outside, and of scripts and styles only those put into the page here."""
    return (
        f"default-src 'none'; script-src {' '.join(map(_hash, scripts))}; style-src {_hash(style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _environment(network: Network) -> Environment:
    environment = Environment(
        loader=PackageLoader("viz"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "inert": payload.inert,
        "place_words": place_words,
        "about": scope.facts_of,
        "told": partial(told, network),
    }
    environment.globals |= {"marks": marks, "certainties": model.CERTAINTIES}
    return environment
