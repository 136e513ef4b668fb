"""Files of the user's folder in an older form, and how they are written in that of today (`graph.formats`).

Reading raises an older form anyway; writing it down is for those who want their files as the examples of
``docs/data-format.md`` are, or who give up the tool that wrote them. `survey` only looks; `write` changes all or, where
something is not understood, nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from graph import decisions, formats
from graph.errors import DataProblems, Problem, relative
from graph.formats import Kind
from graph.paths import write_whole
from loaders import fields, lines, registry
from loaders.folder import DOCUMENTS, DRAFTS, Folder
from loaders.roundtrip import current_text
from loaders.tables import layouts

_INDEX: Final = "index.jsonl"
"""A file beside the drafts that is made again from them."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file in an older form. ``version``: the oldest form in it; ``text``: what would be written."""

    path: Path
    kind: Kind
    version: int
    text: str


@dataclass(slots=True)
class Survey:
    """``files``: how many were looked at; ``older``: those in an older form; ``problems``: what cannot be read."""

    files: int
    older: list[Found]
    problems: list[Problem]


def survey(root: Path) -> Survey:
    """Look at every file of a user's folder that has a form."""
    result = Survey(0, [], [])
    for path, kind in _files(root):
        result.files += 1
        try:
            if kind is None:
                older = _yaml(path, result.problems)
            else:
                older = _lines(path, kind) if kind == "判断" else _json(path, kind)
        except formats.FormError as error:
            result.problems.append(Problem(relative(path), 0, formats.KEY, error.what, error.remedy))
        except (OSError, ValueError, RecursionError):
            result.problems.append(Problem(relative(path), 0, "", "読めません", "renkei check で確かめてください"))
        else:
            result.older += [older] if older else []
    return result


def write(root: Path) -> Survey:
    """Write every file in an older form in that of today, under the lock of the folder.

    Raises `DataProblems` where anything cannot be read; then nothing has changed.
    """
    with Folder(root).lock():
        found = survey(root)
        if found.problems:
            raise DataProblems(found.problems)
        for each in found.older:
            write_whole(each.path, each.text)
    return found


def _files(root: Path) -> Iterator[tuple[Path, Kind | None]]:
    """All files with a form; None for YAML, which says itself what it is."""
    yield from ((path, None) for path in sorted((root / DOCUMENTS).glob("*.y*ml")))
    yield from ((path, "下書き") for path in sorted((root / DRAFTS).glob("*.json")))
    named: tuple[tuple[str, Kind | None], ...] = (
        (registry.FILE, None), (fields.FILE, None), (layouts.FILE, "列の覚え書き"), (decisions.FILE, "判断"),
    )  # fmt: skip
    yield from ((root / name, kind) for name, kind in named if (root / name).is_file())


def _yaml(path: Path, problems: list[Problem]) -> Found | None:
    located = lines.load(path)
    problems += located.problems
    kind = formats.kind_of(path, located.data) if isinstance(located.data, dict) else None
    if located.problems or kind is None or not located.older:
        return None
    return Found(path, kind, located.form, current_text(path, located))


def _json(path: Path, kind: Kind) -> Found | None:
    data: Any = json.loads(path.read_bytes())
    version = formats.version(data) if isinstance(data, dict) else formats.FORMAT
    if version == formats.FORMAT:
        return None
    raised = formats.raised(kind, data)
    dumped = json.dumps(raised, ensure_ascii=False, indent=1) if kind == "列の覚え書き" else _line(raised)
    return Found(path, kind, version, dumped + "\n")


def _lines(path: Path, kind: Kind) -> Found | None:
    """A log keeps its lines and their order; a line that cannot be read stays as it is (`renkei check` tells of it)."""
    oldest, written = formats.FORMAT, []
    for line in path.read_bytes().decode("utf-8-sig").split("\n"):
        try:
            data: Any = json.loads(line)
        except ValueError:
            data = None
        if isinstance(data, dict) and (version := formats.version(data)) < formats.FORMAT:
            oldest = min(oldest, version)
            line = _line(formats.raised(kind, data))
        written.append(line)
    return Found(path, kind, oldest, "\n".join(written)) if oldest < formats.FORMAT else None


def _line(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True)
