"""The portable explorer as one HTML file: data, script and style in the page, and what it says without its script."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from importlib.resources import files
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from graph import model
from graph.tables import Tables
from viz import marks
from viz.offline import in_page, policy
from viz.portable import head as heads
from viz.portable import still
from viz.portable.encoding import letters
from viz.portable.pack import pack

PARTS: Final = (
    "unpack", "graph", "fold", "search", "dom", "world", "routes", "cite", "facts", "country", "lists", "pages", "crossing",
    "diagram", "main",
)  # fmt: skip
"""Parts of the page's script, in order; they share one scope."""


def render(graph: Tables, *, title: str, prefecture: str = "", made: str = "", outside: Collection[str] = ()) -> bytes:
    """The file for a graph (UTF-8), which is used up; equal graphs give equal bytes.

    ``prefecture``: whose municipalities it counts against ('' for all of Japan); ``made``: a sentence on what was
    chosen; ``outside``: municipalities whose every record that choice left out. Where the graph holds documents that
    are 庁内限り, the page says so.
    """
    counted = heads.counts(graph)
    about = heads.head(graph, counted, title=title, prefecture=prefecture, made=made)
    beside = heads.beside(graph, prefecture, outside)
    internal = "庁内限り" in graph.nodes["文書"]["公開"].to_pylist()
    resting = still.still(graph, counted, prefecture)
    data = letters(pack(graph, about, beside))
    style, script = _style(), _script()
    page = _environment().get_template("page.html").render(
        title=title,
        made=made,
        internal=internal,
        prefecture=prefecture,
        policy=policy(style, script),
        style=Markup(style),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own files
        data=Markup(data),  # noqa: S704 - an alphabet without signs of HTML
        symbols=_symbols(),
        still=resting,
        certainties=model.CERTAINTIES,
        stages=model.STAGES,
    )  # fmt: skip
    return page.encode("utf-8")


@cache
def _script() -> str:
    parts = (files("viz.portable").joinpath("js", f"{name}.js").read_text(encoding="utf-8") for name in PARTS)
    return in_page("\n".join(['(() => {"use strict";', *parts, "})();"]))


@cache
def _style() -> str:
    return in_page(files("viz.portable").joinpath("portable.css").read_text(encoding="utf-8"))


def _symbols() -> list[tuple[str, str, Markup]]:
    """Name, colour and drawing of every mark."""
    return [(name, marks.colour(name), marks.inner(name)) for name in (*marks.NAMES, *marks.LISTED)]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("viz.portable"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"date": still.date_words, "place": still.place_words, "number": lambda value: f"{value:,}"}
    return environment
