"""Where the headings of a table of measures stand, and whether a table is one: decided by its headings and its title."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from loaders.tables import layout as layouts
from loaders.tables import over, when, work_values
from loaders.tables.grid import Line, filled
from loaders.tables.layout import Layout
from loaders.tables.lookup import Lookup
from loaders.tables.roles import Role, plain, role
from loaders.tables.signs import MARKS, NO_MARKS, OPEN_MARKS
from loaders.tables.work_roles import Work, work

_DEEPEST: Final = 3
_LONGEST: Final = 40
_CONCLUDED: Final = re.compile(
    r"締結(?:年?月?日|年度?|時期)|締結$|調印|協定(?:締結)?(?:年?月?日)|協定の?種別|有効期[間限]"
)
_TITLED: Final = re.compile(r"協定(?:書|の)?名|協定の?(?:名称|件名)|^協定書?$")
_AGREEMENT: Final = re.compile(r"協定|覚書")
_DEEDS: Final = re.compile(r"取り?組み?|実績|活動|事例|事業|施策|実施|報告|プロジェクト|実証|委託|指定管理|寄附|寄付")
_TOGETHER: Final = re.compile(
    r"連携|協働|協力|提携|共創|公民|官民|民間提案|民間活力|民間との|企業との|産官学|産学官?|パートナー|委託|指定管理|実証|寄附|寄付|包括|PPP|PFI|企業版|共同"
)
_CLEAR: Final = re.compile(
    r"連携|協働|協力|提携|共創|相手|パートナー|委託|受託|指定管理|共同|共催|寄附|寄付|寄贈|提供|参画|派遣|運営|採択"
)
_DIRECTORY: Final = re.compile(
    r"営業|定休|料金|価格|入札|落札|工事|工期|開館|休館|品目|数量|単価|随意契約|契約方法|電話番号|郵便番号"
)
_MEASURES: Final = re.compile(r"(?:施策|取り?組み?|事業)[^\n]{0,12}(?:一覧|リスト|表|状況|実績)")
_LONG: Final = 6


@dataclass(frozen=True, slots=True)
class WorkLayout(Layout):
    """What the columns of a table of measures are for, beside what they share with lists of agreements.

    ``works``: the meaning that only such tables have → columns; ``years``: columns headed by a year whose cells tell
    what was done in it.
    """

    works: Mapping[Work, tuple[int, ...]] = field(default_factory=dict)
    years: tuple[int, ...] = ()

    def repeated(self, cells: Sequence[object]) -> bool:
        """Whether a row says these headings again."""
        held = [cell for _, cell in filled(cells) if len(cell.text) <= _LONGEST]  # type: ignore[arg-type]
        said = sum(plain(cell.text) in self.own for cell in held)
        return said >= 2 and said * 2 > len(held)


def find(above: Sequence[Line], lookup: Lookup, context: str) -> WorkLayout | None:
    """The layout whose headings begin in the first of the given lines, or None.

    ``above``: that line and some after it (rows of the table, so that their values can be looked at as well).
    """
    first = filled(above[0].cells)
    if len(first) < 2 or any(len(cell.text) > _LONGEST or cell.date for _, cell in first):
        return None
    if sum(work(cell.text) is not None for _, cell in first) < 2 and len(first) > 2:
        return None
    best: WorkLayout | None = None
    for depth in range(1, min(_DEEPEST, len(above)) + 1):
        if depth > 1 and not _continues(above[depth - 2], above[depth - 1]):
            break
        candidate = of(above[:depth], above[depth:], lookup)
        if is_list(candidate, " ".join([context, *_sections(above[depth:])]), lookup):
            best = candidate
    return best


def _sections(body: Sequence[Line]) -> list[str]:
    """Words that stand alone in their row: they may name the partner of the rows below."""
    alone = [held for line in body if len(held := filled(line.cells)) == 1]
    return [cell.text.replace(" ", "") for ((_, cell),) in alone]


def of(heads: Sequence[Line], body: Sequence[Line], lookup: Lookup) -> WorkLayout:
    """The layout that rows of headings give."""
    plainly = layouts.of(heads, lookup)
    columns: dict[Role, list[int]] = {}
    works: dict[Work, list[int]] = {}
    years: list[int] = []
    for column, path in enumerate(plainly.paths):
        if not path:
            continue
        if _year(path) and _told(body, column):
            years.append(column)
            continue
        found = _meaning(path)
        if isinstance(found, Work):
            works.setdefault(found, []).append(column)
        elif found is not None:
            columns.setdefault(found, []).append(column)
    _settle(columns, works, plainly.paths, body, lookup)
    if Work.WHEN in works:
        columns[Role.DATE] = works[Work.WHEN]
    shared = {r: tuple(c) for r, c in columns.items() if c}
    return WorkLayout(
        plainly.rows, plainly.paths, shared, (), (), {},
        {w: tuple(c) for w, c in works.items() if c}, tuple(years) if len(years) > 1 else (),
    )  # fmt: skip


def _meaning(path: tuple[str, ...]) -> Work | Role | None:
    """The meaning of a column from its headings, the upper ones first (実績 over 参加者数, 委託先 over 名称)."""
    found: Work | Role | None = None
    for heading in path:
        own = work(heading)
        if found is Role.PARTNER and own in (Role.NAME, Role.PARTNER, Work.TITLE, None):
            continue
        if found is Role.PARTNER and own in (Role.DEPARTMENT, Role.BRANCH):
            own = Role.BRANCH
        if found in (Work.COST, Work.OUTCOME, Work.TARGET) and own in (Work.WHEN, Role.FISCAL, Role.NUMBER, None):
            continue
        if found is Work.TARGET and own is Work.OUTCOME:
            continue
        found = own or found
    return found


def _settle(
    columns: dict[Role, list[int]], works: dict[Work, list[int]], paths: Sequence[tuple[str, ...]], body: Sequence[Line],
    lookup: Lookup,
) -> None:  # fmt: skip
    """Put columns into the roles that the rows of lists are read by: a title is a name, a time a date."""
    titles = works.pop(Work.TITLE, [])
    facilities = works.get(Work.FACILITY, [])
    if (
        not titles
        and columns.get(Role.NAME)
        and not any(_AGREEMENT.search("".join(paths[c])) for c in columns[Role.NAME])
    ):
        titles = columns.pop(Role.NAME)
    if not titles and facilities:
        titles = works.pop(Work.FACILITY)
    under = columns.pop(Role.NAME, [])
    if under:
        works[Work.UNDER] = [*works.get(Work.UNDER, []), *under]
    if len(titles) > 1:
        # 事業 | 取組: the later one says more of what was done.
        named = [c for c in titles if plain(paths[c][-1]).endswith(("名", "名称"))]
        kept = named[0] if named else titles[0]
        columns.setdefault(Role.CONTENT, []).extend(c for c in titles if c != kept)
        titles = [kept]
    if titles:
        columns[Role.NAME] = titles
    cities = columns.get(Role.MUNICIPALITY, [])
    if Role.PARTNER in columns and not cities:
        alike = [c for c in columns[Role.PARTNER] if _share(body, c, lambda t: lookup.place(t) is not None) > 0.6]
        if alike and len(alike) < len(columns[Role.PARTNER]):
            columns[Role.MUNICIPALITY] = alike
            columns[Role.PARTNER] = [c for c in columns[Role.PARTNER] if c not in alike]
    elif cities and Role.PARTNER not in columns:
        others = [c for c in cities if _share(body, c, lambda t: lookup.place(t) is not None) < 0.5]
        if others:
            columns[Role.PARTNER] = others
            columns[Role.MUNICIPALITY] = [c for c in cities if c not in others]


def _share(body: Sequence[Line], column: int, like: object) -> float:
    texts = [text for line in body if (text := line.cells[column].text.strip())]
    return sum(bool(like(text)) for text in texts) / len(texts) if texts else 0.0  # type: ignore[operator]


def _year(path: tuple[str, ...]) -> bool:
    return any(work_values.year_in(word) for word in path)


def _told(body: Sequence[Line], column: int) -> bool:
    """Whether the cells under a year tell what was done, in words."""
    texts = [text for line in body if (text := line.cells[column].text.strip())]
    words = [t for t in texts if t not in MARKS | NO_MARKS | OPEN_MARKS and len(t) >= _LONG and not when.day(t).date]
    return bool(texts) and len(words) * 2 >= len(texts)


def is_list(layout: WorkLayout, context: str, lookup: Lookup) -> bool:
    """Whether headings and the words around them are those of a table of measures."""
    has, works = layout.columns, layout.works
    heads = [plain(word) for path in layout.paths for word in path]
    if any(_CONCLUDED.search(head) for head in heads) or any(_DIRECTORY.search(head) for head in heads):
        return False
    more = {
        Work.WHEN,
        Work.BEGIN,
        Work.COST,
        Work.OUTCOME,
        Work.STAGE,
        Work.METHOD,
        Work.PART,
        Work.UNDER,
        Work.TARGET,
    } & set(works)
    if any(_TITLED.search(head) for head in heads) and (Role.NAME not in has or len(more) < 2):
        return False
    about_deeds = bool(_DEEDS.search(_bare(context)))
    if _AGREEMENT.search(context) and not about_deeds and not {Work.COST, Work.OUTCOME} & set(works):
        # 企業名 | 連携事業 below 「協定一覧」 is a list of agreements.
        return False
    partners = [word for c in has.get(Role.PARTNER, ()) for word in layout.paths[c]]
    together = Work.UNDER in works or any(map(_CLEAR.search, partners)) or bool(_TOGETHER.search(context))
    if partners and Role.NAME in has:
        return together and bool(more or Role.CONTENT in has or Role.MUNICIPALITY in has or len(heads) > 2)
    if partners and layout.years:
        return about_deeds
    if partners and Role.CONTENT in has:
        return together and about_deeds and bool(more)
    if Role.NAME in has and any(over.named(words, lookup) for words in context.split()):
        return bool(more) and bool(_TOGETHER.search(context))
    if Role.NAME in has:
        return bool(_MEASURES.search(context)) and len(more) > 1 and not _AGREEMENT.search(context)
    return False


def _bare(context: str) -> str:
    """Words around a table without those that name agreements (連携協力に関する事業協定)."""
    return re.sub(r"(?:に関する|に基づく|に係る)?[^\s、。]{0,12}協定(?:締結)?(?:の)?(?:実績|状況)?一覧", "", context)


def _continues(upper: Line, lower: Line) -> bool:
    """Whether a row goes on with the headings of the row above it."""
    own = [(n, cell) for n, cell in filled(lower.cells) if cell is not upper.cells[n]]
    if not own or any(cell.date or len(cell.text) > _LONGEST for _, cell in own):
        return False
    known = [n for n, cell in own if work(cell.text) is not None or role(cell.text) or when.year_of(cell.text)]
    under = [n for n, _ in own if layouts.spans(upper.cells, n)]
    return len(known) * 2 >= len(own) and len(under) == len(own)
