"""Web pages that were saved as HTML: the main text in lines, data tables as tables. Nothing is fetched."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from loaders.read.archive import local
from loaders.read.compose import Composer, Value, tidy
from loaders.read.flow import Flow, Piece
from loaders.read.html_main import passed_over
from loaders.read.html_tables import cells_of, data_tables, grid, rows_of
from loaders.read.reading import Reading
from loaders.read.source import Source

_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCK_NAMES: Final = """
address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form
frameset header hgroup hr html legend li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul
caption
"""
_BLOCKS: Final = _HEADINGS | frozenset(_BLOCK_NAMES.split())
_STRUCK: Final = frozenset({"s", "del", "strike"})
_LINE_THROUGH: Final = re.compile(r"text-decoration[^;]*line-through", re.IGNORECASE)


def read(source: Source, text: str) -> Reading:
    """Read a page. Raises `ReadError` where it holds no text or is nested too deep."""
    root = _parse(source, text)
    page = _Page(source, passed_over(root), data_tables(root))
    title = " ".join((root.findtext(".//title") or "").split())
    headings = page.write(root, title)
    if not page.composer.text.strip():
        raise source.error(
            "本文がありません（文字のないページか、開いてから文字を読み込むページです）",
            "ブラウザーで開き、PDF として保存するか、文字を選んでテキストに貼り付けてください")  # fmt: skip
    first = next(iter(headings), "")
    return page.composer.reading("html", title=title if title and (not first or first in title) else first or title)


def _parse(source: Source, text: str) -> etree._Element:
    # What the page says of its encoding no longer counts: the bytes handed over are UTF-8.
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    text = text.replace("\0", "\ufffd")
    root = etree.fromstring(text.encode(), parser)
    if root is None:
        raise source.error("本文がありません", "正しいファイルか確かめてください")
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    if deepest > source.limits.depth:
        raise source.error(
            f"要素の入れ子が深すぎます（{deepest:,} 段。読めるのは {source.limits.depth:,} 段まで）",
            "ブラウザーで開き、PDF として保存してください")  # fmt: skip
    return root


class _Page:
    """One page that is being written."""

    def __init__(self, source: Source, passed: set[etree._Element], data: set[etree._Element]) -> None:
        self.composer = Composer(source)
        self._source = source
        self._passed = passed
        self._data = data
        self._struck: list[str] = []
        self._written: list[str] = []

    def write(self, root: etree._Element, title: str) -> list[str]:
        """Write the title and the body; the headings are given back."""
        flow = Flow()
        if title:
            flow.add(Piece(title))
            flow.end(heading=True)
        self._walk(root, flow, top=True)
        self._flush(flow)
        if self._struck:
            some = "」「".join(words[:30] for words in self._struck[:3])
            self._source.warn(f"取り消し線の引かれた語句を除いて読みました（「{some}」{'など' if len(self._struck) > 3 else ''}）",
                              "消した語句が要るときは、原本で確かめてください")  # fmt: skip
        return self._written[1:] if title else self._written

    def _walk(
        self, element: etree._Element, flow: Flow, *, top: bool = False, struck: bool = False, pre: bool = False
    ) -> None:
        name = local(element)
        if element in self._passed or name == "title":
            return
        if name == "br":
            flow.end()
            return
        if top and name == "table" and element in self._data:
            self._table(element, flow)
            return
        struck = struck or name in _STRUCK or bool(_LINE_THROUGH.search(element.get("style") or ""))
        pre = pre or name == "pre"
        block = name in _BLOCKS and (top or name not in ("td", "th"))
        if block:
            flow.end()
        elif name in ("td", "th"):
            flow.add(Piece(" "))
        flow.add(Piece(element.text or "", struck, pre))
        for child in element:
            self._walk(child, flow, top=top, struck=struck, pre=pre)
            flow.add(Piece(child.tail or "", struck, pre))
        if block:
            flow.end(heading=name in _HEADINGS)

    def _table(self, table: etree._Element, flow: Flow) -> None:
        flow.end()
        for caption in table.iterchildren("caption"):
            self._walk(caption, flow, top=True)
        self._flush(flow)
        rows = [row for row in rows_of(table) if row not in self._passed and any(True for _ in cells_of(row))]
        self.composer.table(*grid(self._source, rows, self._value))

    def _value(self, cell: etree._Element) -> Value:
        """A cell; one whose words are all struck through keeps them."""
        flow = Flow()
        self._walk(cell, flow)
        flow.end()
        gone = flow.all_struck
        if flow.struck and not gone:
            self._struck.append(flow.struck)
        return Value(tidy("\n".join(text for text, _ in flow.texts(struck=gone))), struck=gone)

    def _flush(self, flow: Flow) -> None:
        """Write what has flown so far."""
        flow.end()
        if flow.struck:
            self._struck.append(flow.struck)
        for text, heading in flow.texts(struck=False):
            self.composer.line(text, heading=heading)
            if heading:
                self._written.append(text)
        flow.lines, flow.headings = [[]], set()
