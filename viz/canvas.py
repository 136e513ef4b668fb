"""The picture for the drawing library: pyvis makes nodes and lines of the computed positions, nothing moves by itself."""

from __future__ import annotations

from importlib.resources import files
from typing import Any, Final

import pyvis
from pyvis.network import Network as Canvas

from graph.facts import Node
from viz import drawing
from viz.citations import Citations
from viz.layout import WIDTH, Layout
from viz.network import Network
from viz.offline import in_page

_LIBRARY: Final = "templates/lib/vis-9.1.2/vis-network.min.js"

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

_SMOOTH: Final[dict[str, Any]] = {
    "curve": {"enabled": True, "type": "cubicBezier", "forceDirection": "horizontal", "roundness": 0.5},
    "elbow": False,
    "arc": {"enabled": True, "type": "curvedCCW", "roundness": 0.2},
}


def library() -> str:
    """The drawing library from the installed package. Its style sheet serves controls that are not used here."""
    text = files(pyvis).joinpath(_LIBRARY).read_text(encoding="utf-8")
    kept = (line for line in text.split("\n") if not line.startswith("//# sourceMappingURL"))
    return in_page("\n".join(kept))


def blank() -> Canvas:
    """A page without anything drawn by the library."""
    return Canvas(directed=True)


def canvas(network: Network, layout: Layout, citations: Citations, numbers: dict[Node, int]) -> Canvas:
    """Nodes and lines for the drawing library.

    Two kinds of node have no mark: where lines leave the middle column to the right, and where an elbow bends.
    """
    drawn = Canvas(height=f"{layout.height:g}px", width=f"{WIDTH:g}px", directed=True)
    drawn.options = _OPTIONS
    for node, spot in layout.spots.items():
        drawn.add_node(f"n{numbers[node]}", label=" ", shape="custom", x=spot.x, y=spot.y)
    for line in drawing.lines(network, layout):
        route, fact = line.route, line.route.fact
        start, end = f"n{numbers[fact.start]}", f"n{numbers[fact.end]}"
        if route.leader:
            end = _point(drawn, f"edge{numbers[fact.end]}", *route.end)
        elif route.shape == "elbow":
            end = _point(drawn, f"bend{numbers[fact.start]}", route.start[0], route.end[1])
        drawn.add_edge(
            start, end, id=f"f{citations.index(fact)}", arrows="", width=line.stroke.width,
            dashes=list(line.stroke.dash) or False, color={"color": line.stroke.colour, "inherit": False},
            smooth=_SMOOTH[route.shape],
        )  # fmt: skip
    return drawn


def _point(drawn: Canvas, name: str, x: float, y: float) -> str:
    if name not in drawn.node_map:
        drawn.add_node(name, label=" ", shape="custom", x=x, y=y)
    return name
