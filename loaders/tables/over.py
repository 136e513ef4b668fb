"""Partners that stand over the rows: a section, a sheet or a title that names the one body of everything below it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from loaders.tables import partners
from loaders.tables.lookup import Lookup
from loaders.tables.records import Entry

if TYPE_CHECKING:
    from loaders.tables.agreements import List

_LEAD: Final = re.compile(r"^[\s　■□◆◇●○◎▼【\[<〈《≪・]*(?:[(（]?[0-9０-９①-⑳Ⅰ-Ⅹ]{1,2}[)）.．、\s　]+)?")
_WITH: Final = re.compile(
    r"(?P<who>[^\s　、。]{2,40}?)(?:様)?との(?=連携|協定|協働|取り?組|包括|共同|官民|公民|覚書|事業)"
)
_AFTER_PLACE: Final = re.compile(r".*[都道府県市区町村]と")
_LONGEST: Final = 60


def partner(rows: List, entry: Entry) -> None:
    """Put the body that stands over a row into its entry, where the list has no column of partners."""
    told = ((rows.section, rows.section_piece, "区切りの見出し"), (rows.page_heading, None, "表の上の見出し"), (rows.title, None, "表の題"),
            (rows.table.name if rows.reading.sheets else "", None, "シートの名前"))  # fmt: skip
    for words, at, where in told:
        name = named(words, rows.lookup)
        found = rows.partners_in(name).bodies if name else ()
        if len(found) == 1 and not found[0].codes:
            entry.bodies = [rows.party_of(found[0])]
            entry.pieces.append(at)
            entry.inferred.append(f"相手方は{where}「{' '.join(words.split())}」から読みました")
            return
    if rows.issuer is None:
        return
    found = rows.partners_in(rows.reading.text[rows.issuer.start : rows.issuer.end]).bodies
    if len(found) == 1 and not found[0].codes:
        cited = {"位置": rows.reading.place(rows.issuer), "引用": rows.reading.quote(rows.issuer)}
        entry.bodies = [{**rows.party_of(found[0]), "出典": [cited]}]
        entry.inferred.append("相手方は、この表を出した団体です")


def named(words: str, lookup: Lookup) -> str:
    """The one body that a section, a title or the name of a sheet names, or ''."""
    found = {name for part in words.split("\n") for name in _names(part.strip(), lookup)}
    return found.pop() if len(found) == 1 else ""


def _names(words: str, lookup: Lookup) -> list[str]:
    bare = _LEAD.sub("", words).rstrip("】]>〉》≫ 　")
    if not bare or len(bare) > _LONGEST:
        return []
    said = [_AFTER_PLACE.sub("", match["who"]) for match in _WITH.finditer(bare)] or [bare]
    return [name for name in said if _is_body(name, lookup)]


def _is_body(name: str, lookup: Lookup) -> bool:
    if lookup.place(name) is not None or not lookup.strong(name) or lookup.fields(name):
        return False
    return len(partners.read(name, lookup).bodies) == 1
