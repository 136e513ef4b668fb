"""What documents claim of the properties of an agreement or a measure, and which claim counts.

明示 before 推定 before 要確認, then the more precise; where equally good claims differ, only a person can decide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from graph import dates, model

STATED_LABELS: Final = ("協定", "施策")
PROVISIONAL: Final = "仮称"
"""項目 under which a name stands that the curator gave, because the document has no title."""

_UNKNOWN: Final = "不明"
_CHANGING: Final = frozenset({"状態", "終了日", "有効期限", "自動更新", "所管課", "最終確認日"})
"""Properties of which a later document may rightly say something else."""


class Claim(NamedTuple):
    """What a place says of one property."""

    item: str
    value: str
    certainty: str
    document: str
    place: str
    day: str
    """The day that the document describes, or that it was issued on."""


def in_order(claims: Iterable[Claim]) -> list[Claim]:
    """Claims in the order of documents and places."""
    return sorted(claims, key=lambda claim: (claim.document, place_order(claim.place), claim))


def choose(label: str, claims: Iterable[Claim]) -> dict[str, Any]:
    """The properties of an agreement or a measure from everything that is claimed of it, in order."""
    by_item = _by_item(claims)
    properties: dict[str, Any] = {}
    for prop, precision in _CHOSEN[label]:
        said = by_item.get(prop.name)
        if not said:
            continue
        if prop.many:
            properties[prop.name] = list(dict.fromkeys(claim.value for claim in said))
            continue
        winner = said[0] if len(said) == 1 else _best(said)[0]
        properties[prop.name] = winner.value
        if precision:
            stated = [c.value for c in by_item.get(precision, ()) if c.document == winner.document]
            fiscal = stated[:1] == ["年度"] and dates.precision(winner.value) == "年"
            properties[precision] = "年度" if fiscal else dates.precision(winner.value)
    provisional = by_item.get(PROVISIONAL)
    if provisional and "名称" not in properties:
        properties |= {"名称": _best(provisional)[0].value, "仮称": True}
    return properties


def _by_item(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        found[claim.item].append(claim)
    return found


def _chosen(label: str) -> tuple[tuple[model.Property, str], ...]:
    """Properties that are chosen among claims, each with the name of the one that tells how precise it is (or '').

    How precise a date is follows the date.
    """
    names = {prop.name for prop in model.LABEL[label].properties}
    return tuple(
        (prop, f"{prop.name}精度" if prop.kind == "date" and f"{prop.name}精度" in names else "")
        for prop in model.LABEL[label].properties
        if prop.name != PROVISIONAL and not (prop.name.endswith("精度") and prop.name.removesuffix("精度") in names)
    )


_CHOSEN: Final = {label: _chosen(label) for label in model.LABEL}
SINGLE: Final = {label.name: {prop.name: prop for prop in label.properties if not prop.many} for label in model.LABELS}
"""Label → its properties that have one value."""


def rivals(label: str, claims: Iterable[Claim]) -> dict[str, dict[str, str]]:
    """Property → its values (each with a document that claims it) between which only a person can decide.

    The equally good ones; and for dates also vaguer ones, just as sure, that the chosen day does not fit.
    """
    by_item = _by_item(claims)
    found = {}
    for name, prop in SINGLE[label].items():
        said = by_item.get(name, ())
        if len({claim.value for claim in said}) > 1:
            values = _rivals(list(said), prop)
            if len(values) > 1 and len(set(values.values())) > 1:
                found[name] = values
    return found


def _rivals(claims: list[Claim], prop: model.Property) -> dict[str, str]:
    best = _best(claims)
    values = {claim.value: claim.document for claim in reversed(best)}
    if prop.kind == "date" and best:
        chosen = best[0]
        for claim in claims:
            if claim.certainty == chosen.certainty and not fits(claim.value, chosen.value):
                values.setdefault(claim.value, claim.document)
    return values


def fits(one: str, other: str) -> bool:
    """Whether two dates may be the same day: what both tell is equal."""
    if one.startswith("--") == other.startswith("--"):
        return one.startswith(other) or other.startswith(one)
    months = sorted(
        (one[2:] if one.startswith("--") else one[5:], other[2:] if other.startswith("--") else other[5:]), key=len
    )
    return months[1].startswith(months[0])


def _best(claims: list[Claim]) -> list[Claim]:
    """The claims that no other outranks: the surest, among them the most precise; in order of document and place.

    Of what changes with time, those of the latest documents come first.
    """

    def rank(claim: Claim) -> tuple[int, int]:
        is_date = claim.item.endswith(("日", "時期", "期限"))
        precise = 2 * dates.rank(claim.value) + dates.has_year(claim.value) if is_date else int(claim.value != _UNKNOWN)
        return (-model.CERTAINTIES.index(claim.certainty), precise)

    top = max((rank(claim) for claim in claims), default=(0, 0))
    best = [claim for claim in claims if rank(claim) == top]
    if best and best[0].item in _CHANGING:
        best.sort(key=lambda claim: claim.day, reverse=True)
    return best


def place_order(place: str) -> tuple[str, int, int]:
    """Sort key of a position: ``start-end`` by number, ``sheet!row`` by sheet and row."""
    sheet, _, row = place.rpartition("!")
    start, _, end = row.partition("-")
    return (sheet, int(start) if start.isdecimal() else 0, int(end) if end.isdecimal() else 0)


def days(papers: Iterable[tuple[str, str | None, str | None]]) -> dict[str, str]:
    """Document → the day that it describes (基準日), else the one that it was issued on (発行日), else ''."""
    return defaultdict(str, {id: described or issued or "" for id, described, issued in papers})
