"""The text of a document as if no page had cut its lines; places and quotes stay those of the document itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from loaders.prose import sentences
from loaders.prose.folding import fold
from loaders.prose.seams import Seamless
from loaders.read import Reading, Span


@dataclass
class Page(Reading):
    """``origin``: the document as it was read; spans of a page are spans of its own text."""

    origin: Reading = field(kw_only=True)
    way: Seamless = field(kw_only=True)

    def original(self, span: Span) -> Span:
        """A span of the page in the document."""
        return self.way.span(span)

    def here(self, span: Span) -> Span:
        """A span of the document in the page."""
        return self.way.there(span)

    def place(self, span: Span) -> list[int] | str:
        return self.origin.place(self.original(span))

    def quote(self, span: Span) -> str:
        return self.origin.quote(self.original(span))


def whole(reading: Reading, skip: Sequence[Span]) -> Page:
    """A document with its sentences whole. ``skip``: spans whose lines are left out."""
    seams = sentences.seams(reading.text, fold(reading.text), reading.headings, skip)
    way = Seamless(reading.text, seams)
    return Page(
        reading.name, reading.format, reading.sha256, way.text, reading.title,
        headings=tuple(map(way.there, reading.headings)), origin=reading, way=way,
    )  # fmt: skip
