"""Curated files as text, in the very shape in which people and the tool write them.

Written by hand and not by a YAML library, because a country of them has more than five million lines.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_PLAIN: Final = re.compile(r"[ぁ-ゖァ-ヺー一-鿿][^:#\t\n\"'{}\[\],&*!|>%@`]*(?<! )")


def scalar(text: str) -> str:
    """A text as a YAML value."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def quoted(text: str) -> str:
    """A text in quotes, as dates, positions and digests are written."""
    return f'"{text}"'


@dataclass(frozen=True, slots=True)
class Citation:
    """A place of the text. ``words``: the words there; ``digest``: their 照合 is written, not they."""

    place: str
    words: str
    gist: str
    digest: bool

    def lines(self, indent: str) -> list[str]:
        said = (
            f"照合: {quoted(hashlib.sha256(self.words.encode()).hexdigest()[:12])}"
            if self.digest
            else f"引用: {scalar(self.words)}"
        )
        return [f"{indent}- 位置: {quoted(self.place)}", f"{indent}  {said}", f"{indent}  要旨: {scalar(self.gist)}"]


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody or a field in a record, with further properties and evidence of its own."""

    name: str
    more: tuple[tuple[str, str], ...] = ()
    cited: tuple[Citation, ...] = ()


def parties(key: str, found: Iterable[Party]) -> list[str]:
    """A list of parties of a record."""
    lines = []
    for party in found:
        lines.append(f"  - 名称: {scalar(party.name)}")
        lines += [f"    {name}: {scalar(value)}" for name, value in party.more if value]
        lines += evidence(party.cited, "    ")
    return [f"  {key}:", *lines] if lines else []


def evidence(cited: Iterable[Citation], indent: str) -> list[str]:
    """出典 of a record or a party."""
    lines = [line for citation in cited for line in citation.lines(indent)]
    return [f"{indent}出典:", *lines] if lines else []


def certainty(number: int) -> list[str]:
    """確度 and 注記 of the n-th record: one in twenty is inferred, one in a hundred doubtful."""
    if number % 100 == 99:
        return ["  確度: 要確認", "  注記: 表の見出しと行が合わないため、確かめる必要がある。"]
    if number % 20 == 19:
        return ["  確度: 推定", "  注記: 前後の文から読み取った。"]
    return []


class Page:
    """An original in the making: lines of text, and where words stand in them."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0

    def add(self, line: str) -> tuple[int, int]:
        """Append a line; its start and end in the text (code points, the line's end not among them)."""
        start = self._length
        self._parts.append(line)
        self._length += len(line) + 1
        return start, start + len(line)

    @property
    def text(self) -> str:
        return "".join(f"{part}\n" for part in self._parts)
