"""The words around a table: its title, the sheet, the lines before it on a page, and the day that they describe."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePath
from typing import Final

from loaders.read import Reading, Span, Table
from loaders.tables import when
from loaders.tables.grid import Line, filled
from loaders.tables.owner import Source
from loaders.tables.topics import kinds

_LINES_BEFORE: Final = 4
_AS_OF: Final = re.compile(
    r"((?:令和|平成|昭和|[RHSＲＨＳ])\s*+[.．]?\s*+(?:元|[0-9０-９]{1,2})\s*+[年.．/]\s*+[0-9０-９]{1,2}\s*+[月.．/]?\s*+(?:[0-9０-９]{1,2}\s*+日?|末日?)?"
    r"|(?:19|20|１９|２０)[0-9０-９]{2}\s*+[年./]\s*+[0-9０-９]{1,2}\s*+[月./]?\s*+(?:[0-9０-９]{1,2}\s*+日?|末日?)?)\s*+(?:\([^)]*\)|（[^）]*）)?\s*+(?:現在|時点)"
)
_TITLE: Final = re.compile(r"協定|覚書|一覧|リスト|締結状況")
_WORK_TITLE: Final = re.compile(r"取り?組み?|施策|事業|実績|実施|活動|計画|報告")
_WHOLE: Final = re.compile(r"一覧|リスト|締結状況|名簿")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """``sources``: words that may name the owner, nearest first; ``title``: the table's own title with its span."""

    sources: tuple[Source, ...]
    title: Source
    before: tuple[Source, ...]
    """Lines of the page before the table, nearest first."""
    kind: str
    """The kind of agreement that the title tells, '' where it tells none or several."""
    context: str
    heading: str = ""
    """The nearest heading of the page above the table."""

    @property
    def is_whole(self) -> bool:
        """Whether the title says that this is the list."""
        return bool(_WHOLE.search(self.title.text))


def around(reading: Reading, table: Table, above: Sequence[Line], official: Sequence[Source] = ()) -> Surroundings:
    """The words around a table. ``above``: its rows before the headings; ``official``: see `official_lines`."""
    own = [Source(cell.text, cell.span) for line in above for _, cell in filled(line.cells)]
    before = [] if reading.sheets else _before(reading, table)
    near = own + (_wrapped(reading, before) if reading.format == "pdf" else []) + before
    sheet = (
        [Source(table.name, None, f"持ち主は、シートの名前「{table.name}」から読みました")] if reading.sheets else []
    )
    whole = (
        [
            Source(
                reading.title,
                _span(reading, reading.title),
                "" if _span(reading, reading.title) else "持ち主は、文書の題から読みました",
            )
        ]
        if reading.title
        else []
    )
    stem = PurePath(reading.name).stem
    file = [Source(stem, None, f"持ち主は、ファイルの名前「{stem}」から読みました")]
    heads = [] if reading.sheets else [Source(reading.quote(span), span) for span in reading.headings]
    titled = [s for s in own + before if _TITLE.search(s.text) and len(s.text) <= 80 and "。" not in s.text]
    worked = [s for s in own + before if _WORK_TITLE.search(s.text) and len(s.text) <= 80 and "。" not in s.text]
    named = [s for s in sheet + whole + heads[:1] if _TITLE.search(s.text)]
    title = next(iter([*titled, *named, *worked]), Source(""))
    told = next(
        (k for s in [title, *reversed(own + before), *sheet, *whole, *file] if len(k := kinds(s.text)) == 1), ()
    )
    context = " ".join(s.text for s in own + before + sheet + whole + file)
    return Surroundings(
        tuple(near + sheet + whole + heads + [*official] + file),
        title,
        tuple(before),
        told[0] if told else "",
        context,
        next((reading.quote(s) for s in sorted(reading.headings, reverse=True) if s.start < table.span.start), ""),
    )


def _before(reading: Reading, table: Table) -> list[Source]:
    """Lines of a page before a table, the nearest first, and the nearest heading."""
    found: list[Source] = []
    end = reading.text.rfind("\n", 0, table.span.start + 1)
    while end > 0 and len(found) < _LINES_BEFORE:
        start = reading.text.rfind("\n", 0, end) + 1
        line = reading.text[start:end]
        if "\t" in line:
            break
        if line.strip():
            found.append(Source(line, Span(start, end)))
        end = start - 1
    heading = next((s for s in sorted(reading.headings, reverse=True) if s.start < table.span.start), None)
    if heading and all(s.span is None or s.span.start > heading.start for s in found):
        found.append(Source(reading.quote(heading), heading))
    return found


def _wrapped(reading: Reading, before: Sequence[Source]) -> list[Source]:
    """Neighbouring lines of a page put together: a name may begin in one and end in the next."""
    spans = [source.span for source in before if source.span is not None]
    return [
        Source(reading.text[upper.start : lower.end], Span(upper.start, lower.end), joined=True)
        for lower, upper in pairwise(spans)
        if upper.end + 1 == lower.start
    ]


def _span(reading: Reading, words: str) -> Span | None:
    at = reading.text.find(words) if words else -1
    return Span(at, at + len(words)) if at >= 0 and not reading.sheets else None


def as_of(texts: Iterable[str]) -> str:
    """The day that texts say they describe (令和5年4月1日現在), or '' where none or several different ones do."""
    found = set()
    for text in texts:
        for match in _AS_OF.finditer(text):
            day = when.day(re.sub(r"末日?$", "", when.squeezed(match[1])))
            if day.date:
                found.add(day.date)
    return found.pop() if len(found) == 1 else ""
