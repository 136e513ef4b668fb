"""Which column of a user's table of local governments is for what.

Codes and names are told by what the cells hold, populations, 類似団体区分 and sets by their headings (of one row or several),
columns of ○ by their marks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from graph import dates
from loaders.read import Row, Table
from loaders.reference_rows import Who, plain, texts

_SHARE: Final = 0.5
_HEADINGS: Final = 5
_CODE: Final = re.compile(r"コード|code|団体番号", re.IGNORECASE)
_POPULATION: Final = re.compile(r"人口")
_PART: Final = re.compile(
    r"男|女|世帯|増|減|率|密度|割合|比|外国|転|出生|死亡|歳|年少|老年|生産|高齢|以上|未満|昼|夜|流|指数|順位|構成|自然|社会|交流|関係人口|前回|前年|動態|帰化|記載|消除|その他"
)
_TOTAL: Final = re.compile(r"計|総")
_PEERS: Final = re.compile(r"類似団体|団体類型|市町村類型|^類型(区分)?$")
_WHEN: Final = re.compile(r"^(人口)?(基準日|時点|調査日|現在日|年月日)$")
_SET: Final = re.compile(r"^(集合|グループ|都市制度|都市区分|属する集合)名?称?$")
_NUMBERS: Final = re.compile(r"no\.?|№|番号|連番|順位?|#", re.IGNORECASE)
_DATE: Final = re.compile(
    r"(?:(?:令和|平成|昭和|[RHS])(?:元|\d{1,2})|\d{4})(?:年(?:\(\d{4}年\))?(?:\d{1,2}月(?:\d{1,2}日)?)?|[./-]\d{1,2}[./-]\d{1,2})"
    r"(?!度)"
)
YES: Final = frozenset("○◯〇●◎✓✔☑レ") | {"1", "有", "はい", "該当", "yes", "true"}
_NO: Final = frozenset("-ー―×✕✗") | {"", "0", "無", "なし", "いいえ", "非該当", "no", "false"}


@dataclass(slots=True)
class Columns:
    """Where things stand in a table; -1 where they do not.

    ``marks``: columns of ○ with their headings; ``first``: index of the first row of data; ``told``: the date in the
    titles; ``rivals``: headings among which a person has to choose the population.
    """

    code: int = -1
    name: int = -1
    prefecture: int = -1
    population: int = -1
    when: int = -1
    peers: int = -1
    set_name: int = -1
    marks: dict[int, str] = field(default_factory=dict)
    first: int = 0
    headings: list[str] = field(default_factory=list)
    told: str = ""
    rivals: list[str] = field(default_factory=list)

    @property
    def tells(self) -> bool:
        """Whether there is anything to know but who the rows are."""
        return bool(self.marks) or max(self.population, self.peers, self.set_name) >= 0


def find_columns(table: Table, who: Who) -> Columns | None:
    """Which column is for what, or None where no column names local governments."""
    grid = [texts(row) for row in table.rows]
    width = len(grid[0])
    found = Columns()
    shares = [_shares(grid, c, who) for c in range(width)]
    found.code = _best([s.codes for s in shares])
    found.prefecture = _best([s.prefectures for s in shares])
    names = [0.0 if c == found.prefecture else s.names for c, s in enumerate(shares)]
    found.name = _best(names)
    if found.name < 0 and found.prefecture >= 0:
        found.name, found.prefecture = found.prefecture, -1
    if found.code < 0 and found.name < 0:
        return None
    first = next((n for n, row in enumerate(table.rows) if _is_data(row, grid[n], found, who)), None)
    if first is None:
        return None
    keys = [c for c in (found.code, found.name, found.prefecture) if c >= 0]
    while first > 0 and any(who.is_total(grid[first - 1][c]) for c in keys):
        first -= 1
    found.first = first
    top = first
    while top > 0 and first - top < _HEADINGS and (_distinct(table.rows[top - 1]) > 1 or width == 1):
        top -= 1
    found.headings = _headings(grid[top:first], width)
    found.told = date_in(" ".join(text for row in grid[:top] for text in row))
    _by_heading(found, grid)
    return found


def _headings(rows: list[list[str]], width: int) -> list[str]:
    """The heading of every column over all its rows; above the last one a heading stands for the blanks to its right."""
    parts: list[list[str]] = [[] for _ in range(width)]
    for n, row in enumerate(rows):
        text = ""
        for c, cell in enumerate(row):
            text = cell if n == len(rows) - 1 else cell or text
            parts[c] += [text] if text not in parts[c] else []
    return [plain("".join(part)).replace(" ", "") for part in parts]


@dataclass(frozen=True, slots=True)
class _Shares:
    """Of the cells of a column that are not empty: how many are codes, names of municipalities, names of prefectures."""

    codes: float
    names: float
    prefectures: float


def _shares(grid: list[list[str]], c: int, who: Who) -> _Shares:
    cells = [row[c] for row in grid if row[c]]
    # A population of 28,000 is the code of 兵庫県 as well: figures under another heading are no codes.
    words = [cell for cell in cells if not cell.replace(".", "").isdecimal()]
    codes = 0.0
    if any(_CODE.search(word) for word in words):
        codes = _share(cells, lambda cell: bool(who.codes(cell)))
    elif not words:
        codes = _share(cells, who.is_code)
    prefectures, names = _share(cells, who.is_prefecture), _share(cells, who.is_name)
    return _Shares(codes, names, prefectures if prefectures * 2 > names else 0.0)


def _share(cells: list[str], fits: Callable[[str], bool]) -> float:
    """Of the cells from the first that fits (headings stand above it), how many fit."""
    hits = [fits(cell) for cell in cells]
    return sum(hits) / (len(hits) - hits.index(True)) if any(hits) else 0.0


def _best(shares: list[float]) -> int:
    top = max(shares, default=0.0)
    return shares.index(top) if top >= _SHARE else -1


def _distinct(row: Row) -> int:
    """Cells with text, a merged one counted once."""
    return len({id(cell) for cell in row.cells if cell.text.strip()})


def _is_data(row: Row, cells: list[str], found: Columns, who: Who) -> bool:
    return (len(cells) == 1 or _distinct(row) > 1) and (
        (found.code >= 0 and bool(who.codes(cells[found.code]))) or (found.name >= 0 and who.is_name(cells[found.name]))
    )


def _by_heading(found: Columns, grid: list[list[str]]) -> None:
    taken = {found.code, found.name, found.prefecture}
    free = [c for c in range(len(found.headings)) if c not in taken]
    own = [text.replace(" ", "") for text in grid[found.first - 1]] if found.first else found.headings

    def headed(pattern: re.Pattern[str]) -> int:
        return next((c for c in free if pattern.search(found.headings[c]) or pattern.search(own[c])), -1)

    found.peers, found.when, found.set_name = headed(_PEERS), headed(_WHEN), headed(_SET)
    free = [c for c in free if c not in (found.peers, found.when, found.set_name)]
    people = [c for c in free if _POPULATION.search(found.headings[c]) and not _PART.search(found.headings[c])]
    # Of several the one that says 計 or 総数; where still several are left, the person has to say which.
    totals = [c for c in people if _TOTAL.search(found.headings[c])] if len(people) > 1 else people
    if len(totals) == 1:
        found.population = totals[0]
    elif people:
        found.population, found.rivals = people[0], [found.headings[c] for c in people]
    for c in sorted(set(free) - set(people)):
        heading = found.headings[c]
        if heading and not _NUMBERS.fullmatch(heading) and _are_marks({row[c].lower() for row in grid[found.first :]}):
            found.marks[c] = heading


def _are_marks(cells: set[str]) -> bool:
    """Whether cells say yes and no. A 1 alone may be a figure; it is a mark where others are blank or 0."""
    return bool(cells & YES) and cells <= YES | _NO and (cells & YES != {"1"} or bool(cells & _NO))


def date_in(text: str) -> str:
    """The one date that a heading or a title tells, '' where there is none or there are several."""
    told: set[str] = set()
    for match in _DATE.finditer(unicodedata.normalize("NFKC", text).replace(" ", "")):
        try:
            told.add(dates.parse(match[0])[0])
        except dates.BadDateError:
            continue
    return told.pop() if len(told) == 1 else ""
