"""The plain way in which people and the tool write curated files, read line by line: ten times as fast as YAML as a whole.

What is read here is YAML, and means what YAML says; anything that is not plainly one key, one item or one value a line
(brackets, anchors, text over several lines, a comment behind a value, a tab …) is left to the YAML library.
"""

from __future__ import annotations

import re
from typing import Any, Final

Path_ = tuple[str | int, ...]

_LINE: Final = re.compile(
    r"( *)"
    r"(?:(?:\#[^\n]*+)?"
    r"|(- )?(?:([A-Za-z0-9ぁ-ゖァ-ヺー一-鿿]{1,60}+):(?: ++|(?=\n)))?"
    r"(?:([^\n \-?:,\[\]{}\#&*!|>'\"%@`](?:[^\n:\# ]++|:(?![ \n])| ++(?![\#\n])|(?<! )\#)*+)"
    r'|"((?:[^"\\\n]++|\\[tn"\\])*+)"'
    r"|'((?:[^'\n]++|'')*+)')?)\n"
)
"""Indent; then nothing or a comment, or: dash, key, and a value that is plain, in double or in single quotes."""
_UNUSUAL: Final = re.compile(
    "[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]|^(?:---|\\.\\.\\.|%)",
    re.MULTILINE,
)
"""Characters that YAML refuses, takes for the end of a line or minds otherwise (tab), and marks of documents."""
_DEEPEST: Final = 20
_ESCAPE: Final = re.compile(r"\\(.)")
_ESCAPES: Final = {"t": "\t", "n": "\n", '"': '"', "\\": "\\"}


def read(text: str) -> tuple[dict[str, Any], dict[Path_, int]] | None:
    """The data of a text, every value as text, and the lines (from 1) of its sections and records and of their ids.

    None where the text is not written plainly, whether or not YAML could read it.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    if not text.endswith("\n"):
        text += "\n"
    if _UNUSUAL.search(text):
        return None
    root: dict[str, Any] = {}
    lines: dict[Path_, int] = {}
    stack: list[tuple[int, Any, Any]] = [(0, root, None)]
    """Open mappings and lists: column, the thing itself, and the key or the number under which it stands."""
    waiting: tuple[int, dict[str, Any], str] | None = None
    """A key without a value on its line: its column, its mapping and itself."""
    end = number = 0
    while end < len(text):
        # Not a search: from every letter of a long line that is not plain it would read on to the line's end.
        match = _LINE.match(text, end)
        if match is None:
            return None
        end = match.end()
        number += 1
        indent, item, key, plain, double, single = match.groups()
        if item is None and key is None:
            if plain is not None or double is not None or single is not None:
                # A value that goes on from the line before.
                return None
            continue
        column = len(indent)
        if waiting is not None:
            above, holder, name = waiting
            waiting = None
            if item is not None and column >= above:
                holder[name] = []
                stack.append((column, holder[name], name))
            elif item is None and column > above:
                holder[name] = {}
                stack.append((column, holder[name], name))
        while stack[-1][0] > column:
            stack.pop()
        if item is not None:
            at, inside, name = stack[-1]
            if at != column or type(inside) is not list:
                return None
            if key is None:
                value = _value(plain, double, single)
                if value is None:
                    return None
                inside.append(value)
                continue
            if len(stack) == 2:
                lines[name, len(inside)] = number
            record: dict[str, Any] = {}
            if len(stack) == _DEEPEST:
                return None
            stack.append((column + 2, record, len(inside)))
            inside.append(record)
            column += 2
        elif type(stack[-1][1]) is list and stack[-1][0] == column:
            stack.pop()
        at, inside, name = stack[-1]
        if at != column or type(inside) is not dict or key in inside:
            return None
        depth = len(stack)
        if depth == 1:
            lines[key,] = number
        elif depth == 2:
            lines[name, key] = number
        elif depth == 3 and key == "id":
            lines[stack[1][2], name, key] = number
        value = _value(plain, double, single)
        if value is None:
            waiting = column, inside, key
            inside[key] = ""
        else:
            inside[key] = value
    if end != len(text) or not root:
        return None
    lines[()] = next(iter(lines.values()))
    return root, lines


def _value(plain: str | None, double: str | None, single: str | None) -> str | None:
    if plain is not None:
        return plain
    if double is not None:
        return _ESCAPE.sub(lambda match: _ESCAPES[match[1]], double) if "\\" in double else double
    return single.replace("''", "'") if single is not None else None
