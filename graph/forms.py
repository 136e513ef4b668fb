"""Forms that departments and municipalities fill in, as both sides know them: what goes out and what comes back.

棚卸し (stocktaking) asks the sections of one local government about their own agreements; 照会票 (inquiry) asks another
local government what is on record of it. A form is one sheet: a line that tells which form it is, a few cells of its
own (`HEAD`), one row of headings, one row a record, and empty rows for what is not on record. Everything that reading
back needs stands in plain cells, so that a sheet survives sorting, renaming and being saved as CSV.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from graph import dates

VERSION: Final = "1"

Kind = Literal["棚卸し", "照会票"]
KINDS: Final[tuple[Kind, ...]] = ("棚卸し", "照会票")
_LETTER: Final = {"棚卸し": "t", "照会票": "q"}
_KEYED: Final = tuple(f"{letter}-" for letter in _LETTER.values())

DAY: Final = "回答日"
DEPARTMENT: Final = "回答した部署"
OPENNESS: Final = "公開"
HEAD: Final = (DAY, DEPARTMENT, OPENNESS)
"""Cells above the table, each with its answer to the right of its name."""

INTERNAL: Final = "庁内限り"
PUBLIC: Final = "公開"

NUMBER: Final = "番号"
KEY: Final = "控え"
GUIDE: Final = "記入のしかた"
SOURCES: Final = "出典"
COPY: Final = "控え（直さない）"
"""A hidden sheet that holds the keys of all rows once more, for rows whose key was deleted."""

VERDICTS: Final = ("正しい", "違う", "ない", "分からない")
STATES: Final = ("有効", "終了", "更新済")
COURSES: Final = ("継続", "見直し", "終了")

CellKind = Literal["text", "date", "choice", "names"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column. ``titles``: its heading and what else it has been called; ``given``: filled in by us, not asked;
    ``width``: in characters of Excel; ``forms``: the kinds of form that have it; ``once``: its answer is about one
    record, so that it cannot be meant for several rows at once."""

    key: str
    titles: tuple[str, ...]
    meaning: str
    width: int
    kind: CellKind = "text"
    choices: tuple[str, ...] = ()
    given: bool = False
    forms: tuple[Kind, ...] = KINDS
    once: bool = False

    @property
    def title(self) -> str:
        return self.titles[0]


COLUMNS: Final = (
    Column(NUMBER, ("番号", "No", "№"), "記録ごとの番号", 5, given=True),
    Column("種類", ("種類", "区分"), "協定か、協定によらない取組か", 6, given=True, forms=("照会票",)),
    Column("名称", ("名称", "協定名", "協定の名称"), "協定・取組の名前", 24, given=True),
    Column("相手方", ("相手方", "相手", "協定先"), "企業・団体の名前", 20, "names", given=True),
    Column("日付", ("締結日・時期", "締結日"), "協定を結んだ日、取組の時期", 13, "date", given=True),
    Column("記録", ("記録されていること", "記録"), "いま記録されていること", 24, given=True),
    Column("出典", ("出典",), "シート「出典」の番号", 7, given=True),
    Column("確認", ("記録は正しいか", "確認"), "正しい／違う／ない（そのような協定・取組はない）／分からない", 9, "choice", VERDICTS),
    Column("訂正", ("違うところ", "訂正"), "「違う」のとき。一行にひとつ、項目: 正しい値 の形で（例　締結日: 令和5年11月8日）", 16),
    Column("状態", ("いまの状態", "状態"), "有効／終了／更新済（新しい協定に改めた）", 8, "choice", STATES),
    Column("終了日", ("終わった日", "終了日"), "終わっていれば、その日", 12, "date"),
    Column("有効期限", ("有効期限・更新期限", "有効期限", "更新期限"), "いまの期限の日。なければ 定めなし", 12, "date"),
    Column("実績", ("実績", "取組の内容", "行ったこと"), "行ったこと。ひとつの行にひとつ。行わなかったときは なし", 34, once=True),
    Column("時期", ("いつから", "時期", "実施時期"), "取組を始めた時期（分かるところまで）", 12, "date", forms=("照会票",), once=True),
    Column("成果", ("成果", "成果・数量"), "数量や効果。数字と単位で。一行にひとつ", 20, once=True),
    Column("経費", ("経費", "費用", "予算"), "金額と単位。費用がかからなければ なし", 14, once=True),
    Column("課題", ("課題",), "困っていること、直したいこと", 24, forms=("棚卸し",)),
    Column("方針", ("今後", "今後の方針", "継続・見直し・終了"), "継続／見直し／終了", 8, "choice", COURSES, forms=("棚卸し",)),
    Column("担当課", ("担当課", "所管課"), "担当が変わったとき、または記録にないとき", 12),
    Column("備考", ("備考",), "そのほか。個人名・電話番号・メールアドレスは書かない", 20),
)  # fmt: skip

COLUMN: Final = {column.key: column for column in COLUMNS}


class Cited(NamedTuple):
    """A passage behind what is filled in: where it is written, and the words (the curator's where ours are all)."""

    number: int
    document: str
    kind: str
    day: str
    place: str
    words: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Row:
    """A record that is asked about. ``label``: 協定 or 施策; ``cells``: what is filled in, by column key."""

    number: int
    label: str
    id: str
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Form:
    """A form before it is written. ``period``: the fiscal year that a 棚卸し is about (``2025``), the day on which a
    照会票 went out; ``municipality``: whom it asks, by code and name; ``sender``: the department that
    asks; ``department``: '' where none is on record."""

    kind: Kind
    municipality: str
    name: str
    department: str
    period: str
    due: str = ""
    sender: str = ""
    rows: tuple[Row, ...] = ()
    cited: tuple[Cited, ...] = field(default=(), repr=False)

    @property
    def document(self) -> str:
        """The id of the document that the reply will be: the same for the same question, however often it is asked."""
        told = hashlib.blake2b("\x1f".join((self.department, self.period)).encode(), digest_size=5).digest()
        return f"{_LETTER[self.kind]}-{self.municipality}-{base64.b32encode(told).decode().lower()}"

    @property
    def title(self) -> str:
        if self.kind == "照会票":
            return f"官民連携の照会票　{self.name}"
        return f"協定の棚卸し　{fiscal(self.period)}　{self.name}　{self.department or NO_DEPARTMENT}"

    @property
    def mark(self) -> str:
        """The line by which the form is known again."""
        return f"連携グラフ {self.kind}（形式 {VERSION}） {self.document} {self.period}"

    def key(self, row: Row) -> str:
        """What stands in 控え of a row."""
        return f"{self.document}/{row.id}/{digest(row.cells)}"

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(column for column in COLUMNS if self.kind in column.forms)

    def heading(self, column: Column) -> str:
        """A column's heading in this form."""
        if column.key == "実績":
            return f"実績（{fiscal(self.period)}）" if self.kind == "棚卸し" else "取組の内容"
        return column.title


NO_DEPARTMENT: Final = "所管課の記載なし"


class Mark(NamedTuple):
    """Which form a sheet is. ``version``: of the form, as written."""

    kind: Kind
    version: str
    document: str
    municipality: str
    period: str


class Key(NamedTuple):
    """Which record a row is about. ``digest``: of the name and the partners that were filled in."""

    document: str
    record: str
    digest: str


_DOCUMENT: Final = r"(?P<document>(?P<letter>[tq])-(?P<municipality>\d{6})-[a-z2-7]{8})"
_MARK: Final = re.compile(
    rf"連携グラフ\s*(?P<kind>棚卸し|照会票)\s*\(形式\s*(?P<version>[\w.]+)\)\s*{_DOCUMENT}\s+(?P<period>\d{{4}}(?:-\d\d-\d\d)?)"
)
_KEY: Final = re.compile(rf"{_DOCUMENT}/(?P<record>[^\s/]+)/(?P<digest>[0-9a-f]{{8}})")


def mark(text: str) -> Mark | None:
    """The form that a cell names, or None."""
    found = _MARK.search(unicodedata.normalize("NFKC", text)) if "連携グラフ" in text else None
    if not found:
        return None
    kind: Kind = "棚卸し" if found["kind"] == "棚卸し" else "照会票"
    if found["letter"] != _LETTER[kind]:
        return None
    # 棚卸し asks about a year, whatever somebody wrote behind it.
    period = found["period"][:4] if kind == "棚卸し" else found["period"]
    return Mark(kind, found["version"], found["document"], found["municipality"], period)


def key(text: str) -> Key | None:
    """The record that a cell of 控え names, or None."""
    # Most cells of most files are no keys, and every cell is asked.
    found = _KEY.fullmatch(text.strip()) if text.lstrip()[:2] in _KEYED else None
    return Key(found["document"], found["record"], found["digest"]) if found else None


_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_COMPARED: Final = 10_000
"""Characters by which a name is known again: a cell holds no more than three times as many."""


def folded(text: str) -> str:
    """A text without what retyping and saving change: width of signs, spaces, line ends, what cannot be seen."""
    return "".join(_UNSEEN.sub("", unicodedata.normalize("NFKC", text)).split())


def digest(cells: Mapping[str, str]) -> str:
    """Tells whether a row still shows the record that its key names: by its name and its partners."""
    told = "\x1f".join(folded(cells.get(name, ""))[:_COMPARED] for name in ("名称", "相手方"))
    return hashlib.sha256(told.encode()).hexdigest()[:8]


def fiscal(year: str) -> str:
    """令和7年度 for ``2025``."""
    return f"{dates.era_year(f'{year}-05-01')}度"


def last_fiscal_year(day: dt.date) -> str:
    """The fiscal year (from 1 April) that ended last before a day."""
    return str(day.year - (1 if day.month >= 4 else 2))
