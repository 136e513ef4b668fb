"""What the engines say, in Japanese: which kind of mistake, where in the text, and the engine's own words."""

from __future__ import annotations

import re
from typing import Final

from graph.errors import QueryError
from graph.store.raw.limits import Limits, too_big, too_slow

EXPLAIN: Final = "EXPLAIN "
"""Stands before a text that is only planned; places in its first line are counted without it."""

_NEO4J_PLACE: Final = re.compile(r"\(line (\d+), column (\d+) \(offset: \d+\)\)")
_EMBEDDED_PLACE: Final = re.compile(r"\(line: (\d+), offset: (\d+)\)")
_SLOW: Final = ("TransactionTimedOut", "Transaction.Terminated", "Interrupted.")
_BIG: Final = ("OutOfMemory", "StackOverFlow", "MemoryPool", "Buffer manager exception", "bad_alloc", "bad allocation")


def translated(code: str, message: str, limits: Limits, *, explained: bool = False) -> QueryError:
    """An engine's error. ``explained``: the text stood behind `EXPLAIN`."""
    both = f"{code} {message}"
    if any(sign in both for sign in _SLOW):
        return too_slow(limits)
    if code == "memory" or any(sign in both for sign in _BIG):
        return too_big(limits)
    if "AccessMode" in code:
        return QueryError("書き込みや管理の文は実行できません。読むための文（MATCH … RETURN …）だけを実行できます。")
    if "multiple statements" in message or "exactly one statement" in message:
        return QueryError("一度に実行できる文はひとつです。「;」のあとの文を分けて実行してください。")
    if "ParameterMissing" in code:
        return QueryError(f"問い合わせに値がありません（{first_line(message)}）。引数で渡してください。")
    where = _place(message, explained)
    what = "文を読み取れません" if _is_syntax(both) else "問い合わせを実行できません"
    said = _NEO4J_PLACE.sub("", _EMBEDDED_PLACE.sub("", first_line(message))).strip()
    return QueryError(f"{what}{f'（{where}）' if where else ''}。データベースの説明: {said}")


def first_line(message: str) -> str:
    """The line that says what is wrong, without the excerpt of the text that engines put after it."""
    line = next((line.strip() for line in message.splitlines() if line.strip()), "")
    return line if len(line) <= 300 else line[:300] + "…"


def _is_syntax(both: str) -> bool:
    return "SyntaxError" in both or "Parser exception" in both


def _place(message: str, explained: bool) -> str:
    if found := _NEO4J_PLACE.search(message):
        line, column = int(found[1]), int(found[2])
        if explained and line == 1:
            column = max(column - len(EXPLAIN), 1)
        return f"{line} 行目 {column} 文字目" if line else ""
    if found := _EMBEDDED_PLACE.search(message):
        return f"{found[1]} 行目 {int(found[2]) + 1} 文字目"
    return ""
