"""What the lists of a document tell of the document itself: title, kind, day, and what it covers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from loaders.draft import Found, Record
from loaders.read import Reading
from loaders.tables import surroundings
from loaders.tables.owner import Owner
from loaders.tables.run import Run
from loaders.tables.surroundings import Surroundings
from loaders.tables.work_layout import WorkLayout

_SHARE: Final = 0.4


def mostly(reading: Reading, runs: Sequence[Run]) -> bool:
    """Whether a document is its lists: a workbook, or a page with little text beside them."""
    size = sum(run.table.span.end - run.table.span.start for run in {id(r.table): r for r in runs}.values())
    return reading.sheets or size > _SHARE * len(reading.text)


def tell(
    reading: Reading, found: Found, runs: Sequence[Run], around: Sequence[Surroundings],
    owners: Sequence[Owner | None], day: str,
) -> None:  # fmt: skip
    """Put what the lists tell of the document into the draft. ``day``: the day that it describes, or ''."""
    titled = next((near.title for near in around if near.title.text and near.title.span), None)
    document = found.document
    if titled and reading.sheets:
        document["題名"] = " ".join(titled.text.split())
    measured = [isinstance(run.layout, WorkLayout) for run in runs]
    if all(measured):
        if mostly(reading, runs):
            document["種別"] = "施策一覧"
    elif any(near.is_whole for near in around) or mostly(reading, runs):
        document["種別"] = "協定一覧"
    if day:
        document["基準日"] = day
    done: set[str] = set()
    for near, owner, measures in zip(around, owners, measured, strict=True):
        if owner is not None and owner.code not in done and not measures:
            done.add(owner.code)
            found.coverage.append(_cover(near, owner, day))


def _cover(near: Surroundings, owner: Owner, day: str) -> Record:
    whole = bool(day) and near.is_whole and owner.source.span is not None
    cover: Record = {
        "自治体": owner.name,
        "網羅": "全件" if whole else "不明",
        "対象": " ".join((near.title.text or "協定の一覧").split()),
    }
    for key in ("表記", "出典"):
        if owner.party.get(key):
            cover[key] = owner.party[key]
    if owner.party.get("注記"):
        cover |= {"確度": "推定", "注記": owner.party["注記"]}
    return cover


def day_of(around: Sequence[Surroundings], notes: Sequence[str], outside: str) -> str:
    """The day that the lists describe, or ''. ``notes``: words of rows that are no agreements."""
    return surroundings.as_of([*notes, *(s.text for near in around for s in near.sources), outside])
