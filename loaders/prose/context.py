"""Which local government a name means here, decided by what the document says around it; never guessed.

In this order: the prefecture that stands before the name; the full name elsewhere in the document; the prefecture of the
neighbour in an enumeration; the prefecture that the section or its heading names; the document's own issuer; the one
prefecture in which all others lie that the document names. What is still open keeps all its candidates.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from graph import places as gazetteer
from loaders.prose.knowledge import Knowledge
from loaders.prose.parts import Place, Sentence
from loaders.prose.places import Spot

_JOINT: Final = re.compile(r"[ \n]*(?:、|・|,|と|や|及び|および|並びに|ならびに|又は|または|/|,)[ \n]*")
_OF: Final = re.compile(r"(?:の|内の|内|下の| |　|、|:|：)?")
_BEHIND: Final = re.compile(
    r"[(（](?P<all>[^()（）、・,]{2,3}[都道府県](?:[、・,][^()（）、・,]{2,3}[都道府県])*)[)）]"
)
_MERGER: Final = re.compile(r"編入|合併|旧|市制|町制|新設|分離|廃置分合")


Named = Callable[[], Iterable[str]]
"""Tells prefectures when asked: most names need no asking."""


@dataclass(slots=True)
class Resolver:
    """Resolves the spots of one document. ``owner_prefecture``: that of the issuer, or '' if not known (yet)."""

    knowledge: Knowledge
    text: str
    spots: Sequence[Spot]
    owner_prefecture: str = ""
    owner_code: str = ""
    _full: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    """Name → code of a bearer that the document names with its prefecture → where it does so first."""
    _alone: str | None = None
    """What `_only` found."""

    def __post_init__(self) -> None:
        last = ""
        for spot in self.spots:
            # 富山県上市町、同朝日町
            prefecture = spot.prefecture or (last if self.text.startswith("同", spot.start - 1) else "")
            last = prefecture
            if spot.prefecture:
                for code in {c for c, _, _ in self._bearers(spot)}:
                    self._full[spot.name].setdefault(code, spot.start)
            elif len(told := [prefecture] if prefecture else self._behind(spot)) == 1:
                for code in {b.code for b in self._bearers(spot) if self._prefecture(b.code) == told[0]}:
                    self._full[spot.name].setdefault(code, spot.start)

    def places(self, sentence: Sentence, spots: Sequence[Spot], section: Named) -> list[Place]:
        """Places for the spots of one sentence; ``section`` tells the prefectures named before in its section or headings."""
        found: list[Place] = []
        for n, spot in enumerate(spots):
            before = (spots[n - 1], found[n - 1]) if n else None
            here = {s.prefecture or s.name for s in spots[:n] if s.prefecture or s.name[-1] in "都道府県"}
            found.append(self._place(sentence, spot, before, here.copy if len(here) == 1 else section))
        return found

    def _place(self, sentence: Sentence, spot: Spot, before: tuple[Spot, Place] | None, section: Named) -> Place:
        bearers = self._bearers(spot)
        merged = spot.old or (not spot.prefecture and _MERGER.search(self.text, *sentence.span) is not None)
        if merged and not spot.past_only:
            bearers = self._past(spot, bearers, section, before)
        codes = self._narrow(spot, bearers, before, section)
        chosen = next((b for b in bearers if b.code in codes), None)
        place = Place(
            spot.span, tuple(sorted(codes)), spot.name, self.text[spot.start : spot.end], spot.department, use=spot.use
        )
        place.said = place.said.removesuffix(spot.ward) if spot.ward else place.said
        ward = spot.ward
        if len(codes) == 1 and chosen is not None:
            place.name = self.knowledge.full_name(chosen.code)
            place.former = chosen.former
            ward = ward or chosen.part
        if ward:
            place.department = f"{ward} {place.department}".strip()
        return place

    def _bearers(self, spot: Spot) -> list[gazetteer.Body]:
        names = self.knowledge.gazetteer
        if spot.prefecture:
            exact = names.bearers(spot.prefecture + spot.county + spot.name) or names.bearers(
                spot.prefecture + spot.name
            )
            exact = (
                exact
                or names.bearers(spot.prefecture + spot.county + spot.name, past=True)
                or names.bearers(spot.prefecture + spot.name, past=True)
            )
            if exact:
                return exact
        if spot.county:
            exact = names.bearers(spot.county + spot.name) or names.bearers(spot.county + spot.name, past=True)
            if exact:
                return exact
        found = names.bearers(spot.name, past=spot.past_only)
        told = {code for code, at in self._full.get(spot.name, {}).items() if at < spot.start}
        if told and told.isdisjoint(b.code for b in found):
            # 「福岡県筑紫郡那珂川町」 was told before: its namesake of today is not meant.
            return [b for b in names.bearers(spot.name, past=True) if b.code in told] or found
        return found

    def _past(
        self, spot: Spot, bearers: list[gazetteer.Body], section: Named, before: tuple[Spot, Place] | None
    ) -> list[gazetteer.Body]:
        """Bearers where a sentence tells of a merger: a former namesake in the prefecture at hand, or all of them."""
        past = self.knowledge.gazetteer.bearers(spot.name, past=True)
        if not past:
            return bearers
        at_hand = {*section(), self._prefecture_of(before)}
        near = [b for b in past if self._prefecture(b.code) in at_hand]
        if near and (spot.old or not any(self._prefecture(b.code) in at_hand for b in bearers)):
            return near
        return past if spot.old else bearers + past

    def _narrow(
        self, spot: Spot, bearers: list[gazetteer.Body], before: tuple[Spot, Place] | None, section: Named
    ) -> set[str]:
        codes = {b.code for b in bearers}
        if len(codes) < 2:
            return codes
        if self.owner_code in codes and not spot.prefecture and spot.name[-1] == "区":
            return {self.owner_code}
        if before is not None and (named := self._named_before(spot, before)):
            # 福井県の池田町, though another 池田町 was named before.
            within = {code for code in codes if self._prefecture(code) == named}
            if len(within) == 1:
                return within
        first = self._full.get(spot.name, {})
        told = first.keys() & codes
        if len(told) == 1 and min(first[code] for code in told) <= spot.start:
            return told
        earlier = [code for code, at in first.items() if at <= spot.start]
        if told and len(earlier) == 1:
            return {earlier[0]}
        for prefecture in self._at_hand(spot, before, section):
            within = {code for code in codes if self._prefecture(code) == prefecture}
            if len(within) == 1:
                return within
        # Named in full only further on, with nothing nearer at hand.
        return told if len(told) == 1 else codes

    def _named_before(self, spot: Spot, before: tuple[Spot, Place]) -> str:
        """The prefecture that stands directly before a name (福井県の池田町), or ''."""
        place = before[1]
        near = place.resolved and place.name[-1] in "都道府県" and place.span.end <= spot.start
        return place.name if near and _OF.fullmatch(self.text[place.span.end : spot.start]) else ""

    def _at_hand(self, spot: Spot, before: tuple[Spot, Place] | None, section: Named) -> Iterable[str]:
        yield from self._behind(spot)
        if before is not None:
            other, place = before
            gap = self.text[place.span.end : spot.start]
            if place.resolved and place.name[-1] in "都道府県" and _OF.fullmatch(gap):
                yield place.name
            if _JOINT.fullmatch(gap) and (other.prefecture or (place.resolved and self._told(place))):
                yield self._prefecture_of(before)
        named = {p for p in section() if p}
        if len(named) == 1:
            yield from named
        if self.owner_prefecture:
            yield self.owner_prefecture
        elif (only := self._only()) and not named:
            yield only

    def _only(self) -> str:
        """The prefecture that the document names, if it alone has all whose names tell their prefecture, and several."""
        if self._alone is None:
            codes = {codes[0] for spot in self.spots if len(codes := [b.code for b in self._bearers(spot)]) == 1}
            within = {self._prefecture(code) for code in codes}
            said = {spot.prefecture or spot.name for spot in self.spots if spot.prefecture or spot.name in within}
            self._alone = next(iter(within)) if len(codes) > 1 and len(within) == 1 and said == within else ""
        return self._alone

    def _behind(self, spot: Spot) -> list[str]:
        """Prefectures in brackets behind a name."""
        behind = _BEHIND.match(self.text, spot.stop)
        return re.split("[、・,]", behind["all"]) if behind else []

    def several(self, spot: Spot, place: Place) -> list[Place]:
        """「朝日町（山形県、富山県）」: one place for each of the namesakes that the brackets tell apart."""
        prefectures = self._behind(spot)
        if len(prefectures) < 2:
            return [place]
        bearers = {self._prefecture(b.code): b.code for b in self._bearers(spot)}
        codes = [bearers[p] for p in prefectures if p in bearers]
        if len(codes) < len(prefectures):
            return [place]
        return [replace(place, codes=(code,), name=self.knowledge.full_name(code)) for code in codes]

    def _told(self, place: Place) -> bool:
        """Whether the document itself names the prefecture of a place, there or elsewhere."""
        prefecture = self._prefecture(place.codes[0])
        return any(prefecture in (spot.prefecture, spot.name) for spot in self.spots)

    def _prefecture_of(self, before: tuple[Spot, Place] | None) -> str:
        return self._prefecture(before[1].codes[0]) if before and before[1].resolved else ""

    def _prefecture(self, code: str) -> str:
        municipality = self.knowledge.gazetteer.by_code[code]
        return municipality.prefecture or municipality.name


def inheriting(places: list[Place], text: str) -> None:
    """Addresses go on: what an address names after its first word is part of it."""
    for first, second in itertools.pairwise(places):
        if first.use == "address" and re.fullmatch(r"[ 、]?", text[first.span.end : second.span.start]):
            second.use = "address"


_NOW: Final = re.compile(r"[（(](?:今の|今は|現在の|現在は|現・?|のちの|後の)")


def now_called(text: str, places: Sequence[Place]) -> None:
    """Let a name that is open mean what the bracket behind it says it is called today (「加茂町（今の加茂市）」)."""
    for place, today in itertools.pairwise(places):
        if not place.resolved and today.resolved and _NOW.fullmatch(text, place.span.end, today.span.start):
            place.codes, place.name, place.former = today.codes, today.name, place.said
