"""Where the headings of a list stand and what each column is for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from loaders.read import Cell
from loaders.tables import when
from loaders.tables.grid import Line, filled
from loaders.tables.lookup import Lookup
from loaders.tables.roles import Role, plain, role, role_of_path
from loaders.tables.signs import MARKS, NO_MARKS, OPEN_MARKS, bodies_in_name
from loaders.tables.topics import kinds

_DEEPEST: Final = 3
_LONGEST: Final = 40
_BODY_OF_LIST: Final = (
    Role.DATE, Role.NAME, Role.FIELDS, Role.CONTENT, Role.KIND, Role.FISCAL, Role.PERIOD, Role.EXPIRY, Role.START,
    Role.DEPARTMENT, Role.NUMBER, Role.STATUS, Role.END, Role.MUNICIPALITY, Role.NOTE, Role.ADDRESS, Role.INDUSTRY,
    Role.BRANCH, Role.CORPORATE,
)  # fmt: skip
_AGREEMENT: Final = re.compile(r"協定|覚書|締結|包括連携|盟約|相互応援")
_OTHER_TABLE: Final = re.compile(
    r"実施日|開催日|活動日|実績|会場|参加(?:者|人)数|講師|契約金額|落札|入札|予定価格|指定管理|工事|料金|利用時間|開館|休館|品目|数量|寄附金?額|補助金?額|交付額"
)
_DEEDS: Final = re.compile(
    r"取組実績|活動実績|連携実績|実績一覧|取組状況|取り組み状況|実施状況|活動状況|取組事例|連携事例|活動報告|取組内容一覧|開催状況"
)
_CONCLUDED: Final = re.compile(r"締結|調印|協定日|協定年月日|協定名")
_ERA: Final = re.compile(r"令和|平成|昭和")


@dataclass(frozen=True, slots=True)
class Layout:
    """What the columns of a list are for.

    ``rows``: how many rows the headings take; ``paths``: the headings of each column, the upper first; ``columns``:
    role → columns, in order; ``flags``: columns whose heading is what a mark in them stands for.
    """

    rows: int
    paths: tuple[tuple[str, ...], ...]
    columns: Mapping[Role, tuple[int, ...]]
    flags: tuple[int, ...] = ()
    kinds: tuple[int, ...] = ()
    """Columns of kinds of agreement whose cells name the partners."""
    eras: Mapping[Role, str] = field(default_factory=dict)

    def first(self, role: Role) -> int | None:
        """The column of a role, or None."""
        found = self.columns.get(role)
        return found[0] if found else None

    def heading(self, column: int) -> str:
        """The lowest heading of a column, as written."""
        return self.paths[column][-1] if self.paths[column] else ""

    @property
    def words(self) -> str:
        """All headings in one string."""
        return " ".join(word for path in self.paths for word in path)

    def repeated(self, cells: Sequence[Cell]) -> bool:
        """Whether a row says these headings again."""
        own = {plain(word) for path in self.paths for word in path}
        texts = [plain(cell.text) for _, cell in filled(cells) if len(cell.text) <= _LONGEST]
        said = sum(text in own for text in texts)
        return said >= 2 and said * 2 > len(filled(cells))


def find(above: Sequence[Line], lookup: Lookup, context: str) -> Layout | None:
    """The layout whose headings begin in the first of the given lines (the following ones come after), or None.

    ``context``: title, sheet and other words near the table, which tell whether it is about agreements.
    """
    first = filled(above[0].cells)
    if len(first) < 2 or any(len(cell.text) > _LONGEST or cell.date for _, cell in first):
        return None
    if not any(role(cell.text) or TITLE.search(cell.text) for _, cell in first):
        return None
    best: Layout | None = None
    for depth in range(1, min(_DEEPEST, len(above)) + 1):
        if depth > 1 and not _continues(above[depth - 2], above[depth - 1], lookup):
            break
        candidate = _layout(above[:depth], lookup)
        if candidate.rows and is_list(candidate, context, lookup):
            best = candidate
    return best


def is_list(layout: Layout, context: str, lookup: Lookup) -> bool:
    """Whether headings and the words around them are those of a list of agreements."""
    has = layout.columns
    words = layout.words
    if _OTHER_TABLE.search(words) and not re.search(r"協定|締結|覚書", words):
        return False
    if _DEEDS.search(context) and not _CONCLUDED.search(words):
        return False
    if not (_AGREEMENT.search(words) or _AGREEMENT.search(context)):
        return False
    matrix = len(layout.flags) >= 2
    if Role.PARTNER in has:
        return (matrix and not _flagged_bodies(layout, lookup)) or any(role in has for role in _BODY_OF_LIST)
    if Role.NAME in has and (Role.DATE in has or Role.FISCAL in has):
        return True
    if len(layout.kinds) > 1 and not {Role.PARTNER, Role.NAME, Role.DATE} & set(has):
        return True
    return Role.MUNICIPALITY in has and (
        (matrix and bool(_flagged_bodies(layout, lookup))) or (Role.DATE in has and Role.NAME in has)
    )


def _flagged_bodies(layout: Layout, lookup: Lookup) -> list[int]:
    """Columns whose heading names a body that is no local government."""
    heads = {n: layout.heading(n) for n in layout.flags}
    return [
        n for n, text in heads.items() if lookup.strong(text) and not lookup.place(text) and not lookup.fields(text)
    ]


def _continues(upper: Line, lower: Line, lookup: Lookup) -> bool:
    """Whether a row goes on with the headings of the row above it."""
    own = [(n, cell) for n, cell in filled(lower.cells) if cell is not upper.cells[n]]
    if not own:
        return False
    held = [n for n, cell in enumerate(lower.cells) if cell.text and cell is upper.cells[n]]
    if any(cell.date or len(cell.text) > _LONGEST for _, cell in own):
        return False
    known = [
        n
        for n, cell in own
        if role(cell.text) or lookup.fields(cell.text) or lookup.place(cell.text) or plain(cell.text) in _SMALL
    ]
    dated = any(not when.day(cell.text).problem and when.day(cell.text).date for _, cell in own)
    if dated and not held:
        return False
    # Below a heading that spans columns, or beside headings that span rows.
    under = [n for n, _ in own if _spans(upper.cells, n)]
    return len(known) * 2 >= len(own) and len(under) == len(own) and not (dated and not under)


_SMALL: Final = frozenset({"年", "月", "日", "自", "至", "名", "名称", "から", "まで", "始", "終", "元号"})


def _spans(cells: Sequence[Cell], column: int) -> bool:
    """Whether the heading over a column spans several: one merged cell, or empty cells beside or over it."""
    cell = cells[column]
    if not cell.text.strip():
        return True
    right = cells[column + 1] if column + 1 < len(cells) else None
    left = cells[column - 1] if column else None
    return cell is right or cell is left or (right is not None and not right.text.strip())


def _layout(heads: Sequence[Line], lookup: Lookup) -> Layout:
    width = len(heads[0].cells)
    paths: list[tuple[str, ...]] = []
    for column in range(width):
        words: list[str] = []
        for depth, line in enumerate(heads):
            cell = line.cells[column]
            text = cell.text.strip()
            if not text and depth < len(heads) - 1 and heads[-1].cells[column].text.strip():
                # A heading over several columns whose merge was lost (csv): it reaches on to the right.
                text = _reaching(line.cells, column, heads[depth + 1].cells)
            if text and (not words or words[-1] != text):
                words.append(text)
        paths.append(tuple(words))
    columns: dict[Role, list[int]] = {}
    flags: list[int] = []
    titled: list[int] = []
    for column, path in enumerate(paths):
        if not path:
            continue
        found = role_of_path(path)
        if found is None and TITLE.search(path[-1]) and kinds(path[-1]):
            titled.append(column)
        elif _is_flag(path, found, lookup):
            flags.append(column)
        elif found:
            columns.setdefault(found, []).append(column)
    eras = {}
    for found, places in columns.items():
        era = _ERA.search("".join(paths[places[0]]))
        if era:
            eras[found] = era[0]
    return Layout(
        len(heads), tuple(paths), {r: tuple(c) for r, c in columns.items()}, tuple(flags), tuple(titled), eras
    )


def _reaching(cells: Sequence[Cell], column: int, below: Sequence[Cell]) -> str:
    for n in range(column, -1, -1):
        if cells[n].text.strip():
            return cells[n].text.strip()
        if not below[n].text.strip():
            return ""
    return ""


def _is_flag(path: tuple[str, ...], found: Role | None, lookup: Lookup) -> bool:
    """Whether a heading can be what marks below it stand for: a field, a local government, a body, a year."""
    last = path[-1]
    own = role(last)
    if len(path) > 1 and found in (Role.FIELDS, Role.CONTENT, Role.KIND, Role.MUNICIPALITY, Role.PARTNER):
        return own is None
    if own is not None:
        return False
    return (
        bool(lookup.fields(last))
        or lookup.place(last) is not None
        or lookup.strong(last)
        or when.year_of(last) is not None
    )


def settle(layout: Layout, sample: Sequence[Line], lookup: Lookup) -> Layout:
    """The layout with what headings alone leave open decided by what the columns hold."""
    columns: dict[Role, list[int]] = {role: list(found) for role, found in layout.columns.items()}
    share = _Shares(sample, lookup)
    partners, cities = columns.get(Role.PARTNER, []), columns.get(Role.MUNICIPALITY, [])
    if len(partners) > 1 and not cities:
        cities_like = [
            c
            for c in partners
            if share.cities(c) > 0.6 and plain(layout.heading(c)) in ("団体名", "団体", "実施団体", "機関名")
        ]
        if cities_like and len(cities_like) < len(partners):
            columns[Role.MUNICIPALITY] = cities_like
            columns[Role.PARTNER] = [c for c in partners if c not in cities_like]
    if Role.PARTNER not in columns and cities and not layout.flags:
        others = [c for c in cities if share.cities(c) < 0.5 and share.bodies(c) > 0.5]
        if others:
            columns[Role.PARTNER] = others
            columns[Role.MUNICIPALITY] = [c for c in cities if c not in others]
    names = columns.get(Role.NAME, [])
    names = [c for c in names if not share.links(c)]
    columns[Role.NAME] = names
    if Role.PARTNER not in columns and names:
        bodies = [c for c in names if share.titles(c) < 0.3 and share.bodies(c) > 0.6]
        if bodies:
            columns[Role.PARTNER] = bodies[:1]
            columns[Role.NAME] = [c for c in names if c not in bodies]
    if Role.PARTNER not in columns and cities and names and not layout.flags and not share.naming(names[0]):
        # Nobody else is named: they are the partners (agreements among local governments).
        columns[Role.PARTNER] = columns.pop(Role.MUNICIPALITY)
    if not columns.get(Role.NAME):
        for other in (Role.CONTENT, Role.FIELDS, Role.KIND):
            titled = [c for c in columns.get(other, []) if share.titles(c) > 0.6]
            if titled and not (other is Role.KIND and share.distinct(titled[0]) < 0.2):
                columns[Role.NAME] = titled[:1]
                columns[other] = [c for c in columns[other] if c != titled[0]]
                break
    flags = tuple(c for c in layout.flags if share.marks(c))
    by_kind = () if Role.PARTNER in columns else layout.kinds
    if Role.PARTNER in columns:
        flags += tuple(c for c in layout.kinds if share.marks(c))
    return Layout(
        layout.rows, layout.paths, {r: tuple(c) for r, c in columns.items() if c}, flags, by_kind, layout.eras
    )


_LINK: Final = re.compile(
    r"(?i:pdf|html|url|link)|リンク|こちら|別紙|有|無|あり|なし|[○◯〇×\-]|詳細|閲覧|本文|.*(?:KB|MB|ＫＢ)\)?）?"
)


class _Shares:
    """What share of a column's filled cells looks like something, over a sample of rows."""

    def __init__(self, sample: Sequence[Line], lookup: Lookup) -> None:
        self.sample, self.lookup = sample, lookup

    def _texts(self, column: int) -> list[str]:
        return [t for line in self.sample if (t := line.cells[column].text.strip())]

    def _share(self, texts: Iterable[bool]) -> float:
        found = list(texts)
        return sum(found) / len(found) if found else 0.0

    def cities(self, column: int) -> float:
        return self._share(self.lookup.place(t) is not None for t in self._texts(column))

    def bodies(self, column: int) -> float:
        return self._share(self.lookup.strong(t.split("\n")[0]) for t in self._texts(column))

    def titles(self, column: int) -> float:
        return self._share(bool(TITLE.search(t)) for t in self._texts(column))

    def naming(self, column: int) -> bool:
        """Whether titles in the column name the partners (…との…協定)."""
        return self._share("との" in t or bool(bodies_in_name(t)) for t in self._texts(column)) > 0.3

    def links(self, column: int) -> bool:
        """Whether the column only says where the agreement can be seen (PDF, 有, 別紙)."""
        texts = self._texts(column)
        return bool(texts) and all(_LINK.fullmatch(t) for t in texts)

    def distinct(self, column: int) -> float:
        texts = self._texts(column)
        return len(set(texts)) / len(texts) if texts else 0.0

    def marks(self, column: int) -> bool:
        """Whether the column holds nothing but marks, or dates where a mark would stand."""
        texts = self._texts(column)
        good = sum(t in MARKS or t in NO_MARKS or t in OPEN_MARKS or bool(when.day(t).date) for t in texts)
        return good >= 0.8 * len(texts)


TITLE: Final = re.compile(r"(?:協定書?|覚書|協定等|合意書|盟約|確認書|宣言)(?:\([^)]*\)|（[^）]*）|「[^」]*」)?$")
