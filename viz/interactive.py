"""``renkei map``: one HTML file that works without a network, and still says everything without scripts.

pyvis builds the canvas from the computed positions; the page around it is ours. Nothing is fetched: the drawing
library is put into the page, and the page's own policy refuses every request and every script but those put there.
Above `viz.overview.DRAWN` things the picture is put together, above `LISTED` records the table is too.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, Final, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from pyvis.network import Network as Canvas

from graph import model
from graph.facts import Node
from graph.store.base import Store
from viz import canvas, drawing, labels, marks, matrix, offline, overview, overview_drawing, payload, scope, sheet
from viz.choice import WHOLE, Choice, chosen
from viz.citations import Citations, cite, place_words, told
from viz.layout import WIDTH, lay_out
from viz.network import Network

LISTED: Final = 2_500
"""Agreements and measures that are listed one by one; a file with more would be too big to be mailed."""

_COMMON: Final = ("drawer.js", "copying.js")
"""Parts of the page's script; they share one scope."""
_LISTED: Final = (*_COMMON, "filters.js", "printing.js")
_SINGLE: Final = (*_LISTED, "matrix.js", "canvas.js")
_GATHERED: Final = (*_LISTED, "overview.js", "stage.js")
_COUNTED: Final = (*_COMMON, "overview.js", "stage.js")

_SHEETS: Final = (660.0, 1180.0)
"""Height of the picture that fits on the first and on each further sheet of A4 at its printed size, px."""


async def draw(store: Store, *, title: str | None = None, choice: Choice = WHOLE, internal: bool = False) -> str:
    """The map of what a store holds, as HTML text.

    Facts from 庁内限り documents enter only if ``internal``. Raises as `viz.choice.choose`.
    """
    return render(chosen(await store.shown(internal=internal), choice), title=title)


class _Picture(NamedTuple):
    """What differs between a picture of single records and one put together: words, values, what the script knows."""

    canvas: Canvas
    library: str
    script: str
    words: str
    values: dict[str, Any]
    data: dict[str, Any]


def render(network: Network, *, title: str | None = None) -> str:
    """The page for a network; equal networks give equal bytes."""
    citations = cite(network)
    rows = sheet.rows(network)
    numbers = {node: n for n, node in enumerate(sorted(network))}
    listed = len(rows) <= LISTED
    gathered = overview.gather(network, rows) if overview.needed(network) else None
    if gathered and gathered.links:
        picture = _gathered(gathered, rows, numbers, listed=listed)
    else:
        picture = _single(network, citations, rows, numbers)
    style = offline.template("map.css")
    sentences = scope.sentences(network, citations)
    if picture.words:
        sentences.append([(picture.words, False)])
    page = picture.canvas
    page.templateEnv = _environment(network)
    page.path = "map.html"
    page.templateEnv.globals |= {
        "title": title or scope.heading(network),
        "sentences": sentences,
        "copied": scope.plain(title or scope.heading(network), sentences),
        "policy": offline.policy(style, *filter(None, (picture.library, picture.script))),
        "style": Markup(style),  # noqa: S704 - our own file
        "library": Markup(picture.library),  # noqa: S704 - the installed library
        "script": Markup(picture.script),  # noqa: S704 - our own file
        "names": {node: network.nodes[node]["properties"].get("名称", node.id) for node in network},
        "number": numbers,
        "overview": None,
        "matrix": None,
        **_table(network, citations, rows if listed else [], empty=not rows),
        **picture.values,
        "data": picture.data | (payload.known(network, citations, rows, numbers) if listed else _MARKS),
    }
    return str(page.generate_html())


_MARKS: Final[dict[str, Any]] = {
    "nodes": [], "facts": [], "rows": [], "passages": [], "documents": {},
    "marks": {name: marks.address(name) for name in marks.NAMES},
}  # fmt: skip


def _table(network: Network, citations: Citations, rows: Sequence[sheet.Row], *, empty: bool) -> dict[str, Any]:
    """Values for the table, its filters and the evidence below it."""
    return {
        "empty": empty,
        "rows": rows,
        "row_number": {row.node: n for n, row in enumerate(rows)},
        "first_row": _first_rows(rows),
        "citations": citations,
        "sayings": citations.sayings() if rows else {},
        "notes": citations.notes() if rows else {},
        "documents": network.graph["documents"],
        "fields": _fields(network, {field for row in rows for field in row.filed}),
        "kinds": _present((*model.AGREEMENT_KINDS, ""), {kind for row in rows for kind in row.kinds or ("",)}),
        "years": sorted({row.year for row in rows if row.year}),
        "stages": _present(("協定", *model.STAGES), {row.stage for row in rows}),
    }


def _single(network: Network, citations: Citations, rows: Sequence[sheet.Row], numbers: dict[Node, int]) -> _Picture:
    layout = lay_out(network)
    squares = matrix.lay_out(network, layout.order, rows)
    return _Picture(
        canvas.canvas(network, layout, citations, numbers),
        canvas.library() if rows else "",
        offline.script(*_SINGLE) if rows else "",
        "",
        {
            "matrix": squares,
            "cell": matrix.CELL,
            "size": (WIDTH, layout.height),
            "sheets": drawing.sheets(network, layout, *_SHEETS),
            "heads": drawing.heads(network, layout),
        },
        payload.pictured(network, layout, citations, numbers, squares),
    )


def _gathered(
    found: overview.Overview, rows: Sequence[sheet.Row], numbers: dict[Node, int], *, listed: bool
) -> _Picture:
    return _Picture(
        canvas.blank(),
        "",
        offline.script(*(_GATHERED if listed else _COUNTED)),
        overview.words(found, len(rows), listed=listed),
        {
            "overview": found,
            "grid": overview_drawing.grid(found),
            "diagram": overview_drawing.diagram(found),
            "classes": tuple(zip(overview.CLASSES, overview_drawing.WIDTHS, strict=True)),
        },
        payload.gathered(found, numbers, listed=listed),
    )


def _present(order: tuple[str, ...], used: set[str]) -> list[str]:
    return [word for word in order if word in used]


def _fields(network: Network, used: set[str]) -> list[tuple[str, bool]]:
    """Names of fields with those below each after it; True: it is below another."""
    names, above = network.graph["fields"], network.graph["above"]
    return [
        (names[id], id in above)
        for id in sorted(names, key=lambda id: (above.get(id, id), id in above, id))
        if names[id] in used
    ]


def _first_rows(rows: Sequence[sheet.Row]) -> dict[Node, int]:
    """Where each municipality and body stands first in the table."""
    found: dict[Node, int] = {}
    for n, row in enumerate(rows):
        for fact in (*row.municipalities, *row.bodies):
            found.setdefault(fact.start, n)
    return found


def _environment(network: Network) -> Environment:
    environment = Environment(
        loader=PackageLoader("viz"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "inert": payload.inert,
        "place_words": place_words,
        "about": scope.facts_of,
        "told": partial(told, network),
        "shorten": labels.shorten,
        "placed": matrix.places,
        "number": "{:,}".format,
    }
    environment.globals |= {"marks": marks, "certainties": model.CERTAINTIES}
    return environment
