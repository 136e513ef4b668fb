"""A document with its text beside what it is taken to say: the quoted words marked, each leading to its facts."""

from __future__ import annotations

from typing import Any, Final

from api import single
from api.originals import Texts
from api.review.passages import Mark, Part, passages
from api.sources import Sources
from graph.store.base import View
from loaders.source import Source

VIEWS: Final = (("", "述べていること"), ("原文", "原文と並べる"))


async def document(view: View, id: str, number: int, texts: Texts, *, beside: bool, whole: bool) -> dict[str, Any]:
    """Everything on the page of a 文書, with its text where that is at hand. Raises `NotFoundError`."""
    found = await single.document(view, id, number)
    text = await texts.of(found["document"])
    context = {
        **found,
        "views": VIEWS,
        "at_hand": text is not None,
        "beside": beside and text is not None,
        "whole": whole,
    }
    if not context["beside"] or text is None:
        return {**context, "missing": beside and text is None}
    placed = marks(text, found["sources"])
    return {
        **context,
        "missing": False,
        "parts": parts(text, placed, whole=whole),
        "placed": {mark.anchor for mark in placed},
        "length": len(text.text),
    }


def marks(text: Source, sources: Sources) -> list[Mark]:
    """Where the quoted words of some passages stand; those that are not there as quoted are left out."""
    found = []
    for passage in sources.passages:
        span = text.cited({"位置": passage.place, "引用": passage.quote or None})
        if span:
            found.append(Mark(span.start, span.end, f"e{passage.number}", False))
    return found


def parts(text: Source, placed: list[Mark], *, whole: bool) -> list[Part]:
    """The text in parts, a long one only around its marks unless ``whole``."""
    return passages(text.text, placed, whole=whole)
