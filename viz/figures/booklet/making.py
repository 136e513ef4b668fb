"""A network as a booklet: title and scope, picture, list, evidence."""

from __future__ import annotations

from functools import partial
from typing import Final

from graph.errors import UsageError
from viz import scope, sheet
from viz.citations import Citations, cite
from viz.figures import blocks, diagram, setting, sources, typeface
from viz.figures.blocks import Block
from viz.figures.booklet import sheets
from viz.figures.booklet.drawn import INK, SUB, Anchor, Picture, Rule, Strip, text
from viz.figures.booklet.emit import pdf
from viz.figures.booklet.evidence import evidence
from viz.figures.booklet.flow import BOTTOM, INSIDE, MARGIN, Flow
from viz.figures.booklet.listing import listing
from viz.network import Network

MOST: Final = 20_000
"""Passages of evidence; that many fill some 2,000 pages."""
_INTERNAL: Final = "庁内限りを含む"
_TITLE: Final = 16.0
_TITLE_LINES: Final = 5
_HEAD: Final = 12.0
_TEXT: Final = 9.5
_NOTE: Final = 8.6
_UNIT: Final = sheets.PAPER.unit
_LEAST: Final = 240.0
"""Points that a first picture needs below the title, else it begins on a page of its own."""


def booklet(network: Network, *, title: str | None = None) -> bytes:
    """The PDF of a network. Equal networks give equal bytes. Raises `UsageError` above `MOST` passages."""
    citations = cite(network)
    if len(citations.passages) > MOST:
        raise UsageError(
            f"根拠が {len(citations.passages):,} か所あり、PDF にするには多すぎます（{MOST:,} か所まで）。"
            "--around、--field、--prefecture で範囲を絞るか、.xlsx を指定してください。"
        )
    called = title or scope.heading(network)
    told = diagram.sentences(network, citations)
    flow = Flow()
    _opening(flow, called, told)
    if network:
        _pictures(flow, network, citations)
        rows = sheet.rows(network)
        agreements = sum(row.node.label == "協定" for row in rows)
        flow.page()
        counted = (
            f"協定 {agreements:,}・施策 {len(rows) - agreements:,}。団体コード順。施策は根拠となる協定の下に置く。"
        )
        _head(flow, "一覧", f"{counted}番号は終わりにある根拠の番号。", "list")
        listing(flow, network, citations, rows)
        flow.part()
        _head(flow, "根拠", "位置は、文書から取り出した本文の文字数（始め–終わり）。", "evidence")
        evidence(flow, network, citations)
    else:
        flow.put(*text(diagram.NOTHING, INSIDE, _TEXT))
    absent = diagram.unknown([called, *told, *diagram.names(network), *(p.quote for p in citations.passages)])
    for words in absent:
        flow.space(8)
        flow.put(*text(words, INSIDE, _NOTE, colour=SUB))
    return pdf(
        flow.pages,
        title=typeface.drawn(called),
        subject=typeface.drawn("".join(told))[:2_000],
        warning=_INTERNAL if any(_internal(network, passage.document) for passage in citations.passages) else "",
    )


def _internal(network: Network, document: str) -> bool:
    return bool(network.graph["documents"].get(document, {}).get("公開") == "庁内限り")


def _opening(flow: Flow, title: str, told: list[str]) -> None:
    lines = "\n".join(setting.label(title, INSIDE / _TITLE, _TITLE_LINES))
    first, *rest = text(lines, INSIDE + 1, _TITLE, bold=True, leading=1.4)
    flow.put(Strip(first.height, (Anchor(0, 0, "top", title, 0), *first.drawn)), *rest)
    flow.space(6)
    for sentence in told:
        for strip in text(sentence, INSIDE, _TEXT, indent=14):
            flow.put(strip._replace(drawn=(Rule(2, 0, 2, strip.height, 4, INK), *strip.drawn)))
    flow.space(12)


def _head(flow: Flow, words: str, note: str, name: str) -> None:
    first, *rest = text(words, INSIDE, _HEAD, bold=True)
    rule = Strip(8, (Rule(0, 2, INSIDE, 2, 1.5, INK),))
    anchored = Strip(first.height, (Anchor(0, 0, name, words, 0), *first.drawn))
    flow.put(rule, anchored, *rest, *text(note, INSIDE, _NOTE, colour=SUB), Strip(6), keep=80)


def _pictures(flow: Flow, network: Network, citations: Citations) -> None:
    """The picture from where the page stands; a bookmark leads to it."""
    referring = partial(sources.references, number=citations.number)
    signs = diagram.signs(network, "根拠")
    legend = blocks.legend(signs, sheets.PAPER.inside, sheets.PAPER.note)
    reserved = legend.height * _UNIT + 2 * _NOTE * 1.55 + 44
    if flow.room - reserved < _LEAST:
        flow.page()
    first, most = ((room - reserved) / _UNIT for room in (flow.room, BOTTOM - MARGIN))
    pieces = sheets.pieces(network, referring, first, most)
    notes: list[str] = []
    if pieces is None:
        room = first if first > most / 2 else most
        fitted = sheets.reduced(network, referring, room)
        pieces = [(fitted.network, fitted.layout)]
        notes = [words + "すべては一覧にある。" for words in diagram.left(fitted)]
    for n, (part, layout) in enumerate(pieces, 1):
        if n > 1 or layout.height > first:
            flow.page()
        counted = f"（{n}／{len(pieces)}）" if len(pieces) > 1 else ""
        told = "".join(notes) or "線の交わりが少なくなる順。数字は根拠の番号。"
        if len(pieces) > 1:
            told = (
                "協定・施策ごとに分けて示す。関わる自治体と企業・団体は、それぞれの紙にすべて載る。数字は根拠の番号。"
            )
        _head(flow, f"関係図{counted}", told, f"figure{n}")
        picture = diagram.picture(part, layout, referring(part))
        parts = [picture, blocks.legend(diagram.signs(part, "根拠"), sheets.PAPER.inside, sheets.PAPER.note)]
        flow.put(_strip(blocks.stack(parts)))


def _strip(block: Block) -> Strip:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {sheets.PAPER.inside:.1f} {block.height:.1f}">'
        f"{block.svg}</svg>"
    )
    return Strip(block.height * _UNIT, (Picture(0, 0, svg, INSIDE),))
