"""Markdown: the text as it is written, its headings, and its pipe tables (GitHub's form)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from loaders.read.plain import in_place, tabbed
from loaders.read.reading import Reading, Span, Table
from loaders.read.source import Source

_LINE: Final = re.compile(r"^.*$", re.MULTILINE)
_FENCE: Final = re.compile(r"^ {0,3}(```|~~~)")
_HEADING: Final = re.compile(r"^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$")
_UNDERLINE: Final = re.compile(r"^ {0,3}(?:=+|-{2,})[ \t]*$")
_RULER: Final = re.compile(r"^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_CELL: Final = re.compile(r"(?:\\.|[^|\\])*")


def read(source: Source, text: str) -> Reading:
    """Read Markdown. Positions are those of the text as written, marks included."""
    headings: list[Span] = []
    tables: list[list[list[Span]]] = []
    run: list[re.Match[str]] = []
    for line in [*_outside_fences(text), None]:
        if line is not None and "|" in line[0] and line[0].strip():
            run.append(line)
            continue
        tables += _table(run)
        previous, run = (run[-1] if run else None), []
        if line is not None:
            headings += _heading(line, text, previous)
    made = tuple(in_place(text, f"表{n}", rows) for n, rows in enumerate(tables, 1))
    plain = tuple(Table(f"表{n}", t.rows) for n, t in enumerate(tabbed(text), len(made) + 1))
    title = text[slice(*headings[0])] if headings else ""
    return Reading(source.name, "md", source.sha256, text, title, made + plain, tuple(headings))


def _outside_fences(text: str) -> Iterator[re.Match[str]]:
    fence = ""
    for line in _LINE.finditer(text):
        mark = _FENCE.match(line[0])
        if mark and (not fence or mark[1] == fence):
            fence = "" if fence else mark[1]
        elif not fence:
            yield line


def _heading(line: re.Match[str], text: str, previous: re.Match[str] | None) -> Iterator[Span]:
    found = _HEADING.match(line[0])
    if found and found[1].strip():
        yield Span(line.start() + found.start(1), line.start() + found.end(1))
    elif _UNDERLINE.match(line[0]) and previous is None and line.start():
        start = text.rfind("\n", 0, line.start() - 1) + 1
        above = text[start : line.start() - 1]
        if above.strip() and not above.lstrip().startswith(("#", "-", "*", ">", "|")):
            yield Span(start, start + len(above.rstrip()))


def _table(run: list[re.Match[str]]) -> Iterator[list[list[Span]]]:
    """A run of lines with pipes is a table if its second line rules off its head."""
    if len(run) > 2 and _RULER.match(run[1][0]) and "-" in run[1][0]:
        yield [_cells(line) for n, line in enumerate(run) if n != 1]


def _cells(line: re.Match[str]) -> list[Span]:
    text, cells = line[0], []
    at = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    at += text.startswith("|", at)
    while at <= end:
        cell = _CELL.match(text, at, end)
        stop = cell.end() if cell else end
        words = text[at:stop]
        left = at + len(words) - len(words.lstrip()) if words.strip() else at
        if stop < end or words.strip():
            cells.append(Span(line.start() + left, line.start() + left + len(words.strip())))
        at = stop + 1
    return cells or [Span(line.start(), line.start())]
