"""Whether a statement can be of an agreement that the text has told already: by parties, day and title."""

from __future__ import annotations

import re
from typing import Final

from loaders.prose import cues
from loaders.prose.parts import Scan
from loaders.prose.stated import Agreement, Statement


def same_parties(agreement: Agreement, statement: Statement) -> bool:
    if statement.bodies and agreement.bodies and not any(p.key in agreement.bodies for p in statement.bodies):
        return False
    return _within({p.key for p in statement.places}, set(agreement.places)) and (
        _within({p.key for p in statement.bodies}, set(agreement.bodies))
    )


def _within(one: set[str], other: set[str]) -> bool:
    if not one or not other:
        return one == other
    return one <= other or other <= one


def dates_fit(agreement: Agreement, statement: Statement) -> bool:
    if agreement.date is None or statement.date is None or statement.act == "end":
        return True
    if agreement.date.date != statement.date.date and {p.key for p in statement.places} != set(agreement.places):
        # One of several municipalities, and another day: an agreement of its own.
        return False
    return fits(agreement.date.date, statement.date.date)


def fits(one: str, other: str) -> bool:
    """Whether two partial dates can be one day."""
    if one.startswith("--") or other.startswith("--"):
        days = [date[2:] if date.startswith("--") else date[5:] for date in (one, other)]
        return days[0].startswith(days[1]) or days[1].startswith(days[0])
    return one.startswith(other) or other.startswith(one)


def names_fit(scan: Scan, agreement: Agreement, statement: Statement) -> bool:
    if agreement.name is None or statement.name is None:
        return True
    one, other = (_core(scan.words(name)) for name in (agreement.name, statement.name))
    if one in other or other in one:
        return True
    if _says_what(scan, agreement, statement):
        return True
    kinds = {cues.kind_of(scan.words(name), bodies=True) for name in (agreement.name, statement.name)} - {"不明"}
    if agreement.generic or statement.generic:
        return len(kinds) < 2 or "個別連携協定" in kinds
    same_day = agreement.date is not None and statement.date is not None and len(agreement.date.date) >= 7
    return bool(same_day and len(kinds) < 2 and _overlap(one, other))


def _says_what(scan: Scan, agreement: Agreement, statement: Statement) -> bool:
    """Whether one of two names of an agreement of the same parties only says in other words what the other is about:
    周遊観光の推進に向けた協定 and 「焼き物と湯の里」周遊観光推進協定."""
    if {p.key for p in statement.places} != set(agreement.places) or {p.key for p in statement.bodies} != set(
        agreement.bodies
    ):
        return False
    for name, other in ((statement.name, agreement.name), (agreement.name, statement.name)):
        if name is None or other is None or scan.text[name.start - 1 : name.start] in ("「", "『"):
            continue
        told = _pairs(scan.words(name))
        if len(told) >= _ENOUGH and len(told & _pairs(scan.words(other))) >= 0.7 * len(told):
            return True
    return False


def about(scan: Scan, statement: Statement, near: list[Agreement]) -> list[Agreement]:
    """Those of several agreements of which the words speak that a statement without parties has (燃料の協定は…); all where
    none does."""
    if statement.bodies or statement.name is None or len(near) < _SEVERAL:
        return near
    told = _pairs(scan.words(statement.name))
    near = near[-_LOOK_BACK:]
    best = [
        a for a in near if told and told <= {p for cite in [*a.cites, *filter(None, [a.name])] for p in _pairs(scan.words(cite))}
    ]  # fmt: skip
    return best or near


_SEVERAL: Final = 2
_LOOK_BACK: Final = 40
"""Of how many agreements told last the words are looked at."""
_ENOUGH: Final = 3
_KANJI: Final = re.compile(r"[一-龥ァ-ヶー]{2,}")


def _pairs(name: str) -> set[str]:
    """Neighbouring letters of the words that carry meaning, without those that every title has."""
    words = _KANJI.findall(re.sub(r"(?:包括)?(?:連携)?(?:協定書?|覚書)|[二三四五六七八\d]者|相互|に関する", " ", name))
    return {word[n : n + 2] for word in words for n in range(len(word) - 1)}


def _core(name: str) -> str:
    return re.sub(r"[「」『』\s　・、]|(?:に関する|における|のための)|(?:協定書?|覚書)$", "", name)


def _overlap(one: str, other: str) -> bool:
    pairs = [{text[n : n + 2] for n in range(len(text) - 1)} for text in (one, other)]
    return len(pairs[0] & pairs[1]) >= 0.6 * max(1, min(map(len, pairs)))
