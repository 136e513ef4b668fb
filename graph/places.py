"""Who is who among local governments: one gazetteer that resolves a name, or says why it cannot.

A name may come with or without 都道府県 and 郡, with 役所・役場・庁・教育委員会・議会 or a department behind it, as a ward
of a designated city, or as a municipality of the past. An ambiguous name is never guessed.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from graph import paths

PREFECTURE: Final = "都道府県"
_FILES: Final = ("municipalities.tsv", "former_municipalities.tsv", "wards.tsv")


@dataclass(frozen=True, slots=True)
class Municipality:
    """A local government of today. ``code``: six digits, the last a check digit; position in degrees."""

    code: str
    kind: str
    prefecture: str
    county: str
    name: str
    kana: str
    latitude: float | None
    longitude: float | None

    @property
    def full_name(self) -> str:
        return self.name if self.kind == PREFECTURE else self.prefecture + self.name

    @property
    def corporate_number(self) -> str:
        """法人番号: check digit + 000020 + code (国税庁)."""
        base = "000020" + self.code
        return f"{corporate_check_digit(base)}{base}"


class Body(NamedTuple):
    """A resolved name.

    ``part``: what follows the name of the body (ward, department); ``former``: the full name, if it is one of the past.
    """

    code: str
    part: str = ""
    former: str = ""


class Ambiguous(NamedTuple):
    """Several local governments bear the name; ``candidates`` are full names."""

    candidates: tuple[str, ...]


class Unknown(NamedTuple):
    """No local government bears the name; `Gazetteer.near` finds names that come close."""


class _Holder(NamedTuple):
    codes: tuple[str, ...]
    part: str = ""
    former: str = ""
    until: str = ""


_OFFICE: Final = re.compile(
    # A word that goes on (市民…, 市立…, 市長室) is no department of the body.
    r"(?:役所|役場|庁|本庁舎?|長(?=$)|(?!民(?![生政俗])|立(?!地)|営(?![繕業農])|長(?![寿期])|[場氏]))"
    r"(?P<rest>(?:.*(?:部|課|室|局|係|班|署|館|庁舎|センター|委員会|議会|事務局|本部|支所|出張所|事務所|チーム|担当))?)"
)

_BODY_OF_ITS_OWN: Final = re.compile(
    # A council of social welfare, a tourist association, a police station: named after the place, not its department.
    r"(?:協議会|協会|商工会|会議所|連盟|連合会|振興会|後援会|同友会|医師会|薬剤師会|財団|公社|公団|組合|会社|銀行|金庫|農協|社協|実行委員会|組織委員会|シルバー人材センター)"
    r"(?:[^課係室]*(?:事務局|部|支所|センター|局|委員会))?$"
    r"|警察(?:本部|署)$|(?:税務|労働基準監督)署$|(?:年金|法律|会計|設計|建築|士)事務所$"
    r"|(?:郵便|労働|運輸|法務|整備|財務|放送|薬|経済産業|農政|通信)局$"
)


def corporate_check_digit(base: str) -> int:
    """Check digit of a 法人番号 from its 12 base digits: 9 − (Σ digit × 1, 2, 1, … from the right) mod 9."""
    total = sum(int(d) * (2 if i % 2 else 1) for i, d in enumerate(reversed(base)))
    return 9 - total % 9


def code_is_valid(code: str) -> bool:
    """Whether a six-digit local-government code has the right check digit."""
    if not re.fullmatch(r"\d{6}", code, re.ASCII):
        return False
    total = sum(int(d) * w for d, w in zip(code[:5], (6, 5, 4, 3, 2), strict=True))
    return str((11 - total % 11) % 10) == code[5]


LETTERS: Final = dict(
    zip(
        "檮驒髙﨑竈鰺龍條檜曾壹國會與諫澤濱瀧邊舘蘆榮廣嶽豐鹽彌縣德靜ヶ",
        "梼騨高崎釜鯵竜条桧曽壱国会与諌沢浜滝辺館芦栄広岳豊塩弥県徳静ケ",
        strict=True,
    )
)
"""Letters of names that are written in two ways (塩竈市 and 塩釜市), each with the one that stands for both."""
_LETTERS: Final = str.maketrans(LETTERS)


@lru_cache(maxsize=20_000)
def key(name: str) -> str:
    """The form in which names are compared: NFKC, without spaces, one letter for those of `LETTERS`."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", name)).translate(_LETTERS)


class Gazetteer:
    """All 1,788 local governments with their wards and former municipalities."""

    def __init__(
        self,
        municipalities: Iterable[Municipality],
        former: Iterable[dict[str, str]],
        wards: Iterable[dict[str, str]],
    ) -> None:
        self.by_code = {m.code: m for m in municipalities}
        self._former = list(former)
        self._wards = list(wards)

    @classmethod
    def load(cls, folder: Path) -> Gazetteer:
        """Read ``municipalities.tsv``, ``former_municipalities.tsv`` and ``wards.tsv`` of a data folder.

        Files that have not changed are read once in a process.
        """
        return cls._read(folder, paths.stamp(*map(folder.joinpath, _FILES)))

    @classmethod
    @lru_cache(maxsize=2)
    def _read(cls, folder: Path, _: paths.Stamp) -> Gazetteer:
        municipalities = [
            Municipality(
                row["code"], row["kind"], row["prefecture"], row["county"], row["name"], row["kana"],
                float(row["lat"]) if row["lat"] else None, float(row["lon"]) if row["lon"] else None,
            )
            for row in _rows(folder / _FILES[0])
        ]  # fmt: skip
        return cls(municipalities, _rows(folder / _FILES[1]), _rows(folder / _FILES[2]))

    def is_ward(self, name: str) -> bool:
        """Whether a designated city has a ward of this name."""
        return any(ward["name"] == name for ward in self._wards)

    @cached_property
    def _current(self) -> dict[str, list[_Holder]]:
        index: dict[str, list[_Holder]] = defaultdict(list)
        for m in self.by_code.values():
            holder = _Holder((m.code,))
            for form in {m.full_name, m.prefecture + m.county + m.name, m.county + m.name, m.name}:
                index[key(form)].append(holder)
        for ward in self._wards:
            holder = _Holder((ward["city_code"],), ward["name"])
            prefecture = self.by_code[ward["city_code"]].prefecture
            for form in {prefecture + ward["city"] + ward["name"], ward["city"] + ward["name"], ward["name"]}:
                index[key(form)].append(holder)
        return dict(index)

    @cached_property
    def _past(self) -> dict[str, list[_Holder]]:
        index: dict[str, list[_Holder]] = defaultdict(list)
        for row in self._former:
            if row["successors"]:
                name = row["prefecture"] + row["name"]
                holder = _Holder(tuple(row["successors"].split()), former=name, until=row["valid_to"])
                for form in {
                    name,
                    row["prefecture"] + row["county"] + row["name"],
                    row["county"] + row["name"],
                    row["name"],
                }:
                    index[key(form)].append(holder)
        return dict(index)

    @cached_property
    def known_today(self) -> frozenset[str]:
        """Every name, in the form of `key`, that a local government or a ward bears today, with or without 都道府県."""
        return frozenset(self._current)

    @cached_property
    def known_before(self) -> frozenset[str]:
        """Every name, in the form of `key`, that a local government bore in the past."""
        return frozenset(self._past)

    def bearers(self, name: str, *, past: bool = False) -> list[Body]:
        """All local governments that bear exactly this name today (or, if ``past``, bore it), wards by their city."""
        holders = (self._past if past else self._current).get(key(name), [])
        return [Body(code, holder.part, holder.former) for holder in holders for code in holder.codes]

    @cached_property
    def _longest(self) -> int:
        return max(map(len, (*self._current, *self._past)))

    def resolve(self, name: str, *, when: str = "", prefecture: str = "") -> Body | Ambiguous | Unknown:
        """The local government that a name means.

        ``when``: a date of the text, so that a name of that time counts; ``prefecture``: full name of the prefecture
        that the context gives. A name that only the past knows leads to today's successor.
        """
        text = key(name)
        for length in range(min(len(text), self._longest), 0, -1):
            head, tail = text[:length], text[length:]
            holders = self._holders(head, when)
            if not holders:
                continue
            match = _OFFICE.fullmatch(tail)
            if not match or _BODY_OF_ITS_OWN.search(match["rest"]):
                # 札幌市民会館 is no department of 北海道 either.
                break
            return self._decide(holders, match["rest"], prefecture)
        return Unknown()

    def _holders(self, head: str, when: str) -> list[_Holder]:
        current = self._current.get(head, [])
        past = self._past.get(head, [])
        if not current:
            return past
        in_use = [holder for holder in past if when[:4].isdecimal() and when < holder.until]
        return current + in_use

    def _decide(self, holders: list[_Holder], rest: str, prefecture: str) -> Body | Ambiguous:
        codes = {code for holder in holders for code in holder.codes}
        if prefecture:
            codes = {c for c in codes if self.by_code[c].prefecture == prefecture} or codes
        if len(codes) > 1:
            return Ambiguous(tuple(self.by_code[c].full_name for c in sorted(codes)))
        code = codes.pop()
        holder = next(h for h in holders if code in h.codes)
        return Body(code, holder.part + rest, holder.former)

    @cached_property
    def _full_names(self) -> dict[str, str]:
        """Full names by their keys."""
        return {key(m.full_name): m.full_name for m in self.by_code.values()}

    def near(self, text: str) -> tuple[str, ...]:
        """Full names that a mistyped or shortened name may have meant, at most five."""
        text = key(text)
        stem = text.rstrip("都道府県市区町村")
        if not stem:
            return ()
        names = self._full_names
        found = [full for own, full in names.items() if len(stem) > 1 and stem in own]
        if not found:
            import difflib

            found = [names[n] for n in difflib.get_close_matches(text, names, n=5, cutoff=0.75)]
        return tuple(found[:5])


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))
