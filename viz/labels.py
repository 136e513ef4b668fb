"""How wide words are and where they break: full-width characters one em, half-width ones 0.55 em."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import Final

from viz.network import Network

HALF: Final = 0.55
_NEVER_FIRST: Final = frozenset("、。，．・：；？！ー）」』】〉》〕］｝)]},.:;?!%％々ぁぃぅぇぉっゃゅょァィゥェォッャュョ")
_NEVER_LAST: Final = frozenset("（「『【〈《〔［｛([{")


def em(text: str) -> float:
    """Estimated width in em. Combining characters take no room."""
    return sum(_char(char) for char in text)


def _char(char: str) -> float:
    if unicodedata.combining(char):
        return 0.0
    return 1.0 if unicodedata.east_asian_width(char) in "WFA" else HALF


def wrap(text: str, width: float) -> tuple[str, ...]:
    """Lines of at most ``width`` em, of nearly equal length; words in half-width letters stay whole if they fit."""
    count = max(1, -int(-em(text) // width))
    while True:
        lines = _fill(text, width, em(text) / count)
        if all(em(line) <= width for line in lines):
            return tuple(lines)
        count += 1


def _fill(text: str, width: float, aim: float) -> list[str]:
    lines: list[str] = []
    line = ""
    for piece in _pieces(text, width):
        if line and (em(line) >= aim or em(line + piece) > width):
            lines.append(line.rstrip())
            line = ""
        line = (line + piece).lstrip() if not line else line + piece
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _pieces(text: str, width: float) -> list[str]:
    """What must not be parted: half-width words, and characters that may not begin or end a line."""
    pieces: list[str] = []
    for char in text:
        last = pieces[-1] if pieces else ""
        joined = last and (
            unicodedata.combining(char)
            or char in _NEVER_FIRST
            or last[-1] in _NEVER_LAST
            or (_char(char) == _char(last[-1]) == HALF and char != " " and last[-1] != " ")
        )
        if joined and em(last + char) <= width:
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def captions(network: Network) -> dict[object, str]:
    """What stands beside each mark: a municipality's short name where that is unambiguous, else the whole name."""
    short = {
        node: str(properties.get("略称") or properties["名称"])
        for node, properties in network.nodes(data="properties")
        if node.label == "自治体"
    }
    used = Counter(short.values())
    return {
        node: short[node] if node in short and used[short[node]] == 1 else str(properties.get("名称", node.id))
        for node, properties in network.nodes(data="properties")
    }
