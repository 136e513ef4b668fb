"""The first table of a report: what there is, and of how many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from graph import dates
from queries.evidence import Entry
from viz.reports.drafting import Row, Said, Sheet
from viz.reports.model import Column, Shown
from viz.reports.own import Own
from viz.reports.records import Record, by_stage
from viz.reports.words import counts, day

PLACE: Final = "paper:根拠"
"""What stands for the sources of a line that has none of its own."""
_COLUMNS: Final = (Column("項目"), Column("数や日"), Column("何に対して"))


def line(word: str, value: str, against: str, entries: Sequence[Entry] = (), *, where: str = "") -> Row:
    """A line: what is counted, how many, of how many. ``where``: the table that has the sources, where these are many."""
    return Row({"項目": word, "数や日": value, "何に対して": against, PLACE: where}, entries)


def sheet(rows: Sequence[Row]) -> Sheet:
    """The table."""
    shown = (Shown("項目", 29, ("項目",)), Shown("数・日", 16, ("数や日",)), Shown("何に対して", 41, ("何に対して",)))
    return Sheet("要旨", "数と、それが何に対しての数か", _COLUMNS, shown, rows)


_AGREEMENTS, _MEASURES = "協定の表", "施策の表"


NOTHING: Final = "読んだ文書に記載がない（ないとは言えない）"


def records(found: Own, nothing: str = NOTHING) -> list[Row]:
    """The lines on agreements and measures that all reports have. ``nothing``: what 0 means here."""
    agreements, measures = found.agreements, found.measures
    states = [record.state for record in agreements]
    told = counts(
        (word if word != "不明" else "状態の記載なし", states.count(word))
        for word in ("有効", "終了", "更新済", "不明")
    )
    bare = [record for record in agreements if not found.under.get(record.id)]
    rows = [line("協定", f"{len(agreements):,}", told or nothing, where=_AGREEMENTS)]
    if agreements:
        rows.append(
            line(
                "施策の記録がない協定",
                f"{len(bare):,}",
                f"協定 {len(agreements):,} のうち。何もしていないとは言えない",
                where=_AGREEMENTS,
            )
        )
    stages = counts((word if word != "不明" else "段階の記載なし", number) for word, number in by_stage(measures))
    places = f"。場所だけのもの {found.places:,} を含む" if found.places else ""
    rows.append(line("施策", f"{len(measures):,}", (stages or nothing) + places, where=_MEASURES))
    if measures:
        outcome = [record for record in measures if record["成果"]]
        cost = [record for record in measures if record["経費"]]
        rows.append(
            line("成果の記載がある施策", f"{len(outcome):,}", f"施策 {len(measures):,} のうち", where=_MEASURES)
        )
        rows.append(line("経費の記載がある施策", f"{len(cost):,}", f"施策 {len(measures):,} のうち", where=_MEASURES))
    return rows + _days(agreements)


def _days(agreements: Sequence[Record]) -> list[Row]:
    """First and last conclusion and the next expiry, each with its evidence."""
    rows = []
    signed = sorted(
        (record for record in agreements if dates.has_year(record["締結日"])), key=lambda each: each["締結日"]
    )
    against = f"締結日の年が分かる協定 {len(signed):,}（{len(agreements):,} のうち）"
    if signed:
        first, last = signed[0], signed[-1]
        rows.append(line("最初の締結", _signed(first), against, first.about("締結日")))
        if last is not first:
            rows.append(line("最近の締結", _signed(last), against, last.about("締結日")))
    limited = sorted((record for record in agreements if record["有効期限"]), key=lambda each: each["有効期限"])
    if limited:
        against = f"有効期限の記載がある協定 {len(limited):,}（{len(agreements):,} のうち）"
        rows.append(line("最も早い有効期限", day(limited[0]["有効期限"]), against, limited[0].about("有効期限")))
    return rows


def _signed(record: Record) -> str:
    return day(record["締結日"], record["締結日精度"])


def told(lead: str, found: Own, nothing: str = NOTHING) -> Said:
    """The whole in a few words. ``lead``: whom it is about and with how many there is a record; ``nothing`` as above."""
    agreements, measures = found.agreements, found.measures
    if not (agreements or measures):
        return Said(f"この条件では、協定も施策も{nothing}。")
    done = f"施策は {len(measures):,}（{stages(measures)}）" if measures else "施策の記録はない"
    outcome = sum(bool(record["成果"]) for record in measures)
    known = f"。成果の記載があるのは {outcome:,}" if measures else ""
    return Said(f"{lead}。協定は {len(agreements):,}、{done}{known}。")


def undated(found: Own) -> list[Said]:
    """What the conditions leave out."""
    if not found.outside:
        return []
    why = f"うち {found.undated:,} は始まった年が分からないため。" if found.undated else ""
    return [Said(f"条件により除いた協定・施策は {found.outside:,}。{why}")]


def ends(row: Mapping[str, Any]) -> dict[str, str]:
    """First and last date of a row for paper."""
    return {f"paper:{name}": day(row[name] or "") for name in ("開始", "最終")}


def stages(measures: Sequence[Record]) -> str:
    """``実施 5、計画 7``."""
    return counts((word if word != "不明" else "段階の記載なし", number) for word, number in by_stage(measures))
