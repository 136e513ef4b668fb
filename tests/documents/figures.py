"""Compares a draft with the gold of its document: pairs, agreements, names, stages, and what was invented.

Municipalities are compared by code (names whose prefecture is open: as text), companies by core, and by legal form
where both have one. Places (役割 場所) are no parties.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from graph import names, places
from loaders.draft import Rows
from tests.documents import gold as golds
from tests.documents import invented
from tests.documents.gold import Choice, Gold
from tests.documents.tally import Score, Tally

Record = dict[str, Any]
G = TypeVar("G")
D = TypeVar("D")
_PREFECTURE: Final = re.compile(r"^(?:北海道|東京都|京都府|大阪府|[^市町村区]{2,3}県)")


@dataclass(frozen=True)
class Names:
    """Compares names of gold and draft."""

    gazetteer: places.Gazetteer
    normaliser: names.Normaliser

    def code(self, name: str) -> str:
        """The code of a municipality, or the bare name where it stays open."""
        body = self.gazetteer.resolve(name)
        return body.code if isinstance(body, places.Body) else places.key(name)

    def is_municipality(self, name: str) -> bool:
        return not isinstance(self.gazetteer.resolve(name), places.Unknown)

    def municipality(self, right: Choice, said: str) -> bool:
        return any(self.code(name) == self.code(said) for name in right if name)

    def company(self, right: Choice, said: str) -> bool:
        mine = self.normaliser.parse(said)
        for name in filter(None, right):
            other = self.normaliser.parse(name)
            if names.fold(name) == names.fold(said):
                return True
            if other.core == mine.core and (other.form == mine.form or not (other.form and mine.form)):
                return True
        return False


@dataclass(frozen=True)
class Drafted:
    """What is scored: a draft with its text, where the rows of its sheets stand, and the account of its tables."""

    record: Record
    text: str
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    rows: Sequence[Rows] = ()
    refused: str = ""


def value(given: Any) -> Any:
    """A property of a record, written plainly or as ``{値: …}``."""
    return given.get("値") if isinstance(given, dict) else given


def parties(record: Record, key: str) -> list[str]:
    """The names of a record's 自治体 or 企業 that act in it (役割 場所 is no actor), each once."""
    acting = [entry for entry in record.get(key) or [] if value(entry.get("役割")) != "場所"]
    return list(dict.fromkeys(str(value(entry["名称"])) for entry in acting))


def match(right: Sequence[G], said: Sequence[D], same: Callable[[G, D], bool]) -> list[tuple[int, int]]:
    """The largest one-to-one matching of gold to draft, as pairs of indices (augmenting paths)."""
    taken: dict[int, int] = {}

    def place(i: int, tried: set[int]) -> bool:
        for j, other in enumerate(said):
            if j in tried or not same(right[i], other):
                continue
            tried.add(j)
            if j not in taken or place(taken[j], tried):
                taken[j] = i
                return True
        return False

    for i in range(len(right)):
        place(i, set())
    return sorted((i, j) for j, i in taken.items())


def score(gold: Gold, made: Drafted, compare: Names) -> Score:
    """The figures of one document."""
    result, draft = Score(), made.record
    agreements, measures = draft.get("協定") or [], draft.get("施策") or []
    result.tallies["組"] = pairs(gold, agreements + measures, compare)
    result.tallies["協定日"] = _agreements(gold, agreements, compare, dated=True)[0]
    result.tallies["協定"], met = _agreements(gold, agreements, compare, dated=False)
    for mine, other in met:
        _told(result.tallies["名称"], mine.names, _title(other), fold=True, optional=other.get("仮称") is not None)
        _told(result.tallies["終了"], mine.ended, value(other.get("終了日")))
        _told(result.tallies["状態"], mine.state, value(other.get("状態")))
    result.tallies["段階"] = _stages(gold, measures, compare)
    acting, companies = (
        list(dict.fromkeys(name for r in agreements + measures for name in parties(r, key)))
        for key in ("自治体", "企業")
    )
    result.faults["言及だけ"] = [
        name
        for name in gold.mentions
        if any(compare.municipality((name,), said) for said in acting)
        # 青森県 is no short form of 青森県信用組合.
        or (not compare.is_municipality(name) and any(compare.company((name,), said) for said in companies))
    ]
    result.faults["推測"] = [
        f"{name} → {said}"
        for name in gold.open_names
        for said in acting
        # 森町 may be meant by 静岡県森町, and never by 宮城県丸森町.
        if said != name and compare.code(said).isdecimal() and _PREFECTURE.sub("", places.key(said)) == places.key(name)
    ]
    found = invented.check(draft, made.text, compare.gazetteer, compare.normaliser, made.places)
    # Whose paper it is the user told; the text need not name it.
    result.faults["作り事"] = [words for words in found if not gold.owner or f"自治体「{gold.owner}」" not in words]
    result.faults["拒否"] = [made.refused] * bool(made.refused)
    result.faults["行"] = account(gold.rows, made.rows)
    return result


def account(right: Mapping[str, int], rows: Sequence[Rows]) -> list[str]:
    """Where the account of the tables differs from the gold's (事実, 除外, 警告 rows over all tables)."""
    told = {
        "事実": sum(len(table.facts) for table in rows),
        "除外": sum(len(table.left_out) for table in rows),
        "警告": sum(len(table.warned) for table in rows),
    }
    return [f"{key} {told[key]}行（正: {number}行）" for key, number in right.items() if told[key] != number]


def pairs(gold: Gold, records: Iterable[Record], compare: Names) -> Tally:
    """Pairs of municipality and company that act in one record, against the gold's; optional ones count as neither."""
    found = {
        (compare.code(m), names.fold(c)): (m, c)
        for record in records
        for m in parties(record, "自治体")
        for c in parties(record, "企業")
    }
    said = list(found.values())

    def same(right: tuple[Choice, Choice], other: tuple[str, str]) -> bool:
        return compare.municipality(right[0], other[0]) and compare.company(right[1], other[1])

    met = match(gold.pairs, said, same)
    left = [pair for j, pair in enumerate(said) if j not in {j for _, j in met}]
    free = {j for _, j in match(gold.optional_pairs, left, same)}
    missed = [pair for i, pair in enumerate(gold.pairs) if i not in {i for i, _ in met}]
    return Tally(
        len(met),
        [f"{m}―{c}" for j, (m, c) in enumerate(left) if j not in free],
        [f"{m[0]}―{c[0]}" for m, c in missed],
    )


def _agreements(
    gold: Gold, said: list[Record], compare: Names, *, dated: bool
) -> tuple[Tally, list[tuple[golds.Agreement, Record]]]:
    def same(right: golds.Agreement, other: Record) -> bool:
        bodies, companies = parties(other, "自治体"), parties(other, "企業")
        return (
            len(bodies) == len(right.municipalities)
            and len(companies) == len(right.companies)
            and len(match(right.municipalities, bodies, compare.municipality)) == len(bodies)
            and len(match(right.companies, companies, compare.company)) == len(companies)
            and (not dated or (value(other.get("締結日")) or None) in right.signed)
        )

    def with_name(right: golds.Agreement, other: Record) -> bool:
        return same(right, other) and _accepts(right.names, _title(other), fold=True)

    # Equal parties are common (two agreements of one pair): agree on name and date first, then take what is left.
    met: list[tuple[int, int]] = []
    for test in (
        lambda r, o: with_name(r, o) and (value(o.get("締結日")) or None) in r.signed,
        lambda r, o: same(r, o) and (value(o.get("締結日")) or None) in r.signed,
        same,
    ):
        mine = [i for i in range(len(gold.agreements)) if i not in {i for i, _ in met}]
        theirs = [j for j in range(len(said)) if j not in {j for _, j in met}]
        found = match([gold.agreements[i] for i in mine], [said[j] for j in theirs], test)
        met += [(mine[i], theirs[j]) for i, j in found]
    sure = [(i, j) for i, j in met if not gold.agreements[i].optional]
    extra = [j for j in range(len(said)) if j not in {j for _, j in met}]
    missed = [a for i, a in enumerate(gold.agreements) if i not in {i for i, _ in sure} and not a.optional]
    tally = Tally(len(sure), [_words(said[j]) for j in extra], [_gold_words(a) for a in missed])
    return tally, [(gold.agreements[i], said[j]) for i, j in sure]


def _title(record: Record) -> str | None:
    return value(record.get("名称")) or None


def _accepts(right: Choice, said: str | None, *, fold: bool = False) -> bool:
    if not fold:
        return said in right
    return (names.fold(said) if said else None) in {names.fold(name) if name else None for name in right}


def _told(tally: Tally, right: Choice, said: str | None, *, fold: bool = False, optional: bool = False) -> None:
    if said == "不明":
        said = None
    if _accepts(right, said, fold=fold) or (optional and None in right):
        # A blank that is rightly blank is no achievement.
        tally.right += right != (None,)
        return
    if said is not None:
        tally.extra.append(f"{said}（正: {right[0]}）")
    if None not in right:
        tally.missed.append(f"{right[0]}（草案: {said}）")


def _stages(gold: Gold, said: list[Record], compare: Names) -> Tally:
    tally = Tally()
    for measure in gold.measures:
        if not measure.companies:
            # Local governments among themselves: no draft tells a measure of theirs alone.
            continue
        stages = {
            value(other.get("段階")) or "不明"
            for other in said
            if match(measure.municipalities, parties(other, "自治体"), compare.municipality)
            and match(measure.companies, parties(other, "企業"), compare.company)
        }
        if stages & set(measure.stages):
            tally.right += 1
        else:
            who = f"{measure.municipalities[0][0]}―{measure.companies[0][0]}"
            tally.missed.append(f"{who} {measure.stages[0]}（草案: {'・'.join(sorted(stages)) or 'なし'}）")
    return tally


def _words(record: Record) -> str:
    who = "・".join(parties(record, "自治体")) + "―" + "・".join(parties(record, "企業"))
    return f"{who} {value(record.get('締結日')) or '日付なし'} {_title(record) or '題名なし'}"


def _gold_words(agreement: golds.Agreement) -> str:
    who = "・".join(str(m[0]) for m in agreement.municipalities)
    who += "―" + "・".join(str(c[0]) for c in agreement.companies)
    return f"{who} {agreement.signed[0] or '日付なし'} {agreement.names[0] or '題名なし'}"
