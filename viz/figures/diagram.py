"""A network as one picture for a sheet: title, scope, three columns, legend, what is left out, and the documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from markupsafe import escape

from graph.facts import Node
from viz import drawing, marks, scope
from viz.citations import Citations, cite
from viz.figures import blocks, groups, typeface
from viz.figures.blocks import EVIDENCE, INK, RULE, SUB, Block, Sign
from viz.figures.fitting import Fitted, References, fit, split
from viz.figures.outlines import legal
from viz.figures.paper import Paper
from viz.figures.sources import sources
from viz.layout import TEXT, Layout
from viz.network import Fact, Network

_PRINTED: Final = {drawing.GREY: SUB, drawing.PALE: RULE}
"""Lines darker than on the screen: a laser printer breaks up fine pale ones."""
_DOCUMENT_LINES: Final = {True: 2, False: 6}
_NOTE_LINES: Final = {True: 1, False: 2}
_SCOPE_LINES: Final = {True: 8, False: 14}
"""At most, on slides (True) and on paper."""
_ABOVE: Final = 0.4
"""The share of a slide's free height that lies above the picture."""
_SAMPLE: Final = 30.0
NOTHING: Final = "この範囲に、相手の名が分かる連携の記録はありません。連携がないという意味ではありません。"


def figure(network: Network, paper: Paper, *, title: str | None = None) -> str:
    """The picture of a network as SVG with texts as texts (`viz.figures.embedded` makes outlines of them)."""
    citations = cite(network)
    called = title or scope.heading(network)
    told = sentences(network, citations)
    width, small = paper.inside, paper.note
    above = [blocks.title(called, width), blocks.scope(told, width, small, most=_SCOPE_LINES[paper.fixed])]
    listed = sources(network, width, small, _DOCUMENT_LINES[paper.fixed])
    numbers = "出典" if listed.complete else ""
    foot = blocks.foot(listed.lines, width, small)
    whole = paper.units(paper.height - 2 * paper.margin)
    if not network:
        middle, below = [blocks.note(NOTHING, width, TEXT)], []
    else:
        reserved = (
            blocks.legend(signs(network, numbers), width, small).height + small * 1.5 * _NOTE_LINES[paper.fixed] + 8
        )
        room = whole - sum(block.height for block in above) - foot.height - reserved
        fitted = fit(network, paper, listed.references, room)
        middle = [picture(fitted.network, fitted.layout, listed.references(fitted.network))]
        below = [
            *(blocks.note(words, width, small) for words in left(fitted)),
            blocks.legend(signs(fitted.network, numbers), width, small),
        ]
    below += [blocks.note(words, width, small) for words in unknown([called, *told, *names(network)])]
    pinned = blocks.stack([*below, foot])
    if paper.fixed:
        free = whole - sum(block.height for block in (*above, *middle)) - pinned.height
        middle.insert(0, Block(max(0.0, round(free * _ABOVE, 1)), ""))
    stacked = blocks.stack([*above, *middle], pinned, whole if paper.fixed else None)
    return _svg(paper, stacked, called, "".join(told))


def sentences(network: Network, citations: Citations) -> list[str]:
    """The scope of a network in plain sentences."""
    return ["".join(part for part, _ in words) for words in scope.sentences(network, citations)]


def picture(network: Network, layout: Layout, references: References) -> Block:
    """The three columns."""
    return Block(layout.height, "".join(_drawn(network, layout, references)))


def _drawn(network: Network, layout: Layout, references: References) -> Iterator[str]:
    for x, anchor, words in _heads(network, layout):
        yield blocks.text(x, 20, words, TEXT, fill=SUB, anchor=anchor)
    lines = drawing.lines(network, layout)
    for line in lines:
        group = network.nodes[line.route.fact.end]["properties"]
        dash = () if groups.MEMBERS in group and not group.get("段階") else line.stroke.dash
        dashed = f' stroke-dasharray="{" ".join(map(str, dash))}"' if dash else ""
        yield (
            f'<path d="{line.path}" fill="none" stroke="{_PRINTED[line.stroke.colour]}" '
            f'stroke-width="{line.stroke.width:g}"{dashed}/>'
        )
    for line in lines:
        if line.stroke.flag:
            x, y = line.flag_at
            yield f'<g transform="translate({x:g} {y:g})">{_flag(line.stroke.flag)}</g>'
    for label in drawing.labels(network, layout):
        yield _mark(network, label)
        yield from _label(label, references.get(label.node, ""))


def _heads(network: Network, layout: Layout) -> list[tuple[float, str, str]]:
    shown = {label: groups.count(network, label) for label in ("自治体", "協定", "施策", "企業")}
    left, middle, right = layout.columns
    records = "・".join(f"{label} {shown[label]:,}" for label in ("協定", "施策") if shown[label])
    first = f"自治体 {shown['自治体']:,}"
    return [
        (max(left + 8, typeface.width(first, TEXT)), "end", first),
        (middle - 8, "start", records),
        (right - 8, "start", f"企業・団体 {shown['企業']:,}"),
    ]


def _mark(network: Network, label: drawing.Label) -> str:
    if len(groups.members(network, label.node)) == 1:
        return blocks.marked(label.mark, label.x, label.y)
    return _several(network, label.node, label.x, label.y)


def _several(network: Network, node: Node, x: float, y: float) -> str:
    """A node that stands for several: two marks of its kind, or for records three bars, as they differ in stage."""
    if node.label in ("自治体", "企業"):
        return blocks.marked(node.label, x - 2, y - 2, 12) + _behind(blocks.marked(node.label, x + 3, y + 3, 12))
    bars = "".join(f"M{x - 7:g} {y + step:g}H{x + 7:g}" for step in (-5, 0, 5))
    return f'<path d="{bars}" stroke="{INK}" stroke-width="2.4"/>'


def _behind(mark: str) -> str:
    return f'<g stroke="#FFFFFF" stroke-width="1.5" paint-order="stroke">{mark}</g>'


def _label(label: drawing.Label, numbers: str) -> Iterator[str]:
    for n, (x, y, words) in enumerate(label.lines):
        last = n == len(label.lines) - 1
        name, behind = split(words, numbers) if last else (words, "")
        if name:
            yield blocks.text(x, y, name.rstrip(), TEXT, anchor=label.anchor)
        if behind:
            yield blocks.text(x + typeface.width(name, TEXT), y, behind, TEXT, fill=EVIDENCE)


def _flag(words: str) -> str:
    doubtful = words == "要"
    half = typeface.width(words, TEXT) / 2 + 3
    colour, dash = (EVIDENCE, ' stroke-dasharray="3 2"') if doubtful else (RULE, "")
    box = f'<rect x="{-half:g}" y="-9" width="{2 * half:g}" height="18" fill="#FFFFFF" stroke="{colour}"{dash}/>'
    return box + blocks.text(0, 5, words, TEXT, bold=doubtful, fill=EVIDENCE if doubtful else SUB, anchor="middle")


def signs(network: Network, numbers: str) -> Iterator[Sign]:
    """What the picture uses, and no more. ``numbers``: what the numbers in it are of; '' for none."""
    single = [node for node in network if len(groups.members(network, node)) == 1]
    used = {marks.mark(node.label, network.nodes[node]["properties"]) for node in single}
    words = {"企業": "企業・団体", "協定-終了": "協定・終了、更新済", "協定-不明": "協定・状態不明"}
    for name in marks.NAMES:
        if name in used or name in {node.label for node in network}:
            stage = name.partition("-")[2] if name.startswith("施策") else ""
            line = _line(stage) if stage else ""
            told = words.get(name, name.replace("-", "・"))
            yield Sign(blocks.marked(name, 8, 8) + line, 16 + (_SAMPLE + 6 if stage else 0), told)
    flags = {line for _, _, fact in network.edges(data="fact") for line in _flags(fact)}
    if "要" in flags:
        yield Sign(f'<g transform="translate(10 8)">{_flag("要")}</g>', 20, "線の根拠が要確認")
    if "場所" in flags:
        yield Sign(f'<g transform="translate(17 8)">{_flag("場所")}</g>', 34, "行われた所。行う者ではない")
    several = {node.label in ("自治体", "企業"): node for node in network if len(groups.members(network, node)) > 1}
    for who, node in sorted(several.items()):
        yield Sign(_several(network, node, 8, 8), 18, "いくつもの団体" if who else "いくつもの協定・施策")
    if numbers:
        yield Sign(
            blocks.text(0, 13, "［1］", TEXT, fill=EVIDENCE), 30, f"{numbers}の番号。推＝推定、要＝要確認だけによる"
        )


def _flags(fact: Fact) -> Iterator[str]:
    if fact.only_place:
        yield "場所"
    elif fact.certainty == "要確認":
        yield "要"


def _line(stage: str) -> str:
    dash = marks.DASHES[stage]
    dashed = f' stroke-dasharray="{" ".join(map(str, dash))}"' if dash else ""
    return f'<path d="M20 8H{20 + _SAMPLE:g}" stroke="{_PRINTED[drawing.GREY]}" stroke-width="1.4"{dashed}/>'


def left(fitted: Fitted) -> Iterator[str]:
    """What the picture does not show, in a sentence; nothing where it shows all."""
    if not fitted.step:
        return
    left = {"企業・団体" if label == "企業" else label: number for label, number in fitted.left().items() if number}
    rest = "・".join(f"{label} {number:,}" for label, number in left.items())
    yield fitted.step + (f"ほか{rest}はこの図に入らない。" if rest else "")


def names(network: Network) -> Iterator[str]:
    """What the nodes are called."""
    for _, properties in network.nodes(data="properties"):
        yield str(properties.get("名称", ""))


def unknown(texts: list[str]) -> Iterator[str]:
    """A sentence about characters that the typeface lacks, where there are any."""
    absent = typeface.missing("".join(texts))
    if absent:
        codes = "、".join(f"U+{ord(char):04X}" for char in absent[:8])
        yield f"{typeface.GETA} は書体にない文字（{codes}{' ほか' if len(absent) > 8 else ''}）。"


def _svg(paper: Paper, content: Block, title: str, told: str) -> str:
    margin = paper.units(paper.margin)
    height = max(content.height + 2 * margin, paper.units(paper.height) if paper.fixed else 0.0)
    width = paper.units(paper.width)
    tall = height / width * paper.width
    return legal(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{paper.width:g}mm" height="{tall:.2f}mm" '
        f'viewBox="0 0 {width:.1f} {height:.1f}" role="img" fill="{INK}" font-family="{typeface.FAMILY}">'
        f"<title>{escape(title)}</title><desc>{escape(told)}</desc>"
        f'<rect width="{width:.1f}" height="{height:.1f}" fill="#FFFFFF"/>'
        f'<g transform="translate({margin:.1f} {margin:.1f})">{content.svg}</g></svg>'
    )
