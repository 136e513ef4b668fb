"""Answers on a terminal or in a file: table, CSV, JSON, or a whole file. East Asian wide characters count two columns."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from pathlib import Path
from typing import Any

from graph.store.base import Rows

FORMATS = ("table", "csv", "json")
_WIDEST = 60


def write_file(path: Path, content: bytes) -> None:
    """Write a whole file or none; what is no file (a terminal, a pipe) is written to as it is. Raises `OSError`."""
    if path.exists() and not path.is_file() and not path.is_dir():
        path.write_bytes(content)
        return
    temporary = path.with_name(path.name + ".new")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def render(rows: Rows, format: str) -> str:
    """The rows as text in one of `FORMATS`, with a final newline."""
    if format == "json":
        return json.dumps(rows.dicts(), ensure_ascii=False, indent=2) + "\n"
    if format == "csv":
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(rows.columns)
        writer.writerows([_cell(value, "; ") for value in row] for row in rows.rows)
        return text.getvalue()
    return _table(rows)


def _cell(value: Any, glue: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return glue.join(_cell(item, glue) for item in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def width(text: str) -> int:
    """Columns that a text takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def _fit(text: str, columns: int) -> str:
    """The text padded to a width; what is longer ends in …."""
    text = text.replace("\n", " ")
    if width(text) > columns:
        while width(text) > columns - 2:
            text = text[:-1]
        text += "…"
    return text + " " * (columns - width(text))


def _table(rows: Rows) -> str:
    cells = [[_cell(value, "、") for value in row] for row in rows.rows]
    widths = [
        min(_WIDEST, max([width(name), *(width(row[n].replace("\n", " ")) for row in cells)]))
        for n, name in enumerate(rows.columns)
    ]
    lines = ["  ".join(map(_fit, rows.columns, widths)).rstrip(), "  ".join("─" * (w // 2) for w in widths)]
    lines += ["  ".join(map(_fit, row, widths)).rstrip() for row in cells]
    return "\n".join([*lines, f"（{len(rows.rows):,} 行）"]) + "\n"
