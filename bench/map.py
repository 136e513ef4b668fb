"""The map beside pyvis's own default and a plain force layout, with the same data: ``python -m bench map``.

Prints how long Chromium takes from opening the file to the first picture that stays as it is, how many labels overlap,
and how far nodes move when one agreement is added. The data are made up; pyvis draws them as its documentation shows,
with its library in the page (a page that loads it from elsewhere stays blank without a network). The force layout is
that of networkx, which needs scipy. Nothing else here does, so it is put beside the environment:
``.venv/bin/pip install --target build/scipy scipy`` and ``PYTHONPATH=build/scipy .venv/bin/python -m bench map``.
"""

from __future__ import annotations

import argparse
import importlib.util
import math
import random
import shutil
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import networkx as nx
import pyvis.network
from playwright.sync_api import TimeoutError as TooLong
from playwright.sync_api import sync_playwright

from graph.facts import Evidence, Fact, Facts, Node
from viz import labels, overview
from viz.choice import chosen
from viz.interactive import render
from viz.layout import LEADING, TEXT, WIDTH, lay_out
from viz.network import Network

_WORDS: Final = ("見守り", "災害時の物資供給", "行政の電子化", "特産品の販売", "健康づくり", "空き家の活用")

_OURS: Final = """() => document.readyState === 'complete' && (document.querySelector('svg.gathered')
  || (document.documentElement.classList.contains('drawn') && document.querySelector('#canvas canvas')))"""
_THEIRS: Final = (
    """() => { const bar = document.getElementById('loadingBar'); return bar && bar.style.opacity === '0'; }"""
)
"""Its first picture: when the bar that hides the page goes. Nodes may go on moving after it, which is not counted."""
_LABELS: Final = """() => Object.values(network.body.nodes).filter((n) => n.options.label).map((n) => {
  n.shape.draw(network.canvas.getContext(), n.x, n.y, false, false, {});
  const s = n.labelModule.size;
  return [n.id, n.x, n.y, s.left, s.top, s.width, s.height];
})"""

Boxes = list[tuple[float, float, float, float]]
"""Left, top, width and height of labels."""
Places = dict[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Opened:
    """``seconds``: to the first stable picture, None where the limit came first. ``labels``: what the page tells."""

    seconds: float | None
    labels: list[list[Any]]


def made_up(nodes: int, *, more: int = 0) -> Network:
    """A network of so many nodes: agreements between municipalities and bodies; ``more`` agreements beside them."""
    choose = random.Random(nodes)
    found = Facts()
    found.add_node("文書", "d1", 題名="一覧（作り話）", 種別="協定一覧", 公開="公開")
    places, bodies = nodes // 8, nodes // 4
    for n in range(places):
        found.add_node("自治体", f"{n:06}", 名称=f"架空県ためし{n}市", 略称=f"ためし{n}市", 都道府県=f"架空県{n % 20}")
    for n in range(bodies):
        found.add_node("企業", f"o{n:04}", 名称=f"株式会社こころみ{n}", 区分="企業")
    agreements = nodes - places - bodies
    for n in range(agreements + more):
        record = Node("協定", f"k{n:04}")
        evidence = Evidence("d1", f"一覧!{n + 2}", "", "一覧にある。")
        claim = (("名称", f"{choose.choice(_WORDS)}に関する協定{n}"), ("締結日", f"20{choose.randrange(10, 26)}"))
        for item in claim:
            found.add(Fact("記載", record, Node("文書", "d1"), evidence, item))
        ends = [Node("自治体", f"{n % places:06}"), Node("企業", f"o{n % bodies:04}")]
        ends += [Node("企業", f"o{choose.randrange(bodies):04}")] if n % 3 == 0 else []
        for end in dict.fromkeys(ends):
            found.add(Fact("締結", end, record, evidence, ("",)))
    return chosen(found.tables())


def pyvis_default(network: Network) -> str:
    """The same nodes and lines drawn by pyvis as it comes."""
    page = pyvis.network.Network(cdn_resources="in_line")
    for node in network:
        page.add_node(node.id, label=str(network.nodes[node]["properties"]["名称"]))
    for start, end in network.edges():
        page.add_edge(start.id, end.id)
    return str(page.generate_html())


def opened(html: str, stable: str, limit: float) -> Opened:
    """Open a page from disk without a network and wait until its picture stays as it is."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "map.html"
        file.write_text(html, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=_chromium(), args=["--no-sandbox"])
        page = browser.new_context(offline=True, viewport={"width": 1280, "height": 1000}).new_page()
        page.add_init_script(
            f"window.__stable = {stable}; const look = () => {{ let ok = false; try {{ ok = window.__stable(); }} catch {{}}"
            " if (ok) requestAnimationFrame(() => requestAnimationFrame(() => { window.__seconds = performance.now() / 1000; }));"
            " else setTimeout(look, 10); }; setTimeout(look, 0);"
        )
        try:
            page.goto(file.as_uri(), wait_until="commit")
            page.wait_for_function("() => window.__seconds", timeout=limit * 1000, polling=100)
            seconds = float(page.evaluate("() => window.__seconds"))
            found = page.evaluate(_LABELS) if stable == _THEIRS else []
            return Opened(seconds, found)
        except TooLong:
            return Opened(None, [])
        finally:
            browser.close()


def _chromium() -> str:
    return next(path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name)))


def overlaps(boxes: Boxes) -> int:
    """How many pairs of labels cover each other."""
    ordered = sorted(boxes)
    count = 0
    for n, (x, y, width, height) in enumerate(ordered):
        for x2, y2, _, height2 in ordered[n + 1 :]:
            if x2 >= x + width:
                break
            count += y < y2 + height2 and y2 < y + height
    return count


def ours(network: Network) -> tuple[Boxes, Places]:
    """Labels and places of all nodes drawn one by one."""
    layout = lay_out(network)
    boxes = [(layout.label_x(node), spot.top, spot.width, spot.height) for node, spot in layout.spots.items()]
    return boxes, {node.id: (spot.x, spot.y) for node, spot in layout.spots.items()}


def spring(network: Network, height: float) -> tuple[Boxes, Places] | None:
    """The same labels at the places of a force layout that fills the same area; None without scipy."""
    if importlib.util.find_spec("scipy") is None:
        return None
    words = labels.captions(network)
    found = nx.spring_layout(nx.Graph(network), seed=1)
    places = {node.id: ((x + 1) / 2 * WIDTH, (y + 1) / 2 * height) for node, (x, y) in found.items()}
    boxes = [
        (places[node.id][0] - labels.em(word) * TEXT / 2, places[node.id][1], labels.em(word) * TEXT, LEADING)
        for node, word in words.items()
    ]
    return boxes, places


def moved(before: Mapping[str, tuple[float, float]], after: Mapping[str, tuple[float, float]]) -> str:
    """The mean way of the nodes that both have, in pixels and as a share of the picture's diagonal."""
    both = sorted(before.keys() & after.keys())
    way = sum(math.dist(before[id], after[id]) for id in both) / len(both)
    spans = [
        max(place[axis] for place in before.values()) - min(place[axis] for place in before.values()) for axis in (0, 1)
    ]
    return f"{way:7.1f} px ({100 * way / math.hypot(*spans):.1f} %)"


def _said(seconds: float | None, limit: float) -> str:
    return f"{seconds:.2f} s" if seconds is not None else f"over {limit:.0f} s"


def measure(nodes: int, limit: float, *, move: bool) -> None:
    """All figures for one size."""
    network, grown = made_up(nodes), made_up(nodes, more=1)
    started = time.perf_counter()
    html = render(network)
    print(f"\n{network.number_of_nodes()} nodes, {network.number_of_edges()} lines: built in "
          f"{time.perf_counter() - started:.2f} s, {len(html.encode()) / 1e6:.2f} MB")  # fmt: skip
    as_written = opened(html, _OURS, limit)
    with patch.object(overview, "DRAWN", 10**9):
        each = opened(render(network), _OURS, limit)
    theirs = opened(pyvis_default(network), _THEIRS, limit)
    print(f"first stable picture: ours {_said(as_written.seconds, limit)} (every node drawn: {_said(each.seconds, limit)}), "
          f"pyvis {_said(theirs.seconds, limit)}")  # fmt: skip
    if as_written.seconds and each.seconds:
        least = theirs.seconds or limit
        print(f"  pyvis takes {'' if theirs.seconds else 'more than '}{least / as_written.seconds:.0f} times as long "
              f"({least / each.seconds:.0f} times with every node drawn)")  # fmt: skip
    boxes, places = ours(network)
    height = max(y for _, y in places.values())
    force = spring(network, height)
    named = [(left, top, width, tall) for _, _, _, left, top, width, tall in theirs.labels]
    told = [str(overlaps(each)) if each else "–" for each in (named, force[0] if force else [])]
    print(f"overlapping pairs of labels: ours {overlaps(boxes)}, pyvis {told[0]}, spring layout {told[1]}")
    if not force:
        print("  no scipy, so no spring layout: how to add it stands at the head of bench/map.py")
    if not move:
        return
    print(f"mean way of a node when one agreement is added: ours {moved(places, ours(grown)[1])}")
    forced = spring(grown, height)
    if force and forced:
        print(f"  spring layout {moved(force[1], forced[1])}")
    again = opened(pyvis_default(grown), _THEIRS, limit)
    if theirs.labels and again.labels:
        before, after = ({id: (x, y) for id, x, y, *_ in each.labels} for each in (theirs, again))
        print(f"  pyvis {moved(before, after)}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench map")
    parser.add_argument("--nodes", type=int, nargs="*", default=[500, 2_000])
    parser.add_argument("--limit", type=float, default=300, help="seconds after which a page is given up")
    given = parser.parse_args()
    for n, nodes in enumerate(given.nodes):
        measure(nodes, given.limit, move=n == 0)
