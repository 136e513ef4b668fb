"""What the tool must ask before a list can be drafted.

RenkeiError
└── UsageError           exit 2
    ├── OwnerNeeded      whose list it is
    └── ColumnsNeeded    what its columns are for
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from graph.errors import UsageError


class OwnerNeeded(UsageError):  # noqa: N818 (it asks)
    """A list does not say which local government's it is. ``seen``: the words that leave it open; ``candidates``."""

    def __init__(self, file: str, table: str, seen: str = "", candidates: Sequence[str] = ()) -> None:
        self.file, self.table, self.seen, self.candidates = file, table, seen, tuple(candidates)
        if candidates:
            told = f"「{seen}」とありますが、{'・'.join(candidates)} のどれか決まりません。"
        elif seen:
            told = f"「{seen}」とありますが、ひとつに決まりません。"
        else:
            told = "題にもシートの名前にも列にも、自治体の名前が見当たりません。"
        example = candidates[-1] if candidates else "広島県府中市"
        super().__init__(
            f"{file}（{table}）: 一覧の持ち主（どの自治体の協定か）が分かりません。{told}"
            f"--municipality {example} のように指定してください。"
        )


class Column(NamedTuple):
    """A column as a person sees it: its letter, its heading, and some of its values."""

    letter: str
    heading: str
    samples: tuple[str, ...]


class ColumnsNeeded(UsageError):  # noqa: N818 (it asks)
    """No table of the file has headings that tell a list of agreements."""

    def __init__(self, file: str, table: str, columns: Sequence[Column], why: str = "") -> None:
        self.file, self.table, self.columns = file, table, tuple(columns)
        seen = "\n".join(
            f"  {c.letter}列「{c.heading}」 例: {' ／ '.join(c.samples) if c.samples else '（空）'}" for c in columns
        )
        super().__init__(
            f"{file}（{table}）: {why or '協定の一覧の見出しが見つかりません'}。見えた列は次のとおりです。\n{seen}\n"
            "どの列が何かを、たとえば --columns 相手方=B,締結日=D,協定名=C のように指定してください"
            "（指定した内容は、同じ形のファイルのために覚えます）。"
        )


def letter(column: int) -> str:
    """The letter of a column, counted from 0: A … Z, AA …"""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def number(letters: str) -> int | None:
    """The column of a letter, counted from 0, or None where it is none."""
    if not letters.isascii() or not letters.isalpha() or len(letters) > 3:
        return None
    found = 0
    for character in letters.upper():
        found = found * 26 + ord(character) - 64
    return found - 1
