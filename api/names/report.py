"""What is on record for the bodies that a list names; pure, from rows to shapes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from api.coverage import Place, State
from api.names import shapes
from api.names.index import Body, Found, Index
from api.names.lines import Chosen, Table

NAMED: Final = 20
"""Partners that a line names; the body's own page names all."""


class Scope(NamedTuple):
    """The municipalities against which bodies are counted, in words and one by one."""

    words: str
    places: Sequence[Place]


class Written(NamedTuple):
    """A line as it was sent, and whom it may mean."""

    number: int
    name: str
    digits: str
    found: Found


def look_up(sent: Table, chosen: Chosen, index: Index) -> list[Written]:
    """Each line with its candidates; equal lines are looked up once."""
    known: dict[tuple[str, str], Found] = {}
    lines = []
    for number, row in enumerate(sent.rows, 1):
        name = row[chosen.name] if chosen.name >= 0 else ""
        digits = row[chosen.number] if chosen.number >= 0 else ""
        key = (name, digits)
        if key not in known:
            known[key] = index.find(name, digits)
        lines.append(Written(number, name, digits, known[key]))
    return lines


@dataclass(frozen=True, slots=True)
class Record:
    """What is on record, row by row of the question ``works_of``: by body, and by municipality."""

    of_bodies: Mapping[str, Sequence[Mapping[str, Any]]]
    of_places: Mapping[str, Sequence[Mapping[str, Any]]]

    @classmethod
    def of(cls, bodies: Iterable[Mapping[str, Any]], places: Iterable[Mapping[str, Any]]) -> Record:
        """Rows in scope that name the bodies, and rows (of any scope) that name the municipalities."""
        by_body, by_place = defaultdict(list), defaultdict(list)
        for row in bodies:
            by_body[row["企業id"]].append(row)
        for row in places:
            by_place[row["自治体id"]].append(row)
        return cls(by_body, by_place)


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells of each line. ``hidden``: documents whose facts are left out; what rests on them alone is not counted,
    and never makes a "none" either."""

    index: Index
    scope: Scope
    every: Mapping[str, Place]
    record: Record
    hidden: Collection[str]

    def lines(self, written: Iterable[Written]) -> list[shapes.Line]:
        """All lines, in order."""
        return [self._line(each) for each in written]

    def _line(self, written: Written) -> shapes.Line:
        candidates = [
            shapes.Candidate(
                種類=each.body.kind, id=each.body.id, 名称=each.body.name, 区分=each.body.group, 法人番号=each.body.number,
                理由=each.reason, 確か=each.sure, 記録=self._works(each.body),
            )
            for each in written.found.candidates
        ]  # fmt: skip
        verdict = _verdict(written)
        state: State | str = ""
        if verdict == "一致":
            state = next(each.記録.状態 for each in candidates if each.確か)
        elif verdict == "名前がない":
            state = _state(0, self.scope.places, frozenset())
        return shapes.Line(
            行=written.number, 名前=written.name, 番号=written.digits, 判定=verdict, 注記=written.found.note, 状態=state,
            候補=candidates,
        )  # fmt: skip

    def _works(self, body: Body) -> shapes.Works:
        if body.kind == "自治体":
            rows = self.record.of_places.get(body.id, ())
            place = self.every.get(body.id)
            seen = [row for row in rows if self._open(row)]
            state = State.RECORDED if seen else _of_place(place)
            return self._told(seen, "企業id", state, 1, int(state is State.NONE))
        rows = self.record.of_bodies.get(body.id, ())
        seen = [row for row in rows if self._open(row)]
        having = frozenset(row["自治体id"] for row in rows)
        none = sum(1 for place in self.scope.places if place.complete and place.id not in having)
        shown = {row["自治体id"] for row in seen}
        return self._told(seen, "自治体id", _state(len(shown), self.scope.places, having), len(self.scope.places), none)

    def _told(self, rows: list[Mapping[str, Any]], partner: str, state: State, total: int, none: int) -> shapes.Works:
        partners = list(dict.fromkeys(row[partner] for row in rows))
        days = sorted(row["日"] for row in rows if row["日"] and not row["日"].startswith("--"))
        with_record = len(partners) if partner == "自治体id" else int(bool(partners))
        return shapes.Works(
            状態=state,
            協定数=len({row["記録id"] for row in rows if row["記録"] == "協定"}),
            施策数=len({row["記録id"] for row in rows if row["記録"] == "施策"}),
            相手数=len(partners),
            相手=[self.index.bodies[id].name if id in self.index.bodies else id for id in partners[:NAMED]],
            開始=days[0] if days else "",
            最終=days[-1] if days else "",
            対象数=total,
            記録なし数=none,
            不明数=total - none - with_record,
        )

    def _open(self, row: Mapping[str, Any]) -> bool:
        """Whether a document that may be shown states each side of it."""
        return all(
            any(document not in self.hidden for document in row[side]) for side in ("自治体の文書", "企業の文書")
        )


def _verdict(written: Written) -> shapes.Verdict:
    if not (written.name.strip() or written.digits.strip()):
        return "空"
    sure = len(written.found.sure)
    if sure:
        return "一致" if sure == 1 else "候補が複数"
    return "近い名前だけ" if written.found.candidates else "名前がない"


def _state(having: int, places: Sequence[Place], all_having: Collection[str]) -> State:
    """What can be said of a body and some municipalities: "none" only where every one of them was looked at whole."""
    if having:
        return State.RECORDED
    if places and all(place.complete and place.id not in all_having for place in places):
        return State.NONE
    if places and all(place.documents for place in places):
        return State.EXTRACT
    return State.UNSEEN


def _of_place(place: Place | None) -> State:
    """The state of a municipality of which nothing is shown with a body."""
    if place is None:
        return State.UNSEEN
    if place.complete and not place.agreements and not place.measures:
        return State.NONE
    return State.EXTRACT if place.documents or place.state is State.RECORDED else State.UNSEEN


def counts(lines: Iterable[shapes.Line]) -> dict[str, int]:
    """How many lines have which verdict."""
    number: Counter[str] = Counter(line.判定 for line in lines)
    return {verdict: number[verdict] for verdict in shapes.VERDICTS if number[verdict]}
