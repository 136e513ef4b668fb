"""What a draft says that its document does not: quotes that are not at their place, names and dates out of nowhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from graph import dates, names, places
from loaders.prose import folding

_KANJI = {c: i for i, c in enumerate("〇一二三四五六七八九")}
_NUMBER = re.compile(r"\d+|[〇一二三四五六七八九十百]+|元(?=年)", re.ASCII)
_ERA_YEAR = re.compile(
    r"(令和|平成|昭和|大正|明治|(?<![A-Za-z])[RHSTM]\.?)\s*(\d{1,2}|[一二三四五六七八九十]+|元)"
    r"|(?<!\d)(\d{1,2}|[一二三四五六七八九十]+)年(?![間ぶ前後目])",
    re.ASCII,
)
_DATES = ("締結日", "開始日", "有効期限", "終了日", "時期", "終了時期", "発行日", "基準日")
_BY_A_DAY = re.compile("翌日|前日|昨日")
_RELATIVE = re.compile(r"昨年|前年|翌年|来年|一昨年|翌々|来月|先月|翌月|前月|昨日|翌日|前日|[0-9一二三]\s?[年か]")


def check(
    draft: dict[str, Any],
    text: str,
    gazetteer: places.Gazetteer,
    normaliser: names.Normaliser,
    rows: Mapping[str, tuple[int, int]] = MappingProxyType({}),
) -> list[str]:
    """Sentences about everything in the draft that the text does not have; none if nothing was invented.

    A company's name without its legal form, a municipality's own name or its 表記, and year, month and day of every
    date (in any calendar; years and months that words such as 翌年 may have moved are let pass) must occur in the text.
    ``rows``: where a place ``sheet!row`` stands in the text.
    """
    folded, figures = names.fold(text), numbers(text)
    found = []
    for key, record in _records(draft):
        for place, quote in _quotes(record):
            if not _stands(place, quote, text, rows):
                found.append(f"引用「{quote[:30]}」が位置 {place} にありません")
        for entry in record.get("企業") or []:
            name = _value(entry.get("名称")) or ""
            if normaliser.parse(name).core not in folded:
                found.append(f"企業「{name}」が本文にありません")
        for entry in record.get("自治体") or []:
            name = _value(entry.get("名称")) or ""
            body = gazetteer.resolve(name)
            own = gazetteer.by_code[body.code].name if isinstance(body, places.Body) else name
            if isinstance(body, places.Body) and body.former:
                own = re.sub(r"^.{2,3}[都道府県]", "", body.former)
            said = _value(entry.get("表記")) or ""
            # 下仁田の高校生: where it is plain which is meant, people leave 町 away.
            own = own if len(own) < _BARE else own[:-1]
            if folding.fold(names.fold(own)) not in folding.fold(folded) and not (said and said in text):
                found.append(f"自治体「{name}」が本文にありません")
        for entry in (record.get("自治体") or []) + (record.get("企業") or []) + (record.get("分野") or []):
            said = _value(entry.get("表記")) or ""
            if said and names.fold(said) not in folded:
                found.append(f"表記「{said}」が本文にありません")
        for field in _DATES:
            date = _value(record.get(field))
            if date and not _date_stands(date, figures, text):
                found.append(f"{key}の{field} {date} が本文にありません")
        name = _value(record.get("名称"))
        if key == "協定" and name and not record.get("仮称") and names.fold(name) not in folded:
            found.append(f"協定の名称「{name}」が本文にありません")
    return found


_BARE = 4
"""Letters of a name that is known without 市, 町, 村 as well."""


def numbers(text: str) -> set[int]:
    """Every number that a text writes, in digits or 漢数字 (元 is 1)."""
    return {_number(word) for word in _NUMBER.findall(unicodedata.normalize("NFKC", text))}


def years(text: str) -> set[int]:
    """Every year that a text writes: in four digits, with an era, or as 28年 (of any era, or of the century)."""
    plain = unicodedata.normalize("NFKC", text)
    found = {number for number in numbers(plain) if 1868 <= number <= 2200}
    for era, number, bare in _ERA_YEAR.findall(plain):
        if bare:
            found.add(2000 + _number(bare))
        for name, _, base, letter in dates.ERAS:
            if bare or era.rstrip(".") in (name, letter):
                found.add(base - 1 + _number(bare or number))
    return found


def _number(word: str) -> int:
    if word.isascii():
        return int(word[:18])
    if word == "元":
        return 1
    if "十" not in word and "百" not in word:
        return int("".join(str(_KANJI[c]) for c in word[:18]))
    total = last = 0
    for c in word:
        if c in "十百":
            total += (last or 1) * (10 if c == "十" else 100)
            last = 0
        else:
            last = _KANJI[c]
    return total + last


def _date_stands(date: str, figures: set[int], text: str) -> bool:
    dates.check(date)
    parts = date.removeprefix("--").split("-")
    said = unicodedata.normalize("NFKC", text)
    moved, by_a_day = bool(_RELATIVE.search(said)), bool(_BY_A_DAY.search(said))
    if not date.startswith("--"):
        year, written = int(parts.pop(0)), years(text)
        if year not in written and not (moved and {year + step for step in (-2, -1, 1, 2)} & written):
            return False
    return all(
        int(part) in figures or (moved and index == 0) or (by_a_day and index == 1) for index, part in enumerate(parts)
    )


def _stands(place: Any, quote: str, text: str, rows: Mapping[str, tuple[int, int]]) -> bool:
    if isinstance(place, str) and "!" in place:
        start, end = rows.get(place, (0, len(text)))
        return quote in text[start:end]
    start, end = place.split("-") if isinstance(place, str) else place
    return text[int(start) : int(end)] == quote


def _records(draft: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for key in ("協定", "施策", "加盟"):
        for record in draft.get(key) or []:
            yield key, record


def _quotes(node: Any) -> Iterator[tuple[Any, str]]:
    """Every 位置 with its 引用, however deep it lies."""
    if isinstance(node, dict):
        if "位置" in node and "引用" in node:
            yield node["位置"], node["引用"]
        for inner in node.values():
            yield from _quotes(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _quotes(inner)


def _value(given: Any) -> Any:
    return given.get("値") if isinstance(given, dict) else given
