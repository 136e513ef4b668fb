"""Who and when stand in a text: one pass over the whole, then only where something stands.

`scan` is the door; `parts` describes what it gives. The order: sentences; names by their look (`bodies`, `places`),
dates (`when`); short names that the text introduces (`aliases`); the header; then, from the first sentence to the last,
which namesake is meant (`context`) and what the pronouns stand for (`referents`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from loaders.prose import header, knowledge, pages
from loaders.prose.document import Document
from loaders.prose.parts import Body, Dated, Field, Header, Mention, Place, Scan, Sentence, When
from loaders.read import Reading, Span
from loaders.vocabulary import Vocabulary

__all__ = ["Body", "Dated", "Field", "Header", "Mention", "Place", "Scan", "Sentence", "When", "scan"]


def scan(reading: Reading, vocabulary: Vocabulary, *, skip: Sequence[Span] = (), municipality: str = "") -> Scan:
    """Sentences of a document with the local governments, bodies and dates that they name.

    ``skip``: spans (tables that were read apart) whose sentences are left out; their names are still known further on.
    ``municipality``: full name of the document's owner if the user told it, or ''; it goes before what the text says.
    Positions are code points of the text of the scan's page. Raises nothing for any text.
    """
    page = pages.whole(reading, skip)
    document = Document(page, knowledge.of(vocabulary), list(map(page.here, skip)))
    document.name_places("", "")
    document.header = header.read(page, document.folded, document.sentences)
    document.own(municipality)
    document.cast()
    document.refer()
    document.date()
    return Scan(page, document.header, document.sentences, _field_finder(page.text, vocabulary))


def _field_finder(text: str, vocabulary: Vocabulary) -> Callable[[Span], list[Field]]:
    taxonomy = vocabulary.taxonomy

    def find(span: Span) -> list[Field]:
        words = text[span.start : span.end]
        return [
            Field(
                m.id, taxonomy.by_id[m.id].名称, words[m.start : m.end], Span(span.start + m.start, span.start + m.end)
            )
            for m in taxonomy.mentions(words)
        ]

    return find
