"""The catalogue: ``*.cypher`` files with a header that says what they answer.

// 題: 協定の一覧
// 問い: どの協定が、いつから、どの種類であるか。
// 引数 都道府県 文字 = '': その都道府県の自治体が当事者である協定だけ。空ならすべて
// 列 協定id: 協定の id
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from graph.errors import QueryError, UsageError
from graph.store.base import Rows, View

_HEAD: Final = re.compile(
    r"//\s*(題|問い|引数|列)\s*(?:(\S+)\s*(?:(文字|整数|文字のリスト)\s*=\s*(.*?))?)?\s*[:：]\s*(.*)"
)
MOST: Final = 2**31 - 1
"""The largest number that a question takes."""

_TYPES: Final[dict[str, type]] = {"文字": str, "整数": int, "文字のリスト": list}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a question takes. ``default`` is used where none is given."""

    name: str
    type: str
    default: Any
    meaning: str


@dataclass(frozen=True, slots=True)
class Query:
    """One question. ``text`` is the whole file, header included."""

    name: str
    title: str
    question: str
    parameters: tuple[Parameter, ...]
    columns: tuple[tuple[str, str], ...]
    text: str

    def values(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The given values with defaults for the rest. Raises `UsageError` for an unknown name or a wrong type."""
        names = {parameter.name for parameter in self.parameters}
        unknown = sorted(given.keys() - names)
        if unknown:
            known = "、".join(sorted(names)) or "ありません"
            raise UsageError(f"「{unknown[0]}」という引数はありません。使える引数: {known}")
        return {p.name: _value(p, given[p.name]) if p.name in given else p.default for p in self.parameters}

    async def run(self, view: View, **given: Any) -> Rows:
        """Ask in one version of the graph."""
        answer = await view.rows(self.text, self.values(given))
        expected = tuple(name for name, _ in self.columns)
        if answer.columns != expected:
            raise QueryError(f"問い {self.name} の列が見出しと違います: {answer.columns}")
        return answer


def _value(parameter: Parameter, value: Any) -> Any:
    wanted = _TYPES[parameter.type]
    try:
        if isinstance(value, bool):
            raise ValueError
        if wanted is list and not isinstance(value, list):
            value = [part for part in str(value).split(",") if part]
        elif wanted is not list:
            value = wanted(value)
        if wanted is int and not 0 <= value <= MOST:
            # LadybugDB 0.22 goes on refusing a question on a connection where its first LIMIT was negative.
            raise ValueError
    except (TypeError, ValueError):
        kind = f" 0 から {MOST:,} までの整数" if wanted is int else parameter.type
        raise UsageError(f"引数「{parameter.name}」は{kind}です: {value!r}") from None
    return value


def parse(name: str, text: str) -> Query:
    """Read one file. Raises `ValueError` if the header is not complete."""
    title = question = ""
    parameters: list[Parameter] = []
    columns: list[tuple[str, str]] = []
    for line in text.splitlines():
        match = _HEAD.fullmatch(line.strip())
        if not match:
            continue
        kind, subject, type, default, rest = match.groups()
        if kind == "題":
            title = rest
        elif kind == "問い":
            question = rest
        elif kind == "引数":
            parameters.append(Parameter(subject, type, _default(type, default), rest))
        else:
            columns.append((subject, rest))
    if not (title and question and columns):
        raise ValueError(f"{name}.cypher: 題、問い、列のどれかがありません")
    return Query(name, title, question, tuple(parameters), tuple(columns), text)


def _default(type: str, text: str) -> Any:
    if type == "整数":
        return int(text)
    inner = text.strip().strip("[]").strip()
    if type == "文字のリスト":
        return [part.strip().strip("'") for part in inner.split(",") if part.strip()]
    return text.strip().strip("'")


@cache
def catalogue() -> dict[str, Query]:
    """All questions by name."""
    return dict(sorted(_load()))


def _load() -> Iterator[tuple[str, Query]]:
    for entry in files("queries").iterdir():
        if entry.name.endswith(".cypher"):
            name = entry.name.removesuffix(".cypher")
            yield name, parse(name, entry.read_text(encoding="utf-8"))


def find(name: str) -> Query:
    """The question of this name. Raises `UsageError`."""
    try:
        return catalogue()[name]
    except KeyError:
        raise UsageError(f"「{name}」という問いはありません。renkei query --list で一覧を見られます。") from None
