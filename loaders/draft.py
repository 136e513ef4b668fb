"""What drafting finds: records of the curated format as plain data, with provisional ids.

Records are dicts that `loaders.curated` accepts (形式 1). Places are ``[start, end]`` or ``sheet!row``, every 出典 has
引用, the exact words. Ids are provisional (``a1``, ``m1`` …, unique within one `Found`); `loaders.extract` replaces
them. References between records (施策.協定, 協定.更新) use them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from loaders.read import Reading, Span

Record = dict[str, Any]


@dataclass(slots=True)
class Rows:
    """The account of one table: every row that is no heading is a fact, left out for a reason, or warned of.

    ``facts``: numbers of rows that became records (or were merged into one). ``left_out``: row number → reason
    (見出し, 合計, 注, 空行 …). ``warned``: row number → what could not be read.
    """

    table: str
    facts: list[int] = field(default_factory=list)
    left_out: dict[int, str] = field(default_factory=dict)
    warned: dict[int, str] = field(default_factory=dict)


@dataclass(slots=True)
class Found:
    """What was found in one document.

    ``document`` holds what is known of the document itself (題名, 種別, 発行日, 基準日). ``warnings`` are sentences for
    people, each with its place. ``rows`` accounts for tables. ``used``: spans of the text that need no further reading.
    """

    document: Record = field(default_factory=dict)
    issuers: list[Record] = field(default_factory=list)
    coverage: list[Record] = field(default_factory=list)
    agreements: list[Record] = field(default_factory=list)
    measures: list[Record] = field(default_factory=list)
    memberships: list[Record] = field(default_factory=list)
    successions: list[Record] = field(default_factory=list)
    said: list[Record] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    rows: list[Rows] = field(default_factory=list)
    used: list[Span] = field(default_factory=list)


def cite(reading: Reading, spans: Iterable[Span]) -> list[Record]:
    """出典 for spans of the text, in order, each place once.

    Where a place is a row of a sheet, its quote runs from the first to the last of the given cells of that row.
    """
    cited: dict[str, tuple[list[int] | str, Span]] = {}
    for span in sorted(set(spans)):
        place = reading.place(span)
        key = str(place)
        earlier = cited[key][1] if key in cited else span
        cited[key] = (place, Span(min(earlier.start, span.start), max(earlier.end, span.end)))
    return [{"位置": place, "引用": reading.quote(span)} for place, span in cited.values()]
