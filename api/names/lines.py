"""What was sent, as a table: pasted text or the first table of a file; and which of its columns holds the names."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from graph.errors import RenkeiError, UsageError

ROWS: Final = 5_000
"""Lines of one list."""
COLUMNS: Final = 100
CHARACTERS: Final = 2_000_000
"""Characters of one list."""
_LONGEST: Final = 200
_SAMPLE: Final = 200
_ENOUGH: Final = 0.5

_NAME_HEADS: Final = re.compile(
    r"(?:企業|会社|団体|法人|事業者|協定先|連携先|相手方?|締結先|取引先|業者|商号|屋号|自治体|市区?町村|市町|組織|機関|大学|学校|組合|店舗|提携先|パートナー)"
    r"(?:等|など)?(?:・?(?:企業|団体|事業者|者))?(?:等|など)?(?:の)?(?:名|名称|名前|名等)?"
    r"|名称|名前|氏名又は名称|name|company|organization"
)
_NUMBER_HEADS: Final = re.compile(
    r"法人番号|団体コード|自治体コード|地方公共団体コード|全国地方公共団体コード|市区?町村コード|登録番号"
)
_HIDDEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class TooManyError(RenkeiError):
    """More than one list may hold."""

    http_status = 413


class ColumnNeededError(UsageError):
    """Nobody can tell which column holds the names; ``columns`` are those seen, with a sample of each."""

    def __init__(self, columns: Sequence[tuple[str, str]]) -> None:
        seen = "、".join(f"{name}（例: {sample[:30]}）" if sample else name for name, sample in columns[:20])
        super().__init__(
            f"どの列に名前（または法人番号）があるか決められません。「列」に列の名前を書いてください。見えた列: {seen}"
        )
        self.columns = tuple(columns)


class Table(NamedTuple):
    """Rows of texts under headings; where the text has none (``headed`` false), they are called 列1, 列2 …"""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    headed: bool = True

    def text(self) -> str:
        """The table as a spreadsheet program would copy it, so that `pasted` gives the same table again."""
        written = io.StringIO()
        csv.writer(written, delimiter="\t", lineterminator="\n").writerows(
            [*([self.headings] if self.headed else []), *self.rows]
        )
        return written.getvalue()


class Chosen(NamedTuple):
    """Which columns are read: that with the names and that with numbers; -1 where there is none."""

    name: int
    number: int


def pasted(text: str) -> Table:
    """The table of a pasted text: a name a line, or cells with tabs between as a spreadsheet program copies them."""
    if len(text) > CHARACTERS:
        raise TooManyError(
            f"一度に調べられるのは {CHARACTERS:,} 字までです（いまは {len(text):,} 字）。分けてください。"
        )
    text = _HIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter="\t", strict=True)) if '"' in text else []
    except csv.Error:
        rows = []
    return table(rows or [line.split("\t") for line in text.split("\n")])


def table(rows: Sequence[Sequence[str]]) -> Table:
    """Rows of texts as a table: empty ones left out, headings told apart. Raises `UsageError`, `TooManyError`."""
    kept = [tuple(cell.strip() for cell in row) for row in rows]
    kept = [row for row in kept if any(row)]
    width = max(map(len, kept), default=0)
    if not kept:
        raise UsageError("名前がひとつもありません。一行にひとつ書くか、名前の列がある表のファイルを選んでください。")
    if len(kept) > ROWS + 1:
        raise TooManyError(f"一度に調べられるのは {ROWS:,} 行までです（いまは {len(kept):,} 行）。分けてください。")
    if width > COLUMNS:
        raise TooManyError(
            f"一度に調べられるのは {COLUMNS:,} 列までです（いまは {width:,} 列）。要る列だけにしてください。"
        )
    full = [row + ("",) * (width - len(row)) for row in kept]
    head = _heading_row(full)
    headings = [full[head][at] if head >= 0 else "" for at in range(width)]
    body = tuple(full[head + 1 :])
    if len(body) > ROWS:
        raise TooManyError(f"一度に調べられるのは {ROWS:,} 行までです（いまは {len(body):,} 行）。分けてください。")
    return Table(_told_apart(headings), body, head >= 0)


def _heading_row(rows: Sequence[Sequence[str]]) -> int:
    """The row (among the first ten) that holds headings; -1 if none does."""
    for at, row in enumerate(rows[:10]):
        if any(_is_head(cell) for cell in row):
            return at
    return -1


def _is_head(cell: str) -> bool:
    plain = re.sub(r"[\s（(].*", "", unicodedata.normalize("NFKC", cell)).casefold()
    return bool(_NAME_HEADS.fullmatch(plain) or _NUMBER_HEADS.fullmatch(plain))


def _told_apart(headings: Sequence[str]) -> tuple[str, ...]:
    """Headings without gaps and doubles, so that each names one column."""
    found: list[str] = []
    for at, heading in enumerate(headings, 1):
        name = " ".join(heading.split()) or f"列{at}"
        while name in found:
            name += "_2"
        found.append(name)
    return tuple(found)


def headed(sent: Table, wanted: str) -> Table:
    """The table under its first row as headings, where that row holds the heading that a person named."""
    plain = " ".join(wanted.split())
    if sent.headed or not plain or len(sent.rows) < 2 or plain not in (" ".join(cell.split()) for cell in sent.rows[0]):
        return sent
    return Table(_told_apart(sent.rows[0]), sent.rows[1:])


def choose(sent: Table, wanted: str, known: Callable[[str], bool]) -> Chosen:
    """The columns to read: the one that is asked for, or the one that its heading or its content tells.

    ``known``: whether a text is surely a name or number of the graph. Raises `ColumnNeededError`, `UsageError`.
    """
    numbers = [at for at, heading in enumerate(sent.headings) if _plain_match(_NUMBER_HEADS, heading)]
    number = numbers[0] if len(numbers) == 1 else -1
    if wanted:
        return Chosen(_wanted(sent, wanted), -1)
    if len(sent.headings) == 1:
        return Chosen(0, -1)
    named = [at for at, heading in enumerate(sent.headings) if at not in numbers and _plain_match(_NAME_HEADS, heading)]
    if len(named) == 1:
        return Chosen(named[0], number)
    rows = sent.rows[:_SAMPLE]
    shares = {
        at: sum(1 for row in rows if row[at] and known(row[at])) / max(1, sum(1 for row in rows if row[at]))
        for at in (named or [n for n in range(len(sent.headings)) if n not in numbers])
    }
    best = sorted(shares, key=lambda at: -shares[at])
    if best and shares[best[0]] >= _ENOUGH and (len(best) == 1 or shares[best[1]] < shares[best[0]] / 2):
        return Chosen(best[0], number)
    if number >= 0 and not named:
        return Chosen(-1, number)
    raise ColumnNeededError(columns(sent))


def columns(sent: Table) -> list[tuple[str, str]]:
    """Headings with a sample of what stands below each."""
    return [(heading, next((row[at] for row in sent.rows if row[at]), "")) for at, heading in enumerate(sent.headings)]


def _wanted(sent: Table, wanted: str) -> int:
    plain = " ".join(wanted.split())
    if plain in sent.headings:
        return sent.headings.index(plain)
    letters = unicodedata.normalize("NFKC", plain).upper()
    if re.fullmatch(r"[A-Z]{1,2}", letters):
        at = 0
        for letter in letters:
            at = at * 26 + ord(letter) - 64
        if at <= len(sent.headings):
            return at - 1
    raise UsageError(f"「{wanted}」という列はありません。見えた列: {'、'.join(sent.headings)}")


def _plain_match(pattern: re.Pattern[str], heading: str) -> bool:
    return bool(pattern.fullmatch(re.sub(r"[\s（(].*", "", unicodedata.normalize("NFKC", heading)).casefold()))
