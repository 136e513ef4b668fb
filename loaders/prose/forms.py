"""Forms in running text: which lines are keys with values, and which of them belong to one form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from loaders.prose import cues, keys, rows
from loaders.prose.parts import Body, Place, Scan, Sentence, When
from loaders.read import Span

_SPACED: Final = re.compile(
    r"(?P<key>[一-龥][ 　]{1,3}[一-龥](?=[ 　]{2})|[^\s　：:、。（）()「」]{2,12}+)[\s　]+(?=\S)"
)
_FAR: Final = 14
_LONG: Final = 60
_LINES: Final = 3


class Entry(NamedTuple):
    """A key with where its values stand; ``specific``: the key alone tells of an agreement."""

    key: keys.Key
    specific: bool
    sentence: Sentence
    values: list[tuple[Sentence, Span]]


@dataclass(slots=True)
class Form:
    """Entries that follow each other."""

    entries: list[Entry] = field(default_factory=list)
    since: int = 0
    """The first sentence that is no part of the form before."""

    def has(self, *wanted: keys.Key) -> bool:
        """Whether one of these keys is among the entries."""
        return any(entry.key in wanted for entry in self.entries)


def _entries(scan: Scan) -> Iterator[Entry]:
    text, last = scan.text, -2
    for sentence in scan.sentences:
        start, stop = sentence.span
        if sentence.mark.startswith("※") and last == sentence.index - 1:
            yield Entry("notes", False, sentence, [(sentence, sentence.span)])
            continue
        if sentence.key is None and stop - start >= _LONG and sentence.kind == "prose":
            continue
        if sentence.key is not None and sentence.value is not None:
            key = keys.known(text[sentence.key.start : sentence.key.end])
            if key:
                values = [(sentence, sentence.value)] if sentence.value.end > sentence.value.start else []
                if not values or key.key in ("items", "partner"):
                    values += _beneath(scan, sentence)
                if key.key == "items":
                    values += [
                        (s, s.span)
                        for s in scan.sentences[sentence.index + 1 : sentence.index + 1 + _FAR]
                        if s.line == sentence.line
                    ]
                if key.key in ("partner", "doer", "party") and len(values) == 1:
                    values += _continued(scan, sentence)
                last = max([sentence.index, *(s.index for s, _ in values)])
                yield Entry(*key, sentence, values)
            continue
        if stop - start <= 20:
            key = keys.known(text[start:stop])
            if key:
                yield Entry(*key, sentence, _beneath(scan, sentence))
                continue
        spaced = _SPACED.match(text, start, stop) if sentence.kind != "prose" or stop - start < _LONG else None
        if spaced:
            rest = text[spaced.end() : stop].split()
            key = keys.known(spaced["key"]) if not all(keys.known(word) for word in rest) else None
            if key and (key[1] or sentence.kind != "prose"):
                yield Entry(*key, sentence, [(sentence, cues.trimmed(text, spaced.end(), stop))])


def _beneath(scan: Scan, sentence: Sentence) -> list[tuple[Sentence, Span]]:
    """What stands under a key: its own sub-lines, else the very next line."""
    under = list(scan.under(sentence.index))[:12]
    if not under and sentence.key is None:
        under = scan.sentences[sentence.index + 1 : sentence.index + 2]
    lines: list[tuple[Sentence, Span]] = []
    for below in under:
        if keys.known(scan.text[below.span.start : below.span.end][:18]) or (
            below.key is not None and keys.known(scan.text[below.key.start : below.key.end])
        ):
            break
        lines.append((below, below.span))
    return lines


def _continued(scan: Scan, sentence: Sentence) -> Iterator[tuple[Sentence, Span]]:
    """Lines after a value that go on with names alone, set in under the first (「乙　A社」 over 「　　B大学」)."""
    column = sentence.span.start - scan.text.rfind("\n", 0, sentence.span.start)
    for line in scan.sentences[sentence.index + 1 : sentence.index + 1 + _LINES]:
        indent = line.span.start - scan.text.rfind("\n", 0, line.span.start)
        names = rows.names(scan, line)
        if line.kind != "line" or line.key is not None or line.dates or not names or indent <= column:
            return
        yield line, line.span


def forms(scan: Scan) -> Iterator[Form]:
    """Every form of a text; the same key again, or a long way between, begins the next one."""
    form, line = Form(), -_FAR
    said: set[str] = set()
    for entry in map(_of_a_place, _entries(scan)):
        if entry.key == "name" and not entry.values:
            # 「３ 協定」 is the heading over 「名称　…」, no title.
            continue
        again = entry.key in ("name", "partner", "date", "municipality") and form.has(entry.key)
        said_now = words(scan, entry)
        if form.entries and (again or said_now in said or entry.sentence.line - line > _FAR):
            since = max(e.sentence.index for e in form.entries) + 1
            yield form
            form = Form(since=since)
            said.clear()
        elif form.entries and not form.has(*_TELLING) and not _same_section(form.entries[-1], entry):
            # 「１ 目的」 of the whole paper is no part of a form further on.
            form = Form(since=form.since)
            said.clear()
        said.add(said_now)
        form.entries.append(entry)
        line = max([entry.sentence.line, *(s.line for s, _ in entry.values)])
    if form.entries:
        yield form


def _of_a_place(entry: Entry) -> Entry:
    """「団体名　木島平村」: a word for any body that only local governments answer asks for these."""
    if entry.key != "partner" or entry.specific:
        return entry
    named = [
        m for s, span in entry.values for m in s.mentions
        if isinstance(m, Place | Body) and span.start <= m.span.start < span.end
    ]  # fmt: skip
    return entry._replace(key="municipality") if named and all(isinstance(m, Place) for m in named) else entry


_TELLING: Final[tuple[keys.Key, ...]] = ("name", "partner", "party", "date", "doer", "municipality")


def _same_section(earlier: Entry, entry: Entry) -> bool:
    return earlier.sentence.heading == entry.sentence.heading or earlier.sentence.index in entry.sentence.heading[-1:]


def words(scan: Scan, entry: Entry) -> str:
    """The key of an entry: the same again begins the next form."""
    span = entry.sentence.key or Span(
        entry.sentence.span.start, min(entry.sentence.span.start + 4, entry.sentence.span.end)
    )
    return re.sub(r"[\s　]", "", scan.text[span.start : span.end])


def dates(sentence: Sentence, span: Span) -> list[When]:
    """The dates within a value."""
    return [d for d in sentence.dates if d.date and span.start <= d.span.start < span.end]
