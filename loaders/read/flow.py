"""The flow of text through marked-up elements: inline pieces run on, blocks and breaks end a line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, NamedTuple

_WIDE: Final = "[\u2e80-\u2fdf\u3000-\u30ff\u3190-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff]"
# White space with a line end in it, between two characters of Japanese writing, comes from the layout of the source.
_WRAPPED: Final = re.compile(rf"(?<={_WIDE})[ \t\n\r\f]*\n[ \t\n\r\f]*(?={_WIDE})")
_SPACES: Final = re.compile(r"[ \t\n\r\f]+")


class Piece(NamedTuple):
    """Text of an element; ``verbatim``: its white space counts (pre)."""

    text: str
    struck: bool = False
    verbatim: bool = False


@dataclass
class Flow:
    """Collects lines of pieces. ``headings`` are the numbers of lines that are headings."""

    lines: list[list[Piece]] = field(default_factory=lambda: [[]])
    headings: set[int] = field(default_factory=set)

    def add(self, piece: Piece) -> None:
        """Run on in the current line."""
        if piece.verbatim and "\n" in piece.text:
            first, *rest = piece.text.split("\n")
            self.lines[-1].append(piece._replace(text=first))
            for text in rest:
                self.end()
                self.lines[-1].append(piece._replace(text=text))
        elif piece.text:
            self.lines[-1].append(piece)

    def end(self, *, heading: bool = False) -> None:
        """End the current line, if there is anything in it."""
        if any(piece.text.strip() for piece in self.lines[-1]):
            if heading:
                self.headings.add(len(self.lines) - 1)
            self.lines.append([])
        else:
            self.lines[-1] = []

    def texts(self, *, struck: bool) -> list[tuple[str, bool]]:
        """Each line with whether it is a heading; what is struck through only where asked for."""
        found = []
        for n, line in enumerate(self.lines):
            text = joined([piece for piece in line if struck or not piece.struck])
            if text:
                found.append((text, n in self.headings))
        return found

    @property
    def struck(self) -> str:
        """The words that are struck through."""
        return " ".join(joined([piece]) for line in self.lines for piece in line if piece.struck and piece.text.strip())

    @property
    def all_struck(self) -> bool:
        """Whether there are words and all of them are struck through."""
        marks = [piece.struck for line in self.lines for piece in line if piece.text.strip()]
        return bool(marks) and all(marks)


def joined(pieces: list[Piece]) -> str:
    """One line of text, white space as a browser shows it."""
    if any(piece.verbatim for piece in pieces):
        return "".join(piece.text for piece in pieces).replace("\t", " ").strip()
    text = "".join(piece.text for piece in pieces)
    if "\n" in text:
        text = _WRAPPED.sub("", text)
    return _SPACES.sub(" ", text).strip()
