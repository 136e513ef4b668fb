"""Values between commas or tabs (csv, tsv).

A row has the number that Excel shows when it opens the file: records are counted, not lines, since a quoted value may
hold line breaks. The table is called by the name of the file without its suffix.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from loaders.read.compose import Composer, Line, Value, tidy, without_collector
from loaders.read.plain import line_ends
from loaders.read.reading import Reading
from loaders.read.source import Source

_DELIMITERS: Final = ",\t;"
_SAMPLE: Final = 200
_QUOTED: Final = re.compile('"[^"]*"')
# A record of more lines than this is no record: a quote was opened and never closed.
_LINES: Final = 300


def read(source: Source, text: str) -> Reading:
    """Read a delimited text. Where its quotes are broken it is read as if they were letters, with a warning."""
    text = line_ends(text)
    named = re.match(r"sep=(.)\n", text)
    if named:
        text = text[named.end() :]
    delimiter = named[1] if named else sniff(text)
    composer = Composer(source)
    try:
        lines = _records(text, delimiter, csv.QUOTE_MINIMAL)
    except csv.Error as error:
        source.warn(
            f'引用符（"）の対応がくずれています（{error}）', "引用符を文字として読みました。行のずれを確かめてください"
        )
        lines = _records(text, delimiter, csv.QUOTE_NONE)
    composer.table(lines, name=source.stem)
    return composer.reading("csv", sheets=True)


def sniff(text: str) -> str:
    """The delimiter under which the first records have the most columns that agree; a comma where none does.

    One under which the quotes are right goes before one under which they are not: `";",x` has one comma.
    """

    return max(_DELIMITERS, key=lambda delimiter: _fit(text, delimiter))


def delimited(text: str) -> bool:
    """Whether a text looks like records of at least two columns that agree."""
    return any(_fit(text, delimiter)[1] >= 2 for delimiter in _DELIMITERS)


def _fit(text: str, delimiter: str) -> tuple[bool, float]:
    quoted = _agreement(text, delimiter)
    return (bool(quoted), _raw_agreement(text, delimiter) if quoted is None else quoted)


def _agreement(text: str, delimiter: str) -> float | None:
    """How many columns agree in how many records; 0 where there is one column, None where the quotes are not right."""
    try:
        return _common([len(row) for row in islice(_parse(text, delimiter, csv.QUOTE_MINIMAL), _SAMPLE) if row])
    except csv.Error:
        return None


def _raw_agreement(text: str, delimiter: str) -> float:
    """The same where quotes are taken for letters like any other, but for what stands between two of them."""
    lines = (_QUOTED.sub("", line) for line in islice(text.split("\n"), _SAMPLE) if line)
    return _common([line.count(delimiter) + 1 for line in lines])


def _common(widths: list[int]) -> float:
    usual = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
    return usual * widths.count(usual) / len(widths) if usual > 1 else 0.0


def _parse(text: str, delimiter: str, quoting: int) -> Iterator[list[str]]:
    csv.field_size_limit(2**31 - 1)
    lines = (line + "\n" for line in text.removesuffix("\n").split("\n"))
    reader = csv.reader(lines, delimiter=delimiter, quoting=quoting, strict=True)  # type: ignore[arg-type]
    before = 0
    for record in reader:
        if reader.line_num - before > _LINES:
            raise csv.Error(f"{before + 1:,} 行目から")
        before = reader.line_num
        yield record


def _records(text: str, delimiter: str, quoting: int) -> list[Line]:
    known: dict[str, Value] = {}
    with without_collector():
        return [
            Line(number, [known.get(value) or known.setdefault(value, Value(tidy(value))) for value in record])
            for number, record in enumerate(_parse(text, delimiter, quoting), 1)
        ]
