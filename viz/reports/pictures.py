"""The network around the subject of a report, as a picture for a page or a slide."""

from __future__ import annotations

from typing import Final

from graph.facts import Node
from graph.tables import Tables
from viz.choice import Choice, chosen
from viz.citations import cite
from viz.figures import Paper, embedded, figure, png
from viz.figures.diagram import sentences
from viz.network import Network
from viz.reports.model import Figure, Report

PAGE: Final = Paper("report", 180, 215, 8.4, 8.0)
"""Between the margins of a page of the report."""
SLIDE: Final = Paper("slide", 312, 140, 11.0, 9.5, fixed=True)
"""Under the title of a slide."""
BESIDE: Final = Paper("beside", 216, 140, 9.5, 8.5, fixed=True)
"""Beside a caption on a slide."""
_PIXELS: Final = 2_000


def of_report(report: Report, graph: Tables, paper: Paper) -> Figure:
    """The picture of what the report is about."""
    network = chosen(graph, choice(report))
    return drawn(network, paper, report.title)


def choice(report: Report) -> Choice:
    """The part of the graph that a report is about."""
    when = {"as_of": report.as_of, "ended": report.ended}
    if report.kind == "分野":
        return Choice(field=report.name, **when)  # type: ignore[arg-type]
    if report.kind == "比較":
        return Choice(ids=frozenset(_named(report)), asked=report.title, **when)  # type: ignore[arg-type]
    return Choice(around=Node(report.kind, report.subject), **when)  # type: ignore[arg-type]


def _named(report: Report) -> set[str]:
    """The chosen municipalities with their agreements and measures."""
    found = set(report.subject.split(","))
    for table in report.tables:
        for line in table.lines:
            found |= {str(line.values[name]) for name in ("協定id", "施策id") if name in line.values}
    return found


def drawn(network: Network, paper: Paper, title: str) -> Figure:
    """A network as a figure; SVG with outlines for letters, so that it looks the same everywhere."""
    svg = figure(network, paper, title=title)
    words = " ".join(sentences(network, cite(network)))
    width, height = size(svg)
    return Figure(embedded(svg), png(svg, width=_PIXELS), title, words, width, height)


def size(svg: str) -> tuple[float, float]:
    """Width and height of a picture in mm, as it says of itself."""
    head = svg[: svg.index(">")]
    found = {name: float(head.split(f' {name}="', 1)[1].split("mm", 1)[0]) for name in ("width", "height")}
    return found["width"], found["height"]
