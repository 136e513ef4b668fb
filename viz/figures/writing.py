"""A chosen part of a graph as the bytes of one file for print, slides or a spreadsheet program."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from graph.errors import UsageError
from graph.tables import Tables
from viz.choice import Choice, chosen
from viz.citations import cite
from viz.figures.diagram import figure, sentences
from viz.figures.outlines import embedded
from viz.figures.paper import Paper, paper
from viz.figures.raster import png
from viz.network import Network

_DOTS: Final = 300
"""Per inch on paper."""
_SHEET_DOTS: Final = 150
_SCREEN: Final = 1920
"""Pixels along a slide."""


def write(graph: Tables, choice: Choice, suffix: str, *, title: str | None = None, paper_name: str = "a4") -> bytes:
    """The file of a kind (one of `WRITERS`); equal graphs give equal bytes.

    ``paper_name``: one of `viz.figures.paper.PAPERS`. Raises `UsageError` for another kind or paper, and as
    `viz.choice.choose`.
    """
    if suffix not in WRITERS:
        raise UsageError(f"{suffix} の形では書けません。{'、'.join(WRITERS)} のどれかを指定してください。")
    return WRITERS[suffix](chosen(graph, choice), paper(paper_name), title)


def _svg(network: Network, sheet: Paper, title: str | None) -> bytes:
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + embedded(figure(network, sheet, title=title))).encode()


def _png(network: Network, sheet: Paper, title: str | None) -> bytes:
    wide = 2 * _SCREEN if sheet.fixed else round(sheet.width / 25.4 * _DOTS)
    return png(figure(network, sheet, title=title), width=wide)


def _pdf(network: Network, sheet: Paper, title: str | None) -> bytes:
    from viz.figures.booklet.making import booklet

    return booklet(network, title=title)


def _xlsx(network: Network, sheet: Paper, title: str | None) -> bytes:
    from viz.figures.workbook import workbook

    picture = png(figure(network, sheet, title=title), width=round(sheet.width / 25.4 * _SHEET_DOTS))
    return workbook(network, picture, title=title, told=sentences(network, cite(network)))


WRITERS: Final[dict[str, Callable[[Network, Paper, str | None], bytes]]] = {
    ".svg": _svg,
    ".png": _png,
    ".pdf": _pdf,
    ".xlsx": _xlsx,
}
"""Kinds of file by suffix."""
