"""Questions of the catalogue, asked in one version of the graph."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from typing import Any, Final, NamedTuple

from starlette.datastructures import QueryParams

from api.errors import NotFoundError
from graph import events
from graph.errors import QueryError, UsageError
from graph.store.base import Rows, View
from queries import catalogue
from queries.catalogue import Query
from queries.values import CHOICES, MOST

SIZE: Final = "件数"
SKIP: Final = "飛ばす"


class Given(dict[str, Any]):
    """What is set of a row; asking for anything else gives None."""

    def __missing__(self, key: str) -> None:
        return None


def given(row: Mapping[str, Any]) -> Given:
    """A row without what is unset."""
    return Given((key, value) for key, value in row.items() if value not in (None, "", []))


async def ask(view: View, question: str, **given: Any) -> list[dict[str, Any]]:
    """The rows of an answer as dicts."""
    return (await catalogue.find(question).run(view, **given)).dicts()


async def the_one(view: View, question: str, id: str, kind: str) -> Given:
    """The only row about a node, without what is unset. Raises `NotFoundError`; ``kind`` names the node in the message."""
    for row in await ask(view, question, id=id):
        return given(row)
    raise NotFoundError(f"「{id}」という{kind}はありません。一覧から探してください。")


class Asked(NamedTuple):
    """A question with values: as an engine takes them (``values``), and as a person reads them (``shown``).

    ``sized``: the person said how many rows.
    """

    query: Query
    values: dict[str, Any]
    shown: dict[str, Any]
    sized: bool

    @property
    def pages(self) -> bool:
        """Whether the question itself can skip rows and return some of them."""
        return {SIZE, SKIP} <= self.values.keys()

    def next(self, rows: int) -> dict[str, Any]:
        """The values for what follows after some rows."""
        return {**self.shown, SKIP: self.values[SKIP] + rows, SIZE: rows}


def asked(name: str, given: QueryParams) -> Asked:
    """The question of this name with values from a query string; a list may be repeated.

    Raises `NotFoundError` for an unknown question, `UsageError` for a value that is none.
    """
    query = catalogue.catalogue().get(name)
    if query is None:
        raise NotFoundError(f"「{name}」という問いはありません。/api/queries で一覧を見られます。")
    lists = {parameter.name for parameter in query.parameters if parameter.type == "文字のリスト"}
    found: dict[str, Any] = {}
    for key in given:
        sent = given.getlist(key)
        if key in lists:
            found[key] = [part for value in sent for part in value.split(",") if part]
        elif len(sent) > 1:
            raise UsageError(f"引数「{key}」が {len(sent)} 回あります。ひとつにしてください。")
        else:
            found[key] = sent[0]
    _known_words(query, found)
    values = query.values(found)
    shown = {p.name: found.get(p.name, p.default) if p.kind == "検索語" else values[p.name] for p in query.parameters}
    return Asked(query, values, shown, SIZE in found)


def _known_words(query: Query, found: Mapping[str, Any]) -> None:
    """Raise `UsageError` where a value must be one of some words and is none of them; empty stands for all."""
    for parameter in query.parameters:
        words = CHOICES.get(parameter.kind)
        given = found.get(parameter.name, "")
        for value in given if isinstance(given, list) else [given]:
            if words and value and value not in words:
                raise UsageError(f"引数「{parameter.name}」は次のどれかです: {'、'.join(words)}（いまの値: {value}）")


class Some(NamedTuple):
    """Rows of an answer, as many as were wanted; ``more``: there are others."""

    rows: Rows
    more: bool


async def some(view: View, asked: Asked, most: int) -> Some:
    """The first rows of an answer, at most ``most``."""
    keep = min(asked.values.get(SIZE, most), most)
    asked = await _prepared(view, asked)
    values = _sized(asked, keep + 1)
    with events.timed(asked.query.name):
        rows = await view.rows(_text(view, asked.query), values, limit=keep + 1, columns=asked.query.names)
    _check(asked.query, rows)
    return Some(Rows(rows.columns, rows.rows[:keep]), len(rows.rows) > keep)


async def all_of(view: View, asked: Asked, most: int) -> AsyncGenerator[Some]:
    """An answer piece by piece, at most ``most`` rows in all; a question with pages gives all of them unless ``sized``."""
    keep = min(asked.values[SIZE], most) if asked.sized else most
    left = keep
    asked = await _prepared(view, asked)
    async for rows in view.batches(_text(view, asked.query), _sized(asked, keep + 1)):
        _check(asked.query, rows)
        yield Some(Rows(rows.columns, rows.rows[:left]), len(rows.rows) > left)
        if len(rows.rows) > left:
            return
        left -= len(rows.rows)


async def _prepared(view: View, asked: Asked) -> Asked:
    """With the values that another question of the catalogue finds first, where the person left them open."""
    left_open = {name: None for name in asked.query.first if not asked.values.get(name)}
    if not left_open:
        return asked
    given = {name: value for name, value in asked.shown.items() if name not in left_open}
    ready = await asked.query.prepared(view, **given)
    return asked._replace(values={**asked.values, **{name: ready[name] for name in left_open}})


def _sized(asked: Asked, rows: int) -> dict[str, Any]:
    """One row more than is wanted tells whether there are others."""
    return {**asked.values, SIZE: min(rows, MOST)} if SIZE in asked.values else asked.values


def _text(view: View, query: Query) -> str:
    return query.texts.get(view.engine, query.text)


def _check(query: Query, rows: Rows) -> None:
    if rows.columns != query.names:
        raise QueryError(f"問い {query.name} の列が見出しと違います: {rows.columns}")
