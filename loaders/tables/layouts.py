"""Mappings of columns that people gave once, kept for files of the same shape (``layouts.json``)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from graph import formats
from graph.errors import UsageError
from graph.paths import write_whole
from loaders.tables.roles import plain

FILE: Final = "layouts.json"


@dataclass
class Layouts:
    """Shape of a file (its headings, in order, without width and spaces) → role of a column → letter or heading."""

    known: dict[tuple[str, ...], dict[str, str]] = field(default_factory=dict)
    changed: bool = False

    @classmethod
    def load(cls, path: Path) -> Layouts:
        """Read the file; one that does not exist is empty. Raises `UsageError` where it is broken."""
        if not path.is_file():
            return cls()
        try:
            data: Any = json.loads(path.read_text(encoding="utf-8-sig"))
            entries = formats.raised("列の覚え書き", data)["表"]
            return cls({tuple(map(str, e["見出し"])): {str(k): str(v) for k, v in e["列"].items()} for e in entries})
        except formats.FormError as error:
            raise UsageError(f"列の覚え書き「{path}」: {error.what}。{error.remedy}。") from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UsageError(
                f"列の覚え書き「{path}」が壊れていて読めません。直すか、消してもう一度 --columns で指定してください。"
            ) from error

    def save(self, path: Path) -> None:
        """Write the file whole, if anything was remembered since it was read."""
        if not self.changed:
            return
        entries = [{"見出し": list(shape), "列": columns} for shape, columns in sorted(self.known.items())]
        write_whole(
            path, json.dumps({formats.KEY: str(formats.FORMAT), "表": entries}, ensure_ascii=False, indent=1) + "\n"
        )
        self.changed = False

    def find(self, headings: Sequence[str]) -> Mapping[str, str] | None:
        """What was said of a file with these headings, or None."""
        return self.known.get(shape(headings))

    def remember(self, headings: Sequence[str], columns: Mapping[str, str]) -> None:
        """Keep a mapping for files with these headings."""
        if self.known.get(shape(headings)) != dict(columns):
            self.known[shape(headings)] = dict(columns)
            self.changed = True


def shape(headings: Sequence[str]) -> tuple[str, ...]:
    """Headings as shapes are compared; empty cells at the end do not count."""
    found = [plain(heading) for heading in headings]
    while found and not found[-1]:
        found.pop()
    return tuple(found)
