"""Whose list a table is: the local government that its title, its sheet or the page around it names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from graph import places
from graph.errors import UsageError
from loaders.draft import Record
from loaders.read import Reading, Span
from loaders.tables.errors import OwnerNeeded
from loaders.tables.grid import private
from loaders.tables.lookup import Lookup, Spot

_OFFICIAL: Final = re.compile(r"役所|役場|県庁|府庁|都庁|道庁|公式|ホームページ|トップページ|ウェブサイト|発行|作成")
_OFFICE: Final = re.compile(r"役所|役場|[都道府県]庁|公式|トップページ")
_REMARK: Final = re.compile(r"[\s　]*(?:※|＊|\*|[（(]?(?:注|備考)|。)")
_WITHIN: Final = re.compile(r"[\s　]*(?:内|の?市区?町村|市町(?!村?長)|管内)")
_PLACE_LIKE: Final = re.compile(r"[一-龥ぁ-んァ-ヶ]{1,6}[市町村区](?=[\s　]|と|に|の|が|内|役|[一-龥])")

_LONGEST_QUOTE: Final = 80


class Source(NamedTuple):
    """Words that may name the owner: where they stand (None: outside the text), and why they are doubtful, if so."""

    text: str
    span: Span | None = None
    note: str = ""
    joined: bool = False
    """Two lines of a page, of which the second may go on with the first."""


@dataclass(frozen=True, slots=True)
class Owner:
    """The owner of a list as a party of its agreements, and the prefecture that decides bare names in it."""

    code: str
    party: Record
    source: Source

    @property
    def name(self) -> str:
        return str(self.party["名称"])


class Owners:
    """Finds the owners of the tables of one document.

    ``told``: what the user says where the document does not. Raises `UsageError` if that is no local government.
    """

    def __init__(self, reading: Reading, lookup: Lookup, told: str = "") -> None:
        self.reading, self.lookup = reading, lookup
        self.told = self._told(told.strip())
        self.warnings: list[str] = []

    def _told(self, name: str) -> str:
        if not name:
            return ""
        found = self.lookup.gazetteer.resolve(name)
        if isinstance(found, places.Body):
            return found.code
        if isinstance(found, places.Ambiguous):
            raise UsageError(
                f"--municipality「{name}」は {'、'.join(found.candidates)} のどれか決まりません。都道府県名から書いてください。"
            )
        near = self.lookup.gazetteer.near(name)
        hint = f"（{'、'.join(near)} ではありませんか）" if near else ""
        raise UsageError(f"--municipality「{name}」という自治体はありません{hint}。")

    def prefecture(self, sources: Iterable[Source]) -> str:
        """The prefecture that the words around a table name, or ''; it decides bare names in the list."""
        by_code = self.lookup.gazetteer.by_code
        found = {
            by_code[c].prefecture or by_code[c].name
            for s in sources
            for spot in self.lookup.spots(s.text)
            if len(spot.codes) == 1
            for c in spot.codes
        }
        return found.pop() if len(found) == 1 else ""

    def find(self, table: str, sources: Sequence[Source]) -> Owner:
        """The owner of a table. Raises `OwnerNeeded` where nothing names it, or not clearly."""
        open_: tuple[str, tuple[str, ...]] | None = None
        for source in sources:
            decided = self._decide(source) if "\n" not in source.text else self._over_lines(source)
            if isinstance(decided, Owner):
                self._contradiction(table, decided)
                return decided
            open_ = open_ or decided
        if self.told:
            return self.owner(self.told, "", Source("", None, "持ち主は、取り込みのときに指定された自治体です"))
        if open_:
            codes = open_[1]
            names = [self.lookup.gazetteer.by_code[c].full_name for c in codes]
            raise OwnerNeeded(self.reading.name, table, open_[0], names)
        like = next((m[0] for s in sources if s.span for m in _PLACE_LIKE.finditer(s.text)), "")
        raise OwnerNeeded(self.reading.name, table, like if like and self.lookup.place(like) else "")

    def _over_lines(self, source: Source) -> Owner | tuple[str, tuple[str, ...]] | None:
        """The owner in words over two lines of a page, where its name begins in one and ends in the other."""
        if source.joined and not any("\n" in spot.said for spot in self.lookup.spots(source.text)):
            return None
        return self._decide(source)

    def _decide(self, source: Source) -> Owner | tuple[str, tuple[str, ...]] | None:
        """The owner, or the bare name with its bearers where they leave it open, or None."""
        text = unicodedata.normalize("NFKC", source.text) if source.span is None else source.text
        spots = self.lookup.spots(text)
        by_code = self.lookup.gazetteer.by_code
        cities = [s for s in spots if any(by_code[c].kind != places.PREFECTURE for c in s.codes)]
        distinct = {s.codes: s for s in cities}
        if len(distinct) > 1:
            before = [
                s
                for s in cities
                if re.match(r"[\s　]*(?:と|における|が|の|に|令|平|包|災|協|企|連)", text[s.end : s.end + 2])
            ]
            distinct = {s.codes: s for s in before[:1]} if len({s.codes for s in before}) == 1 else {}
            if not distinct:
                return "・".join(s.said for s in cities[:3]), ()
        if distinct:
            codes, spot = distinct.popitem()
            return self._city(codes, spot, source)
        prefectures = {s.codes: s for s in spots}
        if len(prefectures) == 1:
            codes, spot = prefectures.popitem()
            told = by_code.get(self.told)
            if _WITHIN.match(text, spot.end) or (
                told and told.prefecture == by_code[codes[0]].name and told.code != codes[0]
            ):
                return None
            return self.owner(codes[0], spot.said, source)
        return None

    def _city(self, codes: tuple[str, ...], spot: Spot, source: Source) -> Owner | tuple[str, tuple[str, ...]]:
        if len(codes) == 1:
            return self.owner(codes[0], spot.said, source)
        if self.told in codes:
            return self.owner(self.told, spot.said, source)
        by_code = self.lookup.gazetteer.by_code
        full = [
            c
            for c in codes
            if by_code[c].full_name in self.reading.text
            or by_code[c].prefecture + by_code[c].county + by_code[c].name in self.reading.text
        ]
        if len(full) == 1:
            return self.owner(full[0], spot.said, source)
        outside = [c for c in codes if by_code[c].prefecture in self.around]
        if len(outside) == 1:
            prefecture = by_code[outside[0]].prefecture
            note = f"「{spot.said}」は、同じ文書にある「{prefecture}」から読みました"
            return self.owner(outside[0], spot.said, source._replace(note=source.note or note))
        return spot.said, codes

    @property
    def around(self) -> str:
        """The text outside the tables of a page, and the name that the file calls itself."""
        text, at, kept = self.reading.text, 0, [self.reading.title]
        if not self.reading.sheets:
            for span in sorted(table.span for table in self.reading.tables):
                kept.append(text[at : span.start])
                at = max(at, span.end)
            kept.append(text[at:])
        return "\n".join(kept)

    def owner(self, code: str, said: str, source: Source) -> Owner:
        """A local government as the owner of lists. ``said``: how the source calls it."""
        party: Record = {"名称": self.lookup.gazetteer.by_code[code].full_name}
        if said and said != party["名称"]:
            party["表記"] = "".join(said.split("\n"))
        if source.span is not None:
            at = source.text.find(said)
            whole = (len(source.text) <= _LONGEST_QUOTE and not private(source.text)) or not said or at < 0
            span = source.span if whole else Span(source.span.start + at, source.span.start + at + len(said))
            party["出典"] = [{"位置": self.reading.place(span), "引用": self.reading.quote(span)}]
        if source.note:
            party |= {"確度": "推定", "注記": source.note}
        return Owner(code, party, source)

    def _contradiction(self, table: str, owner: Owner) -> None:
        if self.told and owner.code != self.told:
            told = self.lookup.gazetteer.by_code[self.told].full_name
            self.warnings.append(
                f"{table}: 指定された自治体は {told} ですが、文書には「{owner.party.get('表記', owner.name)}」とあるので {owner.name} の一覧として読みました"
            )


def official_lines(reading: Reading) -> list[Source]:
    """Lines of a page that name the office behind it (○○市役所, 公式サイト); a workbook has none."""
    if reading.sheets:
        return []
    text = reading.text
    found: list[Source] = []
    for match in _OFFICIAL.finditer(text):
        start = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.end())
        end = len(text) if end < 0 else end
        remark = _REMARK.match(text, start) or text.endswith("。", start, end)
        if end - start < 120 and "\t" not in text[start:end] and not remark:
            found.append(Source(text[start:end], Span(start, end)))
        if len(found) > 20:
            break
    # The office that signs before a word about homepages.
    return sorted(found, key=lambda source: _OFFICE.search(source.text) is None)
