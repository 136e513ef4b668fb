"""The catalogue: ``*.cypher`` files with a header that says what they answer.

// 題: 協定の一覧
// 群: 協定
// 問い: どの協定が、いつから、どの種類であるか。
// 引数 都道府県 文字（都道府県） = '': その都道府県の自治体が当事者である協定だけ。空ならすべて
// 列 協定id: 協定の id

One text runs on both engines. The rare question for which no such text exists has a file for each:
``connection.embedded.cypher`` and ``connection.neo4j.cypher``, with equal headers.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any, Final

from graph import events
from graph.errors import QueryError, UsageError
from graph.store.base import Rows, View
from queries.values import KINDS, value

_HEAD: Final = re.compile(
    r"//\s*(題|群|問い|引数|列|先に)\s*(?:(\S+)\s*(?:(文字|整数|文字のリスト)(?:（(.+?)）)?\s*=\s*(.*?))?)?\s*[:：]\s*(.*)"
)

GROUPS: Final = (
    "自治体", "企業・団体", "協定", "施策", "分野", "比較", "つながり", "点検", "文書", "全体", "画面の部品",
)  # fmt: skip
"""群: what a question is about, in the order in which people see them. 画面の部品: pieces that pages put together."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a question takes. ``default`` is used where none is given; ``kind`` is one of `values.KINDS` or ''."""

    name: str
    type: str
    default: Any
    meaning: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """One question. ``text`` is the whole file that Neo4j runs, header included.

    ``texts``: engine → text where they differ. ``first``: parameter → question whose first column is its value where
    nothing is given; that question takes the values of the same names.
    """

    name: str
    title: str
    question: str
    parameters: tuple[Parameter, ...]
    columns: tuple[tuple[str, str], ...]
    text: str
    group: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    first: Mapping[str, str] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """Its columns."""
        return tuple(name for name, _ in self.columns)

    def values(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The values as an engine takes them: defaults for what is not given, days completed, words in all spellings.

        Raises `UsageError` for an unknown name or a value that is none of its type and kind.
        """
        names = {parameter.name for parameter in self.parameters}
        unknown = sorted(given.keys() - names)
        if unknown:
            known = "、".join(sorted(names)) or "ありません"
            raise UsageError(f"「{unknown[0]}」という引数はありません。使える引数: {known}")
        return {p.name: value(p.name, p.type, p.kind, given.get(p.name, p.default)) for p in self.parameters}

    async def run(self, view: View, **given: Any) -> Rows:
        """Ask in one version of the graph."""
        values = self.values(await self.prepared(view, **given))
        with events.timed(self.name):
            answer = await view.rows(self.texts.get(view.engine, self.text), values, columns=self.names)
        if answer.columns != self.names:
            raise QueryError(f"問い {self.name} の列が見出しと違います: {answer.columns}")
        return answer

    async def prepared(self, view: View, **given: Any) -> dict[str, Any]:
        """The given values, and those that another question must find first (`first`)."""
        for name, other in self.first.items():
            if not given.get(name):
                before = find(other)
                values = {p.name: given[p.name] for p in before.parameters if p.name in given}
                given[name] = [row[0] for row in (await before.run(view, **values)).rows]
        return given


def parse(name: str, text: str) -> Query:
    """Read one file. Raises `ValueError` if the header is not complete."""
    said: dict[str, str] = {"題": "", "群": "", "問い": ""}
    parameters: list[Parameter] = []
    columns: list[tuple[str, str]] = []
    first: dict[str, str] = {}
    for line in text.splitlines():
        match = _HEAD.fullmatch(line.strip())
        if not match:
            continue
        word, subject, type, kind, default, rest = match.groups()
        if word == "引数":
            if kind and kind not in KINDS:
                raise ValueError(f"{name}.cypher: 「{kind}」という値の種類はありません")
            parameters.append(Parameter(subject, type, _default(type, default), rest, kind or ""))
        elif word == "列":
            columns.append((subject, rest))
        elif word == "先に":
            first[subject] = rest
        else:
            said[word] = rest
    if not (said["題"] and said["問い"] and columns):
        raise ValueError(f"{name}.cypher: 題、問い、列のどれかがありません")
    return Query(name, said["題"], said["問い"], tuple(parameters), tuple(columns), text, said["群"], first=first)


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


def grouped() -> dict[str, list[Query]]:
    """All questions by group, in the order of `GROUPS`, within a group by title."""
    found: dict[str, list[Query]] = {group: [] for group in GROUPS}
    for query in sorted(catalogue().values(), key=lambda query: (query.title, query.name)):
        found[query.group].append(query)
    return found


def _load() -> Iterator[tuple[str, Query]]:
    files_of: dict[str, dict[str, str]] = defaultdict(dict)
    for entry in files("queries").iterdir():
        if entry.name.endswith(".cypher"):
            name, _, engine = entry.name.removesuffix(".cypher").partition(".")
            files_of[name][engine] = entry.read_text(encoding="utf-8")
    for name, texts in files_of.items():
        yield name, together(name, texts)


def together(name: str, texts: Mapping[str, str]) -> Query:
    """The question of one file, or of a file for each engine."""
    if set(texts) == {""}:
        return parse(name, texts[""])
    if set(texts) != {"embedded", "neo4j"}:
        raise ValueError(f"{name}: エンジンごとの文は embedded と neo4j のふたつです")
    one, other = (replace(parse(name, texts[engine]), texts=texts) for engine in ("neo4j", "embedded"))
    if replace(other, text=one.text) != one:
        raise ValueError(f"{name}: エンジンごとの文の見出しが違います")
    return one


def find(name: str) -> Query:
    """The question of this name. Raises `UsageError`."""
    try:
        return catalogue()[name]
    except KeyError:
        raise UsageError(f"「{name}」という問いはありません。renkei query --list で一覧を見られます。") from None
