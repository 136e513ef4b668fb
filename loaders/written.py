"""A curated file as it is written: one record is changed, and everything else stays to the letter, comments included."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import StringIO
from typing import Any, Final

import yaml
from ruamel.yaml.comments import CommentedSeq

from loaders.roundtrip import equalled, equalled_text, round_trip

Record = dict[str, Any]

MAPPINGS: Final = ("文書",)
"""Sections that hold one mapping, not a list of records."""


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a part of the file.

    ``section``: a key of the file (協定, 施策, 文書 …); ``index``: which record of it, None for a new one at the end and
    for a section that is one mapping (`MAPPINGS`); ``record``: what it shall hold, None to take it out.
    """

    section: str
    index: int | None
    record: Record | None


def dump(data: Any) -> str:
    """Plain data as YAML of the curated format, texts that other readers take for numbers or dates in quotes."""
    plain = all(ord(char) <= 0xFFFF for char in str(data))
    # The C emitter is fast, but escapes what lies beyond the first plane (𠮷).
    return yaml.dump(
        data, Dumper=yaml.CSafeDumper if plain else yaml.SafeDumper, allow_unicode=True, sort_keys=False, width=100_000
    )


def read(text: str) -> Any:
    """The data of a file, every value as text."""
    return Written.parse(text).data


def apply(text: str, changes: Iterable[Change]) -> str:
    """The text of a file after changes. It must be readable YAML with a mapping at its top."""
    return Written.parse(text).apply(changes).text


@dataclass(frozen=True, slots=True)
class _Section:
    """Where a section is written. ``line``: of its key; ``first``, ``last``: lines of its value; ``column``: of its first
    sign; ``items``: first and last line of each record; ``block``: it is written line by line, not in brackets."""

    line: int
    first: int
    last: int
    column: int
    items: tuple[tuple[int, int], ...] = ()
    block: bool = True


@dataclass(frozen=True)
class Written:
    """The text of a file with its data and the lines of its records. ``data`` is shared: it must not be changed."""

    text: str
    data: Any
    sections: dict[str, _Section] = field(default_factory=dict)
    """Empty where records cannot be told apart by lines (aliases, everything in brackets)."""

    @classmethod
    def parse(cls, text: str) -> Written:
        """Read a text. Raises `yaml.YAMLError` where it is none."""
        reader = _Reader(_plain(text))
        return cls(text, reader.data, reader.sections)

    def apply(self, changes: Iterable[Change]) -> Written:
        """The file after the changes."""
        changes = list(changes)
        if not changes:
            return self
        plain = _plain(self.text)
        wanted = _changed(self.data, changes)
        spliced = self._spliced(plain, changes)
        after = None if spliced is None else _Reader(spliced)
        if spliced is None or after is None or after.data != wanted:
            spliced = _rewritten(plain, changes)
            after = _Reader(spliced)
        text = spliced.replace("\n", "\r\n") if "\r\n" in self.text else spliced
        return Written(text, after.data, after.sections)

    def _spliced(self, text: str, changes: list[Change]) -> str | None:
        """The changes made in the lines of each record alone, or None where the file is not written line by line."""
        if not self.sections:
            return None
        lines = text.split("\n")
        edits: list[_Edit] = []
        for section in dict.fromkeys(change.section for change in changes):
            own = [change for change in changes if change.section == section]
            made = self._edits(section, own, lines)
            if made is None:
                return None
            edits += made
        for first, last, new in sorted(edits, key=lambda edit: edit[:2], reverse=True):
            lines[first : last + 1] = new
        return "\n".join(lines)

    def _edits(self, name: str, changes: list[Change], lines: list[str]) -> list[_Edit] | None:
        added = [change.record for change in changes if change.index is None and change.record is not None]
        found = self.sections.get(name)
        if found is None:
            if len(added) != len(changes):
                return None
            end = len(lines) if lines[-1].strip() else len(lines) - 1
            return [(end, end - 1, dump({name: added if name not in MAPPINGS else added[-1]}).splitlines())]
        if name in MAPPINGS:
            if not found.block or not added:
                return None
            return [(found.first, found.last, _updated(lines[found.first : found.last + 1], added[-1]))]
        if (not found.items and found.block) or not self.data[name]:
            return [(found.line, max(found.line, found.last), dump({name: added}).splitlines())]
        if not found.block:
            return None
        edits: list[_Edit] = []
        for change in changes:
            if change.index is not None:
                first, last = found.items[change.index]
                old = self.data[name][change.index]
                edits.append((first, last, _replaced(lines[first : last + 1], old, change.record)))
        if added:
            end = found.items[-1][1] + 1
            edits.append((end, end - 1, [" " * found.column + line for line in dump(added).splitlines()]))
        elif sum(change.record is None for change in changes) == len(found.items):
            edits.append((found.line, found.line, [f"{name}: []"]))
        return edits


_Edit = tuple[int, int, list[str]]
"""First line, last line, what stands there instead; an insertion has its last line before its first."""


def _plain(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def _changed(data: Any, changes: list[Change]) -> Any:
    """The data of the file after the changes, every value as text."""
    data = dict(data)
    kept: dict[str, list[Any]] = {}
    for change in changes:
        if change.section in MAPPINGS:
            data[change.section] = _texts(change.record)
            continue
        old = data.get(change.section)
        items = kept.setdefault(change.section, list(old) if isinstance(old, list) else [])
        if change.index is None:
            items.append(_texts(change.record))
        else:
            items[change.index] = None if change.record is None else _texts(change.record)
    data.update({section: [item for item in items if item is not None] for section, items in kept.items()})
    return data


def _texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _texts(item) for key, item in value.items()}
    return [_texts(item) for item in value] if isinstance(value, list | tuple) else str(value)


_CONFIRMATION: Final = re.compile(r"^(?P<head>(?:- |  )確認: *)(?P<quote>['\"]?)[未済](?P=quote)(?P<tail>\s*(?:#.*)?)$")


def _replaced(lines: list[str], old: Record, new: Record | None) -> list[str]:
    """The lines of a record after its change; none if it is taken out."""
    if new is None:
        return []
    indent = len(lines[0]) - len(lines[0].lstrip(" "))
    if "確認" in old and {**old, "確認": new.get("確認")} == new:
        # By far the most frequent change needs no round trip.
        found = [(n, m) for n, line in enumerate(lines) if (m := _CONFIRMATION.match(line[indent:]))]
        if len(found) == 1:
            n, match = found[0]
            told = f"{match['head']}{match['quote']}{new['確認']}{match['quote']}{match['tail']}"
            return [*lines[:n], lines[n][:indent] + told, *lines[n + 1 :]]
    return _updated(lines, [new])


def _updated(lines: list[str], data: Any) -> list[str]:
    """The lines of a part of the file with its data made equal to the given."""
    indent = len(lines[0]) - len(lines[0].lstrip(" "))
    text = "\n".join(line[indent:] if line[:indent].isspace() or not line else line for line in lines) + "\n"
    return [" " * indent + line if line else line for line in equalled_text(text, data).rstrip("\n").split("\n")]


def _rewritten(text: str, changes: list[Change]) -> str:
    """The changes made through the whole tree, where records cannot be told apart by lines."""
    reader = round_trip()
    tree = reader.load(text)
    for change in sorted(changes, key=lambda c: -1 if c.index is None else c.index, reverse=True):
        if change.section in MAPPINGS:
            tree[change.section] = equalled(tree.get(change.section), change.record)
            continue
        items = tree.get(change.section)
        if not isinstance(items, CommentedSeq):
            items = tree[change.section] = CommentedSeq()
        if change.index is None:
            items.append(equalled(None, change.record))
        elif change.record is None:
            del items[change.index]
        else:
            items[change.index] = equalled(items[change.index], change.record)
    written = StringIO()
    reader.dump(tree, written)
    return written.getvalue()


# --- reading with the lines of records -------------------------------------------------------------------------------


_BREAKS: Final = re.compile("[\n\r\x85\u2028\u2029]")


class _Reader:
    """One pass over the events of the parser: data, and where the records of each section are written."""

    def __init__(self, text: str) -> None:
        self._lines = _BREAKS.split(text)
        self._last = 0
        # Where YAML sees a line end that an editor of lines does not, the file is written anew as a whole.
        self._simple = len(self._lines) == text.count("\n") + 1
        self.sections: dict[str, _Section] = {}
        self._events: Iterator[Any] = iter(yaml.parse(text, Loader=yaml.CBaseLoader))
        self.data = self._document()
        if not self._simple:
            self.data = yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506 (builds text, lists and dicts only)
            self.sections = {}

    def _document(self) -> Any:
        data: Any = None
        event: Any
        for event in self._events:
            if isinstance(event, yaml.MappingStartEvent) and not event.flow_style:
                data = self._top(event)
            elif isinstance(event, yaml.NodeEvent):
                data = self._value(event)
        return data

    def _top(self, start: Any) -> dict[str, Any]:
        self._simple = self._simple and not start.anchor and not start.start_mark.column
        found: dict[str, Any] = {}
        key: Any
        while not isinstance(key := next(self._events), yaml.MappingEndEvent):
            line = key.start_mark.line
            if not isinstance(key, yaml.ScalarEvent):
                self._simple = False
                self._value(key)
                self._value(next(self._events))
                continue
            event: Any = next(self._events)
            spans, start_mark = list[tuple[int, int]](), event.start_mark
            if isinstance(event, yaml.SequenceStartEvent) and not event.flow_style and not event.anchor:
                value: Any = self._records(start_mark.column, spans)
            else:
                value = self._value(event)
            block = not (isinstance(event, yaml.CollectionStartEvent) and event.flow_style)
            found[key.value] = value
            self.sections[key.value] = _Section(
                line, start_mark.line, self._last, start_mark.column, tuple(spans), block
            )
        return found

    def _records(self, column: int, spans: list[tuple[int, int]]) -> list[Any]:
        found = []
        event: Any
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            first = event.start_mark.line
            while self._lines[first][:column].strip() or self._lines[first][column : column + 1] != "-":
                first -= 1
            found.append(self._value(event))
            spans.append((first, max(first, self._last)))
        return found

    def _value(self, event: Any) -> Any:
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            self._simple = False
        if isinstance(event, yaml.ScalarEvent):
            self._seen(event)
            return event.value
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(inner := next(self._events), yaml.SequenceEndEvent):
                items.append(self._value(inner))
            if event.flow_style:
                self._seen(inner)
            return items
        if isinstance(event, yaml.MappingStartEvent):
            found: dict[Any, Any] = {}
            while not isinstance(inner := next(self._events), yaml.MappingEndEvent):
                key = self._value(inner)
                value = self._value(next(self._events))
                if isinstance(key, str):
                    found[key] = value
                else:
                    self._simple = False
            if event.flow_style:
                self._seen(inner)
            return found
        return None

    def _seen(self, event: Any) -> None:
        """Remember the last line that holds more than comments and blanks."""
        last = event.end_mark.line
        if getattr(event, "style", None) in ("|", ">"):
            last -= not event.end_mark.column
            while last > event.start_mark.line and (
                not self._lines[last].strip() or self._lines[last].lstrip().startswith("#")
            ):
                last -= 1
        self._last = max(self._last, last)
