"""One agreement of the curated format, put together from what the cells of its rows tell."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Final

from loaders.draft import Record
from loaders.tables.grid import Piece
from loaders.tables.partners import Partner
from loaders.tables.when import When

_KEEP: Final = 50_000


@dataclass(slots=True)
class Entry:
    """An agreement while its rows are read. ``pieces``: words that it rests on; ``doubts``: why it needs a look."""

    rows: list[int]
    name: str = ""
    kind: str = "不明"
    date: When = field(default_factory=When)
    date_source: list[Record] = field(default_factory=list)
    own: dict[str, str] = field(default_factory=dict)
    municipalities: list[Record] = field(default_factory=list)
    bodies: list[Record] = field(default_factory=list)
    unnamed: list[str] = field(default_factory=list)
    topics: list[Record] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    """連携事項, in the words of the list."""
    pieces: list[Piece | None] = field(default_factory=list)
    inferred: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    several: tuple[tuple[str, When], ...] = ()
    """Titles with their dates, where one row tells several agreements."""
    renewed: tuple[str, str] | None = None
    """Dates of the renewal and of the agreement before it, as far as a remark tells them."""
    aside: str = ""
    """A remark that stands in the cell of the day."""

    def copy(self) -> Entry:
        """Another agreement that the same row tells."""
        made = replace(self, rows=list(self.rows), own=dict(self.own), date_source=list(self.date_source))
        made.municipalities, made.bodies = list(self.municipalities), list(self.bodies)
        made.unnamed, made.topics, made.pieces = list(self.unnamed), list(self.topics), list(self.pieces)
        made.items = list(self.items)
        made.inferred, made.doubts, made.remarks = list(self.inferred), list(self.doubts), list(self.remarks)
        return made

    def extend(self, other: Entry) -> None:
        """Take in a further row of the same agreement."""
        self.rows += other.rows
        self.pieces += other.pieces
        for mine, theirs in (
            (self.municipalities, other.municipalities),
            (self.bodies, other.bodies),
            (self.topics, other.topics),
        ):
            mine += [entry for entry in theirs if entry["名称"] not in {known["名称"] for known in mine}]
        for words, more in (
            (self.unnamed, other.unnamed),
            (self.items, other.items),
            (self.inferred, other.inferred),
            (self.doubts, other.doubts),
            (self.remarks, other.remarks),
        ):
            words += [word for word in more if word not in words]
        self.own = {**other.own, **self.own}


def party(partner: Partner, cache: dict[Partner, Record]) -> Record:
    """A party from a partner cell; the same object for the same words, so that long lists stay small."""
    found = cache.get(partner)
    if found is None:
        found = {"名称": partner.name}
        if partner.said != partner.name:
            found["表記"] = " ".join(partner.said.split())
        if partner.department:
            found["部署"] = partner.department
        if len(partner.codes) > 1:
            found |= {"確度": "要確認", "注記": "同じ名前の自治体があり、どの都道府県か書かれていません"}
        if len(cache) < 10_000:
            cache[partner] = found
    return found


class Shared:
    """Lists of equal parts as one object, so that long lists of agreements stay small."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, ...], list[Any]] = {}

    def __call__(self, parts: list[Any]) -> list[Any]:
        """The list that holds these very objects, the first one made of them."""
        if len(self._known) >= _KEEP:
            return parts
        return self._known.setdefault(tuple(map(id, parts)), parts)


def record(entry: Entry, cited: list[Record], shared: Shared) -> Record:
    """The record of an agreement, its id still to be given. ``shared``: of the list that it belongs to."""
    name = entry.name or provisional(entry)
    found: Record = {"id": "", "名称": name}
    if not entry.name:
        found["仮称"] = "true"
    found["種別"] = entry.kind
    if entry.date.date:
        found["締結日"] = stated(entry.date, entry.date_source)
        found["締結日精度"] = entry.date.precision
    found |= entry.own
    if entry.items:
        found["連携事項"] = shared(entry.items)
    if entry.unnamed:
        found["相手方表記"] = entry.unnamed
    found["自治体"] = shared(entry.municipalities)
    found["企業"] = shared(entry.bodies)
    found["分野"] = shared(entry.topics)
    found["出典"] = cited
    notes = [*dict.fromkeys((*entry.doubts, *entry.inferred, *entry.remarks))]
    found["確度"] = "要確認" if entry.doubts else "推定" if entry.inferred else "明示"
    if notes:
        found["注記"] = "。".join(notes)
    found["確認"] = "未"
    return found


def stated(date: When, source: list[Record]) -> Any:
    """A date as a record states it: plain, or with what was inferred of it and where it stands."""
    if not date.note and not source:
        return date.date
    stated: Record = {"値": date.date}
    if source:
        stated["出典"] = source
    if date.note:
        stated |= {"確度": "推定", "注記": date.note}
    return stated


def provisional(entry: Entry) -> str:
    """A name for an agreement that the list gives none: its partners and its kind."""
    others = [b["名称"] for b in entry.bodies] or [m["名称"] for m in entry.municipalities[1:]] or entry.unnamed
    kind = entry.kind if entry.kind.endswith("協定") else "協定"
    if not others:
        return kind
    more = f"など{len(others)}者" if len(others) > 1 else ""
    return f"{others[0]}{more}との{kind}"


def between_municipalities(entry: Entry) -> bool:
    """Whether only local governments are party to it."""
    return not entry.bodies and not entry.unnamed and len(entry.municipalities) > 1
