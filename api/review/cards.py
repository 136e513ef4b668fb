"""A drafted record as a card: what it says in lines, what was decided, what differs from before, and its form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from graph.decisions import Review
from graph.errors import Problem
from loaders.review import Document, Item, Quote
from loaders.review.keys import SECTIONS
from loaders.workbook import cells

Record = Mapping[str, Any]

_APART: Final = {"名称", "確度", "注記"}
"""Columns that stand in the head of a card."""
_ALWAYS: Final = {
    "協定": ("種別", "締結日", "自治体", "企業", "分野"),
    "施策": ("段階", "時期", "自治体", "企業", "分野"),
    "加盟": ("会員", "自治体", "団体", "関係"),
    "承継": ("旧", "新", "日付", "種類"),
    "記載": ("企業", "自治体", "項目", "値"),
    "収録": ("自治体", "網羅", "対象"),
    "発行": ("自治体", "企業", "部署"),
}
"""Columns that an editor sees at once; the others are opened when they are needed."""
_STATED: Final = {
    "協定": ("締結日", "自治体", "企業"),
    "施策": ("段階", "時期", "自治体", "企業"),
}
"""Lines of a card that say so when nothing is stated."""
_WORDS: Final = {"企業": "企業・団体", "確度": "確かさ"}
_ANCHOR: Final = re.compile(r"[^0-9A-Za-z-]")


class Value(NamedTuple):
    """One value of a line. ``notes``: role, department, the source's own words; ``doubt``: 推定 or 要確認, if not 明示."""

    text: str
    notes: tuple[str, ...] = ()
    doubt: str = ""
    why: str = ""


class Row(NamedTuple):
    """A line of a card. ``was``: what the tool had drafted, where a person changed it."""

    label: str
    values: tuple[Value, ...]
    date: bool = False
    precision: str = ""
    was: str = ""


class Input(NamedTuple):
    """A field of a form. ``wrong``: what is the matter with it, and what to do."""

    name: str
    label: str
    kind: str
    value: str
    choices: tuple[str, ...]
    meaning: str
    at_once: bool
    wrong: tuple[tuple[str, str], ...] = ()


class Change(NamedTuple):
    """How a record differs from the one that it seems to replace."""

    label: str
    before: str
    now: str


@dataclass(slots=True)
class Card:
    """A record on the page. ``problems``: what was wrong with what a person wanted; ``hints``: what would be;
    ``next``: the record after it on the page, '' for the last."""

    item: Item
    anchor: str
    rows: list[Row]
    current: bool = False
    next: str = ""
    inputs: list[Input] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)
    hints: list[Problem] = field(default_factory=list)

    @property
    def certainty(self) -> str:
        return str(self.item.record.get("確度") or "明示")

    @property
    def note(self) -> str:
        return str(self.item.record.get("注記") or "")

    @property
    def decided(self) -> str:
        return told(self.item.decision) if self.item.decision else ""

    @property
    def before(self) -> tuple[str, list[Change]] | None:
        """What was decided about the record that this one seems to replace, and what differs."""
        if not self.item.before:
            return None
        record, decision = self.item.before
        old, new = cells.shown(self.item.section, record), cells.shown(self.item.section, self.item.record)
        changes = [
            Change(_WORDS.get(name, name), old[name], new[name])
            for name in old
            if old[name] != new[name] and name not in _APART - {"名称"}
        ]
        return (told(decision) if decision else "判断なし"), changes

    @property
    def quotes(self) -> list[Quote]:
        """What the record cites, in the order of the text, without words that stand within another of its quotes."""
        spans = {(quote.start, quote.end) for quote in self.item.quotes if quote.start >= 0}
        whole = {one for one in spans if not any(a <= one[0] and one[1] <= b for a, b in spans - {one})}
        kept = [quote for quote in self.item.quotes if quote.start < 0 or (quote.start, quote.end) in whole]
        return sorted(kept, key=lambda quote: (quote.start < 0, quote.start))

    @property
    def state(self) -> str:
        """For marks: the stage of a measure, the state of an agreement."""
        return str(_plain(self.item.record.get("段階" if self.item.section == "施策" else "状態")) or "")


def anchor(key: str) -> str:
    """The place of a record on the page, the same whatever becomes of it."""
    section, _, rest = key.partition(":")
    return f"r{SECTIONS.index(section) if section in SECTIONS else 'x'}-{_ANCHOR.sub('', rest)}"


def told(decision: Review) -> str:
    """A decision in words: 採用（政策課、2026-04-01）."""
    return f"{decision.判断}（{'、'.join(filter(None, (decision.記録者, decision.日付)))}）"


def ordered(items: Iterable[Item]) -> list[Item]:
    """Records in the order of sections and, within them, of the text; it does not change with their state."""

    def place(item: Item) -> tuple[int, bool, int]:
        starts = [quote.start for quote in item.quotes if quote.start >= 0]
        return (SECTIONS.index(item.section), not starts, min(starts, default=0))

    return sorted(items, key=place)


def card(item: Item, document: Document) -> Card:
    """The card of a record, without a form."""
    return Card(item, anchor(item.key), list(_rows(item, document)))


def _rows(item: Item, document: Document) -> Iterable[Row]:
    drafted = cells.shown(item.section, item.drafted)
    now = cells.shown(item.section, item.record)
    for column in cells.COLUMNS[item.section]:
        name = column.name
        was = drafted[name] if drafted[name] != now[name] else ""
        value = item.record.get(name)
        if name in _APART:
            if was and name == "名称":
                yield Row("下書きの名称", (Value(was),))
            continue
        if name.endswith("精度") or not (value or was or name in _STATED.get(item.section, ())):
            continue
        values = tuple(_values(value))
        yield Row(
            _WORDS.get(name, name),
            values,
            column.kind == "date",
            str(_plain(item.record.get(f"{name}精度")) or ""),
            was,
        )
    for name in ("協定", "更新"):
        ids = item.record.get(name)
        if ids and item.section in ("協定", "施策"):
            names = {str(other.record.get("id", "")): other.name for other in document.items}
            listed = ids if isinstance(ids, list | tuple) else [ids]
            yield Row(
                {"協定": "もとづく協定", "更新": "改めた協定"}[name],
                tuple(Value(names.get(str(_plain(id)), str(_plain(id)))) for id in listed),
            )


def _plain(value: Any) -> Any:
    return value.get("値", "") if isinstance(value, Mapping) else value


def _values(value: Any) -> Iterable[Value]:
    for each in value if isinstance(value, list | tuple) else [value] if value else []:
        if not isinstance(each, Mapping):
            yield Value(str(each))
            continue
        text = str(each.get("値", each.get("名称", "")))
        said = str(each.get("表記") or "")
        notes = [f"{key} {each[key]}" for key in ("役割", "部署") if each.get(key)]
        if said and said != text:
            notes.append(f"原文「{said}」")
        doubt = str(each.get("確度") or "")
        yield Value(text, tuple(notes), doubt if doubt != "明示" else "", str(each.get("注記") or ""))


def inputs(item: Item, typed: Mapping[str, str] | None = None, wrong: Iterable[cells.Wrong] = ()) -> list[Input]:
    """The form of a record: what it says, or what a person typed, with what is wrong beside it."""
    shown = cells.shown(item.section, item.record)
    problems: dict[str, list[tuple[str, str]]] = {}
    for column, what, remedy in wrong:
        problems.setdefault(column, []).append((what, remedy))
    found = [
        Input(
            column.name, _WORDS.get(column.name, column.name), column.kind,
            shown[column.name] if typed is None else typed.get(column.name, ""), column.choices, column.meaning,
            column.name in (*_ALWAYS[item.section], "名称", "確度", "注記"), tuple(problems.get(column.name, ())),
        )
        for column in cells.COLUMNS[item.section]
    ]  # fmt: skip
    return sorted(found, key=lambda field: not (field.at_once or field.wrong))


def column_of(section: str, problem: Problem, item: Item) -> str:
    """The column that a problem of a decision is about, '' where it is about the whole record."""
    path = problem.field.removeprefix(f"{section}「{item.name}」")
    head = re.split(r"[.\[]", path, maxsplit=1)[0]
    return head if head in {column.name for column in cells.COLUMNS[section]} else ""
