"""Where the headings of a list stand and what each column is for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from loaders.read import Cell
from loaders.tables import when
from loaders.tables.grid import Line, filled
from loaders.tables.lookup import Lookup
from loaders.tables.roles import Role, plain, role, role_of_path
from loaders.tables.titles import TITLE
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
_SENTENCE: Final = re.compile(r"\S*。")
_CONCLUDED: Final = re.compile(r"締結|調印|協定日|協定年月日|協定名")
_PART: Final = re.compile(r"[_＿]")
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
    own: frozenset[str] = field(init=False, repr=False, compare=False)
    """All headings as they are compared."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "own", frozenset(plain(word) for path in self.paths for word in path))

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
        own = self.own
        held = filled(cells)
        texts = [(n, cell.text) for n, cell in held if len(cell.text) <= _LONGEST]
        said = sum(plain(text) in own for _, text in texts)
        # Headings of another list below this one (終了日 where this one has 有効期間) are not these.
        other = any(plain(text) not in own and role(text) and not self._is(n, role(text)) for n, text in texts)
        return said >= 2 and said * 2 > len(held) and not other

    def _is(self, column: int, role: Role | None) -> bool:
        return any(column in columns for own, columns in self.columns.items() if own is role)


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
        candidate = of(above[:depth], lookup)
        if candidate.rows and is_list(candidate, context, lookup) and not _mixed(candidate, above[depth:], context):
            best = candidate
    return best


def _mixed(layout: Layout, body: Sequence[Line], context: str) -> bool:
    """Whether headings and titles that say nothing of agreements stand over rows of which some tell of one and others do
    not: what a sentence above says of another agreement makes no list of them."""
    if layout.flags or _AGREEMENT.search(layout.words) or _AGREEMENT.search(_SENTENCE.sub("", context)):
        return False
    told = sum(any(_AGREEMENT.search(cell.text) for cell in line.cells) for line in body)
    return 0 < told < len(body)


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
        (matrix and bool(_flagged_bodies(layout, lookup)))
        or (Role.DATE in has and (Role.NAME in has or Role.KIND in has))
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
    under = [n for n, _ in own if spans(upper.cells, n)]
    return len(known) * 2 >= len(own) and len(under) == len(own) and not (dated and not under)


_SMALL: Final = frozenset({"年", "月", "日", "自", "至", "名", "名称", "から", "まで", "始", "終", "元号"})


def spans(cells: Sequence[Cell], column: int) -> bool:
    """Whether the heading over a column spans several: one merged cell, or empty cells beside or over it."""
    cell = cells[column]
    if not cell.text.strip():
        return True
    right = cells[column + 1] if column + 1 < len(cells) else None
    left = cells[column - 1] if column else None
    return cell is right or cell is left or (right is not None and not right.text.strip())


def of(heads: Sequence[Line], lookup: Lookup) -> Layout:
    """The layout that rows of headings give, whatever they are headings of."""
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
            # 協定締結先_名称: tables for machines write a heading over a heading in one.
            words += [word for word in _PART.split(text) if word and words[-1:] != [word]]
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
    _years_apart(columns, paths)
    eras = {}
    for found, places in columns.items():
        era = _ERA.search("".join(paths[places[0]]))
        if era:
            eras[found] = era[0]
    return Layout(
        len(heads), tuple(paths), {r: tuple(c) for r, c in columns.items()}, tuple(flags), tuple(titled), eras
    )


_YEAR_HEADINGS: Final = frozenset({"年", "年度", "西暦", "和暦", "締結年", "協定年"})
_DAY_HEADINGS: Final = frozenset({"月日", "日付", "締結月日", "日", "締結日", "協定日", "協定月日"})


def _years_apart(columns: dict[Role, list[int]], paths: Sequence[tuple[str, ...]]) -> None:
    """A column of years beside one of days of the year (年 | 月日) completes it and is no date of its own."""
    dates = columns.get(Role.DATE, [])
    years = [c for c in dates if plain(paths[c][-1]) in _YEAR_HEADINGS]
    days = [c for c in dates if plain(paths[c][-1]) in _DAY_HEADINGS]
    if years and days and Role.FISCAL not in columns:
        columns[Role.DATE] = [c for c in dates if c not in years]
        columns[Role.FISCAL] = years


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
