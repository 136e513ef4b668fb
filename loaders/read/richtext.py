"""Strings of a workbook: runs with formats of their own, and readings above the words (ふりがな), which are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, Final, NamedTuple

from lxml import etree

from loaders.read.archive import local
from loaders.read.compose import tidy

_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Words(NamedTuple):
    """A string; ``struck``: all of it is struck through; ``partly``: some of it was, which is left out."""

    text: str
    struck: bool = False
    partly: bool = False


def strings(stream: IO[bytes]) -> Iterator[Words]:
    """The shared strings of a workbook, in order."""
    for _, item in etree.iterparse(stream, tag="{*}si", resolve_entities=False, no_network=True, huge_tree=False,
                                  remove_comments=True, remove_pis=True):  # fmt: skip
        yield words(item)
        item.clear()
        while item.getprevious() is not None:
            del item.getparent()[0]


def words(item: etree._Element) -> Words:
    """What an ``si`` or an ``is`` element says."""
    runs: list[tuple[str, bool]] = []
    for child in item:
        name = local(child)
        if name == "t":
            runs.append((child.text or "", False))
        elif name == "r":
            runs.append(("".join(t.text or "" for t in child if local(t) == "t"), _struck(child)))
    marks = [struck for text, struck in runs if text.strip()]
    gone = bool(marks) and all(marks)
    text = "".join(text for text, struck in runs if gone or not struck)
    return Words(tidy(unescape(text)), gone, any(marks) and not gone)


def unescape(text: str) -> str:
    """Control characters are written ``_x000D_`` in a workbook."""
    return _ESCAPE.sub(lambda m: chr(int(m[1], 16)), text) if "_x" in text else text


def _struck(run: etree._Element) -> bool:
    return any(
        local(mark) in ("strike", "dstrike") and mark.get("val", "1") not in ("0", "false")
        for properties in run if local(properties) == "rPr"
        for mark in properties
    )  # fmt: skip
