"""How wide words are and where they break: full-width characters one em, half-width ones 0.55 em."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable
from typing import Final

from graph.facts import Node
from viz.network import Network

HALF: Final = 0.55
_NEVER_FIRST: Final = frozenset(
    "、。，．・：；？！ー）」』】〉》〕］｝)]},.:;?!%％々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
)
_BOUND: Final = "\u00a0"
_NEVER_LAST: Final = frozenset("（「『【〈《〔［｛([{")


def em(text: str) -> float:
    """Estimated width in em. Combining characters take no room."""
    return sum(_char(char) for char in text)


def _char(char: str) -> float:
    if unicodedata.combining(char):
        return 0.0
    return 1.0 if unicodedata.east_asian_width(char) in "WFA" else HALF


def wrap(text: str, width: float, measure: Callable[[str], float] = em) -> tuple[str, ...]:
    """Lines of at most ``width`` em, as few as possible, broken where words seem to end and of nearly equal length."""
    pieces = _pieces(text, width)
    widths = [measure(piece) for piece in pieces]
    # Best way to set the first n pieces: (number of lines, cost, where the last line begins).
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]
    for end in range(1, len(pieces) + 1):
        room, ways = width, []
        for begin in range(end - 1, -1, -1):
            room -= widths[begin]
            if room < 0 and begin < end - 1:
                break
            count, cost, _ = best[begin]
            ways.append((count + 1, cost + room**2 / width + _break(pieces, begin), begin))
        best.append(min(ways))
    lines: list[str] = []
    end = len(pieces)
    while end > 0:
        begin = best[end][2]
        lines.append("".join(pieces[begin:end]).strip())
        end = begin
    return tuple(reversed(lines)) or ("",)


def _break(pieces: list[str], before: int) -> float:
    """What it costs to break before this piece: nothing after a particle or a comma, much within a word."""
    if before == 0:
        return 0.0
    last, first = _script(pieces[before - 1][-1]), _script(pieces[before][0])
    if last in ("ひらがな", "記号") and first != "ひらがな":
        return 0.0
    return 6.0 if last == first else 2.0


def _script(char: str) -> str:
    name = unicodedata.name(char, "")
    for script, word in (("HIRAGANA", "ひらがな"), ("KATAKANA", "カタカナ"), ("CJK", "漢字")):
        if name.startswith(script) and char != "・":
            return word
    return "英数" if char.isalnum() or char == "ー" else "記号"


def _pieces(text: str, width: float) -> list[str]:
    """What must not be parted: words in half-width letters or katakana, and characters bound to their neighbours."""
    pieces: list[str] = []
    for char in text:
        last = pieces[-1] if pieces else ""
        joined = last and (
            unicodedata.combining(char)
            or char in _NEVER_FIRST
            or _BOUND in (char, last[-1])
            or last[-1] in _NEVER_LAST
            or (_script(char) == _script(last[-1]) and _script(char) in ("カタカナ", "英数"))
        )
        if joined and em(last + char) <= width:
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def shorten(text: str, width: float) -> str:
    """The text, or its beginning with … where it is wider than ``width`` em. Its full form must stand elsewhere."""
    if len(text) * 2 <= width or em(text[: int(width * 4) + 1]) <= width:
        return text
    kept = ""
    for char in text:
        if em(kept + char) > width - 1:
            break
        kept += char
    return kept.rstrip() + "…"


LONGEST: Final = 90.0
"""em of a name beside a mark. What is longer is cut there and stands whole in the table."""


def captions(network: Network) -> dict[Node, str]:
    """What stands beside each mark: a municipality's short name where that is unambiguous, else the whole name."""
    short = {
        node: str(properties.get("略称") or properties["名称"])
        for node, properties in network.nodes(data="properties")
        if node.label == "自治体"
    }
    used = Counter(short.values())
    return {
        node: shorten(short[node] if used[short.get(node, "")] == 1 else str(properties.get("名称", node.id)), LONGEST)
        for node, properties in network.nodes(data="properties")
    }
