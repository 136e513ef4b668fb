"""``renkei map --japan``: one HTML file that works without a network and still says everything without scripts.

Nothing is fetched, and the page's own policy refuses every script and style but its own. The panel shows rows and
passages that stand in the page anyway, so the file says the same with scripts and without.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from graph import dates, model
from graph.facts import Node
from graph.tables import Tables
from viz import marks, offline, scope, sheet
from viz.choice import Choice
from viz.citations import Citations, cite, place_words, told
from viz.country import evidence, multiples, picture, projection, tiles, words
from viz.country.payload import payload
from viz.country.standing import MEANINGS, Standing
from viz.country.survey import MOST_TIES, Mode, Survey, survey
from viz.network import Network
from viz.payload import inert
from viz.sheet import Row

SCRIPTS: Final = (
    "country/base.js", "country/panel.js", "country/move.js", "country/years.js", "country/find.js", "copying.js",
)  # fmt: skip
"""Parts of the page's script, in ``viz/templates``; they share one scope."""
STYLES: Final = ("map.css", "country/country.css")

MOST: Final = 3_000
"""Agreements and measures that are listed with their evidence; of more, the file only has the numbers."""
LINES: Final = 12
"""Lines from a chosen municipality, where nothing else is asked for."""


def draw(
    graph: Tables, choice: Choice, *, title: str | None = None, limit: int = LINES, by: str = "", most: int = MOST
) -> str:
    """The page for a choice of a graph. ``limit``: lines from a chosen municipality; ``by``: small maps, 年 or 分野.

    Raises as `viz.country.survey.survey`.
    """
    return render(survey(graph, choice), title=title, limit=limit, by=by, most=most)


def render(found: Survey, *, title: str | None = None, limit: int = LINES, by: str = "", most: int = MOST) -> str:
    """The page; equal surveys give equal bytes."""
    listed = found.told if len(found.told) <= most else set()
    network = evidence.network(found.graph, listed)
    citations = cite(network) if len(found.told) <= most else None
    rows = sheet.rows(network)
    style = "\n".join(map(offline.template, STYLES))
    script = offline.script(*SCRIPTS)
    anchors = _anchors(rows)
    names = {node: network.nodes[node]["properties"].get("名称", node.id) for node in network}
    name = title or words.heading(found)
    lines = words.sentences(found, limit=limit)
    rest = [*words.sources(found, network.graph["documents"], citations), *words.warning(found)]
    return _environment(network).get_template("country/page.html").render(
        title=name,
        sentences=[*lines, rest],
        copied=words.text(found, name, limit=limit) + "".join(part for part, _ in rest),
        policy=offline.policy(style, script),
        style=Markup(style),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        data=payload(found, network.graph["documents"]),
        survey=found,
        map=Markup(picture.drawing(found, limit=limit, most=MOST_TIES, linked=set(anchors))),  # noqa: S704 - escaped there
        size=(projection.WIDTH, projection.HEIGHT),
        view=found.view,
        legend=words.legend(found),
        ramp_head=words.ramp_head(found),
        limit=limit,
        most_ties=min(MOST_TIES, len(found.ties.found)) if found.ties else 0,
        total=found.total(),
        prefectures=found.prefectures(),
        tiles=Markup(tiles.drawing(found.prefectures())),  # noqa: S704 - our own words
        tiles_size=(tiles.WIDTH, tiles.HEIGHT),
        parts=tiles.PARTS,
        standings=[each for each in Standing if each in _columns(found)],
        meanings=MEANINGS,
        multiples=multiples.multiples(found, by) if by else None,
        rows=rows,
        anchors=_by_row(anchors),
        anchored=set(anchors),
        places=found.by_code,
        ties=found.ties.found[:MOST_TIES] if found.ties else (),
        citations=citations,
        sayings=citations.sayings() if citations else {},
        notes=citations.notes() if citations else {},
        documents=network.graph["documents"],
        numbers=partial(_numbers, citations) if citations else None,
        names=names,
        body=_bodies(found),
        titles=lambda records: "、".join(names.get(node, node.id) for node in records),
    )  # fmt: skip


def _columns(found: Survey) -> set[Standing]:
    """Columns of the table: those that cannot occur are left out."""
    rare = {Standing.PLAN, Standing.OVER, Standing.OUTSIDE}
    number = found.total().number
    if found.mode is Mode.TIES:
        return set(Standing) - {each for each in rare if not number[each]}
    return set(Standing) - {each for each in rare - {Standing.PLAN} if not number[each] and not found.years}


def _anchors(rows: Sequence[Row]) -> dict[str, int]:
    """Code → the first row of the list that names the municipality or prefecture."""
    found: dict[str, int] = {}
    for n, row in enumerate(rows):
        for fact in row.municipalities:
            found.setdefault(fact.start.id, n)
    return found


def _by_row(anchors: dict[str, int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for code, n in anchors.items():
        found[n].append(code)
    return found


def _numbers(citations: Citations, row: Row) -> tuple[str, list[int]]:
    """The least sure of what ties a record to its parties, and the passages behind all that is said of it."""
    parties = (*row.municipalities, *row.bodies) or row.own
    worst = max((fact.certainty for fact in parties), key=model.CERTAINTIES.index)
    return worst, citations.numbers((*row.municipalities, *row.bodies, *row.own))


def _dated(document: dict[str, Any]) -> str:
    known = document.get("発行日") or document.get("基準日")
    return f"{document.get('種別', '種別の記載なし')}　{dates.japanese(known) if known else '日付の記載なし'}"


def _bodies(found: Survey) -> dict[str, str]:
    wanted = {id for tie in found.ties.found[:MOST_TIES] for id in tie.shared} if found.ties else set()
    return {row["id"]: row.get("名称", row["id"]) for row in found.graph.node_rows("企業") if row["id"] in wanted}


def _environment(network: Network) -> Environment:
    environment = Environment(
        loader=PackageLoader("viz"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "inert": inert,
        "place_words": place_words,
        "about": scope.facts_of,
        "told": partial(told, network),
        "fmt": "{:,}".format,
        "dated": _dated,
        "rest": multiples.rest,
    }
    environment.globals |= {"marks": marks, "certainties": model.CERTAINTIES, "Node": Node}
    return environment
