"""YAML read as text with line numbers: every scalar stays the text that is written (``011002``, ``on``, ``2016``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from graph import formats
from graph.errors import Problem, relative
from loaders import blocks

Path_ = tuple[str | int, ...]

MAX_BYTES: Final = 200_000_000
MAX_DEPTH: Final = 40
_HIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")


@dataclass(slots=True)
class Located:
    """Plain data (dicts, lists, text) and the line on which each part begins.

    ``form``: 形式 of the file as it is written; the data are always in the form of today (see
    `loaders.roundtrip.current_text`).
    """

    file: str
    data: Any = None
    lines: dict[Path_, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    removed: dict[Path_, set[int]] = field(default_factory=dict)
    """Items that were taken out of a list before the rest was read: list → their indices as written."""
    form: int = formats.FORMAT

    @property
    def older(self) -> bool:
        """Whether the file is written in an older form than that of the data."""
        return self.form < formats.FORMAT

    text: str = ""
    """The file as it is written; '' where the data are not (only) those of a file."""
    unread: Path | None = None
    """The file, where ``lines`` has no more than those of sections and records yet."""

    def written(self, path: Path_) -> Path_:
        """The path in the file of a part of the data, counting the items that were taken out."""
        found: Path_ = ()
        for step in path:
            if isinstance(step, int):
                for gone in sorted(self.removed.get(found, ())):
                    step += gone <= step
            found = (*found, step)
        return found

    def line(self, path: Path_) -> int:
        """The line of a part, or of the nearest part around it; 1 if there is none."""
        if path not in self.lines:
            self.locate()
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path[:-1]
        return self.lines.get((), 1)

    def finish(self) -> None:
        """Let go of the data, after which only problems can be told."""
        self.data, self.text = None, ""

    def locate(self) -> None:
        """Find the line of every part. It takes longer than reading them, and most files have nothing to tell of."""
        path, self.unread = self.unread, None
        if path is not None:
            with suppress(OSError, ValueError, yaml.YAMLError, TooLargeError):
                self.lines |= _composed(path.read_bytes().decode("utf-8-sig"), Located(self.file)).lines

    def problem(self, path: Path_, what: str, remedy: str, *, warning: bool = False) -> Problem:
        """A problem at a part of the data."""
        path = self.written(path)
        return Problem(self.file, self.line(path), _field(path), what, remedy, warning)


def _field(path: Path_) -> str:
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f"{'.' if text else ''}{step}"
    return text


class TooLargeError(Exception):
    """The expanded document is larger than any real one (aliases can multiply)."""


def load(path: Path) -> Located:
    """Read one YAML file. Problems (syntax, a key twice, control characters) are collected, not raised."""
    located = Located(relative(path))
    try:
        if path.stat().st_size > MAX_BYTES:
            raise TooLargeError
        text = path.read_bytes().decode("utf-8-sig")
        hidden = _HIDDEN.search(text)
        if hidden:
            line = text.count("\n", 0, hidden.start()) + 1
            located.problems.append(
                Problem(located.file, line, "", "使えない文字（制御文字）が入っています", "その文字を消してください")
            )
            return located
        located.text = text
        plain = blocks.read(text)
        if plain:
            located.data, located.lines = plain
            located.unread = path
        else:
            _composed(text, located)
    except UnicodeDecodeError as error:
        located.problems.append(
            Problem(located.file, text_line(path, error.start), "", "UTF-8 で書かれていません",
                    "文字コードを UTF-8 にして保存し直してください")
        )  # fmt: skip
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        located.problems.append(
            Problem(located.file, mark.line + 1 if mark else 1, "", f"YAML として読めません（{error.problem}）",
                    "この行とその前の行の字下げ、引用符、コロンの後の空白を確かめてください")
        )  # fmt: skip
    except yaml.YAMLError as error:
        located.problems.append(
            Problem(located.file, 1, "", f"YAML として読めません（{str(error).splitlines()[0]}）",
                    "使えない文字（制御文字）が入っていないか確かめてください")
        )  # fmt: skip
    except (TooLargeError, RecursionError):
        located.problems.append(
            Problem(located.file, 1, "", "大きすぎるか、入れ子が深すぎます", "ファイルを分けてください")
        )
    _raise(located, path)
    return located


def _composed(text: str, located: Located) -> Located:
    """Whatever YAML a text is, with the line of every part of it."""
    _refuse_deep(text)
    node = yaml.compose(text, Loader=yaml.CBaseLoader)
    if node is not None:
        located.data = _Builder(located, limit=100_000 + 20 * len(text)).build(node, (), 0)
    return located


def _raise(located: Located, path: Path) -> None:
    """Bring what is written in an older form to that of today; of a newer one only the problem is told."""
    kind = formats.kind_of(path, located.data) if isinstance(located.data, dict) else None
    if kind is None:
        return
    try:
        located.form = formats.version(located.data)
        located.data = formats.raised(kind, located.data)
    except formats.FormError as error:
        located.problems.append(located.problem((formats.KEY,), error.what, error.remedy))
        located.data = None


_NESTED = re.compile(r"(?:[-?:] |[\[{]){100}")


def _refuse_deep(text: str) -> None:
    """Refuse what would exhaust the C parser's stack, before it is parsed (events are not recursive)."""
    depth = text.count("[") + text.count("{")
    if depth < 1_000 and not _NESTED.search(text):
        return
    level = 0
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        level += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if level > MAX_DEPTH:
            raise TooLargeError


def text_line(path: Path, offset: int) -> int:
    """The line of a byte offset."""
    return path.read_bytes()[:offset].count(b"\n") + 1


class _Builder:
    def __init__(self, located: Located, limit: int) -> None:
        self.located = located
        self.limit = limit
        self.count = 0

    def build(self, node: yaml.Node, path: Path_, depth: int) -> Any:
        self.count += 1
        if self.count > self.limit or depth > MAX_DEPTH:
            raise TooLargeError
        self.located.lines[path] = node.start_mark.line + 1
        if isinstance(node, yaml.ScalarNode):
            if _CONTROL.search(node.value):
                self._complain(path, "使えない文字（制御文字）が入っています", "その文字を消してください")
            return node.value
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*path, n), depth + 1) for n, item in enumerate(node.value)]
        return dict(self._pairs(node, path, depth))

    def _pairs(self, node: yaml.Node, path: Path_, depth: int) -> Iterator[tuple[str, Any]]:
        seen: dict[str, int] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                self.located.lines[path] = line
                self._complain(path, "項目名が文字ではありません", "「項目: 値」の形に直してください")
                continue
            if key.value in seen:
                self.located.lines[(*path, key.value)] = line
                self._complain(
                    (*path, key.value),
                    f"「{key.value}」が2回あります（先は {seen[key.value]} 行目）",
                    "どちらかを消すか、ひとつにまとめてください",
                )
                continue
            seen[key.value] = line
            built = self.build(value, (*path, key.value), depth + 1)
            self.located.lines[(*path, key.value)] = line
            yield key.value, built

    def _complain(self, path: Path_, what: str, remedy: str) -> None:
        self.located.problems.append(self.located.problem(path, what, remedy))
